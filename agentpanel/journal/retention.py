"""Rows are kept for so many days, and so many of them; the oldest go, a few at a time."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from agentpanel.domain.rules import JournalRules
from agentpanel.journal.find_index import forget
from agentpanel.journal.rows import microseconds

#: Seconds that one slice may take of the journal's thread.
_SLICE_S: Final = 0.01
#: Rows of the first slice, and of the largest.
_FIRST, _MOST = 20, 1000
#: Milliseconds to wait for another program that writes.
_PATIENCE_MS: Final = 20

_BOUNDARY: Final = "SELECT position FROM entry ORDER BY position DESC LIMIT 1 OFFSET :keep_rows"
# A row that a panel has still to settle stays: it is the call that somebody works on.
_OLD: Final = "SELECT position FROM entry WHERE position < :before AND run IS NULL ORDER BY position LIMIT :most"
_OLD_BREAKS: Final = """
DELETE FROM pause WHERE key IN (SELECT key FROM pause WHERE started_us < :before AND run IS NULL LIMIT :most)
"""


def boundary(connection: sqlite3.Connection, rules: JournalRules, now: datetime) -> int:
    """The position before which rows may go; 0 keeps all. May take a second where ``keep_rows`` is large."""
    by_age = microseconds(now - timedelta(days=rules.keep_days)) if rules.keep_days else 0
    beyond = connection.execute(_BOUNDARY, {"keep_rows": rules.keep_rows}).fetchone() if rules.keep_rows else None
    # The row at the boundary is the first that is too many.
    return max(by_age, 0 if beyond is None else beyond[0] + 1)


class Retention:
    """Removes what is older than a position, in slices of some milliseconds."""

    def __init__(self, before: int) -> None:
        self._before = before
        self._most = _FIRST

    def step(self, connection: sqlite3.Connection) -> bool:
        """Remove a few rows, in one transaction; False when there are no more.

        Raises sqlite3.Error, SQLITE_BUSY nearly at once where another program writes.
        """
        begun = time.monotonic()
        (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            removed = remove_some(connection, self._before, self._most)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {patience}")
        took = time.monotonic() - begun
        self._most = max(1, self._most // 2) if took > _SLICE_S else min(_MOST, self._most * 2)
        return removed.rows + removed.breaks > 0


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows and breaks went."""

    rows: int = 0
    breaks: int = 0


def remove_some(connection: sqlite3.Connection, before: int, most: int) -> Removed:
    """Remove up to so many rows, or else breaks, that began before a position, in one transaction.

    Raises sqlite3.Error; then nothing is removed.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        removed = _remove(connection, before, most)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return removed


def _remove(connection: sqlite3.Connection, before: int, most: int) -> Removed:
    old = [position for (position,) in connection.execute(_OLD, {"before": before, "most": most})]
    if not old:
        return Removed(breaks=connection.execute(_OLD_BREAKS, {"before": before, "most": most}).rowcount)
    connection.executemany("DELETE FROM entry WHERE position = ?", [(position,) for position in old])
    forget(connection, old)
    return Removed(rows=len(old))


def now() -> datetime:
    """The time by which ages count."""
    return datetime.now(UTC)
