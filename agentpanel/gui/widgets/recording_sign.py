"""Whether the call is recorded, as the dialer says: a shape and a word, never colour alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentpanel.domain.snapshot import Recording
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.mark import Mark, Sign
from agentpanel.gui.widgets.plain import ElidedLabel

_SIGNS: Final = {
    Recording.ON: Sign.RECORDING,
    Recording.OFF: Sign.OFF,
    Recording.FAILED: Sign.FAILED,
    Recording.UNKNOWN: Sign.UNKNOWN,
}


class RecordingSign(Retranslated, QWidget):
    """Mark and word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recording = Recording.UNKNOWN
        self.mark = Mark(theme)
        self.word = ElidedLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self.mark)
        layout.addWidget(self.word)
        self.retranslate()

    def show_recording(self, recording: Recording) -> None:
        self._recording = recording
        self.mark.show_sign(_SIGNS[recording])
        self.retranslate()

    def retranslate(self) -> None:
        # No two begin alike: cut short, one must not be taken for another.
        words = {
            Recording.ON: (self.tr("Recording"), self.tr("The dialer records this call.")),
            Recording.OFF: (self.tr("Not recorded"), self.tr("The dialer does not record this call.")),
            Recording.FAILED: (
                self.tr("Failed to record"),
                self.tr("The dialer could not start or stop the recording. Tell your supervisor."),
            ),
            Recording.UNKNOWN: (
                self.tr("Unknown if recorded"),
                self.tr("The dialer has not said whether it records this call."),
            ),
        }
        word, about = words[self._recording]
        self.word.setText(word)
        self.word.explain(about)
        # Where there is room for the mark alone.
        self.setToolTip(f"{word}. {about}")
