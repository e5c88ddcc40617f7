"""The three ways to fill in a tag: type it, choose it, stamp it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent

from agentpanel.domain import words
from agentpanel.domain.identifiers import bad_entry, text_fault
from agentpanel.domain.rules import TagKind, TagRule
from agentpanel.domain.words import Say, say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.field import ChoiceField, Rule
from agentpanel.gui.widgets.plain import inert
from agentpanel.gui.widgets.suggest_field import SuggestField

#: The width of a tag's label at most, in heights of its type: its field needs the room.
LABEL_EM: Final = 7


def editor_of(number: int, rule: TagRule, theme: Theme, codec: str | None) -> TypedTag | ChosenTag | StampedTag:
    """The editor for a tag of this kind; ``codec`` is the connection's code page, None for one that has it all."""
    match rule.kind:
        case TagKind.CHOICE if rule.presets:
            return ChosenTag(theme, rule.presets)
        case TagKind.STAMP:
            return StampedTag(theme)
    return TypedTag(theme, rule.presets, tag_rule(number, codec))


def tag_rule(number: int, codec: str | None) -> Rule:
    """Why a text cannot be this tag."""

    def fault_of(text: str) -> Say | None:
        fault = text_fault(text, codec=codec) if text else None
        return None if fault is None else bad_entry(say(words.THE_TAG, number=number), fault)

    return fault_of


class TypedTag(SuggestField):
    """Free text with presets at hand."""

    done = Signal()

    def __init__(self, theme: Theme, presets: tuple[str, ...], rule: Rule) -> None:
        super().__init__(theme, QStringListModel(list(presets)), rule=rule)
        self.editingFinished.connect(self.done)
        self.chosen.connect(lambda _: self.done.emit())

    @property
    def value(self) -> str:
        return self.text()

    def put(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)

    def enter(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.done.emit()  # Qt tells of a field that was left only where its text was changed


class ChosenTag(ChoiceField):
    """One of the presets, or none."""

    done = Signal()
    refused = Signal(object)

    def __init__(self, theme: Theme, presets: tuple[str, ...]) -> None:
        super().__init__(theme, presets)
        self.activated.connect(lambda _: self.done.emit())

    @property
    def value(self) -> str:
        return self.currentText()

    def enter(self) -> None:
        if self.isEnabled():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.showPopup()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.done.emit()


class StampedTag(PanelButton):
    """A press sets the stamp's text, another one clears it."""

    done = Signal()
    refused = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._stamp = ""
        self._value = ""
        self.shrinks = True
        self.setCheckable(True)
        self.clicked.connect(self._toggle)

    @property
    def value(self) -> str:
        return self._value

    def put(self, text: str) -> None:
        self._value = text
        self._draw()

    def load(self, stamp: str) -> None:
        """The text that a press sets."""
        self._stamp = stamp
        self._draw()

    def mark_bad(self, bad: bool) -> None:
        """The mark beside the button says it."""

    def enter(self) -> None:
        if self.isEnabled():
            self.click()

    def _toggle(self) -> None:
        self._value = "" if self._value else self._stamp
        self._draw()
        self.done.emit()

    def _draw(self) -> None:
        self.setChecked(bool(self._value))
        self.say(inert(self._value or self._stamp), name=self.accessibleName())
