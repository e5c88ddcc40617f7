"""What the refusal or the lateness of a request about the call at hand means, and how each is spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agentpanel.domain import words, words_call
from agentpanel.domain.call_control import KINDS, give_up
from agentpanel.domain.colleagues import list_refused
from agentpanel.domain.controls import Control
from agentpanel.domain.transfers import ask_again
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    DTMFPlay,
    EnumerateAgents,
    EnumerateEnd,
    PlayMessage,
    RequestHold,
    RequestMute,
    RequestRecording,
    Requeue,
    TransferAnswer,
    TransferRequest,
)
from agentpanel.protocol.tokens import Request

#: Each kind's name; all of them are answered by more than MV, and soon.
NAMES: Final[Mapping[type[Message], str]] = {
    RequestHold: words_call.THE_HOLD,
    RequestMute: words_call.THE_MUTE,
    DTMFPlay: words_call.THE_DIGITS,
    RequestRecording: words_call.THE_RECORDING,
    PlayMessage: words_call.THE_SOUND,
    TransferRequest: words_call.THE_TRANSFER,
    TransferAnswer: words_call.THE_ANSWER,
    Requeue: words_call.THE_REQUEUE,
}


def name_of_one(message: Message) -> str | None:
    """A name that says more than that of its kind."""
    if isinstance(message, RequestHold) and not message.on:
        return words_call.THE_RETRIEVAL
    if isinstance(message, EnumerateEnd) and message.transaction.endswith("-EA"):
        return words_call.THE_AGENT_LIST
    return None


def call_refused(turn: Turn, request: Request, _why: Say) -> str:
    """It may have crossed the end of its call."""
    control = give_up(turn, request.token)
    if control is None:
        return words_call.CALL_HAS_ENDED
    ask_again(turn, control)
    return words_call.STILL_TO_ANSWER if control in (Control.ACCEPT, Control.REJECT) else words.YOU_STAY_IN_CALL


def agents_refused(turn: Turn, request: Request, why: Say) -> str:
    if isinstance(request.message, EnumerateAgents) and request.message.transaction == turn.memory.watching:
        list_refused(turn, why)
    return words_call.NO_LIST_NOW


def call_request_late(turn: Turn, request: Request) -> None:
    """Nobody has answered in time: it may be asked again; a late answer is still known."""
    if isinstance(request.message, KINDS):
        ask_again(turn, give_up(turn, request.token))
