"""What the panel and its people change. Each function changes at most one row, by one statement, as its last deed.

So where one of many in a transaction fails, it has done nothing, and the others stand. Triggers of the file put each
row whose text has changed among those that are to be indexed anew.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from agentpanel.domain.records import Entry, Pause, Sending
from agentpanel.domain.words import Say, say
from agentpanel.journal.errors import GONE, RowGoneError
from agentpanel.journal.joined import join, told
from agentpanel.journal.matching import Known, report_of_row, row_with_key
from agentpanel.journal.places import free_place
from agentpanel.journal.rows import COLUMNS, columns_of, microseconds, say_to_json, storable, text_of

_WRITTEN: Final = (*COLUMNS, "started_us", "run")
_INSERT: Final = f"""
INSERT INTO entry (position, {", ".join(_WRITTEN)}) VALUES (:position, {", ".join(f":{name}" for name in _WRITTEN)})
"""  # noqa: S608


def _once_reported(name: str) -> str:
    """What a report filled stays where the panel has nothing."""
    return f"coalesce(:{name}, CASE WHEN reported_us IS NOT NULL THEN {name} END)"


def _unless_confirmed(name: str, otherwise: str) -> str:
    """A row that only the dialer made is confirmed as well, but not by this panel: it has another key."""
    return f"CASE WHEN state = 'confirmed' AND key = :key THEN {otherwise} ELSE :{name} END"


_CHANGED: Final = {
    **{name: f":{name}" for name in (*_WRITTEN, "own", "differs")},
    **{name: _once_reported(name) for name in ("session", "session_unique", "ended")},
    "state": _unless_confirmed("state", "state"),
    "why": _unless_confirmed("why", "why"),
    "run": _unless_confirmed("run", "NULL"),
    "note": "CASE WHEN typed_note IS NULL THEN :note ELSE note END",
    "typed_note": "CASE WHEN typed_note IS NOT NULL THEN :note END",
}
_UPDATE: Final = f"""
UPDATE entry SET {", ".join(f"{name} = {value}" for name, value in _CHANGED.items())} WHERE position = :position
"""  # noqa: S608
_MARK: Final = """
UPDATE entry SET state = :state, why = :why, run = :run
WHERE key = :key AND state <> 'confirmed'
"""
_NOTE: Final = "UPDATE entry SET typed_note = coalesce(typed_note, note), note = ? WHERE key = ?"
_CORRECT: Final = {number: f"UPDATE entry SET fixed{number} = ? WHERE key = ?" for number in range(1, 7)}  # noqa: S608
_PAUSE: Final = """
INSERT INTO pause (key, tenant, agent, code, text, started, started_us, ended, ended_us, run)
VALUES (:key, :tenant, :agent, :code, :text, :started, :started_us, :ended, :ended_us, :run)
ON CONFLICT (key) DO UPDATE SET ended = excluded.ended, ended_us = excluded.ended_us, run = excluded.run
"""


def append(connection: sqlite3.Connection, run: int, entry: Entry) -> None:
    """Insert the row, or replace what the panel has in the one with its key; one that a report has made becomes it."""
    columns = columns_of(entry, run)
    row = row_with_key(connection, entry.key) or report_of_row(connection, entry)
    if row is None:
        place = free_place(connection, microseconds(entry.started))
        connection.execute(_INSERT, {**columns, "position": place})
    else:
        connection.execute(_UPDATE, {**_shown(columns, row), "position": row.position})


def _shown(own: dict[str, Any], row: Known) -> dict[str, Any]:
    """The dialer's word stays where it has reported the call."""
    if row.wire is None:
        return {**own, "own": None, "differs": None}
    spoken = told(row.wire, row.reported_outcome)
    return {**own, **join(own, spoken, connected=own["connected"] is not None)}


def mark(connection: sqlite3.Connection, run: int, key: str, state: Sending, why: Say | None) -> None:
    """The row's outcome has come this far; one that is confirmed stays so."""
    still_to_settle = run if state is Sending.UNSENT else None
    values = {"key": key, "state": state.value, "why": say_to_json(why), "run": still_to_settle}
    connection.execute(_MARK, values)


def note(connection: sqlite3.Connection, _run: int, key: str, text: str) -> None:
    """Show this note from now on, whatever the panel writes later. Raises RowGoneError."""
    _need_one(connection.execute(_NOTE, (storable(text), key)))


def correct(connection: sqlite3.Connection, _run: int, key: str, number: int, text: str | None) -> None:
    """Show this text for tag 1 to 6, "" for none; None takes the correction back. Raises RowGoneError."""
    _need_one(connection.execute(_CORRECT[number], (None if text is None else storable(text), key)))


def _need_one(changed: sqlite3.Cursor) -> None:
    if changed.rowcount == 0:
        raise RowGoneError(say(GONE))


def pause(connection: sqlite3.Connection, run: int, pause: Pause) -> None:
    """Insert the break, or end the one with its key."""
    values = {
        "key": pause.key,
        "tenant": pause.tenant,
        "agent": pause.agent,
        "code": pause.code,
        "text": pause.text,
        "started": pause.started.isoformat(),
        "started_us": microseconds(pause.started),
        "ended": text_of(pause.ended),
        "ended_us": None if pause.ended is None else microseconds(pause.ended),
        "run": run if pause.ended is None else None,
    }
    connection.execute(_PAUSE, values)
