"""A read-only table whose columns are data. It answers few roles and each cell once, for painting asks often."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

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


#: Words, or what makes them once somebody wants to know them.
Told = str | Callable[[], str]


class Cell(NamedTuple):
    """What a cell shows; ``tip`` in plain words; ``spoken`` where reading the text aloud would not do."""

    text: str
    tip: Told = ""
    spoken: Told = ""
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
        self._cells: dict[int, list[Cell | None]] = {}
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
        return self._value(index.row(), at, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return self.columns[section].title()
        return self.columns[section].alignment if role == _ALIGNMENT else None

    def cell(self, row: int, at: int) -> Cell:
        """Made when it is first asked for: most rows and many columns are never seen."""
        cells = self._cells.get(row)
        if cells is None:
            cells = self._cells[row] = [None] * len(self.columns)
        cell = cells[at]
        if cell is None:
            cell = cells[at] = self._tell(row, at)
        return cell

    def _tell(self, row: int, at: int) -> Cell:
        """An error that left data() while Qt paints would take the whole program down."""
        try:
            return self.columns[at].cell(self._rows[row])
        except Exception:  # noqa: BLE001 -- whatever it is, it is logged and the table goes on
            return self._give_up(row)

    def _told(self, row: int, told: Told) -> str:
        try:
            return told if isinstance(told, str) else told()
        except Exception:  # noqa: BLE001 -- as above
            return self._give_up(row).text

    def _give_up(self, row: int) -> Cell:
        """No further attempt is made."""
        _log.exception("a row cannot be told")
        self._cells[row] = [Cell("?")] * len(self.columns)
        return Cell("?")

    def _value(self, row: int, at: int, role: int) -> Any:
        cell = self.cell(row, at)
        if role == _DISPLAY:
            return cell.text
        if role == _FONT:
            return self._italic if cell.italic else None
        if role == _FOREGROUND:
            return None if cell.color is None else QBrush(cell.color)
        return self._told(row, cell.spoken or cell.text if role == _SPOKEN else cell.tip) or None
