"""What is asked of the call at hand, of transfers and of colleagues: each intent and its deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from agentpanel.domain.call_control import hold, mute, play, record, send_digits, swap
from agentpanel.domain.colleagues import watch
from agentpanel.domain.intents import (
    AnswerTransfer,
    Hold,
    Intent,
    Mute,
    PlaySound,
    Record,
    RequeueCall,
    SendDigits,
    SwapHold,
    TransferCall,
    WatchColleagues,
)
from agentpanel.domain.transfers import answer_transfer, requeue, transfer
from agentpanel.domain.turn import Turn

CALL_DEEDS: Final[Mapping[type[Intent], Callable[[Turn, Any], None]]] = {
    Hold: hold,
    SwapHold: lambda turn, _: swap(turn),
    Mute: lambda turn, intent: mute(turn, on=intent.on),
    SendDigits: lambda turn, intent: send_digits(turn, intent.digits),
    Record: lambda turn, intent: record(turn, on=intent.on, second=intent.second),
    PlaySound: lambda turn, intent: play(turn, intent.name),
    TransferCall: lambda turn, intent: transfer(turn, intent.target, intent.manner),
    AnswerTransfer: lambda turn, intent: answer_transfer(turn, accept=intent.accept),
    RequeueCall: lambda turn, intent: requeue(turn, intent.queue),
    WatchColleagues: lambda turn, intent: watch(turn, on=intent.on),
}
