"""What the refusal of a preview's, a wrap's or a move's request means, and what its acceptance does."""

from __future__ import annotations

from agentpanel.domain import words
from agentpanel.domain.completing import outcome_confirmed
from agentpanel.domain.moving import queue_joined, queue_refused
from agentpanel.domain.previews import decline_refused, dial_refused
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say
from agentpanel.domain.wrapping import wrap_extended
from agentpanel.protocol.messages import AdjustWrap, BeginDial, GroupMembership
from agentpanel.protocol.tokens import Request


def settle_accepted(turn: Turn, request: Request) -> None:
    """MV is all the answer that these have."""
    match request.message:
        case BeginDial(declined=True):
            outcome_confirmed(turn, request.token)
        case AdjustWrap():
            wrap_extended(turn, request.token)
        case GroupMembership():
            queue_joined(turn, request.token)


def begin_dial_refused(turn: Turn, request: Request, why: Say) -> str:
    if isinstance(request.message, BeginDial) and request.message.declined:
        decline_refused(turn, request.token, why)
    else:
        dial_refused(turn)
    return words.STILL_TO_DECIDE


def next_refused(turn: Turn, _request: Request, _why: Say) -> str:
    turn.set(next_asked=False)
    return words.NOTHING_ELSE_CHANGES


def extension_refused(turn: Turn, request: Request, _why: Say) -> str:
    turn.memory.extending.pop(request.token, None)
    return words.WRAP_AS_BEFORE


def move_refused(turn: Turn, _request: Request, _why: Say) -> str:
    turn.set(moving_to=None)
    return words.YOU_STAY_ON_CAMPAIGN


def membership_refused(turn: Turn, request: Request, _why: Say) -> str:
    queue_refused(turn, request.token)
    return words.QUEUES_AS_BEFORE
