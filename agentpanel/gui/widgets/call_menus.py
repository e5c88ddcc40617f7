"""The menus of the call controls: other ways to end, whom to hold, and what has no room in a small window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agentpanel.domain.guard_call import call_fault
from agentpanel.domain.intents import EndCall, Hold, Intent
from agentpanel.domain.parties import Party
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.gui.i18n import Retranslated, fill, pretty_number, say
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.call_course import party_name
from agentpanel.gui.widgets.plain import inert, no_mnemonic, tip


def open_under(menu: QMenu, anchor: QWidget) -> None:
    """With the first entry chosen, so that Enter takes it."""
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))
    menu.setActiveAction(next((each for each in menu.actions() if each.isEnabled()), menu.actions()[0]))


class _AskingMenu(Retranslated, QMenu):
    """Each entry asks for something; one that the desk would refuse is off and says why."""

    asked = Signal(object)  #: an Intent

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(parent)
        self._rules = rules
        self._intents: list[tuple[QAction, Intent]] = []
        self.setToolTipsVisible(True)

    def add(self, intent: Intent) -> QAction:
        action = QAction(self)
        action.triggered.connect(lambda: self.asked.emit(intent))
        self.addAction(action)
        self._intents.append((action, intent))
        return action

    def allow(self, s: Snapshot) -> None:
        """At this moment of the call."""
        for action, intent in self._intents:
            why = call_fault(intent, s, self._rules)
            action.setEnabled(why is None)
            action.setToolTip(tip("" if why is None else say(why)))


class EndMenu(_AskingMenu):
    """With a sound for the customer, or the customer sent elsewhere."""

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(rules, parent)
        at_end = [each for each in rules.sounds if each.at_end]
        self._sounds = [(self.add(EndCall(sound=each.name)), inert(each.text)) for each in at_end]
        self._places = [(self.add(EndCall(external=each)), inert(pretty_number(each))) for each in rules.calls.end_to]
        self.retranslate()

    @property
    def empty(self) -> bool:
        """Whether the site has set up none."""
        return not self.actions()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Other ways to end the call"))
        for action, text in self._sounds:
            action.setText(no_mnemonic(fill(self.tr("End and play: {sound}"), sound=text)))
        for action, text in self._places:
            action.setText(no_mnemonic(fill(self.tr("End and send the customer to {address}"), address=text)))


class HoldMenu(_AskingMenu):
    """Which of two to put on hold."""

    def __init__(self, rules: SiteRules, parent: QWidget) -> None:
        super().__init__(rules, parent)
        self._call: Call | None = None
        self._customer = self.add(Hold(True, Party.CUSTOMER))
        self._other = self.add(Hold(True, Party.OTHER))
        self.retranslate()

    def show_call(self, call: Call | None) -> None:
        if call is not self._call:
            self._call = call
            self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Whom to put on hold"))
        self._customer.setText(self.tr("The customer"))
        self._other.setText(no_mnemonic(party_name(self._call.transfer if self._call is not None else None)))


class MoreMenu(Retranslated, QMenu):
    """The buttons that have no place, in words; an entry does what its button does."""

    def __init__(self, buttons: Sequence[PanelButton], parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self.setToolTipsVisible(True)
        self.retranslate()

    def open_for(self, anchor: QWidget, wanted: Sequence[PanelButton]) -> None:
        """Those of the buttons, in their order, as they are now."""
        self.clear()
        for button in self._buttons:
            if button in wanted:
                self.addAction(self._entry(button))
        open_under(self, anchor)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("More for this call"))

    def _entry(self, button: PanelButton) -> QAction:
        action = QAction(no_mnemonic(button.accessibleName()), self)
        action.setEnabled(button.why_off is None)
        action.setToolTip(tip(button.accessibleDescription()))
        action.triggered.connect(button.click)
        return action
