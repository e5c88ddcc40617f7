"""Many reports at once, as they come after a gap: nearly all are of calls that this journal has never seen.

Each statement takes many rows: between two of them this thread may have to wait for the window's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from agentpanel.domain.records import OutcomeReport
from agentpanel.journal.places import free_places
from agentpanel.journal.reports import made_of, making, moment_of, report

#: Rows of one statement: the largest number that fits.
_SIZES: Final = (250, 50, 10, 1)
_MAKING: Final = {size: making(size) for size in _SIZES}


def report_all(connection: sqlite3.Connection, run: int, items: Sequence[tuple[OutcomeReport]]) -> None:
    """As report() for each; one that fails costs all."""
    known, there = _known(connection, items)
    fresh: list[OutcomeReport] = []
    for (said,) in items:
        this = (said.tenant, said.wire)
        if this in there:
            continue
        # Without SI, and with YS, there are other ways to know a call.
        sure = said.session is not None and said.session_unique is None
        is_new = sure and said.session not in known and said.number not in known
        if is_new:
            fresh.append(said)
        else:
            _make(connection, fresh)
            fresh = []
            report(connection, run, said)
        there.add(this)
        known.add(said.session or said.number)
    _make(connection, fresh)


def _known(
    connection: sqlite3.Connection, items: Sequence[tuple[OutcomeReport]]
) -> tuple[set[str | None], set[tuple[str | None, str]]]:
    """Of the sessions and numbers those that rows have, and the reports that those rows took."""
    names = [name for (said,) in items for name in (said.session, said.number) if name is not None]
    marks = ", ".join("?" * len(names))
    rows = connection.execute(
        f"SELECT coalesce(session, number), tenant, wire FROM entry WHERE coalesce(session, number) IN ({marks})",  # noqa: S608
        names,
    ).fetchall()
    return {name for name, _, _ in rows}, {(tenant, wire) for _, tenant, wire in rows}


def _make(connection: sqlite3.Connection, reports: Sequence[OutcomeReport]) -> None:
    if not reports:
        return
    moments = [moment_of(said) for said in reports]
    rows = list(map(made_of, reports, moments, free_places(connection, moments)))
    done = 0
    for size in _SIZES:
        while len(rows) - done >= size:
            values: list[Any] = []
            for row in rows[done : done + size]:
                values += row
            connection.execute(_MAKING[size], values)
            done += size
