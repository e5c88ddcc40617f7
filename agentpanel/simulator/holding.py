"""Who of a call is on hold, and the agent's state that follows: RH and HA (behaviour.md 4.11, 4.12)."""

from __future__ import annotations

from agentpanel.protocol.messages import HoldAcknowledge, RequestHold, TransferAcknowledge
from agentpanel.simulator import seats, talking
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.parties import Mode, Phase, Transfer, begun_by
from agentpanel.simulator.request import Request, agent_of, call_of

#: WH: the far end, as before 10.5.330 or by its name; the second agent; both changed for each other.
PRIMARY, SECONDARY, SWAP = "1", "2", "8"
_FAR_END = (None, "", "0", PRIMARY)


def request(floor: Floor, _request: Request, message: RequestHold) -> None:
    """RH, answered by HA; checked against the dialer's own state."""
    agent = agent_of(floor, message)
    call = call_of(agent)
    if message.who in _FAR_END:
        _hold_far_end(call, on=message.on)
    elif message.who == SECONDARY:
        _hold_second(_second_party(call), on=message.on)
    elif message.who == SWAP and message.on:
        _swap(call, _second_party(call))
    else:
        raise RefusedError("not_in_scenario")
    say(floor, agent, on=message.on, who=message.who)
    _join(floor, call, agent)
    show(floor, call)


def put(floor: Floor, call: Call, *, on: bool, told: bool = True) -> None:
    """The far end goes on hold, or back, without an RH; nothing where it is so already."""
    agent = talking.owner(floor, call)
    if call.held == on or agent is None:
        return
    call.held = on
    if told:
        say(floor, agent, on=on, who=PRIMARY)


def say(floor: Floor, agent: Agent, *, on: bool, who: str | None, status: int = 0) -> None:
    """HA."""
    floor.say(agent.client, HoldAcknowledge(**seats.heading(floor, agent), on=on, status=status, who=who))


def show(floor: Floor, call: Call) -> None:
    """Enter the state that the agent's part of the call stands for, while it lasts."""
    agent = talking.owner(floor, call)
    if agent is not None and call.stage in (Stage.TALKING, Stage.ENDING):
        seats.enter(floor, agent, _state(floor, call))


def _state(floor: Floor, call: Call) -> State:
    transfer = begun_by(call)
    if transfer is not None and (transfer.phase is not Phase.JOINED or floor.choices.conference_state == "transfer"):
        return State.TRANSFER
    return State.HELD if call.held else State.TALKING


def _second_party(call: Call) -> Transfer:
    transfer = begun_by(call)
    if transfer is None or transfer.phase is Phase.OFFERED:
        raise RefusedError("no_second_party")
    return transfer


def _hold_far_end(call: Call, *, on: bool) -> None:
    if call.held == on:
        raise RefusedError("already_so")
    call.held = on


def _hold_second(transfer: Transfer, *, on: bool) -> None:
    if transfer.second_held == on:
        raise RefusedError("already_so")
    transfer.second_held = on


def _swap(call: Call, transfer: Transfer) -> None:
    if call.held == transfer.second_held:
        raise RefusedError("already_so")
    call.held, transfer.second_held = transfer.second_held, call.held


def _join(floor: Floor, call: Call, agent: Agent) -> None:
    """Nobody is on hold any more: the consultation becomes a conference."""
    transfer = begun_by(call)
    if transfer is None or transfer.phase is not Phase.CONSULTING or call.held or transfer.second_held:
        return
    transfer.phase = Phase.JOINED
    if transfer.mode is Mode.AGENTS_FIRST:
        floor.say(agent.client, TransferAcknowledge(**seats.heading(floor, agent), status=4))
