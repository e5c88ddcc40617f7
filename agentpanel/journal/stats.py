"""What the journal's file holds, counted; and whether it is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from agentpanel.journal import checks, rawpages
from agentpanel.journal.copies import beside, copies, set_aside
from agentpanel.journal.damage import is_damage, look
from agentpanel.journal.database import form_of, migrations
from agentpanel.journal.errors import sort_error
from agentpanel.journal.reading import begun, log_size, need_newest, open_existing, reading

#: Faults that are listed.
_MOST: Final = 100

_ENDS: Final = """
SELECT count(*), (SELECT started FROM entry ORDER BY position LIMIT 1),
(SELECT started FROM entry ORDER BY position DESC LIMIT 1) FROM entry
"""
_STATES: Final = "SELECT state, count(*) FROM entry GROUP BY state ORDER BY state"
_AGENTS: Final = """
SELECT agent, count(*) FROM entry WHERE tenant IS ? AND agent = coalesce(?, agent) GROUP BY agent
"""


def stats(path: Path, whose: tuple[str | None, str | None] | None) -> dict[str, Any]:
    """Numbers of the whole file, and rows by agent: of a tenant's one, of all of them (None), or of nobody.

    Raises JournalError.
    """
    files = _files(path)
    if not begun(path):
        return {**_EMPTY, **files}
    with reading(path) as connection:
        rows, oldest, newest = connection.execute(_ENDS).fetchone()
        (breaks,) = connection.execute("SELECT count(*) FROM pause").fetchone()
        (waiting,) = connection.execute("SELECT count(*) FROM unfound").fetchone()
        return {
            "rows": rows,
            "breaks": breaks,
            "bytes": sum(each.stat().st_size for each in beside(path)),
            "form": form_of(connection),
            "oldest": oldest,
            "newest": newest,
            "states": dict(connection.execute(_STATES).fetchall()),
            "agents": {} if whose is None else dict(connection.execute(_AGENTS, whose).fetchall()),
            "unindexed": waiting,
            **files,
        }


def _files(path: Path) -> dict[str, list[str]]:
    try:
        return {"copies": [each.name for each in copies(path)], "damaged": [each.name for each in set_aside(path)]}
    except OSError as error:
        raise sort_error(error, path) from error


_EMPTY: Final[dict[str, Any]] = {
    "rows": 0,
    "breaks": 0,
    "bytes": 0,
    "form": None,
    "oldest": None,
    "newest": None,
    "states": {},
    "agents": {},
    "unindexed": 0,
}


def check(path: Path) -> list[str]:
    """What is wrong with the file, in SQLite's words; nothing where it is whole, or not there.

    All of it is read, which may take a while; the file stays as it is. The next start mends what was found. Raises
    JournalError for a newer form and for what is no damage.
    """
    try:
        if faults := _faults_of(path):
            checks.note(path, damaged=True)
        return faults
    except (sqlite3.Error, OSError) as error:
        raise sort_error(error, path) from error


def _faults_of(path: Path) -> list[str]:
    found = look(path, alone=False)
    if found.damage is not None and (rawpages.header_form(path) or 0) <= len(migrations()):
        return [found.damage]
    if not begun(path):
        return []
    # The end of a connection that may write would bring a log in that a crash has left.
    with closing(open_existing(path, untouched=log_size(path) > 0)) as connection:
        if form_of(connection) > len(migrations()):
            need_newest(connection, path)
        return _faults(connection)


def _faults(connection: sqlite3.Connection) -> list[str]:
    try:
        lines = connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return [str(error)]
    faults = [line.strip() for (text,) in lines for line in text.splitlines() if not line.startswith("***")]
    return [] if faults == ["ok"] else faults
