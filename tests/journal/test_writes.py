from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import Entry, Sending
from agentpanel.domain.words import say
from agentpanel.journal import reads, writes
from agentpanel.journal.database import migrations
from tests.journal.making import MORNING, entry, mine, report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentpanel.journal.rows import Row

LOST = say(words.WHY_LINK_LOST)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        for script in migrations():
            made.executescript(script)
        yield made


def all_rows(connection: sqlite3.Connection) -> list[Row]:
    return reads.rows(connection, mine())


def only(connection: sqlite3.Connection) -> Entry:
    (row,) = all_rows(connection)
    return row.entry


# -- what the panel writes ---------------------------------------------------------------------------------------


def test_a_row_is_replaced_by_its_key(connection: sqlite3.Connection) -> None:
    first = entry(1, note="a", tags=("x", "", "", "", "", ""), outcome=5, state=Sending.UNSENT)
    second = entry(1, note="b", ended=MORNING, state=Sending.LOCAL, why=LOST)
    writes.append(connection, 1, first)
    writes.append(connection, 1, second)
    assert only(connection) == second


def test_a_mark_moves_its_row_alone(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, state=Sending.UNSENT))
    writes.append(connection, 1, entry(2, state=Sending.UNSENT))
    writes.mark(connection, 1, "call-1", Sending.SENT, LOST)
    writes.mark(connection, 1, "call-3", Sending.SENT, None)
    assert [(row.entry.key, row.entry.state, row.entry.why) for row in all_rows(connection)] == [
        ("call-2", Sending.UNSENT, None),
        ("call-1", Sending.SENT, LOST),
    ]


@pytest.mark.parametrize("state", [state for state in Sending if state is not Sending.CONFIRMED])
def test_a_confirmed_row_stays_confirmed(connection: sqlite3.Connection, state: Sending) -> None:
    writes.append(connection, 1, entry(1, state=Sending.SENT))
    writes.mark(connection, 1, "call-1", Sending.CONFIRMED, None)
    writes.mark(connection, 1, "call-1", state, LOST)
    writes.append(connection, 1, entry(1, note="later", state=state, why=LOST))
    assert only(connection) == entry(1, note="later", state=Sending.CONFIRMED)
    assert connection.execute("SELECT run FROM entry").fetchone() == (None,)


# -- what the dialer reports -----------------------------------------------------------------------------------


def test_a_report_fills_what_the_row_lacks(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, queue="VIP", tags=("own", "", "", "", "", ""), state=Sending.CONFIRMED))
    writes.report(connection, report(1, queue="Q", tags=("other", "theirs", "", "", "", "")))
    assert only(connection) == entry(
        1,
        queue="VIP",
        tags=("own", "theirs", "", "", "", ""),
        ended=report(1).ended,
        outcome=167,
        reason=10,
        state=Sending.CONFIRMED,
    )


def test_where_outcomes_differ_the_dialers_is_shown_and_the_agents_kept(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, outcome=5))
    writes.report(connection, report(1, outcome=7))
    (row,) = all_rows(connection)
    assert (row.entry.outcome, row.own_outcome) == (7, 5)
    assert connection.execute("SELECT outcome, reported_outcome FROM entry").fetchone() == (5, 7)


def test_a_report_without_an_outcome_leaves_the_agents(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, outcome=5))
    writes.report(connection, report(1, outcome=None))
    (row,) = all_rows(connection)
    assert (row.entry.outcome, row.own_outcome, row.entry.reason) == (5, 5, 10)


def test_what_a_report_filled_stays_when_the_panel_writes_again(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, outcome=5))
    writes.report(connection, report(1, outcome=7, tags=("", "theirs", "", "", "", "")))
    writes.append(connection, 1, entry(1, outcome=6, reason=1, note="late"))
    (row,) = all_rows(connection)
    assert row.entry == entry(
        1, outcome=7, reason=10, note="late", tags=("", "theirs", "", "", "", ""), ended=report(1).ended
    )
    assert row.own_outcome == 6


def test_the_same_report_twice_is_as_once(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    for _ in range(2):
        writes.report(connection, report(1))
        writes.report(connection, report(2))
    assert [row.entry.session for row in all_rows(connection)] == ["SI0002", "SI0001"]


def test_a_call_that_only_the_dialer_knows_is_a_row(connection: sqlite3.Connection) -> None:
    said = report(1, tags=("a", "", "", "", "", "f"), queue="VIP")
    writes.report(connection, said)
    made = only(connection)
    assert made == entry(
        1,
        key=made.key,
        started=said.started,
        ended=said.ended,
        queue="VIP",
        outcome=167,
        reason=10,
        tags=said.tags,
        state=Sending.CONFIRMED,
    )


def test_another_report_of_the_session_is_another_call(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    writes.report(connection, report(1, outcome=1))
    writes.report(connection, report(1, outcome=2, processed=report(1).processed + timedelta(minutes=5)))
    assert {row.entry.outcome for row in all_rows(connection)} == {1, 2}


def test_of_two_calls_of_a_session_the_nearest_is_meant(connection: sqlite3.Connection) -> None:
    for number in (1, 90, 200):
        writes.append(connection, 1, entry(number, session="SI", number=None))
    writes.report(connection, replace(report(91), session="SI"))
    assert [row.entry.reason for row in all_rows(connection)] == [None, 10, None]


def test_a_report_that_comes_again_finds_its_row_though_another_is_nearer_now(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(10, session="SI"))
    writes.report(connection, report(1, session="SI"))
    writes.append(connection, 1, entry(1, session="SI"))
    writes.report(connection, report(1, session="SI"))
    assert [(row.entry.key, row.entry.reason) for row in all_rows(connection)] == [("call-10", 10), ("call-1", None)]


def test_a_session_of_another_day_is_another_call(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    writes.report(connection, report(1, started=entry(1).started + timedelta(days=1, seconds=1)))
    assert [row.entry.reason for row in all_rows(connection)] == [10, None]


@pytest.mark.parametrize("other", [{"agent": "ann"}, {"tenant": "other"}])
def test_rows_of_others_are_left_alone(connection: sqlite3.Connection, other: dict[str, Any]) -> None:
    writes.append(connection, 1, entry(1))
    writes.report(connection, report(1, **other))
    assert only(connection).reason is None
    assert len(reads.rows(connection, replace(mine(), **other))) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"session": None}, {}),  # the report has an SI of its own
        ({"session": None}, {"session": "02079460001"}),  # SI is the number where none was given
        ({"session": None}, {"session": None}),
        ({}, {"session": None}),
        ({"number": None}, {}),
    ],
)
def test_a_call_is_known_by_its_session_else_by_its_number(
    connection: sqlite3.Connection, row: dict[str, Any], said: dict[str, Any]
) -> None:
    writes.append(connection, 1, entry(1, **row))
    writes.report(connection, report(1, **said))
    assert only(connection).reason == 10


def test_a_number_does_not_outweigh_a_session(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    writes.append(connection, 1, entry(2, session="02079460003"))
    writes.report(connection, report(1, session="another"))
    writes.report(connection, report(3))
    assert [row.entry.session for row in all_rows(connection)] == ["SI0003", "02079460003", "SI0001", "another"]


def test_a_report_without_times_is_joined_by_when_it_was_processed(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1))
    writes.report(connection, report(1, started=None, ended=None))
    assert only(connection).reason == 10


def test_a_report_of_nothing_known_is_one_row(connection: sqlite3.Connection) -> None:
    for _ in range(2):
        writes.report(connection, report(1, session=None, number=None))
    assert only(connection).session is None


def test_a_declined_preview_stays_declined_however_it_was_learnt(connection: sqlite3.Connection) -> None:
    writes.append(connection, 1, entry(1, declined=True))
    writes.report(connection, report(1))
    writes.append(connection, 1, entry(2))
    writes.report(connection, report(2, declined=True))
    writes.append(connection, 1, entry(2, note="written again"))
    writes.report(connection, report(3, declined=True))
    writes.append(connection, 1, entry(4, declined=True))
    writes.append(connection, 1, entry(4))
    assert [(row.entry.number, row.entry.declined) for row in reversed(all_rows(connection))] == [
        (entry(1).number, True),
        (entry(2).number, True),
        (entry(3).number, True),
        (entry(4).number, False),
    ]
