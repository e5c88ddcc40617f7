"""A World with a clock of its own and clients joined to it in memory, through the bytes of the protocol floor."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Damaged, Encoding
from agentpanel.protocol.message import Message, Side, Unrecognised
from agentpanel.protocol.messages import AgentAvailable, AgentLogin
from agentpanel.simulator import dialing
from agentpanel.simulator.calls import Call
from agentpanel.simulator.choices import Choices
from agentpanel.simulator.effects import Changed, Close, Effect, Finished, Key, Log, Raw, Say, Unwake, Utter, Wake
from agentpanel.simulator.events import Connected, Dropped, Event, HangUp, OfferCall, Woke
from agentpanel.simulator.faults import OWN, STATED
from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.loading import parse_scenario
from agentpanel.simulator.scenario import Scenario
from agentpanel.simulator.wire import Wire
from agentpanel.simulator.world import World

M = TypeVar("M", bound=Message)
START = datetime(2024, 3, 5, 9, 0, tzinfo=UTC)

#: Nothing happens unless the test does it; times are exact.
QUIET = """
timezone = "Europe/London"
[choices]
network_s = [1.0, 1.0]
release_s = [0.5, 0.5]
[times]
ring = [2.0, 2.0]
agent_ring = [1.0, 1.0]
talk = [30.0, 30.0]
early = [2.0, 2.0]
long = [200.0, 200.0]
[[campaign]]
name = "Sales"
pace = { mode = "asked" }
[[campaign]]
name = "Service"
pace = { mode = "asked" }
[[campaign]]
name = "Support"
method = 5
pace = { mode = "asked" }
[[campaign.queue]]
name = "VIP"
[[campaign.queue]]
name = "General"
weight = 0
"""


def scenario(text: str = QUIET, **choices: Any) -> Scenario:
    """A scenario of this text with some choices made otherwise."""
    made = parse_scenario(text, file="test.toml")
    return replace(made, choices=replace(made.choices, **choices))


class End:
    """A client: what it was told, as messages in order."""

    def __init__(self, bench: Bench, number: int, encoding: Encoding, framing: Framing) -> None:
        self.number = number
        self.encoding = encoding
        self.connection = Connection(Side.CLIENT, Dialect(encoding=encoding, framing=framing))
        self.wire = Wire(number, encoding, bench.world.floor.scenario)
        self.heard: list[Message] = []
        self.texts: list[str] = []
        self.problems: list[str] = []
        self.closed = False
        self._bench = bench

    def send(self, message: Message) -> list[Message]:
        """Send; what came back at once."""
        return self.write(self.connection.write(message))

    def write(self, text: str) -> list[Message]:
        """Send any text; what came back at once."""
        return self.give(self.connection.pack(text))

    def give(self, data: bytes) -> list[Message]:
        """Send any bytes; what came back at once."""
        mark = len(self.heard)
        for event in self.wire.receive(data):
            self._bench.do(event)
        return self.heard[mark:]

    def hear(self, data: bytes) -> None:
        for reading in self.connection.receive(data):
            if isinstance(reading, Damaged):
                self.problems.append(reading.reason)
                continue
            self.heard.append(reading.message)
            self.texts.append(reading.frame.text(Framing.V1))
            self.problems.extend(reading.problems)

    def of(self, kind: type[M]) -> list[M]:
        """All messages of a kind so far."""
        return [message for message in self.heard if isinstance(message, kind)]

    def last(self, kind: type[M]) -> M:
        return self.of(kind)[-1]

    def codes(self, since: int = 0) -> str:
        """The codes of what was heard, in order."""
        return codes(self.heard[since:])


class Bench:
    """One World; time passes only by `run`."""

    def __init__(
        self, made: Scenario | None = None, *, seed: int = 1, speed: float = 1.0, at: datetime = START
    ) -> None:
        self.world = World(made or scenario(), seed=seed, speed=speed)
        self.now = at
        self.rows: list[LedgerRow] = []
        self.ends: dict[int, End] = {}
        self.log: list[str] = []
        self._wakes: list[tuple[datetime, int, Key]] = []
        self._current: dict[Key, int] = {}
        self._made = 0

    @property
    def choices(self) -> Choices:
        return self.world.floor.choices

    def join(self, encoding: Encoding = Encoding.UTF16, framing: Framing = Framing.V2) -> End:
        end = End(self, len(self.ends) + 1, encoding, framing)
        self.ends[end.number] = end
        self.do(Connected(end.number))
        return end

    def drop(self, end: End) -> None:
        end.closed = True
        self.do(Dropped(end.number))

    def do(self, event: Event) -> None:
        for effect in self.world.handle(event, self.now):
            self._perform(effect)

    def run(self, seconds: float) -> None:
        """Let time pass, with all that is due in it."""
        until = self.now + timedelta(seconds=seconds)
        while self._wakes and self._wakes[0][0] <= until:
            self.wake()
        self.now = until

    def run_until(self, cond: Callable[[], object], limit: float = 3600.0) -> None:
        """Let time pass from wake to wake until the condition holds."""
        end = self.now + timedelta(seconds=limit)
        while not cond():
            if not self._wakes or self._wakes[0][0] > end:
                raise AssertionError(f"not true within {limit} s")
            self.wake()

    def dial(self, campaign: str = "Sales") -> None:
        """A number that will want an agent is being dialed; it answers two seconds later."""
        while not self.place(campaign).ending.reaches_agent:
            pass

    def place(self, campaign: str = "Sales") -> Call:
        """The next number is being dialed, whatever becomes of it."""
        named = self.world.floor.campaign(campaign)
        assert named is not None
        self.world.floor.begin(self.now)
        call = dialing.place(self.world.floor, named)
        for effect in self.world.floor.take():
            self._perform(effect)
        return call

    def state(self, agent: str = "Anna") -> int:
        found = self.world.floor.agents.get(agent)
        return 0 if found is None else int(found.state)

    @property
    def next_wake(self) -> datetime | None:
        """When the next timer is due, also one that was replaced meanwhile."""
        return self._wakes[0][0] if self._wakes else None

    def wake(self) -> None:
        """The next timer goes off."""
        at, number, key = heapq.heappop(self._wakes)
        if self._current.get(key) == number:
            del self._current[key]
            self.now = max(self.now, at)
            self.do(Woke(key))

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Wake(key, seconds):
                self._made += 1
                self._current[key] = self._made
                heapq.heappush(self._wakes, (self.now + timedelta(seconds=seconds), self._made, key))
            case Unwake(key):
                self._current.pop(key, None)
            case Finished(row):
                self.rows.append(row)
            case Changed(old, row):
                self.rows[self.rows.index(old)] = row
            case Log(text):
                self.log.append(text)
            case Say() | Utter() | Raw() | Close():
                self._to_client(effect)

    def _to_client(self, effect: Say | Utter | Raw | Close) -> None:
        end = self.ends[effect.client]
        match effect:
            case Say(_, message, interface):
                end.hear(end.wire.say(message, interface))
            case Utter(_, text):
                end.hear(end.wire.utter(text))
            case Raw(_, data):
                end.hear(data)
            case Close():
                end.closed = True


def seated(bench: Bench, name: str = "Anna", campaign: str = "Sales", **more: Any) -> End:
    """A client with an agent that is logged in."""
    end = bench.join()
    end.send(AgentLogin(campaign=campaign, agent=name, extension="1001", **more))
    return end


def waiting(bench: Bench, name: str = "Anna", campaign: str = "Sales", **more: Any) -> End:
    """A client with an agent that waits for calls."""
    end = seated(bench, name, campaign, **more)
    end.send(AgentAvailable(agent=name))
    return end


def talking(bench: Bench, name: str = "Anna", campaign: str = "Sales", **more: Any) -> End:
    """A client with an agent in a call."""
    end = waiting(bench, name, campaign, **more)
    bench.do(OfferCall(agent=name))
    bench.run(1)
    return end


def wrapping(bench: Bench, name: str = "Anna", campaign: str = "Sales", **more: Any) -> End:
    """A client with an agent whose caller has hung up."""
    end = talking(bench, name, campaign, **more)
    bench.do(HangUp(name))
    return end


def refused(messages: list[Message], name: str) -> bool:
    """Whether the whole answer was one ER for this reason."""
    number = STATED.get(name) or OWN[name]
    return [getattr(message, "error_code", None) for message in messages] == [number]


def codes(messages: list[Message]) -> str:
    """The codes of messages, in order."""
    return " ".join(
        message.frame.code if isinstance(message, Unrecognised) else message.META.code for message in messages
    )
