"""The wire log's window and file, made when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agentpanel.domain import words
from agentpanel.domain.wire import WireLine
from agentpanel.domain.words import say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.veil import VEIL
from agentpanel.gui.windows.wirelog_window import WireLogWindow
from agentpanel.session.wirefile import WireFile
from agentpanel.session.wirelog import WireLog


class Wires(QObject):
    """Feeds the window a batch a tick, and the file when the user has asked for one."""

    def __init__(self, log: WireLog, ticks: Ticks, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._log = log
        self._ticks = ticks
        self._theme = theme
        self._window: WireLogWindow | None = None
        self._file: WireFile | None = None
        self._shown = 0
        self._due = False
        #: Set while there is a window or a file to feed: a line that nobody wants is never made.
        self._undo: Callable[[], None] | None = None

    def show(self) -> WireLogWindow:
        if self._window is None:
            self._window = WireLogWindow(self._theme)
            self._window.save_requested.connect(self._on_save)
            self._window.file_requested.connect(self._on_file)
            self._follow()
            self._give()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window

    def _follow(self) -> None:
        if self._undo is None:
            self._undo = self._log.observe(self._added)

    def close(self) -> None:
        if self._undo is not None:
            self._undo()
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
        self._stop_file()

    def _added(self, line: WireLine) -> None:
        """A message went over the wire; may run on a task's stack."""
        if self._file is not None:
            self._file.write(VEIL.lines([line]))
        if self._window is not None and not self._due:
            self._due = True
            self._ticks.post(self._give)

    def _give(self) -> None:
        self._due = False
        lines = self._log.after(self._shown)
        if self._window is not None and lines:
            self._shown = lines[-1].serial
            self._window.append(VEIL.lines(lines))

    def _on_save(self, path: str) -> None:
        """The person was asked whether a file of this name may be replaced."""
        Path(path).unlink(missing_ok=True)
        file = WireFile(Path(path), self._failed)
        file.write(VEIL.lines(self._log.after(0)))
        file.close()

    def _on_file(self, path: str | None) -> None:
        self._stop_file()
        if path is not None:
            self._file = WireFile(Path(path), self._failed)
            self._follow()

    def _stop_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _failed(self, error: OSError) -> None:
        """Comes on the writer's thread."""
        reason = error.strerror or str(error)
        self._ticks.post_from_thread(lambda: self._tell(reason))

    def _tell(self, reason: str) -> None:
        if self._window is not None:
            self._window.show_error(in_words(say(words.FILE_NOT_WRITTEN, reason=reason)))
