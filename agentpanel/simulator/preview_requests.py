"""What an agent asks about a preview: BD, PN (behaviour.md 4.7)."""

from __future__ import annotations

from typing import Final

from agentpanel.protocol.messages import BeginDial, PreviewNow
from agentpanel.simulator import bound, seats, talking
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.outcomes import NOT_MADE, check_unlaunched
from agentpanel.simulator.request import Request, agent_of

#: AO of a preview that ended without one (10.6.600).
_NO_OUTCOME: Final = 200


def begin_dial(floor: Floor, _request: Request, message: BeginDial) -> None:
    """BD: dial the record at hand, or with DD do not; AO goes with DD alone."""
    agent = agent_of(floor, message)
    call = _undecided(agent)
    if message.declined:
        _decline(floor, call, agent, message.outcome)
    elif message.outcome is not None:
        raise RefusedError("superfluous_parameter")
    else:
        bound.launch(floor, call)


def preview_now(floor: Floor, _request: Request, message: PreviewNow) -> None:
    """PN: the breather is over."""
    agent = agent_of(floor, message)
    if agent.state is not State.BREATHER:
        raise RefusedError("no_breather")
    floor.unwake(("breather", agent.name))
    seats.ready(floor, agent)


def _undecided(agent: Agent) -> Call:
    """The record that the agent was asked about and that is not dialed yet. Raises RefusedError."""
    call = agent.call
    if call is None or agent.state is not State.PREVIEWING or not call.campaign.asks_first:
        raise RefusedError("no_preview")
    if call.stage is not Stage.BOUND:
        raise RefusedError("already_dialed")
    return call


def _decline(floor: Floor, call: Call, agent: Agent, outcome: int | None) -> None:
    """NB with DD; no TC is owed."""
    if outcome is not None:
        refuse_unknown = floor.choices.unknown_outcome == "refuse"
        check_unlaunched(floor.scenario.reason_of(outcome), refuse_unknown=refuse_unknown)
    call.declined, call.outcome = True, _NO_OUTCOME if outcome is None else outcome
    call.ended, call.ended_by = floor.now, "agent"
    floor.unwake(("preview", call.ordinal))
    bound.say_back(floor, call, agent, NOT_MADE)
    agent.call = None
    talking.book(floor, call, NOT_MADE)
    if agent.release is None and not floor.choices.breather_after_decline:
        seats.ready(floor, agent)
    else:
        seats.after_call(floor, agent)
