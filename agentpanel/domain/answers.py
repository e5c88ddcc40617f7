"""MV, ER and silence, each matched to the request that it belongs to (behaviour.md 2.5, 3.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.asked import abandon_login, ask_release, granted
from agentpanel.domain.effects import Unwake
from agentpanel.domain.events import Deadline
from agentpanel.domain.rows import change_call, outcome_confirmed, outcome_refused, tags_settled
from agentpanel.domain.snapshot import Cause, TagState
from agentpanel.domain.state import Seat, SeatTrigger, WishKind, Work
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.errors import RemoteProtocolError
from agentpanel.protocol.frame import Frame
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentUnavailable,
    EnumerateEnd,
    EnumerateOutcomes,
    ErrorReport,
    LogOut,
    MessageVerify,
    SetTags,
    StartWrap,
    TransactionComplete,
    UserAuthenticate,
    VerifyStatus,
)
from agentpanel.protocol.tokens import Request, Stage


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
    change_call(turn, ending=False)
    return words.YOU_STAY_IN_CALL


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


def _list_refused(turn: Turn, _request: Request, _why: Say) -> str:
    turn.memory.subscription = None
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
    EnumerateOutcomes: Manner(name=words.THE_OUTCOME_LIST, todo=words.TELL_SUPERVISOR, refused=_list_refused),
    EnumerateEnd: Manner(name=words.THE_OUTCOME_LIST, todo=words.NOTHING_TO_DO),
}
_ANY: Final = Manner(name=words.THE_REQUEST)


def _manner(request: Request) -> Manner:
    return _MANNERS.get(type(request.message), _ANY)


# -- MV ---------------------------------------------------------------------------------------------------


def accepted(turn: Turn, said: MessageVerify) -> None:
    """It passed error checking, which is not yet "done"; AU's answer may take any number of calls."""
    request = turn.memory.ledger.find(said.token)
    if request is None:
        return
    turn.set(latency_s=max(0.0, turn.at.mono - request.sent))
    turn.memory.acknowledges = True
    if isinstance(request.message, SetTags):
        tags_settled(turn, request.token, request.message, TagState.ACCEPTED)
    if isinstance(request.message, TransactionComplete):
        outcome_confirmed(turn, request.token)
    if _manner(request).answered:
        turn.memory.ledger.accept(request.token)
        turn.watch(request.token)
    elif isinstance(request.message, AgentUnavailable):
        turn.memory.ledger.accept(request.token)
        turn.do(Unwake(Deadline(request.token)))
    else:
        turn.settle(request.token)


# -- ER ---------------------------------------------------------------------------------------------------


def refused(turn: Turn, said: ErrorReport) -> None:
    """Put the shown state right and say what was refused, why, and what to do (panel.md 1.4)."""
    code = said.error_code if said.error_code is not None else "?"
    request = turn.memory.ledger.find(_token_of(said))
    if request is None:
        turn.tell(words.STRAY_REFUSAL, code=code)
        return
    turn.settle(request.token)
    manner = _manner(request)
    now = manner.refused(turn, request, say(words.WHY_REFUSED, code=code))
    fill: dict[str, Any] = {
        "what": _name(request),
        "code": code,
        "now": say(now),
        "todo": say(manner.todo),
    }
    if said.explanation:
        turn.tell(words.REFUSED_WITH_TEXT, text=said.explanation, **fill)
    else:
        turn.tell(words.REFUSED, **fill)


def _name(request: Request) -> Say:
    """One tag is named by its number."""
    message = request.message
    if isinstance(message, SetTags):
        sent = [n for n in range(1, 7) if getattr(message, f"tag{n}") is not None]
        if len(sent) == 1:
            return say(words.THE_TAG, number=sent[0])
    return say(_manner(request).name)


def _token_of(said: ErrorReport) -> str | None:
    """TK stands inside the faulty message that ER quotes."""
    try:
        return Frame.parse(said.faulty or "").values().get("TK")
    except RemoteProtocolError:
        return None


def not_sent(turn: Turn, token: str, rule: str) -> None:
    """The message never left: our own check, or the connection's code page, refused it."""
    request = turn.settle(token)
    if request is None:
        return
    _manner(request).refused(turn, request, say(words.WHY_CANNOT, rule=rule))
    turn.tell(words.CANNOT_SEND, what=_name(request), rule=rule)


# -- silence ----------------------------------------------------------------------------------------------


def overdue(turn: Turn, token: str) -> None:
    """The deadline of a request has passed: each kind of lateness has its own words (panel.md 2)."""
    request = turn.memory.ledger.find(token)
    if request is None:
        return
    if request.stage is Stage.WRITTEN and _was_answered_all_the_same(turn, request):
        return
    seconds = f"{turn.rules.request_timeout_s:g}"
    if isinstance(request.message, (AgentLogin, UserAuthenticate)) and turn.wishes(WishKind.LOGOUT):
        abandon_login(turn)
    elif isinstance(request.message, LogOut):
        turn.settle(token)
        turn.move_seat(SeatTrigger.STAYING, Cause.REQUEST)
        turn.wish(WishKind.NONE)
        turn.tell(words.LOGOUT_LATE)
    elif request.stage is Stage.ACCEPTED and isinstance(request.message, AgentLogin):
        turn.move_seat(SeatTrigger.WAITING)
        turn.tell(words.TIE_UP)
    elif request.stage is Stage.ACCEPTED:
        turn.tell(words.NOT_ANSWERED_YET, what=_name(request), seconds=seconds, todo=say(words.WAIT_OR_TELL))
        _let_ask_again(turn, request)
    else:
        turn.tell(words.NOT_ACCEPTED_YET, what=_name(request), seconds=seconds, todo=say(words.WAIT_OR_TELL))
        _let_ask_again(turn, request)


def _let_ask_again(turn: Turn, request: Request) -> None:
    """What got no answer may be asked for once more."""
    if isinstance(request.message, AgentAvailable):
        turn.settle(request.token)
        if turn.wishes(WishKind.AVAILABLE) and not turn.snapshot.release_asked:
            turn.wish(WishKind.NONE)
    if isinstance(request.message, StartWrap):
        change_call(turn, ending=False)
    if isinstance(request.message, UserAuthenticate):
        turn.move_seat(SeatTrigger.LOGGED_OUT, Cause.REQUEST)


def _was_answered_all_the_same(turn: Turn, request: Request) -> bool:
    """Neither MV nor ER came, but what follows them did, or the login that it was for is over."""
    call = turn.snapshot.call
    key = turn.memory.completing.get(request.token)
    if key is not None and (call is None or call.key != key):
        turn.settle(request.token)
        outcome_confirmed(turn, request.token)
        return True
    ended = max(turn.memory.freed, turn.snapshot.seat.since.mono)
    if isinstance(request.message, AgentUnavailable) and request.sent < ended:
        turn.settle(request.token)
        turn.set(release_asked=None)
        if turn.snapshot.work.value is Work.IDLE and turn.snapshot.seat.value is Seat.IN:
            granted(turn)
        return True
    return False
