"""The field in which an outcome is found and chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from agentpanel.domain import words
from agentpanel.domain.guard import outcome_fault
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.words import Say, say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.outcome_list import CODE, FIND, OutcomeList, outcome_label
from agentpanel.gui.widgets.plain import inert
from agentpanel.gui.widgets.suggest_field import SuggestField

_DIGITS = 4


def _a_number(text: str) -> Say | None:
    """Where the site has set up no outcomes, one is a number."""
    good = not text or (text.isascii() and text.isdigit() and len(text) <= _DIGITS)
    return None if good else say(words.OUTCOME_RANGE)


class OutcomePicker(SuggestField):
    """Type part of a name or a number, Enter takes what it means; Down lists all."""

    picked = Signal(object)  #: a number (AO), or None for no outcome
    unknown = Signal(object)  #: a Say: what was typed is no outcome

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        self._list = OutcomeList(rules)
        super().__init__(theme, self._list, parent, find_role=FIND, rule=None if rules.outcomes else _a_number)
        self._site = rules
        self._launched = True
        self._outcome: int | None = None
        self._entered = False
        self.chosen.connect(self._take)
        self.returnPressed.connect(self.resolve)

    @property
    def outcome(self) -> int | None:
        """The outcome that stands."""
        return self._outcome

    @property
    def pending(self) -> bool:
        """Whether something was typed that is not the outcome that stands."""
        return self.text() != self._label(self._outcome)

    def fit(self, *, launched: bool) -> None:
        """Take what fits a call that was made, or a record that is not dialed."""
        self._launched = launched
        self._list.fit(launched=launched)

    def show_outcome(self, outcome: int | None) -> None:
        """The outcome that stands; what is being typed stays."""
        typing = self.pending and self.hasFocus()
        if outcome != self._outcome:
            self._outcome = outcome
            if not typing:
                self._settle()

    def begin(self, outcome: int | None) -> None:
        """Another call: nothing typed for the last one stays."""
        self._outcome = outcome
        self._settle()

    def resolve(self) -> bool:
        """Pick what was typed; False where that is no outcome, and then ``unknown`` says so."""
        if not self.pending:
            return True
        if not self.text().strip():
            self._pick(None)
            return True
        code = self._list.find(self.text())
        if code is None:
            self.unknown.emit(self._why_unknown())
            return False
        return self._pick(code)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered = event.reason() is Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press that enters the field marks what is in it, to be typed over."""
        super().mouseReleaseEvent(event)
        if self._entered and not self.hasSelectedText():
            self.selectAll()
        self._entered = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.listing and self.pending and self._list.find(self.text()) is not None:
            self.resolve()

    def _take(self, index: QModelIndex) -> None:
        self._pick(index.data(CODE))

    def _pick(self, code: int | None) -> bool:
        why = outcome_fault(code, self._site, launched=self._launched)
        if why is not None:
            self.unknown.emit(why)
            return False
        if code != self._outcome:
            self._outcome = code
            self.picked.emit(code)
        self._settle()
        return True

    def _settle(self) -> None:
        self.setText(self._label(self._outcome))
        self.setCursorPosition(0)

    def _label(self, outcome: int | None) -> str:
        return "" if outcome is None else outcome_label(outcome, self._site)

    def _why_unknown(self) -> Say:
        return say(words.UNKNOWN_OUTCOME, code=inert(self.text().strip()))
