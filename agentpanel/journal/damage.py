"""Whether the journal's file is whole: a little at every start, all of it when there is time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agentpanel.journal.database import form_of, migrations
from agentpanel.journal.rawpages import MAGIC
from agentpanel.journal.reading import LOG_ALONE, log_size, open_existing

#: Bytes up to which a file is read whole at each start: a tenth of a second.
SMALL: Final = 32 * 1024 * 1024
#: Seconds that this may take at the start, also where a panel did not end in order.
_PATIENCE_S: Final = 2.0
_STEPS: Final = 20_000
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class Found:
    """``damage`` is what is wrong, in SQLite's words; ``whole``: all of the file was looked at."""

    damage: str | None = None
    whole: bool = True


def look(path: Path, *, alone: bool, thorough: bool = False) -> Found:
    """What a start looks at; ``alone``: no panel has the file open.

    ``thorough``: all of it and its indexes as well, however long it takes.

    Raises sqlite3.Error and OSError for what is no damage.
    """
    if not path.exists() or (size := path.stat().st_size) == 0:
        return Found(LOG_ALONE) if log_size(path) else Found()
    unclean = alone and log_size(path) > 0
    if cut := _cut(path, size, unclean=unclean or not alone):
        return Found(cut)
    try:
        with closing(open_existing(path, untouched=not alone and log_size(path) > 0)) as connection:
            form = form_of(connection)
            if form > len(migrations()):
                return Found()  # what a newer version has made is not ours to judge
            if fault := _schema_fault(connection, form):
                return Found(fault)
            if not (thorough or (alone and (unclean or size < SMALL))):
                return Found(whole=False)
            end = time.monotonic() + _PATIENCE_S
            return whole_check(connection, lambda: not thorough and time.monotonic() > end, indexes=thorough)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return Found(str(error))


def whole_check(connection: sqlite3.Connection, enough: Callable[[], bool], *, indexes: bool = False) -> Found:
    """Every page, until ``enough()``; ``indexes``: whether those have every row, which takes much longer.

    Raises sqlite3.Error for what is no damage.
    """
    connection.set_progress_handler(enough, _STEPS)
    try:
        (first, *_) = connection.execute(f"PRAGMA {'integrity' if indexes else 'quick'}_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return Found(whole=False)
        if not is_damage(error):
            raise
        return Found(str(error))
    finally:
        connection.set_progress_handler(None, 0)
    return Found(None if first == "ok" else _first_line(first))


def is_damage(error: sqlite3.Error) -> bool:
    """The file's content is at fault, not the disk or a lock."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def _first_line(text: str) -> str:
    """SQLite's report begins with a heading."""
    lines = [line.strip() for line in text.splitlines() if not line.startswith("***")]
    return lines[0] if lines else text.strip()


def _cut(path: Path, size: int, *, unclean: bool) -> str | None:
    """What the first bytes tell: no journal at all, or more pages than there are."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(MAGIC):
        return "file is not a database"
    told = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    # Pages that are still in the log beside it are not missing.
    if not unclean and size < pages * (65536 if told == 1 else told):
        return "the file is cut short"
    return None


def _schema_fault(connection: sqlite3.Connection, form: int) -> str | None:
    """A file of a form that we know has its tables."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if form == 0:
        return "it has no form, but tables" if tables else None
    return None if "entry" in tables else "the table of calls is missing"
