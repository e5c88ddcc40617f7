"""The state block: word, time in state, the reason, and the wish with its way back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import GoAvailable
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Shown, Snapshot
from agentpanel.domain.state import Link, WishKind
from agentpanel.domain.view import View
from agentpanel.gui.i18n import Retranslated, clock, short_clock
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.clock_label import ClockLabel, steady
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.plain import ElidedLabel
from agentpanel.gui.widgets.rows import fill_row
from agentpanel.gui.widgets.state_ground import StateGround
from agentpanel.gui.widgets.state_words import detail_line, short_wish, state_word, wish_line
from agentpanel.gui.widgets.word_label import WordLabel
from agentpanel.gui.widgets.wrap_label import WrapLabel

#: Sizes of type, in points.
_WORD_PT: Final = 18.0
_TIME_PT: Final = 15.0
_SMALL_WORD_PT: Final = 12.0
_SMALL_TIME_PT: Final = 11.0
_LEAST_PT: Final = 9.0


class StateBlock(Retranslated, StateGround):
    """The whole block carries the colour and the pattern of the shown state."""

    asked = Signal(object)  #: an Intent
    mode_asked = Signal()  #: panel instead of bar, or the other way round

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rules = rules
        self._snapshot: Snapshot | None = None
        self._now: Instant | None = None
        self._drawn = Drawn()
        self._compact = False
        self._bar = False
        self._heights = {False: em(self, 4.5), True: em(self, 2.1)}
        self.word = WordLabel(_LEAST_PT, _WORD_PT)
        self.time = ClockLabel(clock)
        self.detail = WrapLabel(2)
        self.wish = ElidedLabel()
        self.withdraw = PanelButton(theme, tone=Tone.INK)
        self.switch = PanelButton(theme, tone=Tone.INK)
        self._details = QWidget()
        self.withdraw.clicked.connect(lambda: self.asked.emit(GoAvailable()))
        self.switch.clicked.connect(self.mode_asked)
        self._lay_out()
        self.retranslate()

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        """Draw the state; ``now`` is for its clocks."""
        self._snapshot = s
        away = view.controls[Control.AVAILABLE]
        parts = (s.shown, s.wish, s.link.value, s.seat.value, s.unexpected, s.free_reason, s.campaign, s.login_waiting)
        if self._drawn.same(*parts, away):
            return
        word = state_word(s)
        self.word.setText(word)
        self.time.count_from(s.shown.since)
        self._show_withdraw(s, away is None)
        self.draw_clocks(now)
        self.setAccessibleName(word)
        self.show_state(s.shown.value, doubted=s.link.value is Link.STALE)

    def draw_clocks(self, now: Instant | None) -> None:
        """The time in state, and what else grows older."""
        s, self._now = self._snapshot, now
        if s is None or now is None:
            return
        self.time.draw(now)
        detail = detail_line(s, self._rules, now)
        wish = short_wish(s, self._rules) if self._compact else wish_line(s, self._rules, now)
        self.detail.setText(detail)
        self.wish.setText(wish)
        self.detail.set_most(1 if self._compact or wish else 2)
        self.detail.setVisible(bool(detail) and not (self._compact and wish))
        self.wish.setVisible(bool(wish))

    @property
    def description(self) -> str:
        """Word and reason, as they are read out."""
        return ". ".join(filter(None, (self.word.text(), self.detail.text())))

    def _show_withdraw(self, s: Snapshot, on: bool) -> None:
        # In wrap, going available would end the wrap: that is the Available button's to say.
        kinds = (WishKind.BREAK, WishKind.LOGOUT)
        self.withdraw.setVisible(on and s.wish.value.kind in kinds and s.shown.value is not Shown.WRAP)

    def retranslate(self) -> None:
        self._say_buttons()
        self._drawn.forget()

    def _say_buttons(self) -> None:
        name, about = self.tr("Withdraw"), self.tr("Take the request back and stay available")
        # In one row there is room for a sign alone.
        self.withdraw.say("×" if self._compact else name, about=about, name=name)  # noqa: RUF001
        words = self.tr("Show as a panel") if self._bar else self.tr("Show as a bar")
        self.switch.say("", about=words, name=words)
        self.switch.wear("panel" if self._bar else "bar")

    # -- its shape ---------------------------------------------------------------------------------------

    def set_shape(self, *, compact: bool, bar: bool) -> None:
        """One row instead of two; the switch leads to the other layout."""
        if (compact, bar) != (self._compact, self._bar):
            self._compact, self._bar = compact, bar
            self._say_buttons()
            self._place()
            self.draw_clocks(self._now)

    def height_when(self, *, compact: bool) -> int:
        """The height in one row, or in two."""
        if compact == self._compact:
            self._heights[compact] = self.sizeHint().height()
        return self._heights[compact]

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 18 if self._bar else 12), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self.paint_shape(painter, self.shape_beside(self.word), self.word.font())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self._details)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self.detail)
        lines.addWidget(self.wish)
        lines.addStretch(1)
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(0)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        for row in (self._upper, self._lower):
            self._rows.addLayout(row)
        self._place()

    def _place(self) -> None:
        self._shape_em = 1.1 if self._compact else 1.5
        rise, other = em(self, 0.2 if self._compact else 0.35), em(self, 0.3)
        # A layout mirrors what stands in it, but not its margins.
        left, right = (other, self.shape_room) if self.leftwards else (self.shape_room, other)
        self._rows.setContentsMargins(left, rise, right, rise)
        for row in (self._upper, self._lower):
            row.setSpacing(em(self, 0.3 if self._compact else 0.4))
        if self._compact:
            fill_row(self._upper, [self.word, self._details, self.withdraw, self.time, self.switch])
            fill_row(self._lower, [])
        else:
            fill_row(self._upper, [self.word, self.time, self.switch])
            fill_row(self._lower, [self._details, self.withdraw])
        (self._upper if self._compact else self._lower).setStretchFactor(self._details, 1)
        self._upper.setStretchFactor(self.word, 0 if self._compact else 1)
        self._set_type()

    def _set_type(self) -> None:
        self.word.set_sizes(_LEAST_PT, _SMALL_WORD_PT if self._compact else _WORD_PT)
        font = steady(self.font())
        font.setPointSizeF(_SMALL_TIME_PT if self._compact else _TIME_PT)
        self.time.setFont(font)
        self.time.show_as(short_clock if self._compact else clock)
        self.wish.least_letters = 12 if self._compact else 3
        lines = 1 if self._compact else 2
        self.detail.set_most(lines)
        self._details.setFixedHeight(self.fontMetrics().lineSpacing() * lines)
        self.updateGeometry()
