"""The callback that goes with the outcome, in a line that can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.card import smaller
from agentpanel.gui.widgets.wrap_label import WrapLabel


class CallbackLine(Retranslated, QWidget):
    """There while a callback is set."""

    change = Signal()
    taken_back = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = WrapLabel(2)
        self.text.setFont(smaller(self.font()))
        self.edit = PanelButton(theme, tone=Tone.QUIET)
        self.remove = PanelButton(theme, tone=Tone.QUIET)
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 0.25), 0, 0, 0)
        row.setSpacing(em(self, 0.2))
        row.addWidget(self.text, 1)
        for button in (self.edit, self.remove):
            button.height_em = CHIP_EM
            row.addWidget(button)
        self.edit.clicked.connect(self.change)
        self.remove.clicked.connect(self.taken_back)
        self.retranslate()

    def allow(self, why: str | None) -> None:
        """On for None, else off for this reason."""
        for button in (self.edit, self.remove):
            button.allow(why)

    def retranslate(self) -> None:
        change, about = self.tr("Change"), self.tr("Another time, number or agent")
        self.edit.say(change, about=about, name=self.tr("Change the callback"))
        about = self.tr("Take the callback back")
        self.remove.say("×", about=about, name=about)  # noqa: RUF001 - the usual sign for it
