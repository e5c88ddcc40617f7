"""An agent's own day as it is told: in a line, as the bars of a picture, and as rows with all its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.records import DaySums
from agentpanel.domain.rules import TAG_CODES, SiteRules
from agentpanel.domain.snapshot import Instant
from agentpanel.gui.i18n import clock, fill
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.plain import inert

translate: Final = QCoreApplication.translate
#: Bars with a name of their own; what is less frequent shares one more.
MOST_BARS: Final = 8


@dataclass(frozen=True, slots=True)
class Grows:
    """Which of the sums go on growing by the clock."""

    talk: bool = False
    wrap: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The sums of a day as they were at a moment."""

    day: date
    sums: DaySums
    at: Instant
    grows: Grows = Grows()

    def talk_s(self, now: Instant) -> float:
        """Seconds of talk."""
        return self.sums.talk_s + self._since(now) * self.grows.talk

    def wrap_s(self, now: Instant) -> float:
        """Seconds of wrap."""
        return self.sums.wrap_s + self._since(now) * self.grows.wrap

    def break_s(self, now: Instant) -> float:
        """Seconds of breaks."""
        return self.sums.break_s + self._since(now) * self.grows.rest

    def _since(self, now: Instant) -> float:
        return max(0.0, now.mono - self.at.mono)


@dataclass(frozen=True, slots=True)
class Bar:
    """One outcome, or all others, by its name; ``rest`` for what is no outcome of its own."""

    name: str
    calls: int
    rest: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """A number of the day: what kind it is, of what, and how much."""

    kind: str
    what: str
    value: str


def short_time(seconds: float) -> str:
    """Hours and minutes, 1:12."""
    minutes = max(0, int(seconds)) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def calls_words(count: int) -> str:
    """How many calls."""
    if count == 1:
        return translate("day", "1 call")
    return fill(translate("day", "{n} calls"), n=count)


def line_text(day: Day, now: Instant) -> str:
    """The day in a line; what did not reach the dialer only where there is such a row."""
    parts = [
        calls_words(day.sums.calls),
        fill(translate("day", "talk {time}"), time=short_time(day.talk_s(now))),
        fill(translate("day", "wrap {time}"), time=short_time(day.wrap_s(now))),
        fill(translate("day", "break {time}"), time=short_time(day.break_s(now))),
    ]
    if day.sums.not_sent:
        parts.append(fill(translate("day", "{n} not sent"), n=day.sums.not_sent))
    return " \N{MIDDLE DOT} ".join(parts)


def figures(day: Day, now: Instant) -> Iterator[tuple[str, str]]:
    """Name and value of the four that are looked for first."""
    breaks = day.sums.breaks
    yield translate("day", "Calls"), str(day.sums.calls)
    yield translate("day", "Talk"), clock(day.talk_s(now))
    yield translate("day", "Wrap"), clock(day.wrap_s(now))
    name = translate("day", "Break") if breaks == 1 else fill(translate("day", "{n} breaks"), n=breaks)
    yield name, clock(day.break_s(now))


def remarks(sums: DaySums) -> Iterator[str]:
    """What else there is to know, a sentence each."""
    for count, one, many in (
        (
            sums.not_sent,
            translate("day", "1 outcome has not reached the dialer"),
            translate("day", "{n} outcomes have not reached the dialer"),
        ),
        (sums.declined, translate("day", "1 preview declined"), translate("day", "{n} previews declined")),
        (
            sums.unknown_ends,
            translate("day", "1 break without a known end"),
            translate("day", "{n} breaks without a known end"),
        ),
    ):
        if count:
            yield one if count == 1 else fill(many, n=count)


def bars(sums: DaySums, rules: SiteRules) -> tuple[Bar, ...]:
    """The most frequent outcomes first, then the others together, then calls without an outcome."""
    given = [(code, calls) for code, calls in sums.outcomes.items() if code is not None and calls]
    given.sort(key=lambda each: (-each[1], each[0]))
    shown = [Bar(outcome_name(code, rules), calls) for code, calls in given[:MOST_BARS]]
    if others := sum(calls for _, calls in given[MOST_BARS:]):
        shown.append(Bar(translate("day", "other outcomes"), others, rest=True))
    if none := sums.outcomes.get(None, 0):
        shown.append(Bar(translate("day", "no outcome"), none, rest=True))
    return tuple(shown)


def bars_text(shown: Sequence[Bar]) -> str:
    """All the numbers of the picture, to be read out."""
    if not shown:
        return translate("day", "No call has an outcome yet.")
    return ", ".join(f"{bar.name}: {bar.calls}" for bar in shown)


def rows(day: Day, now: Instant, rules: SiteRules) -> list[DayRow]:
    """Every number of the day."""
    total, outcome, tag = translate("day", "Sum"), translate("day", "Outcome"), translate("day", "Tag")
    sums = day.sums
    found = [DayRow(total, name, value) for name, value in figures(day, now)]
    found += [DayRow(total, name, str(count)) for name, count in _counts(sums) if count]
    given = sorted(sums.outcomes.items(), key=lambda each: (each[0] is None, -each[1], each[0] or 0))
    found += [DayRow(outcome, outcome_name(code, rules), str(calls)) for code, calls in given if calls]
    used = sorted(sums.tags.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
    found += [DayRow(tag, _tag_name(number, text, rules), str(calls)) for (number, text), calls in used if calls]
    return found


def outcome_name(code: int | None, rules: SiteRules) -> str:
    """The site's name with the code; the code alone where the site has none."""
    if code is None:
        return translate("day", "no outcome")
    name = rules.outcome_text(code)
    return str(code) if name is None else f"{inert(name)} ({code})"


def _counts(sums: DaySums) -> Iterator[tuple[str, int]]:
    yield translate("day", "Outcomes that have not reached the dialer"), sums.not_sent
    yield translate("day", "Declined previews"), sums.declined
    yield translate("day", "Breaks without a known end"), sums.unknown_ends


def _tag_name(number: int, text: str, rules: SiteRules) -> str:
    """By the site's label; a campaign's own is not known here."""
    label = rules.tags[number - 1].label if number <= len(rules.tags) else TAG_CODES[number - 1]
    return f"{inert(label)}: {inert(VEIL.text(text))}"
