"""Finding whom a call goes to: a field to type in over the list of all who could take it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from agentpanel.domain.parties import Target
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.models.targets import TargetModel
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.data_table import DataTable
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.field import TextField
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.widgets.target_rows import TargetRow, first_to_offer, target_rows

_LINES: Final = 8
#: Keys that move in the list while one types above it.
_ALONG: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class TargetPicker(Retranslated, QWidget):
    """Typing offers the first who fits and can take it; arrows choose another. Who was chosen stays chosen."""

    changed = Signal()  #: somebody else is chosen, or the list is another
    opened = Signal()  #: Enter or a double click on a row

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self._snapshot: Snapshot | None = None
        self._drawn = Drawn()
        self._filling = self._picked = False
        self.search = TextField(theme)
        self.model = TargetModel(theme, self)
        self.table = DataTable(self.model)
        self._connect()
        self._lay_out()
        self.retranslate()

    @property
    def chosen(self) -> TargetRow | None:
        """The row that stands."""
        return self.table.current_row

    def begin(self, s: Snapshot) -> None:
        """Nothing typed, nobody chosen."""
        self._picked = False
        self.search.clear()
        self._drawn.forget()
        self._choose(None)
        self.show_slice(s)

    def show_slice(self, s: Snapshot) -> None:
        """The list follows what is heard of the colleagues."""
        self._snapshot = s
        if not self._drawn.same(s.colleagues, s.colleagues_off, s.login, s.campaign):
            row = self.chosen
            # What was typed before the list came may mean somebody on it.
            stays = row is not None and (self._picked or not row.typed)
            self._put(row.target if row is not None and stays else None)
            self._offer()
            self.changed.emit()

    def retranslate(self) -> None:
        self.search.setAccessibleName(self.tr("Find whom"))
        anything = self.tr("name, number, queue, or any number…")
        self.search.setPlaceholderText(anything if self._rules.calls.any_number else self.tr("name, number or queue…"))
        self.table.setAccessibleName(self.tr("Who can be given the call"))
        self._drawn.forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ALONG:
            QApplication.sendEvent(self.table, event)
            return True
        return False

    def _put(self, chosen: Target | None) -> None:
        if self._snapshot is not None:
            self._filling = True
            self.model.put(target_rows(self._snapshot, self._rules, self.search.text()))
            self._filling = False
        self._choose(chosen)

    def _choose(self, target: Target | None) -> None:
        self._filling = True
        place = self.model.place_of(target)
        if place.isValid():
            self.table.setCurrentIndex(place)
        else:
            self.table.selectionModel().clear()
        self._filling = False

    def _on_typed(self) -> None:
        self._put(self.chosen.target if self._picked and self.chosen is not None else None)
        if self.chosen is None:
            self._picked = False
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        """The first who fits what was typed, while nobody is chosen."""
        if self.chosen is None and not self._picked:
            first = first_to_offer(self.model.rows) if self.search.text().strip() else None
            self._choose(first.target if first is not None else None)

    def _on_moved(self, current: QModelIndex) -> None:
        if not self._filling:
            self._picked = current.isValid()
            self.changed.emit()

    def _connect(self) -> None:
        self.search.textEdited.connect(self._on_typed)
        self.search.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._on_moved)
        self.table.opened.connect(lambda _: self.opened.emit())

    def _lay_out(self) -> None:
        self.table.horizontalHeader().hide()
        rows = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(_LINES * rows + 2 * self.table.frameWidth())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        for part in (self.search, self.table):
            layout.addWidget(part)
        chain_tabs((self.search, self.table))
        self.setFocusProxy(self.search)
