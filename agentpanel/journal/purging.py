"""Calls removed for good: from the rows, the index, the log beside the file, and the copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from agentpanel.domain.words import say
from agentpanel.journal import runs
from agentpanel.journal.copies import copies, set_aside
from agentpanel.journal.database import BUSY_S
from agentpanel.journal.errors import BUSY_PURGE, LOCKED, JournalError, sort_error
from agentpanel.journal.find_index import compact
from agentpanel.journal.left import settle_what_is_left
from agentpanel.journal.reading import begun, need_newest
from agentpanel.journal.retention import Removed, remove_some
from agentpanel.journal.rows import microseconds

#: Rows of one transaction: a panel that writes waits no longer than for these.
_MOST: Final = 500
#: Bytes up to which the file is written anew while a panel has it open, which then waits a second.
_SMALL: Final = 100 * 1024 * 1024
_ALL: Final = 2**63 - 1

_KEPT: Final = """
SELECT (SELECT count(*) FROM entry WHERE position < :before) + (SELECT count(*) FROM pause WHERE started_us < :before)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What went; ``kept`` rows and breaks are still worked on by a panel. ``compacted``: the file is written anew."""

    rows: int = 0
    breaks: int = 0
    kept: int = 0
    files: tuple[str, ...] = ()
    compacted: bool = True


def purge(path: Path, before: datetime | None) -> Purged:
    """Remove whoever's calls and breaks began before that time (None: all), and every copy of the file.

    Copies go as well where the file itself is not there. Raises JournalError; what was removed by then stays removed.
    """
    try:
        if not begun(path):
            return Purged(files=_drop_copies(path))
        with closing(_open(path)) as connection:
            need_newest(connection, path)
            # While it runs, no starting panel takes the file for nobody's.
            run = runs.take_run(path)
            try:
                return _purge(connection, path, run, _ALL if before is None else microseconds(before))
            finally:
                run.release()
    except TimeoutError as error:
        raise JournalError(say(LOCKED, path=str(path))) from error
    except (sqlite3.Error, OSError) as error:
        raise sort_error(error, path) from error


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, timeout=BUSY_S, isolation_level=None, uri=True)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _purge(connection: sqlite3.Connection, path: Path, run: runs.Run, before: int) -> Purged:
    settle_what_is_left(connection, path, run.number)
    removed = _remove_all(connection, before)
    with runs.opening(path, BUSY_S):
        alone = runs.held(path) == [run.number]
    compacted = _compact(connection, path, vacuum=alone or path.stat().st_size <= _SMALL)
    files = _drop_copies(path)
    (kept,) = connection.execute(_KEPT, {"before": before}).fetchone()
    return Purged(
        rows=removed.rows,
        breaks=removed.breaks,
        kept=kept,
        files=files,
        compacted=compacted,
    )


def _drop_copies(path: Path) -> tuple[str, ...]:
    """The names of those that were there."""
    files = [*copies(path), *set_aside(path)]
    for each in files:
        each.unlink(missing_ok=True)
    return tuple(each.name for each in files)


def _remove_all(connection: sqlite3.Connection, before: int) -> Removed:
    rows, breaks = 0, 0
    while (some := remove_some(connection, before, _MOST)) != Removed():
        rows, breaks = rows + some.rows, breaks + some.breaks
    return Removed(rows, breaks)


def _compact(connection: sqlite3.Connection, path: Path, *, vacuum: bool) -> bool:
    """What was removed leaves the index, the free room of the pages and the log. Raises JournalError."""
    try:
        compact(connection)
        if vacuum:
            connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        busy = True
    if busy:
        raise JournalError(say(BUSY_PURGE, path=str(path)))
    return vacuum
