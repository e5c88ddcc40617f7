"""Recording, mute and digits of the call at hand: RR, RM, DP (behaviour.md 4.12, 6)."""

from __future__ import annotations

from agentpanel.protocol.messages import (
    DTMFPlay,
    DTMFStatus,
    MuteAcknowledge,
    RecordingAcknowledge,
    RequestMute,
    RequestRecording,
)
from agentpanel.simulator import seats, talking
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, agent_of, call_of

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


def mute(floor: Floor, _request: Request, message: RequestMute) -> None:
    """RM, answered by MK: the agent's microphone, or with RC what the recording hears."""
    agent = agent_of(floor, message)
    call = call_of(agent)
    muted = call.recording_muted if message.recording_input else call.muted
    if muted == message.on:
        raise RefusedError("already_so")
    if message.recording_input:
        call.recording_muted = message.on
    else:
        call.muted = message.on
    heads = seats.heading(floor, agent)
    floor.say(agent.client, MuteAcknowledge(**heads, on=message.on, recording_input=message.recording_input, status=0))


def play_digits(floor: Floor, _request: Request, message: DTMFPlay) -> None:
    """DP, answered by DS: begun, then ended."""
    agent = agent_of(floor, message)
    call = call_of(agent)
    if not message.digits or not _DIGITS.issuperset(message.digits):
        raise RefusedError("excluded_character")
    for status in (0, 1):
        floor.say(agent.client, DTMFStatus(**seats.heading(floor, agent), status=status, session=call.session))


def _recorded(floor: Floor, message: RequestRecording) -> tuple[Agent, Call]:
    """The call that RR names by its agent, or by SI or TN, and its agent."""
    if message.agent is not None or message.user is not None:
        agent = agent_of(floor, message)
        return agent, call_of(agent)
    if message.session is None and message.number is None:
        raise RefusedError("call_not_identified")
    for call in floor.calls.values():
        agent_with = talking.owner(floor, call)
        named = message.session in (None, call.session) and message.number in (None, call.number)
        if named and agent_with is not None and call.stage is Stage.TALKING:
            return agent_with, call
    raise RefusedError("no_call")
