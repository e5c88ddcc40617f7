"""The line below a form: what is going on, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.spoken import announce


class Message(PlainLabel):
    """Takes no room while it has nothing to say; says it aloud too."""

    resized = Signal()  #: it came, went, or has another text

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._theme = theme
        self._bad = False
        self.setWordWrap(True)
        self.hide()
        theme.changed.connect(self._ink)

    def inform(self, text: str) -> None:
        """In the colour of the window's words; "" for nothing."""
        self._say(text, bad=False)

    def warn(self, text: str) -> None:
        """In red, and at once."""
        self._say(text, bad=True)

    def _say(self, text: str, *, bad: bool) -> None:
        self._bad = bad
        self._ink()
        self.setText(text)
        self.setVisible(bool(text))
        self.resized.emit()
        if text:
            announce(self, text, urgent=bad)

    def _ink(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("bad" if self._bad else "window_text"))
        self.setPalette(palette)
