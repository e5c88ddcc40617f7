"""From a task to the window: work that is done on a timer's tick, when no task is on the stack."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

Result = TypeVar("Result")


class Ticks(QObject):
    """Runs what was posted, in order, once the loop is back with Qt.

    A widget that ran inside a task's step could open a nested loop there, and that kills other tasks.
    """

    _from_thread = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from_thread.connect(self.post, Qt.ConnectionType.QueuedConnection)
        self._waiting: deque[Callable[[], None]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._run)

    def post(self, work: Callable[[], None]) -> None:
        """Do it soon; may be called from a task."""
        self._waiting.append(work)
        if not self._timer.isActive():
            self._timer.start()

    async def call(self, work: Callable[[], Result]) -> Result:
        """Do it on the next tick and give what it gives, or raise what it raises."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self.post(lambda: _settle(done, work))
        return await done

    def post_from_thread(self, work: Callable[[], None]) -> None:
        """The same, from any thread."""
        self._from_thread.emit(work)

    def stop(self) -> None:
        """Do nothing more: the window is being taken down."""
        self._waiting.clear()
        self._timer.stop()

    def _run(self) -> None:
        """One piece that fails must not cost the others theirs."""
        try:
            if self._waiting:
                self._waiting.popleft()()
        finally:
            if self._waiting:
                self._timer.start()


def _settle(done: asyncio.Future[Result], work: Callable[[], Result]) -> None:
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - whoever awaits it gets it
        if not done.done():
            done.set_exception(error)
    else:
        if not done.done():
            done.set_result(result)
