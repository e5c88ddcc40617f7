"""Where every error ends that nobody caught: the log gets all of it, the person one sentence."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from agentpanel.gui.i18n import fill

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

log = logging.getLogger("agentpanel")
qt_log = logging.getLogger("agentpanel.qt")

Tell = Callable[[str], object]

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Reporter(QObject):
    """Takes what slots, callbacks, tasks and threads raised, from any thread."""

    _noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[object] = Counter()

    def observe(self, tell: Tell) -> Callable[[], None]:
        """Call `tell` with each sentence, in Qt's thread and never inside the code that failed; returns the undo."""
        self._noted.connect(tell, Qt.ConnectionType.QueuedConnection)

        def undo() -> None:
            self._noted.disconnect(tell)

        return undo

    def install(self) -> Callable[[], None]:
        """Take the place of Python's hooks and of Qt's message handler; returns the undo."""
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        handler = qInstallMessageHandler(_on_qt_message)

        def undo() -> None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = before
            qInstallMessageHandler(handler)

        return undo

    def on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """For `loop.set_exception_handler`."""
        about = [f"{key}: {value!r}" for key, value in sorted(context.items()) if key not in ("message", "exception")]
        self._note("; ".join([context.get("message") or "Error in the event loop", *about]), context.get("exception"))

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`; Ctrl-C is no error."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._note("Uncaught exception", error.with_traceback(trace))

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            self._note(f"Uncaught exception in thread {args.thread.name if args.thread else '?'}", args.exc_value)

    def _on_unraisable(self, args: UnraisableHookArgs) -> None:
        self._note(f"{args.err_msg or 'Exception ignored in'} {args.object!r}", args.exc_value)

    def _note(self, what: str, error: BaseException | None) -> None:
        place = _place(error)
        self._counts[place] += 1
        count = self._counts[place]
        if place is None or count == 1:
            log.error("%s", what, exc_info=error)
        elif str(count).strip("0") == "1":  # 10, 100 ...: an error in painting comes sixty times a second
            log.error("%s, for the %dth time: %r", what, count, error)
        self._noted.emit(_sentence(error))


def _place(error: BaseException | None) -> object:
    """What makes two errors the same: kind, file and line; None is never the same."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (type(error), trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else None


def _sentence(error: BaseException | None) -> str:
    words = QCoreApplication.translate(
        "report",
        "Something in the panel went wrong ({kind}). What you see may be out of date. "
        "If it looks wrong, start the panel again; the details are in its log.",
    )
    return fill(words, kind=type(error).__name__ if error else "?")


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = context.category
    qt_log.log(_LEVELS[kind], "%s", message if category in (None, "default") else f"{category}: {message}")
