"""When, on which number and by whom a customer is called back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain import words
from agentpanel.domain.entries import callback_fault
from agentpanel.domain.identifiers import bad_entry, text_fault
from agentpanel.domain.parties import Callback
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Instant
from agentpanel.domain.words import Say
from agentpanel.domain.words import say as template
from agentpanel.gui.i18n import Retranslated, fill, pretty_number, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.callback_times import QUICK, Quick
from agentpanel.gui.widgets.callback_words import callback_text, customer_zone, exists, for_customer, zone_name
from agentpanel.gui.widgets.card import mute, small_bold, smaller
from agentpanel.gui.widgets.field import TextField
from agentpanel.gui.widgets.moment_fields import DayField, HourField
from agentpanel.gui.widgets.plain import PlainLabel, inert
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.rows import chain_tabs, fill_row
from agentpanel.gui.widgets.wrap_label import WrapLabel

_WIDTH_EM: Final = 25
_NUMBER_MOST: Final = 80


class CallbackSheet(Retranslated, Popup):
    """Keeps what was entered while the call is the same. The times are the dialer's; the customer's stand beside."""

    chosen = Signal(object)  #: a Callback

    def __init__(
        self, rules: SiteRules, theme: Theme, now: Callable[[], Instant], zone: tzinfo, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._site = rules
        self._clock = now
        self._zone = zone
        self._call: Call | None = None
        self._refused: Say | None = None
        self._begun: Callback | None = None
        self.title = PlainLabel()
        self.quick = [self._chip(each) for each in QUICK]
        self.day = DayField(theme)
        self.hour = HourField(theme)
        self.zone = PlainLabel(inert(zone_name(zone)))
        self.customer = WrapLabel(2)
        self.same = self._choice(theme)
        self.another = self._choice(theme)
        self.number = TextField(theme, rule=self._number_fault)
        #: The number set before, where it may not stand in the field: an empty field means this one.
        self._hidden = ""
        self.mine = self._choice(theme)
        self.anyone = self._choice(theme)
        self.problem = WrapLabel(2)
        self.cancel = PanelButton(theme)
        self.set = PanelButton(theme, icon="callback", tone=Tone.STRONG)
        self._connect()
        self._lay_out()
        theme.changed.connect(self._ink)
        self._ink()
        self.retranslate()

    # -- for one call ------------------------------------------------------------------------------------

    def begin(self, call: Call | None) -> None:
        """Another call: start with what it has, else with an hour from now."""
        self._call, self._refused = call, None
        callback = call.callback if call is not None else None
        when = callback.when.astimezone(self._zone) if callback is not None else QUICK[0].of(self._here())
        self._put(when)
        number = (callback.number or "") if callback is not None else ""
        self._put_number(number)
        (self.another if number else self.same).setChecked(True)
        (self.mine if callback is None or callback.mine else self.anyone).setChecked(True)
        self._begun = self.callback

    def _put_number(self, number: str) -> None:
        """Where the site masks numbers, the last one that was set is told in place of an empty field's hint."""
        self._hidden = number if VEIL.down else ""
        self.number.setText("" if self._hidden else number)
        self.number.setPlaceholderText(inert(pretty_number(self._hidden)))

    def lose(self) -> str:
        """What was entered and never set, in words, told once; "" where there is nothing."""
        entered = self.callback
        if self._begun is None or entered == self._begun:
            return ""
        self._begun = entered
        text = callback_text(entered, self._zone, customer_zone(self._call, self._site))
        return fill(self.tr("This was entered and not set: {callback}"), callback=text)

    def open_under(self, button: QWidget) -> None:
        """The person asked for it."""
        self.day.begin_at(self._here())
        self._judge()
        self._fit()
        self.open_at(button.mapToGlobal(QPoint(button.width() - self.width(), button.height())))
        self.hour.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def callback(self) -> Callback:
        """As it stands in the fields."""
        number = (self.number.text().strip() or self._hidden) if self.another.isChecked() else ""
        return Callback(when=self._when(), number=number or None, mine=self.mine.isChecked())

    def take(self) -> None:
        """Choose what stands in the fields, if it can be sent."""
        self._refused = None
        if self._judge() is None:
            self.hide()
            chosen = self._begun = self.callback
            if VEIL.down:
                self._put_number(chosen.number or "")
            self.chosen.emit(chosen)

    def put_back(self) -> None:
        """The person does not want it: as it was before."""
        self.hide()
        self.begin(self._call)

    # -- what it shows -----------------------------------------------------------------------------------

    def _when(self) -> datetime:
        return datetime.combine(self.day.day, self.hour.hour, self._zone)

    def _here(self) -> datetime:
        """Now, on the dialer's clock."""
        return self._clock().wall.astimezone(self._zone)

    def _put(self, when: datetime) -> None:
        self.day.put(when)
        self.hour.put(when)

    def _judge(self) -> str | None:
        """Show what is wrong with it, and what time it is for the customer; what is wrong."""
        when = self._when()
        self.customer.setText(for_customer(when, customer_zone(self._call, self._site)))
        self.customer.setVisible(bool(self.customer.text()))
        why = self._fault(when)
        shown = why or (say(self._refused) if self._refused is not None else "")
        self.problem.setText(inert(shown))
        self.problem.setVisible(bool(shown))
        for field in (self.day, self.hour):
            field.mark_bad(why is not None)
            field.setAccessibleDescription(". ".join(filter(None, (shown, self.customer.text()))))
        self.set.allow(why)
        if self.isVisible():
            self._fit()
        return why

    def _fit(self) -> None:
        """As high as its sentences need at this width."""
        layout, width = self.layout(), em(self, _WIDTH_EM)
        if layout is not None:
            layout.activate()
            self.resize(width, layout.totalHeightForWidth(width))

    def _fault(self, when: datetime) -> str | None:
        if not exists(when):
            return self.tr("There is no such time on that day: the clocks are set forward.")
        if self.another.isChecked() and self.callback.number is None:
            return self.tr("The other number is missing.")
        fault = callback_fault(self.callback, self._site, self._clock().wall)
        return None if fault is None else say(fault)

    def _number_fault(self, text: str) -> Say | None:
        fault = text_fault(text, _NUMBER_MOST, codec=self._site.codec) if text else None
        return None if fault is None else bad_entry(template(words.ENTRY_NUMBER), fault)

    # -- the person --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        for group in ((self.same, self.another), (self.mine, self.anyone)):
            buttons = QButtonGroup(self)
            for button in group:
                buttons.addButton(button)
        self.day.dateChanged.connect(self._edited)
        self.hour.timeChanged.connect(self._edited)
        self.another.toggled.connect(self._show_number)
        self.number.textEdited.connect(self._edited)
        self.number.refused.connect(self._refuse)
        for field in (self.number, self.hour.lineEdit(), self.day.lineEdit()):
            field.returnPressed.connect(self.take)
        self.cancel.clicked.connect(self.put_back)
        self.set.clicked.connect(self.take)

    def _edited(self) -> None:
        self._refused = None
        self._judge()

    def _refuse(self, why: Say) -> None:
        self._refused = why
        self._judge()

    def _show_number(self, another: bool) -> None:
        self.number.setEnabled(another)
        if another and self.isVisible():
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _chip(self, quick: Quick) -> tuple[PanelButton, Quick]:
        chip = PanelButton(self._theme)
        chip.height_em = CHIP_EM
        chip.clicked.connect(lambda: self._put(quick.of(self._here())))
        return chip, quick

    def _choice(self, theme: Theme) -> PanelButton:
        button = PanelButton(theme)
        button.height_em = CHIP_EM
        button.setCheckable(True)
        return button

    # -- its shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.title.setFont(small_bold(self.font()))
        self.zone.setFont(smaller(self.font()))
        mute(self.zone)
        self.number.setEnabled(False)
        chips = [chip for chip, _ in self.quick]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.6)] * 4)
        layout.setSpacing(em(self, 0.45))
        layout.addWidget(self.title)
        rows: list[list[QWidget | None]] = [
            [*chips[:3], None],
            [*chips[3:], None],
            [self.day, self.hour, self.zone, None],
        ]
        for widgets in rows:
            self._add_row(layout, widgets)
        layout.addWidget(self.customer)
        self._add_row(layout, [self.same, self.another, self.number])
        self._add_row(layout, [self.mine, self.anyone, None])
        layout.addWidget(self.problem)
        self._add_row(layout, [None, self.cancel, self.set])
        fields = (self.day, self.hour, self.same, self.another, self.number, self.mine, self.anyone)
        chain_tabs((*chips, *fields, self.cancel, self.set))

    def _ink(self) -> None:
        palette = self.problem.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("bad"))
        self.problem.setPalette(palette)

    def _add_row(self, layout: QVBoxLayout, widgets: list[QWidget | None]) -> None:
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.4))
        fill_row(row, widgets)
        layout.addLayout(row)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Call back"))
        self.setAccessibleName(self.tr("Call back"))
        for chip, quick in self.quick:
            chip.say(QCoreApplication.translate("callbacks", quick.text))
        zone = zone_name(self._zone)
        self.zone.setText(inert(zone) or self.tr("on the dialer's clock"))
        self.day.setAccessibleName(fill(self.tr("Day, {zone}"), zone=self.zone.text()))
        self.hour.setAccessibleName(fill(self.tr("Time, {zone}"), zone=self.zone.text()))
        self.same.say(self.tr("Same number"))
        self.another.say(self.tr("Another:"), name=self.tr("Another number"))
        self.number.setAccessibleName(self.tr("Number to call back"))
        self.mine.say(self.tr("By me"), about=self.tr("The call comes to you alone"))
        self.anyone.say(self.tr("By anyone"), about=self.tr("The call comes to any agent"))
        self.cancel.say(self.tr("Cancel"))
        self.set.say(self.tr("Set"), about=self.tr("It goes to the dialer with the outcome"))
        self._judge()
