"""The note of the call: kept after a pause in typing, and when the field is left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.field import NoteField

#: Milliseconds without a key after which the note is kept.
PAUSE_MS: Final = 700


class NoteKeeper(NoteField):
    """Asks once for each change; a snapshot never changes what is being typed."""

    wanted = Signal(str)  #: the text that the note shall have

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._settled = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._typed)
        self.left.connect(self.keep)

    @property
    def unsent(self) -> str | None:
        """What was typed and not asked for yet."""
        text = self.toPlainText()
        return text if text != self._settled else None

    def begin(self, text: str) -> None:
        """The note of another call, whatever stands here."""
        self._pause.stop()
        self._settle(text)

    def show_note(self, text: str) -> None:
        """The note of the same call."""
        if self.unsent is None and not self.hasFocus():
            self._settle(text)

    def keep(self) -> None:
        """Ask for what was typed, if it is new."""
        self._pause.stop()
        if (text := self.unsent) is not None:
            self._settled = text
            self.wanted.emit(text)

    def _settle(self, text: str) -> None:
        self._settled = text
        if self.toPlainText() != text:
            self.setPlainText(text)
        self._settled = self.toPlainText()

    def _typed(self) -> None:
        if self.unsent is not None:
            self._pause.start()
