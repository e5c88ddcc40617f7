"""Everything that can happen to the desk."""

from __future__ import annotations

from dataclasses import dataclass

from agentpanel.domain.intents import Intent
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.framing import Damaged


class Event:
    """Base of all events."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class LinkUp(Event):
    """The socket is connected."""


@dataclass(frozen=True, slots=True)
class LinkLost(Event):
    """The socket is gone; ``reason`` is the system's word for it, or None where the peer closed."""

    reason: str | None


@dataclass(frozen=True, slots=True)
class LinkFailed(Event):
    """No connection could be made to ``address``."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Received(Event):
    """One message, or a damaged one, came from the dialer."""

    what: Reading | Damaged


@dataclass(frozen=True, slots=True)
class Reported(Event):
    """Outcomes (OZ) came, one after the other."""

    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """Somebody asked for something."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class Deadline:
    """Names the wake-up for a request's answer."""

    token: str


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Names the wake-up that looks whether the dialer is alive."""


@dataclass(frozen=True, slots=True)
class Saving:
    """Names the wake-up that stops waiting for the journal."""

    key: str


@dataclass(frozen=True, slots=True)
class Launching:
    """Names the wake-up at the end of a preview's limit (P1)."""

    key: str


Alarm = Deadline | Heartbeat | Saving | Launching


@dataclass(frozen=True, slots=True)
class Woke(Event):
    """A wake-up that was asked for is due."""

    alarm: Alarm


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """The row with this key, as it was given with this version number, is on the disk."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class RecordFailed(Event):
    """The row could not be written."""

    key: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class NotSent(Event):
    """A message with this token broke a rule and never left; ``rule`` says which."""

    token: str
    rule: str
