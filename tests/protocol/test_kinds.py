from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import Any

import pytest

from agentpanel.protocol.kinds import (
    CANNOT_TRAVEL,
    NOT_IN_IDENTIFIERS,
    Kind,
    RuleBroken,
    flag,
    identifier,
    quoted,
    real,
    size,
    text,
    whole,
)


def rule(kind: Kind, value: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        kind.encode(value)
    return str(caught.value)


def test_excluded_characters_are_those_of_the_manual() -> None:
    assert set("\\\0\r\n") == CANNOT_TRAVEL
    assert set("/:*?\"<>|&%+!';") == NOT_IN_IDENTIFIERS - CANNOT_TRAVEL


def test_text_is_sent_as_it_is() -> None:
    assert text(1, 80).encode("/:*? é\U0001f600") == "/:*? é\U0001f600"
    assert text(0, 80).encode("") == ""


@pytest.mark.parametrize(
    ("value", "length"), [("", 0), ("abc", 3), ("é", 1), ("\u6f22", 1), ("\U0001f600", 2), ("\ud800", 1)]
)
def test_length_counts_16_bit_characters(value: str, length: int) -> None:
    assert size(value) == length


def test_text_limits_count_what_the_dialer_counts() -> None:
    kind = text(2, 4)
    assert rule(kind, "x") == "length 1 is under the least, 2"
    assert rule(kind, "\U0001f600" * 2 + "x") == "length 5 is over the most, 4"
    assert kind.encode("\U0001f600" * 2) == "\U0001f600" * 2
    assert kind.decode("x") == ("x", "length 1 is under the least, 2")
    assert kind.decode("\U0001f600" * 3) == ("\U0001f600" * 3, "length 6 is over the most, 4")
    assert kind.decode("é\u6f22") == ("é\u6f22", None)


def test_first_bad_character_is_named() -> None:
    assert rule(text(1, 80), "a\nb\\") == "the character '\\n' cannot be sent"
    assert rule(identifier(1, 80), "Sales/UK") == "the character '/' cannot be sent"


def test_identifiers_are_read_loosely() -> None:
    assert identifier(1, 80).decode("Sales/UK") == ("Sales/UK", None)
    assert identifier(1, 80).encode("Sales UK-1") == "Sales UK-1"


def test_trimmed_text_loses_its_blanks() -> None:
    kind = text(1, 80, trim=True)
    assert kind.decode(" 17 ") == ("17", None)
    assert kind.decode("  ") == ("", "length 0 is under the least, 1")
    assert kind.encode("1 7") == "1 7"
    assert rule(kind, " 17") == "blanks at the edges would be lost"
    assert text(1, 80).decode(" 17 ") == (" 17 ", None)


def test_a_quoted_message_may_hold_backslashes_and_any_length() -> None:
    kind = quoted(1)
    assert kind.encode('AL\\CN"x"' * 100_000) == 'AL\\CN"x"' * 100_000
    assert rule(kind, "AL\0") == "the character '\\x00' cannot be sent"
    assert rule(kind, "") == "length 0 is under the least, 1"


class Release(IntEnum):
    AT_ONCE = 2


def test_other_types_are_no_texts() -> None:
    assert rule(text(1, 80), 7) == "a text is wanted, not 7"
    assert rule(identifier(1, 80), b"x") == "a text is wanted, not b'x'"


def test_only_whole_numbers_in_range_are_sent() -> None:
    assert rule(whole(0, 9), 10) == "10 is over the most, 9"
    assert rule(whole(1, 9), 0) == "0 is under the least, 1"
    for value in (True, "7", 7.0):
        assert rule(whole(0, 9), value) == f"a whole number is wanted, not {value!r}"


def test_whole_numbers() -> None:
    kind = whole(-1, 9999)
    assert [kind.encode(value) for value in (-1, 0, 9999, Release.AT_ONCE)] == ["-1", "0", "9999", "2"]
    assert [kind.decode(raw) for raw in ("-1", "0", "007", "9999")] == [(-1, None), (0, None), (7, None), (9999, None)]
    assert kind.decode("10000") == (10000, "10000 is over the most, 9999")
    assert kind.decode("-2") == (-2, "-2 is under the least, -1")


@pytest.mark.parametrize("raw", ["", "-", "+1", "1.0", " 1", "1 ", "1_0", "0x1", "\u0661", "1" * 19, "9" * 5000, "1\n"])
def test_what_is_no_whole_number_is_marked(raw: str) -> None:
    value, problem = whole(0, 9).decode(raw)
    assert value is None
    assert problem is not None
    assert problem.endswith("is not a whole number")
    assert len(problem) < 80


def test_decimals_keep_their_digits() -> None:
    kind = real(1, 50)
    for raw in ("40100.486463", "0.000000", "10.0", "5", "-1.50", "00040.10"):
        value, problem = kind.decode(raw)
        assert problem is None
        assert str(value) == raw.lstrip("0") or raw == "0.000000"
    assert kind.encode(Decimal("40100.486463")) == "40100.486463"
    assert kind.encode(Decimal("0.000000")) == "0.000000"
    assert kind.encode(Decimal("1E+3")) == "1000"
    assert kind.encode(Decimal("1E-6")) == "0.000001"


@pytest.mark.parametrize(
    "raw", ["", ".", "1.", ".5", "1,5", "1E5", "NaN", "Infinity", "1_0.0", " 1", "\u0661", "40101.400322."]
)
def test_what_is_no_number_is_marked(raw: str) -> None:
    assert real(1, 50).decode(raw) == (None, f"{raw!r} is not a number")


def test_decimal_limits_count_characters() -> None:
    kind = real(1, 12)
    assert kind.decode("40100.4864631") == (Decimal("40100.4864631"), "length 13 is over the most, 12")
    assert rule(kind, Decimal("40100.4864631")) == "length 13 is over the most, 12"
    assert kind.decode("9" * 51)[0] is None


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+999999999"), 1.5, 1, "1.5", None])
def test_only_finite_decimals_are_numbers(value: Any) -> None:
    assert rule(real(1, 50), value) == f"a decimal number is wanted, not {value!r}"


def test_flags_are_there_or_not() -> None:
    assert flag().encode(True) == ""
    assert flag().decode("") == (True, None)
    assert flag().decode("1") == (True, "a flag takes no value, here '1'")
    for value in (False, None, 1, "", "yes"):
        assert rule(flag(), value) == f"a flag is True or left out, not {value!r}"
