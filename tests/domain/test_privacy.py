"""Masked numbers: what stays, what goes, and where a number is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain.privacy import BULLET, masked, masked_text, masked_written

NUMBER = "+442079460123"


def bullets(shape: str) -> str:
    return shape.replace("*", BULLET)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (NUMBER, "+*********123"),
        ("+44 20 7946 0123", "+** ** **** *123"),
        ("1234", "*234"),
        ("118", "***"),
        ("7", "*"),
        ("sip:joe@example.com", "sip:joe@example.com"),
        ("", ""),
        (f"+{BULLET * 9}123", "+*********123"),
    ],
)
def test_the_last_three_digits_stay(number: str, shown: str) -> None:
    assert masked(number) == bullets(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("CNSales TN+442079460123 X", "CNSales TN+*********123 X"),
        ("call +44 (20) 7946-0123 back", "call +** (**) ****-*123 back"),
        ("0044 20 7946 0123", "00** ** **** *123"),
        ("020 7946 0123", "0** **** *123"),
        ("on 2026-01-05 at 10:31:00", "on 2026-01-05 at 10:31:00"),
        ("another: +442079460124", "another: +442079460124"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, shown: str) -> None:
    assert masked_text(text, NUMBER) == bullets(shown)


def test_a_short_number_is_hidden_only_where_it_stands_alone() -> None:
    assert masked_text("ext 118, ticket 31185", "118") == bullets("ext ***, ticket 31185")


@pytest.mark.parametrize("number", [None, "", "anonymous"])
def test_without_digits_nothing_is_hidden(number: str | None) -> None:
    assert masked_text("call 12 at 10:31", number) == "call 12 at 10:31"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call +44 20 7946 0123, or 0044 (20) 7946-0123", "call +** ** **** *123, or **** (**) ****-*123"),
        ("mobile 07700900123.", "mobile ********123."),
        ("05-06-2024 10:42:07, 20240506, 1.25", "05-06-2024 10:42:07, 20240506, 1.25"),
        ("Contact_ID 00001234, default_0001_00001234", "Contact_ID 00001234, default_0001_00001234"),
        ("order 4711 4712 4713", "order 4711 4712 4713"),
    ],
)
def test_what_is_written_as_a_number_is_hidden_whosever_it_is(text: str, shown: str) -> None:
    assert masked_written(text) == bullets(shown)


@given(st.from_regex(r"\+?[0-9]{4,15}", fullmatch=True), st.text(alphabet="ab +-:\n"))
def test_no_more_than_three_digits_are_left(number: str, around: str) -> None:
    shown = masked_text(f"{around}{number}{around}", number)
    assert sum(letter.isdecimal() for letter in shown) <= 3
    assert masked_text(shown, number) == shown
