"""What agents say about transfers: TR, and TA of the target (behaviour.md 4.11)."""

from __future__ import annotations

from agentpanel.protocol.messages import TransferAnswer, TransferRequest
from agentpanel.simulator import outside, playing, requeue, transfers
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.parties import Mode
from agentpanel.simulator.request import Request, agent_of, call_of

#: Of those a number outside can only be given the call, or join it at once.
_OUTSIDE = (Mode.BLIND, Mode.CONFERENCE)


def ask(floor: Floor, _request: Request, message: TransferRequest) -> None:
    """TR, answered by TA: to one agent (A2), extension (AE) or address outside (EX), in one way."""
    agent = agent_of(floor, message)
    call, mode = call_of(agent), _mode(message)
    _check_one_target(message)
    if call.transfer is not None:
        raise RefusedError("transfer_in_progress")
    limit = floor.choices.transfer_ring_s if message.ring_limit is None else float(message.ring_limit)
    address = message.to_external
    if address is not None and _is_queue(floor, call, address, mode):
        requeue.to_queue(floor, call, agent, address)
        return
    if address is not None and mode not in _OUTSIDE:
        raise RefusedError("forbidden_transfer")
    playing.make_way(floor, call, agent)
    if address is not None:
        outside.ring(floor, call, address, mode, limit)
        return
    target = _target(floor, message)
    if target is not None and transfers.can_receive(floor, call, target):
        transfers.offer(floor, call, target, mode, limit)
    elif target is None and message.to_extension is not None and mode in _OUTSIDE:
        outside.ring(floor, call, message.to_extension, mode, limit)
    else:
        transfers.tell(floor, call, transfers.FAILED)


def answer(floor: Floor, _request: Request, message: TransferAnswer) -> None:
    """TA of the target: accepts or rejects what it is being offered."""
    agent = agent_of(floor, message)
    call = agent.call
    if call is None or call.transfer is None or call.stage is not Stage.OFFERED:
        raise RefusedError("no_transfer")
    if message.status == floor.choices.transfer_accept:
        transfers.taken(floor, call.transfer)
    elif message.status == floor.choices.transfer_reject:
        transfers.failed(floor, call.transfer)
    else:
        raise RefusedError("out_of_limits")


def _mode(message: TransferRequest) -> Mode:
    """Raises RefusedError where more than one is asked for."""
    flags = {
        Mode.BLIND: message.blind,
        Mode.CONFERENCE: message.conference,
        Mode.AGENTS_FIRST: message.agents_first_conference,
        Mode.HELD_FIRST: message.held_conference,
    }
    asked = [mode for mode, flag in flags.items() if flag]
    if len(asked) > 1:
        raise RefusedError("exclusive_parameters")
    return asked[0] if asked else Mode.SCREENED


def _check_one_target(message: TransferRequest) -> None:
    given = [each for each in (message.to_agent, message.to_extension, message.to_external) if each is not None]
    if len(given) != 1:
        raise RefusedError("exclusive_parameters" if given else "missing_parameter")


def _target(floor: Floor, message: TransferRequest) -> Agent | None:
    if message.to_agent is not None:
        return floor.agents.get(message.to_agent)
    return next((agent for agent in floor.agents.values() if agent.extension == message.to_extension), None)


def _is_queue(floor: Floor, call: Call, address: str, mode: Mode) -> bool:
    """Whether EX names a queue, where the caller then waits; there is no conference with one."""
    return mode in (Mode.BLIND, Mode.SCREENED) and requeue.queue_of(floor, address, call.campaign) is not None
