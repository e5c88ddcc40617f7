"""The panel's icon in the system's tray: the colour and shape of the shown state, and a way back to the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.state import Link
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.state_words import state_word

#: Pixels; trays take the next larger one and scale it down.
_SIZES: Final = (16, 22, 32, 64)
_CLICKS: Final = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)


class Tray(QObject):
    """Where the system has no tray it is nowhere; a tray that comes later gets it with the next state."""

    show_requested = Signal()
    quit_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._drawn: tuple[object, ...] | None = None
        self.menu = _TrayMenu(parent)
        self.menu.show_panel.triggered.connect(self.show_requested)
        self.menu.close_panel.triggered.connect(self.quit_requested)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        theme.changed.connect(self._redraw)

    def show_snapshot(self, s: Snapshot) -> None:
        """Draw what is new in it."""
        self._snapshot = s
        self._draw(s)

    def close(self) -> None:
        """Off the tray, at once: some systems leave dead icons there."""
        self.icon.hide()

    def _draw(self, s: Snapshot) -> None:
        words = fill(self.tr("{state} · agentpanel"), state=state_word(s))
        drawn = (s.shown.value, s.link.value is Link.STALE, words)
        if drawn != self._drawn:
            self._drawn = drawn
            self.icon.setIcon(state_icon(self._theme, s))
            self.icon.setToolTip(words)
            # Not without a tray: some platforms of Qt complain then.
            if not self.icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable():
                self.icon.show()

    def _redraw(self) -> None:
        self._drawn = None
        if self._snapshot is not None:
            self._draw(self._snapshot)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _CLICKS:
            self.show_requested.emit()


class _TrayMenu(Retranslated, QMenu):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.show_panel = self.addAction("")
        self.close_panel = self.addAction("")
        self.setDefaultAction(self.show_panel)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Agent panel"))
        self.show_panel.setText(self.tr("Show the panel"))
        self.close_panel.setText(self.tr("Close the panel"))


def state_icon(theme: Theme, s: Snapshot) -> QIcon:
    """The state block in small: its colour, its edge, its shape, or a question mark where the state is an old one."""
    icon = QIcon()
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        _paint(painter, theme, s, size)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _paint(painter: QPainter, theme: Theme, s: Snapshot, size: int) -> None:
    look, edge = theme.look(s.shown.value), max(1.0, size / 16)
    # The ground first: it shows through a broken edge, whatever the tray's own colour is.
    ink.box(painter, QRectF(0, 0, size, size), size / 5 + edge / 2, look.brush(size / 4), None)
    ink.box(painter, QRectF(0, 0, size, size), size / 5, None, look.pen(edge))
    inner = round(size * 0.17)
    place = QRect(0, 0, size, size).adjusted(inner, inner, -inner, -inner)
    if s.link.value is Link.STALE:
        font = QFont(painter.font())
        font.setPixelSize(max(1, round(size * 0.7)))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(look.text)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, "?")
    else:
        theme.shape(s.shown.value).paint(painter, place)
