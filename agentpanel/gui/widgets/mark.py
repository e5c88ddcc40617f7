"""Small marks of how far something has come: a shape each, so that no colour must be told apart."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentpanel.gui.theme import Theme, em


class Sign(Enum):
    """What a mark says."""

    NOTHING = "nothing"
    # typed, not asked for
    UNSENT = "unsent"
    # on its way
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    RECORDING = "recording"
    OFF = "off"
    UNKNOWN = "unknown"


class Mark(QWidget):
    """One sign. It is decoration for the eye: what it stands beside says the same in words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sign = Sign.NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def sign(self) -> Sign:
        return self._sign

    def show_sign(self, sign: Sign) -> None:
        if sign is not self._sign:
            self._sign = sign
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 0.9), em(self, 0.9))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sign is Sign.NOTHING:
            return
        paint, role = _LOOKS[self._sign]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        area = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        paint(painter, area, self._theme.colour(role))
        painter.end()


def _pen(colour: QColor, area: QRectF) -> QPen:
    width = max(1.5, area.width() / 7)
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _points(area: QRectF, *shares: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(area.left() + area.width() * x, area.top() + area.height() * y) for x, y in shares])


def _tick(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(_pen(colour, area))
    painter.drawPolyline(_points(area, (0.08, 0.55), (0.38, 0.85), (0.92, 0.18)))


def _dots(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x in (0.14, 0.5, 0.86):
        painter.drawEllipse(_points(area, (x, 0.5)).first(), area.width() * 0.11, area.width() * 0.11)


def _pencil(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(_pen(colour, area))
    painter.drawPolygon(_points(area, (0.08, 0.92), (0.15, 0.62), (0.72, 0.08), (0.92, 0.28), (0.38, 0.85)))


def _triangle(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(_pen(colour, area))
    painter.drawPolygon(_points(area, (0.5, 0.06), (0.98, 0.94), (0.02, 0.94)))
    painter.drawPolyline(_points(area, (0.5, 0.42), (0.5, 0.62)))
    painter.drawPoint(_points(area, (0.5, 0.8)).first())


def _disc(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(area.adjusted(1, 1, -1, -1))


def _ring(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(_pen(colour, area))
    painter.drawEllipse(area.adjusted(1.5, 1.5, -1.5, -1.5))


def _question(painter: QPainter, area: QRectF, colour: QColor) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(area.height())))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, "?")


#: How each sign is painted, and in which role's colour.
_LOOKS: Final[dict[Sign, tuple[Callable[[QPainter, QRectF, QColor], None], str]]] = {
    Sign.UNSENT: (_pencil, "warn"),
    Sign.SENDING: (_dots, "muted"),
    Sign.DONE: (_tick, "good"),
    Sign.FAILED: (_triangle, "bad"),
    Sign.RECORDING: (_disc, "recording"),
    Sign.OFF: (_ring, "edge"),
    Sign.UNKNOWN: (_question, "muted"),
}
