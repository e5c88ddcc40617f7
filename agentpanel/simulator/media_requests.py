"""Recording, hold, mute and digits of the call at hand: RR, RH, RM, DP (behaviour.md 4.12, 6)."""

from __future__ import annotations

from agentpanel.protocol.messages import (
    DTMFPlay,
    DTMFStatus,
    HoldAcknowledge,
    MuteAcknowledge,
    RecordingAcknowledge,
    RequestHold,
    RequestMute,
    RequestRecording,
)
from agentpanel.simulator import seats, talking
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, agent_of

_DIGITS = frozenset("0123456789#*ABCD")


def record(floor: Floor, _request: Request, message: RequestRecording) -> None:
    """RR, answered by RA."""
    agent, call = _recorded(floor, message)
    blanket = not message.key and (call.campaign.record_all or agent.record)
    if blanket and not message.on and floor.choices.stop_blanket == "refuse":
        raise RefusedError("recording_fixed")
    name = message.key or ""
    if message.on:
        call.recordings.add(name)
    elif not (blanket and floor.choices.stop_blanket == "ignore"):
        call.recordings.discard(name)
    runs = name in call.recordings
    answer = RecordingAcknowledge(
        **seats.heading(floor, agent),
        key=message.key,
        on=runs,
        file_name=message.file_name,
        status=0,
        recording_unique=floor.unique("YR") if runs and not name else None,
    )
    floor.say(agent.client, answer)


def hold(floor: Floor, _request: Request, message: RequestHold) -> None:
    """RH, answered by HA; checked against the dialer's own state."""
    agent = agent_of(floor, message)
    call = _talking(agent)
    if message.who not in (None, "0"):
        raise RefusedError("not_in_scenario")
    if call.held == message.on:
        raise RefusedError("already_so")
    call.held = message.on
    floor.say(agent.client, HoldAcknowledge(**seats.heading(floor, agent), on=message.on, status=0, who=message.who))
    seats.enter(floor, agent, State.HELD if message.on else State.TALKING)


def mute(floor: Floor, _request: Request, message: RequestMute) -> None:
    """RM, answered by MK."""
    agent = agent_of(floor, message)
    call = _talking(agent)
    if call.muted == message.on:
        raise RefusedError("already_so")
    call.muted = message.on
    heads = seats.heading(floor, agent)
    floor.say(agent.client, MuteAcknowledge(**heads, on=message.on, recording_input=message.recording_input, status=0))


def play_digits(floor: Floor, _request: Request, message: DTMFPlay) -> None:
    """DP, answered by DS: begun, then ended."""
    agent = agent_of(floor, message)
    call = _talking(agent)
    if not message.digits or not _DIGITS.issuperset(message.digits):
        raise RefusedError("excluded_character")
    for status in (0, 1):
        floor.say(agent.client, DTMFStatus(**seats.heading(floor, agent), status=status, session=call.session))


def _recorded(floor: Floor, message: RequestRecording) -> tuple[Agent, Call]:
    """The call that RR names by its agent, or by SI or TN, and its agent."""
    if message.agent is not None or message.user is not None:
        agent = agent_of(floor, message)
        return agent, _talking(agent)
    if message.session is None and message.number is None:
        raise RefusedError("call_not_identified")
    for call in floor.calls.values():
        agent_with = talking.owner(floor, call)
        named = message.session in (None, call.session) and message.number in (None, call.number)
        if named and agent_with is not None and call.stage is Stage.TALKING:
            return agent_with, call
    raise RefusedError("no_call")


def _talking(agent: Agent) -> Call:
    if agent.call is None or agent.call.stage is not Stage.TALKING:
        raise RefusedError("no_call")
    return agent.call
