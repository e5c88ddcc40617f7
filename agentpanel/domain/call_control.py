"""What is asked about the call at hand, and what becomes of each request (behaviour.md 4.12, 6).

A request is pending, and its control off, from the asking until its answer, its refusal or its deadline. One that is
overdue stays in the ledger, so that a late answer is still known as ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from agentpanel.domain.controls import Control
from agentpanel.domain.given import TALK_OVER, whom_to_hold
from agentpanel.domain.intents import Hold
from agentpanel.domain.parties import Party, TransferStage
from agentpanel.domain.rows import change_call
from agentpanel.domain.snapshot import Call, Failed
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    DTMFPlay,
    PlayMessage,
    RequestHold,
    RequestMute,
    RequestRecording,
    Requeue,
    StartWrap,
    TransferAnswer,
    TransferRequest,
)
from agentpanel.protocol.tokens import Request

M = TypeVar("M", bound=Message)
#: Requests that die with the talk.
KINDS: Final = (
    RequestHold,
    RequestMute,
    DTMFPlay,
    RequestRecording,
    PlayMessage,
    TransferRequest,
    TransferAnswer,
    Requeue,
)
_ON_ITS_WAY: Final = (TransferStage.ASKED, TransferStage.OFFERED)
#: WH: who of the call; 8 turns the present hold round.
WHO: Final = {Party.CUSTOMER: 1, Party.OTHER: 2}
SWAP: Final = 8


# -- asking -----------------------------------------------------------------------------------------------


def ask_about_call(turn: Turn, control: Control, kind: type[Message], **fields: Any) -> str:
    """Send it and let its control wait for the answer; gives the token."""
    made = turn.request(kind, **turn.about_me(), **fields)
    if turn.snapshot.call is not None:
        turn.memory.controlling[made.token] = (turn.snapshot.call.key, control)
    _show_pending(turn)
    return made.token


def hold(turn: Turn, intent: Hold) -> None:
    party = intent.party or whom_to_hold(turn.snapshot.call, on=intent.on)
    who = None if party is None else str(WHO[party])
    ask_about_call(turn, Control.HOLD, RequestHold, on=intent.on, who=who)


def swap(turn: Turn) -> None:
    ask_about_call(turn, Control.HOLD, RequestHold, on=True, who=str(SWAP))


def mute(turn: Turn, *, on: bool) -> None:
    ask_about_call(turn, Control.MUTE, RequestMute, on=on)


def send_digits(turn: Turn, digits: str) -> None:
    ask_about_call(turn, Control.DIGITS, DTMFPlay, digits=digits)


def record(turn: Turn, *, on: bool, second: bool) -> None:
    key = turn.rules.calls.second_recording if second else None
    ask_about_call(turn, Control.RECORD, RequestRecording, on=on, key=key)


def play(turn: Turn, name: str | None) -> None:
    ask_about_call(turn, Control.PLAY, PlayMessage, sound=name)


# -- answers ----------------------------------------------------------------------------------------------


def answered(turn: Turn, kind: type[M], fits: Callable[[M], bool] = lambda _: True) -> Request | None:
    """The dialer says what can be the answer to these: they are settled; gives the last of them."""
    mine = [
        request
        for request in turn.memory.ledger.open
        if isinstance(request.message, kind) and turn.was_read(request) and fits(request.message)
    ]
    for request in mine:
        settled(turn, request)
    return mine[-1] if mine else None


def settled(turn: Turn, request: Request) -> None:
    turn.settle(request.token)
    _forget(turn, request.token)


def fail(turn: Turn, control: Control, text: str, /, **args: str | int | Say) -> None:
    """It did not come about: say so, and let whoever waits for it know."""
    turn.tell(text, **args)
    mark_failed(turn, control)


def mark_failed(turn: Turn, control: Control) -> None:
    change_call(turn, failed=Failed(control, turn.at))


def give_up(turn: Turn, token: str) -> Control | None:
    """It was refused, never left, or is overdue: it may be asked again; None where its call is over."""
    found = turn.memory.controlling.get(token)
    _forget(turn, token)
    call = live_call(turn)
    if found is None or call is None or call.key != found[0]:
        return None
    mark_failed(turn, found[1])
    return found[1]


def live_call(turn: Turn) -> Call | None:
    """The call at hand, while its talk lasts."""
    call = turn.snapshot.call
    return call if call is not None and call.lost is None and call.ended is None else None


def talk_over(turn: Turn) -> None:
    """CE, AR, AF: what was read is answered by that; what was not read will be refused, and means nothing."""
    for kind in KINDS:
        answered(turn, kind)
    turn.memory.controlling.clear()
    turn.memory.transferring.clear()
    _show_pending(turn)


def end_talk(turn: Turn) -> None:
    """CE: a transfer that was still on its way has come to nothing."""
    call = turn.snapshot.call
    if call is not None and call.transfer is not None and call.transfer.stage in _ON_ITS_WAY:
        mark_failed(turn, Control.TRANSFER)
    talk_over(turn)
    change_call(turn, **TALK_OVER)


def is_past(turn: Turn, request: Request) -> bool:
    """Its call is over, so that its answer is no longer waited for."""
    return isinstance(request.message, (*KINDS, StartWrap)) and live_call(turn) is None


def is_idle_stop(turn: Turn, request: Request) -> bool:
    """A wish to stop a sound that has ended by itself: no PS follows its MV; its control is free again."""
    call = live_call(turn)
    stop = isinstance(request.message, PlayMessage) and request.message.sound is None
    if not stop or call is None or call.playing is not None:
        return False
    _forget(turn, request.token)
    return True


def _forget(turn: Turn, token: str) -> None:
    turn.memory.controlling.pop(token, None)
    _show_pending(turn)


def _show_pending(turn: Turn) -> None:
    call = turn.snapshot.call
    if call is None:
        return
    pending = frozenset(control for key, control in turn.memory.controlling.values() if key == call.key)
    if pending != call.pending:
        change_call(turn, pending=pending)
