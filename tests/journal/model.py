"""The journal as a plain dict: written from the rules, not from the statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from agentpanel.domain.records import Entry, OutcomeReport, Sending, Tags
from tests.journal.making import entry

if TYPE_CHECKING:
    from datetime import datetime

    from agentpanel.domain.words import Say

#: What is done to a journal; a mark is its arguments.
Step = Entry | OutcomeReport | tuple[str, Sending, "Say | None"]


@dataclass
class Kept:
    """A row of the model: what is shown but for the outcome, both outcomes, the report's time."""

    entry: Entry
    reported: datetime | None = None
    reported_outcome: int | None = None

    def shown(self) -> tuple[Entry, int | None]:
        own = self.entry.outcome
        outcome = own if self.reported_outcome is None else self.reported_outcome
        return replace(self.entry, outcome=outcome), own


@dataclass
class Model:
    """Rows by key; those that a report made, by what identifies it."""

    rows: dict[object, Kept] = field(default_factory=dict)

    def step(self, step: Step) -> None:
        match step:
            case Entry():
                self.append(step)
            case OutcomeReport():
                self.report(step)
            case key, state, why:
                if key in self.rows:
                    self.move(self.rows[key], state, why)

    def append(self, new: Entry) -> None:
        old = self.rows.get(new.key)
        if old is None:
            self.rows[new.key] = Kept(new)
            return
        before = old.entry
        if old.reported is not None:
            for name in ("campaign", "session", "number", "queue", "ended"):
                if getattr(new, name) is None:
                    new = replace(new, **{name: getattr(before, name)})
            outcome = old.reported_outcome if new.outcome is None else new.outcome
            reason = new.reason if before.reason is None else before.reason
            declined = new.declined or before.declined
            new = replace(new, tags=filled(new.tags, before.tags), outcome=outcome, reason=reason, declined=declined)
        old.entry = replace(new, state=before.state, why=before.why)
        self.move(old, new.state, new.why)

    def move(self, row: Kept, state: Sending, why: Say | None) -> None:
        if row.entry.state is not Sending.CONFIRMED:
            row.entry = replace(row.entry, state=state, why=why)

    def report(self, said: OutcomeReport) -> None:
        identity = (said.session, said.number, said.processed)
        row = self.row_of(said)
        if row is None:
            if identity in self.rows:
                return
            row = self.rows[identity] = Kept(self.made_of(said))
        row.reported, row.reported_outcome = said.processed, said.outcome
        now = row.entry
        for name in ("campaign", "session", "number", "queue", "ended", "outcome"):
            if getattr(now, name) is None:
                now = replace(now, **{name: getattr(said, name)})
        row.entry = replace(
            now,
            tags=filled(now.tags, said.tags),
            reason=now.reason if said.reason is None else said.reason,
            declined=now.declined or said.declined,
        )

    def row_of(self, said: OutcomeReport) -> Kept | None:
        when = said.started or said.ended or said.processed

        def rank(row: Kept) -> tuple[bool, timedelta]:
            return row.reported is None, abs(row.entry.started - when)

        candidates = [
            row
            for row in self.rows.values()
            if row.reported in (None, said.processed)
            and same_call(row.entry, said)
            and abs(row.entry.started - when) <= timedelta(days=1)
        ]
        return min(candidates, key=rank, default=None)

    def made_of(self, said: OutcomeReport) -> Entry:
        started = said.started or said.ended or said.processed
        bare = entry(0, key="report", session=None, number=None, campaign=None, started=started)
        return replace(bare, state=Sending.CONFIRMED)

    def newest_first(self) -> list[tuple[Entry, int | None]]:
        rows = sorted(enumerate(self.rows.values()), key=lambda pair: (pair[1].entry.started, pair[0]), reverse=True)
        return [row.shown() for _, row in rows]


def same_call(row: Entry, said: OutcomeReport) -> bool:
    if said.session is None:
        return row.number is not None and row.number == said.number
    if row.session is None:
        return row.number is not None and row.number in (said.session, said.number)
    return row.session == said.session


def filled(tags: Tags, others: Tags) -> Tags:
    one, two, three, four, five, six = (tag or other for tag, other in zip(tags, others, strict=True))
    return (one, two, three, four, five, six)
