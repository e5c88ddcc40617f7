"""The one thread that touches the journal's file.

It is a daemon: a disk that hangs may hold it for ever, but neither the window nor the end of the program.
"""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from agentpanel.domain.rules import JournalRules
from agentpanel.domain.words import Say, say
from agentpanel.journal.care import Opened, open_with_care
from agentpanel.journal.caretaker import Caretaker, has_work
from agentpanel.journal.errors import LEFT_OUT, JournalError, is_machines, sort_error
from agentpanel.journal.find_idle import Indexing
from agentpanel.journal.jobs import Chore, Done, Read, Store, Write, first_of, parts_of, size_of
from agentpanel.journal.left import settle_what_is_left
from agentpanel.journal.retention import Retention

_log = logging.getLogger(__name__)

#: The callbacks that are due after a commit, each with what to tell it.
Told = list[tuple[Done, JournalError | None]]

Job = Write | Read[Any] | Chore

#: Changes and questions of one turn: enough for a burst to be cheap, too few for their callbacks to hold up the loop.
_BATCH: Final = 500
#: Seconds after which writes that nobody waits for are tried again.
_RETRY_S: Final = 5.0
#: How many of them are kept for that, about a kilobyte each: a shift has hundreds, what rolls forward after a gap may
#: be 100,000.
_MOST_OWED: Final = 200_000


class Worker:
    """Does the jobs in order. ``committed(told, changed, taken)`` comes on the loop after each commit, failed or not.

    ``taken`` counts the changes that wait in the queue no more.

    ``noticed`` comes there with what the agent is to be told, at the start or when it is found.
    """

    def __init__(
        self,
        path: Path,
        loop: asyncio.AbstractEventLoop,
        committed: Callable[[Told, bool, int], None],
        *,
        rules: JournalRules,
        noticed: Callable[[Say], None],
    ) -> None:
        self._path = path
        self._loop = loop
        self._committed = committed
        self._rules = rules
        self._noticed = noticed
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        # Writes that failed by the machine's fault and that nobody waits for: the row would tell an old state.
        self._owed: list[Write] = []
        self._indexing: Indexing | None = None
        self._lost = 0
        #: Done when the file is open; or the reason why it is not.
        self.opened: asyncio.Future[None] = loop.create_future()
        #: Done when the file is closed and every callback has come.
        self.ended: asyncio.Future[None] = loop.create_future()
        threading.Thread(target=self._run, name="journal", daemon=True).start()

    def put(self, job: Job) -> None:
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
        opened = open_with_care(self._path)
        stack.callback(opened.run.release)
        stack.callback(opened.connection.close)
        settle_what_is_left(opened.connection, self._path, opened.run.number)
        for notice in opened.notices:
            self._post(self._noticed, notice)
        self._care(opened, stack)
        self._indexing = Indexing(opened.connection, time.monotonic())
        return Store(opened.connection, opened.run.number, self._path)

    def _care(self, opened: Opened, stack: ExitStack) -> None:
        """What goes on beside the jobs, until they end."""
        if has_work(self._rules, whole=opened.whole):
            tell = partial(self._post, self._noticed)
            caretaker = Caretaker(self._path, self._rules, whole=opened.whole, remove=self._remove, tell=tell)
            stack.callback(caretaker.stop)

    def _remove(self, retention: Retention) -> None:
        self.put(Chore(retention.step))

    def _serve(self, store: Store) -> None:
        while True:
            jobs = self._take()
            fresh = [job for job in jobs if isinstance(job, Write)]
            if fresh or self._owed:
                self._write(store, fresh)
            for job in jobs:
                if isinstance(job, Read):
                    self._read(store, job)
                elif isinstance(job, Chore):
                    self._do_chore(store, job)
            if None in jobs:
                break
        if lost := sum(map(size_of, self._owed)) + self._lost:
            _log.warning("%d changes of rows are lost: the journal could not be written at the end.", lost)

    def _take(self) -> list[Job | None]:
        """Everything that is queued, up to a batch; nothing when it is time to try again."""
        jobs: list[Job | None] = []
        size = 0
        try:
            jobs.append(self._next())
            while (size := size + size_of(jobs[-1])) < _BATCH:
                jobs.append(self._jobs.get_nowait())
        except Empty:
            pass
        return jobs

    def _next(self) -> Job | None:
        """The next job, when it comes; until then texts are made. Raises Empty when it is time to try again."""
        end = time.monotonic() + _RETRY_S if self._owed else math.inf
        while True:
            now = time.monotonic()
            wait = min(end - now, self._indexing.wait_s(now) if self._indexing else math.inf)
            try:
                return self._jobs.get(timeout=None if wait == math.inf else max(0.0, wait))
            except Empty:
                if self._indexing is None or time.monotonic() >= end:
                    raise
            self._indexing.step(time.monotonic())

    def _changed(self) -> None:
        if self._indexing is not None:
            self._indexing.changed(time.monotonic())

    def _write(self, store: Store, fresh: list[Write]) -> None:
        """What is owed first: the order of the changes stays."""
        writes = self._owed + fresh
        failures = store.commit_each([*parts_of(self._owed, _BATCH), *([fresh] if fresh else [])])
        self._changed()
        self._keep_owed(writes, failures)
        told = [(write.done, failure) for write, failure in zip(writes, failures, strict=True) if write.done]
        self._post(self._committed, told, None in failures, sum(map(size_of, fresh)))

    def _keep_owed(self, writes: list[Write], failures: list[JournalError | None]) -> None:
        """What failed by the machine's fault, and nobody was told of, is tried again."""
        owed = [
            (write, failure)
            for write, failure in zip(writes, failures, strict=True)
            if write.done is None and is_machines(failure)
        ]
        if owed and not self._owed:
            _log.warning("Rows keep an old state until the journal can be written: %s.", owed[0][1])
        self._owed, left_out = first_of([write for write, _ in owed], _MOST_OWED)
        if left_out and not self._lost:
            _log.warning("No more can wait until the journal can be written; what comes now is lost.")
            self._post(self._noticed, say(LEFT_OUT))
        self._lost += left_out

    def _read(self, store: Store, question: Read[Any]) -> None:
        if question.answer.cancelled():
            return  # a newer question has taken its place
        try:
            answer, failure = store.ask(question.perform, unless=question.answer.cancelled), None
        except JournalError as error:
            answer, failure = None, error
        self._post(_settle, question.answer, answer, failure)

    def _do_chore(self, store: Store, chore: Chore) -> None:
        """One slice; the rest comes after all that has been queued meanwhile."""
        try:
            more = store.ask(chore.perform)
        except JournalError as error:
            _log.info("A chore of the journal is put off: %s", error)
            return
        self._changed()
        if more:
            self.put(chore)
        else:
            self._post(self._committed, [], True, 0)

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
