"""Somebody leaves: the far end, an agent, or one of two agents in the same call (behaviour.md 4.2, 4.11)."""

from __future__ import annotations

from agentpanel.simulator import talking, transfers
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.ledger import EndedBy
from agentpanel.simulator.parties import Phase, Transfer


def talk_over(floor: Floor, ordinal: int) -> None:
    """The far end has said all it had to say."""
    call = floor.calls.get(ordinal)
    if call is not None and call.stage in (Stage.TALKING, Stage.ENDING):
        far_end_gone(floor, call)


def far_end_gone(floor: Floor, call: Call) -> None:
    """The far end hangs up: everybody in the call has CE; an offer is withdrawn."""
    transfer = call.transfer
    if transfer is None:
        _end(floor, call)
        return
    if transfer.phase is Phase.OFFERED:
        transfers.withdraw(floor, transfer)
        _end(floor, transfer.sender)
        return
    parts = _dissolve(floor, transfer)
    for part in parts:
        _end(floor, part)


def hung_up(floor: Floor, ordinal: int) -> None:
    """The network has done what SW or TC asked: this agent is out."""
    call = floor.calls.get(ordinal)
    if call is None or call.stage is not Stage.ENDING:
        return
    transfer = call.transfer
    if transfer is None:
        talking.end(floor, call, "transfer" if call.sent_on else "agent")
        return
    _dissolve(floor, transfer)
    if call is transfer.sender:
        _keep_far_end(floor, transfer)
        talking.end(floor, call, "transfer")
    else:
        talking.end(floor, call, "agent")
        transfers.back_to_talk(floor, transfer, transfers.OVER)


def second_party_gone(floor: Floor, transfer: Transfer) -> None:
    """A second party that is no agent hangs up."""
    _dissolve(floor, transfer)
    transfers.back_to_talk(floor, transfer, transfers.OVER)


def about_to_hang_up(floor: Floor, call: Call) -> None:
    """The agent hangs up: what it has offered is withdrawn at once, before the network does the rest."""
    if call.transfer is not None and call.transfer.phase is Phase.OFFERED:
        transfers.withdraw(floor, call.transfer)


def close_at_once(floor: Floor, agent: Agent, by: EndedBy) -> None:
    """Take the agent out of its call without waiting for a TC; its own state is left to the caller."""
    call = agent.call
    transfer = None if call is None else call.transfer
    if call is None or transfer is None:
        talking.close_at_once(floor, agent, by)
    elif call is transfer.sender:
        if transfer.phase is Phase.OFFERED:
            transfers.withdraw(floor, transfer)
        else:
            _dissolve(floor, transfer)
            _keep_far_end(floor, transfer)
        talking.close_at_once(floor, agent, by)
    elif transfer.phase is Phase.OFFERED:
        transfers.forget(floor, call, agent)
        transfers.back_to_talk(floor, transfer, transfers.FAILED)
    else:
        _dissolve(floor, transfer)
        talking.close_at_once(floor, agent, by)
        transfers.back_to_talk(floor, transfer, transfers.OVER)


def _end(floor: Floor, call: Call) -> None:
    talking.end(floor, call, "agent" if call.stage is Stage.ENDING else "customer")


def _dissolve(floor: Floor, transfer: Transfer) -> list[Call]:
    """Each part is on its own again."""
    floor.unwake(("outside", transfer.sender.ordinal))
    parts = [part for part in (transfer.sender, transfer.target) if part is not None]
    for part in parts:
        part.transfer = None
    return parts


def _keep_far_end(floor: Floor, transfer: Transfer) -> None:
    """The sender leaves: the second party is told, and has the far end, whose time goes on."""
    call, part = transfer.sender, transfer.target
    floor.unwake(("talk", call.ordinal))
    if part is None:
        return
    transfers.tell(floor, part, transfers.OVER)
    if call.connected is not None:
        floor.wake(("talk", part.ordinal), floor.left(call.talk_s, call.connected))
