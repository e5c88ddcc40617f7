"""A call as the dialer sees one, with or without an agent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from agentpanel.simulator.ledger import EndedBy
from agentpanel.simulator.scenario import Campaign, Ending, Queue


class Stage(Enum):
    """How far a call has come."""

    DIALING = "dialing"
    # answered by the far end (outbound) or by the queue (inbound), no agent yet
    QUEUED = "queued"
    OFFERED = "offered"
    TALKING = "talking"
    # the agent has hung up and the network has not
    ENDING = "ending"
    WRAP = "wrap"
    DONE = "done"


#: Both ends are, or are about to be, in touch with the agent.
LIVE = frozenset({Stage.OFFERED, Stage.TALKING, Stage.ENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What TC says."""

    outcome: int | None = None
    data: str | None = None


@dataclass(slots=True, kw_only=True)
class Call:
    """``number`` is TN, ``session`` SI, ``unique`` YS; times of parts in seconds at speed 1."""

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
    stage: Stage = Stage.DIALING
    agent: str | None = None
    outcome: int | None = None
    completion: Completion | None = None  # a TC that waits for the network to hang up
    tags: dict[int, str] = field(default_factory=dict)
    recordings: set[str] = field(default_factory=set)  # KY of those that run; "" is the main one
    told: bool = False  # the agent has heard of it by an AC
    held: bool = False
    muted: bool = False
    ended_by: EndedBy = "network"
    launched: datetime | None = None
    ringing: datetime | None = None
    result: datetime | None = None
    ended: datetime | None = None
