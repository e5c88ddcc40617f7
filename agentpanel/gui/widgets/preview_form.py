"""Where a record is decided on: dial or decline, with the time that is left; and the pause until the next one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.guard import outcome_fault
from agentpanel.domain.intents import Decline, Dial, NextPreview
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Shown, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.view import View
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import TALL_EM, USUAL_EM, PanelButton, Tone
from agentpanel.gui.widgets.call_data import CallDataList
from agentpanel.gui.widgets.card import Card, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.decline_menu import DeclineMenu
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.outcome_list import outcome_label
from agentpanel.gui.widgets.plain import ElidedLabel
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.preview_words import Count, count, sentence, who
from agentpanel.gui.widgets.rows import fill_row
from agentpanel.gui.widgets.wrap_label import WrapLabel

_WORKS: Final = (Work.PREVIEW, Work.BREATHER, Work.MANUAL)
_SHOWN: Final = (Shown.PREVIEW, Shown.BREATHER, Shown.MANUAL, Shown.UNEXPECTED)
_SHEET_EM: Final = 22


class PreviewForm(Retranslated, Card):
    """There only while a record, the pause after one, or a manual cycle is; above the call, and never scrolled away."""

    asked = Signal(object)  #: a Dial, Decline or NextPreview
    came = Signal(bool)  #: it stands where the call stands, or does not any more

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._site = rules
        self._snapshot: Snapshot | None = None
        self._now: Instant | None = None
        self._drawn = Drawn()
        self._compact = False
        self._bar = False
        self._wanted = False
        self._took_place = False
        self._count = Count()
        self.sentence = WrapLabel(3)
        self.who = ElidedLabel()
        self.clock = ElidedLabel()
        self.dial = PanelButton(theme, icon="dial", tone=Tone.STRONG)
        self.decline = PanelButton(theme, icon="decline")
        self.others = PanelButton(theme)
        self.next = PanelButton(theme, icon="next-record", tone=Tone.STRONG)
        self.look = PanelButton(theme, icon="search")
        self.menu = DeclineMenu(rules, self)
        self.sheet = Popup(theme, self)
        self.record = CallDataList()
        self._connect()
        self._lay_out()
        theme.changed.connect(self._ink)
        self.retranslate()
        self.hide()

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        self._snapshot = s
        controls = (Control.DIAL, Control.DECLINE, Control.NEXT_PREVIEW)
        told = (s.call, s.work, view.shown, s.breather_s, s.next_asked, s.notices)
        if self._drawn.same(*told, *map(view.controls.get, controls)):
            return
        for button, control in zip((self.dial, self.decline, self.next), controls, strict=True):
            why = view.controls[control]
            button.allow(None if why is None else say(why))
        self.others.allow(self.decline.why_off)
        self._show_parts(s)
        self.draw_clocks(now)
        self._wanted = view.shown in _SHOWN and s.work.value in _WORKS
        self._come_or_go()

    def draw_clocks(self, now: Instant) -> None:
        """What is left of the limit, or how long it lasts."""
        self._now = now
        if self._snapshot is None:
            return
        hurry, self._count = self._count.hurry, count(self._snapshot, now)
        self.clock.setText(self._count.time if self._compact else self._count.words)
        self.clock.explain(self._count.words)
        self.clock.setAccessibleName(self._count.words)
        if hurry is not self._count.hurry:
            self._ink()

    @property
    def takes_the_calls_place(self) -> bool:
        """In the bar there is room for one of them; a manual cycle has no call yet, but one may be left from before."""
        s = self._snapshot
        left = s is not None and s.work.value is Work.MANUAL and s.call is not None
        return self._bar and self._wanted and not left

    @property
    def leading(self) -> PanelButton:
        """What the key of "Dial" presses: the same place asks for the next record in a pause."""
        pause = self._snapshot is not None and self._snapshot.work.value is Work.BREATHER
        return self.next if pause else self.dial

    def open_record(self) -> None:
        """The data of the record, where the window has no room for it."""
        self.record.show_data(self._snapshot.call.data if self._snapshot and self._snapshot.call else None)
        self.sheet.resize(em(self, _SHEET_EM), self.sheet.sizeHint().height())
        self.sheet.open_at(self.look.mapToGlobal(QPoint(0, self.look.height())))

    def _show_parts(self, s: Snapshot) -> None:
        call = s.call
        self.sentence.setText(sentence(s, self._site))
        preview = call.preview if call is not None else None
        decides = s.work.value is Work.PREVIEW and preview is not None and preview.decides
        self.dial.setVisible(decides)
        self.decline.setVisible(decides)
        self.others.setVisible(decides and self.menu.useful and not self._bar)
        self.next.setVisible(s.work.value is Work.BREATHER)
        pressed = decides or s.work.value is Work.BREATHER
        self.look.setVisible(self._compact and pressed and call is not None and call.data is not None)
        self.look.setVisible(self.look.isVisibleTo(self) or (self._bar and call is not None and call.data is not None))
        self.sentence.setVisible(not self._bar and not (self._compact and pressed))
        self.who.setText(who(s) if self._bar else "")
        self.who.explain(self.sentence.text())
        self.who.setVisible(self._bar)
        self._say_decline()
        if call is None or call.data is None:
            self.sheet.hide()

    # -- asking ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.dial.clicked.connect(lambda: self.asked.emit(Dial()))
        self.decline.clicked.connect(lambda: self.asked.emit(Decline(self._chosen)))
        self.next.clicked.connect(lambda: self.asked.emit(NextPreview()))
        self.others.clicked.connect(lambda: self.menu.open_under(self.others))
        self.look.clicked.connect(self.open_record)
        self.menu.asked.connect(self.asked)

    @property
    def _chosen(self) -> int | None:
        """The outcome that goes with declining: the one chosen for the call, if it fits one that was not made."""
        code = self._snapshot.call.outcome if self._snapshot is not None and self._snapshot.call is not None else None
        return code if outcome_fault(code, self._site, launched=False) is None else None

    def _say_decline(self) -> None:
        action, code = ACTIONS[Act.DECLINE], self._chosen
        hint = "" if code is None else fill(self.tr("as {outcome}"), outcome=outcome_label(code, self._site))
        if self._bar:
            self.decline.say("", about=action.help, name=f"{action.words}, {hint}" if hint else action.words)
        else:
            self.decline.say(action.words, hint="" if self._compact else hint, about=action.help)

    # -- its shape ---------------------------------------------------------------------------------------

    def set_shape(self, *, compact: bool, bar: bool = False) -> None:
        """One row for small windows; in the bar without words."""
        if (compact, bar) != (self._compact, self._bar):
            self._compact, self._bar = compact, bar
            self._place()
            self.retranslate()
            if self._snapshot is not None and self._now is not None:
                self._show_parts(self._snapshot)
                self.draw_clocks(self._now)
        self._come_or_go()

    def _come_or_go(self) -> None:
        self.setVisible(self.takes_the_calls_place if self._bar else self._wanted)
        if self._took_place is not self.takes_the_calls_place:
            self._took_place = self.takes_the_calls_place
            self.came.emit(self._took_place)

    def height_for(self, width: int) -> int:
        """Its height at this width."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), em(self, 15)), hint.height())

    def _lay_out(self) -> None:
        self._bold = QFont(self.font())
        self._bold.setWeight(QFont.Weight.DemiBold)
        self.clock.setFont(steady(self._bold))
        self.clock.least_letters = 9
        self.clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.others.drops_down = True
        around = QVBoxLayout(self.sheet)
        around.setContentsMargins(*[em(self, 0.4)] * 4)
        around.addWidget(self.record)
        self._rows = [QHBoxLayout(), QHBoxLayout()]
        self._lines = QVBoxLayout(self)
        for row in self._rows:
            row.setSpacing(em(self, 0.4))
            self._lines.addLayout(row)
        self._place()

    def _place(self) -> None:
        rise = em(self, 0.15 if self._compact else 0.4)
        self.sentence.setFont(smaller(self.font()) if self._compact else self._bold)
        self._lines.setContentsMargins(em(self, 0.6), rise, em(self, 0.4), rise)
        self._lines.setSpacing(0 if self._compact else em(self, 0.3))
        buttons = (self.dial, self.next, self.decline, self.others, self.look)
        for button in buttons:
            button.height_em = USUAL_EM if self._compact else TALL_EM
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.updateGeometry()
        words: list[QWidget | None] = [self.sentence, self.who, self.clock]
        first: list[QWidget | None] = [*buttons, *words] if self._compact else words
        second: list[QWidget | None] = [] if self._compact else [*buttons, None]
        for row, widgets in zip(self._rows, (first, second), strict=True):
            fill_row(row, widgets)
        for label in (self.sentence, self.who):
            self._rows[0].setStretchFactor(label, 1)

    def _ink(self) -> None:
        palette = self.clock.palette()
        role = "bad" if self._count.hurry else "text"
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(role))
        self.clock.setPalette(palette)

    def retranslate(self) -> None:
        for button, act in ((self.dial, Act.DIAL), (self.next, Act.NEXT_RECORD)):
            action = ACTIONS[act]
            button.say("" if self._bar else action.words, about=action.help, name=action.words)
        self._say_decline()
        self.others.say("", about=self.tr("Decline as…"), name=self.tr("Decline with another outcome"))
        self.look.say("", about=self.tr("Show the record"), name=self.tr("Show the record"))
        self.setAccessibleName(self.tr("Record before the call"))
        self._drawn.forget()
