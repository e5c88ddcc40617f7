"""asyncio on Qt's event loop. The only module that knows qasync.

qasync gives the sockets (Qt's notifiers) and lets Qt run. Its own scheduler is replaced by asyncio's, for it
fires up to 5 % early, keeps cancelled deadlines alive, and loses contexts, handles and asynchronous generators.
Qt only says when the next turn of that scheduler is due: at once, or at the earliest deadline. This builds on
private names of asyncio and qasync; tests/gui/test_loop.py holds what must stay true at an upgrade.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from PySide6.QtCore import QBasicTimer, QCoreApplication, QObject, QSocketNotifier, Qt, QTimerEvent, Signal
from PySide6.QtGui import QGuiApplication

os.environ["QT_API"] = "pyside6"  # read by qasync at import, which else takes the first binding that it finds
import qasync

logging.getLogger("qasync").setLevel(logging.INFO)  # at DEBUG it logs each event of each socket

Result = TypeVar("Result")

# Seconds. A deadline may be infinite, a timer of Qt not; a turn that comes too soon only arms it again.
_LONGEST = 86_400.0


class _Pump(QObject):
    """Asks for a turn of the loop when Qt is at leisure, or at a moment in monotonic seconds."""

    asked = Signal()  #: a turn is wanted; from any thread

    def __init__(self, turn: Callable[[], None], clock: Callable[[], float]) -> None:
        super().__init__()
        self._turn = turn
        self._clock = clock
        self._now = QBasicTimer()
        self._later = QBasicTimer()
        self._due = math.inf
        self.asked.connect(self.soon, Qt.ConnectionType.QueuedConnection)

    def soon(self) -> None:
        if not self._now.isActive():
            self._now.start(0, self)

    def at(self, when: float) -> None:
        """A turn at `when`, unless an earlier one is due; that one asks again."""
        if when >= self._due:
            return
        self._due = when
        wait = min(max(when - self._clock(), 0), _LONGEST)
        self._later.start(math.ceil(wait * 1000), Qt.TimerType.PreciseTimer, self)

    def stop(self) -> None:
        self._now.stop()
        self._later.stop()
        self._due = math.inf

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._now.timerId():
            self._now.stop()
        else:
            self._later.stop()
            self._due = math.inf
        self._turn()


class _Bell(QObject):
    """Wakes Python when the system sends a signal: its handlers run only when Python code does."""

    def __init__(self) -> None:
        super().__init__()
        self._heard, self._struck = socket.socketpair()
        for end in (self._heard, self._struck):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._silence)

    def listen(self) -> int:
        """Take the place of the file descriptor that is returned."""
        return signal.set_wakeup_fd(self._struck.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        self._notifier.setEnabled(False)
        self._heard.close()
        self._struck.close()

    def _silence(self) -> None:
        try:
            self._heard.recv(4096)
        except BlockingIOError:
            pass  # a second notice of the same stroke


class _NothingToPoll:
    """Stands where asyncio polls for input: Qt's notifiers have done so."""

    def select(self, timeout: float | None) -> list[Any]:
        return []

    def close(self) -> None: ...


class PanelEventLoop(qasync.QEventLoop):
    """Sockets by qasync, scheduling by asyncio, turns by Qt.

    While a callback runs a nested Qt loop the others wait. They would be lost otherwise: a task that is stepped inside
    another one is never woken again.
    """

    # In place of qasync's: deadlines that are handles, an executor that starts threads when needed and is not waited
    # for, handlers that can be asked for.
    call_later = asyncio.BaseEventLoop.call_later
    call_soon_threadsafe = asyncio.BaseEventLoop.call_soon_threadsafe
    run_in_executor = asyncio.BaseEventLoop.run_in_executor
    set_default_executor = asyncio.BaseEventLoop.set_default_executor
    set_exception_handler = asyncio.BaseEventLoop.set_exception_handler
    call_exception_handler = asyncio.BaseEventLoop.call_exception_handler
    default_exception_handler = asyncio.BaseEventLoop.default_exception_handler
    _add_callback = asyncio.BaseEventLoop._add_callback  # type: ignore[attr-defined, unused-ignore]

    def __init__(self, app: QCoreApplication) -> None:
        self._pump = _Pump(self._turn, self.time)
        self._bell = _Bell()
        self._turning = False
        self._escape: BaseException | None = None  # leaves through run_forever: Qt would swallow it
        self._thread_id: int | None = None  # asyncio's, for the checks of its debug mode
        super().__init__(app)
        self._selector = _NothingToPoll()

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Any = None) -> asyncio.Handle:
        handle = asyncio.BaseEventLoop.call_soon(self, callback, *args, context=context)
        if not self._turning:  # a turn looks at its end for what it left
            self._pump.soon()
        return handle

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Any = None
    ) -> asyncio.TimerHandle:
        handle = asyncio.BaseEventLoop.call_at(self, when, callback, *args, context=context)
        if not self._turning:
            self._pump.at(when)
        return handle

    def run_forever(self) -> None:
        """Until stop(). What a callback raised that is not for handlers (KeyboardInterrupt, SystemExit) comes out."""
        self._check_closed()
        self._check_running()
        with self._hooks(), self._signals():
            self._arm()
            super().run_forever()
        escape, self._escape = self._escape, None
        if escape is not None:
            raise escape

    def remove_signal_handler(self, sig: int) -> bool:
        removed = bool(super().remove_signal_handler(sig))
        if self.is_running():
            self._bell.listen()  # with its last handler asyncio takes away whatever wakes it
        return removed

    def close(self) -> None:
        super().close()
        self._pump.stop()
        self._bell.close()

    def _write_to_self(self) -> None:
        self._pump.asked.emit()

    def _turn(self) -> None:
        if self._turning or not self.is_running():
            return
        self._turning = True
        try:
            self._run_once()
        except (KeyboardInterrupt, SystemExit) as error:
            self._escape = error
            self.stop()
        finally:
            self._turning = False
        self._arm()

    def _arm(self) -> None:
        if self._ready:
            self._pump.soon()
        if self._scheduled:
            self._pump.at(self._scheduled[0].when())

    @contextmanager
    def _hooks(self) -> Iterator[None]:
        """What asyncio itself sets while a loop runs: finalisers of generators, and the checks of debug mode."""
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        self._thread_id = threading.get_ident()
        self._set_coroutine_origin_tracking(self._debug)
        try:
            yield
        finally:
            self._set_coroutine_origin_tracking(False)
            self._thread_id = None
            sys.set_asyncgen_hooks(*hooks)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = self._bell.listen()
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            if signal.getsignal(signal.SIGINT) == self._interrupt:
                signal.signal(signal.SIGINT, signal.default_int_handler)

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Ctrl-C: the loop ends after its turn; a second one breaks into a callback that does not end."""
        if self._escape is not None:
            raise KeyboardInterrupt
        self._escape = KeyboardInterrupt()
        self.stop()


def make_loop(app: QCoreApplication) -> asyncio.AbstractEventLoop:
    """A loop that runs `app`. The last window to close does not end it."""
    if isinstance(app, QGuiApplication):
        app.setQuitOnLastWindowClosed(False)
    loop: asyncio.AbstractEventLoop = PanelEventLoop(app)
    return loop


def run(main: Coroutine[Any, Any, Result], app: QCoreApplication) -> Result:
    """Run `main` to its end on the loop of `app`; SIGINT cancels it and comes out as KeyboardInterrupt."""
    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        return runner.run(main)
