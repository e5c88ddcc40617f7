"""Which columns of Recent are shown: chosen from a menu, and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMenu

from agentpanel.gui.i18n import fill
from agentpanel.gui.models.recent_columns import Line
from agentpanel.gui.models.table import Column
from agentpanel.gui.widgets.plain import no_mnemonic

#: What is shown until somebody chooses; who sees the calls of all agents sees whose they are.
USUAL: Final = ("time", "number", "outcome", "tags", "recording", "state", "word", "campaign")
USUAL_OF_ALL: Final = (*USUAL, "agent")


class ColumnsMenu(QObject):
    """One choice for the own calls and one for those of all agents."""

    changed = Signal()

    def __init__(self, columns: Sequence[Column[Line]], parent: QObject) -> None:
        super().__init__(parent)
        self._columns = columns
        self._memory: QSettings | None = None
        self._chosen: dict[bool, frozenset[str]] = {False: frozenset(USUAL), True: frozenset(USUAL_OF_ALL)}
        self._everyone = False
        #: Keys of the columns that have no room now.
        self.hidden: frozenset[str] = frozenset()

    @property
    def chosen(self) -> frozenset[str]:
        """Keys of the columns."""
        return self._chosen[self._everyone]

    def remember_in(self, memory: QSettings) -> None:
        """Take what was chosen before, and keep what will be chosen."""
        self._memory = memory
        known = {column.key for column in self._columns}
        for everyone in self._chosen:
            kept = memory.value(_place(everyone), "")
            keys = frozenset(kept.split(",")) & known if isinstance(kept, str) else frozenset()
            if keys:
                self._chosen[everyone] = keys
        self.changed.emit()

    def show_everyone(self, everyone: bool) -> None:
        """Whether the calls of all agents are shown."""
        if everyone != self._everyone:
            self._everyone = everyone
            self.changed.emit()

    def toggle(self, key: str) -> None:
        """Show this column, or show it no more."""
        self._keep(self.chosen ^ {key})

    def fill(self, menu: QMenu) -> None:
        """A tick for each column."""
        for column in self._columns:
            action = menu.addAction(self._words(column))
            action.setCheckable(True)
            action.setChecked(column.stretch or column.key in self.chosen)
            action.setEnabled(not column.stretch)
            action.triggered.connect(lambda _=False, key=column.key: self.toggle(key))
        menu.addSeparator()
        usual = menu.addAction(self.tr("&Usual columns"))
        usual.triggered.connect(lambda: self._keep(frozenset(USUAL_OF_ALL if self._everyone else USUAL)))

    def _words(self, column: Column[Line]) -> str:
        # The sign of the state has no title in the table.
        words = no_mnemonic(column.title() or self.tr("Sign of the state"))
        if column.key in self.chosen and column.key in self.hidden:
            return fill(self.tr("{column} (no room now)"), column=words)
        return words

    def _keep(self, keys: frozenset[str]) -> None:
        self._chosen[self._everyone] = keys
        if self._memory is not None:
            order = [column.key for column in self._columns if column.key in keys]
            self._memory.setValue(_place(self._everyone), ",".join(order))
        self.changed.emit()


def _place(everyone: bool) -> str:
    return f"recent/columns_{'all' if everyone else 'own'}"
