"""Names and values to read, to mark and to copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QWidget

from agentpanel.gui.theme import em
from agentpanel.gui.widgets.plain import PlainLabel, inert

Fact = tuple[str, str]
#: Characters of a value that still reads well in a few lines of a label.
_SHORT: Final = 200
_LINES: Final = (3, 8)
#: The width of names at most, in heights of type.
_NAME_EM: Final = 11


class Facts(QFormLayout):
    """Plain text throughout; a value of several lines has a field to scroll in."""

    def show_facts(self, facts: Iterable[Fact]) -> None:
        """These and no others."""
        while self.rowCount():
            self.removeRow(0)
        for name, value in facts:
            self._add(inert(name), value)

    def _add(self, name: str, value: str) -> None:
        label = PlainLabel(name)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        # Widths of texts are rounded; without this the last letter may be cut. A long name takes more lines.
        width = label.sizeHint().width() + 2
        label.setWordWrap(width > em(label, _NAME_EM))
        label.setMinimumWidth(min(width, em(label, _NAME_EM)))
        label.setMaximumWidth(label.minimumWidth())
        long = "\n" in value or len(value) > _SHORT
        field = _field(value, name) if long else _label(value)
        label.setBuddy(field)
        self.addRow(label, field)


def as_text(facts: Iterable[Fact]) -> str:
    """A line each, for the clipboard."""
    return "\n".join(f"{name}: {value}" for name, value in facts)


def _label(value: str) -> QWidget:
    # No accessible name: it would stand in place of the text that is to be read.
    label = PlainLabel(inert(value))
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _field(value: str, name: str) -> QWidget:
    field = QPlainTextEdit(value)
    field.setAccessibleName(name)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    least, most = _LINES
    lines = min(most, max(least, value.count("\n") + 1))
    frame = 2 * (field.frameWidth() + round(field.document().documentMargin()))
    # Half a line more, or the last one would be scrolled to.
    field.setFixedHeight((2 * lines + 1) * field.fontMetrics().lineSpacing() // 2 + frame)
    return field
