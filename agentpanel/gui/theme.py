"""Light, dark, or as the system: palette, colours of the shown states, icons, sizes."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip, QWidget

from agentpanel.domain.snapshot import Shown
from agentpanel.gui.palettes import Colours, Look, read_colours
from agentpanel.resources import resource

# Qt scales down from the next larger one; 64 is 32 on a screen of double density.
_SIZES: Final = (16, 24, 32, 64)


class Mode(Enum):
    """What the person chose."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


_SCHEMES: Final = {
    Mode.LIGHT: Qt.ColorScheme.Light,
    Mode.DARK: Qt.ColorScheme.Dark,
    Mode.SYSTEM: Qt.ColorScheme.Unknown,
}


class Theme(QObject):
    """The looks of the whole application; one for its life."""

    changed = Signal()  #: the colours are others now

    def __init__(self, app: QApplication, mode: Mode | str = Mode.SYSTEM) -> None:
        super().__init__()
        self._app = app
        self._mode = Mode(mode)
        self._colours = _colours(Mode.LIGHT)
        self._icons: dict[tuple[str, ...], QIcon] = {}
        app.setStyle("Fusion")  # the one style that takes a palette whole, on every system
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.choose(mode)
        self._apply()

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def dark(self) -> bool:
        return self._colours.dark

    def choose(self, mode: Mode | str) -> None:
        """Change to this; SYSTEM follows the desktop from now on, and is light where that does not tell."""
        self._mode = Mode(mode)
        self._app.styleHints().setColorScheme(_SCHEMES[self._mode])  # frames and system dialogs go along
        self._refresh()

    def look(self, shown: Shown | str) -> Look:
        return self._colours.looks[Shown(shown)]

    def colour(self, role: str) -> QColor:
        """A role of resources/themes: `good`, `warn`, `bad`, `muted`, `recording` ...; KeyError for another."""
        return self._colours.roles[role]

    def icon(self, name: str) -> QIcon:
        """resources/icons/NAME.svg in the colours of now; see `dress`."""
        roles = self._colours.roles
        return self._icon(name, roles["button_text"].name(), roles["disabled_text"].name())

    def shape(self, shown: Shown | str) -> QIcon:
        """The shape of a state in the colour of its words."""
        look = self.look(shown)
        return self._icon(f"state-{look.shape}", look.text.name())

    def dress(self, target: QAbstractButton | QAction, name: str) -> None:
        """Give it this icon, in the colours of now and of every theme to come."""
        _Dress(self, target, name)

    def _icon(self, *key: str) -> QIcon:
        if key not in self._icons:
            self._icons[key] = _make_icon(*key)
        return self._icons[key]

    def _refresh(self) -> None:
        colours = _colours(self._wanted())
        if colours is not self._colours:
            self._colours = colours
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        palette = self._colours.palette()
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)

    def _wanted(self) -> Mode:
        if self._mode is not Mode.SYSTEM:
            return self._mode
        return Mode.DARK if self._scheme() is Qt.ColorScheme.Dark else Mode.LIGHT

    def _scheme(self) -> Qt.ColorScheme:
        return self._app.styleHints().colorScheme()

    def _on_system_changed(self) -> None:
        self._refresh()


class _Dress(QObject):
    """Lives and ends with what wears the icon."""

    def __init__(self, theme: Theme, target: QAbstractButton | QAction, name: str) -> None:
        super().__init__(target)
        self._theme = theme
        self._target = target
        self._name = name
        theme.changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        self._target.setIcon(self._theme.icon(self._name))


def em(widget: QWidget, n: float) -> int:
    """`n` times the height of the widget's font, in pixels; at least one."""
    return max(1, round(n * QFontMetricsF(widget.font()).height()))


@cache
def _colours(mode: Mode) -> Colours:
    return read_colours(mode.value)


def _make_icon(name: str, *inks: str) -> QIcon:
    """The inks are of the modes normal and, if it looks different, disabled."""
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, ink in zip((QIcon.Mode.Normal, QIcon.Mode.Disabled), inks * 2, strict=False):
        drawing = QSvgRenderer(QByteArray(source.replace("currentColor", ink).encode()))
        for size in _SIZES:
            icon.addPixmap(_draw(drawing, size), mode)
    return icon


def _draw(drawing: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.end()
    return pixmap
