"""A row as named values: every field in plain words, times with their offset, numbers hidden where the site says so."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain.records import Entry, Row
from agentpanel.domain.rules import Inferred, SiteRules
from agentpanel.export.columns import COLUMNS, Columns
from agentpanel.export.hiding import hidden
from agentpanel.export.plain import cell_text
from tests.export.rows import LONDON, MASKING, NAMES, NUMBER, row, whole_row

if TYPE_CHECKING:
    from agentpanel.export.columns import Value


def values(made: Row, names: SiteRules = NAMES) -> dict[str, Value]:
    return dict(zip(COLUMNS, Columns(names, LONDON).values(made), strict=True))


def texts(made: Row, names: SiteRules = NAMES) -> dict[str, str]:
    return {name: cell_text(value) for name, value in values(made, names).items()}


def test_a_whole_row() -> None:
    assert texts(whole_row()) == {
        "started": "2026-03-02T09:01:00+00:00",
        "connected": "2026-03-02T09:01:10+00:00",
        "ended": "2026-07-01T13:00:00+01:00",
        "completed": "2026-07-01T13:01:00+01:00",
        "direction": "inbound",
        "number": NUMBER,
        "dialed_number": "902079460123",
        "tenant": "T",
        "agent": "joe",
        "campaign": "Sales",
        "queue": "VIP",
        "list": "May",
        "outcome": "167",
        "outcome_name": "No sale",
        "reason": "10",
        "reason_name": "Connected",
        "own_outcome": "105",
        "own_outcome_name": "Sale",
        "differs": "outcome, tags",
        "T1": "Blue",
        "T2": "new",
        "T3": "",
        "T4": "",
        "T5": "",
        "T6": "",
        "corrected": "T2, T6",
        "own_tags": "T1 Blau, T2 x",
        "note": "call back",
        "recorded": "yes",
        "declined": "yes",
        "retry": "yes",
        "state": "local",
        "why": "the dialer refused it (error 406)",
        "launched": "2025-12-09T12:00:00+00:00",
        "ringing": "2025-12-09T12:00:19.958000+00:00",
        "result": "",
        "disconnected": "",
        "reported": "2026-07-01T12:00:00+01:00",
        "data": "some data",
        "session": "SI0001",
        "session_unique": "{4D}",
        "key": "call-1",
        "dialer_report": whole_row().wire,
    }


def test_no_field_of_a_call_is_left_out() -> None:
    """What changes in a field shows in a column."""
    made, plain = whole_row(), texts(whole_row())
    changed: dict[str, Any] = {
        "tags": ("1", "2", "3", "4", "5", "6"),
        "why": None,
        "state": type(made.entry.state).SENT,
    }
    for field in fields(Entry):
        value = getattr(made.entry, field.name)
        other = changed[field.name] if field.name in changed else _other(value)
        assert texts(replace(made, entry=replace(made.entry, **{field.name: other}))) != plain, field.name


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if isinstance(value, str) else value.replace(minute=33)


def test_what_is_not_known_is_nothing() -> None:
    made = values(row(campaign=None, session=None, number=None))
    known = {"started", "direction", "agent", "state", "key", "recorded", "declined", "retry", "differs", "corrected"}
    assert {name for name, value in made.items() if value is not None} == known | {"own_tags"}
    assert texts(replace(row(), entry=replace(row().entry, agent="")))["agent"] == ""


def test_where_nothing_differs_the_own_word_is_not_said_twice() -> None:
    made = values(replace(row(outcome=105), own_outcome=105, own_tags=("a", "", "", "", "", "")))
    assert (made["outcome"], made["own_outcome"], made["own_tags"], made["differs"]) == (105, None, (), ())


@pytest.mark.parametrize("days", ["1e5", "nan", "inf", "-3", "46000.5 ", "", "9" * 40, "\N{ARABIC-INDIC DIGIT FIVE}"])
def test_a_time_that_is_none_is_left_out(days: str) -> None:
    assert values(replace(row(), wire=f"\\X1{days}"))["launched"] is None


def test_times_of_the_wire_may_be_utc() -> None:
    names = replace(NAMES, inferred=replace(Inferred(), times_are_local=False))
    assert texts(whole_row(), names)["reported"] == "2026-07-01T13:00:00+01:00"


def test_a_time_at_the_edge_of_the_calendar_is_no_fault() -> None:
    first = row().entry.started.replace(year=1, month=1, day=1, hour=0, tzinfo=UTC)
    made = Columns(NAMES, timezone(timedelta(hours=-5))).values(row(started=first))
    assert cell_text(made[0]).startswith("0001-01-01T00:01:00")


# -- masks -----------------------------------------------------------------------------------------------------


def test_a_masked_number_stands_nowhere() -> None:
    full = whole_row()
    entry = replace(
        full.entry,
        session=NUMBER,
        key=f'report [null, "joe", "{NUMBER}"]',
        note=f"asked for 0207 946 0123 and {NUMBER}",
        data=f"PHONE={NUMBER};X=1",
        tags=(NUMBER, "", "", "", "", ""),
    )
    made = replace(
        full,
        entry=entry,
        own_tags=(f"x{NUMBER}", "", "", "", "", ""),
        corrected=(None, f"({NUMBER})", None, None, None, None),
        wire=rf"\TN{NUMBER}\DN9{NUMBER}\SI{NUMBER}\DTa {NUMBER} b\X146000.5",
    )
    shown = texts(made, MASKING)
    for name, text in shown.items():
        assert "7946" not in text.replace(" ", ""), name
    assert shown["number"] == "\N{BULLET}" * 8 + "123"
    assert shown["note"].startswith("asked for \N{BULLET}")
    assert shown["launched"] == "2025-12-09T12:00:00+00:00"
    assert (shown["started"], shown["outcome"]) == (texts(made)["started"], "167")


def test_a_short_number_does_not_hide_other_digits() -> None:
    made = row(number="105", note="105 apples, 1050 pears", outcome=105)
    shown = texts(made, MASKING)
    assert shown["number"] == "\N{BULLET}" * 3
    assert shown["note"] == "\N{BULLET}" * 3 + " apples, 1050 pears"
    assert shown["outcome"] == "105"


def test_a_row_without_a_number_is_as_it_was() -> None:
    made = row(number=None, note="12345678")
    assert hidden(made) == made


def test_what_is_plainly_another_number_is_hidden_too() -> None:
    made = row(number=NUMBER, note="or +44 7700 900123", data="M=01632960850", session="default_0001_00000012")
    shown = texts(
        replace(made, corrected=("07700900456", *(None,) * 5), wire=r"\DTM=01632960850\TS46204.763283"), MASKING
    )
    dots = "\N{BULLET}"
    assert shown["note"] == f"or +{dots * 2} {dots * 4} {dots * 3}123"
    assert (shown["data"], shown["T1"]) == (f"M={dots * 8}850", f"{dots * 8}456")
    assert shown["dialer_report"] == rf"\DTM={dots * 8}850\TS46204.763283"
    assert shown["session"] == "default_0001_00000012"


def test_what_makes_a_number_unique_does_not_uncover_it() -> None:
    made = row(number=f"{NUMBER}/77", session=f"{NUMBER}/77", note="2079 460123")
    shown = texts(made, MASKING)
    assert shown["number"] == shown["session"] == "\N{BULLET}" * 8 + "123/77"
    assert shown["note"] == "\N{BULLET}" * 4 + " " + "\N{BULLET}" * 3 + "123"
