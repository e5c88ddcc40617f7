"""The most used break reasons, one gesture each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.rules import BreakReason, SiteRules
from agentpanel.domain.view import View
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.break_menu import ask_for, reason_label
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.chip_row import ChipRow
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.plain import inert


class ReasonsRow(Retranslated, QWidget):
    """A button for each favourite, numbered as in the menu, and the menu for the rest."""

    asked = Signal(object)  #: a TakeBreak
    menu_asked = Signal()

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = Drawn()
        self.more = PanelButton(theme, tone=Tone.QUIET)
        self.more.height_em = CHIP_EM
        self.more.clicked.connect(self.menu_asked)
        self._numbered = [(number, each) for number, each in enumerate(rules.breaks, 1) if each.favourite]
        self.chips = [self._chip(theme, reason) for _, reason in self._numbered]
        row = ChipRow(self.more)
        row.put(self.chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row)
        self.retranslate()

    @property
    def empty(self) -> bool:
        """Whether the site has no favourites: then the row is not needed."""
        return not self.chips

    def show_slice(self, view: View) -> None:
        why = view.controls[Control.BREAK]
        if not self._drawn.same(why):
            for button in (*self.chips, self.more):
                button.allow(None if why is None else say(why))

    def retranslate(self) -> None:
        self._drawn.forget()
        for chip, (number, reason) in zip(self.chips, self._numbered, strict=True):
            name = fill(self.tr("Break: {reason}"), reason=inert(reason.text or str(reason.code)))
            chip.say(reason_label(reason, number), about=name, name=name)
        self.more.say(self.tr("more…"), about=self.tr("All reasons for a break"), name=self.tr("More break reasons"))

    def _chip(self, theme: Theme, reason: BreakReason) -> PanelButton:
        chip = PanelButton(theme)
        chip.height_em = CHIP_EM
        chip.clicked.connect(lambda: self.asked.emit(ask_for(reason)))
        return chip
