"""Giving the call to somebody else, fetching them into it, and answering what others give (behaviour.md 4.11)."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from agentpanel.domain.call_control import ask_about_call, live_call
from agentpanel.domain.controls import Control
from agentpanel.domain.parties import Answer, Manner, Target, TargetKind, Transfer, TransferStage
from agentpanel.domain.rows import change_call
from agentpanel.domain.turn import Turn
from agentpanel.protocol.messages import Requeue, TransferAnswer, TransferRequest

#: The field of TR that says how; none is screened.
FLAGS: Final = {
    Manner.BLIND: "blind",
    Manner.CONFERENCE: "conference",
    Manner.AGENTS_FIRST: "agents_first_conference",
    Manner.CUSTOMER_HELD: "held_conference",
}
_ADDRESS: Final = {
    TargetKind.AGENT: "to_agent",
    TargetKind.EXTENSION: "to_extension",
    TargetKind.EXTERNAL: "to_external",
}


def transfer(turn: Turn, target: Target, manner: Manner) -> None:
    """TR, or RQ where the target is a queue; TA tells how it goes."""
    if target.kind is TargetKind.QUEUE:
        requeue(turn, target.address)
        return
    fields: dict[str, Any] = {_ADDRESS[target.kind]: target.address, "ring_limit": turn.rules.calls.ring_limit_s}
    if (flag := FLAGS.get(manner)) is not None:
        fields[flag] = True
    token = ask_about_call(turn, Control.TRANSFER, TransferRequest, **fields)
    begun = Transfer(target=target, manner=manner, stage=TransferStage.ASKED, since=turn.at)
    turn.memory.transferring[token] = begun
    change_call(turn, transfer=begun)


def requeue(turn: Turn, queue: str) -> None:
    """RQ: CE follows, and the outcome is owed."""
    ask_about_call(turn, Control.REQUEUE, Requeue, group=queue)


def answer_transfer(turn: Turn, *, accept: bool) -> None:
    """TA: after a yes comes the second AC, after a no CE and AF."""
    inferred = turn.rules.inferred
    status = inferred.transfer_accept if accept else inferred.transfer_reject
    ask_about_call(turn, Control.ACCEPT if accept else Control.REJECT, TransferAnswer, status=status)
    _put_answer(turn, Answer.ACCEPTED if accept else Answer.REJECTED)


def ask_again(turn: Turn, control: Control | None) -> None:
    """Refused, never sent, or overdue: what is shown is again what it was before the asking."""
    call = live_call(turn)
    if call is None:
        return
    if control is Control.TRANSFER and call.transfer is not None and call.transfer.stage is TransferStage.ASKED:
        change_call(turn, transfer=None)
    if control in (Control.ACCEPT, Control.REJECT) and call.connected is None:
        _put_answer(turn, Answer.WANTED)


def _put_answer(turn: Turn, answer: Answer) -> None:
    call = turn.snapshot.call
    if call is not None and call.incoming is not None:
        change_call(turn, incoming=dataclasses.replace(call.incoming, answer=answer))
