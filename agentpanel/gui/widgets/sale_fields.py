"""Amount and success rate, where the site uses them."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentpanel.domain import words
from agentpanel.domain.entries import sale_fault
from agentpanel.domain.intents import SetSale
from agentpanel.domain.words import Say
from agentpanel.domain.words import say as template
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.card import smaller
from agentpanel.gui.widgets.field import Rule, TextField
from agentpanel.gui.widgets.plain import PlainLabel

#: What may become an amount by typing on: a sign, or a number without its last digits.
_BEGUN: Final = re.compile(r"[+-]?\.?", re.ASCII)
_RATE: Final = re.compile(r"[0-9]{1,3}", re.ASCII)


def amount_typing(text: str) -> Say | None:
    """Why this can neither be an amount nor become one."""
    return None if _BEGUN.fullmatch(text) else sale_fault(text, None)


def rate_typing(text: str) -> Say | None:
    """Why this cannot be a success rate."""
    if not text:
        return None
    return sale_fault(None, int(text)) if _RATE.fullmatch(text) else template(words.BAD_SUCCESS)


class _Entry(TextField):
    """Tells when the person is done with it."""

    left = Signal()

    def __init__(self, theme: Theme, rule: Rule) -> None:
        super().__init__(theme, rule=rule)
        self.returnPressed.connect(self.left)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SaleFields(Retranslated, QWidget):
    """What was typed is asked for when a field is left, or on Enter; no snapshot changes what is being typed."""

    asked = Signal(object)  #: a SetSale
    refused = Signal(object)  #: a Say
    lost = Signal(str)  #: what was typed for a call that is gone, as a sentence

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: tuple[str, str] = ("", "")
        self.amount = _Entry(theme, amount_typing)
        self.rate = _Entry(theme, rate_typing)
        self._labels = (PlainLabel(), PlainLabel())
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 0.25), 0, 0, 0)
        row.setSpacing(em(self, 0.4))
        for label, field in zip(self._labels, (self.amount, self.rate), strict=True):
            label.setFont(smaller(self.font()))
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
            field.left.connect(self.keep)
            field.refused.connect(self.refused)
        self.retranslate()

    def show_fields(self, *, amount: bool, rate: bool) -> None:
        """Those that the site, or the outcome, asks for."""
        for label, field, shown in zip(self._labels, (self.amount, self.rate), (amount, rate), strict=True):
            label.setVisible(shown)
            field.setVisible(shown)

    def begin(self, amount: str | None, rate: int | None) -> None:
        """Another call: nothing typed for the last one stays."""
        for label, field, standing in zip(self._labels, (self.amount, self.rate), self._standing, strict=True):
            if field.text() != standing:
                told = self.tr("The call was closed before this was kept: {name} {text}")
                self.lost.emit(fill(told, name=label.text(), text=field.text()))
        self._standing = _texts(amount, rate)
        for field, text in zip((self.amount, self.rate), self._standing, strict=True):
            field.setText(text)

    def show_sale(self, amount: str | None, rate: int | None) -> None:
        """The same call: what stands now."""
        before, self._standing = self._standing, _texts(amount, rate)
        for field, old, new in zip((self.amount, self.rate), before, self._standing, strict=True):
            if field.text() == old and not field.hasFocus():
                field.setText(new)

    def keep(self) -> None:
        """Ask for what was typed, if it is new; what is only begun is no amount."""
        typed = self.amount.text(), self.rate.text()
        # While it is off nothing would take it: it stays here to be read.
        if typed == self._standing or not self.amount.isEnabled():
            return
        if _BEGUN.fullmatch(typed[0]) and typed[0]:
            self.refused.emit(template(words.BAD_AMOUNT))
            return
        self._standing = typed
        self.asked.emit(SetSale(typed[0] or None, int(typed[1]) if typed[1] else None))

    def allow(self, why: str | None) -> None:
        """On for None, else off for this reason."""
        for label, field, about in zip(self._labels, (self.amount, self.rate), self._about(), strict=True):
            label.setEnabled(why is None)
            field.setEnabled(why is None)
            field.setToolTip(why or about)
            field.setAccessibleDescription(why or about)

    def _about(self) -> tuple[str, str]:
        return self.tr("A number of at most six digits, such as 20.99 or -5"), self.tr("0 to 100")

    def retranslate(self) -> None:
        texts = (self.tr("Amount"), self.tr("Success, %"))
        for label, field, text in zip(self._labels, (self.amount, self.rate), texts, strict=True):
            label.setText(text)
            # Widths of texts are rounded; without this the last letter may be cut.
            label.setMinimumWidth(label.sizeHint().width() + 2)
            field.setAccessibleName(text)


def _texts(amount: str | None, rate: int | None) -> tuple[str, str]:
    return amount or "", "" if rate is None else str(rate)
