"""Everything that the desk can want done. The session does it, synchronously, in order."""

from __future__ import annotations

from dataclasses import dataclass

from agentpanel.domain.events import Alarm
from agentpanel.domain.records import Entry, OutcomeReport, Pause, Sending
from agentpanel.domain.words import Say
from agentpanel.protocol.message import Message


class Effect:
    """Base of all effects."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Send(Effect):
    """Write this message to the dialer."""

    message: Message


@dataclass(frozen=True, slots=True)
class Wake(Effect):
    """Give Woke(alarm) after this many seconds, in place of an earlier one of the same name."""

    alarm: Alarm
    seconds: float


@dataclass(frozen=True, slots=True)
class Unwake(Effect):
    """Forget the wake-up."""

    alarm: Alarm


@dataclass(frozen=True, slots=True)
class Record(Effect):
    """Write the row; answer with Recorded or RecordFailed, carrying the version."""

    entry: Entry
    version: int


@dataclass(frozen=True, slots=True)
class Mark(Effect):
    """The row's outcome has come this far."""

    key: str
    state: Sending
    why: Say | None = None


@dataclass(frozen=True, slots=True)
class Report(Effect):
    """Join the dialer's own reports of calls to their rows."""

    reports: tuple[OutcomeReport, ...]


@dataclass(frozen=True, slots=True)
class Rest(Effect):
    """A break has begun, or ended: write it."""

    pause: Pause


@dataclass(frozen=True, slots=True)
class OpenLink(Effect):
    """Connect to the dialer; answer with LinkUp or LinkFailed."""


@dataclass(frozen=True, slots=True)
class CloseLink(Effect):
    """Close the socket in order; answer with LinkLost only if it was not closed already."""
