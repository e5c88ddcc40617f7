"""What a scenario does on purpose: steps at their time, and messages that meet an accident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from agentpanel.simulator import crew, supervising, verbs
from agentpanel.simulator.accidents import Injection, Step
from agentpanel.simulator.events import (
    ChangeOutcome,
    CloseCampaign,
    DropClients,
    HangUp,
    Kill,
    Move,
    OfferCall,
    OnBehalf,
    ResumeCampaign,
    SendRaw,
    SendText,
    SuspendCampaign,
    Verb,
)
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request


class Script:
    """Counts what happens and says what is due."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._waiting: list[int] = []
        self._seen = [0] * len(floor.scenario.injections)
        self._started = False

    def start(self) -> None:
        """The first event has come: time counts from here."""
        if self._started:
            return
        self._started = True
        crew.start(self._floor)
        for number, step in enumerate(self._floor.scenario.steps):
            if step.at is not None:
                self._floor.wake(("step", number), step.at + step.delay)
            else:
                self._waiting.append(number)

    def settle(self) -> None:
        """Do, or set going, each step whose calls have been completed."""
        for number in list(self._waiting):
            step = self._floor.scenario.steps[number]
            completed = self._floor.completed
            done = completed.total() if step.campaign is None else completed[step.campaign]
            if step.after_calls is not None and done >= step.after_calls:
                self._waiting.remove(number)
                self._floor.wake(("step", number), step.delay)

    def due(self, number: int) -> None:
        """The time of a step has come."""
        verbs.perform(self._floor, _verb(self._floor.scenario.steps[number]))

    def accident(self, request: Request) -> Injection | None:
        """What is to go wrong with this message, the first of those that apply."""
        due = [self._counted(number, injection, request) for number, injection in enumerate(self._all())]
        return next((injection for injection in due if injection is not None), None)

    def _all(self) -> tuple[Injection, ...]:
        return self._floor.scenario.injections

    def _counted(self, number: int, injection: Injection, request: Request) -> Injection | None:
        if not _applies(injection, request):
            return None
        self._seen[number] += 1
        return injection if not injection.nth or self._seen[number] in injection.nth else None


def _applies(injection: Injection, request: Request) -> bool:
    message = request.message
    if message.META.code != injection.message:
        return False
    if injection.agent not in (None, getattr(message, "agent", None)):
        return False
    if injection.parameter is None:
        return True
    field = next((param.field for param in message.META.params if param.code == injection.parameter), None)
    value = getattr(message, field) if field else None
    if value is None or value is False:
        return False
    return injection.value in (None, str(value))


def _verb(step: Step) -> Verb:
    return _VERBS[step.do](step) if step.do in _VERBS else OnBehalf(supervising.REQUESTS[step.do](step))


_VERBS: Final[Mapping[str, Callable[[Step], Verb]]] = {
    "kill": lambda step: Kill(step.agent, step.release),
    "move": lambda step: Move(step.to_campaign or "", step.agent),
    "close_campaign": lambda step: CloseCampaign(step.campaign or ""),
    "suspend_campaign": lambda step: SuspendCampaign(step.campaign or ""),
    "resume_campaign": lambda step: ResumeCampaign(step.campaign or ""),
    "hang_up": lambda step: HangUp(step.agent),
    "offer_call": lambda step: OfferCall(
        campaign=step.campaign, number=step.number, agent=step.agent, queue=step.queue
    ),
    "change_outcome": lambda step: ChangeOutcome(step.outcome or 0, step.agent),
    "drop_clients": lambda _: DropClients(),
    "send_text": lambda step: SendText(step.text or ""),
    "send_hex": lambda step: SendRaw(bytes.fromhex(step.text or "")),
}
