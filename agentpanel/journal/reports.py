"""What the dialer reports of a call (OZ): joined to the row of that call, or a row of its own."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from agentpanel.domain.records import OutcomeReport
from agentpanel.journal.joined import JOINED, TAGS, join, own_of, told
from agentpanel.journal.matching import REPORTED, Known, row_of_report
from agentpanel.journal.places import free_place
from agentpanel.journal.rows import microseconds, text_of

_FILLED: Final = (
    *("position", "key", "tenant", "agent", "campaign", "session", "session_unique", "number", "queue"),
    *("started", "started_us", "ended", "outcome", "reason", *TAGS, "declined", "inbound", "list_name", "retry"),
    *("reported_us", "reported_outcome", "wire"),
)
_MADE: Final = f"('', 0, 'confirmed', {', '.join('?' * len(_FILLED))})"

# Names of the call stay once they are known, whichever report told them.
_NAME: Final = """
session = coalesce(session, :session), session_unique = coalesce(session_unique, :session_unique),
ended = coalesce(ended, :ended)
"""
_NAMES: Final = f"UPDATE entry SET {_NAME} WHERE position = :position"  # noqa: S608
#: A TC without an answer was taken where the dialer reports the very outcome that it carried.
_PROVEN: Final = "state = 'sent' AND :proven"
_REPLACE: Final = f"""
UPDATE entry SET {_NAME}, state = CASE WHEN {_PROVEN} THEN 'confirmed' ELSE state END,
why = CASE WHEN {_PROVEN} THEN NULL ELSE why END, reported_us = :reported_us, reported_outcome = :reported_outcome,
wire = :wire, own = :own, differs = :differs, {", ".join(f"{name} = :{name}" for name in JOINED)}
WHERE position = :position
"""  # noqa: S608


def report(connection: sqlite3.Connection, _run: int, said: OutcomeReport) -> None:
    """Join it to its row, or make one. Of two reports of one call the one that was processed last counts."""
    moment_us = moment_of(said)
    row = row_of_report(connection, said, moment_us)
    if row is None:
        connection.execute(making(1), made_of(said, moment_us, free_place(connection, moment_us)))
    # After a reconnect it comes again.
    elif said.wire != row.wire:
        _take(connection, row, said)


def making(rows: int) -> str:
    """The statement that makes so many rows; its values are those of made_of(), one after the other."""
    return f"INSERT INTO entry (note, recorded, state, {', '.join(_FILLED)}) VALUES {', '.join([_MADE] * rows)}"  # noqa: S608


def made_of(said: OutcomeReport, moment_us: int, place: int) -> tuple[Any, ...]:
    """The row of a call that only the dialer knows."""
    moment = said.started or said.ended or said.processed
    who = (place, f"{REPORTED}{place}", said.tenant, said.agent)
    call = (said.campaign, said.session, said.session_unique, said.number, said.queue)
    times = (moment.isoformat(), moment_us, text_of(said.ended))
    result = (said.outcome, said.reason, *[tag or None for tag in said.tags])
    flags = (said.declined, said.inbound, said.list_name, said.retry)
    return (*who, *call, *times, *result, *flags, microseconds(said.processed), said.outcome, said.wire)


def moment_of(said: OutcomeReport) -> int:
    """When the call was, as near to its start as the dialer told, in microseconds."""
    return microseconds(said.started or said.ended or said.processed)


def _take(connection: sqlite3.Connection, row: Known, said: OutcomeReport) -> None:
    reported_us = microseconds(said.processed)
    values = {
        "position": row.position,
        "session": said.session,
        "session_unique": said.session_unique,
        "ended": text_of(said.ended),
    }
    # Of two of one moment the greater text counts, whichever came first.
    if row.reported_us is not None and (row.reported_us, row.wire or "") > (reported_us, said.wire):
        connection.execute(_NAMES, values)
        return
    reported = {"reported_us": reported_us, "reported_outcome": said.outcome, "wire": said.wire}
    connection.execute(_REPLACE, {**values, **reported, **_shown(row, said)})


def _shown(row: Known, said: OutcomeReport) -> dict[str, Any]:
    """JOINED with ``own`` and ``differs``, once this report counts."""
    spoken = told(said.wire, said.outcome)
    if row.only_reported:
        nothing: dict[str, Any] = {**dict.fromkeys(JOINED), "declined": 0, "inbound": 0, "retry": 0}
        return {**nothing, **spoken, "own": None, "differs": None, "proven": False}
    own = row.columns if row.own is None else own_of(row.own)
    proven = said.outcome is not None and said.outcome == own["outcome"]
    return {**join(own, spoken, connected=row.connected is not None), "proven": proven}
