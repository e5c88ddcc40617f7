"""The lines of the wire log: the newest last, capped, filtered without a proxy."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import QModelIndex, QObject

from agentpanel.domain.wire import WireLine
from agentpanel.gui.models.table import Column, TableModel


class WireLogModel(TableModel[WireLine]):
    """Keeps the last ``most`` lines and shows those that contain the filter's text, upper and lower case alike."""

    def __init__(self, columns: Sequence[Column[WireLine]], most: int, parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._most = most
        self._kept: deque[WireLine] = deque(maxlen=most)
        self._wanted = ""

    @property
    def kept(self) -> Sequence[WireLine]:
        """All lines, also those that the filter hides."""
        return self._kept

    def append(self, lines: Sequence[WireLine]) -> int:
        """Add a batch: one change of the view, whatever its size; how many rows fell out at the top."""
        self._kept.extend(lines)
        matching = [line for line in islice(lines, max(0, len(lines) - self._most), None) if self._matches(line)]
        gone = self._drop_oldest()
        if matching:
            at = len(self._rows)
            self.beginInsertRows(QModelIndex(), at, at + len(matching) - 1)
            self._rows += matching
            self.endInsertRows()
        return gone

    def clear(self) -> None:
        """Forget all lines."""
        self._kept.clear()
        self._show()

    def filter(self, text: str) -> None:
        """Show the lines that contain this text in their name, text or problems."""
        if text.casefold() != self._wanted:
            self._wanted = text.casefold()
            self._show()

    def _show(self) -> None:
        self.beginResetModel()
        self._rows = [line for line in self._kept if self._matches(line)]
        self._cells.clear()
        self.endResetModel()

    def _drop_oldest(self) -> int:
        """Rows whose lines have fallen out of what is kept."""
        first = self._kept[0].serial if self._kept else 0
        gone = next((at for at, line in enumerate(self._rows) if line.serial >= first), len(self._rows))
        if gone:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            del self._rows[:gone]
            self._cells.clear()
            self.endRemoveRows()
        return gone

    def _matches(self, line: WireLine) -> bool:
        wanted = self._wanted
        return (
            not wanted
            or wanted in line.text.casefold()
            or wanted in (line.name or "").casefold()
            or any(wanted in problem.casefold() for problem in line.problems)
        )
