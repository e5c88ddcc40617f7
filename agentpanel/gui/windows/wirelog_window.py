"""The wire log: what goes over the socket, while it goes, for whoever has to find out why."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from agentpanel.domain.wire import WireLine
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.models.wirelog import WireLogModel
from agentpanel.gui.models.wirelog_columns import WireLogColumns, line_text
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.data_table import DataTable
from agentpanel.gui.widgets.field import TextField
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.windows.message import Message
from agentpanel.gui.windows.save_file import ask_for_file

#: Lines kept; the session's own log keeps as many.
MOST: Final = 2_000
#: Milliseconds between two additions to the table: painting costs more than adding.
FRAME_MS: Final = 50
#: Characters of one message that are laid out; call data may have 128,000.
_LAID_OUT: Final = 20_000
_NAME: Final = "agentpanel-wire.log"


class WireLogWindow(Retranslated, QWidget):
    """Shows the last lines and follows the newest unless the person has scrolled up."""

    save_requested = Signal(str)  #: the path for what is kept now
    file_requested = Signal(object)  #: str, the path for all that comes from now on; None to stop that

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, most: int = MOST) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme = theme
        self._model = WireLogModel(WireLogColumns(theme).columns(), most, self)
        self._waiting: deque[WireLine] = deque(maxlen=most)
        self._frame = QTimer(self)
        self._file: str | None = None
        self.filter = TextField(theme)
        self.pause = PanelButton(theme)
        self.copy = PanelButton(theme, icon="copy")
        self.save = PanelButton(theme)
        self.to_file = PanelButton(theme)
        self.table = DataTable(self._model)
        self.whole = QPlainTextEdit()
        self.message = Message(theme)
        self._status = ElidedLabel()
        self._set_up()
        self._connect()
        self._lay_out()
        self.retranslate()
        self.resize(em(self, 60), em(self, 34))

    # -- what the program says ---------------------------------------------------------------------------

    def append(self, lines: Sequence[WireLine]) -> None:
        """Add lines, at the next frame or after the pause."""
        self._waiting.extend(lines)
        if self.pause.isChecked():
            self._tell_status()
        elif not self._frame.isActive():
            self._frame.start()

    def show_error(self, text: str) -> None:
        """A file could not be written; the one that follows the wire is given up."""
        self.message.warn(text)
        self.to_file.setChecked(False)

    def retranslate(self) -> None:
        """Set all words."""
        self.setWindowTitle(self.tr("Wire log"))
        self.filter.setPlaceholderText(self.tr("Filter: name, text, problem"))
        self.filter.setAccessibleName(self.tr("Filter the wire log"))
        self.table.setAccessibleName(self.tr("Messages"))
        self.whole.setAccessibleName(self.tr("The whole message"))
        self.pause.say(self.tr("Pause"), about=self.tr("Stop moving; what comes meanwhile is added afterwards"))
        self.copy.say(self.tr("Copy"), about=self.tr("Copy the selected lines, or all that are shown"))
        self.save.say(self.tr("Save…"), about=self.tr("Write what is kept now to a file"))
        self.to_file.say(self.tr("Log to file…"), about=self.tr("Write everything from now on to a file"))
        self._model.redraw()
        self._tell_status()

    # -- how it is built ---------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        for widget in (self.table, self.whole):
            widget.setFont(fixed)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        for button in (self.pause, self.to_file):
            button.setCheckable(True)
        self.filter.setClearButtonEnabled(True)

    def _connect(self) -> None:
        self._theme.changed.connect(self._model.redraw)
        self._frame.timeout.connect(self._take_waiting)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.pause.toggled.connect(self._on_pause_toggled)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.table.copy_asked.connect(self._on_copy_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.to_file.toggled.connect(self._on_to_file_toggled)
        self.table.selectionModel().currentRowChanged.connect(self._show_whole)
        self._model.modelReset.connect(self._show_whole)
        QShortcut(QKeySequence.StandardKey.Find, self, self.filter.setFocus)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.filter, 1)
        for button in (self.pause, self.copy, self.save, self.to_file):
            bar.addWidget(button)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.table)
        parts.addWidget(self.whole)
        parts.setSizes([em(self, 24), em(self, 6)])
        parts.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(parts, 1)
        layout.addWidget(self.message)
        layout.addWidget(self._status)

    # -- lines -------------------------------------------------------------------------------------------

    def _take_waiting(self) -> None:
        if self.pause.isChecked():
            return
        bar = self.table.verticalScrollBar()
        follows, place = bar.value() == bar.maximum(), bar.value()
        lines = list(self._waiting)
        self._waiting.clear()
        gone = self._model.append(lines)
        if follows:
            self.table.scrollToBottom()
        else:
            # The lines that the person reads move up with those that fell out above them.
            bar.setValue(place - gone)
        self._tell_status()

    def _show_whole(self) -> None:
        line = self.table.current_row
        if line is None:
            self.whole.clear()
            return
        cut = len(line.text) > _LAID_OUT
        more = fill(self.tr("… ({n} characters; Copy takes all)"), n=len(line.text)) if cut else ""
        problems = "".join(f"\n\N{WARNING SIGN} {problem}" for problem in line.problems)
        self.whole.setPlainText(line.text[:_LAID_OUT] + more + problems)

    # -- slots -------------------------------------------------------------------------------------------

    def _on_filter_changed(self, text: str) -> None:
        self._model.filter(text.strip())
        self.table.scrollToBottom()
        self._tell_status()

    def _on_pause_toggled(self, paused: bool) -> None:
        if not paused:
            self._take_waiting()
        self._tell_status()

    def _on_copy_clicked(self) -> None:
        lines = self.table.selected_rows or self._model.rows
        QGuiApplication.clipboard().setText("\n".join(line_text(line) for line in lines))

    def _on_save_clicked(self) -> None:
        ask_for_file(self, self.tr("Save the wire log"), _NAME, self.save_requested.emit, lambda: None)

    def _on_to_file_toggled(self, on: bool) -> None:
        if on:
            title = self.tr("Log the wire to a file")
            ask_for_file(self, title, _NAME, self._log_to, lambda: self.to_file.setChecked(False), adds=True)
        elif self._file is not None:
            self._file = None
            self.file_requested.emit(None)
        self._tell_status()

    def _log_to(self, path: str) -> None:
        self._file = path
        self.message.inform("")
        self.file_requested.emit(path)
        self._tell_status()

    def _tell_status(self) -> None:
        parts = [fill(self.tr("{n} messages"), n=len(self._model.rows))]
        if len(self._model.rows) != len(self._model.kept):
            parts = [fill(self.tr("{n} of {all} messages"), n=len(self._model.rows), all=len(self._model.kept))]
        if self.pause.isChecked():
            parts.append(fill(self.tr("paused, {n} waiting"), n=len(self._waiting)))
        if self._file is not None:
            parts.append(fill(self.tr("writing to {path}"), path=inert(self._file)))
        self._status.setText(" \N{MIDDLE DOT} ".join(parts))
