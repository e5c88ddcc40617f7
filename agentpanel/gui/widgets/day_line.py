"""The own day in one line under the head of Recent; a press opens the whole of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from agentpanel.domain.snapshot import Instant
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.card import smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.day_words import Day, line_text
from agentpanel.gui.widgets.plain import elided, no_mnemonic, tip

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DayLine(Retranslated, QAbstractButton):
    """Calls, talk, wrap and break time of today; its clocks are drawn from a start, not counted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._day: Day | None = None
        self._now: Instant | None = None
        self._words = ""
        self._fault = ""
        self.setFont(steady(smaller(self.font())))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.retranslate()

    @property
    def words(self) -> str:
        """What stands there."""
        return self._words

    def show_day(self, day: Day | None, now: Instant) -> None:
        """The sums of today; None as long as nobody is known whose day it could be."""
        self._day, self._now, self._fault = day, now, ""
        self._tell()

    def show_fault(self, sentence: str) -> None:
        """Why the sums are not known."""
        self._day, self._fault = None, sentence
        self._tell()

    def draw_clocks(self, now: Instant) -> None:
        """A second has passed."""
        self._now = now
        if self._day is not None:
            self._tell()

    def retranslate(self) -> None:
        """Set all words."""
        self._words = ""
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 12), round(self.fontMetrics().height() * 1.35))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 4), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = em(self, 0.9)
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        touched = self.underMouse() or self.hasFocus()
        colour = self._theme.colour("window_text" if touched else "muted")
        area = self.rect().adjusted(room if leftwards else em(self, 0.2), 0, -em(self, 0.2) if leftwards else -room, 0)
        painter.setPen(colour)
        text = elided(painter.fontMetrics(), self._words, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, text)
        x = room / 2 if leftwards else self.width() - room / 2
        ink.arrow(painter, QPointF(x, self.height() / 2), em(self, 0.5), colour, turned=True)
        if self.hasFocus():
            ink.ring(painter, QRectF(self.rect()), ink.radius(self), self._theme.colour("highlight"))
        painter.end()

    def _tell(self) -> None:
        words = self._fault or self.tr("Today")
        if self._day is not None and self._now is not None:
            words = line_text(self._day, self._now)
        if words == self._words:
            return
        self._words = words
        self.setText(no_mnemonic(words))
        self.setAccessibleName(fill(self.tr("Today: {sums}"), sums=words))
        about = ACTIONS[Act.DAY].help
        self.setAccessibleDescription(about)
        self.setToolTip(tip(f"{words}\n{about}"))
        self.update()
