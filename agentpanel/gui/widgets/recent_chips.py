"""The filters of Recent that are in force, a chip each: a press takes one back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.gui.i18n import fill
from agentpanel.gui.models.recent_choice import NOTHING_CHOSEN, Choice
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.chip_row import ChipRow

_OFF = "\N{MULTIPLICATION SIGN}"
#: Characters on a chip at most, so that there is room for others; its tool tip has all of them.
_MOST = 18


class FilterChips(ChipRow):
    """Takes room only while there is a filter; its last button takes back all of them."""

    changed = Signal(object)  #: the Choice that is left

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        self.all_off = PanelButton(theme, tone=Tone.QUIET)
        self.all_off.height_em = CHIP_EM
        super().__init__(self.all_off, parent)
        self._rules = rules
        self._theme = theme
        self._choice = NOTHING_CHOSEN
        self.chips: list[PanelButton] = []
        self.all_off.clicked.connect(lambda: self.changed.emit(NOTHING_CHOSEN))
        self.hide()

    def show_choice(self, choice: Choice) -> None:
        """These and no others."""
        self._choice = choice
        for old in self.chips:
            old.hide()
            old.deleteLater()
        self.chips = [self._chip(words, without) for words, without in choice.parts(self._rules)]
        words = self.tr("Take back all filters")
        self.all_off.say(self.tr("All"), about=words, name=words)
        self.put(self.chips)
        self.setVisible(bool(self.chips))

    def retranslate(self) -> None:
        self.show_choice(self._choice)

    def _chip(self, words: str, without: Choice) -> PanelButton:
        chip = PanelButton(self._theme)
        chip.height_em = CHIP_EM
        about = fill(self.tr("Take back the filter {words}"), words=words)
        short = words if len(words) <= _MOST else f"{words[: _MOST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
        chip.say(f"{short} {_OFF}", about=about, name=about)
        chip.clicked.connect(lambda: self.changed.emit(without))
        return chip
