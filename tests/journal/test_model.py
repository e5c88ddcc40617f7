from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain import words
from agentpanel.domain.records import NO_TAGS, Entry, OutcomeReport, Query, Sending
from agentpanel.domain.words import say
from tests.journal.making import MORNING, opened
from tests.journal.model import Model, Step

if TYPE_CHECKING:
    from pathlib import Path

    from agentpanel.journal.rows import Row
    from agentpanel.journal.sqlite import SqliteJournal

KEYS = st.sampled_from(["a", "b", "c"])
SESSIONS = st.sampled_from([None, "S1", "S2"])
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
    session_unique=st.none(),
    number=NUMBERS,
    queue=st.sampled_from([None, "Q1"]),
    started=MOMENTS,
    ended=st.none() | MOMENTS,
    outcome=OUTCOMES,
    reason=st.sampled_from([None, 1]),
    note=st.sampled_from(["", "note"]),
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
    declined=st.booleans(),
)
STEPS = st.lists(APPENDS | REPORTS | st.tuples(KEYS, STATES, WHYS), max_size=12)


def mirrored(row: Row) -> tuple[Entry, int | None]:
    made_by_report = row.entry.key.startswith("report")
    return (replace(row.entry, key="report") if made_by_report else row.entry), row.own_outcome


async def kept_by(journal: SqliteJournal, tenant: str, steps: list[Step]) -> list[tuple[Entry, int | None]]:
    """What the journal shows after the steps, in a tenant of their own."""
    for step in steps:
        match step:
            case Entry():
                journal.append(replace(step, tenant=tenant, key=f"{tenant} {step.key}"), lambda _: None)
            case OutcomeReport():
                journal.report(replace(step, tenant=tenant))
            case key, state, why:
                journal.mark_sent(f"{tenant} {key}", state, why)
    rows = [mirrored(row) for row in await journal.rows(Query(tenant=tenant, agent="joe"))]
    return [(replace(made, tenant=None, key=made.key.removeprefix(f"{tenant} ")), own) for made, own in rows]


def test_any_order_of_writes_equals_the_model(tmp_path: Path) -> None:
    tenants = iter(range(1_000_000))
    with asyncio.Runner() as runner:
        context = opened(tmp_path / "journal.sqlite")
        journal = runner.run(context.__aenter__())

        @given(STEPS)
        def check(steps: list[Step]) -> None:
            model = Model()
            for step in steps:
                model.step(step)
            assert runner.run(kept_by(journal, str(next(tenants)), steps)) == model.newest_first()

        check()
        runner.run(context.__aexit__(None, None, None))
