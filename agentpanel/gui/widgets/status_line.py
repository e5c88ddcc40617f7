"""The last line: link, age of the dialer's last word, who sits where, ways elsewhere, and doors to other windows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.domain.state import Link
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, ago, fill, say
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.card import mute, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.mark import Mark, Sign
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.widgets.seat_menus import MoveMenu, QueueMenu
from agentpanel.gui.widgets.seat_words import seat_text, seat_tip

_LINKS = {
    Link.OFFLINE: (Sign.OFF, QT_TRANSLATE_NOOP("links", "No link")),
    Link.CONNECTING: (Sign.SENDING, QT_TRANSLATE_NOOP("links", "Connecting")),
    Link.UP: (Sign.DONE, QT_TRANSLATE_NOOP("links", "Link up")),
    Link.STALE: (Sign.UNKNOWN, QT_TRANSLATE_NOOP("links", "Link silent")),
    Link.FAILED: (Sign.FAILED, QT_TRANSLATE_NOOP("links", "Link failed")),
}


class StatusLine(Retranslated, QWidget):
    """Small print, and small buttons."""

    asked = Signal(object)  #: a MoveTo or JoinQueue
    wirelog_requested = Signal()
    settings_requested = Signal()
    about_requested = Signal()

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._drawn = Drawn()
        self.mark = Mark(theme)
        self.link = ElidedLabel()
        self.heard = ElidedLabel()
        self.seat = ElidedLabel()
        self.skills = ElidedLabel()
        self.move_button = PanelButton(theme, icon="move", tone=Tone.QUIET)
        self.queues = PanelButton(theme, icon="queues", tone=Tone.QUIET)
        self.moves = MoveMenu(rules, self)
        self.queue_menu = QueueMenu(rules, self)
        self.wirelog = PanelButton(theme, icon="wirelog", tone=Tone.QUIET)
        self.settings = PanelButton(theme, icon="settings", tone=Tone.QUIET)
        self.about = PanelButton(theme, icon="about", tone=Tone.QUIET)
        self.move_button.clicked.connect(lambda: self.moves.open_over(self.move_button))
        self.queues.clicked.connect(lambda: self.queue_menu.open_over(self.queues))
        self.moves.asked.connect(self.asked)
        self.queue_menu.asked.connect(self.asked)
        self.wirelog.clicked.connect(self.wirelog_requested)
        self.settings.clicked.connect(self.settings_requested)
        self.about.clicked.connect(self.about_requested)
        self._doors = QWidget()
        #: From many words to few.
        self._link_words: tuple[str, ...] = ("",)
        #: What is shown first where there is not room for all; who sits where is always shown.
        self._by_need = (self.link, self.seat, self.heard, self.skills)
        self._lay_out()
        self.retranslate()

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        self._snapshot = s
        ways = (view.controls[Control.MOVE], view.controls[Control.JOIN])
        seat = (s.login, s.campaign, s.home_campaign, s.moving_to, s.queues)
        if not self._drawn.same(s.link.value, s.latency_s, s.skills, *seat, *ways):
            sign, text = _LINKS[s.link.value]
            self.mark.show_sign(sign)
            plain = QCoreApplication.translate("links", text)
            # Of a good link the mark says enough where there is no room.
            self._link_words = (_latency(plain, s), plain, *([""] if s.link.value is Link.UP else []))
            self.mark.setToolTip(plain)
            self.seat.setText(seat_text(s))
            self.seat.explain(seat_tip(s))
            self._show_skills(s.skills)
            self._show_ways(s, view)
        self.draw_clocks(now)

    def draw_clocks(self, now: Instant) -> None:
        """The age of the last word."""
        s = self._snapshot
        if s is None or s.last_word is None or s.link.value not in (Link.UP, Link.STALE):
            self.heard.setText("")
        else:
            self.heard.setText(ago(now.mono - s.last_word.mono))
        self._make_room()

    def retranslate(self) -> None:
        ways = ((self.move_button, Act.MOVE), (self.queues, Act.QUEUES))
        doors = ((self.wirelog, Act.WIRE_LOG), (self.settings, Act.SETTINGS), (self.about, Act.ABOUT))
        for button, act in (*ways, *doors):
            button.say("", about=ACTIONS[act].help, name=ACTIONS[act].words)
        self.heard.explain(self.tr("When the dialer was last heard"))
        self._drawn.forget()

    def sizeHint(self) -> QSize:
        texts = sum(label.sizeHint().width() + em(self, 0.45) for label in self._by_need if label.text())
        return QSize(texts + self._around(), self._doors.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        texts = self.link.minimumSizeHint().width() + self.seat.minimumSizeHint().width()
        return QSize(texts + self._around(), self._doors.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where not all fits, what is least needed goes whole instead of all being cut."""
        width = self.width()
        room = width - self._around()
        gap = em(self, 0.45)
        left = room - self.seat.sizeHint().width() - 2 * gap
        fitting = (words for words in self._link_words if self.link.fontMetrics().horizontalAdvance(words) <= left)
        self.link.setText(next(fitting, self._link_words[-1]))
        for label in self._by_need:
            wanted = label.sizeHint().width() + gap if label.text() else 0
            label.setVisible(bool(label.text()) and (wanted <= room or label in (self.link, self.seat)))
            room -= wanted
        if self.width() != width:  # what came or went made another place for all of it
            self._make_room()

    def _around(self) -> int:
        """What is not text."""
        return self._doors.sizeHint().width() + self.mark.sizeHint().width() + em(self, 1.8)

    def _show_skills(self, skills: tuple[str, ...]) -> None:
        self.skills.setText(fill(self.tr("skills {n}"), n=len(skills)) if skills else "")
        self.skills.explain(inert(", ".join(skills)))

    def _show_ways(self, s: Snapshot, view: View) -> None:
        """Moves and queues, where the site has any."""
        self.moves.show_seat(s)
        self.queue_menu.show_seat(s)
        for button, menu, control in (
            (self.move_button, self.moves, Control.MOVE),
            (self.queues, self.queue_menu, Control.JOIN),
        ):
            why = view.controls[control]
            button.allow(None if why is None else say(why))
            button.setVisible(not menu.empty)
        nothing = self.tr("Your site has set up no queues.")
        if self.queue_menu.empty and self.queues.why_off is None:
            self.queues.allow(nothing)

    def _lay_out(self) -> None:
        self.link.least_letters = 40  # the seat yields first
        self.seat.least_letters = 8
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 0.3), 0, 0, 0)
        row.setSpacing(em(self, 0.45))
        row.addWidget(self.mark)
        for label in (self.link, self.heard, self.seat, self.skills):
            label.setFont(steady(smaller(self.font())))
            mute(label)
            row.addWidget(label)
        row.addStretch(1)
        doors = QHBoxLayout(self._doors)
        doors.setContentsMargins(0, 0, 0, 0)
        doors.setSpacing(0)
        for button in (self.move_button, self.queues, self.wirelog, self.settings, self.about):
            button.height_em = CHIP_EM
            doors.addWidget(button)
        row.addWidget(self._doors)


def _latency(words: str, s: Snapshot) -> str:
    if s.link.value is not Link.UP or s.latency_s is None:
        return words
    return fill(QCoreApplication.translate("links", "{link} {ms} ms"), link=words, ms=round(s.latency_s * 1000))
