"""An agent as the dialer sees one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum

from agentpanel.simulator.calls import Call
from agentpanel.simulator.scenario import Campaign


class State(IntEnum):
    """DS of AZ (behaviour.md 4.1), those that this dialer plays."""

    LOGGED_OUT = 0
    TIE_UP = 1
    NOT_AVAILABLE = 2
    WAITING = 3
    PREVIEWING = 4
    BREATHER = 5
    TALKING = 6
    WRAP = 7
    FOLLOW_UP = 8
    TRANSFER = 9
    OFFERED = 10
    RESERVED = 12
    HELD = 13


class Then(Enum):
    """What follows an agent's release."""

    STAY = "stay"
    LOG_OUT = "log out"
    MOVE = "move"


@dataclass(slots=True, kw_only=True)
class Release:
    """The agent is to be let go: ``priority`` is PR; ``asked`` when the agent's own AU waits for its AF."""

    priority: int = 0
    asked: bool = False
    reason_code: int | None = None
    reason_text: str | None = None
    then: Then = Then.STAY
    campaign: Campaign | None = None
    # kept in the pool for a number that is being dialed (PR 0)
    held: bool = False


@dataclass(slots=True, kw_only=True)
class Agent:
    """One login. ``client`` is the connection that owns it, None once that is gone."""

    name: str
    client: int | None
    campaign: Campaign
    came_from: str | None = None  # its campaign before the last move
    lent_by: Campaign | None = None  # its campaign while it has a transferred call of another one
    unique: str
    since: datetime
    standing_since: datetime
    extension: str = ""
    description: str | None = None
    user: str | None = None
    tenant: str | None = None
    nailed_up: bool = False
    auto_wrap: bool = False
    auto_accept: bool = False
    record: bool = False
    skills: frozenset[str] = frozenset()
    groups: set[str] = field(default_factory=set)
    state: State = State.LOGGED_OUT
    previous: State = State.LOGGED_OUT
    standing: int = 0  # 0 not logged in, 1 logged in, 2 in the pool; the rough state of which ZA and W0 speak
    available: bool = False
    available_at: datetime | None = None
    unavailable_at: datetime | None = None
    release: Release | None = None
    call: Call | None = None
    # AW: seconds, 0 none, None as the campaign says; and the outcome and data for when it runs out
    max_wrap: float | None = None
    wrap_outcome: int | None = None
    wrap_data: str | None = None

    @property
    def waits(self) -> bool:
        """In the pool, or at a phone that dials by hand: may be given a call."""
        idle = self.state is State.WAITING or (self.state is State.FOLLOW_UP and self.call is None)
        return idle and (self.release is None or self.release.held)
