"""A second look at the journal, beside the panel that writes it: nothing is made, changed or brought to a new form."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from agentpanel.domain.words import say
from agentpanel.journal.database import BUSY_S, form_of, migrations
from agentpanel.journal.errors import DAMAGED, NEWER, OLDER, JournalError, sort_error

#: Opens the file for reading alone; and so that SQLite may bring in what a panel that died has left beside it.
_READ_ONLY: Final = "ro"
_AS_IT_IS: Final = "rw"
#: An empty file never has changes beside it. SQLite would remove them when it opens the file.
LOG_ALONE: Final = "the file is empty or gone, and its log is not"


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file of the newest form, for questions. Raises JournalError, also for what goes wrong inside the block."""
    try:
        with closing(open_existing(path)) as connection:
            need_newest(connection, path)
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise sort_error(error, path) from error


def begun(path: Path) -> bool:
    """Whether there is a file with something in it. Raises JournalError, also where there is nothing but a log."""
    try:
        if path.exists() and path.stat().st_size > 0:
            return True
        if log_size(path):
            raise JournalError(say(DAMAGED, path=str(path), detail=LOG_ALONE))
    except OSError as error:
        raise sort_error(error, path) from error
    return False


def log_size(path: Path) -> int:
    """Bytes of changes that stand in the log alone. Raises OSError."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def open_existing(path: Path, *, untouched: bool = False) -> sqlite3.Connection:
    """A connection that cannot write, to a file that is there; ``untouched``: not even what a crash left is brought in.

    Raises sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?mode={_READ_ONLY if untouched else _AS_IT_IS}"
    connection = sqlite3.connect(address, timeout=BUSY_S, isolation_level=None, uri=True)
    connection.execute("PRAGMA query_only = ON")
    return connection


def need_newest(connection: sqlite3.Connection, path: Path) -> None:
    """Raises JournalError for a file of another form."""
    found, known = form_of(connection), len(migrations())
    if found != known:
        raise JournalError(say(NEWER if found > known else OLDER, path=str(path), found=found, known=known))
