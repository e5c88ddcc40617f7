"""What stands in the dialer at one moment, and the effects of the event at hand."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from agentpanel.protocol import ole
from agentpanel.protocol.message import Message
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.calls import Call, Callback
from agentpanel.simulator.choices import Choices, Span
from agentpanel.simulator.effects import Close, Effect, Finished, Key, Log, Raw, Say, Unwake, Utter, Wake
from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.scenario import Campaign, Scenario
from agentpanel.simulator.subscriptions import Subscription


@dataclass(slots=True, kw_only=True)
class Client:
    """A connection, as far as the dialer's rules know one."""

    number: int
    authenticated: bool = False
    permissions: int = 0  # PG that US gave
    advise_every: float = 0.0  # VI


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of a campaign: YC, its state, and how many calls and waits it has made."""

    unique: str
    number: int
    state: str
    placed: int = 0
    cycles: int = 0
    pending: set[int] = field(default_factory=set)  # waits that will place a call
    ticking: bool = False


class Floor:
    """All of the World's state; the modules beside it are its rules."""

    def __init__(self, scenario: Scenario, *, seed: int, speed: float) -> None:
        self.scenario = scenario
        self.choices: Choices = scenario.choices
        self.now: datetime
        self.effects: list[Effect] = []
        self.last_call = 0
        self.last_callback = 0
        self.wrong_passwords: dict[str, int] = {}
        self.clients: dict[int, Client] = {}
        self.agents: dict[str, Agent] = {}
        self.calls: dict[int, Call] = {}
        self.callbacks: dict[int, Callback] = {}
        self.runs: dict[str, Run] = {}
        self.last_subscription = 0
        self.subscriptions: list[Subscription] = []
        self.last_done: dict[str, tuple[Call, LedgerRow]] = {}  # by agent, the newest last
        self.completed: Counter[str] = Counter()  # calls that agents finished, by campaign
        self._seed = seed
        self.speed = speed
        self._born: str | None = None
        self._drawn: dict[str, int] = {}

    def begin(self, at: datetime) -> None:
        """An event has come."""
        self.now = at
        if self._born is None:
            self._born = at.isoformat()
            for number, campaign in enumerate(self.scenario.campaigns, start=1):
                self.runs[campaign.name] = Run(unique=self.unique("YC"), number=number, state=campaign.state)

    def take(self) -> list[Effect]:
        """The effects since the last take."""
        made, self.effects = self.effects, []
        return made

    def say(self, client: int | None, message: Message, interface: str = "AG") -> None:
        """Send, unless the client is gone."""
        if client in self.clients:
            self.effects.append(Say(client, message, interface))

    def utter(self, text: str) -> None:
        self.effects.extend(Utter(client, text) for client in self.clients)

    def raw(self, data: bytes) -> None:
        self.effects.extend(Raw(client, data) for client in self.clients)

    def close_clients(self) -> None:
        self.effects.extend(Close(client) for client in self.clients)

    def wake(self, key: Key, seconds: float, *, real: bool = False) -> None:
        """``seconds`` at speed 1; ``real`` ones were asked for by a client and no speed shortens them."""
        self.effects.append(Wake(key, seconds if real else seconds / self.speed))

    def unwake(self, key: Key) -> None:
        self.effects.append(Unwake(key))

    def log(self, text: str) -> None:
        self.effects.append(Log(text))

    def finished(self, row: LedgerRow) -> None:
        self.effects.append(Finished(row))

    def remember(self, call: Call, row: LedgerRow) -> None:
        """An agent's last call, since somebody may change its outcome afterwards."""
        if row.agent is not None:
            self.last_done.pop(row.agent, None)
            self.last_done[row.agent] = (call, row)

    def random(self, *purpose: str | int) -> Random:
        """A stream of its own for each purpose: what happens elsewhere in between changes nothing."""
        return Random("/".join(str(part) for part in (self._seed, *purpose)))

    def draw(self, span: Span, purpose: str) -> float:
        """The next draw of this purpose from a span."""
        return self.random(purpose, self._count(purpose)).uniform(*span)

    def chance(self, likelihood: float, purpose: str) -> bool:
        return self.random(purpose, self._count(purpose)).random() < likelihood

    def unique(self, kind: str) -> str:
        """A GUID in braces; another one in each run, also with the same seed."""
        name = f"{self._seed}/{self._born}/{kind}/{self._count(kind)}"
        return f"{{{uuid.uuid5(uuid.NAMESPACE_OID, name)}}}".upper()

    def days(self, moment: datetime) -> Decimal:
        """An OLE date in the scenario's zone (behaviour.md 2.6)."""
        local = self.scenario.local(moment)
        return ole.from_datetime(local, local.tzinfo or UTC)

    def duration(self, since: datetime) -> Decimal:
        """The time until now, in the unit that the scenario chose (behaviour.md 2.6)."""
        seconds = max(0.0, (self.now - since).total_seconds())
        unit = 86_400 if self.choices.duration_unit == "days" else 1
        return Decimal(seconds / unit).quantize(Decimal("0.000001"))

    def left(self, seconds: float, since: datetime) -> float:
        """What is left at speed 1 of a wait of so many seconds that began then."""
        return max(0.0, seconds - (self.now - since).total_seconds() * self.speed)

    def campaign(self, name: str) -> Campaign | None:
        return next((each for each in self.scenario.campaigns if each.name == name), None)

    def is_running(self, campaign: Campaign) -> bool:
        return self.runs[campaign.name].state != "closed"

    def agents_on(self, campaign: Campaign) -> Iterator[Agent]:
        return (agent for agent in list(self.agents.values()) if agent.campaign is campaign)

    def tenant_for(self, agent: Agent) -> str | None:
        """TD where a message may go without it (behaviour.md 2.4)."""
        if self.choices.tenant_out == "always":
            return agent.tenant or self.scenario.tenants[0]
        return agent.tenant

    def _count(self, purpose: str) -> int:
        self._drawn[purpose] = self._drawn.get(purpose, 0) + 1
        return self._drawn[purpose]
