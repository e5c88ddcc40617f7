"""Which row and which report are of one call.

By YS where both have it, else by SI, or by the number that stands for it, and by time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from agentpanel.domain.records import Entry, OutcomeReport
from agentpanel.journal.joined import JOINED
from agentpanel.journal.rows import microseconds
from agentpanel.protocol.frame import values_of

#: A row and a report further apart are of two calls (a session may come again another day).
_DAY_US: Final = 86_400_000_000
#: The key of a row that no panel has written begins so.
REPORTED: Final = "report "

_READ: Final = (
    *("position", "key", "session_unique", "started_us", "reported_us", "reported_outcome", "wire", "own"),
    *("connected", *JOINED),
)


def _of_agent(index: str) -> str:
    return f"""
    SELECT {", ".join(_READ)} FROM entry INDEXED BY {index} WHERE tenant IS :tenant AND agent = :agent AND
    """  # noqa: S608


_BY_UNIQUE: Final = f"{_of_agent('entry_unique')} session_unique = :unique"
# A row without SI is one whose SI is its number (behaviour.md 9), so either may stand in the report's SI.
_BY_SESSION: Final = f"""
{_of_agent("entry_call")} coalesce(session, number) IN (:session, :number) AND (session IS NULL OR session = :session)
"""
# What a panel knows is found by its number whatever its SI; what only a report knows is not.
_BY_NUMBER: Final = f"""
{_of_agent("entry_number")} number = :number AND (own IS NOT NULL OR wire IS NULL)
UNION {_of_agent("entry_call")} coalesce(session, number) = :number AND session IS NULL
"""
_BY_MOMENT: Final = f"""
SELECT {", ".join(_READ)} FROM entry NOT INDEXED WHERE tenant IS :tenant AND agent = :agent
AND position BETWEEN :moment_us AND :moment_us + 999 AND coalesce(session, number) IS NULL
AND own IS NULL AND (reported_us = :reported_us OR wire = :wire)
"""  # noqa: S608
_ONLY_REPORTED: Final = f"""
{_of_agent("entry_call")} coalesce(session, number) IN (:session, :number)
AND substr(key, 1, {len(REPORTED)}) = '{REPORTED}'
AND (session = coalesce(:session, :number) OR session IS NULL AND number = :number)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a search needs of a row; ``columns`` are JOINED as they are shown."""

    position: int
    key: str
    session_unique: str | None
    started_us: int
    reported_us: int | None
    reported_outcome: int | None
    wire: str | None
    own: str | None
    connected: str | None
    columns: dict[str, Any]

    @property
    def only_reported(self) -> bool:
        return self.key.startswith(REPORTED)


def row_with_key(connection: sqlite3.Connection, key: str) -> Known | None:
    """The row that a panel has written before."""
    return next(_known(connection, f"SELECT {', '.join(_READ)} FROM entry WHERE key = :key", {"key": key}), None)  # noqa: S608


def row_of_report(connection: sqlite3.Connection, said: OutcomeReport, moment_us: int) -> Known | None:
    """The row of the call that began about ``moment_us``."""
    values = _values(said) | {"moment_us": moment_us, "reported_us": microseconds(said.processed), "wire": said.wire}
    if said.session_unique is not None:
        same = min(_known(connection, _BY_UNIQUE, values), key=lambda row: row.position, default=None)
        if same is not None:
            return same
    statement = _BY_SESSION if said.session else _BY_NUMBER if said.number else _BY_MOMENT
    rows = _may_be(_known(connection, statement, values), said, moment_us)
    ranked = [
        ((rank, abs(row.started_us - moment_us), row.position), row)
        for row in rows
        if (rank := _rank(row, said)) is not None
    ]
    return min(ranked)[1] if ranked else None


def report_of_row(connection: sqlite3.Connection, entry: Entry) -> Known | None:
    """The row that reports alone have made of the call whose first row this entry is."""
    started_us = microseconds(entry.started)
    values = _values(entry)
    rows = list(_known(connection, _ONLY_REPORTED, values))
    if entry.session_unique is not None:
        unique = (row for row in _known(connection, _BY_UNIQUE, values) if row.only_reported)
        if (same := next(unique, None)) is not None:
            return same
    # What was processed before the call began is of another.
    rows = [row for row in _may_be(rows, entry, started_us) if (row.reported_us or 0) >= started_us]
    return min(rows, key=lambda row: (abs(row.started_us - started_us), row.position), default=None)


def _may_be(rows: Iterable[Known], call: Entry | OutcomeReport, moment_us: int) -> Iterator[Known]:
    for row in rows:
        unlike = row.session_unique and call.session_unique and row.session_unique != call.session_unique
        again = isinstance(call, OutcomeReport) and row.wire == call.wire
        if not unlike and (again or abs(row.started_us - moment_us) <= _DAY_US):
            yield row


def _rank(row: Known, said: OutcomeReport) -> int | None:
    """How well the report fits, 0 best; None where the row has one of another call already."""
    if row.reported_us is None:
        return 1
    launched, before = _launched(said.wire), _launched(row.wire or "")
    if launched and before:
        return 0 if launched == before else None
    the_same = row.reported_us == microseconds(said.processed) or row.wire == said.wire
    return 0 if the_same else 2


def _launched(wire: str) -> str:
    """When the reported call was launched, or else had its result, in the dialer's words; "" where it says neither."""
    said = values_of(wire)
    return next((said[code] for code in ("X1", "X3") if said.get(code, "").strip("0.")), "")


def _values(call: Entry | OutcomeReport) -> dict[str, Any]:
    return {
        "tenant": call.tenant,
        "agent": call.agent,
        "unique": call.session_unique,
        "session": call.session,
        "number": call.number,
    }


def _known(connection: sqlite3.Connection, statement: str, values: dict[str, Any]) -> Iterator[Known]:
    for record in connection.execute(statement, values).fetchall():
        columns = dict(zip(JOINED, record[-len(JOINED) :], strict=True))
        yield Known(*(*record[: -len(JOINED)], columns))
