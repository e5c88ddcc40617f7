"""Entries and reports to write, and a journal to write them to."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from agentpanel.domain.records import NO_TAGS, Entry, Filter, Journal, OutcomeReport, Query
from agentpanel.journal.sqlite import SqliteJournal
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

MORNING: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entry(number: int, /, **changes: Any) -> Entry:
    """The number-th call of a morning, a minute each."""
    made = Entry(
        key=f"call-{number}",
        tenant=None,
        agent="joe",
        campaign="Sales",
        session=f"SI{number:04}",
        session_unique=None,
        number=f"0207946{number:04}",
        queue=None,
        started=MORNING + timedelta(minutes=number),
    )
    return replace(made, **changes)


def report(number: int, /, **changes: Any) -> OutcomeReport:
    """What the dialer says of entry(number)."""
    call = entry(number)
    made = OutcomeReport(
        tenant=call.tenant,
        agent=call.agent,
        campaign=call.campaign,
        session=call.session,
        number=call.number,
        queue=None,
        outcome=167,
        reason=10,
        tags=NO_TAGS,
        started=call.started - timedelta(seconds=10),
        ended=call.started + timedelta(seconds=40),
        processed=call.started + timedelta(seconds=50),
    )
    made = replace(made, **changes)
    return replace(made, wire=wire_of(made))


def wire_of(said: OutcomeReport) -> str:
    """What the dialer would have sent for it."""
    texts: dict[str, str | int | None] = {"TX": "EO", "CN": said.campaign, "AN": said.agent or None, "SI": said.session}
    texts |= {
        "YS": said.session_unique,
        "TN": said.number,
        "QN": said.queue,
        "LI": said.list_name,
        "AO": said.outcome,
        "RE": said.reason,
    }
    texts |= {f"T{number}": tag or None for number, tag in enumerate(said.tags, 1)}
    texts |= {"X1": ole(said.started), "X4": ole(said.ended), "TS": ole(said.processed)}
    flags = {"DD": said.declined, "IB": said.inbound, "RA": said.retry}
    told = [f"{code}{text}" for code, text in texts.items() if text is not None]
    return "".join(f"\\{each}" for each in (*told, *(code for code, on in flags.items() if on)))


def ole(moment: datetime | None) -> str | None:
    """Days since 1899-12-30, as on the wire."""
    return None if moment is None else f"{(moment - datetime(1899, 12, 30, tzinfo=UTC)) / timedelta(days=1):.6f}"


def mine(*, text: str = "", **changes: Any) -> Query:
    """All of joe's rows, or those that hold the text."""
    return replace(Query(tenant=None, agent="joe", filter=Filter(text=text)), **changes)


async def entries(journal: Journal, **query: Any) -> list[Entry]:
    """Those of joe's rows, newest first."""
    return [row.entry for row in await journal.page(mine(**query))]


async def saved(journal: SqliteJournal, *entries: Entry) -> None:
    """Return when all are on the disk; raise what the journal said instead."""
    answers: list[Exception | None] = []
    for each in entries:
        journal.append(each, answers.append)
    await until(lambda: len(answers) == len(entries))
    for answer in answers:
        if answer is not None:
            raise answer


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteJournal]:
    """A journal that is closed in order, whatever happens."""
    journal = await SqliteJournal.open(path)
    try:
        yield journal
    finally:
        await journal.close(5)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes, and does not end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
