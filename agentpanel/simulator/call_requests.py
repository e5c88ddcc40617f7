"""What an agent asks about the call at hand: SW, TC, ST, AW (behaviour.md 4.2, 4.10, 5, 6)."""

from __future__ import annotations

from typing import Final

from agentpanel.protocol.messages import AdjustWrap, SetTags, StartWrap, TransactionComplete
from agentpanel.simulator import callbacks, conferences, playing, talking
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.calls import UNCONNECTED, Call, Completion, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.outcomes import check_launched
from agentpanel.simulator.request import Request, agent_of, call_of

#: A call in one of these has not come to the agent yet.
_NOT_OWED: Final = UNCONNECTED | {Stage.OFFERED}


def start_wrap(floor: Floor, _request: Request, message: StartWrap) -> None:
    """SW: the network hangs up within a second, then CE; the far end may hear a sound (PM) or be sent on (EX)."""
    agent = agent_of(floor, message)
    call = call_of(agent)
    _check_outcome(floor, message.outcome)
    if message.play:
        playing.check_known(floor, message.play)
    if message.external is not None and call.transfer is not None:
        raise RefusedError("transfer_in_progress")
    call.outcome, call.sent_on = message.outcome, message.external is not None
    _hang_up(floor, call, agent)


def complete(floor: Floor, _request: Request, message: TransactionComplete) -> None:
    """TC: closes the call; before CE it ends the talk first."""
    agent = agent_of(floor, message)
    call = agent.call
    if call is None or call.stage in _NOT_OWED or call.completion is not None:
        raise RefusedError("nothing_to_complete")
    if call.stage is not Stage.WRAP and floor.choices.complete_while_talking == "refuse":
        raise RefusedError("nothing_to_complete")
    _check_outcome(floor, message.outcome)
    outcome = call.outcome if message.outcome is None else message.outcome
    appointment = callbacks.asked(floor, message)
    completion = Completion(outcome=outcome, data=message.data, appointment=appointment)
    if call.stage is Stage.WRAP:
        talking.complete(floor, call, agent, completion)
        return
    call.completion = completion
    if call.stage is Stage.TALKING:
        _hang_up(floor, call, agent)


def set_tags(floor: Floor, _request: Request, message: SetTags) -> None:
    """ST: from the first AC to before TC; only the tags that it carries change."""
    agent = agent_of(floor, message)
    call = agent.call
    if call is None or call.stage in UNCONNECTED or call.completion is not None:
        raise RefusedError("no_call")
    given = {number: getattr(message, f"tag{number}") for number in range(1, 7)}
    call.tags |= {number: text for number, text in given.items() if text is not None}


def adjust_wrap(floor: Floor, _request: Request, message: AdjustWrap) -> None:
    """AW: limit, outcome and data for when the wrap time runs out; -1 is the campaign's own again."""
    agent = agent_of(floor, message)
    if message.wrap_outcome not in (None, -1):
        _check_outcome(floor, message.wrap_outcome)
    if message.max_wrap is not None:
        agent.max_wrap = None if message.max_wrap == -1 else float(message.max_wrap)
    if message.wrap_outcome is not None:
        agent.wrap_outcome = None if message.wrap_outcome == -1 else message.wrap_outcome
    if message.wrap_data is not None:
        agent.wrap_data = message.wrap_data
    talking.restart_wrap(floor, agent)


def _hang_up(floor: Floor, call: Call, agent: Agent) -> None:
    conferences.about_to_hang_up(floor, call)
    call.stage = Stage.ENDING
    floor.wake(("network", call.ordinal), floor.draw(floor.choices.network_s, f"network/{agent.name}"))


def _check_outcome(floor: Floor, outcome: int | None) -> None:
    if outcome is not None:
        refuse_unknown = floor.choices.unknown_outcome == "refuse"
        check_launched(floor.scenario.reason_of(outcome), refuse_unknown=refuse_unknown)
