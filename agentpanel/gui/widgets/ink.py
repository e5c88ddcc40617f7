"""Boxes, arrows and marks: what the panel's own widgets paint with."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from agentpanel.gui.theme import em


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """``one`` with this share (0 to 1) of ``other``."""
    kept = 1.0 - share
    return QColor.fromRgbF(
        one.redF() * kept + other.redF() * share,
        one.greenF() * kept + other.greenF() * share,
        one.blueF() * kept + other.blueF() * share,
    )


def radius(widget: QWidget) -> float:
    """Of the corners of boxes."""
    return em(widget, 0.3)


def box(
    painter: QPainter, area: QRectF, corner: float, fill: QBrush | QColor | None, edge: QPen | QColor | None
) -> None:
    """A box with round corners, its edge inside ``area``."""
    pen = QPen(edge) if edge is not None else QPen(Qt.PenStyle.NoPen)
    half = pen.widthF() / 2 if edge is not None else 0.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(QBrush(fill) if fill is not None else QBrush(Qt.BrushStyle.NoBrush))
    painter.drawRoundedRect(area.adjusted(half, half, -half, -half), corner, corner)


def ring(painter: QPainter, area: QRectF, corner: float, colour: QColor) -> None:
    """The mark of the keyboard's focus."""
    box(painter, area, corner, None, QPen(colour, 2.0))


def stamp(painter: QPainter, place: QRect, icon: QIcon, colour: QColor) -> None:
    """An icon in one colour, whatever its own."""
    pixmap = icon.pixmap(place.size(), painter.device().devicePixelRatio())
    with QPainter(pixmap) as tint:
        tint.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        tint.fillRect(pixmap.rect(), colour)
    painter.drawPixmap(place, pixmap)


def arrow(painter: QPainter, centre: QPointF, size: float, colour: QColor, *, turned: bool = False) -> None:
    """An open arrow head, down or, when turned, to the right."""
    pen = QPen(colour, max(1.2, size / 5), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    wide, deep = size / 2, size / 4
    points = [QPointF(-wide, -deep), QPointF(0, deep), QPointF(wide, -deep)]
    if turned:
        points = [QPointF(point.y(), point.x()) for point in points]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([centre + point for point in points]))
