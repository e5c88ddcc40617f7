"""When the texts by which rows are found are made: while nobody waits, and not in the midst of a burst."""

from __future__ import annotations

import logging
import math
import sqlite3
from typing import Final

from agentpanel.journal.find_index import make_slice, merge_slice

_log = logging.getLogger(__name__)

#: Seconds without a change of rows after which the next may be a while in coming.
QUIET_S: Final = 0.25
#: Where changes never pause, one slice in so many seconds: the rows that wait must not become more and more.
STARVED_S: Final = 1.0
#: Seconds until the next attempt: another program writes; the disk is full.
_BUSY_S: Final = 1.0
_FAULTY_S: Final = 60.0


class Indexing:
    """Says when the next slice is due and does it; on the journal's thread. Times are of time.monotonic()."""

    def __init__(self, connection: sqlite3.Connection, now: float) -> None:
        self._connection = connection
        # Rows may have been left by a panel that died.
        self._due = now + QUIET_S
        self._starved = now + STARVED_S
        self._merging = True
        self._over = False

    def wait_s(self, now: float) -> float:
        """Seconds until there is something to do, which may be never."""
        return max(0.0, self._due - now)

    def changed(self, now: float) -> None:
        """Rows were written, or removed."""
        if self._over:
            return
        if self._due == math.inf:
            self._starved = now + STARVED_S
        self._merging = True
        self._due = min(now + QUIET_S, max(now, self._starved))

    def step(self, now: float) -> None:
        """One slice; nothing that goes wrong here is worth disturbing anybody for."""
        self._starved = now + STARVED_S
        try:
            self._due = now if self._work() else math.inf
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            self._due = self._starved = now + (_BUSY_S if busy else _FAULTY_S)
            _log.debug("The texts of rows are made later: %s", error)
        except sqlite3.DatabaseError as error:
            self._due = self._starved = now + _FAULTY_S
            _log.info("The texts of rows cannot be made now: %s", error)
        except Exception:  # noqa: BLE001 -- rows are found all the same, only slower
            self._over, self._due = True, math.inf
            _log.exception("The texts of rows cannot be made.")

    def _work(self) -> bool:
        """Whether there may be more: after each slice its part is put together with others."""
        if self._merging and merge_slice(self._connection):
            return True
        self._merging = bool(make_slice(self._connection))
        return self._merging
