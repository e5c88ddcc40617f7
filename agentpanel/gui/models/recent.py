"""The rows of Recent: the newest calls first, at most a page of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex

from agentpanel.domain.records import Entry
from agentpanel.gui.models.table import TableModel


class RecentModel(TableModel[Entry]):
    """Shows the page that it is given with as little change as it can, so that the view keeps its place."""

    def show_rows(self, rows: Sequence[Entry]) -> None:
        """Replace what is shown. New rows on top and changed ones go in; anything else resets the model."""
        before = [entry.key for entry in self._rows]
        after = [entry.key for entry in rows]
        new = next((at for at, key in enumerate(after) if before[:1] == [key]), len(after))
        kept = len(after) - new
        if not kept or after[new:] != before[:kept]:
            self._reset(rows)
            return
        self._drop_below(kept)
        self._insert_on_top(rows[:new])
        self._change(rows, new)

    def _reset(self, rows: Sequence[Entry]) -> None:
        if not rows and not self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._cells.clear()
        self.endResetModel()

    def _drop_below(self, kept: int) -> None:
        if kept == len(self._rows):
            return
        self.beginRemoveRows(QModelIndex(), kept, len(self._rows) - 1)
        del self._rows[kept:]
        self._cells.clear()
        self.endRemoveRows()

    def _insert_on_top(self, rows: Sequence[Entry]) -> None:
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
        self._rows[:0] = rows
        self._cells.clear()
        self.endInsertRows()

    def _change(self, rows: Sequence[Entry], start: int) -> None:
        changed = [at for at in range(start, len(rows)) if rows[at] != self._rows[at]]
        if not changed:
            return
        for at in changed:
            self._rows[at] = rows[at]
            self._cells.pop(at, None)
        self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self.columns) - 1))
