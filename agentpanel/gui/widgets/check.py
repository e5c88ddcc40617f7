"""A check box whose box can be seen in every theme."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink


class PanelCheck(QCheckBox):
    """Framed like the fields; its text may have a mnemonic."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        # One pixel more: widths of texts are rounded.
        width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + 1
        return QSize(self._box_room() + width, em(self, 1.4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._box_room(), em(self, 1.4))

    def hitButton(self, place: QPoint) -> bool:
        """Anywhere on it."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self._box()
        on = self.isChecked() and self.isEnabled()
        fill = self._theme.colour("highlight" if on else "base")
        edge = self._theme.colour("edge")
        if not self.isEnabled():
            edge = ink.mix(self._theme.colour("base"), edge, 0.4)
        ink.box(painter, area, em(self, 0.18), fill, None if on else edge)
        if self.hasFocus():
            ink.ring(painter, area.adjusted(-2, -2, 2, 2), em(self, 0.28), self._theme.colour("window_text"))
        if self.isChecked():
            self._tick(painter, area)
        self._words(painter)
        painter.end()

    def _box_room(self) -> int:
        return em(self, 1.0) + em(self, 0.5) + 2

    def _box(self) -> QRectF:
        side = em(self, 1.0)
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - side - 2 if leftwards else 2
        return QRectF(left, (self.height() - side) // 2, side, side)

    def _tick(self, painter: QPainter, area: QRectF) -> None:
        colour = self._theme.colour("highlighted_text" if self.isEnabled() else "disabled_text")
        pen = QPen(colour, max(1.6, area.width() / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        places = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
        painter.drawPolyline(
            QPolygonF([area.topLeft() + QPointF(area.width() * x, area.height() * y) for x, y in places])
        )

    def _words(self, painter: QPainter) -> None:
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        room = self._box_room()
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        area = QRect(0 if leftwards else room, 0, self.width() - room, self.height())
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())
