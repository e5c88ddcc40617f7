"""What is kept of a call, and what a journal must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Final, Protocol

from agentpanel.domain.words import Say
from agentpanel.protocol.frame import values_of

#: The six recording tags, T1 first; an empty text is a tag that is not set.
Tags = tuple[str, str, str, str, str, str]
NO_TAGS: Tags = ("", "", "", "", "", "")


class Sending(Enum):
    """How far a row's outcome has come; the value is the word of `ctl recent`."""

    # never reached the dialer
    LOCAL = "local"
    # waits to be written
    UNSENT = "unsent"
    # written to the socket
    SENT = "sent"
    # its MV came, or the AR or AF that follows TC
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One call's row. Times are aware; outcome is AO, reason is RE."""

    key: str
    tenant: str | None
    agent: str
    campaign: str | None
    session: str | None
    session_unique: str | None
    number: str | None
    queue: str | None
    started: datetime
    connected: datetime | None = None
    ended: datetime | None = None
    #: The outcome was given: the end of wrap.
    completed: datetime | None = None
    outcome: int | None = None
    reason: int | None = None
    note: str = ""
    tags: Tags = NO_TAGS
    data: str | None = None
    recorded: bool = False
    #: A preview that the agent declined (DD): no call was made.
    declined: bool = False
    #: IB of the report: the customer called.
    inbound: bool = False
    #: LI of the report: the list that the record came from.
    list_name: str | None = None
    #: RA of the report: the dialer keeps the number for a retry.
    retry: bool = False
    state: Sending = Sending.LOCAL
    why: Say | None = None


# Not frozen, though nobody changes one: to make a frozen one takes three times as long, and bursts have 100,000.
@dataclass(slots=True, kw_only=True)
class OutcomeReport:
    r"""What an OZ says of a finished call, times made aware by the dialer's zone.

    ``agent`` is "" for a call that no agent had. ``wire`` is all of OZ's parameters as they came, in wire order, as
    ``\\CNSales\\ANjoe``: what has no field of its own, and what no manual knows, is kept as well.
    """

    tenant: str | None
    agent: str
    campaign: str | None
    session: str | None
    number: str | None
    queue: str | None
    outcome: int | None
    reason: int | None
    tags: Tags
    started: datetime | None
    ended: datetime | None
    processed: datetime
    #: YS, which the manual's table of OZ lacks: read where a dialer sends it.
    session_unique: str | None = None
    declined: bool = False
    inbound: bool = False
    list_name: str | None = None
    retry: bool = False
    wire: str = ""


class Differs(Enum):
    """In what the dialer's report of a call differs from what this panel did; the value is the field's name."""

    NUMBER = "number"
    CAMPAIGN = "campaign"
    QUEUE = "queue"
    OUTCOME = "outcome"
    TAGS = "tags"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One call as it is shown: ``entry`` has the dialer's word wherever it reported one (panel.md 5)."""

    #: Query.after pages on from here; a newer call has a greater one.
    position: int
    entry: Entry
    #: What the panel itself did, where the dialer's word differs.
    own_outcome: int | None = None
    own_tags: Tags = NO_TAGS
    differs: frozenset[Differs] = frozenset()
    #: Tags that somebody corrected afterwards, which no longer reach the dialer: None for each that was not.
    corrected: tuple[str | None, ...] = (None,) * 6
    #: OutcomeReport.wire of the last report; None where the dialer reported none.
    wire: str | None = None


def reported(row: Row) -> Mapping[str, str]:
    """All parameters of the row's OZ by code, as on the wire; empty without a report."""
    return values_of(row.wire or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A break that the dialer granted (AF), by its reason code (FR) and text (FD); ``ended`` None while it lasts."""

    key: str
    tenant: str | None
    agent: str
    code: int | None
    text: str | None
    started: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which rows of those that one may see; each part that is set must hold.

    ``text`` may stand anywhere in number, note, tags, names, codes or data, upper and lower case alike; the codes in
    ``named_outcomes`` (AO) and ``named_reasons`` (RE) are those whose names the site's file has and that contain it, so
    a row with one of them matches as well. ``outcomes`` and ``reasons``: one of these AO, or else one of these RE.
    ``tags``: numbers 1 to 6 of which one at least is set. ``since`` and ``until`` are aware; until is not included.
    ``not_sent``: an outcome was given that has not reached the dialer (LOCAL or UNSENT).
    """

    text: str = ""
    named_outcomes: tuple[int, ...] = ()
    named_reasons: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    outcomes: tuple[int, ...] = ()
    reasons: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    campaign: str | None = None
    agent: str | None = None
    not_sent: bool = False


ALL_ROWS: Final = Filter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Rows of one tenant and agent, newest first; ``agent`` None: of all agents of the tenant, and of none."""

    tenant: str | None
    agent: str | None
    filter: Filter = ALL_ROWS
    #: Page on from the row with this position (None: from the newest).
    after: int | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySums:
    """What an agent did between two moments. Seconds; what goes on at that time counts up to ``until``.

    ``outcomes`` is AO to calls, None for calls without one; ``tags`` is number and text to calls.
    ``unknown_ends``: breaks that a panel left open when it died, which count for nothing.
    """

    calls: int = 0
    declined: int = 0
    not_sent: int = 0
    talk_s: float = 0.0
    wrap_s: float = 0.0
    break_s: float = 0.0
    breaks: int = 0
    unknown_ends: int = 0
    outcomes: Mapping[int | None, int] = field(default_factory=lambda: MappingProxyType({}))
    tags: Mapping[tuple[int, str], int] = field(default_factory=lambda: MappingProxyType({}))


class Journal(Protocol):
    """Keeps rows on disk; every method returns at once and works elsewhere.

    Callbacks come on the event loop of the caller, in the order of the calls.
    """

    def append(self, entry: Entry, done: Callable[[Exception | None], None]) -> None:
        """Insert the row or replace the one with its key; ``done(None)`` once it is on the disk (full sync)."""

    def mark_sent(self, key: str, state: Sending, why: Say | None) -> None:
        """The row's outcome has come this far."""

    def report(self, reports: Sequence[OutcomeReport]) -> None:
        """Join each to the row of that call, or make a row of it."""

    def pause(self, pause: Pause) -> None:
        """Insert the break or replace the one with its key."""

    async def keeping_up(self) -> None:
        """Return when what waits to be written is not much; soon, whatever the disk does."""

    async def page(self, query: Query) -> Sequence[Row]:
        """Rows, newest first."""

    def observe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` after rows changed; gives its undo."""
