"""How a call is given: one of five ways, of which the target may rule some out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agentpanel.domain.parties import Manner
from agentpanel.gui.i18n import fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton
from agentpanel.gui.widgets.manner_words import MANNERS, manner_for
from agentpanel.gui.widgets.rows import chain_tabs

_COLUMNS = 3


class MannerChips(QWidget):
    """One is always chosen; where a target does not allow it, the mildest that it does stands in."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = Manner.SCREENED
        self._faults: Mapping[Manner, str | None] = {}
        self.chips = {manner: PanelButton(theme) for manner in MANNERS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(em(self, 0.3))
        for at, (manner, chip) in enumerate(self.chips.items()):
            chip.height_em = CHIP_EM
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, manner=manner: self.choose(manner))
            grid.addWidget(chip, at // _COLUMNS, at % _COLUMNS)
        chain_tabs(self.chips.values())
        self.retranslate()

    @property
    def manner(self) -> Manner:
        """The way that a press of the button takes."""
        return manner_for(self._wanted, self._faults)

    def choose(self, manner: Manner) -> None:
        """Take this way from now on, where the target allows it."""
        self._wanted = manner
        self._draw()
        self.changed.emit()

    def fit(self, faults: Mapping[Manner, str | None]) -> None:
        """To a target: why it rules a way out, or None."""
        self._faults = faults
        self._draw()

    def retranslate(self) -> None:
        for manner, chip in self.chips.items():
            words = MANNERS[manner]
            chip.say(words.title, about=words.help, name=fill(self.tr("How: {way}"), way=words.title))
        self._draw()

    def _draw(self) -> None:
        for manner, chip in self.chips.items():
            chip.allow(self._faults.get(manner))
            chip.setChecked(manner is self.manner and chip.isEnabled())
