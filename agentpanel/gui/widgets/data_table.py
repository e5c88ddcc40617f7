"""A table view for many short rows: fixed heights, columns that yield when it is narrow, keys that do what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QTableView,
    QWidget,
)

from agentpanel.gui.models.table import Column, TableModel
from agentpanel.gui.widgets.row_painter import RowPainter

Row = TypeVar("Row")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DataTable(QTableView, Generic[Row]):
    """Shows a TableModel; one row is current, Tab leaves it, Enter or a double click opens a row."""

    opened = Signal(object)  #: the Row that was opened
    copy_asked = Signal()  #: the platform's key for Copy was pressed
    #: frozensets of the keys of the columns that are hidden now, and of those that are narrower than they should be
    columns_changed = Signal(object, object)

    def __init__(self, model: TableModel[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._usual: list[int] = []
        self._least: list[int] = []
        self._chosen: frozenset[str] | None = None
        self._told: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_context_menu_requested)
        self.doubleClicked.connect(self._open)
        self._set_up_headers()

    @property
    def current_row(self) -> Row | None:
        """The row that the keys go to."""
        return self._model.row(self.currentIndex())

    @property
    def selected_rows(self) -> Sequence[Row]:
        """The selected rows, from the top."""
        indexes = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [row for index in indexes if (row := self._model.row(index)) is not None]

    def choose_columns(self, keys: Iterable[str]) -> None:
        """Show these alone, as far as there is room; the stretched one stays in any case."""
        self._chosen = frozenset(keys)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.current_row is not None:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._size()

    # -- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows with a background or a frame are left to the style; all others are plain text."""
        area = event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        marked, styled = self._marked(), QRegion()
        painter = QPainter(self.viewport())
        plain = RowPainter(self, painter, [column.alignment for column in self._model.columns])
        for at in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            if any(at in rows for rows in marked):
                styled += self.row_area(at) & area
            else:
                self.paint_row(plain, painter, at)
        painter.end()
        if not styled.isEmpty():
            super().paintEvent(QPaintEvent(styled))

    def paint_row(self, rows: RowPainter, painter: QPainter, at: int) -> None:
        """One that is neither selected nor current."""
        rows.draw([self._model.cell(at, column) for column in rows.columns], self.rowViewportPosition(at))

    def row_area(self, at: int) -> QRect:
        """All of a row that can be seen."""
        return QRect(0, self.rowViewportPosition(at), self.viewport().width(), self.rowHeight(at))

    def _marked(self) -> list[range]:
        """Places of the rows that are selected or current."""
        current = self.currentIndex()
        marked = [range(each.top(), each.bottom() + 1) for each in self.selectionModel().selection().toList()]
        if current.flags() & Qt.ItemFlag.ItemIsEnabled:
            marked.append(range(current.row(), current.row() + 1))
        return marked

    # -- how it is built ---------------------------------------------------------------------------------

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for at, column in enumerate(self._model.columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Fixed
            across.setSectionResizeMode(at, mode)
        self._size()

    def _size(self) -> None:
        """Heights and widths from the font; never from the rows, of which there may be thousands."""
        height = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(height + height // 3)
        self.horizontalHeader().setMinimumSectionSize(height)
        columns = self._model.columns
        self._usual = [self._width(column, column.sample) for column in columns]
        self._least = [self._width(column, column.least or column.sample) for column in columns]
        self._fit()

    def _width(self, column: Column[Row], sample: Callable[[], str]) -> int:
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1
        title = self.horizontalHeader().fontMetrics().horizontalAdvance(column.title())
        return max(self.fontMetrics().horizontalAdvance(sample()), title) + 4 * margin

    def _fit(self) -> None:
        """Hide what has no place at all, and share the rest between the columns that yielded."""
        hidden = self._hidden()
        shown = [at for at in range(len(self._usual)) if at not in hidden]
        missing = sum(self._usual[at] - self._least[at] for at in shown)
        extra = max(0, self.viewport().width() - sum(self._least[at] for at in shown))
        share = min(1.0, extra / missing) if missing else 0.0
        for at in range(len(self._usual)):
            self.setColumnHidden(at, at in hidden)
            self.setColumnWidth(at, self._least[at] + int(share * (self._usual[at] - self._least[at])))
        yielding = frozenset(at for at in shown if share < 1.0 and self._least[at] < self._usual[at])
        self._tell_columns(self._names(hidden), self._names(yielding))

    def _names(self, places: frozenset[int]) -> frozenset[str]:
        return frozenset(self._model.columns[at].key for at in places)

    def _tell_columns(self, hidden: frozenset[str], yielding: frozenset[str]) -> None:
        if (hidden, yielding) != self._told:
            self._told = hidden, yielding
            self.columns_changed.emit(hidden, yielding)

    def _hidden(self) -> frozenset[int]:
        columns = self._model.columns
        hidden = {at for at, column in enumerate(columns) if not self._wants(column)}
        left = self.viewport().width() - sum(self._least[at] for at in range(len(columns)) if at not in hidden)
        yielding = (at for at, column in enumerate(columns) if column.rank and at not in hidden)
        for at in sorted(yielding, key=lambda at: -columns[at].rank):
            if left < 0:
                hidden.add(at)
                left += self._least[at]
        return frozenset(hidden)

    def _wants(self, column: Column[Row]) -> bool:
        return self._chosen is None or column.stretch or column.key in self._chosen

    def _open(self, index: QModelIndex) -> None:
        if (row := self._model.row(index)) is not None:
            self.opened.emit(row)

    def _on_context_menu_requested(self, place: QPoint) -> None:
        """The actions of this widget, for the row under the pointer."""
        actions = [action for action in self.actions() if action.isVisible()]
        if not actions:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(actions)
        self.fill_menu(menu)
        menu.popup(self.viewport().mapToGlobal(place))

    def fill_menu(self, menu: QMenu) -> None:
        """Add to the menu of a row what is no action of its own."""

    def add_row_action(self, action: QAction) -> None:
        """Put it into the menu of the rows; its shortcut works while the table has the keys."""
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(action)
