"""The ground of the state block: colour, pattern and shape of a state, and the doubt about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBasicTimer, QRect, QRectF, Qt, QTimerEvent
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFont,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentpanel.domain.snapshot import Shown
from agentpanel.gui.palettes import Pattern
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink

#: A stripe moves by its pair once in this many steps of so many milliseconds.
_STEPS: Final = 24
_STEP_MS: Final = 80
#: From the edge to the shape, and from there to the words, in heights of type.
_BEFORE_EM: Final = 0.65
_AFTER_EM: Final = 0.4
_INKED: Final = (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text)


class StateGround(QWidget):
    """Paints one state; what stands on it is in the colour that can be read there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Shown | None = None
        self._doubted = False
        self._ringed = False
        self._shape_em = 1.5
        self._motion = QBasicTimer()
        self._phase = 0
        # The place where the focus waits when the control that had it goes off.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    def show_state(self, shown: Shown, *, doubted: bool) -> None:
        """This state; a doubted one may be an old one."""
        self._shown, self._doubted = shown, doubted
        self._dress()

    @property
    def shape_room(self) -> int:
        """The pixels that the shape and what is around it take."""
        return em(self, _BEFORE_EM) + em(self, self._shape_em) + em(self, _AFTER_EM)

    @property
    def leftwards(self) -> bool:
        """Whether it is read from right to left."""
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def shape_beside(self, word: QWidget) -> QRect:
        """Where the shape stands: on the height of this word."""
        side, before = em(self, self._shape_em), em(self, _BEFORE_EM)
        left = self.width() - before - side if self.leftwards else before
        return QRect(left, word.geometry().center().y() + 1 - side // 2, side, side)

    # -- painting ----------------------------------------------------------------------------------------

    def _dress(self) -> None:
        if self._shown is None:
            return
        look, parent = self._theme.look(self._shown), self.parentWidget()
        palette = QPalette(parent.palette() if parent is not None else self.palette())
        for role in _INKED:
            palette.setColor(role, look.text)
        self.setPalette(palette)
        self._move()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        look = self._theme.look(self._shown)
        painter = QPainter(self)
        area, corner = QRectF(self.rect()), ink.radius(self)
        ink.box(painter, area, corner, look.brush(em(self, 0.55), self._phase / _STEPS), look.pen(em(self, 0.16)))
        if self._doubted:
            ink.box(painter, area, corner, _hatch(look.text), None)
        if self.hasFocus() and self._ringed:
            ink.ring(painter, area.adjusted(3, 3, -3, -3), corner, look.text)
        painter.end()

    def paint_shape(self, painter: QPainter, place: QRect, font: QFont) -> None:
        """The shape of the state, or a question mark where it is doubted."""
        if self._shown is None:
            return
        if self._doubted:
            painter.setFont(font)
            painter.setPen(self._theme.look(self._shown).text)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, "?")
        else:
            self._theme.shape(self._shown).paint(painter, place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A window that comes to the front has to have its focus somewhere: that is nothing to point at.
        self._ringed = event.reason() is not Qt.FocusReason.ActiveWindowFocusReason
        super().focusInEvent(event)

    # -- movement ----------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        """Whether its pattern moves now."""
        return self._motion.isActive()

    def _move(self) -> None:
        wanted = self._shown is not None and self._theme.look(self._shown).pattern is Pattern.MOVING
        if wanted and self.isVisible() and not self._motion.isActive():
            self._motion.start(_STEP_MS, self)
        elif not (wanted and self.isVisible()):
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


def _hatch(colour: QColor) -> QBrush:
    faint = QColor(colour)
    faint.setAlphaF(0.22)
    return QBrush(faint, Qt.BrushStyle.BDiagPattern)
