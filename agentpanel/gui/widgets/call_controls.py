"""The row of call controls: hold, mute, keypad, transfer, end; while a transfer is offered, accept and reject."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agentpanel.domain.intents import DismissCall
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import USUAL_EM, PanelButton
from agentpanel.gui.widgets.call_buttons import CallButtons
from agentpanel.gui.widgets.call_media import CallMedia
from agentpanel.gui.widgets.call_menus import MoreMenu
from agentpanel.gui.widgets.call_modes import answering, joins
from agentpanel.gui.widgets.rows import chain_tabs, fill_row


class Form(Enum):
    """How much has a place of its own."""

    # all of them, with words where there is room
    ROW = "row"
    # signs alone: hold, mute, the rest under one button, end
    SHORT = "short"
    # signs alone: all under one button, end
    LEAST = "least"


#: The most signs side by side.
_SIGNS: Final = 6
#: Words and signs, from the widest to the narrowest.
_DENSITIES: Final = ((True, True), (True, False), (False, True))


class CallControls(Retranslated, QWidget):
    """Places the buttons; each keeps its place while the call goes on."""

    asked = Signal(object)  #: an Intent

    def __init__(self, rules: SiteRules, theme: Theme, media: CallMedia, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self._media = media
        self._call: Call | None = None
        self._form = Form.ROW
        self._fitted: tuple[object, ...] = ()
        self.buttons = CallButtons(rules, theme, self)
        self.more = PanelButton(theme, icon="more")
        self.put_away = PanelButton(theme)
        self.more_menu = MoreMenu((*self._left, *media.buttons, self.buttons.end_with), self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(em(self, 0.3))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for each in self.tab_order:
            each.setParent(self)
        self._connect()
        self._place()
        self.retranslate()

    def show_slice(self, s: Snapshot, view: View) -> None:
        self._call = s.call
        self.buttons.show_slice(s, view)
        self._place()

    def set_form(self, form: Form) -> None:
        """Whole or shortened."""
        if form is not self._form:
            self._form = form
            self._place()
            self.updateGeometry()

    def anchor_of(self, button: PanelButton) -> QWidget:
        """What stands on the screen for this button: itself, or the one that it is under."""
        return button if button.isVisible() else self.more if self.more.isVisible() else self

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """From left to right."""
        answer = (self.buttons.accept, self.buttons.reject)
        return (*self._left, *answer, self.more, self.buttons.end, self.buttons.end_with, self.put_away)

    def retranslate(self) -> None:
        self.buttons.retranslate()
        name = self.tr("More for this call")
        self.more.say("", about=name, name=name)
        self.put_away.say(
            self.tr("Put away"), about=self.tr("Take this call off the desk; its entries stay under Recent")
        )
        self._fitted = ()
        self._fit()

    # -- its shape ---------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        if self._form is not Form.ROW or not self.put_away.isHidden():
            return QSize(self._width(), self._height())
        return QSize(_SIGNS * (self._height() + 2) + (_SIGNS - 1) * self._row.spacing(), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fitted = ()
            self._fit()

    def _height(self) -> int:
        return em(self, USUAL_EM)

    def _width(self) -> int:
        """Of what is shown, as it is shown."""
        shown = [each for each in self.tab_order if not each.isHidden()]
        return sum(each.sizeHint().width() for each in shown) + self._row.spacing() * max(0, len(shown) - 1)

    @property
    def _left(self) -> tuple[PanelButton, ...]:
        b = self.buttons
        return (b.hold, b.mute, b.keypad, b.transfer, b.join)

    @property
    def _at_hand(self) -> tuple[PanelButton, ...]:
        """Of those on the left the ones that mean something now: join takes the place of transfer."""
        b = self.buttons
        return (b.hold, b.mute, b.keypad, b.join if joins(self._call) else b.transfer)

    def _wanted(self) -> list[PanelButton | None]:
        b = self.buttons
        whole = self._form is Form.ROW
        if self._call is not None and self._call.lost is not None:
            return [None, self.put_away]
        ends = [b.end, *([] if b.end_menu.empty else [b.end_with])]
        if answering(self._call):
            return [None, b.accept, b.reject, *(ends if whole else ())]
        if whole:
            return [*self._at_hand, None, *ends]
        return [*(self._at_hand[:2] if self._form is Form.SHORT else ()), self.more, b.end]

    def _place(self) -> None:
        wanted = self._wanted()
        every = (*self.tab_order,)
        if [each for each in every if not each.isHidden()] != [each for each in every if each in wanted]:
            fill_row(self._row, wanted)
            for each in every:
                each.setVisible(each in wanted)
        self._fit()

    def _fit(self) -> None:
        """Words and signs as there is room."""
        shown = [each for each in self.tab_order if not each.isHidden()]
        key = (self.width(), self._form, *shown)
        if key == self._fitted:
            return
        self._fitted = key
        whole = self._form is Form.ROW
        for worded, signed in _DENSITIES if whole else _DENSITIES[-1:]:
            for button in self.buttons.steady:
                button.show_as(worded=worded, signed=signed)
            if self._width() <= self.width():
                break
        self.updateGeometry()

    # -- asking ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.buttons.asked.connect(self.asked)
        self.buttons.end_with.clicked.connect(lambda: self.buttons.open_end_menu(self.anchor_of(self.buttons.end_with)))
        self.put_away.clicked.connect(lambda: self.asked.emit(DismissCall()))
        self.more.clicked.connect(self._open_more)
        chain_tabs(self.tab_order)

    def _open_more(self) -> None:
        b, media = self.buttons, self._media
        wanted = [*self._at_hand, media.record]
        wanted += [media.second] if self._rules.calls.second_recording is not None else []
        wanted += [media.play] if self._rules.sounds else []
        wanted += [] if b.end_menu.empty else [b.end_with]
        self.more_menu.open_for(self.more, [each for each in wanted if each.isHidden()])
