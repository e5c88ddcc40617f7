from __future__ import annotations

import pytest

from agentpanel.protocol.errors import RemoteProtocolError
from agentpanel.protocol.frame import NO_CODE, Frame, Framing


def test_both_framings_are_read() -> None:
    old, new = Frame.parse(r"AA\TDdefault\AN2"), Frame.parse(r"CG:AG:AA\TDdefault\AN2")
    assert old == Frame(code="AA", params=(("TD", "default"), ("AN", "2")))
    assert new == Frame(service="CG", interface="AG", code="AA", params=(("TD", "default"), ("AN", "2")))
    assert old.problems == new.problems == ()


def test_both_framings_are_written() -> None:
    frame = Frame(service="CG", interface="AG", code="AA", params=(("TD", "default"), ("GP", "")))
    assert frame.text() == frame.text(Framing.V2) == r"CG:AG:AA\TDdefault\GP"
    assert frame.text(Framing.V1) == r"AA\TDdefault\GP"
    assert Frame(code="AA").text() == "AA"


@pytest.mark.parametrize("text", ["DA", " DA ", "CG:MA:DA", "Z1", "E1\\TXa", "aa"])
def test_two_characters_make_a_message(text: str) -> None:
    assert len(Frame.parse(text).code) == 2


@pytest.mark.parametrize(
    "text",
    ["", " ", "A", "AAA", "1A", "A-", "\\TDx", "CG:AA", "CG:AG:", ":AG:AA", "CG:AG:MA:AA", "CG:A:AA", "Ä1", "A\u0661"],
)
def test_anything_else_is_no_message(text: str) -> None:
    with pytest.raises(RemoteProtocolError, match="no two-character message code at the start of"):
        Frame.parse(text)


def test_the_error_quotes_no_more_than_a_line() -> None:
    with pytest.raises(RemoteProtocolError) as caught:
        Frame.parse("x" * 100_000)
    assert len(str(caught.value)) < 100


def test_order_empty_values_and_colons_are_kept() -> None:
    text = r"CG:MA:OZ\X140100.486463\DT\T1a:b c\RE10"
    assert Frame.parse(text).params == (("X1", "40100.486463"), ("DT", ""), ("T1", "a:b c"), ("RE", "10"))
    assert Frame.parse(text).text() == text


def test_of_a_repeated_code_the_last_counts() -> None:
    frame = Frame.parse(r"MZ\Z512\Z67\Z522\Z5")
    assert frame.values() == {"Z5": "", "Z6": "7"}
    assert frame.problems == ("Z5 stands 3 times; the last counts",)
    assert frame.text() == r"MZ\Z512\Z67\Z522\Z5"


def test_a_piece_without_a_code_is_kept_and_marked() -> None:
    frame = Frame.parse(r"AA\AN2\\-x\1A\T")
    assert frame.params == (("AN", "2"), (NO_CODE, ""), (NO_CODE, "-x"), (NO_CODE, "1A"), (NO_CODE, "T"))
    assert frame.values() == {"AN": "2"}
    assert frame.problems == (
        "a parameter without a two-character code: ''",
        "a parameter without a two-character code: '-x'",
        "a parameter without a two-character code: '1A'",
        "a parameter without a two-character code: 'T'",
    )
    assert frame.text() == r"AA\AN2\\-x\1A\T"


def test_problems_do_not_count_in_comparisons() -> None:
    assert Frame(code="AA", problems=("odd",)) == Frame(code="AA")


@pytest.mark.parametrize(
    ("text", "params"),
    [
        (r'ER\EC30\FM"AL\CNCustCare\ADTom"', [("EC", "30"), ("FM", r"AL\CNCustCare\ADTom")]),
        (r'ER\FM"AL\TK7"\EC30', [("FM", r"AL\TK7"), ("EC", "30")]),
        (r'ER\EC30\FM"AL"\MSbad', [("EC", "30"), ("FM", "AL"), ("MS", "bad")]),
        # quotes inside, of the quoted message or of the reason
        (r'ER\EC30\FM"AL\AD"Tom"\TK7"', [("EC", "30"), ("FM", r'AL\AD"Tom"\TK7')]),
        (r'ER\EC30\FM"AL\TK7"\MSno "x" here', [("EC", "30"), ("FM", r"AL\TK7"), ("MS", 'no "x" here')]),
        (r'ER\EC30\MSno "x"\FM"AL\TK7"', [("EC", "30"), ("MS", 'no "x"'), ("FM", r"AL\TK7")]),
        # a quoted message may hold what looks like the report's own parameters
        (r'ER\EC1\FM"ER\EC2\FM"AL\TK7""', [("EC", "1"), ("FM", r'ER\EC2\FM"AL\TK7"')]),
        (r'ER\EC1\FM""', [("EC", "1"), ("FM", "")]),
        (r'ER\EC1\FM "AL" ', [("EC", "1"), ("FM", "AL")]),
        (r"ER\EC1", [("EC", "1")]),
    ],
)
def test_the_quoted_message_of_an_error_is_read_first(text: str, params: list[tuple[str, str]]) -> None:
    frame = Frame.parse(text)
    assert list(frame.params) == params
    assert frame.problems == ()
    assert Frame.parse(frame.text()) == frame


@pytest.mark.parametrize(
    ("text", "faulty", "problem"),
    [
        (r"ER\EC1\FMAL\TK7", r"AL\TK7", "FM is not in quotes"),
        (r'ER\EC1\FM"AL\TK7', r"AL\TK7", "FM has no closing quote"),
        (r'ER\EC1\FM"', "", "FM has no closing quote"),
        (r'ER\EC1\FM"AL\TK7"rest', r"AL\TK7", "text after FM's closing quote: 'rest'"),
    ],
)
def test_a_badly_quoted_message_is_kept_and_marked(text: str, faulty: str, problem: str) -> None:
    frame = Frame.parse(text)
    assert frame.values() == {"EC": "1", "FM": faulty}
    assert frame.problems == (problem,)


def test_other_messages_have_no_quotes_to_take_off() -> None:
    assert Frame.parse(r'NE\FM"a\TKb"').params == (("FM", '"a'), ("TK", 'b"'))
    assert Frame(code="NE", params=(("FM", "a"),)).text() == r"NE\FMa"


def test_a_long_error_is_read_in_time() -> None:
    text = r'ER\EC1\FM"' + '" ' * 60_000 + '"'
    assert Frame.parse(text).values()["FM"] == '" ' * 60_000
