from __future__ import annotations

from typing import Final

import pytest

from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.framing import MAX_TEXT, Damaged, Encoding, Framer, Text, check_code_page

both = pytest.mark.parametrize("encoding", Encoding)
#: What is too long for a framer of 8 characters.
TOO_LONG: Final = "longer than 8 characters: skipped to its end"


def raw(text: str, encoding: Encoding) -> bytes:
    return text.encode("utf-16-le" if encoding is Encoding.UTF16 else "latin-1")


def texts(pieces: list[Text | Damaged]) -> list[str]:
    return [piece.text if isinstance(piece, Text) else f"damaged: {piece.reason}" for piece in pieces]


@both
def test_a_terminator_is_one_zero_character(encoding: Encoding) -> None:
    assert Framer(encoding).pack("AA") == raw("AA\0", encoding)
    assert len(Framer(encoding).pack("")) == encoding.unit


@both
def test_several_messages_in_one_read(encoding: Encoding) -> None:
    pieces = Framer(encoding).feed(raw("AA\0LO\\AN2\0", encoding))
    assert pieces == [Text("AA", 0), Text("LO\\AN2", 3 * encoding.unit)]


@both
def test_one_message_in_several_reads(encoding: Encoding) -> None:
    framer = Framer(encoding)
    stream = raw("LO\\ANé\0AA\0", encoding)
    found = [framer.feed(bytes([byte])) for byte in stream]
    assert [(place, pieces) for place, pieces in enumerate(found) if pieces] == [
        (7 * encoding.unit - 1, [Text("LO\\ANé", 0)]),
        (10 * encoding.unit - 1, [Text("AA", 7 * encoding.unit)]),
    ]


@both
@pytest.mark.parametrize("around", ["\r\n", "\n", "\r\n\r\n"])
def test_cr_lf_around_messages_is_dropped(encoding: Encoding, around: str) -> None:
    stream = raw(f"AA{around}\0{around}LO{around}\0{around}\0\0", encoding)
    assert Framer(encoding).feed(stream) == [Text("AA", 0), Text("LO", (3 + 2 * len(around)) * encoding.unit)]


@both
def test_cr_lf_inside_a_message_stays(encoding: Encoding) -> None:
    assert texts(Framer(encoding).feed(raw("AA\\SKa\r\nb\0", encoding))) == ["AA\\SKa\r\nb"]


def test_a_zero_byte_inside_two_characters_ends_nothing() -> None:
    # U+0041 U+4100 is 41 00 00 41: the two zero bytes stand across two characters
    assert texts(Framer(Encoding.UTF16).feed(raw("A\u4100\0", Encoding.UTF16))) == ["A\u4100"]


def test_a_lost_byte_costs_one_message_only() -> None:
    stream = bytearray(raw("AA\0LO\\AN2\0AA\\AN3\0\r\nAU\0", Encoding.UTF16))
    del stream[8]
    pieces = Framer(Encoding.UTF16).feed(bytes(stream))
    assert texts(pieces)[0] == "AA"
    assert texts(pieces)[2:] == ["AA\\AN3", "AU"]
    assert [piece.offset for piece in pieces[2:]] == [19, 37]


def test_a_capture_that_begins_inside_a_character_is_found_again() -> None:
    stream = raw("AA\\AN2\0LO\\AN3\0", Encoding.UTF16)[1:]
    assert texts(Framer(Encoding.UTF16).feed(stream))[1:] == ["LO\\AN3"]


@both
def test_the_longest_message_passes_and_one_more_is_skipped(encoding: Encoding) -> None:
    framer = Framer(encoding, max_text=8)
    stream = raw("AA345678\0AA3456789\0LO\0", encoding)
    assert framer.feed(stream) == [
        Text("AA345678", 0),
        Damaged(TOO_LONG, 9 * encoding.unit),
        Text("LO", 19 * encoding.unit),
    ]


@both
def test_an_endless_message_is_told_once_and_costs_no_memory(encoding: Encoding) -> None:
    framer = Framer(encoding, max_text=8)
    found = [framer.feed(raw("x" * 5, encoding)) for _ in range(1000)]
    assert [(at, pieces) for at, pieces in enumerate(found) if pieces] == [(1, [Damaged(TOO_LONG, 0)])]
    assert len(framer._buffer) <= 8 * encoding.unit
    assert framer.feed(raw("x\0LO\0", encoding)) == [Text("LO", 5002 * encoding.unit)]


@both
def test_the_cap_counts_as_sending_does(encoding: Encoding) -> None:
    framer = Framer(encoding, max_text=8)
    assert texts(framer.feed(framer.pack("é" * 8))) == ["é" * 8]
    with pytest.raises(LocalProtocolError, match=r"AA: longer than 8 characters$"):
        framer.pack("AA\\TN6789")


def test_a_character_of_two_units_counts_as_two() -> None:
    framer = Framer(Encoding.UTF16, max_text=4)
    assert texts(framer.feed(framer.pack("\U0001f600\U0001f600"))) == ["\U0001f600\U0001f600"]
    with pytest.raises(LocalProtocolError, match="longer than 4"):
        framer.pack("\U0001f600\U0001f600x")


@both
def test_default_cap_lets_the_longest_data_through(encoding: Encoding) -> None:
    framer = Framer(encoding)
    text = "TC\\DT" + "x" * 128_000
    assert texts(framer.feed(framer.pack(text))) == [text]
    assert MAX_TEXT == 262_144


@both
def test_a_stream_that_ends_inside_a_message_is_damaged(encoding: Encoding) -> None:
    framer = Framer(encoding)
    assert texts(framer.feed(raw("AA\0LO", encoding))) == ["AA"]
    assert framer.finish() == [Damaged("the stream ended inside a message: no terminator", 3 * encoding.unit)]
    assert framer.finish() == []


@both
@pytest.mark.parametrize("rest", ["", "\r\n", "\n"])
def test_a_stream_that_ends_between_messages_is_whole(encoding: Encoding, rest: str) -> None:
    framer = Framer(encoding)
    framer.feed(raw("AA\0" + rest, encoding))
    assert framer.finish() == []


@both
def test_the_end_of_a_message_that_was_too_long_is_not_told_again(encoding: Encoding) -> None:
    framer = Framer(encoding, max_text=8)
    assert framer.feed(raw("x" * 20, encoding)) == [Damaged(TOO_LONG, 0)]
    assert framer.finish() == []


def test_half_a_pair_is_damage_and_the_next_message_is_read() -> None:
    stream = b"A\0\x00\xd8\0\0" + raw("LO\0", Encoding.UTF16)
    damaged, after = Framer(Encoding.UTF16).feed(stream)
    assert isinstance(damaged, Damaged)
    assert damaged.reason.startswith("not readable: 'utf-16-le' codec can't decode")
    assert after == Text("LO", 6)


def test_latin_1_reads_every_byte() -> None:
    every = bytes(range(14, 256))
    assert texts(Framer(Encoding.ASCII).feed(every + b"\0")) == [every.decode("latin-1")]


def test_code_page_decides_above_127() -> None:
    framer = Framer(Encoding.ASCII, code_page="cp1252")
    assert framer.pack("AA\\SK€") == b"AA\\SK\x80\0"
    assert texts(framer.feed(b"\x80\0\x81\0LO\0"))[::2] == ["€", "LO"]
    assert Framer(Encoding.ASCII, code_page="utf-8").pack("é") == b"\xc3\xa9\0"


@pytest.mark.parametrize("name", ["latin-1", "cp1252", "cp850", "iso-8859-15", "utf-8", "ascii"])
def test_code_pages_that_extend_ascii_are_usable(name: str) -> None:
    check_code_page(name)
    assert Framer(Encoding.ASCII, code_page=name).pack("AA") == b"AA\0"


@pytest.mark.parametrize(
    "name", ["", "no-such-page", "utf-16", "utf-16-le", "cp500", "utf-7", "hex", "rot13", "utf-8-sig"]
)
def test_other_code_pages_are_refused_before_the_first_byte(name: str) -> None:
    with pytest.raises(ValueError, match=r"is not a code page"):
        Framer(Encoding.ASCII, code_page=name)
    assert Framer(Encoding.UTF16, code_page=name).pack("A") == b"A\0\0\0"


@pytest.mark.parametrize(
    ("encoding", "text", "rule"),
    [
        (Encoding.ASCII, "CG:AG:ST\\T1€", r"CG:AG:ST: the character '€' does not exist in latin-1"),
        (Encoding.UTF16, "AA\\SK\ud800", r"AA: the character '\\ud800' does not exist in utf-16-le"),
        (Encoding.ASCII, "AA\0LO", r"AA.*: a null character would end the message"),
        (Encoding.UTF16, "AA\0LO", r"AA.*: a null character would end the message"),
    ],
)
def test_what_cannot_be_packed_is_named(encoding: Encoding, text: str, rule: str) -> None:
    with pytest.raises(LocalProtocolError, match=rf"^{rule}$"):
        Framer(encoding).pack(text)


@both
def test_quoted_cr_lf_can_be_packed(encoding: Encoding) -> None:
    framer = Framer(encoding)
    assert texts(framer.feed(framer.pack('ER\\EC1\\FM"AA\r\n"'))) == ['ER\\EC1\\FM"AA\r\n"']


def test_garbage_of_high_characters_does_not_cost_the_next_message() -> None:
    stream = "AA".encode("utf-16-le") + b"\0\0" + b"\0\1\0\0" + "LO".encode("utf-16-le") + b"\0\0"
    for cut in range(len(stream)):
        framer = Framer(Encoding.UTF16)
        found = [*framer.feed(stream[:cut]), *framer.feed(stream[cut:])]
        assert found == [Text("AA", 0), Text("\u0100", 6), Text("LO", 10)]
