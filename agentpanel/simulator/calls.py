"""A call as the dialer sees one, with or without an agent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from agentpanel.simulator.ledger import EndedBy
from agentpanel.simulator.scenario import Campaign, Ending, Queue

if TYPE_CHECKING:
    from agentpanel.simulator.parties import Transfer


class Stage(Enum):
    """How far a call has come."""

    DIALING = "dialing"
    # an agent's own before it is dialed: a preview, or a callback in manual mode
    BOUND = "bound"
    # being dialed for the agent who has it
    LAUNCHED = "launched"
    # answered by the far end (outbound) or by the queue (inbound), no agent yet
    QUEUED = "queued"
    OFFERED = "offered"
    TALKING = "talking"
    # the agent has hung up and the network has not
    ENDING = "ending"
    WRAP = "wrap"
    DONE = "done"


#: An agent's own, and not connected yet.
UNCONNECTED = frozenset({Stage.BOUND, Stage.LAUNCHED})
#: Both ends are, or are about to be, in touch with the agent.
LIVE = frozenset({Stage.OFFERED, Stage.TALKING, Stage.ENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A callback as TC asks for it: ``time`` is BT as it came, ``agent`` BA (None: anybody), ``number`` BN."""

    time: str
    moment: datetime
    agent: str | None = None
    number: str | None = None


@dataclass(slots=True, kw_only=True)
class Callback:
    """A callback that is kept until an agent has it; ``session`` is SI of the call that it goes back to.

    It comes due ``wait_s`` seconds, at speed 1, after it was ``kept``.
    """

    ordinal: int
    appointment: Appointment
    campaign: Campaign
    number: str
    session: str
    data: str | None
    kept: datetime
    wait_s: float
    due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What TC says."""

    outcome: int | None = None
    data: str | None = None
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Playing:
    """A sound or speech that everybody in the call hears; ``interruptible`` is MI."""

    name: str
    interruptible: bool


@dataclass(slots=True, kw_only=True)
class Call:
    """One agent's part of a call, or a call that no agent has yet.

    ``number`` is TN, ``session`` SI, ``unique`` YS; times of its stages in seconds at speed 1.
    """

    ordinal: int
    campaign: Campaign
    number: str
    session: str
    unique: str
    ending: Ending
    ring_s: float
    agent_ring_s: float
    talk_s: float
    data: str | None = None
    queue: Queue | None = None
    skill: str | None = None
    wanted: str | None = None  # only this agent may have it
    unwanted: str | None = None  # this agent may not have it
    stage: Stage = Stage.DIALING
    agent: str | None = None
    shown_to: str | None = None  # who saw the record, also when nobody was reached and it is nobody's part
    outcome: int | None = None
    completion: Completion | None = None  # a TC that waits for the network to hang up
    tags: dict[int, str] = field(default_factory=dict)
    tags_told: bool = True  # OZ carries them
    recordings: set[str] = field(default_factory=set)  # KY of those that run; "" is the main one
    told: bool = False  # the agent has heard of it, by AC or BP
    declined: bool = False  # a preview that the agent did not want
    failed: int | None = None  # RE of a number that was dialed for the agent and reached nobody
    callback: Callback | None = None  # what it was dialed for
    held: bool = False
    muted: bool = False
    recording_muted: bool = False
    playing: Playing | None = None
    # two agents' parts of one call share this while the transfer or conference lasts
    transfer: Transfer | None = None
    sent_on: bool = False  # SW with EX: the far end goes to an outside address
    ended_by: EndedBy = "network"
    launched: datetime | None = None
    ringing: datetime | None = None
    result: datetime | None = None
    connected: datetime | None = None
    ended: datetime | None = None
