"""The menu of the site's break reasons, with the keys 1 to 9."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agentpanel.domain.intents import TakeBreak
from agentpanel.domain.rules import BreakReason, SiteRules
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.widgets.plain import inert, no_mnemonic

#: Reasons that have a key.
KEYS = 9


def reason_label(reason: BreakReason, number: int) -> str:
    """With its key in front where it has one."""
    text = inert(reason.text or str(reason.code))
    return f"{number}  {text}" if number <= KEYS else text


def ask_for(reason: BreakReason) -> TakeBreak:
    """The intent: by code where the site gave one, for the reports use it."""
    return TakeBreak(reason.code if reason.code is not None else reason.text or "")


class BreakMenu(Retranslated, QMenu):
    """Opens with popup() under a button; choosing asks for the break."""

    asked = Signal(object)  #: a TakeBreak

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(parent)
        self._empty = QAction(self)
        self._empty.setEnabled(False)
        for number, reason in enumerate(rules.breaks, 1):
            self._add(reason, number)
        if not rules.breaks:
            self.addAction(self._empty)
        self.retranslate()

    def open_under(self, button: QWidget) -> None:
        """With the first reason chosen, so that Enter takes it."""
        self.popup(button.mapToGlobal(QPoint(0, button.height())))
        if self._empty not in self.actions():
            self.setActiveAction(self.actions()[0])

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Reasons for a break"))
        self._empty.setText(self.tr("Your site has set up no reasons."))

    def _add(self, reason: BreakReason, number: int) -> None:
        label = no_mnemonic(reason_label(reason, number))
        action = QAction(f"&{label}" if number <= KEYS else label, self)
        action.triggered.connect(lambda: self.asked.emit(ask_for(reason)))
        self.addAction(action)
