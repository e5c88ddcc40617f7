"""How each kind of request is spoken of, and what its refusal means (panel.md 1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agentpanel.domain import words, words_call
from agentpanel.domain.asked import ask_release, granted
from agentpanel.domain.call_control import live_call
from agentpanel.domain.completing import outcome_refused
from agentpanel.domain.manners_call import NAMES, agents_refused, call_refused, name_of_one
from agentpanel.domain.manners_work import (
    begin_dial_refused,
    extension_refused,
    membership_refused,
    move_refused,
    next_refused,
)
from agentpanel.domain.rows import change_call
from agentpanel.domain.snapshot import TagState
from agentpanel.domain.state import Seat, SeatTrigger, WishKind, Work
from agentpanel.domain.subscriptions import asked_simpler, end_refused, list_refused
from agentpanel.domain.tags import tags_settled
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AdjustWrap,
    AgentAvailable,
    AgentLogin,
    AgentMoving,
    AgentUnavailable,
    BeginDial,
    EnumerateAgents,
    EnumerateEnd,
    EnumerateOutcomes,
    GroupMembership,
    LogOut,
    PreviewNow,
    SetTags,
    StartWrap,
    TransactionComplete,
    UserAuthenticate,
    VerifyStatus,
)
from agentpanel.protocol.tokens import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a kind of request is spoken of, and what its refusal means."""

    name: str
    #: Does the dialer owe more than MV, and soon? AF may come after more calls, so AU's is not "soon".
    answered: bool = False
    todo: str = words.TRY_AGAIN
    refused: Callable[[Turn, Request, Say], str] = lambda _turn, _request, _why: words.NOTHING_ELSE_CHANGES


def _login_refused(turn: Turn, _request: Request, _why: Say) -> str:
    turn.move_seat(SeatTrigger.LOGGED_OUT)
    turn.wish(WishKind.NONE)
    return words.YOU_ARE_OUT


def _available_refused(turn: Turn, _request: Request, _why: Say) -> str:
    if turn.wishes(WishKind.AVAILABLE):
        turn.wish(WishKind.NONE)
    return words.YOU_STAY_NOT_READY if turn.snapshot.work.value is Work.IDLE else words.NOTHING_ELSE_CHANGES


def _release_refused(turn: Turn, _request: Request, _why: Say) -> str:
    if turn.awaits(AgentUnavailable):
        return words.NOTHING_ELSE_CHANGES  # the first AU still stands
    turn.set(release_asked=None)
    work = turn.snapshot.work.value
    if work is Work.IDLE:
        granted(turn)  # already free: what waited for the release may go on
        return words.YOU_STAY_NOT_READY
    turn.wish(WishKind.NONE)
    if work is Work.READY:
        return words.YOU_STAY_AVAILABLE
    return words.YOU_STAY_IN_CALL if work in (Work.TALKING, Work.HELD) else words.NOTHING_ELSE_CHANGES


def _logout_refused(turn: Turn, _request: Request, _why: Say) -> str:
    """It may have crossed a word of the dialer that made the agent available: then the release comes first."""
    turn.move_seat(SeatTrigger.STAYING)
    if turn.snapshot.work.value is Work.IDLE:
        turn.wish(WishKind.NONE)
    elif turn.wishes(WishKind.LOGOUT) and not turn.snapshot.release_asked:
        ask_release(turn, None)
    return words.YOU_STAY_IN


def _end_refused(turn: Turn, _request: Request, _why: Say) -> str:
    """It may have crossed the end of its call, or be the second of two."""
    if live_call(turn) is None:
        return words_call.CALL_HAS_ENDED
    if not turn.awaits(StartWrap):
        change_call(turn, ending=False)
        return words.YOU_STAY_IN_CALL
    return words.NOTHING_ELSE_CHANGES


def _outcome_refused(turn: Turn, request: Request, why: Say) -> str:
    outcome_refused(turn, request.token, why)
    return words.OUTCOME_KEPT


def _tags_refused(turn: Turn, request: Request, why: Say) -> str:
    if isinstance(request.message, SetTags):
        tags_settled(turn, request.token, request.message, TagState.KEPT, why)
    return words.TAG_KEPT


def _heartbeat_refused(turn: Turn, _request: Request, _why: Say) -> str:
    turn.memory.heartbeat_refused = True
    return words.NOTHING_ELSE_CHANGES


def _end_of_list_refused(turn: Turn, request: Request, _why: Say) -> str:
    end_refused(turn, request)
    return words.NOTHING_ELSE_CHANGES


_MANNERS: Final[dict[type[Message], Manner]] = {
    UserAuthenticate: Manner(name=words.THE_PASSWORD, answered=True, todo=words.CHECK_ENTRIES, refused=_login_refused),
    AgentLogin: Manner(name=words.THE_LOGIN, answered=True, todo=words.CHECK_ENTRIES, refused=_login_refused),
    AgentAvailable: Manner(name=words.BECOMING_AVAILABLE, answered=True, refused=_available_refused),
    AgentUnavailable: Manner(name=words.THE_BREAK, refused=_release_refused),
    LogOut: Manner(name=words.THE_LOGOUT, answered=True, refused=_logout_refused),
    StartWrap: Manner(name=words.ENDING_THE_CALL, answered=True, refused=_end_refused),
    TransactionComplete: Manner(
        name=words.THE_OUTCOME, answered=True, todo=words.CHOOSE_ANOTHER, refused=_outcome_refused
    ),
    SetTags: Manner(name=words.THE_TAGS, refused=_tags_refused),
    VerifyStatus: Manner(name=words.THE_HEARTBEAT, todo=words.NOTHING_TO_DO, refused=_heartbeat_refused),
    EnumerateOutcomes: Manner(name=words.THE_OUTCOME_LIST, todo=words.TELL_SUPERVISOR, refused=list_refused),
    BeginDial: Manner(name=words.THE_DIAL, refused=begin_dial_refused),
    PreviewNow: Manner(name=words.THE_NEXT_PREVIEW, refused=next_refused),
    AdjustWrap: Manner(name=words.THE_EXTENSION, refused=extension_refused),
    AgentMoving: Manner(name=words.THE_MOVE, answered=True, refused=move_refused),
    GroupMembership: Manner(name=words.THE_QUEUE, refused=membership_refused),
    EnumerateEnd: Manner(name=words.THE_OUTCOME_LIST, todo=words.NOTHING_TO_DO, refused=_end_of_list_refused),
    EnumerateAgents: Manner(name=words_call.THE_AGENT_LIST, todo=words.TELL_SUPERVISOR, refused=agents_refused),
    **{kind: Manner(name=name, answered=True, refused=call_refused) for kind, name in NAMES.items()},
}
_ANY: Final = Manner(name=words.THE_REQUEST)


def asked_anew(turn: Turn, request: Request) -> bool:
    """It named the campaign of before a move that was on its way: what was wished is asked in the new one.

    A list of outcomes is asked for in a simpler way.
    """
    message = request.message
    if isinstance(message, EnumerateOutcomes):
        return asked_simpler(turn, request)
    if not isinstance(message, (AgentAvailable, LogOut)) or message.campaign == turn.about_me()["campaign"]:
        return False
    idle = turn.snapshot.work.value is Work.IDLE and turn.snapshot.call is None and not turn.snapshot.release_asked
    if isinstance(message, AgentAvailable):
        again = idle and turn.wishes(WishKind.AVAILABLE) and turn.snapshot.seat.value is Seat.IN
    else:
        again = idle and turn.wishes(WishKind.LOGOUT) and turn.snapshot.seat.value is Seat.LOGGING_OUT
    if again:
        granted(turn)
    return again


def manner_of(request: Request) -> Manner:
    return _MANNERS.get(type(request.message), _ANY)


def name_of(request: Request) -> Say:
    """One tag is named by its number."""
    message = request.message
    if isinstance(message, SetTags):
        sent = [n for n in range(1, 7) if getattr(message, f"tag{n}") is not None]
        if len(sent) == 1:
            return say(words.THE_TAG, number=sent[0])
    if isinstance(message, BeginDial) and message.declined:
        return say(words.THE_DECLINE)
    return say(name_of_one(message) or manner_of(request).name)
