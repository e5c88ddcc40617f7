"""The last sentence for the agent, to be dismissed; the older ones in a list."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.card import mute, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.notice_list import NoticeList
from agentpanel.gui.widgets.notices import Line, Notices
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.wrap_label import WrapLabel


class NoticeBar(Retranslated, QFrame):
    """Takes its room from Recent below which it stands, so that nothing else moves when it comes."""

    said = Signal(str)  #: a new sentence, for a screen reader
    changed = Signal()  #: there is a sentence now, or there is none any more

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._quiet = False
        self.notices = Notices()
        self.time = PlainLabel()
        self.text = WrapLabel(3)
        self.older = PanelButton(theme, tone=Tone.QUIET)
        self.dismiss = PanelButton(theme, tone=Tone.QUIET)
        self.list = NoticeList(theme, self)
        self._lay_out()
        self.dismiss.clicked.connect(self.put_away)
        self.older.clicked.connect(self.show_list)
        theme.changed.connect(self.update)
        self.retranslate()
        self._draw()

    def show_slice(self, s: Snapshot) -> None:
        lines = self.notices.take(s.notices)
        if lines:
            self._tell(lines)

    def say(self, text: str, at: Instant, *, passing: bool = False) -> None:
        """A sentence that is not in the snapshot."""
        self._tell([self.notices.add(text, at, passing=passing)])

    def draw_clocks(self, now: Instant) -> None:
        """Let a passing sentence go."""
        if self.notices.pass_by(now):
            self._draw()

    def be_quiet(self, quiet: bool) -> None:
        """Keep the sentences and show none: somebody else does."""
        self._quiet = quiet
        self._draw()

    def height_for(self, width: int) -> int:
        """Its height at this width."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def put_away(self) -> None:
        """Dismiss the sentence; it stays in the list."""
        self.notices.dismiss()
        self._draw()

    def show_list(self) -> None:
        """All sentences, newest first."""
        self.list.open_over(self, self.notices.lines)

    def show_list_under(self, button: QWidget) -> None:
        """The same, under a button of the bar."""
        self.list.open_under(button, self.notices.lines)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Message"))
        action = ACTIONS[Act.DISMISS]
        self.dismiss.say("×", about=action.help, name=action.words)  # noqa: RUF001 - the usual sign for it
        self._say_older()

    def _tell(self, lines: list[Line]) -> None:
        self._draw()
        for line in lines:
            self.said.emit(line.text)

    def _draw(self) -> None:
        line = self.notices.current
        if line is not None:
            self.time.setText(f"{line.at.wall.astimezone():%H:%M}")
            self.text.setText(line.text)
        self._say_older()
        self.setVisible(line is not None and not self._quiet)
        self.changed.emit()

    def _say_older(self) -> None:
        count = len(self.notices.lines) - 1
        self.older.setVisible(count > 0)
        words = fill(self.tr("{n} older"), n=count)
        self.older.say(f"+{count}", about=words, name=words)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.time.setFont(steady(smaller(self.font())))
        self.text.setFont(smaller(self.font()))
        mute(self.time)
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 0.8), em(self, 0.2), em(self, 0.2), em(self, 0.2))
        row.setSpacing(em(self, 0.4))
        row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        for button in (self.older, self.dismiss):
            button.height_em = CHIP_EM
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, base = self._theme.colour("warn"), self._theme.colour("base")
        area, corner = QRectF(self.rect()), ink.radius(self)
        ink.box(painter, area, corner, ink.mix(base, edge, 0.08), ink.mix(base, edge, 0.5))
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = area.right() - em(self, 0.25) if leftwards else area.left()
        ink.box(painter, QRectF(left, area.top(), em(self, 0.25), area.height()), 1.0, edge, None)
        painter.end()
