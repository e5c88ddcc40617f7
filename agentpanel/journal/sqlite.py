"""The journal of calls in one SQLite file."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from agentpanel.domain.records import DaySums, Entry, OutcomeReport, Pause, Query, Row, Sending
from agentpanel.domain.rules import JournalRules
from agentpanel.domain.words import Say, say
from agentpanel.journal import reads, writes
from agentpanel.journal.burst import report_all
from agentpanel.journal.day import day as sum_up
from agentpanel.journal.errors import CLOSED, JournalError
from agentpanel.journal.jobs import Done, Read, Write, size_of
from agentpanel.journal.reports import report
from agentpanel.journal.worker import Told, Worker

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: Reports of one job: what else is queued waits no longer than for these.
_MOST_REPORTS: Final = 500
#: Changes that may wait to be written while a burst is read on: more would only fill the memory.
_MOST_WAITING: Final = 2_000
#: Seconds that a disk which hangs may hold up the dialer's next words.
_PATIENCE_S: Final = 0.25
#: Without a site's rules nothing is removed.
KEEP_ALL: Final = JournalRules(keep_days=0, keep_rows=0)


class SqliteJournal:
    """domain.records.Journal on a file; made by open(), and used on the loop that opened it.

    A write without ``done`` that fails by the machine's fault is tried again until close().
    """

    def __init__(self, path: Path, rules: JournalRules) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker = Worker(path, self._loop, self._committed, rules=rules, noticed=self._notice)
        self._observers: dict[object, Callable[[], None]] = {}
        self._notices: list[Say] = []
        self._tell: Callable[[Say], None] | None = None
        self._closed = False
        # Those of this turn of the loop, each as what is in an item.
        self._reports: list[tuple[OutcomeReport]] = []
        self._waiting = 0
        self._room = asyncio.Event()

    @classmethod
    async def open(cls, path: Path, rules: JournalRules = KEEP_ALL) -> SqliteJournal:
        """Open or make the file. Rows that a panel left unsettled become local ones. Raises JournalError.

        A damaged file is set aside and what can be read of it carried over; ``notices`` say so.
        """
        journal = cls(path, rules)
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
        self._write(Write(writes.append, ((entry,),), done))

    def mark_sent(self, key: str, state: Sending, why: Say | None) -> None:
        """The row's outcome has come this far; nothing where there is no such row."""
        self._write(Write(writes.mark, ((key, state, why),)))

    def report(self, reports: Sequence[OutcomeReport]) -> None:
        """Join each to the row of that call, found by session or number and time, or make one; twice is as once.

        Those of one turn of the loop are written together.
        """
        if not self._reports:
            self._loop.call_soon(self._flush)
        self._reports += [(each,) for each in reports]
        if len(self._reports) >= _MOST_REPORTS:
            self._flush()

    def note(self, key: str, text: str, done: Done) -> None:
        """Show this note with the call, whatever the panel writes later; ``done`` as of append().

        A row that has been removed is a JournalError as well.
        """
        self._write(Write(writes.note, ((key, text),), done))

    def correct(self, key: str, number: int, text: str | None, done: Done) -> None:
        """Show this text in place of tag 1 to 6, "" for none; None takes the correction back. ``done`` as of note()."""
        self._write(Write(writes.correct, ((key, number, text),), done))

    def pause(self, pause: Pause) -> None:
        """Insert the break or replace the one with its key."""
        self._write(Write(writes.pause, ((pause,),)))

    async def keeping_up(self) -> None:
        """Return when few changes wait to be written, or after a quarter of a second."""
        if self._waiting < _MOST_WAITING or self._closed:
            return
        self._room.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await self._room.wait()

    async def page(self, query: Query) -> list[Row]:
        """Newest call first. Raises JournalError."""
        return await self._ask(lambda connection: reads.rows(connection, query))

    async def count_unsent(self, tenant: str | None, agent: str) -> int:
        """How many rows of this agent wait to be written to the dialer. Raises JournalError."""
        return await self._ask(lambda connection: reads.count_unsent(connection, tenant, agent))

    async def day(self, tenant: str | None, agent: str, since: datetime, until: datetime) -> DaySums:
        """What an agent did between two aware moments; what lasts still counts up to ``until``. Raises JournalError."""
        return await self._ask(lambda connection: sum_up(connection, tenant, agent, since, until))

    @property
    def notices(self) -> tuple[Say, ...]:
        """What the agent is to be told of the file: that it was damaged, and what became of it."""
        return tuple(self._notices)

    def tell_notices(self, tell: Callable[[Say], None]) -> None:
        """Call ``tell`` with each notice, on the loop: those of the start now, others when something is found."""
        self._tell = tell
        for notice in self._notices:
            self._call(tell, notice)

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
        self._flush()
        if not self._closed:
            self._closed = True
            self._worker.stop()

    def _flush(self) -> None:
        """Queue the reports, before whatever is queued next."""
        if said := self._reports:
            self._reports = []
            self._write(Write(report, said, together=report_all))

    def _write(self, write: Write) -> None:
        self._flush()
        if not self._closed:
            self._waiting += size_of(write)
            self._worker.put(write)
        elif write.done is not None:
            self._loop.call_soon(write.done, JournalError(say(CLOSED)))
        else:
            _log.warning("A change of a row came after the journal was closed.")

    async def _ask(self, perform: Callable[[sqlite3.Connection], T]) -> T:
        if self._closed:
            raise JournalError(say(CLOSED))
        self._flush()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._worker.put(Read(perform, answer))
        return await answer

    def _committed(self, told: Told, changed: bool, taken: int) -> None:
        self._waiting -= taken
        if self._waiting < _MOST_WAITING:
            self._room.set()
        for done, failure in told:
            self._call(done, failure)
        if changed:
            for observer in tuple(self._observers.values()):
                self._call(observer)

    def _notice(self, notice: Say) -> None:
        self._notices.append(notice)
        if self._tell is not None:
            self._call(self._tell, notice)

    def _call(self, callback: Callable[..., None], *args: object) -> None:
        try:
            callback(*args)
        except Exception as error:  # noqa: BLE001 -- the others are to be called too
            self._loop.call_exception_handler({"message": f"{callback} of the journal failed", "exception": error})
