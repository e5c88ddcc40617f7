"""The open call: campaign and queue first, then number, name, clocks, recording, and the data that came with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain.intents import DismissCall
from agentpanel.domain.snapshot import Call, Instant, Snapshot
from agentpanel.domain.view import Control, View
from agentpanel.gui.actions import ACTIONS, Act, intent_of
from agentpanel.gui.i18n import Retranslated, fill, pretty_number, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.call_clock import CallClock
from agentpanel.gui.widgets.call_data import CallDataList
from agentpanel.gui.widgets.call_name import caller_name
from agentpanel.gui.widgets.card import Card, mute
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.widgets.recording_sign import RecordingSign
from agentpanel.gui.widgets.rows import fill_row
from agentpanel.gui.widgets.wrap_label import WrapLabel

#: The height of buttons between lines of text, in heights of type.
_LOW_EM: Final = 1.3
#: The least width in the bar.
_BAR_EM: Final = 12.6
_NUMBER_SHARE: Final = 1.35  # of the usual size of type


_Plan = list[list[QWidget | None]]


class CallCard(Retranslated, Card):
    """Always there, so that nothing below it moves when a call comes."""

    asked = Signal(object)  #: an Intent

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._call: Call | None = None
        self._drawn = Drawn()
        self._compact = False
        self._bar = False
        self._heights = {False: em(self, 5.5), True: em(self, 2.7)}
        self._clock = CallClock()
        self.campaign = ElidedLabel()
        self.queue = ElidedLabel()
        self.abandoned = ElidedLabel()
        self.number = ElidedLabel()
        self.name = ElidedLabel()
        self.clock = self._clock.label
        self.recording = RecordingSign(theme)
        self.lost = WrapLabel(2)
        self.data = CallDataList()
        self.copy = PanelButton(theme, icon="copy", tone=Tone.QUIET)
        self.unfold = PanelButton(theme, tone=Tone.QUIET)
        self.end = PanelButton(theme, icon="end-call", tone=Tone.GRAVE)
        self.put_away = PanelButton(theme)
        self._connect()
        self._lay_out()
        self.retranslate()
        self._draw_call(None)

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        why = view.controls[Control.END_CALL]
        if self._drawn.same(s.call, why):
            return
        self._call = s.call
        self._draw_call(s.call)
        self.end.allow(None if why is None else say(why))
        self.draw_clocks(now)

    def draw_clocks(self, now: Instant) -> None:
        self._clock.draw(now)

    def copy_number(self) -> None:
        """The number of the call, without the part that only makes it unique, on the clipboard."""
        if self._call is not None and self._call.number:
            QGuiApplication.clipboard().setText(self._call.number.partition("/")[0])

    def toggle_data(self) -> None:
        """Unfold or fold the data of the call."""
        if self.unfold.isEnabled():
            self.unfold.toggle()

    def retranslate(self) -> None:
        end, data = ACTIONS[Act.END_CALL], ACTIONS[Act.CALL_DATA]
        self.end.say("" if self._bar else end.words, about=end.help, name=end.words)
        self.unfold.say(data.words, about=data.help)
        copy = ACTIONS[Act.COPY_NUMBER]
        self.copy.say("", about=copy.help, name=copy.words)
        self.put_away.say(
            self.tr("Put away"), about=self.tr("Take this call off the desk; its entries stay under Recent")
        )
        self._drawn.forget()

    def _draw_call(self, call: Call | None) -> None:
        self._draw_names(call)
        self._clock.show_call(call)
        self.clock.setVisible(call is not None or not self._compact)
        lost = call is not None and call.lost is not None
        self.recording.setVisible(call is not None and not lost)
        if call is not None:
            self.recording.show_recording(call.recording)
        why = say(call.lost) if call is not None and call.lost is not None else ""
        self.lost.setText(inert(fill(self.tr("Not sent: {why}."), why=why)) if why else "")
        self.lost.setVisible(lost)
        self.put_away.setVisible(lost)
        self.end.setVisible(not lost)
        self._draw_data(call)

    def _draw_names(self, call: Call | None) -> None:
        number = inert(pretty_number(call.number)) if call is not None and call.number else ""
        self.campaign.setText(inert(call.campaign or "") if call is not None else self.tr("No call"))
        queue = inert(call.queue or "") if call is not None else ""
        self.queue.setText(fill(self.tr("queue {name}"), name=queue) if queue else "")
        self.number.setText(number or (self.tr("Number withheld") if call is not None else ""))
        self.number.setVisible(bool(self.number.text()) or not self._compact)
        self.name.setText(caller_name(call) if call is not None else "")
        mark = call is not None and call.abandoned_before
        self.abandoned.setText(self.tr("abandoned before") if mark else "")
        self.copy.setVisible(bool(number) and not self._compact)
        self.number.setEnabled(call is not None)

    def _draw_data(self, call: Call | None) -> None:
        data = call.data if call is not None else None
        self.unfold.allow(None if data is not None else self.tr("No data came with a call."))
        self.data.setVisible(data is not None and self.unfold.isChecked() and not self._compact)
        if not self.data.isHidden():
            self.data.show_data(data)

    def height_when(self, *, compact: bool) -> int:
        """The height in two lines, or with all that is known."""
        if compact == self._compact:
            self._heights[compact] = self.sizeHint().height()
        return self._heights[compact]

    # -- its shape ---------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        # In the bar a call must not push aside what stands beside it.
        hint = super().minimumSizeHint()
        return QSize(em(self, _BAR_EM), hint.height()) if self._bar else hint

    def set_compact(self, compact: bool, *, bar: bool = False) -> None:
        """Two lines for small windows and the bar, which has no room for words on the button."""
        if (compact, bar) != (self._compact, self._bar):
            self._compact, self._bar = compact, bar
            self._clock.compact, self._clock.bare = compact, bar
            self.retranslate()
            self._place()
            self._draw_call(self._call)

    def _connect(self) -> None:
        self.copy.clicked.connect(self.copy_number)
        self.unfold.setCheckable(True)
        self.unfold.drops_down = True
        self.unfold.height_em = self.copy.height_em = _LOW_EM
        self.unfold.toggled.connect(lambda: self._draw_data(self._call))
        self.end.clicked.connect(lambda: self.asked.emit(intent_of(Act.END_CALL)))
        self.put_away.clicked.connect(lambda: self.asked.emit(DismissCall()))

    def _lay_out(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.campaign.setFont(bold)
        for label in (self.queue, self.name, self.abandoned):
            mute(label)
        # A number is read from the left in every language.
        self.number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.number.least_letters = 20
        self.recording.word.least_letters = 7
        self.queue.least_letters = self.clock.least_letters = 7
        self._rows = [QHBoxLayout() for _ in range(4)]
        lines = self._lines = QVBoxLayout()
        for row in self._rows[:3]:
            row.setSpacing(em(self, 0.5))
            lines.addLayout(row)
        lines.addWidget(self.lost)
        lines.addWidget(self.data)
        self._across = QHBoxLayout(self)
        self._across.addLayout(lines, 1)
        self._across.addLayout(self._rows[3])
        self._place()

    def _place(self) -> None:
        self._lines.setSpacing(0 if self._compact else em(self, 0.15))
        side, rise = em(self, 0.6), 0 if self._bar else em(self, 0.15 if self._compact else 0.4)
        self.campaign.least_letters = 0 if self._bar else 3 if self._compact else 11
        self._across.setContentsMargins(side, rise, em(self, 0.4), rise)
        self.number.setFont(_number_font(self.font(), 1.0 if self._compact else _NUMBER_SHARE))
        ends: list[QWidget | None] = [self.end, self.put_away]
        if self._compact:
            plan: _Plan = [[self.number, self.campaign, None], [self.clock, self.recording, None], [], ends]
        else:
            plan = [
                [self.campaign, self.queue, None, self.recording, self.unfold],
                [self.number, self.copy, self.name, None],
                [self.clock, self.abandoned, None, *ends],
                [],
            ]
        for row, widgets in zip(self._rows, plan, strict=True):
            fill_row(row, widgets)
        shown = {widget for widgets in plan for widget in widgets}
        for widget in (self.copy, self.unfold, self.name, self.queue, self.abandoned):
            widget.setVisible(widget in shown)


def _number_font(base: QFont, share: float) -> QFont:
    font = steady(base)
    font.setPointSizeF(font.pointSizeF() * share)
    font.setWeight(QFont.Weight.DemiBold)
    return font
