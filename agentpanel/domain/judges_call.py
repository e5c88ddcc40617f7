"""Whether the dialer has confirmed what was asked of the call at hand and of transfers (for `ctl --wait`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.controls import Control
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
)
from agentpanel.domain.judging import Verdict, last_words, same_call
from agentpanel.domain.parties import TargetKind, TransferStage
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.domain.state import Link
from agentpanel.domain.words import say

Judge = Callable[[Any, Snapshot, Snapshot], Verdict]


def _failed(control: Control, before: Snapshot, call: Call) -> bool:
    earlier = before.call.failed if before.call is not None else None
    return call.failed is not None and call.failed is not earlier and call.failed.control is control


def _answered(control: Control) -> Judge:
    """Confirmed when the answer has come, unless it was a no or the call ended first."""

    def judge(_: Intent, before: Snapshot, now: Snapshot) -> Verdict:
        call = same_call(before, now)
        if call is None or call.lost is not None:
            return call.lost if call is not None and call.lost else last_words(before, now)
        if _failed(control, before, call):
            return last_words(before, now)
        if call.ended is not None:
            return say(words.CALL_OVER)
        return None if control in call.pending else True

    return judge


def _requeue(_: RequeueCall | TransferCall, before: Snapshot, now: Snapshot) -> Verdict:
    """The end of the talk confirms it."""
    call = same_call(before, now)
    if call is None:
        return True if now.link.value is Link.UP else last_words(before, now)
    if call.lost is not None:
        return call.lost
    if _failed(Control.REQUEUE, before, call):
        return last_words(before, now)
    return True if call.ended is not None else None


def _transfer(asked: TransferCall, before: Snapshot, now: Snapshot) -> Verdict:
    """Confirmed when somebody else has the call or is in it."""
    if asked.target.kind is TargetKind.QUEUE:
        return _requeue(asked, before, now)
    call = same_call(before, now)
    if call is None:
        return True if now.link.value is Link.UP else last_words(before, now)
    if call.lost is not None:
        return call.lost
    if _failed(Control.TRANSFER, before, call):
        return last_words(before, now)
    waits = call.transfer is not None and call.transfer.stage in (TransferStage.ASKED, TransferStage.OFFERED)
    return None if waits else True


def _answer(asked: AnswerTransfer, before: Snapshot, now: Snapshot) -> Verdict:
    """A yes is confirmed by the connection, a no by the end of the offer."""
    control, call = Control.ACCEPT if asked.accept else Control.REJECT, same_call(before, now)
    if call is not None and call.lost is not None:
        return call.lost
    if call is not None and _failed(control, before, call):
        return last_words(before, now)
    if call is not None and call.connected is not None:
        return True if asked.accept else last_words(before, now)
    if call is not None and call.ended is None:
        return None
    return True if not asked.accept and now.link.value is Link.UP else last_words(before, now)


CALL_JUDGES: Final[Mapping[type[Intent], Judge]] = {
    Hold: _answered(Control.HOLD),
    SwapHold: _answered(Control.HOLD),
    Mute: _answered(Control.MUTE),
    SendDigits: _answered(Control.DIGITS),
    Record: _answered(Control.RECORD),
    PlaySound: _answered(Control.PLAY),
    TransferCall: _transfer,
    AnswerTransfer: _answer,
    RequeueCall: _requeue,
}
