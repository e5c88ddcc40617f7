"""Makes the texts by which rows are found, a slice at a time, when their thread has nothing else to do.

All of it is derived from the rows: what a power cut takes away is made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Final

from agentpanel.journal.find import SELECTED
from agentpanel.journal.find_text import haystack

#: A slice ends with this many rows, or with the row that fills this many characters: some 20 ms.
SLICE_ROWS: Final = 500
_SLICE_CHARACTERS: Final = 100_000
#: Pages of the index that are put together at a time.
_MERGED: Final = 64

_WAITING: Final = f"""
SELECT unfound.position, {SELECTED} FROM unfound LEFT JOIN entry ON entry.position = unfound.position
ORDER BY unfound.position DESC LIMIT :most
"""  # noqa: S608
_MAKE: Final = "INSERT OR REPLACE INTO found (rowid, text) VALUES (?, ?)"
_FORGET: Final = "DELETE FROM found WHERE rowid = ?"
_MERGE: Final = "INSERT INTO found (found, rank) VALUES ('merge', ?)"
_COMPACT: Final = "INSERT INTO found (found) VALUES ('optimize')"


def make_slice(connection: sqlite3.Connection) -> int:
    """Make the texts of the newest rows that wait for theirs; gives how many, 0 when none waits.

    Raises sqlite3.Error, SQLITE_BUSY at once where another program writes.
    """
    with _derived(connection):
        made, gone = _texts(connection)
        # FTS5 takes rising numbers without writing out what it has so far.
        connection.executemany(_FORGET, [(position,) for position in reversed(gone)])
        connection.executemany(_MAKE, reversed(made))
        lowest = min([*gone, *(position for position, _ in made)], default=0)
        connection.execute("DELETE FROM unfound WHERE position >= ?", (lowest,))
    return len(made) + len(gone)


def merge_slice(connection: sqlite3.Connection) -> bool:
    """Put some parts of the index together; False when they are few enough. Raises as make_slice()."""
    with _derived(connection):
        before = connection.total_changes
        connection.execute(_MERGE, (_MERGED,))
        # FTS5 counts the command itself as a change.
        return connection.total_changes - before >= 2


def forget(connection: sqlite3.Connection, positions: Iterable[int]) -> None:
    """Rows with these positions are deleted: they are found no more. In a transaction of the caller."""
    for position in sorted(positions):
        connection.execute(_FORGET, (position,))
        connection.execute("DELETE FROM unfound WHERE position = ?", (position,))


def compact(connection: sqlite3.Connection) -> None:
    """Leave no trace of forgotten texts in the index, which marks them as gone until then; seconds for a million."""
    connection.execute(_COMPACT)


def _texts(connection: sqlite3.Connection) -> tuple[list[tuple[int, str]], list[int]]:
    """Positions with their texts, and positions where no row stands any more, falling."""
    made: list[tuple[int, str]] = []
    gone: list[int] = []
    characters = 0
    with closing(connection.execute(_WAITING, {"most": SLICE_ROWS})) as waiting:
        for position, *record in waiting:
            if record[0] is None:
                gone.append(position)
                continue
            made.append((position, haystack(record)))
            characters += len(made[-1][1])
            if characters > _SLICE_CHARACTERS:
                break
    return made, gone


@contextmanager
def _derived(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that waits neither for another program's nor for the disk."""
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA busy_timeout = {patience}")
