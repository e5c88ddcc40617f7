"""What is kept of a call, and what a journal must be able to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from agentpanel.domain.words import Say

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
    outcome: int | None = None
    reason: int | None = None
    note: str = ""
    tags: Tags = NO_TAGS
    data: str | None = None
    recorded: bool = False
    #: A preview that the agent declined (DD): no call was made.
    declined: bool = False
    state: Sending = Sending.LOCAL
    why: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeReport:
    """What an OZ says of a finished call of this agent, times made aware by the dialer's zone."""

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
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which rows: those of one tenant and agent, newest first; ``text`` filters number, note, tags, names."""

    tenant: str | None
    agent: str
    text: str = ""
    #: Page on from the row with this position (None: from the newest).
    after: int | None = None
    limit: int = 200


class Journal(Protocol):
    """Keeps rows on disk; every method returns at once and works elsewhere.

    Callbacks come on the event loop of the caller, in the order of the calls.
    """

    def append(self, entry: Entry, done: Callable[[Exception | None], None]) -> None:
        """Insert the row or replace the one with its key; ``done(None)`` once it is on the disk (full sync)."""

    def mark_sent(self, key: str, state: Sending, why: Say | None) -> None:
        """The row's outcome has come this far."""

    def report(self, report: OutcomeReport) -> None:
        """Join what the dialer reported to the row of that call, or make a row of it."""

    async def page(self, query: Query) -> list[Entry]:
        """Rows, newest first."""

    def observe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` after rows changed; gives its undo."""
