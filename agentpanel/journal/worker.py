"""The one thread that touches the journal's file.

It is a daemon: a disk that hangs may hold it for ever, but neither the window nor the end of the program.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from agentpanel.journal.database import open_database
from agentpanel.journal.errors import JournalBugError, JournalError, sort_error
from agentpanel.journal.jobs import Done, Read, Store, Write
from agentpanel.journal.runs import take_run
from agentpanel.journal.writes import settle_what_is_left

_log = logging.getLogger(__name__)

#: The callbacks that are due after a commit, each with what to tell it.
Told = list[tuple[Done, JournalError | None]]

#: Jobs of one turn: enough for a burst to be cheap, few enough for their callbacks not to hold up the loop.
_BATCH: Final = 500
#: Seconds after which writes that nobody waits for are tried again.
_RETRY_S: Final = 5.0
#: How many of them are kept for that; a shift has hundreds.
_MOST_OWED: Final = 10_000


class Worker:
    """Does the jobs in order. ``committed(told, changed)`` comes on the loop after each commit, failed or not."""

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop, committed: Callable[[Told, bool], None]) -> None:
        self._path = path
        self._loop = loop
        self._committed = committed
        self._jobs: SimpleQueue[Write | Read[Any] | None] = SimpleQueue()
        # Writes that failed by the machine's fault and that nobody waits for: the row would tell an old state.
        self._owed: list[Write] = []
        self._lost = 0
        #: Done when the file is open; or the reason why it is not.
        self.opened: asyncio.Future[None] = loop.create_future()
        #: Done when the file is closed and every callback has come.
        self.ended: asyncio.Future[None] = loop.create_future()
        threading.Thread(target=self._run, name="journal", daemon=True).start()

    def put(self, job: Write | Read[Any]) -> None:
        """Queue a job; not after stop()."""
        self._jobs.put(job)

    def stop(self) -> None:
        """End after what is queued."""
        self._jobs.put(None)

    # -- on the thread ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        with ExitStack() as stack:
            stack.callback(self._post, _settle, self.ended, None)
            try:
                store = self._open(stack)
            except Exception as error:  # noqa: BLE001 -- raised where the opening is awaited
                self._post(_settle, self.opened, None, sort_error(error, self._path))
                return
            self._post(_settle, self.opened, None)
            self._serve(store)

    def _open(self, stack: ExitStack) -> Store:
        connection = open_database(self._path)
        stack.callback(connection.close)
        run = take_run(self._path)
        stack.callback(run.release)
        settle_what_is_left(connection, self._path, run.number)
        return Store(connection, run.number, self._path)

    def _serve(self, store: Store) -> None:
        while True:
            jobs = self._take()
            if writes := self._owed + [job for job in jobs if isinstance(job, Write)]:
                self._write(store, writes)
            for job in jobs:
                if isinstance(job, Read):
                    self._read(store, job)
            if None in jobs:
                break
        if lost := len(self._owed) + self._lost:
            _log.warning("%d changes of rows are lost: the journal could not be written at the end.", lost)

    def _take(self) -> list[Write | Read[Any] | None]:
        """Everything that is queued, up to a batch; nothing when it is time to try again."""
        jobs: list[Write | Read[Any] | None] = []
        try:
            jobs.append(self._jobs.get(timeout=_RETRY_S if self._owed else None))
            while len(jobs) < _BATCH:
                jobs.append(self._jobs.get_nowait())
        except Empty:
            pass
        return jobs

    def _write(self, store: Store, writes: list[Write]) -> None:
        failures = store.commit(writes)
        self._keep_owed(writes, failures)
        told = [(write.done, failure) for write, failure in zip(writes, failures, strict=True) if write.done]
        self._post(self._committed, told, None in failures)

    def _keep_owed(self, writes: list[Write], failures: list[JournalError | None]) -> None:
        """What failed by the machine's fault, and nobody was told of, is tried again."""
        owed = [
            (write, failure)
            for write, failure in zip(writes, failures, strict=True)
            if write.done is None and failure is not None and not isinstance(failure, JournalBugError)
        ]
        if owed and not self._owed:
            _log.warning("Rows keep an old state until the journal can be written: %s.", owed[0][1])
        self._lost += len(owed[_MOST_OWED:])
        self._owed = [write for write, _ in owed[:_MOST_OWED]]

    def _read(self, store: Store, question: Read[Any]) -> None:
        if question.answer.cancelled():
            return  # a newer question has taken its place
        try:
            answer, failure = store.ask(question.perform), None
        except JournalError as error:
            answer, failure = None, error
        self._post(_settle, question.answer, answer, failure)

    def _post(self, callback: Callable[..., None], *args: object) -> None:
        try:
            self._loop.call_soon_threadsafe(callback, *args)
        except RuntimeError:
            pass  # the loop is closed: nobody is left to hear it


def _settle(future: asyncio.Future[Any], answer: object, failure: JournalError | None = None) -> None:
    if future.done():
        return  # nobody waits any more
    if failure is None:
        future.set_result(answer)
    else:
        future.set_exception(failure)
