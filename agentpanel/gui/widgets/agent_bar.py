"""Available, Break, Log out: three places that never move, and the most used reasons under them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Shown, Snapshot
from agentpanel.domain.state import Seat, WishKind
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act, control_of, intent_of
from agentpanel.gui.i18n import Retranslated, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.break_menu import BreakMenu
from agentpanel.gui.widgets.button import TALL_EM, PanelButton, Tone
from agentpanel.gui.widgets.drawn import Drawn

_COMING_IN = (Seat.AUTHENTICATING, Seat.LOGGING_IN, Seat.TIE_UP)


class AgentBar(Retranslated, QWidget):
    """The three buttons; each says what a press would do now."""

    asked = Signal(object)  #: an Intent
    login_requested = Signal()
    leaving = Signal()  #: just before an intent that ends the wrap: what is typed must be on its way first

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._snapshot: Snapshot | None = None
        self._drawn = Drawn()
        self._icons_only = False
        self.available = PanelButton(theme, icon="available")
        self.pause = PanelButton(theme, icon="break")
        self.door = PanelButton(theme, icon="logout")
        self.menu = BreakMenu(rules, self)
        self._door_icon = "logout"
        self.pause.drops_down = True
        for button in (self.available, self.pause, self.door):
            button.height_em = TALL_EM
            button.shrinks = True
        self.available.clicked.connect(self._go_available)
        self.pause.clicked.connect(self.open_breaks)
        self.door.clicked.connect(self._through_door)
        self.menu.asked.connect(self.asked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(em(self, 0.4))
        for button in (self.available, self.pause, self.door):
            self._row.addWidget(button, 1)

    def show_slice(self, s: Snapshot, view: View) -> None:
        """On and off as the view says, in the words of the moment."""
        self._snapshot, self._view = s, view
        if self._drawn.same(view.shown, view.controls, s.seat.value, s.wish.value.kind):
            return
        self._draw(s, view)

    def show_icons_only(self, icons_only: bool) -> None:
        """Where there is no room for words; they stay in the tool tips and for screen readers."""
        if icons_only != self._icons_only:
            self._icons_only = icons_only
            for place in range(self._row.count()):
                self._row.setStretch(place, 0 if icons_only else 1)
            self.retranslate()

    def sizeHint(self) -> QSize:
        hints = [button.sizeHint() for button in (self.available, self.pause, self.door)]
        widths = [hint.width() for hint in hints]
        # With words all three are as wide as the widest.
        width = sum(widths) if self._icons_only else 3 * max(widths)
        return QSize(width + 2 * self._row.spacing(), hints[0].height())

    def open_breaks(self) -> None:
        """The menu of reasons under its button."""
        self.menu.open_under(self.pause)

    def retranslate(self) -> None:
        self._drawn.forget()
        if self._snapshot is not None and self._view is not None:
            self.show_slice(self._snapshot, self._view)

    # -- drawing -----------------------------------------------------------------------------------------

    def _draw(self, s: Snapshot, view: View) -> None:
        self._say(self.available, Act.AVAILABLE, self._hint(s, view))
        self._say(self.pause, Act.BREAK, "")
        self._draw_door(s, view)
        self._allow(self.available, view, Act.AVAILABLE)
        self._allow(self.pause, view, Act.BREAK)
        strong = view.shown in (Shown.NOT_READY, Shown.MONITORING) and view.on(Control.AVAILABLE)
        self.available.strengthen(Tone.STRONG if strong else Tone.PLAIN)

    def _draw_door(self, s: Snapshot, view: View) -> None:
        inwards = s.seat.value is Seat.OUT
        act = Act.LOG_IN if inwards else Act.LOG_OUT
        self._say(self.door, act, self.tr("cancel") if s.seat.value in _COMING_IN else "")
        icon = ACTIONS[act].icon
        if icon != self._door_icon:
            self._door_icon = icon
            self.door.wear(icon)
        self._allow(self.door, view, act)
        self.door.strengthen(Tone.STRONG if inwards and view.on(Control.LOGIN) else Tone.PLAIN)

    def _hint(self, s: Snapshot, view: View) -> str:
        if not view.on(Control.AVAILABLE):
            return ""
        if view.shown is Shown.WRAP:
            return self.tr("ends wrap")
        return self.tr("withdraws") if s.wish.value.kind in (WishKind.BREAK, WishKind.LOGOUT) else ""

    def _say(self, button: PanelButton, act: Act, hint: str) -> None:
        action = ACTIONS[act]
        name = f"{action.words}, {hint}" if hint else action.words
        if self._icons_only:
            button.say("", about=action.help, name=name)
        else:
            button.say(action.words, hint=hint, about=action.help, name=name)

    def _allow(self, button: PanelButton, view: View, act: Act) -> None:
        why = view.controls[control_of(act)]
        button.allow(None if why is None else say(why))

    # -- asking ------------------------------------------------------------------------------------------

    def _go_available(self) -> None:
        self.leaving.emit()
        self.asked.emit(intent_of(Act.AVAILABLE))

    def _through_door(self) -> None:
        if self._snapshot is not None and self._snapshot.seat.value is Seat.OUT:
            self.login_requested.emit()
        else:
            self.asked.emit(intent_of(Act.LOG_OUT))
