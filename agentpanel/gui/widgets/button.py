"""The panel's buttons: flat, with a word of what they do now, a visible focus, and a reason when they are off."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.plain import no_mnemonic, tip

#: Heights of buttons in heights of type: the three of availability, others, and those in rows of many.
TALL_EM: Final = 2.2
USUAL_EM: Final = 1.7
CHIP_EM: Final = 1.5


class Tone(Enum):
    """How much a button stands out."""

    PLAIN = "plain"
    # no box until the pointer or the focus is on it
    QUIET = "quiet"
    # the one thing to do next
    STRONG = "strong"
    # cannot be taken back
    GRAVE = "grave"
    # on a coloured ground, in the colour of the words there
    INK = "ink"


class PanelButton(QPushButton):
    """A push button. It takes no focus from a field by being clicked; Tab reaches it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, icon: str = "", tone: Tone = Tone.PLAIN) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._words = ""
        self._hint = ""
        self._why: str | None = None
        self._about = ""
        self.drops_down = False
        #: In heights of type.
        self.height_em = USUAL_EM
        #: Its words may be cut where there is not room for all of them.
        self.shrinks = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if icon:
            self.wear(icon)

    # -- what it says ------------------------------------------------------------------------------------

    @property
    def words(self) -> str:
        """Its text as the person reads it."""
        return self._words

    @property
    def why_off(self) -> str | None:
        """Why it is off; None when it is on."""
        return self._why

    def say(self, words: str, *, hint: str = "", about: str = "", name: str = "") -> None:
        """Set the text. ``hint``: what a press would do now, in small type; ``about``: the tool tip while it is on;
        ``name``: for a screen reader, where words and hint would not do.
        """
        if (words, hint, about) != (self._words, self._hint, self._about):
            self._words, self._hint, self._about = words, hint, about
            # A press that began under other words is not a press of this.
            self.setDown(False)
            self.setText(no_mnemonic(words))
            self._explain()
            self.updateGeometry()
            self.update()
        name = name or (f"{words}, {hint}" if hint else words)
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def allow(self, why: str | None) -> None:
        """On for None, else off for this reason."""
        if why != self._why or (why is None) != self.isEnabled():
            self._why = why
            self._explain()
            self.setEnabled(why is None)

    def wear(self, icon: str) -> None:
        """The icon of resources/icons with this name; it is painted in the colour of the words."""
        self.setIcon(self._theme.icon(icon))
        self.updateGeometry()

    def strengthen(self, tone: Tone) -> None:
        """Stand out so much from now on."""
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def _explain(self) -> None:
        text = self._why or self._about
        self.setToolTip(tip(text))
        self.setAccessibleDescription(text)

    # -- its size ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        width = 2 * self._padding() + self._icon_room() + self.fontMetrics().horizontalAdvance(self._words)
        if self.drops_down:
            width += em(self, 0.9)
        hint = QFontMetrics(self._small()).horizontalAdvance(self._hint) + 2 * self._padding()
        # Two more: widths of whole pixels are rounded down.
        return QSize(max(width, hint, self._height() - em(self, 0.1)) + 2, self._height())

    def minimumSizeHint(self) -> QSize:
        wanted = self.sizeHint()
        return QSize(min(wanted.width(), em(self, 3)), wanted.height()) if self.shrinks else wanted

    def _height(self) -> int:
        return em(self, self.height_em)

    def _padding(self) -> int:
        return em(self, 0.5) if self._words else em(self, 0.35)

    def _icon_room(self) -> int:
        if self.icon().isNull():
            return 0
        return em(self, 1.0) + (em(self, 0.35) if self._words else 0)

    def _small(self) -> QFont:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.82)
        return font

    # -- its looks ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, text, edge = self._colours()
        area = QRectF(self.rect())
        ink.box(painter, area, ink.radius(self), fill, edge)
        if self.hasFocus():
            ink.ring(painter, area, ink.radius(self), self._ring())
        self._paint_words(painter, text)
        painter.end()

    def _ring(self) -> QColor:
        if self._tone is Tone.INK:
            return self.palette().color(QPalette.ColorRole.WindowText)
        filled = self.isChecked() or self._tone is Tone.STRONG
        return self._theme.colour("window_text" if filled and self.isEnabled() else "highlight")

    def _colours(self) -> tuple[QColor | None, QColor, QColor | None]:
        if self._tone is Tone.INK:
            return self._colours_of_ink()
        fill, text = self._theme.colour("button"), self.palette().color(QPalette.ColorRole.ButtonText)
        edge: QColor | None = ink.mix(fill, self._theme.colour("edge"), 0.45)
        if not self.isEnabled():
            flat = self._tone is Tone.QUIET
            return (None if flat else ink.mix(fill, self._theme.colour("window"), 0.6)), text, None
        if (self.isChecked() and self._tone is not Tone.QUIET) or self._tone is Tone.STRONG:
            fill, text, edge = self._theme.colour("highlight"), self._theme.colour("highlighted_text"), None
        elif self._tone is Tone.GRAVE:
            text = edge = self._theme.colour("bad")
        if self._tone is Tone.QUIET and not (self.underMouse() or self.isDown()):
            return None, text, None
        return self._touched(fill), text, edge

    def _colours_of_ink(self) -> tuple[QColor | None, QColor, QColor | None]:
        text = self.palette().color(QPalette.ColorRole.WindowText)
        fill, edge = QColor(text), QColor(text)
        fill.setAlphaF(0.25 if self.isDown() else 0.14 if self.underMouse() else 0.0)
        edge.setAlphaF(0.55 if self._words else 0.0)
        return fill, text, edge

    def _touched(self, fill: QColor) -> QColor:
        if self.isDown():
            return ink.mix(fill, self._theme.colour("window_text"), 0.18)
        return ink.mix(fill, self._theme.colour("window_text"), 0.08) if self.underMouse() else fill

    def _paint_words(self, painter: QPainter, colour: QColor) -> None:
        area = self.rect().adjusted(self._padding(), 0, -self._padding(), 0)
        if self.drops_down:
            area = self._paint_arrow(painter, area, colour)
        if not self._hint:
            self._paint_line(painter, area, colour)
            return
        line, small = painter.fontMetrics().height(), QFontMetrics(self._small())
        top = (self.height() - line - small.height()) // 2 + 1
        self._paint_line(painter, QRect(area.left(), top, area.width(), line), colour)
        painter.setFont(self._small())
        lower = QRect(area.left(), top + line, area.width(), small.height())
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, _fit(painter, self._hint, lower.width()))

    def _paint_arrow(self, painter: QPainter, area: QRect, colour: QColor) -> QRect:
        room = em(self, 0.9)
        left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        centre = QPointF(area.left() + room * 0.4 if left else area.right() - room * 0.3, self.height() / 2 + 0.5)
        ink.arrow(painter, centre, em(self, 0.5), colour)
        return area.adjusted(room, 0, 0, 0) if left else area.adjusted(0, 0, -room, 0)

    def _paint_line(self, painter: QPainter, area: QRect, colour: QColor) -> None:
        painter.setPen(colour)
        painter.setFont(self.font())
        text = _fit(painter, self._words, area.width() - self._icon_room())
        width = self._icon_room() + painter.fontMetrics().horizontalAdvance(text)
        line = QRect(area.left() + max(0, (area.width() - width) // 2), area.top(), width, area.height())
        if not self.icon().isNull():
            line = self._paint_icon(painter, line)
        # No alignment inside the line: it is as wide as its text, whatever the writing direction.
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)

    def _paint_icon(self, painter: QPainter, line: QRect) -> QRect:
        size, room = em(self, 1.0), self._icon_room()
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = line.right() - size if leftwards else line.left()
        place = QRect(left, line.center().y() - size // 2 + 1, size, size)
        ink.stamp(painter, place, self.icon(), painter.pen().color())
        return line.adjusted(0, 0, -room, 0) if leftwards else line.adjusted(room, 0, 0, 0)


def _fit(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
