"""The lines of Recent: calls, the newest first, under the days that they were on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from agentpanel.domain.records import Row
from agentpanel.gui.models.recent_columns import Line
from agentpanel.gui.models.table import TableModel

# Made once: combining flags costs more than all else that painting asks of a cell.
_OF_CALL: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_OF_DAY: Final = Qt.ItemFlag.NoItemFlags
#: More places that change at once than this, and the view is better told to begin anew.
_MOST_RUNS: Final = 24


class RecentModel(TableModel[Line]):
    """Shows the calls that it is given with as little change as it can, so that the view keeps its place."""

    @property
    def calls(self) -> list[Row]:
        """What is shown, without the days."""
        return [line for line in self._rows if isinstance(line, Row)]

    def call(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        """The call of an index; None for none and for a day."""
        line = self.row(index)
        return line if isinstance(line, Row) else None

    def find(self, key: str | date) -> int | None:
        """The line of the call with this key, or of this day."""
        return next((at for at, line in enumerate(self._rows) if _key(line) == key), None)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """A day can neither be selected nor be reached by keys."""
        return _OF_CALL if index.isValid() and isinstance(self._rows[index.row()], Row) else _OF_DAY

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace what is shown: lines come, go and change where they stand; only a wholly other list is a reset."""
        lines = list(_under_days(rows))
        if not lines or not self._rows:
            self._begin_with(lines)
            return
        before, after = [_key(line) for line in self._rows], [_key(line) for line in lines]
        old, new = set(before), set(after)
        gone = list(_runs([key not in new for key in before]))
        come = list(_runs([key not in old for key in after]))
        kept = [key for key in after if key in old]
        same_order = kept == [key for key in before if key in new]
        if not kept or not same_order or len(gone) + len(come) > _MOST_RUNS:
            self._reset(lines)
            return
        self._remove(gone)
        self._insert(lines, come)
        self._change(lines)

    def _begin_with(self, lines: Sequence[Line]) -> None:
        """From nothing or to nothing: a reset would have the titles painted anew."""
        if self._rows:
            self._remove([(0, len(self._rows))])
        if lines:
            self._insert(lines, [(0, len(lines))])

    def _reset(self, lines: list[Line]) -> None:
        self.beginResetModel()
        self._rows = lines
        self._cells.clear()
        self.endResetModel()

    def _remove(self, runs: Sequence[tuple[int, int]]) -> None:
        for first, end in reversed(runs):
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._rows[first:end]
            self._cells.clear()
            self.endRemoveRows()

    def _insert(self, lines: Sequence[Line], runs: Sequence[tuple[int, int]]) -> None:
        for first, end in runs:
            self.beginInsertRows(QModelIndex(), first, end - 1)
            self._rows[first:first] = lines[first:end]
            self._cells = {at: cells for at, cells in self._cells.items() if at < first}
            self.endInsertRows()

    def _change(self, lines: Sequence[Line]) -> None:
        changed = [at for at, (old, new) in enumerate(zip(self._rows, lines, strict=True)) if old != new]
        if not changed:
            return
        for at in changed:
            self._rows[at] = lines[at]
            self._cells.pop(at, None)
        self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self.columns) - 1))


def _under_days(rows: Sequence[Row]) -> Iterator[Line]:
    """The day before the first call of each, in this computer's zone; no day comes twice."""
    before: date | None = None
    for row in rows:
        day = row.entry.started.astimezone().date()
        if before is None or day < before:
            yield day
            before = day
        yield row


def _key(line: Line) -> str | date:
    return line.entry.key if isinstance(line, Row) else line


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First place and the one after the last of each unbroken run of marks."""
    first: int | None = None
    for at, mark in enumerate((*marks, False)):
        if mark and first is None:
            first = at
        elif not mark and first is not None:
            yield first, at
            first = None
