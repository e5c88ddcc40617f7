from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain import words
from agentpanel.domain.records import NO_TAGS, Differs, Entry, OutcomeReport, Row, Sending
from agentpanel.domain.words import say
from agentpanel.journal import reads, reports, writes
from agentpanel.journal.burst import report_all
from agentpanel.journal.errors import RowGoneError
from tests.journal.finding import in_memory
from tests.journal.making import MORNING, entry, mine, report, wire_of
from tests.journal.model import Correct, Mark, Model, Note, Step

if TYPE_CHECKING:
    import random
    import sqlite3
    from collections.abc import Iterator

KEYS = st.sampled_from(["a", "b", "c"])
SESSIONS = st.sampled_from([None, "S1", "S2"])
UNIQUES = st.sampled_from([None, None, "{1}", "{2}"])
NUMBERS = st.sampled_from([None, "N1", "S1"])
MOMENTS = st.sampled_from([0, 1, 5, 23, 26, 60]).map(lambda hours: MORNING + timedelta(hours=hours))
TAGS = st.sampled_from([NO_TAGS, ("x", "", "", "", "", ""), ("y", "z", "", "", "", "")])
OUTCOMES = st.sampled_from([None, 5, 7])
STATES = st.sampled_from(Sending)
WHYS = st.sampled_from([None, say(words.WHY_LINK_LOST)])
APPENDS = st.builds(
    Entry,
    key=KEYS,
    tenant=st.none(),
    agent=st.just("joe"),
    campaign=st.sampled_from([None, "Sales"]),
    session=SESSIONS,
    session_unique=UNIQUES,
    number=NUMBERS,
    queue=st.sampled_from([None, "Q1"]),
    started=MOMENTS,
    ended=st.none() | MOMENTS,
    outcome=OUTCOMES,
    reason=st.sampled_from([None, 1]),
    note=st.sampled_from(["", "note"]),
    completed=st.none() | MOMENTS,
    connected=st.none() | MOMENTS,
    declined=st.booleans(),
    tags=TAGS,
    state=STATES,
    why=WHYS,
)
REPORTS = st.builds(
    OutcomeReport,
    tenant=st.none(),
    agent=st.just("joe"),
    campaign=st.sampled_from([None, "Service"]),
    session=SESSIONS,
    number=NUMBERS,
    queue=st.sampled_from([None, "Q2"]),
    outcome=OUTCOMES,
    reason=st.sampled_from([None, 10]),
    tags=TAGS,
    started=st.none() | MOMENTS,
    ended=st.none() | MOMENTS,
    processed=MOMENTS,
    session_unique=UNIQUES,
    declined=st.booleans(),
    inbound=st.booleans(),
    list_name=st.sampled_from([None, "L"]),
    retry=st.booleans(),
).map(lambda said: replace(said, wire=wire_of(said)))
MARKS = st.builds(Mark, KEYS, STATES, WHYS)
AFTERTHOUGHTS = st.builds(Note, KEYS, st.sampled_from(["", "later"])) | st.builds(
    Correct, KEYS, st.integers(1, 6), st.sampled_from([None, "", "t"])
)
STEPS = st.lists(APPENDS | REPORTS | MARKS | AFTERTHOUGHTS, max_size=12)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with in_memory() as made:
        yield made


def do(connection: sqlite3.Connection, step: Step) -> None:
    match step:
        case Entry():
            writes.append(connection, 1, step)
        case OutcomeReport():
            reports.report(connection, 1, step)
        case Mark(key, state, why):
            writes.mark(connection, 1, key, state, why)
        case Note(key, text):
            writes.note(connection, 1, key, text)
        case Correct(key, number, text):
            writes.correct(connection, 1, key, number, text)


def rows_after(connection: sqlite3.Connection, steps: list[Step]) -> list[Row]:
    """What a journal shows that was empty before; a report's row is called so."""
    connection.execute("DELETE FROM entry")
    for step in steps:
        try:
            do(connection, step)
        except RowGoneError:
            assert not isinstance(step, Entry | OutcomeReport)
    return shown(connection)


def shown(connection: sqlite3.Connection) -> list[Row]:
    rows = reads.rows(connection, mine(limit=1000))
    named = [row.entry.key if not row.entry.key.startswith("report") else "report" for row in rows]
    return [replace(row, position=0, entry=replace(row.entry, key=key)) for row, key in zip(rows, named, strict=True)]


@given(STEPS)
def test_any_order_of_writes_equals_the_model(connection: sqlite3.Connection, steps: list[Step]) -> None:
    model = Model()
    for step in steps:
        model.step(step)
    rows = rows_after(connection, steps)
    own = [row.own_outcome if Differs.OUTCOME in row.differs else None for row in rows]
    told = [(row.entry, outcome, row.corrected) for row, outcome in zip(rows, own, strict=True)]
    assert told == model.newest_first()


# -- orders that must not matter -------------------------------------------------------------------------------------

LATER = st.integers(0, 3).map(lambda hours: timedelta(hours=hours))


@st.composite
def calls(draw: st.DrawFn, number: int) -> list[Step]:
    """A call that the panel may know, and what the dialer says of it, changed afterwards perhaps, and said again."""
    with_own = draw(st.booleans())
    unique = draw(st.sampled_from([None, f"{{{number}}}"]))
    own: list[Step] = [entry(number, outcome=draw(OUTCOMES), tags=draw(TAGS), session_unique=unique)] * with_own
    changes: dict[str, Any] = {"session_unique": unique, "tags": draw(TAGS)}
    said = [
        report(number, outcome=draw(OUTCOMES), processed=report(number).processed + later, **changes)
        for later in draw(st.lists(LATER, max_size=3))
    ]
    return [*own, *said, *said[:1]]


CALLS = st.tuples(*(calls(number) for number in (1, 2, 3))).map(lambda each: list(chain.from_iterable(each)))


@given(CALLS, st.randoms(use_true_random=False))
def test_what_is_known_of_calls_may_come_in_any_order(
    connection: sqlite3.Connection, steps: list[Step], chance: random.Random
) -> None:
    shuffled = chance.sample(steps, len(steps))
    assert by_call(rows_after(connection, shuffled)) == by_call(rows_after(connection, steps))


@given(st.permutations([(number, later) for number in (1, 120, 240) for later in (0, 30)]), st.booleans())
def test_reports_of_calls_with_one_si_may_come_in_any_order(
    connection: sqlite3.Connection, order: list[tuple[int, int]], known: bool
) -> None:
    own: list[Step] = [entry(number, session="SI") for number in (1, 120, 240)] if known else []
    said: list[Step] = [
        report(number, session="SI", outcome=later, processed=report(number).processed + timedelta(minutes=later))
        for number, later in order
    ]
    rows = rows_after(connection, own + said)
    assert [(row.entry.number, row.entry.outcome) for row in rows] == [
        (entry(number).number, 30) for number in (240, 120, 1)
    ]


def by_call(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row.entry.session))


@given(st.lists(APPENDS, max_size=3), st.lists(REPORTS, min_size=1, max_size=15, unique_by=lambda said: said.wire))
def test_a_burst_is_as_its_reports_one_by_one(
    connection: sqlite3.Connection, own: list[Step], said: list[OutcomeReport]
) -> None:
    new = [report(number, session=f"new {number}") for number in range(60)]
    one_by_one = rows_after(connection, [*own, *new, *said, *new[:5]])
    rows_after(connection, own)
    report_all(connection, 1, [(each,) for each in (*new, *said, *new[:5])])
    assert shown(connection) == one_by_one
