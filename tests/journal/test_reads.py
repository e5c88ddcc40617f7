from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.domain.records import Filter, Query, Sending
from agentpanel.journal import reads, writes
from tests.journal.finding import in_memory, keys, make_texts, put
from tests.journal.making import MORNING, entry, mine

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with in_memory() as made:
        yield made


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
    assert keys(connection, tenant="acme", agent="bob") == []


def test_all_agents_of_a_tenant_are_seen_newest_first_page_by_page(connection: sqlite3.Connection) -> None:
    names = ("joe", "ann", "", "zoe")
    put(connection, *(entry(n, tenant="acme", agent=names[n * 7 % 4]) for n in range(40)))
    put(connection, *(entry(100 + n, tenant=(None, "other")[n % 2]) for n in range(40)))
    seen, after = [], None
    while page := reads.rows(connection, Query(tenant="acme", agent=None, after=after, limit=7)):
        seen += [row.entry.key for row in page]
        after = page[-1].position
    assert seen == [f"call-{n}" for n in reversed(range(40))]
    assert len(keys(connection, agent=None)) == 20
    assert keys(connection, tenant="none", agent=None) == []


def test_a_supervisor_may_look_at_one_agent(connection: sqlite3.Connection) -> None:
    put(connection, entry(1), entry(2, agent="ann"), entry(3, agent=""))
    for agent in ("ann", ""):
        (row,) = reads.rows(connection, Query(tenant=None, agent=None, filter=Filter(agent=agent)))
        assert row.entry.agent == agent
    # whoever may see but one agent's rows sees no other's, whatever is filtered for
    assert reads.rows(connection, Query(tenant=None, agent="joe", filter=Filter(agent="ann"))) == []
    assert reads.rows(connection, Query(tenant=None, agent="joe", filter=Filter(agent="ann", text="Sales"))) == []


def test_days_are_cut_at_the_moment(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n) for n in range(6)))
    at = [MORNING + timedelta(minutes=n) for n in range(6)]
    assert keys(connection, since=at[2], until=at[4]) == ["call-3", "call-2"]
    assert keys(connection, since=at[2], until=at[4], text="0207") == ["call-3", "call-2"]
    assert keys(connection, until=at[4], after=reads.rows(connection, mine())[3].position) == ["call-1", "call-0"]


def test_only_what_waits_is_counted_as_unsent(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, state=state) for n, state in enumerate(Sending)))
    put(connection, entry(10, state=Sending.UNSENT), entry(11, state=Sending.UNSENT, agent="ann"))
    assert reads.count_unsent(connection, None, "joe") == 2
    writes.mark(connection, 1, "call-10", Sending.SENT, None)
    assert reads.count_unsent(connection, None, "joe") == 1


# -- the way that SQLite takes -------------------------------------------------------------------------------------


def plans(connection: sqlite3.Connection, query: Query) -> list[list[str]]:
    """How each statement of a question is answered."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    reads.rows(connection, query)
    connection.set_trace_callback(None)
    # what FTS5 asks of its own tables is traced as a comment
    asked = [each for each in asked if not each.startswith("--")]
    return [[row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {each}")] for each in asked]


@pytest.mark.parametrize("query", [{}, {"after": 3}])
@pytest.mark.parametrize("agent", ["joe", None])
def test_a_page_is_read_along_an_index(
    connection: sqlite3.Connection, query: dict[str, Any], agent: str | None
) -> None:
    put(connection, entry(1), entry(2, agent="ann"))
    *_, plan = plans(connection, mine(agent=agent, **query))
    by_agent = "SEARCH entry USING INDEX entry_whose (tenant=? AND agent=? AND rowid>? AND rowid<?)"
    by_position = "SEARCH entry USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
    assert plan == [by_position if agent is None else by_agent]


FILTERS = (
    *(Filter(text=text) for text in ("needle", "ab", "a")),
    Filter(text="ab", named_outcomes=(1, 2), named_reasons=(3,), tags=(1,)),
    Filter(text="needle", named_outcomes=(1, 2), campaign="Sales", outcomes=(1,), reasons=(10,), tags=(1, 6)),
    Filter(campaign="Sales"),
)


@pytest.mark.parametrize("chosen", FILTERS)
@pytest.mark.parametrize("whose", [(None, "joe"), (None, None), ("acme", None)])
def test_what_is_found_is_fetched_row_by_row(
    connection: sqlite3.Connection,
    chosen: Filter,
    whose: tuple[str | None, str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("agentpanel.journal.find._LOOK_AT_ALL", 1)
    monkeypatch.setattr("agentpanel.journal.find._LOOK_AT_MARKED", 1)
    put(connection, *(entry(n, tenant=(None, "acme")[n % 2], agent=("joe", "ann")[n % 3 // 2]) for n in range(9)))
    make_texts(connection)
    put(connection, entry(20))
    for plan in plans(connection, Query(tenant=whose[0], agent=whose[1], filter=chosen)):
        steps = [step for step in plan if "entry" in step and "entry_whose" not in step]
        assert all(step.startswith("SEARCH entry USING INTEGER PRIMARY KEY (rowid=?)") for step in steps), plan
        assert not any("TEMP B-TREE" in step for step in plan)


def test_all_agents_of_one_of_several_tenants_are_asked_one_by_one(connection: sqlite3.Connection) -> None:
    put(connection, entry(1), entry(2, tenant="acme"))
    steps = [step for plan in plans(connection, mine(agent=None)) for step in plan if "entry" in step]
    assert all("entry_whose" in step or "rowid=?" in step for step in steps), steps


@pytest.mark.parametrize("text", ["", "sales", "s"])
def test_a_text_that_the_disk_has_spoiled_costs_itself_alone(connection: sqlite3.Connection, text: str) -> None:
    put(connection, *(entry(number, note="whole") for number in range(3)))
    connection.execute("UPDATE entry SET note = CAST(x'61ff62' AS TEXT) WHERE key = 'call-1'")
    notes = [row.entry.note for row in reads.rows(connection, mine(text=text))]
    assert notes == ["whole", "a\N{REPLACEMENT CHARACTER}b", "whole"]
