"""The rows of the own day: every number of it, to be read by keys and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt

from agentpanel.gui.models.table import Cell, Column, TableModel
from agentpanel.gui.widgets.day_words import DayRow

translate: Final = QCoreApplication.translate


class DayModel(TableModel[DayRow]):
    """Draws again only the rows whose numbers are others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_columns(), parent)

    def show_rows(self, rows: Sequence[DayRow]) -> None:
        """Show these."""
        if [(row.kind, row.what) for row in rows] != [(row.kind, row.what) for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self._cells.clear()
            self.endResetModel()
            return
        for at, row in enumerate(rows):
            if row != self._rows[at]:
                self._rows[at] = row
                self._cells.pop(at, None)
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))


def _columns() -> tuple[Column[DayRow], ...]:
    return (
        Column(
            key="kind",
            title=lambda: translate("day", "Kind"),
            cell=lambda row: Cell(row.kind),
            sample=lambda: translate("day", "Outcome"),
        ),
        Column(
            key="what",
            title=lambda: translate("day", "What"),
            cell=lambda row: Cell(row.what, tip=row.what),
            sample=lambda: "Product: Fibre 500",
            stretch=True,
        ),
        Column(
            key="value",
            title=lambda: translate("day", "How much"),
            cell=lambda row: Cell(row.value),
            sample=lambda: "00:00:00",
            alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        ),
    )
