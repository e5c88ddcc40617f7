"""What a login asks of the dialer besides who sits where: one box each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFormLayout

from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.check import PanelCheck

#: By the names of snapshot.Login: the text, and what it means.
_FLAGS: Final = {
    "nailed_up": (
        QT_TRANSLATE_NOOP("logins", "Line stays &open"),
        QT_TRANSLATE_NOOP("logins", "Your telephone is off the hook all the time; calls do not ring"),
    ),
    "auto_accept": (
        QT_TRANSLATE_NOOP("logins", "Take trans&fers unasked"),
        QT_TRANSLATE_NOOP("logins", "A transfer to you is accepted without a question"),
    ),
    "auto_wrap": (
        QT_TRANSLATE_NOOP("logins", "No &wrap"),
        QT_TRANSLATE_NOOP("logins", "The dialer closes each predictive call by itself when it has ended"),
    ),
    "record": (
        QT_TRANSLATE_NOOP("logins", "Record a&ll my calls"),
        QT_TRANSLATE_NOOP("logins", "The dialer records every call of this login"),
    ),
}
FLAGS: Final = tuple(_FLAGS)


class LoginFlags:
    """The boxes by the names of what they set."""

    def __init__(self, theme: Theme) -> None:
        self.boxes = {key: PanelCheck(theme) for key in FLAGS}

    @property
    def values(self) -> dict[str, bool]:
        """What is ticked."""
        return {key: box.isChecked() for key, box in self.boxes.items()}

    def put(self, values: Mapping[str, bool]) -> None:
        for key, box in self.boxes.items():
            box.setChecked(values[key])

    def add_to(self, form: QFormLayout) -> None:
        """A line each, below what the form has."""
        for box in self.boxes.values():
            form.addRow("", box)

    def show_in(self, form: QFormLayout, shown: bool) -> None:
        for box in self.boxes.values():
            form.setRowVisible(box, shown)

    def enable(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setEnabled(on)

    def retranslate(self) -> None:
        for key, box in self.boxes.items():
            text, about = (QCoreApplication.translate("logins", each) for each in _FLAGS[key])
            box.setText(text)
            box.setToolTip(about)
            box.setAccessibleDescription(about)
