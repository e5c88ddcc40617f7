"""The list of those whom a call can be given to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject

from agentpanel.domain.parties import Target
from agentpanel.gui.i18n import fill
from agentpanel.gui.models.table import Cell, Column, TableModel
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.target_rows import TargetRow


class TargetModel(TableModel[TargetRow]):
    """Who, and what they are or do. Those who cannot take the call stay in the list, in the colour of what is off."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(_columns(theme), parent)
        theme.changed.connect(self.redraw)

    def put(self, rows: Sequence[TargetRow]) -> bool:
        """Show these; False where they are shown already."""
        if list(rows) == self._rows:
            return False
        self.beginResetModel()
        self._rows = list(rows)
        self._cells.clear()
        self.endResetModel()
        return True

    def place_of(self, target: Target | None) -> QModelIndex:
        """Where it stands; an invalid index where it does not."""
        at = next((at for at, row in enumerate(self._rows) if row.target == target), None)
        return QModelIndex() if at is None else self.index(at, 0)


def _columns(theme: Theme) -> tuple[Column[TargetRow], ...]:
    def who(row: TargetRow) -> Cell:
        spoken = f"{row.who}, {row.what}"
        if row.why is None:
            return Cell(row.who, spoken=spoken)
        spoken = fill(_tr("{row}. Off: {why}"), row=spoken, why=row.why)
        return Cell(row.who, tip=row.why, spoken=spoken, color=theme.colour("muted"))

    def what(row: TargetRow) -> Cell:
        return Cell(row.what, tip=row.why or row.what, italic=row.why is not None, color=theme.colour("muted"))

    return (
        Column(key="who", title=lambda: _tr("Who"), cell=who, sample=lambda: _tr("Bob Example · 1002"), stretch=True),
        Column(key="what", title=lambda: _tr("What"), cell=what, sample=lambda: _tr("not ready, can take it")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("targets", text)
