"""What the journal's thread is given to do, and how many writes become one commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from agentpanel.domain.words import say
from agentpanel.journal.errors import GIVEN_UP, JournalBugError, JournalError, is_machines, sort_error

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: Steps of SQLite's machine between two looks whether a question is still one: a tenth of a millisecond.
_STEPS: Final = 5_000
#: From so many on changes are made together.
_MANY: Final = 8
Done = Callable[[Exception | None], None]


@dataclass(frozen=True, slots=True)
class Write:
    """A change of one row, by one statement, for each of ``items``; ``done`` is told how it went.

    ``perform`` gets the connection, the number of the run, and what is in an item; ``together``, which does the same
    for many and fails for all of them, gets the items.
    """

    perform: Callable[..., None]
    items: Sequence[tuple[Any, ...]]
    done: Done | None = None
    together: Callable[[sqlite3.Connection, int, Any], None] | None = None


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A question; it sees every write that was queued before it."""

    perform: Callable[[sqlite3.Connection], T]
    answer: asyncio.Future[T]


@dataclass(frozen=True, slots=True)
class Chore:
    """A slice of something that can wait, some milliseconds long; True while there is more of it to do."""

    perform: Callable[[sqlite3.Connection], bool]


def size_of(job: object) -> int:
    """How many changes it is; a question counts as one."""
    return len(job.items) if isinstance(job, Write) else 1


def first_of(writes: Sequence[Write], most: int) -> tuple[list[Write], int]:
    """Of writes in order those with together at most so many changes, and how many changes the others are."""
    taken: list[Write] = []
    for write in writes:
        if (most := most - size_of(write)) < 0:
            break
        taken.append(write)
    return taken, sum(map(size_of, writes[len(taken) :]))


def parts_of(writes: Sequence[Write], most: int) -> Iterator[list[Write]]:
    """The writes in order, in parts of at most so many changes, or of one write."""
    part: list[Write] = []
    size = 0
    for write in writes:
        if part and size + size_of(write) > most:
            yield part
            part, size = [], 0
        part.append(write)
        size += size_of(write)
    if part:
        yield part


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

    def commit_each(self, parts: Iterable[Sequence[Write]]) -> list[JournalError | None]:
        """A transaction for each part, in order; what follows one that the machine lets fail, fails untried."""
        failures: list[JournalError | None] = []
        for part in parts:
            stuck = failures[-1] if failures and is_machines(failures[-1]) else None
            failures += self.commit(part) if stuck is None else [stuck] * len(part)
        return failures

    def ask(self, perform: Callable[[sqlite3.Connection], T], *, unless: Callable[[], bool] | None = None) -> T:
        """Give up, by JournalError, as soon as ``unless`` holds: nobody waits any more. Raises JournalError."""
        self._connection.set_progress_handler(unless, _STEPS)
        try:
            return perform(self._connection)
        except Exception as error:
            if unless is not None and unless():
                raise JournalError(say(GIVEN_UP)) from error
            raise self._sort(error) from error
        finally:
            self._connection.set_progress_handler(None, 0)

    def _attempt(self, write: Write) -> JournalError | None:
        """A fault of ours, or a row that is gone, costs this item alone; the machine's would meet all others too."""
        if write.together is not None and len(write.items) >= _MANY and self._together(write.together, write.items):
            return None
        failure: JournalError | None = None
        for item in write.items:
            try:
                write.perform(self._connection, self._run, *item)
            except Exception as error:
                failure = self._sort(error)
                if is_machines(failure):
                    raise failure from error
        return failure

    def _together(self, perform: Callable[..., None], items: Sequence[tuple[Any, ...]]) -> bool:
        """False where a fault of ours is in one of them, which then has to be found."""
        self._connection.execute("SAVEPOINT together")
        try:
            perform(self._connection, self._run, items)
        except Exception as error:
            if not isinstance(failure := sort_error(error, self._path), JournalBugError):
                raise failure from error
            self._connection.execute("ROLLBACK TO together")
            _log.debug("%d changes are made one by one: %s", len(items), failure)
            return False
        finally:
            if self._connection.in_transaction:
                self._connection.execute("RELEASE together")
        return True

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
