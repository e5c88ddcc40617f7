from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.decode import decode_stream
from agentpanel.protocol.framing import MAX_TEXT, Encoding, Framer

KEYS = ["service", "interface", "code", "name", "params", "problems"]


def decoded(
    *texts: str, encoding: Encoding = Encoding.UTF16, side: Literal["client", "dialer"] | None = None
) -> list[dict[str, Any]]:
    framer = Framer(encoding)
    return list(decode_stream([framer.pack(text) for text in texts], encoding=encoding, side=side))


@pytest.mark.parametrize("encoding", Encoding)
def test_a_message_is_an_object(encoding: Encoding) -> None:
    (found,) = decoded(r"CG:AG:AU\TDdefault\AN2\PR0\FDCafé", encoding=encoding)
    assert list(found) == KEYS
    assert found == {
        "service": "CG",
        "interface": "AG",
        "code": "AU",
        "name": "Agent Unavailable",
        "params": {"TD": "default", "AN": "2", "PR": "0", "FD": "Café"},
        "problems": [],
    }


def test_the_old_framing_has_no_service_and_no_interface() -> None:
    (found,) = decoded(r"LO\AN2")
    assert (found["service"], found["interface"], found["code"], found["name"]) == (None, None, "LO", "Log Out")


def test_values_are_as_on_the_wire_and_flags_are_true() -> None:
    (found,) = decoded(r"OZ\TX1\SI007\RE010\GA0\RA\IBx\T1\TS40100.4860\QZ")
    values = {"TX": "1", "SI": "007", "RE": "010", "GA": "0", "RA": True, "IB": True, "T1": "", "TS": "40100.4860"}
    assert found["params"] == values | {"QZ": ""}
    assert list(found["params"]) == [*values, "QZ"]
    assert found["problems"] == ["IB: a flag takes no value, here 'x'", "QZ is not a parameter of OZ"]


def test_an_error_quotes_without_its_outer_quotes() -> None:
    (found,) = decoded(r'ER\EC30\FM"AL\CNCustCare\AD"Tom""')
    assert found["params"] == {"EC": "30", "FM": r'AL\CNCustCare\AD"Tom"'}
    assert (found["name"], found["problems"]) == ("Error Report", [])


def test_breaches_are_problems_and_no_damage() -> None:
    (found,) = decoded(r"AF\AN2\UR99\UR100\FRx\\ZZ1")
    assert found["params"] == {"AN": "2", "UR": "100", "FR": "x", "ZZ": "1"}
    assert found["problems"] == [
        "a parameter without a two-character code: ''",
        "UR stands 2 times; the last counts",
        "UR: 100 is over the most, 11",
        "FR: 'x' is not a whole number",
        "ZZ is not a parameter of AF",
        "CN is missing",
    ]


def test_what_is_not_declared_has_no_name_and_no_flags() -> None:
    (found,) = decoded(r"CG:CA:CC\CNSales\SB")
    assert (found["name"], found["params"], found["problems"]) == (None, {"CN": "Sales", "SB": ""}, [])


@pytest.mark.parametrize(
    ("text", "name_from_client", "name_from_dialer"),
    [
        (r"AL\CNa\AN2\AE1", "Agent Login", None),
        (r"LI\CNa\AN2", None, "Logged In"),
        (r"TA\CNa\AN2\RS1", "Transfer Acknowledge", "Transfer Acknowledge"),
    ],
)
def test_the_side_says_who_sent_it(text: str, name_from_client: str | None, name_from_dialer: str | None) -> None:
    assert decoded(text, side="client")[0]["name"] == name_from_client
    assert decoded(text, side="dialer")[0]["name"] == name_from_dialer
    assert decoded(text)[0]["name"] == (name_from_client or name_from_dialer)


@pytest.mark.parametrize(
    ("text", "from_client", "from_dialer"),
    [(r"TA\RS5", 0, 3), (r"TA\CNa\AN2\RS4", 0, 0), (r"TA\CNa\AN2\RS5", 0, 1), (r"TA\CNa\AN2\RS4\TKx", 0, 1)],
)
def test_without_a_side_the_direction_with_fewer_problems_counts(text: str, from_client: int, from_dialer: int) -> None:
    assert len(decoded(text, side="client")[0]["problems"]) == from_client
    assert len(decoded(text, side="dialer")[0]["problems"]) == from_dialer
    assert len(decoded(text)[0]["problems"]) == min(from_client, from_dialer)


def test_damage_has_an_offset_and_reading_goes_on() -> None:
    stream = b"AA\\AN2\0??\0\r\n\0LO\\AN2\0\0AU"
    found = list(decode_stream([stream], encoding=Encoding.ASCII, side="client"))
    assert [entry.get("code", entry.get("error")) for entry in found] == [
        "AA",
        "no two-character message code at the start of '??'",
        "LO",
        "the stream ended inside a message: no terminator",
    ]
    assert [list(entry) for entry in found] == [KEYS, ["error", "offset"], KEYS, ["error", "offset"]]
    assert [entry["offset"] for entry in found if "error" in entry] == [7, 21]
    assert [stream[7:9], stream[21:23]] == [b"??", b"AU"]


def test_an_undecodable_message_is_damage() -> None:
    found = list(decode_stream([b"A\0A\0\0\xd8\0\0D\0A\0\0\0"], encoding=Encoding.UTF16, side=None))
    assert [next(iter(entry)) for entry in found] == ["error", "service"]
    assert found[0]["offset"] == 0


def test_a_huge_stream_is_read_in_portions_and_given_at_once() -> None:
    message = Framer(Encoding.UTF16).pack(r"CG:MA:DA")
    asked = 0

    def portions() -> Iterator[bytes]:
        nonlocal asked
        for _ in range(200):
            asked += 1
            yield b"\x41\x00" * (MAX_TEXT // 4)
        yield b"\0\0" + message

    found = decode_stream(portions(), encoding=Encoding.UTF16, side=None)
    assert next(found) == {"error": "longer than 262144 characters: skipped to its end", "offset": 0}
    assert asked == 5
    (last,) = found
    assert last["name"] == "Dialer Advise"


def test_nothing_gives_nothing() -> None:
    assert list(decode_stream([], encoding=Encoding.UTF16, side=None)) == []
    assert list(decode_stream([b"", b"\r\0\n\0", b"\0\0"], encoding=Encoding.UTF16, side=None)) == []


@given(
    chunks=st.lists(st.binary(max_size=60) | st.sampled_from([b"AA\\AN2\0", b'ER\\FM"\0', b"O\0Z\0\0\0"]), max_size=6),
    encoding=st.sampled_from(Encoding),
    side=st.sampled_from(["client", "dialer", None]),
)
def test_any_bytes_become_lines_of_json(
    chunks: list[bytes], encoding: Encoding, side: Literal["client", "dialer"] | None
) -> None:
    for entry in decode_stream(chunks, encoding=encoding, side=side):
        assert list(entry) in (KEYS, ["error", "offset"])
        assert b"\n" not in json.dumps(entry, ensure_ascii=False).encode()


def test_it_stands_on_the_protocol_alone() -> None:
    code = "import sys, agentpanel.decode; print(*(n for n in sys.modules if n.startswith('agentpanel')))"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    others = {name for name in done.stdout.split() if not name.startswith("agentpanel.protocol")}
    assert others == {"agentpanel", "agentpanel.decode"}
