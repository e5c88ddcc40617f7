"""A small window over the panel that goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets import ink


class Popup(QFrame):
    """Opens only because the person pressed something; Escape or a press elsewhere closes it. Nothing waits for it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._owner = parent

    def open_at(self, place: QPoint) -> None:
        """With its corner there, moved so that all of it is on the screen."""
        area = self._owner.screen().availableGeometry()
        x = max(area.left(), min(place.x(), area.right() - self.width() + 1))
        y = max(area.top(), min(place.y(), area.bottom() - self.height() + 1))
        self.move(x, y)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        base, edge = self._theme.colour("base"), self._theme.colour("edge")
        painter.fillRect(self.rect(), base)
        ink.box(painter, QRectF(self.rect()), 0.0, None, edge)
        painter.end()
