"""The head of Recent: what is looked for, typed and chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain.records import ALL_ROWS, Filter, Row
from agentpanel.domain.rules import SiteRules
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.models.recent_choice import NOTHING_CHOSEN, Choice
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.field import TextField
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.recent_chips import FilterChips
from agentpanel.gui.widgets.recent_filter import FilterSheet
from agentpanel.gui.widgets.rows import chain_tabs

#: Milliseconds after the last key before the filter is asked for: a person types on within this time.
PAUSE_MS: Final = 200
#: Milliseconds between two looks whether a new day has begun.
_DAY_MS: Final = 30_000
#: Agents and campaigns that are offered in the filter.
_MOST_NAMES: Final = 500


class RecentHead(Retranslated, QWidget):
    """Asks once for each change: after a pause in typing, at once for what is chosen."""

    query_changed = Signal(object)  #: the Filter that the rows shall fit, without codes for names
    day_changed = Signal()  #: it is past midnight
    explained = Signal(str)  #: a sentence: why fewer calls are told of than one might expect

    def __init__(
        self, rules: SiteRules, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        """``now`` gives an aware time."""
        super().__init__(parent)
        self._rules = rules
        self._now = now
        self.title = PlainLabel()
        self.filter = TextField(theme)
        self.why_fewer = PanelButton(theme, icon="info", tone=Tone.QUIET)
        self.button = PanelButton(theme, icon="filter")
        self.sheet = FilterSheet(rules, theme, self)
        self.chips = FilterChips(rules, theme)
        self._tools = QHBoxLayout()
        self._added: list[QWidget] = []
        self._pause, self._midnight = QTimer(self), QTimer(self)
        self._choice: Choice = NOTHING_CHOSEN
        self._asked = ALL_ROWS
        self._today = now().astimezone().date()
        self._everyone = False
        self._agents: set[str] = set()
        self._campaigns = set(rules.campaigns)
        self._connect()
        self._lay_out()
        self.show_fewer("")
        self.retranslate()

    @property
    def wanted(self) -> Filter:
        """What was asked for last."""
        return self._asked

    @property
    def choice(self) -> Choice:
        """What is chosen beside the text."""
        return self._choice

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """What Tab goes through."""
        return (self.why_fewer, self.filter, self.button, *self._added, *self.chips.chips, self.chips.all_off)

    def show_everyone(self, everyone: bool) -> None:
        """Whether the calls of all agents are shown."""
        self._everyone = everyone
        self.sheet.show_everyone(everyone)
        if not everyone and self._choice.agent:
            self.choose(replace(self._choice, agent=""))

    def show_fewer(self, why: str) -> None:
        """Why the dialer tells fewer outcomes than it might; "" where it tells all."""
        self.why_fewer.say("", about=why, name=self.tr("Why not all outcomes are told"))
        self.why_fewer.setVisible(bool(why))

    def learn(self, rows: Iterable[Row]) -> None:
        """Names that can be chosen."""
        if len(self._agents) + len(self._campaigns) < _MOST_NAMES:
            self._agents.update(row.entry.agent for row in rows if row.entry.agent)
            self._campaigns.update(row.entry.campaign for row in rows if row.entry.campaign)

    def add_tool(self, tool: QWidget) -> None:
        """A small button more at its end."""
        self._tools.addWidget(tool)
        self._added.append(tool)
        chain_tabs(self.tab_order)

    # -- what is looked for ------------------------------------------------------------------------------

    def choose(self, choice: Choice) -> None:
        """From now on this beside the text."""
        self._choice = choice
        self.sheet.show_choice(choice)
        self.chips.show_choice(choice)
        chain_tabs(self.tab_order)
        self._tell_filter()
        self.ask()

    def _take_off(self, choice: Choice) -> None:
        """A chip was pressed: it goes, and the next space shall not press the one that takes back all."""
        holder = QApplication.focusWidget()
        held = holder is not None and self.chips.isAncestorOf(holder)
        self.choose(choice)
        if held:
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back(self) -> bool:
        """The text, else what was chosen; whether there was anything."""
        if self.filter.text():
            self.filter.clear()
            self.ask()
        elif self._choice != NOTHING_CHOSEN:
            self.choose(NOTHING_CHOSEN)
        else:
            return False
        return True

    def type(self, text: str) -> None:
        """What was typed elsewhere goes on in the field."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.end(False)
        self.filter.insert(text)

    def open_sheet(self) -> None:
        """Under its button."""
        self.sheet.offer(self._agents, self._campaigns)
        self.sheet.show_choice(self._choice)
        self.sheet.open_under(self.button, self._now())

    def ask(self) -> None:
        """Now, where it is another question than the last."""
        self._pause.stop()
        wanted = self._choice.filter(self.filter.text().strip(), self._today, self._rules)
        if wanted != self._asked:
            self._asked = wanted
            self.query_changed.emit(wanted)

    # -- words -------------------------------------------------------------------------------------------

    @property
    def why_empty(self) -> str:
        """What to say where no call is shown."""
        parts = ", ".join(self._parts())
        if self._asked.text and parts:
            both = self.tr("No call contains this text and fits the filter: {parts}. Esc takes the text back.")
            return fill(both, parts=parts)
        if self._asked.text:
            return self.tr("No call contains this text.")
        if parts:
            return fill(self.tr("No call fits the filter: {parts}. Esc takes it back."), parts=parts)
        if self._everyone:
            return self.tr("The calls of all agents will stand here.")
        return self.tr("Your calls will stand here.")

    def retranslate(self) -> None:
        self.title.setText(self.tr("Recent"))
        self.filter.setPlaceholderText(self.tr("Find: number, name, outcome, tag, note"))
        self.filter.setAccessibleName(self.tr("Filter recent calls"))
        about = self.tr("Shows the calls that contain this: number, name, outcome, tag, queue, campaign, note or data.")
        keys = self.tr("Esc takes back the text, then the filters.")
        self.filter.setToolTip(f"{about} {keys}")
        self.filter.setAccessibleDescription(keys)
        self.sheet.retranslate()
        self.chips.retranslate()
        self._tell_filter()

    def _parts(self) -> list[str]:
        return [words for words, _ in self._choice.parts(self._rules)]

    def _tell_filter(self) -> None:
        parts = self._parts()
        about = self.tr("Choose by day, outcome, tag and campaign")
        if parts:
            about = fill(self.tr("Filtered by {parts}. Press to change it."), parts=", ".join(parts))
        self.button.say(str(len(parts)) if parts else "", about=about, name=self.tr("Filter"))

    # -- how it is built ---------------------------------------------------------------------------------

    def _look_at_day(self) -> None:
        today = self._now().astimezone().date()
        if today != self._today:
            self._today = today
            self.day_changed.emit()
            self.ask()

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self._midnight.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._midnight.timeout.connect(self._look_at_day)
        self._midnight.start(_DAY_MS)
        self.filter.textChanged.connect(self._pause.start)
        self.filter.returnPressed.connect(self.ask)
        self.button.clicked.connect(self.open_sheet)
        self.why_fewer.clicked.connect(lambda: self.explained.emit(self.why_fewer.accessibleDescription()))
        self.sheet.changed.connect(self.choose)
        self.chips.changed.connect(self._take_off)

    def _lay_out(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.title.setBuddy(self.filter)
        head = QHBoxLayout()
        head.setSpacing(em(self, 0.25))
        head.addWidget(self.title)
        head.addWidget(self.why_fewer)
        head.addWidget(self.filter, 1)
        head.addWidget(self.button)
        head.addLayout(self._tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.25))
        layout.addLayout(head)
        layout.addWidget(self.chips)
        chain_tabs(self.tab_order)
