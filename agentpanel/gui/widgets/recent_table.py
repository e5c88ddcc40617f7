"""The table of Recent: calls under lines that name their day, with keys that step from call to call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from agentpanel.domain.records import Row
from agentpanel.gui.models.recent import RecentModel
from agentpanel.gui.models.recent_columns import Line
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.data_table import DataTable
from agentpanel.gui.widgets.recent_strip import DayStrip, paint_day
from agentpanel.gui.widgets.row_painter import RowPainter

_Action = QAbstractItemView.CursorAction
_STEPS: Final = {_Action.MoveUp: -1, _Action.MovePrevious: -1, _Action.MoveDown: 1, _Action.MoveNext: 1}
_PAGES: Final = {_Action.MovePageUp: -1, _Action.MovePageDown: 1}
#: A table of fewer rows has no titles.
_TITLED_ROWS: Final = 6
#: A table of fewer rows has no room for a day that stays.
_STRIP_ROWS: Final = 4


class RecentTable(DataTable[Line]):
    """A day is a line that no key stops at; what is typed here is meant for the filter."""

    typed = Signal(str)  #: a letter or digit
    newest_wanted = Signal()  #: Home was pressed

    def __init__(
        self, model: RecentModel, theme: Theme, tell_day: Callable[[date], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(model, parent)
        self._recent = model
        self._theme = theme
        self._tell_day = tell_day
        #: Painted where calls would stand, and told with the table's name; "" while there are calls.
        self.why_empty = ""
        #: What else stands in the menu of a row.
        self.more_of_menu: Callable[[QMenu], None] | None = None
        #: The day of the topmost row, where that row is a call.
        self.strip = DayStrip(self, theme)
        moved = (model.modelReset, model.rowsInserted, model.rowsRemoved, model.headerDataChanged)
        for signal in (self.verticalScrollBar().valueChanged, *moved):
            signal.connect(lambda *_: self._place_strip())

    @property
    def call(self) -> Row | None:
        """The call that the keys go to."""
        return self._recent.call(self.currentIndex())

    @property
    def in_sight(self) -> tuple[int, int] | None:
        """The first and the last line that can be seen; None in an empty table."""
        first = self.rowAt(0)
        if first < 0:
            return None
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else self._recent.rowCount() - 1

    def explain(self, why_empty: str) -> None:
        """Why there is no call; "" where there are some."""
        if why_empty != self.why_empty:
            self.why_empty = why_empty
            self.setAccessibleDescription(why_empty)
            self.viewport().update()

    def step_to_first(self) -> None:
        """The keys go to the newest call."""
        self.setCurrentIndex(self._near(0, 1))

    def fill_menu(self, menu: QMenu) -> None:
        if self.more_of_menu is not None:
            self.more_of_menu(menu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low table the titles give their room to a call."""
        self.horizontalHeader().setVisible(self.height() >= _TITLED_ROWS * self.verticalHeader().defaultSectionSize())
        super().resizeEvent(event)
        self._place_strip()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Not below the strip either."""
        super().scrollTo(index, hint)
        if self.strip.words and index.isValid() and self.rowViewportPosition(index.row()) < self.strip.height() - 1:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - 1)

    # -- keys --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        text = event.text()
        if plain and text.isprintable() and text.strip():
            self.typed.emit(text)
            return
        if plain and event.key() == Qt.Key.Key_Home:
            self.newest_wanted.emit()
        super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """From call to call; Home and End mean the whole list, for a row is one thing."""
        here, last = self.currentIndex().row(), self._recent.rowCount() - 1
        if last < 0:
            return QModelIndex()
        if action in _STEPS:
            return self._near(here + _STEPS[action], _STEPS[action])
        if action in _PAGES:
            return self._near(here + _PAGES[action] * self._page(), _PAGES[action])
        if action is _Action.MoveHome:
            return self._near(0, 1)
        return self._near(last, -1) if action is _Action.MoveEnd else self.currentIndex()

    def _near(self, wanted: int, step: int) -> QModelIndex:
        """The call at this line or the next one that way, else the next one the other way."""
        last = self._recent.rowCount() - 1
        column = max(0, self.currentIndex().column())
        start = min(max(wanted, 0), last)
        down, up = range(start, last + 1), range(start, -1, -1)
        for at in (*down, *up) if step > 0 else (*up, *down):
            index = self._recent.index(at, column)
            if self._recent.call(index) is not None:
                return index
        return QModelIndex()

    def _page(self) -> int:
        return max(1, self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) - 1)

    def _place_strip(self) -> None:
        height = self.verticalHeader().defaultSectionSize()
        sight = self.in_sight if self.viewport().height() >= _STRIP_ROWS * height else None
        line = self._recent.rows[sight[0]] if sight is not None else None
        words = self._tell_day(line.entry.started.astimezone().date()) if isinstance(line, Row) else ""
        place = self.viewport().geometry()
        place.setHeight(height)
        self.strip.tell(words, place)

    # -- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.why_empty:
            painter, margin = QPainter(self.viewport()), em(self, 0.75)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(margin, 0, -margin, 0), int(flags), self.why_empty)
            painter.end()

    def paint_row(self, rows: RowPainter, painter: QPainter, at: int) -> None:
        line = self._recent.rows[at]
        if isinstance(line, Row):
            super().paint_row(rows, painter, at)
        else:
            paint_day(painter, self, self._theme, self.row_area(at), self._tell_day(line))
