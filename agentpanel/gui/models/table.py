"""A read-only table whose columns are data. It answers few roles and each cell once, for painting asks often."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

_log = logging.getLogger(__name__)
_NO_INDEX: Final = QModelIndex()
# Qt asks by plain numbers; comparing those with members of an enumeration is slow.
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT: Final = int(Qt.ItemDataRole.FontRole)
_FOREGROUND: Final = int(Qt.ItemDataRole.ForegroundRole)
_TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_ASKED: Final = frozenset((_DISPLAY, _ALIGNMENT, _FONT, _FOREGROUND, _TIP, _SPOKEN))


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; ``tip`` in plain words; ``spoken`` where reading the text aloud would not do."""

    text: str
    tip: str = ""
    spoken: str = ""
    italic: bool = False
    color: QColor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column: ``key`` for the program, ``title`` for the person, ``sample`` as wide as its cells usually are.

    Where the table is too narrow, columns yield: down to ``least``, then those of the highest ``rank`` are hidden; 0
    stays. The stretched column takes what is left over.
    """

    key: str
    title: Callable[[], str]
    cell: Callable[[Row], Cell]
    sample: Callable[[], str]
    least: Callable[[], str] | None = None
    stretch: bool = False
    rank: int = 0
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows that the owner changes through methods of a subclass."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._italic = QFont()
        self._italic.setItalic(True)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, top row first."""
        return self._rows

    def row(self, index: Index) -> Row | None:
        """The row of an index; None for none."""
        return self._rows[index.row()] if index.isValid() else None

    def column(self, key: str) -> int:
        """The place of a column."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def redraw(self) -> None:
        """Words or colours changed: make all cells anew."""
        self._cells.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in _ASKED or not index.isValid():
            return None
        at = index.column()
        if role == _ALIGNMENT:
            return self.columns[at].alignment
        return self._value(self._cells_of(index.row())[at], role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return self.columns[section].title()
        return self.columns[section].alignment if role == _ALIGNMENT else None

    def _cells_of(self, row: int) -> tuple[Cell, ...]:
        cells = self._cells.get(row)
        if cells is None:
            cells = self._cells[row] = self._tell(self._rows[row])
        return cells

    def _tell(self, row: Row) -> tuple[Cell, ...]:
        """An error that left data() while Qt paints would take the whole program down."""
        try:
            return tuple(column.cell(row) for column in self.columns)
        except Exception:  # noqa: BLE001 -- whatever it is, it is logged and the table goes on
            _log.exception("a row cannot be told")
            return (Cell("?"),) * len(self.columns)

    def _value(self, cell: Cell, role: int) -> Any:
        if role == _DISPLAY:
            return cell.text
        if role == _FONT:
            return self._italic if cell.italic else None
        if role == _FOREGROUND:
            return None if cell.color is None else QBrush(cell.color)
        return (cell.spoken or cell.text) if role == _SPOKEN else (cell.tip or None)
