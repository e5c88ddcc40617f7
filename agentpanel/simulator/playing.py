"""Sounds and speech in a call: PM and PS, and PM of SW (behaviour.md 4.12)."""

from __future__ import annotations

from typing import Final

from agentpanel.protocol.messages import PlayMessage, PlayStatus
from agentpanel.simulator import seats
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.calls import Call, Playing
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, agent_of, call_of

#: RS of PS.
BEGUN, FINISHED = 0, 1
#: Characters that a speech engine says in a second.
_SPOKEN: Final = 15


def play(floor: Floor, _request: Request, message: PlayMessage) -> None:
    """PM: PS RS 0 now and RS 1 after the sound's seconds; without a sound or speech it stops what plays."""
    agent = agent_of(floor, message)
    call = call_of(agent)
    if message.file_name is not None:
        raise RefusedError("not_in_scenario")  # what a file's name does here is not known
    if message.sound is not None and message.speech is not None:
        raise RefusedError("exclusive_parameters")
    if message.sound is not None:
        check_known(floor, message.sound)
    cut(floor, call, agent)
    name = message.sound or message.speech
    if name is None:
        return
    seconds = len(name) / _SPOKEN if message.sound is None else floor.scenario.sounds[name]
    call.playing = Playing(name, message.interruptible)
    _say(floor, agent, BEGUN)
    floor.wake(("play", call.ordinal), seconds)


def over(floor: Floor, ordinal: int) -> None:
    """The sound has been played to its end."""
    call = floor.calls.get(ordinal)
    agent = None if call is None or call.agent is None else floor.agents.get(call.agent)
    if call is not None and agent is not None:
        cut(floor, call, agent)


def cut(floor: Floor, call: Call, agent: Agent) -> None:
    """Nothing plays any more: PS RS 1 where something did."""
    if call.playing is None:
        return
    call.playing = None
    floor.unwake(("play", call.ordinal))
    _say(floor, agent, FINISHED)


def make_way(floor: Floor, call: Call, agent: Agent) -> None:
    """A transfer or requeue begins: it interrupts what may be interrupted (MI). Raises RefusedError."""
    if call.playing is None:
        return
    if call.playing.interruptible:
        cut(floor, call, agent)
    elif floor.choices.sound_blocks == "refuse":
        raise RefusedError("sound_plays")


def check_known(floor: Floor, sound: str) -> None:
    """The scenario lists the sound. Raises RefusedError."""
    if sound not in floor.scenario.sounds:
        raise RefusedError("unknown_sound")


def _say(floor: Floor, agent: Agent, status: int) -> None:
    floor.say(agent.client, PlayStatus(**seats.heading(floor, agent), status=status))
