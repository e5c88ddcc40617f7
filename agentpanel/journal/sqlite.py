"""The journal of calls in one SQLite file."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from agentpanel.domain.records import Entry, OutcomeReport, Query, Sending
from agentpanel.domain.words import Say, say
from agentpanel.journal import reads, writes
from agentpanel.journal.errors import CLOSED, JournalError
from agentpanel.journal.jobs import Done, Read, Write
from agentpanel.journal.rows import Row
from agentpanel.journal.worker import Told, Worker

_log = logging.getLogger(__name__)

T = TypeVar("T")


class SqliteJournal:
    """domain.records.Journal on a file; made by open(), and used on the loop that opened it.

    A write without ``done`` that fails by the machine's fault is tried again until close().
    """

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker = Worker(path, self._loop, self._committed)
        self._observers: dict[object, Callable[[], None]] = {}
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> SqliteJournal:
        """Open or make the file. Rows that a panel left unsettled become local ones. Raises JournalError."""
        journal = cls(path)
        try:
            await journal._worker.opened
        except BaseException:
            journal._stop()
            raise
        return journal

    def append(self, entry: Entry, done: Done) -> None:
        """Insert the row or replace the one with its key; ``done(None)`` once it is on the disk.

        What a report filled stays, and a confirmed row stays confirmed. ``done(JournalError)`` says why it failed.
        """
        self._write(Write(lambda connection, run: writes.append(connection, run, entry), done))

    def mark_sent(self, key: str, state: Sending, why: Say | None) -> None:
        """The row's outcome has come this far; nothing where there is no such row."""
        self._write(Write(lambda connection, run: writes.mark(connection, run, key, state, why)))

    def report(self, report: OutcomeReport) -> None:
        """Fill the row of that call, found by session or number and time, or make one; twice is as once."""
        self._write(Write(lambda connection, _: writes.report(connection, report)))

    async def page(self, query: Query) -> list[Entry]:
        """Newest call first; the outcome is the dialer's where it reported one. Raises JournalError."""
        return [row.entry for row in await self.rows(query)]

    async def rows(self, query: Query) -> list[Row]:
        """As page(), with the positions that ``query.after`` takes, and the agent's own outcomes."""
        return await self._ask(lambda connection: reads.rows(connection, query))

    async def count_unsent(self, tenant: str | None, agent: str) -> int:
        """How many rows of this agent wait to be written to the dialer. Raises JournalError."""
        return await self._ask(lambda connection: reads.count_unsent(connection, tenant, agent))

    def observe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` on the loop once for each commit of this journal; gives its undo."""
        token = object()
        self._observers[token] = changed

        def undo() -> None:
            self._observers.pop(token, None)

        return undo

    async def close(self, timeout: float) -> bool:
        """Write out what is queued and close; False if that is not done after ``timeout`` seconds."""
        self._stop()
        try:
            async with asyncio.timeout(timeout):
                await asyncio.shield(self._worker.ended)
        except TimeoutError:
            _log.warning("The journal was not written out after %g s.", timeout)
            return False
        return True

    def _stop(self) -> None:
        if not self._closed:
            self._closed = True
            self._worker.stop()

    def _write(self, write: Write) -> None:
        if not self._closed:
            self._worker.put(write)
        elif write.done is not None:
            self._loop.call_soon(write.done, JournalError(say(CLOSED)))
        else:
            _log.warning("A change of a row came after the journal was closed.")

    async def _ask(self, perform: Callable[[sqlite3.Connection], T]) -> T:
        if self._closed:
            raise JournalError(say(CLOSED))
        answer: asyncio.Future[T] = self._loop.create_future()
        self._worker.put(Read(perform, answer))
        return await answer

    def _committed(self, told: Told, changed: bool) -> None:
        for done, failure in told:
            self._call(done, failure)
        if changed:
            for observer in tuple(self._observers.values()):
                self._call(observer)

    def _call(self, callback: Callable[..., None], *args: object) -> None:
        try:
            callback(*args)
        except Exception as error:  # noqa: BLE001 -- the others are to be called too
            self._loop.call_exception_handler({"message": f"{callback} of the journal failed", "exception": error})
