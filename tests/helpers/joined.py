"""Desks and the strict dialer on one virtual clock, joined in memory through the bytes of the protocol."""

from __future__ import annotations

import dataclasses
from collections import deque
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from agentpanel.domain.desk import Desk
from agentpanel.domain.effects import CloseLink, Effect, Mark, OpenLink, Record, Report, Send, Unwake, Wake
from agentpanel.domain.events import Alarm, Asked, Event, LinkLost, LinkUp, NotSent, Received, Recorded, Woke
from agentpanel.domain.intents import Intent
from agentpanel.domain.records import Entry, OutcomeReport
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Login, Snapshot
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.framing import Damaged
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import ErrorReport
from agentpanel.simulator.agents import State
from agentpanel.simulator.events import Event as WorldEvent
from agentpanel.simulator.scenario import Scenario
from tests.simulator.bench import START, Bench, End

#: Steps after which a line that never comes to rest is a fault.
_MOST_STEPS: Final = 10_000


class Seatbox:
    """One desk, its line to the dialer, its disk and its alarms."""

    def __init__(self, joint: Joint, login: Login, rules: SiteRules) -> None:
        self.login = login
        self.desk = Desk(rules, ZoneInfo("Europe/London"), prefix=login.agent, at=joint.at)
        self.rows: dict[str, Entry] = {}
        self.reports: list[OutcomeReport] = []
        self.sent: list[Message] = []
        #: Written without a link.
        self.into_nothing: list[Message] = []
        #: ER for what was written with nothing of the dialer's on its way: the desk knew all there was to know.
        self.refusals: list[str] = []
        #: Every ER, crossed or not.
        self.errors: list[str] = []
        self._crossed: set[str] = set()
        self.alarms: dict[Alarm, float] = {}
        self.end: End | None = None
        self._joint = joint
        self._up: deque[tuple[End, bytes]] = deque()
        self._down: deque[tuple[End, bytes]] = deque()
        self._disk: deque[Event] = deque()

    @property
    def snapshot(self) -> Snapshot:
        return self.desk.snapshot

    @property
    def dialer_state(self) -> State:
        """DS, as the dialer has it."""
        return State(self._joint.bench.state(self.login.agent))

    @property
    def owns_login(self) -> bool:
        """Whether the dialer has the agent logged in by this panel, and not only what a lost link left behind."""
        agent = self._joint.bench.world.floor.agents.get(self.login.agent)
        return agent is not None and agent.client is not None

    def ask(self, intent: Intent) -> bool:
        """Ask, if the desk takes it; the line is left as it is."""
        if self.desk.refusal(intent) is not None:
            return False
        self._joint.note(self, f"! {intent}")
        self.feed(Asked(intent))
        return True

    def feed(self, event: Event) -> None:
        """One event, and what it makes the desk do."""
        if isinstance(event, Received):
            self._hear(event)
        for effect in self.desk.handle(event, self._joint.at):
            self._perform(effect)

    def cut(self) -> None:
        """The link breaks; what was on its way is gone."""
        end, self.end = self.end, None
        if end is not None:
            self._up.clear()
            self._down.clear()
            self._joint.note(self, "-- the link is cut")
            self._joint.bench.drop(end)
            self.feed(LinkLost(None))

    def step(self) -> bool:
        """Carry one thing on, the disk first; False where nothing waits."""
        if self._disk:
            self.feed(self._disk.popleft())
        elif self._down:
            self._carry_down(*self._down.popleft())
        elif self._up:
            end, data = self._up.popleft()
            if end is self.end:
                end.give(data)
        else:
            return False
        return True

    def _carry_down(self, end: End, data: bytes) -> None:
        if end is self.end:
            for reading in end.connection.receive(data):
                self.feed(Received(reading))

    def _hear(self, event: Received) -> None:
        if isinstance(event.what, Damaged):
            self._joint.note(self, f"< damaged: {event.what.reason}")
            return
        self._joint.note(self, f"< {event.what.frame.text()[:90]}")
        if isinstance(event.what.message, ErrorReport):
            faulty = event.what.message.faulty or ""
            self.errors.append(faulty)
            if faulty.rpartition("\\TK")[2] not in self._crossed:
                self.refusals.append(f"{event.what.message.error_code} {faulty}")

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Send(message):
                self._send(message)
            case Wake(alarm, seconds):
                self.alarms[alarm] = self._joint.at.mono + seconds
            case Unwake(alarm):
                self.alarms.pop(alarm, None)
            case Record(entry, version):
                self.rows[entry.key] = entry
                self._disk.append(Recorded(entry.key, version))
            case Mark(key, state, why):
                self.rows[key] = dataclasses.replace(self.rows[key], state=state, why=why)
            case Report(reports):
                self.reports.extend(reports)
            case OpenLink():
                self._join()
            case CloseLink():
                self.cut()

    def _send(self, message: Message) -> None:
        if self.end is None:
            self.into_nothing.append(message)
            return
        self.sent.append(message)
        if self._down:
            self._crossed.add(str(getattr(message, "token", "")))
        try:
            text = self.end.connection.write(message)
        except LocalProtocolError as error:
            self._disk.append(NotSent(str(getattr(message, "token", "")), str(error)))
            return
        self._joint.note(self, f"> {text[:90]}")
        self._up.append((self.end, self.end.connection.pack(text)))

    def _join(self) -> None:
        end = self._joint.bench.join()

        def hear(data: bytes) -> None:
            self._down.append((end, data))

        end.hear = hear  # type: ignore[method-assign]
        self.end = end
        self._disk.append(LinkUp())


class Joint:
    """All seats on one dialer; time passes only by `run`."""

    def __init__(self, scenario: Scenario, seats: dict[str, tuple[Login, SiteRules]], *, seed: int = 1) -> None:
        self.bench = Bench(scenario, seed=seed)
        self.trace: list[str] = []
        self.seats = {name: Seatbox(self, login, rules) for name, (login, rules) in seats.items()}

    @property
    def at(self) -> Instant:
        return Instant((self.bench.now - START).total_seconds(), self.bench.now)

    def note(self, seat: Seatbox | None, text: str) -> None:
        """A line of the story, for whoever must understand a failure."""
        self.trace.append(f"{self.at.mono:7.1f} {seat.login.agent if seat else '*'} {text}")

    @property
    def story(self) -> str:
        """The last lines of what happened."""
        return "\n" + "\n".join(self.trace[-80:])

    def do(self, event: WorldEvent) -> None:
        """The rest of the world does something."""
        self.note(None, f"{event}")
        self.bench.do(event)

    def rest(self) -> None:
        """Until nothing is on its way."""
        for _ in range(_MOST_STEPS):
            if not any(seat.step() for seat in self.seats.values()):
                return
        raise AssertionError("never at rest" + self.story)

    def run(self, seconds: float) -> None:
        """Time passes, with all that is due on either side, in order."""
        until = self.at.mono + seconds
        while True:
            alarms = [(at, name, alarm) for name, seat in self.seats.items() for alarm, at in seat.alarms.items()]
            at, name, alarm = min(alarms, key=lambda each: each[0], default=(float("inf"), "", None))
            wake = (self.bench.next_wake - START).total_seconds() if self.bench.next_wake else float("inf")
            if min(at, wake) > until:
                break
            if alarm is not None and at < wake:
                self.bench.now = max(self.bench.now, START + timedelta(seconds=at))
                del self.seats[name].alarms[alarm]
                self.seats[name].feed(Woke(alarm))
            else:
                self.bench.wake()
            self.rest()
        self.bench.now = START + timedelta(seconds=until)
