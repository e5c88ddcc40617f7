"""The outcomes with which a record can be declined."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agentpanel.domain.guard import outcome_fault
from agentpanel.domain.intents import Decline
from agentpanel.domain.rules import OutcomeRule, SiteRules
from agentpanel.gui.i18n import Retranslated, say
from agentpanel.gui.widgets.outcome_list import outcome_label
from agentpanel.gui.widgets.plain import no_mnemonic, tip


class DeclineMenu(Retranslated, QMenu):
    """Opens with popup() under a button; choosing declines as that. What does not fit stands below, with the reason."""

    asked = Signal(object)  #: a Decline

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(parent)
        self._site = rules
        self._unfit: list[tuple[QAction, OutcomeRule]] = []
        self.setToolTipsVisible(True)
        fits = [each for each in rules.outcomes if outcome_fault(each.code, rules, launched=False) is None]
        for rule in fits:
            self._add(rule).triggered.connect(lambda _=False, code=rule.code: self.asked.emit(Decline(code)))
        if fits and len(fits) < len(rules.outcomes):
            self.addSeparator()
        for rule in rules.outcomes:
            if rule not in fits:
                self._unfit.append((self._add(rule), rule))
        #: Whether there is an outcome to decline with.
        self.useful = bool(fits)
        self.retranslate()

    def open_under(self, button: QWidget) -> None:
        """With the first outcome chosen, so that Enter takes it."""
        self.popup(button.mapToGlobal(QPoint(0, button.height())))
        self.setActiveAction(self.actions()[0])

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Outcomes to decline with"))
        for action, rule in self._unfit:
            fault = outcome_fault(rule.code, self._site, launched=False)
            action.setEnabled(False)
            action.setToolTip(tip(say(fault)) if fault is not None else "")

    def _add(self, rule: OutcomeRule) -> QAction:
        action = QAction(no_mnemonic(outcome_label(rule.code, self._site)), self)
        self.addAction(action)
        return action
