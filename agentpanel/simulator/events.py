"""What happens to the World: clients and timers, and the verbs of whoever plays the rest of the world."""

from __future__ import annotations

from dataclasses import dataclass

from agentpanel.protocol.codec import Reading
from agentpanel.protocol.message import Message
from agentpanel.simulator.effects import Key


@dataclass(frozen=True, slots=True)
class Connected:
    """A client came; numbers are never used twice."""

    client: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A client sent this text; ``reading`` is None where it is no message."""

    client: int
    text: str
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Noise:
    """A client sent bytes that hold no text."""

    client: int
    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A client's socket is gone."""

    client: int


@dataclass(frozen=True, slots=True)
class Woke:
    """The time of a Wake has come."""

    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCall:
    """A call comes now: to ``agent`` where one is named, else to the pool; what is None, the scenario fills in."""

    campaign: str | None = None
    number: str | None = None
    agent: str | None = None
    queue: str | None = None
    data: str | None = None


@dataclass(frozen=True, slots=True)
class HangUp:
    """The far end of the agent's call hangs up (the first live call where no agent is named)."""

    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Kill:
    """Somebody removes the agent (all where none is named) as KA does."""

    agent: str | None = None
    release: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody moves the agent (all where none is named) as MA does."""

    to_campaign: str
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class CloseCampaign:
    """The campaign is closed; its agents are let go."""

    campaign: str


@dataclass(frozen=True, slots=True)
class SuspendCampaign:
    """Nothing new is dialed on the campaign; calls run to their end and agents may log in."""

    campaign: str


@dataclass(frozen=True, slots=True)
class ResumeCampaign:
    """A suspended campaign goes on."""

    campaign: str


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Somebody else sends this request about an agent (the first one who talks where none is named)."""

    message: Message


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """Somebody changes the outcome (AO) of the agent's last call, as UO does; of the last one of all for no agent."""

    outcome: int
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class DropClients:
    """Every client's socket is cut."""


@dataclass(frozen=True, slots=True)
class SendText:
    """A text that need not be a message goes to every client, with the terminator of its port."""

    text: str


@dataclass(frozen=True, slots=True)
class SendRaw:
    """Bytes go to every client as they are."""

    data: bytes


Verb = (
    OfferCall
    | HangUp
    | Kill
    | Move
    | CloseCampaign
    | SuspendCampaign
    | ResumeCampaign
    | OnBehalf
    | ChangeOutcome
    | DropClients
    | SendText
    | SendRaw
)
Event = Connected | Heard | Noise | Dropped | Woke | Verb
