from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import DaySums, Filter, Pause, Query, Sending
from agentpanel.domain.words import say
from agentpanel.journal import reads, reports, writes
from agentpanel.journal.day import day
from tests.journal.finding import in_memory, put
from tests.journal.making import MORNING, entry, opened, report, saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVENING = MORNING + timedelta(hours=10)
OPEN = say(words.WHY_OPEN)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with in_memory() as made:
        yield made


def at(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def sums(connection: sqlite3.Connection, since: datetime = MORNING, until: datetime = EVENING) -> DaySums:
    return day(connection, None, "joe", since, until)


def rest(connection: sqlite3.Connection, number: int, begun: float, over: float | None, **changes: Any) -> None:
    values: dict[str, Any] = {"key": f"break-{number}", "tenant": None, "agent": "joe", "code": 1, "text": "Lunch"}
    ended = None if over is None else at(over)
    writes.pause(connection, 1, Pause(**{**values, **changes}, started=at(begun), ended=ended))


def test_nothing_is_all_zero(connection: sqlite3.Connection) -> None:
    assert sums(connection) == DaySums()


def test_talk_and_wrap_are_what_lies_between(connection: sqlite3.Connection) -> None:
    put(
        connection,
        entry(1, connected=at(1.5), ended=at(3), completed=at(3.25), outcome=5),
        entry(5, connected=at(5), ended=at(6), completed=at(7), outcome=5),
        entry(9, ended=at(9.5), completed=at(9.75)),  # never connected
    )
    found = sums(connection)
    assert (found.calls, found.talk_s, found.wrap_s) == (3, 150.0, 90.0)


def test_a_call_belongs_to_the_day_on_which_it_began(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, connected=at(n), ended=at(n + 2)) for n in range(5)))
    found = sums(connection, at(1), at(3))
    # until a later moment as well: it ends when it ends
    assert (found.calls, found.talk_s) == (2, 240.0)


def test_what_goes_on_counts_up_to_now(connection: sqlite3.Connection) -> None:
    put(connection, entry(1, connected=at(1), why=OPEN), entry(2, connected=at(2), ended=at(3), why=OPEN))
    found = sums(connection, until=at(4))
    assert (found.talk_s, found.wrap_s) == (240.0, 60.0)


def test_what_a_dead_panel_left_open_has_no_end(connection: sqlite3.Connection) -> None:
    put(connection, entry(1, connected=at(1), why=OPEN), entry(2, connected=at(2), ended=at(3), why=OPEN))
    rest(connection, 1, 5, None)
    connection.execute("UPDATE entry SET run = NULL")
    connection.execute("UPDATE pause SET run = NULL")
    found = sums(connection, until=at(9))
    assert (found.talk_s, found.wrap_s) == (60.0, 0.0)
    assert (found.breaks, found.break_s, found.unknown_ends) == (0, 0.0, 1)
    # it is told of on its own day only
    assert sums(connection, since=at(6)).unknown_ends == 0


def test_a_clock_that_was_set_back_takes_nothing_away(connection: sqlite3.Connection) -> None:
    put(connection, entry(1, connected=at(3), ended=at(2)), entry(4, connected=at(4), ended=at(5)))
    rest(connection, 1, 9, 8)
    found = sums(connection)
    assert (found.talk_s, found.break_s) == (60.0, 0.0)


def test_breaks_count_as_far_as_they_lie_in_the_day(connection: sqlite3.Connection) -> None:
    for number, (begun, over) in enumerate([(0, 10), (20, 30), (50, 70), (-20, -10), (0, 90), (70, 80), (55, None)]):
        rest(connection, number, begun, over)
    found = sums(connection, at(5), at(60))
    assert (found.breaks, found.break_s, found.unknown_ends) == (5, 60 * (5 + 10 + 10 + 55 + 5), 0)


def test_declined_previews_are_no_calls(connection: sqlite3.Connection) -> None:
    put(connection, entry(1, declined=True, outcome=7, tags=("x", "", "", "", "", "")), entry(2, outcome=8))
    found = sums(connection)
    assert (found.calls, found.declined, found.outcomes, found.tags) == (1, 1, {8: 1}, {})


def test_outcomes_are_the_dialers_where_it_spoke(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, outcome=5) for n in range(3)), entry(3))
    reports.report(connection, 0, report(1, outcome=9, wire=r"\AO9\RE10"))
    assert sums(connection).outcomes == {5: 2, 9: 1, None: 1}


def test_tags_are_counted_as_they_are_shown(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, tags=("gold", "", "yes", "", "", "")) for n in range(3)))
    connection.execute("UPDATE entry SET fixed1 = 'silver', fixed2 = 'new', fixed3 = '' WHERE key = 'call-1'")
    assert sums(connection).tags == {(1, "gold"): 2, (1, "silver"): 1, (2, "new"): 1, (3, "yes"): 2}


def test_what_never_reached_the_dialer_is_counted(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, state=state, outcome=5) for n, state in enumerate(Sending)), entry(10, why=OPEN))
    found = sums(connection)
    assert (found.calls, found.not_sent) == (5, 2)
    # the filter of the same name finds those
    rows = reads.rows(connection, Query(tenant=None, agent="joe", filter=Filter(not_sent=True)))
    assert [row.entry.key for row in rows] == ["call-1", "call-0"]


def test_only_ones_own_counts(connection: sqlite3.Connection) -> None:
    put(connection, entry(1), entry(2, tenant="acme"), entry(3, agent="ann"))
    rest(connection, 1, 0, 1)
    rest(connection, 2, 0, 1, tenant="acme")
    rest(connection, 3, 0, 1, agent="ann")
    assert (sums(connection).calls, sums(connection).breaks) == (1, 1)
    assert day(connection, "acme", "joe", MORNING, EVENING).calls == 1


def test_a_day_is_read_along_the_indexes(connection: sqlite3.Connection) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    sums(connection)
    connection.set_trace_callback(None)
    plans = [row[3] for each in statements for row in connection.execute(f"EXPLAIN QUERY PLAN {each}")]
    assert plans == [
        "SEARCH entry USING INDEX entry_whose (tenant=? AND agent=? AND rowid>? AND rowid<?)",
        "SEARCH pause USING INDEX pause_whose (tenant=? AND agent=? AND started_us<?)",
    ]


async def test_the_journal_gives_the_day_as_it_is_written(tmp_path: Path) -> None:
    async with opened(tmp_path / "journal.sqlite") as journal:
        await saved(journal, entry(1, connected=at(1), ended=at(2), outcome=5))
        journal.pause(Pause(key="b", tenant=None, agent="joe", code=1, text=None, started=at(3)))
        found = await journal.day(None, "joe", MORNING, at(4))
    assert (found.calls, found.talk_s, found.break_s) == (1, 60.0, 60.0)
