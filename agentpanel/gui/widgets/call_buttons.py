"""The buttons for the call at hand: their words and signs of the moment, and what a press asks for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import AnswerTransfer, EndCall, Mute
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act, control_of, with_key
from agentpanel.gui.i18n import say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import Tone
from agentpanel.gui.widgets.call_menus import EndMenu, HoldMenu, open_under
from agentpanel.gui.widgets.call_modes import HoldMode, hold_mode, in_conference, join_all
from agentpanel.gui.widgets.steady_button import ArrowButton, SteadyButton

_CONTROL: Final = {
    HoldMode.HOLD: Control.HOLD,
    HoldMode.CHOOSE: Control.HOLD,
    HoldMode.RETRIEVE: Control.RETRIEVE,
    HoldMode.SWAP: Control.SWAP,
}
_ICON: Final = {HoldMode.RETRIEVE: "retrieve", HoldMode.SWAP: "swap"}


class CallButtons(QObject):
    """Made once, placed by a row. What is off says why."""

    asked = Signal(object)  #: an Intent
    keypad_asked = Signal()
    transfer_asked = Signal()

    def __init__(self, rules: SiteRules, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._snapshot: Snapshot | None = None
        self.hold, self.mute = SteadyButton(theme, "hold"), SteadyButton(theme, "microphone")
        self.keypad, self.transfer = SteadyButton(theme, "keypad"), SteadyButton(theme, "transfer")
        self.join = SteadyButton(theme, "join")
        self.accept, self.reject = SteadyButton(theme, "accept", Tone.STRONG), SteadyButton(theme, "reject")
        self.end = SteadyButton(theme, "end-call", Tone.GRAVE)
        self.end_with = ArrowButton(theme, Tone.GRAVE)
        self.end_menu, self.hold_menu = EndMenu(rules, owner), HoldMenu(rules, owner)
        self._connect()

    @property
    def steady(self) -> tuple[SteadyButton, ...]:
        """Those that have words where there is room."""
        return (self.hold, self.mute, self.keypad, self.transfer, self.join, self.accept, self.reject, self.end)

    def show_slice(self, s: Snapshot, view: View) -> None:
        """On and off as the view says, in the words of the moment."""
        self._snapshot = s
        self.hold_menu.show_call(s.call)
        for menu in (self.end_menu, self.hold_menu):
            menu.allow(s)
        self._allow(view)
        self._say_words()

    def retranslate(self) -> None:
        self.hold.turns = (ACTIONS[Act.HOLD].words, *self._holds().values())
        self.mute.turns = (ACTIONS[Act.MUTE].words, self.tr("Unmute"))
        self.transfer.turns = self.join.turns = (ACTIONS[Act.TRANSFER].words, ACTIONS[Act.JOIN].words)
        self.end.turns = (self.tr("End"), self.tr("Leave"))
        more = ACTIONS[Act.END_WITH]
        self.end_with.say("", about=more.help, name=more.words)
        self._say_words()

    def open_end_menu(self, anchor: QWidget) -> None:
        """The other ways to end."""
        open_under(self.end_menu, anchor)

    # -- drawing -----------------------------------------------------------------------------------------

    @property
    def _mode(self) -> HoldMode:
        return hold_mode(self._snapshot) if self._snapshot is not None else HoldMode.HOLD

    @property
    def _muted(self) -> bool:
        call = self._snapshot.call if self._snapshot is not None else None
        return call is not None and bool(call.muted)

    def _allow(self, view: View) -> None:
        acts = {
            self.join: Act.JOIN,
            self.mute: Act.MUTE,
            self.keypad: Act.KEYPAD,
            self.transfer: Act.TRANSFER,
            self.accept: Act.ACCEPT,
            self.reject: Act.REJECT,
            self.end: Act.END_CALL,
        }
        controls = {self.hold: _CONTROL[self._mode], **{button: control_of(act) for button, act in acts.items()}}
        for button, control in controls.items():
            why = view.controls[control]
            button.allow(None if why is None else say(why))
        none = self.tr("Your site has set up no other ways to end a call.") if self.end_menu.empty else None
        self.end_with.allow(none or self.end.why_off)

    def _say_words(self) -> None:
        holds = self._holds()
        mode, muted = self._mode, self._muted
        self._tell(self.hold, Act.HOLD, holds.get(mode, ""), _ICON.get(mode, ""))
        self._tell(self.mute, Act.MUTE, self.tr("Unmute") if muted else "", "mute" if muted else "microphone")
        self.mute.setChecked(muted)
        leaves = in_conference(self._snapshot.call if self._snapshot is not None else None)
        end = ACTIONS[Act.END_CALL]
        about = with_key(self.tr("Leave the conference; the others go on talking"), end.key) if leaves else end.help
        name = self.tr("Leave the conference") if leaves else end.words
        self.end.tell(self.tr("Leave") if leaves else self.tr("End"), about, end.icon, name=name)
        for button, act in (
            (self.keypad, Act.KEYPAD),
            (self.transfer, Act.TRANSFER),
            (self.join, Act.JOIN),
            (self.accept, Act.ACCEPT),
            (self.reject, Act.REJECT),
        ):
            self._tell(button, act)

    def _holds(self) -> dict[HoldMode, str]:
        swap = self.tr("Swap")
        return {HoldMode.CHOOSE: self.tr("Hold…"), HoldMode.RETRIEVE: self.tr("Retrieve"), HoldMode.SWAP: swap}

    def _tell(self, button: SteadyButton, act: Act, words: str = "", icon: str = "") -> None:
        """Its usual words and sign, or others for now."""
        action = ACTIONS[act]
        about = with_key(words, action.key) if words else action.help
        button.tell(words or action.words, about, icon or action.icon)

    # -- asking ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.mute.setCheckable(True)
        self.hold.clicked.connect(self._press_hold)
        self.join.clicked.connect(self._press_join)
        self.mute.clicked.connect(self._press_mute)
        self.keypad.clicked.connect(self.keypad_asked)
        self.transfer.clicked.connect(self.transfer_asked)
        self.accept.clicked.connect(lambda: self.asked.emit(AnswerTransfer(accept=True)))
        self.reject.clicked.connect(lambda: self.asked.emit(AnswerTransfer(accept=False)))
        self.end.clicked.connect(lambda: self.asked.emit(EndCall()))
        for menu in (self.end_menu, self.hold_menu):
            menu.asked.connect(self.asked)

    def _press_hold(self) -> None:
        intent = self._mode.intent
        if intent is None:
            open_under(self.hold_menu, self.hold if self.hold.isVisible() else self._owner)
        else:
            self.asked.emit(intent)

    def _press_join(self) -> None:
        self.asked.emit(join_all(self._snapshot.call if self._snapshot is not None else None))

    def _press_mute(self) -> None:
        # Checked is what the dialer confirmed, not what was pressed.
        self.mute.setChecked(self._muted)
        self.asked.emit(Mute(not self._muted))
