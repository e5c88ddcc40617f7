from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain.records import Sending
from agentpanel.journal import reads, writes
from agentpanel.journal.database import migrations
from tests.journal.making import MORNING, entry, mine, report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentpanel.domain.records import Entry


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        for script in migrations():
            made.executescript(script)
        yield made


def put(connection: sqlite3.Connection, *entries: Entry) -> None:
    for each in entries:
        writes.append(connection, 1, each)


def keys(connection: sqlite3.Connection, **query: Any) -> list[str]:
    return [row.entry.key for row in reads.rows(connection, mine(**query))]


def test_the_newest_call_stands_first_however_late_it_was_written(connection: sqlite3.Connection) -> None:
    put(connection, entry(1), entry(3), entry(2))
    assert keys(connection) == ["call-3", "call-2", "call-1"]


def test_calls_of_one_moment_stand_as_they_were_written(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(number, started=MORNING) for number in (2, 1, 3)))
    assert keys(connection) == ["call-3", "call-1", "call-2"]


def test_pages_follow_each_other_without_gap_or_repetition(connection: sqlite3.Connection) -> None:
    # every third call starts in the same moment as the one before
    put(connection, *(entry(n, started=MORNING + timedelta(minutes=n - n % 3)) for n in range(50)))
    seen, after = [], None
    while page := reads.rows(connection, mine(after=after, limit=7)):
        seen += [row.entry.key for row in page]
        after = page[-1].position
    assert seen == [f"call-{n}" for n in reversed(range(50))]


def test_a_page_goes_on_where_it_ended_though_newer_rows_came(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n) for n in range(6)))
    last = reads.rows(connection, mine(limit=3))[-1]
    put(connection, entry(7), entry(8))
    assert keys(connection, after=last.position) == ["call-2", "call-1", "call-0"]


def test_rows_belong_to_a_tenant_and_an_agent(connection: sqlite3.Connection) -> None:
    put(connection, entry(1), entry(2, tenant="acme"), entry(3, agent="ann"), entry(4, tenant="acme", agent="ann"))
    assert keys(connection) == ["call-1"]
    assert keys(connection, tenant="acme") == ["call-2"]
    assert keys(connection, tenant="acme", agent="ann") == ["call-4"]


SEARCHED: dict[str, dict[str, Any]] = {
    "number": {"number": "needle"},
    "note": {"note": "a Needle in hay"},
    "tag 1": {"tags": ("xneedle", "", "", "", "", "")},
    "tag 6": {"tags": ("", "", "", "", "", "needlex")},
    "campaign": {"campaign": "NEEDLE"},
    "queue": {"queue": "needle"},
    "data": {"data": "<c n='x' d='needle'/>"},
}


@pytest.mark.parametrize("changes", SEARCHED.values(), ids=SEARCHED)
def test_the_filter_looks_into(connection: sqlite3.Connection, changes: dict[str, Any]) -> None:
    put(connection, entry(1), entry(2, **changes), entry(3))
    assert keys(connection, text="needle") == ["call-2"]


def test_the_filter_finds_outcomes_as_they_are_shown(connection: sqlite3.Connection) -> None:
    put(connection, entry(1, outcome=2167), entry(2, outcome=999), entry(3, outcome=167), entry(4))
    writes.report(connection, report(2, outcome=8888))
    writes.report(connection, report(4, outcome=5167))
    assert keys(connection, text="167") == ["call-4", "call-3", "call-1"]
    assert keys(connection, text="8888") == ["call-2"]
    assert keys(connection, text="999") == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', "\\%", "%%", "ü"])
def test_signs_of_the_filter_mean_themselves(connection: sqlite3.Connection, sign: str) -> None:
    put(connection, entry(1, note="plain"), entry(2, note=f"10{sign} off"), entry(3, tags=(sign, "", "", "", "", "")))
    assert keys(connection, text=sign) == ["call-3", "call-2"]
    assert keys(connection, text=f"0{sign} o") == ["call-2"]


def test_the_filter_pages_too(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, note="odd" if n % 2 else "even") for n in range(10)))
    first = reads.rows(connection, mine(text="odd", limit=2))
    assert [row.entry.key for row in first] == ["call-9", "call-7"]
    assert keys(connection, text="odd", limit=2, after=first[-1].position) == ["call-5", "call-3"]


def test_a_filter_longer_than_any_text_finds_nothing(connection: sqlite3.Connection) -> None:
    put(connection, entry(1, note="x" * 60_000))
    assert keys(connection, text="x" * 1000) == ["call-1"]
    assert keys(connection, text="x" * 60_000) == []


def test_only_what_waits_is_counted_as_unsent(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, state=state) for n, state in enumerate(Sending)))
    put(connection, entry(10, state=Sending.UNSENT), entry(11, state=Sending.UNSENT, agent="ann"))
    assert reads.count_unsent(connection, None, "joe") == 2
    writes.mark(connection, 1, "call-10", Sending.SENT, None)
    assert reads.count_unsent(connection, None, "joe") == 1


@pytest.mark.parametrize("query", [{}, {"after": 3}, {"text": "x"}, {"after": 3, "text": "x"}])
def test_a_page_is_read_along_the_index(connection: sqlite3.Connection, query: dict[str, Any]) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    reads.rows(connection, mine(**query))
    connection.set_trace_callback(None)
    (statement,) = statements
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert plan[0].startswith("SEARCH entry USING INDEX entry_newest (tenant=? AND agent=?")
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in plan)
