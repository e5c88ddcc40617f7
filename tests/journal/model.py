"""The journal as a plain list: written from the rules, not from the statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from agentpanel.domain.records import Entry, OutcomeReport, Sending, Tags
from tests.journal.making import entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from agentpanel.domain.words import Say

_DAY = timedelta(days=1)
_NAMES = ("session", "session_unique", "ended")


@dataclass(frozen=True)
class Mark:
    key: str
    state: Sending
    why: Say | None


@dataclass(frozen=True)
class Note:
    key: str
    text: str


@dataclass(frozen=True)
class Correct:
    key: str
    number: int
    text: str | None


#: What is done to a journal.
Step = Entry | OutcomeReport | Mark | Note | Correct


def moment_of(said: OutcomeReport) -> datetime:
    return said.started or said.ended or said.processed


@dataclass
class Kept:
    """A row of the model: what the panel has of the call, what the dialer said last, and what stays of both."""

    placed: datetime
    own: Entry | None = None
    said: OutcomeReport | None = None
    names: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(_NAMES))
    state: Sending = Sending.CONFIRMED
    why: Say | None = None
    note: str | None = None
    fixed: list[str | None] = field(default_factory=lambda: [None] * 6)

    @property
    def started(self) -> datetime:
        return self.placed if self.own is None else self.own.started

    def shown(self) -> Entry:
        base = self.own or entry(0, key="report", number=None, campaign=None, started=self.placed)
        if self.said is not None:
            base = overlaid(base, self.said)
        note = base.note if self.note is None else self.note
        return replace(base, **self.names, state=self.state, why=self.why, note=note)

    def own_outcome(self) -> int | None:
        """Where the dialer's word is another."""
        own = None if self.own is None else self.own.outcome
        theirs = None if self.said is None else self.said.outcome
        return own if None not in (own, theirs) and own != theirs else None

    @property
    def session(self) -> str | None:
        session: str | None = self.names["session"]
        return session

    @property
    def number(self) -> str | None:
        return self.shown().number


@dataclass
class Model:
    """Rows in the order in which they were made."""

    rows: list[Kept] = field(default_factory=list)

    def step(self, step: Step) -> None:
        match step:
            case Entry():
                self.append(step)
            case OutcomeReport():
                self.report(step)
            case Mark(key, state, why):
                for row in self.with_key(key):
                    move(row, state, why)
            case Note(key, text):
                for row in self.with_key(key):
                    row.note = text
            case Correct(key, number, text):
                for row in self.with_key(key):
                    row.fixed[number - 1] = text

    def with_key(self, key: str) -> list[Kept]:
        return [row for row in self.rows if row.own is not None and row.own.key == key]

    def append(self, new: Entry) -> None:
        row = next(iter(self.with_key(new.key)), None) or self.only_reported(new)
        if row is None:
            row = Kept(new.started)
            self.rows.append(row)
        if row.own is None or row.state is not Sending.CONFIRMED:
            row.state, row.why = new.state, new.why
        row.own = new
        stay = row.names if row.said is not None else {}
        row.names = {name: getattr(new, name) or stay.get(name) for name in _NAMES}

    def only_reported(self, new: Entry) -> Kept | None:
        rows = [row for row in self.rows if row.own is None and row.said is not None]
        if same := [row for row in rows if new.session_unique and row.names["session_unique"] == new.session_unique]:
            return self.nearest(same, new.started)
        rows = [row for row in rows if named_alike(row, new) and not unlike(row, new)]
        rows = [row for row in rows if abs(row.started - new.started) <= _DAY]
        return self.nearest((row for row in rows if row.said and row.said.processed >= new.started), new.started)

    def report(self, said: OutcomeReport) -> None:
        row = self.row_of(said)
        if row is None:
            row = Kept(moment_of(said))
            self.rows.append(row)
        if row.said is not None and row.said.wire == said.wire:
            return
        row.names = {name: row.names[name] or getattr(said, name) for name in _NAMES}
        if row.said is None or (row.said.processed, row.said.wire) < (said.processed, said.wire):
            row.said = said
            if row.state is Sending.SENT and row.own and said.outcome is not None and said.outcome == row.own.outcome:
                row.state, row.why = Sending.CONFIRMED, None

    def row_of(self, said: OutcomeReport) -> Kept | None:
        same = [row for row in self.rows if said.session_unique and row.names["session_unique"] == said.session_unique]
        if same:
            return min(same, key=self.place)
        rows = [row for row in self.rows if named_as_reported(row, said) and not unlike(row, said)]
        for wanted in (0, 1, 2):
            ranked = [row for row in rows if rank(row, said) == wanted]
            if ranked:
                return self.nearest(ranked, moment_of(said))
        return None

    def nearest(self, rows: Iterable[Kept], moment: datetime) -> Kept | None:
        return min(rows, key=lambda row: (abs(row.started - moment), self.place(row)), default=None)

    def place(self, row: Kept) -> tuple[datetime, int]:
        return row.placed, self.rows.index(row)

    def newest_first(self) -> list[tuple[Entry, int | None, tuple[str | None, ...]]]:
        rows = sorted(self.rows, key=self.place, reverse=True)
        return [(row.shown(), row.own_outcome(), tuple(row.fixed)) for row in rows]


def move(row: Kept, state: Sending, why: Say | None) -> None:
    if row.state is not Sending.CONFIRMED:
        row.state, row.why = state, why


def unlike(row: Kept, call: Entry | OutcomeReport) -> bool:
    mine = row.names["session_unique"]
    return bool(mine and call.session_unique and mine != call.session_unique)


def named_alike(row: Kept, new: Entry) -> bool:
    """A row of the dialer's and the panel's first word on a call."""
    if row.session is None:
        return row.number is not None and row.number == new.number
    return row.session == (new.session or new.number)


def named_as_reported(row: Kept, said: OutcomeReport) -> bool:
    if said.session is not None:
        if row.session is not None:
            return row.session == said.session
        return row.number is not None and row.number in (said.session, said.number)
    if said.number is not None:
        return row.number == said.number and (row.own is not None or row.session is None)
    nameless = row.own is None and row.session is None and row.number is None and row.said is not None
    return nameless and row.placed == moment_of(said) and rank(row, said) == 0 and told_again(row, said)


def told_again(row: Kept, said: OutcomeReport) -> bool:
    return row.said is not None and (row.said.wire == said.wire or row.said.processed == said.processed)


def rank(row: Kept, said: OutcomeReport) -> int | None:
    """How well the report fits; None: it is of another call."""
    again = row.said is not None and row.said.wire == said.wire
    if abs(row.started - moment_of(said)) > _DAY and not again:
        return None
    if row.said is None:
        return 1
    if row.said.started and said.started:
        return 0 if row.said.started == said.started else None
    return 0 if told_again(row, said) else 2


def overlaid(own: Entry, said: OutcomeReport) -> Entry:
    """The dialer's word wherever it has one."""
    words = {name: getattr(said, name) for name in ("campaign", "number", "queue", "outcome", "reason", "list_name")}
    flags = {name: getattr(own, name) or getattr(said, name) for name in ("declined", "inbound", "retry")}
    tags = filled(said.tags, own.tags)
    return replace(own, **{name: value for name, value in words.items() if value is not None}, **flags, tags=tags)


def filled(tags: Tags, others: Tags) -> Tags:
    one, two, three, four, five, six = (tag or other for tag, other in zip(tags, others, strict=True))
    return (one, two, three, four, five, six)
