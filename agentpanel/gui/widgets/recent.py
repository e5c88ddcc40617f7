"""Recent: the last calls with what became of them, to find, to read and to copy from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agentpanel.domain.records import Entry
from agentpanel.domain.rules import SiteRules
from agentpanel.gui.dialogs import show
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.models.recent import RecentModel
from agentpanel.gui.models.recent_columns import RecentColumns, Teller
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.data_table import DataTable
from agentpanel.gui.widgets.field import TextField
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.windows.entry_dialog import EntryDialog

#: Milliseconds after the last key before the filter is asked for: a person types on within this time.
PAUSE_MS: Final = 250


def _now() -> datetime:
    return datetime.now(UTC)


class RecentPanel(Retranslated, QWidget):
    """Shows one page of calls, newest first, and asks for another when the filter changes."""

    query_changed = Signal(object)  #: str, the text that the rows shall contain; "" for all
    detail_requested = Signal(object)  #: the Entry that was opened

    def __init__(
        self,
        rules: SiteRules,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._teller = Teller(rules, now)
        self._columns = RecentColumns(self._teller, theme)
        self._model = RecentModel(self._columns.columns(), self)
        self.title = PlainLabel()
        self.filter = TextField(theme)
        self.table = DataTable(self._model)
        self._nothing = PlainLabel()
        self._pages = QStackedWidget()
        self._copy = QAction(self)
        self._details = QAction(self)
        self._pause = QTimer(self)
        self._asked = ""
        theme.changed.connect(self._model.redraw)
        self._connect()
        self._lay_out()
        self.retranslate()

    def show_rows(self, rows: Sequence[Entry]) -> None:
        """Show these (newest first); the selected call stays selected, and the place stays where it was."""
        selected = self.table.current_row
        top = self._model.row(self.table.indexAt(self.table.viewport().rect().topLeft()))
        scrolled = self.table.verticalScrollBar().value() > 0
        self._model.show_rows(rows)
        self._tell_nothing()
        if selected is not None and self.table.current_row is None:
            self._select(selected.key)
        if scrolled and top is not None:
            self._scroll_to(top.key)

    def retranslate(self) -> None:
        """Set all words."""
        self.title.setText(self.tr("Recent"))
        self.filter.setPlaceholderText(self.tr("Filter: number, note, tag, campaign"))
        self.filter.setAccessibleName(self.tr("Filter recent calls"))
        self.filter.setToolTip(self.tr("Shows the calls whose number, note, tags or campaign contain this"))
        self.table.setAccessibleName(self.tr("Recent calls"))
        self._copy.setText(self.tr("&Copy number"))
        self._details.setText(self.tr("&Details…"))
        self._tell_nothing()
        self._model.redraw()

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.filter.textChanged.connect(self._pause.start)
        self.filter.returnPressed.connect(self._ask)
        self.table.columns_changed.connect(self._on_columns_changed)
        self.table.opened.connect(self._open)
        self.table.copy_asked.connect(self._copy_number)
        self._copy.triggered.connect(self._copy_number)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._details.triggered.connect(lambda: self._open(self.table.current_row))
        self._details.setShortcut("Return")

    def _lay_out(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.title.setBuddy(self.filter)
        for action in (self._details, self._copy):
            self.table.add_row_action(action)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(em(self, 0.75))
        self._nothing.setForegroundRole(self.filter.palette().ColorRole.PlaceholderText)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._nothing)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)

    def _on_columns_changed(self, hidden: frozenset[str], yielding: frozenset[str]) -> None:
        self._columns.terse = "word" in hidden
        self._columns.short_numbers = "number" in yielding
        self._model.redraw()

    def _ask(self) -> None:
        self._pause.stop()
        text = self.filter.text().strip()
        if text != self._asked:
            self._asked = text
            self.query_changed.emit(text)

    def _tell_nothing(self) -> None:
        """In place of an empty table: why it is empty."""
        words = self.tr("No call contains this text.") if self._asked else self.tr("Your calls will stand here.")
        self._nothing.setText(words)
        self._pages.setCurrentWidget(self.table if self._model.rows else self._nothing)

    def _select(self, key: str) -> None:
        if (at := self._find(key)) is not None:
            self.table.setCurrentIndex(self._model.index(at, 0))

    def _scroll_to(self, key: str) -> None:
        if (at := self._find(key)) is not None:
            self.table.verticalScrollBar().setValue(at)

    def _find(self, key: str) -> int | None:
        return next((at for at, entry in enumerate(self._model.rows) if entry.key == key), None)

    def _copy_number(self) -> None:
        entry = self.table.current_row
        if entry is not None and entry.number is not None:
            QGuiApplication.clipboard().setText(entry.number)

    def _open(self, entry: Entry | None) -> None:
        if entry is None:
            return
        self.detail_requested.emit(entry)
        show(EntryDialog(entry, self._teller, self._theme, self.window()), lambda _: None, modal=False)
