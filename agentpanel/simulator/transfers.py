"""A call offered to a second party: taken, refused, unanswered, withdrawn (behaviour.md 4.11)."""

from __future__ import annotations

from agentpanel.protocol.messages import TransferAcknowledge, TransferToAgent
from agentpanel.simulator import holding, seats, talking
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.callers import part_of
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.parties import Mode, Phase, Transfer

#: RS of TA.
CONNECTED, OVER, FAILED, OFFERED, CONFERENCE = range(5)
#: The longest DT that XA can carry.
_LONGEST_DATA = 4000


def can_receive(floor: Floor, call: Call, target: Agent | None) -> bool:
    """Only an agent that is logged in and not available; from another campaign only while the call's own runs."""
    if target is None or target.client is None or target.state is not State.NOT_AVAILABLE:
        return False
    return target.campaign is call.campaign or floor.is_running(call.campaign)


def begin(floor: Floor, call: Call, mode: Mode) -> Transfer:
    """TA RS 3: a second party is being called."""
    call.transfer = Transfer(mode=mode, sender=call)
    tell(floor, call, OFFERED)
    holding.show(floor, call)
    return call.transfer


def offer(floor: Floor, call: Call, target: Agent, mode: Mode, limit: float) -> None:
    """The target's phone rings for at most ``limit`` seconds; blind ones and AA of AL are taken without asking."""
    transfer = begin(floor, call, mode)
    if target.campaign is not call.campaign:
        seats.lend(floor, target, call.campaign)
    part = transfer.target = part_of(floor, call)
    part.transfer, part.agent, part.stage, target.call = transfer, target.name, Stage.OFFERED, part
    floor.calls[part.ordinal] = part
    _hand_data_over(floor, call, target)
    unasked = mode is Mode.BLIND or target.auto_accept
    if unasked and target.nailed_up and floor.choices.nailed_up_connects == "once":
        taken(floor, transfer)
        return
    if not unasked or floor.choices.connects == "twice":
        talking.say_connect(floor, part, target, with_data=True)
    seats.enter(floor, target, State.OFFERED)
    floor.wake(("offer", part.ordinal), limit)
    if unasked:
        floor.wake(("answer", part.ordinal), part.agent_ring_s)


def picked_up(floor: Floor, ordinal: int) -> None:
    """The phone of whoever was offered the call is off the hook."""
    call = floor.calls.get(ordinal)
    if call is None or call.transfer is None or call.stage is not Stage.OFFERED:
        talking.answered(floor, ordinal)
    else:
        taken(floor, call.transfer)


def taken(floor: Floor, transfer: Transfer) -> None:
    """The target accepted, or picked up: it talks, and the sender leaves or stays as the mode says."""
    part, target = transfer.target, talking.owner(floor, transfer.target)
    if part is not None and target is not None:
        floor.unwake(("offer", part.ordinal))
        floor.unwake(("answer", part.ordinal))
        talking.connect(floor, part, target)
    if transfer.mode in (Mode.BLIND, Mode.SCREENED):
        _leave_it_to_them(floor, transfer)
        return
    if part is not None:
        floor.unwake(("talk", part.ordinal))  # the far end's time runs with the sender's part
    _confer(floor, transfer)


def failed(floor: Floor, transfer: Transfer) -> None:
    """Refused or not answered: no inquiry call was made, and the sender goes on talking."""
    turn_away(floor, transfer)
    back_to_talk(floor, transfer, FAILED)


def withdraw(floor: Floor, transfer: Transfer) -> None:
    """The sender or the far end hung up while it was offered."""
    turn_away(floor, transfer)
    back_to_talk(floor, transfer, OVER)


def turn_away(floor: Floor, transfer: Transfer) -> None:
    """The target loses the offer: CE, then AF at once; no TC is owed, and it had no part in the call."""
    floor.unwake(("outside", transfer.sender.ordinal))
    part, target = transfer.target, talking.owner(floor, transfer.target)
    if part is None or target is None:
        return
    forget(floor, part, target)
    seats.turn_away(floor, target)


def forget(floor: Floor, part: Call, target: Agent) -> None:
    """CE for an offer; the target's state is left to the caller."""
    for purpose in ("answer", "offer"):
        floor.unwake((purpose, part.ordinal))
    floor.calls.pop(part.ordinal, None)
    part.transfer, part.stage, target.call = None, Stage.DONE, None
    talking.say_ended(floor, part, target)


def back_to_talk(floor: Floor, transfer: Transfer, status: int) -> None:
    """The sender is alone with the far end again, and nobody is on hold."""
    call = transfer.sender
    call.transfer = None
    holding.put(floor, call, on=False)
    tell(floor, call, status)
    holding.show(floor, call)


def tell(floor: Floor, call: Call, status: int) -> None:
    """TA to the agent of this part."""
    agent = talking.owner(floor, call)
    if agent is not None:
        floor.say(agent.client, TransferAcknowledge(**seats.heading(floor, agent), status=status))


def _leave_it_to_them(floor: Floor, transfer: Transfer) -> None:
    """TA RS 0, and the sender is out: after a blind transfer without CE and TC, else with both."""
    call, sender = transfer.sender, talking.owner(floor, transfer.sender)
    call.transfer = None
    if transfer.target is not None:
        transfer.target.transfer = None
    tell(floor, call, CONNECTED)
    if transfer.mode is Mode.SCREENED or sender is None:
        talking.end(floor, call, "transfer")
    else:
        talking.hand_on(floor, call, sender)


def _confer(floor: Floor, transfer: Transfer) -> None:
    """All three talk (C3), or the customer waits on hold first (C4, C5)."""
    call = transfer.sender
    if transfer.mode is Mode.CONFERENCE:
        transfer.phase = Phase.JOINED
        holding.put(floor, call, on=False)
        tell(floor, call, CONFERENCE)
    else:
        transfer.phase = Phase.CONSULTING
        agents_first = transfer.mode is Mode.AGENTS_FIRST
        tell(floor, call, CONNECTED if agents_first else CONFERENCE)
        holding.put(floor, call, on=True, told=not agents_first or floor.choices.consult_hold_told)
    holding.show(floor, call)


def _hand_data_over(floor: Floor, call: Call, target: Agent) -> None:
    """XA, where the scenario says so: AN is who gets it and A2 the other one, as in the page's table."""
    sender, chosen = talking.owner(floor, call), floor.choices.transfer_data
    if chosen == "none" or sender is None or call.data is None or len(call.data) > _LONGEST_DATA:
        return
    pairs = [(target, sender)] if chosen == "target" else [(target, sender), (sender, target)]
    for receiver, other in pairs:
        heads = seats.heading(floor, receiver)
        floor.say(receiver.client, TransferToAgent(**heads, sender=other.name, data=call.data, session=call.session))
