"""The sheet with the filters of Recent: day, outcome, tags, and whose call in which campaign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.models.recent_choice import NOTHING_CHOSEN, Choice, Days, days_words, outcomes, tag_words
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.card import mute, smaller
from agentpanel.gui.widgets.chip_grid import chip_grid
from agentpanel.gui.widgets.choice_edit import ChoiceEdit
from agentpanel.gui.widgets.field import ChoiceField
from agentpanel.gui.widgets.moment_fields import DayField
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.rows import chain_tabs

_WIDTH_EM: Final = 22
#: Tags beside each other.
_TAG_COLUMNS: Final = 2


class FilterSheet(Retranslated, Popup):
    """Each choice holds at once; Escape or a press elsewhere closes the sheet and leaves the choice."""

    changed = Signal(object)  #: the Choice

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._rules = rules
        self._choice = NOTHING_CHOSEN
        self._showing = False
        self.days = ChoiceField(theme, [""] * (len(Days) - 1))
        self.day = DayField(theme)
        self.outcome = ChoiceField(theme, [""] * (len(outcomes(rules)) - 1))
        self.tags = {number: PanelButton(theme) for number, _ in tag_words(rules)}
        self.agent, self.campaign = ChoiceEdit(theme, ()), ChoiceEdit(theme, ())
        self.clear = PanelButton(theme)
        self._labels: dict[str, QLabel] = {
            key: PlainLabel() for key in ("days", "outcome", "tags", "agent", "campaign")
        }
        self._connect()
        self._lay_out()
        self.show_everyone(False)
        self.retranslate()

    @property
    def choice(self) -> Choice:
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """From elsewhere, without a word."""
        self._choice, self._showing = choice, True
        self.days.setCurrentIndex(list(Days).index(choice.days))
        self.day.setVisible(choice.days is Days.DATE)
        self.outcome.setCurrentIndex([key for key, _ in outcomes(self._rules)].index(choice.outcome))
        for number, chip in self.tags.items():
            chip.setChecked(number in choice.tags)
        for field, text in ((self.agent, choice.agent), (self.campaign, choice.campaign)):
            if field.currentText() != text:
                field.setCurrentText(text)
        self.clear.setEnabled(choice != NOTHING_CHOSEN)
        self._showing = False

    def show_everyone(self, everyone: bool) -> None:
        """Whether the calls of all agents are shown: only then does it matter whose one is."""
        for widget in (self._labels["agent"], self.agent):
            widget.setVisible(everyone)

    def offer(self, agents: Iterable[str], campaigns: Iterable[str]) -> None:
        """The names at hand; others can be typed."""
        self._showing = True
        for field, names in ((self.agent, agents), (self.campaign, campaigns)):
            text = field.currentText()
            field.clear()
            field.addItems(["", *sorted(names)])
            field.setCurrentText(text)
        self._showing = False

    def open_under(self, anchor: QWidget, now: datetime) -> None:
        """A second press closes it."""
        if self.isVisible():
            self.hide()
            return
        if self._choice.day is None:
            self._showing = True
            self.day.put(now.astimezone())
            self._showing = False
        self.adjustSize()
        self.open_at(anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height())))
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Filter recent calls"))
        named = {
            "days": (self.tr("Day"), self.days),
            "outcome": (self.tr("Outcome"), self.outcome),
            "tags": (self.tr("With tag"), None),
            "agent": (self.tr("Agent"), self.agent),
            "campaign": (self.tr("Campaign"), self.campaign),
        }
        for key, (words, field) in named.items():
            self._labels[key].setText(words)
            if field is not None:
                field.setAccessibleName(words)
        self.day.setAccessibleName(self.tr("The day"))
        for place, words in enumerate(days_words().values()):
            self.days.setItemText(place, words)
        for place, (_, words) in enumerate(outcomes(self._rules)):
            self.outcome.setItemText(place, words)
        for number, label in tag_words(self._rules):
            self.tags[number].say(label, name=fill(self.tr("With tag {tag}"), tag=label))
        for field in (self.agent, self.campaign):
            field.edit.setPlaceholderText(self.tr("any"))
            field.edit.setAccessibleName(field.accessibleName())
        self.clear.say(self.tr("Show all calls"))

    # -- the person --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.days.currentIndexChanged.connect(self._edited)
        self.day.dateChanged.connect(self._edited)
        self.outcome.currentIndexChanged.connect(self._edited)
        for chip in self.tags.values():
            chip.clicked.connect(self._edited)
        self.agent.currentTextChanged.connect(self._edited)
        self.campaign.currentTextChanged.connect(self._edited)
        self.clear.clicked.connect(lambda: self._choose(NOTHING_CHOSEN))

    def _edited(self) -> None:
        if self._showing:
            return
        days = list(Days)[self.days.currentIndex()]
        keys = [key for key, _ in outcomes(self._rules)]
        wanted = replace(
            self._choice,
            days=days,
            day=self.day.day if days is Days.DATE else None,
            outcome=keys[self.outcome.currentIndex()],
            tags=frozenset(number for number, chip in self.tags.items() if chip.isChecked()),
            agent=self.agent.currentText().strip(),
            campaign=self.campaign.currentText().strip(),
        )
        self._choose(wanted)

    def _choose(self, choice: Choice) -> None:
        if choice == self._choice:
            return
        self.show_choice(choice)
        if self.isVisible():
            self.adjustSize()
        self.changed.emit(choice)

    # -- its shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self, 0.5))
        grid.setVerticalSpacing(em(self, 0.35))
        days = QHBoxLayout()
        days.addWidget(self.days, 1)
        days.addWidget(self.day)
        grid.addLayout(days, 0, 1)
        grid.addWidget(self.outcome, 1, 1)
        grid.addLayout(chip_grid(self, self.tags.values(), _TAG_COLUMNS), 2, 1)
        grid.addWidget(self.agent, 3, 1)
        grid.addWidget(self.campaign, 4, 1)
        for row, label in enumerate(self._labels.values()):
            label.setFont(smaller(self.font()))
            mute(label)
            grid.addWidget(label, row, 0)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.6)] * 4)
        layout.setSpacing(em(self, 0.5))
        layout.addLayout(grid)
        layout.addLayout(foot)
        self.setFixedWidth(em(self, _WIDTH_EM))
        chain_tabs((self.days, self.day, self.outcome, *self.tags.values(), self.agent, self.campaign, self.clear))
