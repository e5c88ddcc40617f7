"""The dialer, pure: an event and its instant in, effects out. No clock, no socket, no chance but the seed's."""

from __future__ import annotations

from datetime import datetime

from agentpanel.protocol.codec import Reading
from agentpanel.protocol.messages import ErrorReport, MessageVerify, UserAuthenticate
from agentpanel.simulator import dialing, enumerations, failing, leaving, strict, verbs
from agentpanel.simulator.accidents import Injection
from agentpanel.simulator.dispatch import HANDLERS, TIMERS
from agentpanel.simulator.effects import Effect, Key, Say
from agentpanel.simulator.events import Connected, Dropped, Event, Heard, Noise, Woke
from agentpanel.simulator.faults import RefusedError, number_of
from agentpanel.simulator.floor import Client, Floor
from agentpanel.simulator.request import Request
from agentpanel.simulator.scenario import Scenario
from agentpanel.simulator.script import Script


class World:
    """One run of a scenario; ``speed`` divides every wait but those that a client asked for (VI)."""

    def __init__(self, scenario: Scenario, *, seed: int = 0, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError(f"speed must be above 0, not {speed:g}")
        self.floor = Floor(scenario, seed=seed, speed=speed)
        self._script = Script(self.floor)
        self._late: dict[int, Say] = {}

    def handle(self, event: Event, at: datetime) -> list[Effect]:
        """Take one event; ``at`` is aware and never before the last one."""
        self.floor.begin(at)
        self._script.start()
        self._take(event)
        dialing.settle(self.floor)
        self._script.settle()
        return self.floor.take()

    def _take(self, event: Event) -> None:
        match event:
            case Connected(number):
                self.floor.clients[number] = Client(number=number)
            case Heard(client, text, reading):
                self._hear(client, text, reading)
            case Noise(client, reason):
                self.floor.log(f"client {client}: {reason}")
            case Dropped(client):
                self._drop(client)
            case Woke(key):
                self._woke(key)
            case _:
                verbs.perform(self.floor, event)

    def _drop(self, client: int) -> None:
        self.floor.clients.pop(client, None)
        self.floor.unwake(("advise", client))
        enumerations.client_gone(self.floor, client)
        leaving.owner_gone(self.floor, client)

    def _woke(self, key: Key) -> None:
        purpose, name = key
        if purpose == "step":
            self._script.due(int(name))
        elif purpose == "late":
            if (say := self._late.pop(int(name), None)) is not None:
                self.floor.say(say.client, say.message, say.interface)
        else:
            TIMERS[purpose](self.floor, name)

    def _hear(self, client: int, text: str, reading: Reading | None) -> None:
        """ER for any fault, and then nothing else; MV before whatever else the message brings about."""
        if client not in self.floor.clients:
            return
        mark = len(self.floor.effects)
        try:
            accepted = self._obey(client, text, reading)
        except RefusedError as refused:
            del self.floor.effects[mark:]
            number = number_of(refused, self.floor.scenario.errors)
            self.floor.log(f"client {client}: {refused.name}: {text[:200]}")
            self.floor.say(client, ErrorReport(error_code=number, faulty=text), _interface(reading))
        else:
            self.floor.effects[mark:mark] = accepted

    def _obey(self, client: int, text: str, reading: Reading | None) -> list[Effect]:
        """Do what the message asks; its MV, to stand before what it brought about. Raises RefusedError."""
        if reading is None:
            raise RefusedError("malformed")
        strict.check(reading, text, self.floor.scenario)
        message = reading.message
        request = Request(client, message, _interface(reading))
        self._check_rights(request)
        accident = self._script.accident(request)
        if accident is not None and accident.do == "silence":
            return []
        if accident is not None and accident.do == "refuse":
            raise RefusedError("refused_by_scenario", accident.error)
        self._carry_out(request, accident)
        verified = _verification(request)
        if verified is not None and accident is not None and accident.do == "late_mv":
            return self._put_off(verified, accident.seconds)
        return [verified] if verified is not None else []

    def _carry_out(self, request: Request, accident: Injection | None) -> None:
        if accident is not None and accident.do == "fail":
            failing.fail(self.floor, request, accident.status or 0)
            return
        if accident is not None and accident.do == "no_tags":
            failing.hide_tags(self.floor, request)
        if accident is None or accident.do in ("late_mv", "no_tags"):
            self._handle(request)

    def _handle(self, request: Request) -> None:
        handler = HANDLERS.get(type(request.message))
        if handler is None:
            raise RefusedError("not_in_scenario")
        handler(self.floor, request, request.message)

    def _check_rights(self, request: Request) -> None:
        needed = self.floor.choices.auth_required and not isinstance(request.message, UserAuthenticate)
        if needed and not self.floor.clients[request.client].authenticated:
            raise RefusedError("not_authenticated")

    def _put_off(self, verified: Say, seconds: float) -> list[Effect]:
        number = max(self._late, default=0) + 1
        self._late[number] = verified
        self.floor.wake(("late", number), seconds)
        return []


def _interface(reading: Reading | None) -> str:
    """That of the message; of SDMP 1.0, which names none, the one it is declared on."""
    if reading is None:
        return "AG"
    meta = getattr(reading.message, "META", None)
    return reading.frame.interface or (meta.interfaces[0] if meta else "AG")


def _verification(request: Request) -> Say | None:
    """MV for a message with a token (behaviour.md 2.5)."""
    token = getattr(request.message, "token", None)
    return None if token is None else Say(request.client, MessageVerify(token=token), request.interface)
