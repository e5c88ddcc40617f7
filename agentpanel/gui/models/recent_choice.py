"""What was chosen in the filter of Recent beside its text, in words and as a filter of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from agentpanel.domain.finding import CLASSES, reasons_of_class
from agentpanel.domain.records import Filter
from agentpanel.domain.rules import TAG_CODES, SiteRules
from agentpanel.gui.i18n import fill
from agentpanel.gui.widgets.plain import inert

translate: Final = QCoreApplication.translate
#: Outcomes that are no code: nothing in particular, and what did not reach the dialer.
ANY: Final = ""
NOT_SENT: Final = "not sent"
_CLASS: Final = "class "
_CODE: Final = "code "


class Days(Enum):
    """Which days; DATE is the one that was chosen."""

    ANY = "any"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """``outcome`` is one of the keys of `outcomes`; ``tags`` are numbers; an empty agent or campaign is any."""

    days: Days = Days.ANY
    day: date | None = None
    outcome: str = ANY
    tags: frozenset[int] = frozenset()
    agent: str = ""
    campaign: str = ""

    def filter(self, text: str, today: date, rules: SiteRules) -> Filter:
        """Days are those of this computer's zone."""
        first, last = self._between(today)
        class_, code = self.outcome.removeprefix(_CLASS), self.outcome.removeprefix(_CODE)
        return Filter(
            text=text,
            since=_midnight(first),
            until=_midnight(last + timedelta(days=1)) if last is not None else None,
            outcomes=(int(code),) if code != self.outcome else (),
            reasons=reasons_of_class(class_, rules) if class_ != self.outcome else (),
            tags=tuple(sorted(self.tags)),
            campaign=self.campaign or None,
            agent=self.agent or None,
            not_sent=self.outcome == NOT_SENT,
        )

    def _between(self, today: date) -> tuple[date | None, date | None]:
        match self.days:
            case Days.TODAY:
                return today, today
            case Days.YESTERDAY:
                return today - timedelta(days=1), today - timedelta(days=1)
            case Days.WEEK:
                return today - timedelta(days=6), today
            case Days.DATE if self.day is not None:
                return self.day, self.day
        return None, None

    def parts(self, rules: SiteRules) -> Iterator[tuple[str, Choice]]:
        """Each part that is set: in words, and what is left without it."""
        if self.days is not Days.ANY:
            yield self._day_words(), replace(self, days=Days.ANY, day=None)
        if self.outcome != ANY:
            yield dict(outcomes(rules)).get(self.outcome, self.outcome), replace(self, outcome=ANY)
        for number in sorted(self.tags):
            label = inert(rules.tags[number - 1].label)
            yield fill(translate("recent", "{tag} set"), tag=label), replace(self, tags=self.tags - {number})
        if self.agent:
            yield fill(translate("recent", "Agent {name}"), name=inert(self.agent)), replace(self, agent="")
        if self.campaign:
            yield inert(self.campaign), replace(self, campaign="")

    def _day_words(self) -> str:
        if self.days is Days.DATE and self.day is not None:
            shown = QDate(self.day.year, self.day.month, self.day.day)
            return QLocale().toString(shown, "ddd d MMM yyyy")
        return days_words()[self.days]


NOTHING_CHOSEN: Final = Choice()


def days_words() -> dict[Days, str]:
    """What can be chosen of days."""
    return {
        Days.ANY: translate("recent", "any"),
        Days.TODAY: translate("recent", "Today"),
        Days.YESTERDAY: translate("recent", "Yesterday"),
        Days.WEEK: translate("recent", "Last 7 days"),
        Days.DATE: translate("recent", "One day:"),
    }


def outcomes(rules: SiteRules) -> list[tuple[str, str]]:
    """Key and words of what can be chosen of outcomes: classes of the dialer's results, then the agents' outcomes."""
    classes = {
        "connected": translate("recent", "Connected"),
        "not_connected": translate("recent", "Not connected"),
        "agent": translate("recent", "Result by the agent"),
        "system": translate("recent", "Result by the system"),
    }
    found = [(f"{_CLASS}{each}", classes[each]) for each in CLASSES if reasons_of_class(each, rules)]
    single = sorted((inert(rule.text), rule.code) for rule in rules.outcomes)
    return [
        (ANY, translate("recent", "any")),
        *found,
        (NOT_SENT, translate("recent", "Not sent")),
        *((f"{_CODE}{code}", f"{text} ({code})") for text, code in single),
    ]


def tag_words(rules: SiteRules) -> list[tuple[int, str]]:
    """Number and label of each tag as the site calls it."""
    return [(number, inert(rule.label)) for number, rule in zip(range(1, len(TAG_CODES) + 1), rules.tags, strict=True)]


def _midnight(day: date | None) -> datetime | None:
    """Where this day begins on this computer's clock."""
    return None if day is None else datetime.combine(day, time()).astimezone()
