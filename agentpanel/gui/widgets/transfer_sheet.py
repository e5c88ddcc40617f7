"""The sheet for giving a call to somebody else: find whom, say how, press Enter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentpanel.domain import words_call
from agentpanel.domain.controls import Control
from agentpanel.domain.intents import WatchColleagues
from agentpanel.domain.parties import Manner, TargetKind
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.card import mute, smaller
from agentpanel.gui.widgets.manner_chips import MannerChips
from agentpanel.gui.widgets.manner_words import manner_fault, words_of
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.widgets.spoken import announce
from agentpanel.gui.widgets.target_picker import TargetPicker
from agentpanel.gui.widgets.target_rows import TargetRow, fault_of, giving
from agentpanel.gui.widgets.wrap_label import WrapLabel

_WIDTH_EM: Final = 26
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TransferSheet(Retranslated, Popup):
    """While it is open the list of colleagues is live; nothing waits for it."""

    asked = Signal(object)  #: a TransferCall, RequeueCall or WatchColleagues

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._rules = rules
        self._snapshot: Snapshot | None = None
        self._view: View | None = None
        self._watching = False
        self.picker = TargetPicker(rules, theme)
        self.live, self.about = WrapLabel(2), WrapLabel(2)
        self.manners = MannerChips(theme)
        self.go = PanelButton(theme, icon="transfer", tone=Tone.STRONG)
        self.picker.changed.connect(self._draw)
        self.picker.opened.connect(self.give)
        self.manners.changed.connect(self._draw)
        self.go.clicked.connect(self.give)
        self._lay_out()
        self.retranslate()

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View) -> None:
        """The list and what is allowed follow what is heard."""
        self._snapshot, self._view = s, view
        if self.isVisible():
            self.picker.show_slice(s)
            self._draw()

    def open_under(self, anchor: QWidget) -> None:
        """Empty, and asking first; a second time it closes."""
        if self.isVisible():
            self.hide()
            return
        self._watch(self._rules.calls.live_agents)
        self.manners.choose(Manner.SCREENED)
        if self._snapshot is not None:
            self.picker.begin(self._snapshot)
        self._draw()
        self.adjustSize()
        self.open_at(anchor.mapToGlobal(QPoint(0, anchor.height())))
        self.picker.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def give(self) -> None:
        """Ask for it, where it is possible."""
        row = self.picker.chosen
        if row is None or self.go.why_off is not None:
            announce(self, self.go.why_off or "")
            return
        self.asked.emit(giving(row.target, self.manners.manner))
        self.hide()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Transfer"))
        self.picker.retranslate()
        self.manners.retranslate()
        self._draw()

    def _draw(self) -> None:
        row = self.picker.chosen
        kind = row.target.kind if row is not None else None
        self.manners.fit({manner: self._manner_fault(manner, row) for manner in Manner})
        words = words_of(self.manners.manner, kind)
        why = self._why_off(row)
        self.about.setText(why if row is not None and why else words.help)
        press = words.pressed(row.who) if row is not None else self.tr("Transfer")
        self.go.say(press, about=words.help, name=press)
        self.go.allow(why)
        self.live.setText(self._about_list())

    def _why_off(self, row: TargetRow | None) -> str | None:
        if row is None or self._view is None:
            return self.tr("Choose to whom the call goes.")
        queue = row.target.kind is TargetKind.QUEUE
        why = self._view.controls[Control.REQUEUE if queue else Control.TRANSFER]
        return row.why if why is None else say(why)

    def _manner_fault(self, manner: Manner, row: TargetRow | None) -> str | None:
        if row is None or self._snapshot is None:
            return None
        fault = manner_fault(manner, row.target.kind)
        # Who cannot take the call at all rules out no way in particular.
        return fault or (fault_of(giving(row.target, manner), self._snapshot, self._rules) if row.why is None else None)

    def _about_list(self) -> str:
        """What is known of the colleagues."""
        s, rows = self._snapshot, self.picker.model.rows
        if not self._rules.calls.live_agents:
            return say(words_call.NO_LIVE_AGENTS)
        if s is not None and s.colleagues_off is not None:
            return say(s.colleagues_off)
        if s is None or not s.colleagues:
            return self.tr("The dialer has named nobody else who is logged in.")
        if not rows:
            return self.tr("Nobody fits.")
        return fill(
            self.tr("{free} of {all} can take it now."), free=sum(row.why is None for row in rows), all=len(rows)
        )

    # -- keys --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.give()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch(False)

    def _watch(self, on: bool) -> None:
        if on is not self._watching:
            self._watching = on
            self.asked.emit(WatchColleagues(on))

    # -- its shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.go.shrinks = True
        for label in (self.live, self.about):
            label.setFont(smaller(self.font()))
            mute(label)
            label.setFixedHeight(2 * label.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.6)] * 4)
        layout.setSpacing(em(self, 0.4))
        for part in (self.picker, self.live, self.manners, self.about, self.go):
            layout.addWidget(part)
        self.setFixedWidth(em(self, _WIDTH_EM))
        chain_tabs((self.picker.search, self.picker.table, *self.manners.chips.values(), self.go))
