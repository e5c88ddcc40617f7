"""The state block: the whole of it carries the colour and the pattern of the shown state."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBasicTimer, QEvent, QRect, QRectF, QSize, Qt, QTimerEvent, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QHideEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agentpanel.domain.intents import GoAvailable
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Shown, Snapshot
from agentpanel.domain.state import Link, WishKind
from agentpanel.domain.view import Control, View
from agentpanel.gui.i18n import Retranslated, clock, short_clock
from agentpanel.gui.palettes import Pattern
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.clock_label import ClockLabel, steady
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.plain import ElidedLabel
from agentpanel.gui.widgets.rows import fill_row
from agentpanel.gui.widgets.state_words import detail_line, short_wish, state_word, wish_line
from agentpanel.gui.widgets.word_label import WordLabel
from agentpanel.gui.widgets.wrap_label import WrapLabel

#: A stripe moves by its pair once in this many steps of so many milliseconds.
_STEPS: Final = 24
_STEP_MS: Final = 80
#: Sizes of type, in points.
_WORD_PT: Final = 18.0
_TIME_PT: Final = 15.0
_SMALL_WORD_PT: Final = 12.0
_SMALL_TIME_PT: Final = 11.0
_LEAST_PT: Final = 9.0


class StateBlock(Retranslated, QWidget):
    """Word, shape, time in state, the reason, and the wish with its way back."""

    asked = Signal(object)  #: an Intent
    mode_asked = Signal()  #: panel instead of bar, or the other way round

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._now: Instant | None = None
        self._drawn = Drawn()
        self._compact = False
        self._bar = False
        self._motion = QBasicTimer()
        self._phase = 0
        self._heights = {False: em(self, 4.5), True: em(self, 2.1)}
        self._ringed = False
        self.word = WordLabel(_LEAST_PT, _WORD_PT)
        self.time = ClockLabel(clock)
        self.detail = WrapLabel(2)
        self.wish = ElidedLabel()
        self.withdraw = PanelButton(theme, tone=Tone.INK)
        self.switch = PanelButton(theme, tone=Tone.INK)
        self._details = QWidget()
        # The place where the focus waits when the control that had it goes off.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.withdraw.clicked.connect(lambda: self.asked.emit(GoAvailable()))
        self.switch.clicked.connect(self.mode_asked)
        theme.changed.connect(self._dress)
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
        self._dress()

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
        self._theme.dress(self.switch, "panel" if self._bar else "bar")

    # -- its shape ---------------------------------------------------------------------------------------

    def set_shape(self, *, compact: bool, bar: bool) -> None:
        """One row instead of two; the switch leads to the other layout."""
        if (compact, bar) != (self._compact, self._bar):
            self._compact, self._bar = compact, bar
            self._say_buttons()
            self._place()
            self.draw_clocks(self._now)

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
            row.setSpacing(em(self, 0.4))
            self._rows.addLayout(row)
        self._place()

    def _place(self) -> None:
        rise = em(self, 0.2) if self._compact else em(self, 0.35)
        shape, other = em(self, 0.65) + self._shape_side() + em(self, 0.4), em(self, 0.3)
        # A layout mirrors what stands in it, but not its margins.
        left, right = (other, shape) if self._leftwards() else (shape, other)
        self._rows.setContentsMargins(left, rise, right, rise)
        if self._compact:
            fill_row(self._upper, [self.word, self._details, self.withdraw, self.time, self.switch])
            fill_row(self._lower, [])
        else:
            fill_row(self._upper, [self.word, self.time, self.switch])
            fill_row(self._lower, [self._details, self.withdraw])
        (self._upper if self._compact else self._lower).setStretchFactor(self._details, 1)
        self._upper.setStretchFactor(self.word, 0 if self._compact else 1)
        self._set_fonts()

    def _set_fonts(self) -> None:
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

    def _shape_side(self) -> int:
        return em(self, 1.1) if self._compact else em(self, 1.5)

    # -- its colours -------------------------------------------------------------------------------------

    def _dress(self) -> None:
        """Words in the colour that can be read on this state's."""
        s = self._snapshot
        if s is None:
            return
        look = self._theme.look(s.shown.value)
        palette = QPalette(self._theme_palette())
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
            palette.setColor(role, look.text)
        self.setPalette(palette)
        self._move()
        self.update()

    def _theme_palette(self) -> QPalette:
        parent = self.parentWidget()
        return parent.palette() if parent is not None else self.palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        s = self._snapshot
        if s is None:
            return
        look = self._theme.look(s.shown.value)
        painter = QPainter(self)
        area, corner = QRectF(self.rect()), ink.radius(self)
        ink.box(painter, area, corner, look.brush(em(self, 0.55), self._phase / _STEPS), look.pen(em(self, 0.16)))
        if s.link.value is Link.STALE:
            self._paint_doubt(painter, area, look.text)
        if self.hasFocus() and self._ringed:
            ink.ring(painter, area.adjusted(3, 3, -3, -3), corner, look.text)
        self._paint_shape(painter, s, look.text)
        painter.end()

    def _paint_shape(self, painter: QPainter, s: Snapshot, colour: QColor) -> None:
        side = self._shape_side()
        middle = self.word.geometry().center().y() + 1
        left = self.width() - em(self, 0.65) - side if self._leftwards() else em(self, 0.65)
        place = QRect(left, middle - side // 2, side, side)
        if s.link.value is Link.STALE:
            font = QFont(self.word.font())
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, "?")
        else:
            self._theme.shape(s.shown.value).paint(painter, place)

    def _leftwards(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _paint_doubt(self, painter: QPainter, area: QRectF, colour: QColor) -> None:
        """A hatch over the colour: the state may be an old one."""
        hatch = QColor(colour)
        hatch.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hatch)
        painter.setBrush(Qt.BrushStyle.BDiagPattern)
        brush = painter.brush()
        brush.setColor(hatch)
        painter.setBrush(brush)
        painter.drawRoundedRect(area, ink.radius(self), ink.radius(self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A window that comes to the front has to have its focus somewhere: that is nothing to point at.
        self._ringed = event.reason() is not Qt.FocusReason.ActiveWindowFocusReason
        super().focusInEvent(event)

    # -- its movement ------------------------------------------------------------------------------------

    def _move(self) -> None:
        s = self._snapshot
        moving = s is not None and self._theme.look(s.shown.value).pattern is Pattern.MOVING and self.isVisible()
        if moving and not self._motion.isActive():
            self._motion.start(_STEP_MS, self)
        elif not moving:
            self._motion.stop()

    def timerEvent(self, event: QTimerEvent) -> None:
        self._phase = (self._phase + 1) % _STEPS
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._move()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._move()

    def height_when(self, *, compact: bool) -> int:
        """The height in one row, or in two."""
        if compact == self._compact:
            self._heights[compact] = self.sizeHint().height()
        return self._heights[compact]

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 18 if self._bar else 12), self.sizeHint().height())
