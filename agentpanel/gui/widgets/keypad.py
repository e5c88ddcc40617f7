"""The keypad: digits into the call, by mouse or as typed; each leaves at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import SendDigits
from agentpanel.domain.snapshot import Call, Failed, Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.card import mute, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.spoken import announce
from agentpanel.gui.widgets.wrap_label import WrapLabel

_ROWS: Final = ("123A", "456B", "789C", "*0#D")
#: Of what was sent so many are seen, the last ones.
_SEEN: Final = 16


class Keypad(Retranslated, Popup):
    """Stays open until Escape or a press elsewhere. What was sent in this call stands on top."""

    asked = Signal(object)  #: a SendDigits

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._call: Call | None = None
        self._sent = ""
        self._why: str | None = None
        #: Of what stands on top the dialer did not take all.
        self._doubtful = False
        self.sent = PlainLabel()
        self.note = WrapLabel(2)
        self.keys = {digit: PanelButton(theme) for row in _ROWS for digit in row}
        for digit, button in self.keys.items():
            button.clicked.connect(lambda _=False, digit=digit: self.press(digit))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.retranslate()

    def show_slice(self, s: Snapshot, view: View) -> None:
        """On while the view says so; another call begins with nothing sent."""
        before, self._call = self._call, s.call
        if (before.key if before else None) != (s.call.key if s.call else None):
            self._sent, self._doubtful = "", False
        failed = _failed(s.call)
        if failed is not None and failed is not _failed(before) and self._sent:
            self._doubtful = True
        reason = view.controls[Control.DIGITS]
        self._why = None if reason is None else say(reason)
        for button in self.keys.values():
            button.allow(self._why)
        self._draw()

    def open_under(self, anchor: QWidget) -> None:
        """With the keys going to it; a second time it closes."""
        if self.isVisible():
            self.hide()
            return
        if self._doubtful:
            self._sent, self._doubtful = "", False
            self._draw()
        self.adjustSize()
        self.open_at(anchor.mapToGlobal(QPoint(0, anchor.height())))
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def press(self, digit: str) -> None:
        """Send it, if digits go into the call now."""
        if self._why is not None:
            announce(self, self._why)
            return
        self._sent += digit
        self._draw()
        self.asked.emit(SendDigits(digit))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text().upper()
        if digit not in self.keys:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.press(digit)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Keypad"))
        names = {"*": self.tr("star"), "#": self.tr("hash")}
        for digit, button in self.keys.items():
            button.say(digit, name=names.get(digit, digit))
        self._draw()

    def _draw(self) -> None:
        self.sent.setText(("…" if len(self._sent) > _SEEN else "") + self._sent[-_SEEN:])
        told = fill(self.tr("Sent: {digits}"), digits=" ".join(self._sent)) if self._sent else ""
        self.sent.setAccessibleDescription(told)
        usual = self.tr("Type or press; each digit is sent at once.")
        doubt = self.tr("Not all of these were sent; the message below says why.")
        self.note.setText(self._why or (doubt if self._doubtful else usual))

    def _lay_out(self) -> None:
        font = steady(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        self.sent.setFont(font)
        self.sent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.sent.setFixedHeight(self.sent.fontMetrics().height())
        self.note.setFont(smaller(self.font()))
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing())
        mute(self.note)
        grid = QGridLayout()
        grid.setSpacing(em(self, 0.3))
        for row, digits in enumerate(_ROWS):
            for column, digit in enumerate(digits):
                grid.addWidget(self.keys[digit], row, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.6)] * 4)
        layout.setSpacing(em(self, 0.4))
        for part in (self.sent, self.note):
            layout.addWidget(part)
        layout.addLayout(grid)
        self.setFixedWidth(em(self, 14))


def _failed(call: Call | None) -> Failed | None:
    """The digits that did not come about last."""
    failed = call.failed if call is not None else None
    return failed if failed is not None and failed.control is Control.DIGITS else None
