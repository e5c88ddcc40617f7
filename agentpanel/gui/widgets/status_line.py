"""The last line: link, age of the dialer's last word, who sits where, and the doors to the other windows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.domain.state import Link
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, ago, fill
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.card import mute, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.mark import Mark, Sign
from agentpanel.gui.widgets.plain import ElidedLabel, inert

_LINKS = {
    Link.OFFLINE: (Sign.OFF, QT_TRANSLATE_NOOP("links", "No link")),
    Link.CONNECTING: (Sign.SENDING, QT_TRANSLATE_NOOP("links", "Connecting")),
    Link.UP: (Sign.DONE, QT_TRANSLATE_NOOP("links", "Link up")),
    Link.STALE: (Sign.UNKNOWN, QT_TRANSLATE_NOOP("links", "Link silent")),
    Link.FAILED: (Sign.FAILED, QT_TRANSLATE_NOOP("links", "Link failed")),
}


class StatusLine(Retranslated, QWidget):
    """Small print, and four buttons."""

    wirelog_requested = Signal()
    settings_requested = Signal()
    about_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._drawn = Drawn()
        self.mark = Mark(theme)
        self.link = ElidedLabel()
        self.heard = ElidedLabel()
        self.seat = ElidedLabel()
        self.skills = ElidedLabel()
        self.wirelog = PanelButton(theme, icon="wirelog", tone=Tone.QUIET)
        self.settings = PanelButton(theme, icon="settings", tone=Tone.QUIET)
        self.about = PanelButton(theme, icon="about", tone=Tone.QUIET)
        self.wirelog.clicked.connect(self.wirelog_requested)
        self.settings.clicked.connect(self.settings_requested)
        self.about.clicked.connect(self.about_requested)
        self._doors = QWidget()
        #: What is shown first where there is not room for all.
        self._by_need = (self.link, self.seat, self.heard, self.skills)
        self._lay_out()
        self.retranslate()

    def show_slice(self, s: Snapshot, now: Instant) -> None:
        self._snapshot = s
        if not self._drawn.same(s.link.value, s.latency_s, s.login, s.campaign, s.skills):
            sign, text = _LINKS[s.link.value]
            self.mark.show_sign(sign)
            self.link.setText(_latency(QCoreApplication.translate("links", text), s))
            self.seat.setText(_seat(s))
            self._show_skills(s.skills)
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
        for button, act in ((self.wirelog, Act.WIRE_LOG), (self.settings, Act.SETTINGS), (self.about, Act.ABOUT)):
            button.say("", about=ACTIONS[act].help, name=ACTIONS[act].words)
        self.heard.explain(self.tr("When the dialer was last heard"))
        self._drawn.forget()

    def sizeHint(self) -> QSize:
        texts = sum(label.sizeHint().width() + em(self, 0.45) for label in self._by_need if label.text())
        return QSize(texts + self._around(), self._doors.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.link.sizeHint().width() + self._around(), self._doors.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where not all fits, what is least needed goes whole instead of all being cut."""
        width = self.width()
        room = width - self._around()
        for label in self._by_need:
            wanted = label.sizeHint().width() + em(self, 0.45) if label.text() else 0
            label.setVisible(bool(label.text()) and (wanted <= room or label is self.link))
            room -= wanted
        if self.width() != width:  # what came or went made another place for all of it
            self._make_room()

    def _around(self) -> int:
        """What is not text."""
        return self._doors.sizeHint().width() + self.mark.sizeHint().width() + em(self, 1.8)

    def _show_skills(self, skills: tuple[str, ...]) -> None:
        self.skills.setText(fill(self.tr("skills {n}"), n=len(skills)) if skills else "")
        self.skills.explain(inert(", ".join(skills)))

    def _lay_out(self) -> None:
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
        for button in (self.wirelog, self.settings, self.about):
            button.height_em = CHIP_EM
            doors.addWidget(button)
        row.addWidget(self._doors)


def _latency(words: str, s: Snapshot) -> str:
    if s.link.value is not Link.UP or s.latency_s is None:
        return words
    return fill(QCoreApplication.translate("links", "{link} {ms} ms"), link=words, ms=round(s.latency_s * 1000))


def _seat(s: Snapshot) -> str:
    """Who sits where."""
    parts = [s.login.agent if s.login is not None else None, s.campaign]
    return " · ".join(inert(part) for part in parts if part)
