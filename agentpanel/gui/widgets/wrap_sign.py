"""The wrap: how long it lasts or what is left of it, more time for it, and a warning before the dialer ends it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import ExtendWrap
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Shown, Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.card import small_bold, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.outcome_words import wrap_clock
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.spoken import announce
from agentpanel.gui.widgets.wrap_label import WrapLabel
from agentpanel.gui.wrap_alert import warns_at

#: Seconds of one press.
_MORE_S: Final = 30
_LOW_EM: Final = 1.25


class WrapSign(QObject):
    """Clock, button and warning; the form of the outcome lays them out."""

    asked = Signal(object)  #: an ExtendWrap
    warned = Signal(str)  #: the warning, "" when it is over

    def __init__(self, rules: SiteRules, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._site = rules
        self._theme = theme
        self._owner = owner
        self._snapshot: Snapshot | None = None
        #: The end of wrap that was warned of: an extended one is another.
        self._warned_of: tuple[str, float] | None = None
        self._warning = False
        self.clock = PlainLabel()
        self.extend = PanelButton(theme, tone=Tone.QUIET)
        self.extend.height_em = _LOW_EM
        self.extend.setFont(smaller(self.extend.font()))
        self.warning = WrapLabel(2)
        self.warning.hide()
        self.extend.clicked.connect(lambda: self.asked.emit(ExtendWrap(_MORE_S)))
        theme.changed.connect(self._ink)
        self._ink()
        self.retranslate()

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        self._snapshot = s if view.shown is Shown.WRAP else None
        why = view.controls[Control.EXTEND]
        self.extend.allow(None if why is None else say(why))
        for widget in (self.clock, self.extend):
            widget.setVisible(self._snapshot is not None)
        self.draw_clocks(now)

    def draw_clocks(self, now: Instant) -> None:
        """Drawn from the end of the talk."""
        s = self._snapshot
        self.clock.setText(wrap_clock(s, self._site, now) if s is not None else "")
        self._warn(self._near(s, now))

    def _near(self, s: Snapshot | None, now: Instant) -> bool:
        """Whether the end of the wrap is so near that the agent must be told."""
        at = warns_at(s, self._site) if s is not None else None
        if s is None or at is None or now.mono < at:
            return False
        end = (s.call.key if s.call is not None else "", at)
        if self._warned_of != end:
            self._warned_of = end
            announce(self._owner, f"{wrap_clock(s, self._site, now)}. {self._words()}", urgent=True)
        return True

    def _warn(self, warning: bool) -> None:
        if warning is self._warning:
            return
        self._warning = warning
        self.warning.setText(self._words() if warning else "")
        self.warning.setVisible(warning)
        self.extend.strengthen(Tone.PLAIN if warning else Tone.QUIET)
        self._ink()
        self.warned.emit(self._words() if warning else "")

    def _words(self) -> str:
        return self.tr("The dialer will close the call and throw the entries away. Complete it, or take more time.")

    def _ink(self) -> None:
        font = self.clock.font()
        made = small_bold(self._owner.font()) if self._warning else smaller(self._owner.font())
        if font.weight() != made.weight() or font.pointSizeF() != made.pointSizeF():
            self.clock.setFont(steady(QFont(made)))
        for label in (self.clock, self.warning):
            role = "bad" if self._warning else "text"
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(role))
            label.setPalette(palette)

    def retranslate(self) -> None:
        action = ACTIONS[Act.EXTEND]
        self.extend.say(action.words, about=action.help)
        self.warning.setText(self._words() if self._warning else "")
