"""What goes to the dialer with the outcome: a callback, the amount of a sale, a success rate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import SetCallback
from agentpanel.domain.parties import Callback
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Instant, Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.callback_line import CallbackLine
from agentpanel.gui.widgets.callback_sheet import CallbackSheet
from agentpanel.gui.widgets.callback_words import callback_text, customer_zone
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.sale_fields import SaleFields


class OutcomeExtras(Retranslated, QWidget):
    """Takes room only while there is something to show; ``button`` stands elsewhere and opens the callback's sheet."""

    asked = Signal(object)  #: a SetCallback or SetSale
    refused = Signal(object)  #: a Say
    lost = Signal(str)  #: what was entered for a call that is gone, as a sentence

    def __init__(
        self,
        rules: SiteRules,
        theme: Theme,
        now: Callable[[], Instant],
        zone: tzinfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._site = rules
        self._zone = zone
        self._drawn = Drawn()
        self._call: Call | None = None
        self._needed = False
        self.button = PanelButton(theme, icon="callback")
        self.line = CallbackLine(theme)
        self.sale = SaleFields(theme)
        self.sheet = CallbackSheet(rules, theme, now, zone, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(em(self, 0.3))
        self._layout.addWidget(self.line)
        self._layout.addWidget(self.sale)
        self._connect()
        self.retranslate()
        self._show_call(None)
        self.hide()

    def show_slice(self, s: Snapshot, view: View) -> None:
        why, unsold = (view.controls[each] for each in (Control.CALLBACK, Control.SALE))
        if self._drawn.same(s.call, why, unsold):
            return
        if (s.call.key if s.call else None) != (self._call.key if self._call else None):
            self._tell_lost()
            self.sheet.begin(s.call)
            self.sale.begin(s.call.amount if s.call else None, s.call.success_rate if s.call else None)
        self._show_call(s.call)
        self.setVisible(self._needed)
        for part in (self.button, self.line):
            part.allow(None if why is None else say(why))
        self.sale.allow(None if unsold is None else say(unsold))
        if why is not None and self.sheet.isVisible():
            self._tell_lost()

    def _tell_lost(self) -> None:
        self.sheet.hide()
        if told := self.sheet.lose():
            self.lost.emit(told)

    def look_at(self, outcome: int | None) -> None:
        """The person picked this: what it requires opens by itself."""
        wanted = self._needs(outcome)
        if "callback" in wanted and self._call is not None and self._call.callback is None:
            self.open_callback()

    def open_callback(self) -> None:
        """The sheet under its button, where it is on."""
        if self.button.isEnabled():
            self.sheet.open_under(self.button)

    def _needs(self, outcome: int | None) -> tuple[str, ...]:
        rule = self._site.outcome(outcome) if outcome is not None else None
        return rule.requires if rule is not None else ()

    def _show_call(self, call: Call | None) -> None:
        self._call = call
        callback = call.callback if call is not None else None
        needs = self._needs(call.outcome if call is not None else None)
        self.line.setVisible(callback is not None)
        if callback is not None:
            self.line.text.setText(callback_text(callback, self._zone, customer_zone(call, self._site)))
        wanted = "callback" in needs and callback is None
        self.button.strengthen(Tone.STRONG if wanted else Tone.PLAIN)
        sold = call is not None and call.amount is not None
        rated = call is not None and call.success_rate is not None
        amount = self._site.calls.amount or "amount" in needs or sold
        rate = self._site.calls.success_rate or "success" in needs or rated
        self.sale.show_fields(amount=amount, rate=rate)
        self.sale.show_sale(call.amount if call else None, call.success_rate if call else None)
        self.sale.setVisible(amount or rate)
        self._needed = callback is not None or amount or rate

    def _connect(self) -> None:
        self.button.clicked.connect(self.open_callback)
        self.line.change.connect(self.open_callback)
        self.line.taken_back.connect(lambda: self.asked.emit(SetCallback(None)))
        self.sheet.chosen.connect(self._ask)
        self.sale.asked.connect(self.asked)
        self.sale.refused.connect(self.refused)
        self.sale.lost.connect(self.lost)

    def _ask(self, callback: Callback) -> None:
        self.asked.emit(SetCallback(callback))

    def retranslate(self) -> None:
        action = ACTIONS[Act.CALLBACK]
        self.button.say("", about=action.help, name=action.words)
        self._drawn.forget()
