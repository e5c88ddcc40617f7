"""What a scenario says: who is called when, by whom, how it ends, and what goes wrong on purpose.

The fields are the keys of the TOML file (resources/scenarios/predictive.toml explains them one by one).
Times are seconds at speed 1; spans are least and most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import Enum
from typing import Final, Literal
from zoneinfo import ZoneInfo

from agentpanel.protocol.version import Version, parse_version
from agentpanel.simulator.accidents import Injection, Step
from agentpanel.simulator.checks import (
    cells,
    digit_keys,
    digits,
    identifier,
    is_version,
    is_zone,
    known_faults,
    sound_names,
    tag_lists,
    travels,
    words,
)
from agentpanel.simulator.choices import Choices, Span
from agentpanel.simulator.outcomes import SHIPPED_OUTCOMES
from agentpanel.simulator.tables import ScenarioError, key

__all__ = ["Campaign", "Contact", "Ending", "Pace", "People", "Queue", "Scenario", "ScenarioError", "Times", "User"]


class Ending(Enum):
    """How a dialed number ends, chosen by its last digit."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    MACHINE = "machine"
    FAX = "fax"
    FAILED = "failed"
    UNOBTAINABLE = "unobtainable"
    EARLY = "early"
    LONG = "long"

    @property
    def reaches_agent(self) -> bool:
        return self in (Ending.ANSWERED, Ending.EARLY, Ending.LONG)


#: Last digit to ending, where a scenario says nothing else.
_SHIPPED_ENDINGS: Final[Mapping[int, Ending]] = {
    0: Ending.ANSWERED,
    1: Ending.ANSWERED,
    2: Ending.ANSWERED,
    3: Ending.ANSWERED,
    4: Ending.BUSY,
    5: Ending.NO_ANSWER,
    6: Ending.MACHINE,
    7: Ending.FAX,
    8: Ending.EARLY,
    9: Ending.LONG,
}


#: Sounds (SN) and their seconds, where a scenario lists none.
SHIPPED_SOUNDS: Final[Mapping[str, float]] = {"ThankYou": 4.0, "PleaseHold": 6.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may authenticate; ``answer`` is a fixed RS for any attempt."""

    name: str = key(check=identifier)
    password: str | None = key(default=None)
    endpoints: tuple[str, ...] = key(default=())
    permissions: int = key(default=1, low=0, high=65_535)
    answer: int | None = key(default=None, low=0, high=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long the parts of a call take."""

    ring: Span = key(default=(1.0, 3.0), low=0)
    agent_ring: Span = key(default=(0.5, 1.5), low=0)
    talk: Span = key(default=(20.0, 60.0), low=0)
    early: Span = key(default=(1.0, 3.0), low=0)
    long: Span = key(default=(120.0, 300.0), low=0)
    # ring limits: of predictive calls, and of those that an agent hears being dialed (behaviour.md 4.7)
    no_answer: float = key(default=22.0, low=0)
    preview_no_answer: float = key(default=40.0, low=0)
    offer_limit: float = key(default=15.0, low=0)  # until an on-hook agent's phone is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When calls come: some time after an agent waits, regularly, at random, or only when asked for."""

    mode: Literal["waiting", "interval", "poisson", "asked"] = "waiting"
    after: Span = key(default=(2.0, 5.0), low=0)
    every: float = key(default=10.0, low=0.001)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who is called, or calls, in this order and again from the start."""

    number: str = key(check=travels(0, 80))
    fields: dict[str, str] = key(default_factory=dict, check=cells)
    text: str | None = key(default=None, check=travels(1, 128_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """An inbound queue; ``weight`` is its share of the calls, ``skill`` what its calls ask for."""

    name: str = key(check=travels(1, 80))
    dialed: str | None = key(default=None, check=travels(0, 80))
    weight: float = key(default=1.0, low=0)
    skill: str | None = key(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Agents that the dialer plays itself, named by numbers from ``first`` on; AO and tags are drawn from the lists."""

    agents: int = key(default=0, low=0, high=10_000)
    first: int = key(default=5001, low=0)
    talk: Span = key(default=(20.0, 60.0), low=0)
    wrap: Span = key(default=(5.0, 15.0), low=0.1)
    outcomes: tuple[int, ...] = key(default=(101, 102, 105), low=0, high=9999)
    tags: tuple[tuple[str, ...], ...] = key(default=(), check=tag_lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign; ``method`` is DM: 0 predictive, 2 manual, 3 progressive, 4 preview, 5 inbound, 7 inbound on-hook."""

    name: str = key(check=identifier)
    method: Literal[0, 2, 3, 4, 5, 7] = 0
    state: Literal["open", "suspended", "closed"] = "open"
    prefix: str = key(default="01632960", check=travels(0, 60))
    last_digits: str = key(default="0123456789", check=digits)
    data: Literal["pipe", "xml", "none"] = "pipe"
    application_data: str | None = key(default=None, check=travels(1, 4000))
    record_all: bool = False
    max_wrap: float = key(default=0.0, low=0, high=3600)
    wrap_outcome: int | None = key(default=None, low=0, high=9999)
    skill: str | None = key(default=None)
    # LI: the list that its records come from; RA: the dialer keeps numbers that were busy or not answered
    list_name: str | None = key(name="list", default=None, check=travels(1, 80))
    retries: bool = False
    # P1, until a preview is dialed by itself, and P2, the pause before the next one; 0: none
    preview_s: int = key(default=0, low=0, high=999)
    breather_s: int = key(default=0, low=0, high=999)
    pace: Pace = field(default_factory=Pace)
    crew: Crew = field(default_factory=Crew)
    queues: tuple[Queue, ...] = key(name="queue", default=())
    contacts: tuple[Contact, ...] = key(name="contact", default=())

    @property
    def on_hook(self) -> bool:
        return self.method == 7

    @property
    def inbound(self) -> bool:
        return self.method in (5, 7)

    @property
    def manual(self) -> bool:
        """Agents dial on their phones."""
        return self.method == 2

    @property
    def asks_first(self) -> bool:
        """The agent decides whether a number is dialed."""
        return self.method == 4

    @property
    def shows_first(self) -> bool:
        """An agent sees the record before anybody is connected."""
        return self.method in (3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What names and addresses are made from."""

    titles: tuple[str, ...] = key(default=("Ms", "Mr", "Dr"), check=words)
    forenames: tuple[str, ...] = key(default=("Ada", "Brahim", "Chloe", "Dev"), check=words)
    surnames: tuple[str, ...] = key(default=("Archer", "Bello", "Carver", "Dunn"), check=words)
    streets: tuple[str, ...] = key(default=("High Street", "Mill Lane", "Station Road"), check=words)
    towns: tuple[str, ...] = key(default=("Ambridge", "Borchester", "Felpersham"), check=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One file."""

    campaigns: tuple[Campaign, ...] = key(name="campaign")
    name: str = "unnamed"
    description: str = ""
    timezone: str | None = key(default=None, check=is_zone)
    tenants: tuple[str, ...] = ("default",)
    version: str = key(default="10.7.1401", check=is_version)
    choices: Choices = field(default_factory=Choices)
    errors: dict[str, int] = key(default_factory=dict, low=1, high=9999, check=known_faults)
    users: tuple[User, ...] = key(name="user", default=())
    endings: dict[int, Ending] = key(default_factory=dict, check=digit_keys)
    times: Times = field(default_factory=Times)
    people: People = field(default_factory=People)
    sounds: dict[str, float] = key(default_factory=lambda: dict(SHIPPED_SOUNDS), low=0, check=sound_names)
    outcomes: dict[int, int] = key(default_factory=dict, low=0, high=999)
    injections: tuple[Injection, ...] = key(name="inject", default=())
    steps: tuple[Step, ...] = key(name="event", default=())

    def ending_of(self, number: str) -> Ending:
        """By the last digit of a number, before a suffix that makes it unique (behaviour.md 2.3)."""
        last = number.partition("/")[0][-1:]
        if not (last.isascii() and last.isdigit()):
            return Ending.ANSWERED
        return self.endings.get(int(last), _SHIPPED_ENDINGS[int(last)])

    def reason_of(self, outcome: int) -> int | None:
        """RE that an AO maps to; None where nobody said."""
        return self.outcomes.get(outcome, SHIPPED_OUTCOMES.get(outcome))

    @property
    def dialer_version(self) -> Version:
        return parse_version(self.version)

    def local(self, moment: datetime) -> datetime:
        """The moment in the dialer's zone; without one, in the machine's."""
        return moment.astimezone(self.zone)

    @property
    def zone(self) -> tzinfo | None:
        return None if self.timezone is None else ZoneInfo(self.timezone)
