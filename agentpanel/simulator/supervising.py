"""What somebody else asks about an agent's call; the agent is told as if by itself (behaviour.md 1.2, 4.12, 6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final

from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    PlayMessage,
    RequestHold,
    RequestMute,
    RequestRecording,
    TransferRequest,
)
from agentpanel.simulator.accidents import Step
from agentpanel.simulator.calls import Stage
from agentpanel.simulator.dispatch import HANDLERS
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request

#: The request that a step stands for.
REQUESTS: Final[Mapping[str, Callable[[Step], Message]]] = {
    "hold": lambda step: RequestHold(agent=step.agent, on=True),
    "retrieve": lambda step: RequestHold(agent=step.agent),
    "mute": lambda step: RequestMute(agent=step.agent, on=True),
    "unmute": lambda step: RequestMute(agent=step.agent),
    "record": lambda step: RequestRecording(agent=step.agent, on=True),
    "stop_record": lambda step: RequestRecording(agent=step.agent),
    "play": lambda step: PlayMessage(agent=step.agent, sound=step.sound),
    "transfer": lambda step: transfer(step.to_agent or "", step.agent, step.way),
}
#: The flag of TR for each way of a step.
_FLAGS: Final[Mapping[str, str]] = {
    "blind": "blind",
    "conference": "conference",
    "agents_first": "agents_first_conference",
    "held_first": "held_conference",
}


def transfer(to_agent: str, agent: str | None, way: str) -> TransferRequest:
    """TR; the ways are those of Mode."""
    flags: dict[str, Any] = {_FLAGS[way]: True} if way in _FLAGS else {}
    return TransferRequest(agent=agent, to_agent=to_agent, **flags)


def ask(floor: Floor, message: Any) -> None:
    """As if a supervisor's client had sent it; about the first agent who talks where none is named."""
    if message.agent is None:
        talking = [call.agent for call in floor.calls.values() if call.stage is Stage.TALKING]
        message = dataclasses.replace(message, agent=talking[0] if talking else None)
    mark = len(floor.effects)
    try:
        HANDLERS[type(message)](floor, Request(0, message, "AG"), message)
    except RefusedError as refused:
        del floor.effects[mark:]
        floor.log(f"{message.META.code} of somebody else for {message.agent}: {refused.name}")
