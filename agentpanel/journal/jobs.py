"""What the journal's thread is given to do, and how many writes become one commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from agentpanel.journal.errors import JournalBugError, JournalError, sort_error

_log = logging.getLogger(__name__)

T = TypeVar("T")
Done = Callable[[Exception | None], None]


@dataclass(frozen=True, slots=True)
class Write:
    """A change of one row, by one statement; ``done`` is told how it went."""

    perform: Callable[[sqlite3.Connection, int], None]
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A question; it sees every write that was queued before it."""

    perform: Callable[[sqlite3.Connection], T]
    answer: asyncio.Future[T]


class Store:
    """The open file, as the panel with this run number writes it."""

    def __init__(self, connection: sqlite3.Connection, run: int, path: Path) -> None:
        self._connection = connection
        self._run = run
        self._path = path

    def commit(self, writes: Sequence[Write]) -> list[JournalError | None]:
        """Make one transaction of them; None for each that is on the disk, or why it is not."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            failures = [self._attempt(write) for write in writes]
            self._connection.execute("COMMIT")
        except (sqlite3.Error, JournalError) as error:
            self._roll_back()
            return [self._sort(error)] * len(writes)
        return failures

    def ask(self, perform: Callable[[sqlite3.Connection], T]) -> T:
        """Raises JournalError."""
        try:
            return perform(self._connection)
        except Exception as error:
            raise self._sort(error) from error

    def _attempt(self, write: Write) -> JournalError | None:
        """A fault of ours costs this write alone; the machine's would meet its neighbours too."""
        try:
            write.perform(self._connection, self._run)
        except Exception as error:
            failure = self._sort(error)
            if not isinstance(failure, JournalBugError):
                raise failure from error
            return failure
        return None

    def _sort(self, error: Exception) -> JournalError:
        failure = sort_error(error, self._path)
        if isinstance(failure, JournalBugError):
            _log.error("%s", failure, exc_info=error)
        return failure

    def _roll_back(self) -> None:
        if not self._connection.in_transaction:
            return  # SQLite has done so itself
        try:
            self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            _log.exception("A failed transaction of the journal could not be taken back.")
