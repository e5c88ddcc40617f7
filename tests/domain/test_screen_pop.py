"""Values of a call come from anywhere: none of them leaves its place in an address or an argument."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain import words
from agentpanel.domain.screen_pop import Values, address_for, command_for, is_place, values_of
from agentpanel.domain.words import say
from agentpanel.protocol.data import parse
from tests.helpers.snapshots import a_call

CRM = "https://crm.example/?n={number}&d={data.Contact_ID}"
HOSTILE = (
    'a"b',
    "a'b",
    "a b",
    "a\r\nHost: evil",
    "50%",
    "%26x=1",
    "&admin=1",
    "#top",
    "?x",
    "a/b",
    "a\\b",
    "javascript:alert(1)",
    "//evil.example",
    "@evil.example",
    "{number}",
    "{data.Contact_ID}",
    "$(reboot)",
    "`reboot`",
    "; reboot",
    "<script>",
    "naïve ☎",
    "+44 20",
    "a=b;c",
)


def one(**values: str) -> Values:
    return lambda place: values.get(place.replace(".", "_"), "")


def call_values(agent: str | None = "1001", **changes: Any) -> Values:
    return values_of(a_call(**changes), agent)


# -- what the placeholders mean


def test_each_placeholder_has_its_value() -> None:
    value = call_values()
    found = {place: value(place) for place in ("session", "session_unique", "campaign", "queue", "agent")}
    assert found == {
        "session": "default_0001_00001234",
        "session_unique": "{7f3c}",
        "campaign": "Sales-UK",
        "queue": "VIP",
        "agent": "1001",
    }
    assert (value("number"), value("data.Contact_ID"), value("data.contact_id")) == ("+442079460000", "00001234", "")


def test_what_is_not_known_is_empty() -> None:
    nothing = dict.fromkeys(("session", "session_unique", "number", "campaign", "queue", "data"))
    value = call_values(agent=None, **nothing)
    places = ("number", "session", "session_unique", "campaign", "queue", "agent", "data.Contact_ID")
    assert [value(place) for place in places] == [""] * 7


def test_the_number_is_without_what_makes_it_unique_and_stands_in_for_the_session() -> None:
    value = call_values(number="01632960123/001", session=None)
    assert value("number") == "01632960123"
    assert value("session") == "01632960123/001"
    assert call_values(number="sip:a/b")("number") == "sip:a/b"


def test_half_a_character_is_no_reason_to_fail() -> None:
    value = call_values(data=parse('{"k": "a\\ud800b"}'))
    assert address_for("https://x/{data.k}", value) == "https://x/a%3Fb"
    assert command_for(("x", "k={data.k}"), value) == ["x", "k=a?b"]


@pytest.mark.parametrize(("name", "known"), [("number", True), ("data.a b", True), ("data.", False), ("data", False)])
def test_names_of_placeholders(name: str, known: bool) -> None:
    assert is_place(name) is known


# -- addresses


def test_an_address_is_filled() -> None:
    assert address_for(CRM, call_values()) == "https://crm.example/?n=%2B442079460000&d=00001234"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_stays_in_its_place_of_the_query(value: str) -> None:
    address = address_for("https://crm.example/a?n={number}&z=1", one(number=value))
    assert isinstance(address, str)
    assert address.isascii()
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "crm.example", "/a", "")
    assert parse_qsl(parts.query, strict_parsing=True) == [("n", value), ("z", "1")]


@pytest.mark.parametrize("value", [*HOSTILE, "a.b", "..."])
def test_a_value_stays_in_its_step_of_the_path(value: str) -> None:
    address = address_for("https://crm.example/c/{number}/edit#f", one(number=value))
    assert isinstance(address, str)
    parts = urlsplit(address)
    assert (parts.netloc, parts.query, parts.fragment) == ("crm.example", "", "f")
    assert [unquote(step) for step in parts.path.split("/")] == ["", "c", value, "edit"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_out_of_the_address(value: str) -> None:
    address = address_for("https://crm.example/?n={number}&d={data.k}", one(number=value, data_k=value))
    assert isinstance(address, str)
    query = urlsplit(address).query
    assert parse_qsl(query, keep_blank_values=True, strict_parsing=True) == [("n", value), ("d", value)]


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("https://crm.example/c/{number}/edit", {"number": ".."}),
        ("https://crm.example/c/{number}", {"number": "."}),
        ("https://crm.example/c/{number}{queue}", {"number": ".", "queue": "."}),
        ("https://crm.example/c/.{number}", {"number": ""}),
        ("https://crm.example/c/%2E{number}", {"number": "."}),
    ],
)
def test_a_value_that_would_step_to_another_path_opens_nothing(template: str, values: dict[str, str]) -> None:
    assert address_for(template, one(**values)) == say(words.POP_STEPS_ASIDE)


def test_dots_that_are_no_step_are_only_text() -> None:
    assert address_for("https://crm.example/?n={number}", one(number="..")) == "https://crm.example/?n=.."
    assert address_for("https://crm.example/{number}", one(number="%2e%2e")) == "https://crm.example/%252e%252e"


# -- programs


@pytest.mark.parametrize("value", [*HOSTILE, "", "a\tb", "..", "*"])
def test_an_argument_is_the_value_as_it_is(value: str) -> None:
    if value.startswith("/"):
        value = "x" + value
    assert command_for(("C:/crm.exe", "{number}"), one(number=value)) == ["C:/crm.exe", value]
    assert command_for(("crm", "n={number};"), one(number=value)) == ["crm", f"n={value};"]


@pytest.mark.parametrize("value", ["-rf", "--config=/evil", "-", "/quit"])
def test_a_value_that_looks_like_an_option_starts_nothing(value: str) -> None:
    sign = say(words.POP_OPTION, sign=value[0])
    assert command_for(("crm", "-v", "{number}"), one(number=value)) == sign
    assert command_for(("crm", "{queue}{number}"), one(number=value)) == sign
    # Within an argument, or where the program looks for no more options, it can be none.
    assert command_for(("crm", "--n={number}"), one(number=value)) == ["crm", f"--n={value}"]
    assert command_for(("crm", "--", "{number}"), one(number=value)) == ["crm", "--", value]


def test_a_value_that_is_two_dashes_ends_no_options() -> None:
    assert command_for(("crm", "x={queue}", "{number}"), one(queue="--", number="-f")) == say(
        words.POP_OPTION, sign="-"
    )


def test_a_zero_starts_nothing() -> None:
    assert command_for(("crm", "n={number}"), one(number="1\0--evil")) == say(words.POP_ZERO)


def test_a_placeholder_in_a_value_is_text() -> None:
    call = a_call(queue="{agent}")
    values = values_of(replace(call, number="{data.Surname}"), "1001")
    assert command_for(("crm", "{number}", "{queue}"), values) == ["crm", "{data.Surname}", "{agent}"]
    assert address_for("https://x/?{number}", values) == "https://x/?%7Bdata.Surname%7D"
