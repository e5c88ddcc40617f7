"""Which calls are taken away and as what: it starts with what Recent shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QGridLayout, QWidget

from agentpanel.domain.finding import with_names
from agentpanel.domain.records import Filter
from agentpanel.domain.rules import SiteRules
from agentpanel.export.form import Form
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.models.recent_choice import Choice, outcomes, tag_words
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.check import PanelCheck
from agentpanel.gui.widgets.chip_grid import chip_grid
from agentpanel.gui.widgets.choice_edit import ChoiceEdit
from agentpanel.gui.widgets.field import ChoiceField, TextField
from agentpanel.gui.widgets.moment_fields import DayField
from agentpanel.gui.widgets.plain import PlainLabel
from agentpanel.gui.widgets.rows import chain_tabs

#: Tags beside each other.
_TAG_COLUMNS: Final = 3


class ExportForm(Retranslated, QWidget):
    """Each field that is set must hold of a call; a day is one of this computer's zone."""

    edited = Signal()

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self.form = ChoiceField(theme, [""] * (len(Form) - 1))
        self.text = TextField(theme)
        self.first, self.last = PanelCheck(theme), PanelCheck(theme)
        self.first_day, self.last_day = DayField(theme), DayField(theme)
        self.campaign, self.agent = ChoiceEdit(theme, ()), ChoiceEdit(theme, ())
        self.outcome = ChoiceField(theme, [""] * (len(outcomes(rules)) - 1))
        self.tags = {number: PanelButton(theme) for number, _ in tag_words(rules)}
        self._labels = {key: PlainLabel() for key in ("form", "text", "days", "campaign", "outcome", "tags", "agent")}
        self._connect()
        self._lay_out()
        self.retranslate()
        self._allow_days()

    # -- what it says ------------------------------------------------------------------------------------

    def begin(self, shown: Filter, today: date, campaigns: Iterable[str] = ()) -> None:
        """As Recent is filtered now; ``campaigns``: those at hand."""
        self.text.setText(shown.text)
        for check, field, day in (
            (self.first, self.first_day, _first_of(shown)),
            (self.last, self.last_day, _last_of(shown)),
        ):
            check.setChecked(day is not None)
            field.put(datetime.combine(day or today, time()))
        self.outcome.setCurrentIndex(self._outcome_of(shown))
        for number, chip in self.tags.items():
            chip.setChecked(number in shown.tags)
        self.campaign.clear()
        self.campaign.addItems(["", *sorted(campaigns)])
        self.campaign.setCurrentText(shown.campaign or "")
        self.agent.setCurrentText(shown.agent or "")
        self._judge()

    def show_everyone(self, everyone: bool) -> None:
        """Whether the calls of all agents can be taken: only then does it matter whose one is."""
        for widget in (self._labels["agent"], self.agent):
            widget.setVisible(everyone)

    @property
    def chosen_form(self) -> Form:
        return list(Form)[self.form.currentIndex()]

    @property
    def filter(self) -> Filter:
        """All that is set."""
        keys = [key for key, _ in outcomes(self._rules)]
        choice = Choice(
            outcome=keys[self.outcome.currentIndex()],
            tags=frozenset(number for number, chip in self.tags.items() if chip.isChecked()),
            agent="" if self.agent.isHidden() else self.agent.currentText().strip(),
            campaign=self.campaign.currentText().strip(),
        )
        last = self.last_day.day + timedelta(days=1)
        wanted = replace(
            choice.filter(self.text.text().strip(), last, self._rules),
            since=_midnight(self.first_day.day) if self.first.isChecked() else None,
            until=_midnight(last) if self.last.isChecked() else None,
        )
        return with_names(wanted, self._rules)

    @property
    def fault(self) -> str | None:
        """Why nothing can be found so, in a sentence."""
        both = self.first.isChecked() and self.last.isChecked()
        if both and self.first_day.day > self.last_day.day:
            return self.tr("The first day is after the last one.")
        return None

    def _outcome_of(self, shown: Filter) -> int:
        """The place of what is filtered by among the outcomes that can be chosen."""
        wanted = (shown.outcomes, shown.reasons, shown.not_sent)
        for place, (key, _) in enumerate(outcomes(self._rules)):
            each = Choice(outcome=key).filter("", date.min, self._rules)
            if (each.outcomes, each.reasons, each.not_sent) == wanted:
                return place
        return 0

    def retranslate(self) -> None:
        named: dict[str, tuple[str, QWidget | None]] = {
            "form": (self.tr("&Format"), self.form),
            "text": (self.tr("C&ontains"), self.text),
            "days": (self.tr("Days"), None),
            "campaign": (self.tr("C&ampaign"), self.campaign),
            "outcome": (self.tr("O&utcome"), self.outcome),
            "tags": (self.tr("With tag"), None),
            "agent": (self.tr("A&gent"), self.agent),
        }
        for key, (words, field) in named.items():
            self._labels[key].setText(words)
            for each in (field, field.edit if isinstance(field, ChoiceEdit) else None):
                if each is not None:
                    each.setAccessibleName(words.replace("&", ""))
        for edit in (self.campaign.edit, self.agent.edit):
            edit.setPlaceholderText(self.tr("any"))
        self.first.setText(self.tr("&From"))
        self.last.setText(self.tr("&To"))
        self.first_day.setAccessibleName(self.tr("First day"))
        self.last_day.setAccessibleName(self.tr("Last day"))
        self._name_choices()

    def _name_choices(self) -> None:
        forms = {
            Form.CSV: self.tr("Table for Excel and others (CSV)"),
            Form.JSONL: self.tr("For programs (JSON lines)"),
            Form.XLSX: self.tr("Excel workbook (XLSX)"),
        }
        for place, form in enumerate(Form):
            self.form.setItemText(place, forms[form])
        for place, (_, words) in enumerate(outcomes(self._rules)):
            self.outcome.setItemText(place, words)
        for number, label in tag_words(self._rules):
            self.tags[number].say(label, name=fill(self.tr("With tag {tag}"), tag=label))

    # -- how it is built ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        for check in (self.first, self.last):
            check.toggled.connect(self._allow_days)
        for day in (self.first_day, self.last_day):
            day.dateChanged.connect(self._judge)

    def _allow_days(self) -> None:
        self.first_day.setEnabled(self.first.isChecked())
        self.last_day.setEnabled(self.last.isChecked())
        self._judge()

    def _judge(self) -> None:
        bad = self.fault is not None
        self.first_day.mark_bad(bad)
        self.last_day.mark_bad(bad)
        self.edited.emit()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(em(self, 0.4))
        days = QGridLayout()
        for row, (check, day) in enumerate(((self.first, self.first_day), (self.last, self.last_day))):
            days.addWidget(check, row, 0)
            days.addWidget(day, row, 1)
        days.setColumnStretch(1, 1)
        fields: dict[str, QWidget | QGridLayout] = {
            "form": self.form,
            "text": self.text,
            "days": days,
            "campaign": self.campaign,
            "outcome": self.outcome,
            "tags": chip_grid(self, self.tags.values(), _TAG_COLUMNS),
            "agent": self.agent,
        }
        for key, field in fields.items():
            self._add(form, key, field)
        chain_tabs(
            [
                *(self.form, self.text, self.first, self.first_day, self.last, self.last_day),
                *(self.campaign, self.outcome, *self.tags.values(), self.agent),
            ]
        )

    def _add(self, form: QFormLayout, key: str, field: QWidget | QGridLayout) -> None:
        label = self._labels[key]
        if isinstance(field, QWidget):
            label.setBuddy(field)
            form.addRow(label, field)
        else:
            form.addRow(label, field)


def _first_of(shown: Filter) -> date | None:
    return shown.since.astimezone().date() if shown.since is not None else None


def _last_of(shown: Filter) -> date | None:
    """The day before the first moment that is not included."""
    return (shown.until.astimezone() - timedelta(microseconds=1)).date() if shown.until is not None else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
