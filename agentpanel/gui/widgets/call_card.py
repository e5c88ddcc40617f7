"""The open call: campaign and queue first, then number, name, clocks, recording, controls, and its data."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Instant, Recording, Snapshot
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, fill, pretty_number, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.call_clock import CallClock
from agentpanel.gui.widgets.call_controls import CallControls, Form
from agentpanel.gui.widgets.call_course import CallCourse
from agentpanel.gui.widgets.call_data import CallDataList
from agentpanel.gui.widgets.call_media import LOW_EM, CallMedia
from agentpanel.gui.widgets.call_modes import to_come
from agentpanel.gui.widgets.call_name import caller_name
from agentpanel.gui.widgets.card import Card, mute
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.keypad import Keypad
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.recording_sign import RecordingSign
from agentpanel.gui.widgets.rows import fill_row
from agentpanel.gui.widgets.transfer_sheet import TransferSheet
from agentpanel.gui.widgets.wrap_label import WrapLabel

#: The least width in the bar.
_BAR_EM: Final = 15.4
_NUMBER_SHARE: Final = 1.35  # of the usual size of type


_Plan = list[list[QWidget | None]]


class CallCard(Retranslated, Card):
    """Always there, so that nothing below it moves when a call comes."""

    asked = Signal(object)  #: an Intent

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._call: Call | None = None
        self._to_come = False
        self._drawn = Drawn()
        self._compact = False
        self._bar = False
        self._heights = {False: em(self, 5.5), True: em(self, 2.7)}
        self._clock, self._course = CallClock(), CallCourse(rules)
        self.campaign = ElidedLabel()
        self.queue = ElidedLabel()
        self.abandoned = ElidedLabel()
        self.number = ElidedLabel()
        self.name = ElidedLabel()
        self.clock, self.course = self._clock.label, self._course.label
        self.recording = RecordingSign(theme)
        self.lost = WrapLabel(2)
        self.data = CallDataList()
        self.copy = PanelButton(theme, icon="copy", tone=Tone.QUIET)
        self.unfold = PanelButton(theme, tone=Tone.QUIET)
        self.media = CallMedia(rules, theme, self)
        self.controls = CallControls(rules, theme, self.media, self)
        self.end, self.put_away = self.controls.buttons.end, self.controls.put_away
        self.keypad, self.transfer = Keypad(theme, self), TransferSheet(rules, theme, self)
        self._connect()
        self._lay_out()
        self.retranslate()
        self._draw_call(None)

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        self.transfer.show_slice(s, view)
        if self._drawn.same(s.call, s.work.value, view.controls):
            return
        self._call, self._to_come = s.call, to_come(s)
        self.controls.show_slice(s, view)
        self.media.show_slice(s, view)
        self.keypad.show_slice(s, view)
        self._draw_call(s.call)
        self.draw_clocks(now)

    def draw_clocks(self, now: Instant) -> None:
        self._clock.draw(now)
        self._course.draw(now)

    @property
    def sheets(self) -> tuple[Popup, ...]:
        """The windows that its buttons open."""
        return self.keypad, self.transfer

    @property
    def description(self) -> str:
        """Where the call comes from and goes to, as it is read out."""
        return ". ".join(filter(None, (self.queue.text(), self.number.text(), self._course.words)))

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """From top to bottom."""
        first = (self.media.record, self.unfold, self.copy, self.media.second, self.media.play)
        return (*first, *self.controls.tab_order, self.data)

    def copy_number(self) -> None:
        """The number of the call, without the part that only makes it unique, on the clipboard."""
        if self._call is not None and self._call.number and not VEIL.down:
            QGuiApplication.clipboard().setText(self._call.number.partition("/")[0])

    def toggle_data(self) -> None:
        """Unfold or fold the data of the call."""
        if self.unfold.isEnabled():
            self.unfold.toggle()

    def retranslate(self) -> None:
        data = ACTIONS[Act.CALL_DATA]
        self.unfold.say(data.words, about=data.help)
        copy = ACTIONS[Act.COPY_NUMBER]
        self.copy.say("", about=copy.help, name=copy.words)
        self.copy.allow(VEIL.why or None)
        self.media.retranslate()
        self._drawn.forget()

    def _draw_call(self, call: Call | None) -> None:
        self._draw_names(call)
        self._clock.show_call(call)
        self._course.show_call(call)
        lost = call is not None and call.lost is not None
        # In small windows the state's clock and the sign of the recording are enough where there is more to say.
        crowded = self._compact and bool(self._course.words)
        counts = call is not None and not lost
        self.clock.setVisible(not self._to_come and not crowded and (counts or not self._compact))
        self.recording.word.setVisible(not crowded)
        # Before there is a call nothing can be said of its recording, and nothing be done with it.
        heard = call is not None and not lost and not self._to_come
        self.recording.setVisible(heard and self._tells_recording(call))
        self.media.place_for(heard and not self._compact)
        self.controls.setVisible(not self._to_come)
        if call is not None:
            self.recording.show_recording(call.recording)
        why = say(call.lost) if call is not None and call.lost is not None else ""
        self.lost.setText(inert(fill(self.tr("Not sent: {why}."), why=why)) if why else "")
        self.lost.setVisible(lost)
        self._draw_data(call)

    def _tells_recording(self, call: Call | None) -> bool:
        """A phone that only rings is not expected to be recorded."""
        if call is None or call.recording is not Recording.UNKNOWN:
            return call is not None
        return call.connected is not None or call.ended is not None

    def _draw_names(self, call: Call | None) -> None:
        number = inert(pretty_number(call.number)) if call is not None and call.number else ""
        self.campaign.setText(inert(call.campaign or "") if call is not None else self.tr("No call"))
        queue = inert(call.queue or "") if call is not None else ""
        self.queue.setText(fill(self.tr("queue {name}"), name=queue) if queue else "")
        name = caller_name(call) if call is not None else ""
        # The dialer tells the number of a record when it dials: until then its name leads.
        leads = not number and self._to_come
        self.number.setText(number or (name if leads and name else self._numberless(call)))
        self.number.setVisible(bool(self.number.text()) or not self._compact)
        self.name.setText("" if leads else name)
        self.abandoned.setText(self._origin(call))
        self.abandoned.setVisible(not self._compact and not (self._to_come and not self.abandoned.text()))
        self.copy.setVisible(bool(number) and not self._compact)
        self.number.setEnabled(call is not None)

    def _numberless(self, call: Call | None) -> str:
        if call is None:
            return ""
        return self.tr("Number not told yet") if self._to_come else self.tr("Number withheld")

    def _origin(self, call: Call | None) -> str:
        """Why the customer is called, or calls, where the dialer told."""
        if call is not None and call.called_back_at is not None:
            whose = inert(call.called_back_for or "")
            return fill(self.tr("callback for {agent}"), agent=whose) if whose else self.tr("callback")
        return self.tr("abandoned before") if call is not None and call.abandoned_before else ""

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
            self._clock.compact = self._clock.bare = compact
            self.retranslate()
            self._place()
            self._draw_call(self._call)

    def _connect(self) -> None:
        self.copy.clicked.connect(self.copy_number)
        self.unfold.setCheckable(True)
        self.unfold.drops_down = True
        self.unfold.height_em = self.copy.height_em = LOW_EM
        self.unfold.toggled.connect(lambda: self._draw_data(self._call))
        buttons = self.controls.buttons
        buttons.keypad_asked.connect(lambda: self.keypad.open_under(self.controls.anchor_of(buttons.keypad)))
        buttons.transfer_asked.connect(lambda: self.transfer.open_under(self.controls.anchor_of(buttons.transfer)))
        for part in (self.controls, self.media, self.keypad, self.transfer):
            part.asked.connect(self.asked)

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
        self.queue.least_letters = 11
        # Three lines, the controls beside them in small windows, and under them in others.
        self._rows = [QHBoxLayout() for _ in range(5)]
        *upper, aside, under = self._rows
        lines = self._lines = QVBoxLayout()
        for row, gap in zip(upper, (0.5, 0.35, 0.5), strict=True):  # the second has the most to show
            row.setSpacing(em(self, gap))
            lines.addLayout(row)
        for part in (self.lost, self.data):
            lines.addWidget(part)
        lines.insertLayout(3, under)
        self._across = QHBoxLayout(self)
        self._across.addLayout(lines, 1)
        self._across.addLayout(aside)
        self._place()

    def _place(self) -> None:
        self._lines.setSpacing(0 if self._compact else em(self, 0.15))
        side, rise = em(self, 0.6), 0 if self._bar else em(self, 0.15 if self._compact else 0.4)
        self.campaign.least_letters = 0 if self._compact else 11
        self.course.least_letters = 6 if self._compact else 12
        self.clock.least_letters = 9 if self._compact else 20
        self.lost.set_most(1 if self._bar else 2)
        self._across.setContentsMargins(side, rise, em(self, 0.4), rise)
        self.number.setFont(_number_font(self.font(), 1.0 if self._compact else _NUMBER_SHARE))
        self.controls.set_form(Form.LEAST if self._bar else Form.SHORT if self._compact else Form.ROW)
        if self._compact:
            plan: _Plan = [[self.number, self.campaign, None], [self.clock, self.course, self.recording, None], []]
        else:
            plan = [
                [self.campaign, self.queue, None, self.recording, self.media.record, self.unfold],
                [self.number, self.copy, self.name, None, self.media.second, self.media.play],
                [self.clock, self.course, self.abandoned, None],
            ]
        plan += [[self.controls] if self._compact else [], [] if self._compact else [self.controls]]
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
