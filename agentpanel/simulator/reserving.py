"""Callbacks that are due: an agent is kept for each and the number dialed (behaviour.md 4.1, 4.13)."""

from __future__ import annotations

from agentpanel.simulator import bound, callbacks, manual, previewing, seats, talking
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.callers import call_back
from agentpanel.simulator.calls import Callback
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.outcomes import AGENT_ABSENT


def time_over(floor: Floor, ordinal: int) -> None:
    """The time of a callback has come, or of a part of its wait."""
    if (callback := floor.callbacks.get(ordinal)) is not None:
        callbacks.wait_for_time(floor, callback)


def patience_over(floor: Floor, ordinal: int) -> None:
    """RE 32 where the agent named is not there; one that is only busy is waited for."""
    callback = floor.callbacks.get(ordinal)
    if callback is None:
        return
    if any(_is_for(callback, agent) and agent.client is not None for agent in floor.agents_on(callback.campaign)):
        callbacks.mark_due(floor, callback)
        return
    callbacks.take(floor, callback)
    call = call_back(floor, callback)
    call.ended, call.ended_by = floor.now, "dialer"
    talking.book(floor, call, AGENT_ABSENT)


def serve(floor: Floor) -> None:
    """Due callbacks to the agents who wait, longest first."""
    for callback in [each for each in floor.callbacks.values() if each.due]:
        if floor.runs[callback.campaign.name].state != "open":
            continue
        agents = [agent for agent in floor.agents_on(callback.campaign) if _may_have(callback, agent)]
        if agents:
            callbacks.take(floor, callback)
            _reserve(floor, callback, min(agents, key=lambda agent: agent.since))


def _is_for(callback: Callback, agent: Agent) -> bool:
    return callback.appointment.agent in (None, agent.name)


def _may_have(callback: Callback, agent: Agent) -> bool:
    return agent.waits and agent.release is None and _is_for(callback, agent)


def _reserve(floor: Floor, callback: Callback, agent: Agent) -> None:
    """AR or BM with CB, then the number as the campaign's mode has it."""
    call = call_back(floor, callback)
    bound.bind(floor, call, agent)
    if call.campaign.manual:
        manual.begin(floor, agent, callback=True)
        return
    seats.ready(floor, agent, callback=True)
    if call.campaign.shows_first:
        previewing.show(floor, call, agent)
    else:
        bound.launch(floor, call)
