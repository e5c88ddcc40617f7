"""Where the window stood: kept for each set of monitors and each layout, and never off the screen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSettings, QSize, QStandardPaths
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QStyle, QWidget


class Place:
    """Remembers the place of one window."""

    def __init__(self, window: QWidget, memory: QSettings) -> None:
        self._window = window
        self._memory = memory

    @property
    def mode(self) -> str:
        """The layout that was last chosen: "panel" or "bar"."""
        return "bar" if self._memory.value("window/mode") == "bar" else "panel"

    def keep(self, mode: str) -> None:
        """Write the place down."""
        if not (self._window.isMinimized() or self._window.isMaximized()):
            self._memory.setValue(self._key(mode), self._window.geometry())

    def choose(self, mode: str) -> None:
        """This layout is the one to begin with."""
        self._memory.setValue("window/mode", mode)

    def restore(self, mode: str, wanted: QSize) -> None:
        """Go where the window stood in this layout on these monitors, else be of the wanted size."""
        kept = self._memory.value(self._key(mode))
        if isinstance(kept, QRect) and kept.isValid():
            # A place is that of the inside: the frame's title must be on the screen too.
            title = self._window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
            areas = [each.availableGeometry().adjusted(0, title, 0, 0) for each in _screens()]
            self._window.setGeometry(onto_a_screen(kept, areas))
        else:
            self._window.resize(wanted)

    def _key(self, mode: str) -> str:
        return f"window/{mode}/{monitors([(each.name(), each.geometry()) for each in _screens()])}"


def habits() -> QSettings:
    """What this person's panel remembers by itself: a file in the folder for the user's configuration."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return QSettings(f"{folder}/agentpanel/habits.ini", QSettings.Format.IniFormat)


def monitors(screens: Sequence[tuple[str, QRect]]) -> str:
    """A short name for this set of monitors, whatever their order."""
    lines = sorted(f"{name} {area.x()} {area.y()} {area.width()} {area.height()}" for name, area in screens)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def onto_a_screen(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """The same place, moved and cut as little as may be so that all of it is on the screen it is most on."""
    if not screens:
        return wanted
    screen = max(screens, key=lambda area: (_shared(area, wanted), -_distance(area, wanted)))
    width, height = min(wanted.width(), screen.width()), min(wanted.height(), screen.height())
    x = max(screen.left(), min(wanted.x(), screen.left() + screen.width() - width))
    y = max(screen.top(), min(wanted.y(), screen.top() + screen.height() - height))
    return QRect(x, y, width, height)


def _shared(area: QRect, wanted: QRect) -> int:
    both = area.intersected(wanted)
    return both.width() * both.height()


def _distance(area: QRect, wanted: QRect) -> int:
    return (area.center() - wanted.center()).manhattanLength()


def _screens() -> list[QScreen]:
    return QGuiApplication.screens()
