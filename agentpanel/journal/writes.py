"""What changes rows. Each function changes at most one row, by one statement, as its last deed.

So where one of many in a transaction fails, it has done nothing, and the others stand.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.records import Entry, OutcomeReport, Sending
from agentpanel.domain.words import Say, say
from agentpanel.journal import runs
from agentpanel.journal.rows import (
    COLUMNS,
    TAGS,
    columns_of,
    columns_of_report,
    entry_of_report,
    microseconds,
    moment_of,
    say_to_json,
)

#: A report belongs to a row that started within this time of it (a session may come again another day).
_DAY_US: Final = 86_400_000_000

_WRITTEN: Final = (*COLUMNS, "started_us", "reported_us", "reported_outcome", "run")
#: What a report fills where the row has nothing, and what then stays when the panel writes the row again.
_FILLED: Final = ("campaign", "session", "number", "queue", "ended", *TAGS)
_REPLACED: Final = (
    *("tenant", "agent", "session_unique", "started", "started_us", "connected", "note", "recorded", "data"),
)


def _kept_once_reported(name: str) -> str:
    return f"CASE WHEN reported_us IS NOT NULL THEN {name} END"


def _unless_confirmed(name: str, otherwise: str) -> str:
    return f"{name} = CASE WHEN state = 'confirmed' THEN {otherwise} ELSE excluded.{name} END"


_INSERT: Final = f"INSERT INTO entry ({', '.join(_WRITTEN)}) VALUES ({', '.join(f':{name}' for name in _WRITTEN)})"  # noqa: S608
_SET: Final = (
    *(f"{name} = excluded.{name}" for name in _REPLACED),
    *(f"{name} = coalesce(excluded.{name}, {_kept_once_reported(name)})" for name in _FILLED),
    "outcome = coalesce(excluded.outcome, reported_outcome)",
    f"reason = coalesce({_kept_once_reported('reason')}, excluded.reason)",
    f"declined = max(excluded.declined, coalesce({_kept_once_reported('declined')}, 0))",
    _unless_confirmed("state", "state"),
    _unless_confirmed("why", "why"),
    _unless_confirmed("run", "NULL"),
)
_APPEND: Final = f"{_INSERT} ON CONFLICT (key) DO UPDATE SET {', '.join(_SET)}"
_INSERT_ONCE: Final = f"{_INSERT} ON CONFLICT (key) DO NOTHING"

_MARK: Final = """
UPDATE entry SET state = :state, why = :why, run = :run
WHERE key = :key AND state <> 'confirmed'
"""

# A row without SI is one whose SI is its number (behaviour.md 9), so either may stand in the report's SI.
_BY_SESSION: Final = """
SELECT position FROM entry INDEXED BY entry_call
WHERE coalesce(session, number) IN (:session, :number) AND (session IS NULL OR session = :session)
"""
_BY_NUMBER: Final = """
SELECT position FROM entry
WHERE started_us BETWEEN :moment_us - :day_us AND :moment_us + :day_us AND number = :number
"""
# The row that took this very report before is its row for ever; else the nearest one without a report.
_NEAREST: Final = """
AND tenant IS :tenant AND agent = :agent AND abs(started_us - :moment_us) <= :day_us
AND (reported_us IS NULL OR reported_us = :reported_us)
ORDER BY reported_us IS NULL, abs(started_us - :moment_us), position LIMIT 1
"""
_REPORT: Final = f"""
UPDATE entry SET {", ".join(f"{name} = coalesce({name}, :{name})" for name in (*_FILLED, "outcome"))},
reason = coalesce(:reason, reason), declined = max(declined, :declined),
reported_us = :reported_us, reported_outcome = :reported_outcome
WHERE position = :position
"""  # noqa: S608

_LEFT_BEHIND: Final = "UPDATE entry SET state = 'local', why = ?, run = NULL WHERE run = ?"


def append(connection: sqlite3.Connection, run: int, entry: Entry) -> None:
    """Insert the row, or replace what the panel may replace in the one with its key."""
    connection.execute(_APPEND, columns_of(entry, run))


def mark(connection: sqlite3.Connection, run: int, key: str, state: Sending, why: Say | None) -> None:
    """The row's outcome has come this far; one that is confirmed stays so."""
    still_to_settle = run if state is Sending.UNSENT else None
    values = {"key": key, "state": state.value, "why": say_to_json(why), "run": still_to_settle}
    connection.execute(_MARK, values)


def report(connection: sqlite3.Connection, said: OutcomeReport) -> None:
    """Fill the row of that call with what the dialer reported, or make one of it."""
    values = columns_of_report(said)
    position = _row_of_call(connection, said, values)
    if position is None:
        connection.execute(_INSERT_ONCE, {**columns_of(entry_of_report(said), 0), **values})
    else:
        connection.execute(_REPORT, {**values, "position": position})


def _row_of_call(connection: sqlite3.Connection, said: OutcomeReport, values: dict[str, Any]) -> int | None:
    search = (_BY_NUMBER if said.session is None else _BY_SESSION) + _NEAREST
    wanted = {"tenant": said.tenant, "agent": said.agent, "moment_us": microseconds(moment_of(said)), "day_us": _DAY_US}
    found = connection.execute(search, {**values, **wanted}).fetchone()
    return None if found is None else found[0]


def settle_what_is_left(connection: sqlite3.Connection, path: Path, own_run: int) -> None:
    """Rows whose panel ended before it had settled them become local ones that say so."""
    why = say_to_json(say(words.WHY_ENDED_PROGRAM))
    for (number,) in connection.execute("SELECT DISTINCT run FROM entry WHERE run IS NOT NULL").fetchall():
        if number == own_run:
            connection.execute(_LEFT_BEHIND, (why, number))
            continue
        with runs.ended(path, number) as has_ended:
            if has_ended:
                connection.execute(_LEFT_BEHIND, (why, number))
