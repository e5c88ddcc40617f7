"""Who and what a call is besides its two ends: previews, transfers, conferences, callbacks, colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from agentpanel.domain.snapshot import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A record to look at before its number is connected (BP, behaviour.md 4.6, 4.7)."""

    #: The agent decides by BD; otherwise the dialer dials by itself (progressive).
    decides: bool
    #: P1: seconds until the dialer dials by itself, None for no limit.
    limit_s: int | None = None
    began: Instant
    #: Since when its number is dialed: our BD, P1's end by our clock, or BP's TN; None: not dialed.
    dialing: Instant | None = None
    #: BD with DD was written.
    declined: bool = False
    #: RE with which its number came back (NB).
    failed: int | None = None


class Party(Enum):
    """Somebody in the call who can be put on hold."""

    CUSTOMER = "customer"
    #: The second agent or the number that TR called.
    OTHER = "other"


class TargetKind(Enum):
    """What a transfer can be made to; the value is the settings' word for it."""

    AGENT = "agent"
    EXTENSION = "extension"
    EXTERNAL = "external"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call can go; ``text`` is for people, the address for the wire."""

    kind: TargetKind
    address: str
    text: str = ""


class Manner(Enum):
    """How a call is given to somebody else (behaviour.md 4.11); the value is the word of `ctl`."""

    SCREENED = "screened"
    BLIND = "blind"
    #: C3: all three at once.
    CONFERENCE = "conference"
    #: C4: the agents talk first.
    AGENTS_FIRST = "agents-first"
    #: C5: the customer is on hold first.
    CUSTOMER_HELD = "customer-held"


#: Ways that ask nobody first: all that an outside number can be given, by our reading of behaviour.md 4.11, since
#: only an agent's TA can accept.
UNASKED: Final = frozenset({Manner.BLIND, Manner.CONFERENCE})


class TransferStage(Enum):
    """How far a transfer has come, from TA alone (behaviour.md 4.11)."""

    ASKED = "asked"
    OFFERED = "offered"
    CONNECTED = "connected"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer or conference that this agent began."""

    target: Target
    manner: Manner
    stage: TransferStage
    since: Instant


class Answer(Enum):
    """What the receiving agent said to an offered transfer."""

    #: Nothing is asked: it is blind, or the login takes every transfer.
    NOT_ASKED = "not asked"
    WANTED = "wanted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """The call was given by another agent; ``sender`` where XA named one."""

    blind: bool
    conference: bool
    answer: Answer
    sender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A callback that TC asks for: when (aware), which number (None: the same), me or anyone."""

    when: datetime
    number: str | None = None
    mine: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Another agent as AZ tells; ``state`` is DS (behaviour.md 4.1), None where it was not told."""

    agent: str
    name: str | None = None
    campaign: str | None = None
    state: int | None = None

    @property
    def can_receive(self) -> bool:
        """Only an agent who is logged in and not available may be given a call (behaviour.md 4.11)."""
        return self.state == 2
