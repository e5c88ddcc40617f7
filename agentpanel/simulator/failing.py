"""Requests that are accepted and then fail, because a scenario says so (``do = "fail"``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    DTMFStatus,
    HoldAcknowledge,
    MoveStatus,
    MuteAcknowledge,
    PlayStatus,
    RecordingAcknowledge,
    TransferAcknowledge,
)
from agentpanel.simulator import seats
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, agent_of, call_of

#: What answers a request, and the fields that it repeats.
_ANSWERS: Final[Mapping[str, tuple[type[Message], tuple[str, ...]]]] = {
    "RH": (HoldAcknowledge, ("on", "who")),
    "RM": (MuteAcknowledge, ("on", "recording_input")),
    "RR": (RecordingAcknowledge, ("on", "key", "file_name")),
    "DP": (DTMFStatus, ()),
    "PM": (PlayStatus, ()),
    "TR": (TransferAcknowledge, ()),
    "AM": (MoveStatus, ("to_campaign",)),
    "MA": (MoveStatus, ("to_campaign",)),
}
#: Codes of the requests that can fail in this way.
CAN_FAIL: Final = frozenset(_ANSWERS)
_MOVES: Final = ("AM", "MA")


def fail(floor: Floor, request: Request, status: int) -> None:
    """The answer carries this RS and nothing else happens. Raises RefusedError where the agent has no such call."""
    message: Any = request.message
    agent = agent_of(floor, message)
    kind, repeated = _ANSWERS[message.META.code]
    fields: dict[str, Any] = {name: getattr(message, name) for name in repeated}
    if message.META.code not in _MOVES:
        fields |= _session(agent, kind)
    fields |= seats.heading(floor, agent) | {"status": status}
    floor.say(agent.client, kind(**fields))


def _session(agent: Agent, kind: type[Message]) -> dict[str, Any]:
    """SI, which DS alone has; without a call nothing can fail."""
    call = call_of(agent)
    return {"session": call.session} if kind is DTMFStatus else {}


def hide_tags(floor: Floor, request: Request) -> None:
    """The OZ of the call that this TC closes goes without its tags."""
    call = agent_of(floor, request.message).call
    if call is not None:
        call.tags_told = False


def check(code: str, status: int | None) -> str | None:
    """Why an injection of this cannot be, or None."""
    if code not in CAN_FAIL:
        return f"message must be one of {', '.join(sorted(CAN_FAIL))} to fail"
    return "status is missing" if status is None else None
