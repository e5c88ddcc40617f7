"""A number that is one agent's before it is connected: dialed, reached or not, taken back (behaviour.md 4.6 to 4.8)."""

from __future__ import annotations

from agentpanel.protocol.messages import NumberBack
from agentpanel.simulator import callbacks, seats, talking
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import UNCONNECTED, Call, Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.network import FAILED, mark_result
from agentpanel.simulator.outcomes import HOST_INTERRUPT, NOT_MADE, is_retried
from agentpanel.simulator.scenario import Ending


def bind(floor: Floor, call: Call, agent: Agent) -> None:
    """From here on the number is this agent's."""
    call.agent, agent.call, call.stage = agent.name, call, Stage.BOUND
    call.shown_to = agent.name
    floor.calls[call.ordinal] = call


def launch(floor: Floor, call: Call) -> None:
    """The number is dialed for the agent who has it."""
    call.stage, call.launched = Stage.LAUNCHED, floor.now
    floor.unwake(("preview", call.ordinal))
    floor.wake(("bound", call.ordinal), _ring_s(floor, call))


def rung(floor: Floor, ordinal: int) -> None:
    """The network has answered for the number."""
    call = floor.calls.get(ordinal)
    agent = talking.owner(floor, call)
    if call is None or agent is None or call.stage is not Stage.LAUNCHED:
        return
    mark_result(floor, call)
    if not call.ending.reaches_agent:
        _not_reached(floor, call, agent)
    elif _rings_first(floor, call):
        talking.offer(floor, call, agent)
    else:
        talking.connect(floor, call, agent)


def take_back(floor: Floor, agent: Agent, priority: int) -> None:
    """What the agent has not dialed goes back; what is being dialed too, where the priority (PR) does not wait for it.

    The agent's state is left to the caller.
    """
    call = agent.call
    if call is None or call.stage not in UNCONNECTED:
        return
    dialed = call.stage is Stage.LAUNCHED
    if dialed and priority < (1 if agent.state is State.RESERVED else 2):
        return
    say_back(floor, call, agent, HOST_INTERRUPT if dialed else NOT_MADE)
    _unbind(floor, call, agent)
    if call.callback is not None:
        callbacks.again(floor, call.callback)
    elif dialed:
        call.ended, call.ended_by = floor.now, "dialer"
        talking.book(floor, call, HOST_INTERRUPT)


def say_back(floor: Floor, call: Call, agent: Agent, reason: int) -> None:
    """NB to the agent who was shown the number; TN only once it was dialed."""
    if not call.told or not floor.choices.number_back:
        return
    identified = floor.choices.session_in_preview
    message = NumberBack(
        **seats.heading(floor, agent),
        application_data=call.campaign.application_data,
        alternative_agent=agent.name,
        retry_advise=call.campaign.retries and is_retried(reason),
        reason=reason,
        session=call.session if identified else None,
        number=None if call.launched is None else call.number,
        session_unique=call.unique if identified else None,
        declined=call.declined,
    )
    floor.say(agent.client, message)


def wait_for_phone(floor: Floor, agent: Agent) -> None:
    """In manual mode: until the agent has dialed."""
    floor.wake(("phone", agent.name), floor.draw(floor.choices.manual_dial_s, f"phone/{agent.name}"))


def _ring_s(floor: Floor, call: Call) -> float:
    heard_by_agent = call.campaign.shows_first and call.ending is Ending.NO_ANSWER
    return floor.scenario.times.preview_no_answer if heard_by_agent else call.ring_s


def _rings_first(floor: Floor, call: Call) -> bool:
    """Whether the agent's phone has to ring: it does for a callback that the dialer made by itself."""
    if call.campaign.shows_first:
        return floor.choices.preview_connects == "twice"
    return not call.campaign.manual


def _not_reached(floor: Floor, call: Call, agent: Agent) -> None:
    reason, by = FAILED[call.ending]
    say_back(floor, call, agent, reason)
    if call.campaign.asks_first and floor.choices.failed_preview == "wrap":
        call.failed = reason
        talking.end(floor, call, by)
        return
    call.ended, call.ended_by = floor.now, by
    _unbind(floor, call, agent)
    talking.book(floor, call, reason)
    if agent.state is State.FOLLOW_UP and agent.release is None:
        wait_for_phone(floor, agent)
    else:
        seats.after_call(floor, agent)


def _unbind(floor: Floor, call: Call, agent: Agent) -> None:
    for purpose in ("preview", "bound"):
        floor.unwake((purpose, call.ordinal))
    floor.unwake(("phone", agent.name))
    floor.calls.pop(call.ordinal, None)
    call.agent = agent.call = None
