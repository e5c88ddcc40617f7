"""The days of Recent: how their lines look, and the one that stays at the top while its calls are scrolled through."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTableView, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.card import small_bold
from agentpanel.gui.widgets.plain import elided


class DayStrip(QWidget):
    """Lies over the topmost row, whose own day has been scrolled away; rows tell their day to a screen reader."""

    def __init__(self, table: QTableView, theme: Theme) -> None:
        super().__init__(table)
        self._theme = theme
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def words(self) -> str:
        """The day; "" while none is shown."""
        return self._words

    def tell(self, words: str, place: QRect) -> None:
        """This day here, in the table's coordinates; nothing for ""."""
        self.setGeometry(place)
        if words != self._words:
            self._words = words
            self.setVisible(bool(words))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_day(painter, self, self._theme, self.rect(), self._words)
        painter.end()


def paint_day(painter: QPainter, widget: QWidget, theme: Theme, area: QRect, words: str) -> None:
    """From edge to edge, in the type of ``widget``."""
    painter.fillRect(area, theme.colour("window"))
    painter.setPen(QPen(ink.mix(theme.colour("base"), theme.colour("edge"), 0.35), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    painter.setPen(theme.colour("muted"))
    painter.setFont(small_bold(widget.font()))
    gap = em(widget, 0.3)
    place = area.adjusted(gap, 0, -gap, 0)
    flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags, elided(painter.fontMetrics(), words, place.width()))
