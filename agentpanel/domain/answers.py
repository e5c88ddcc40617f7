"""MV, ER and silence, each matched to the request that it belongs to (behaviour.md 2.5, 3.1)."""

from __future__ import annotations

from typing import Any

from agentpanel.domain import words
from agentpanel.domain.asked import abandon_login, granted
from agentpanel.domain.call_control import is_idle_stop, is_past, live_call
from agentpanel.domain.completing import outcome_confirmed, outcome_unanswered
from agentpanel.domain.effects import Unwake
from agentpanel.domain.events import Deadline
from agentpanel.domain.given import leaves_idle
from agentpanel.domain.heard_seat import free_without_a_word
from agentpanel.domain.manners import asked_anew, manner_of, name_of
from agentpanel.domain.manners_call import call_request_late
from agentpanel.domain.manners_work import (
    settle_accepted,
)
from agentpanel.domain.moving import move_waits
from agentpanel.domain.rows import change_call
from agentpanel.domain.snapshot import Cause, TagState
from agentpanel.domain.state import Seat, SeatTrigger, WishKind, Work
from agentpanel.domain.tags import tags_settled
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.errors import RemoteProtocolError
from agentpanel.protocol.frame import Frame
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentMoving,
    AgentUnavailable,
    ErrorReport,
    LogOut,
    MessageVerify,
    PreviewNow,
    SetTags,
    StartWrap,
    TransactionComplete,
    UserAuthenticate,
)
from agentpanel.protocol.tokens import Request, Stage

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
    closed = _is_of_closed_call(turn, request)
    if isinstance(request.message, TransactionComplete):
        outcome_confirmed(turn, request.token)
    if isinstance(request.message, StartWrap) and not closed:
        change_call(turn, ending=True)  # also where its lateness was told before
    settle_accepted(turn, request)
    if manner_of(request).answered and not closed and not is_idle_stop(turn, request):
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
    token = _token_of(said)
    request = turn.memory.ledger.find(token)
    if request is None:
        if not (token or "").startswith(f"{turn.memory.key_prefix}."):  # ours has had another answer meanwhile
            turn.tell(words.STRAY_REFUSAL, code=code)
        return
    turn.settle(request.token)
    if asked_anew(turn, request):
        return
    manner = manner_of(request)
    now = manner.refused(turn, request, say(words.WHY_REFUSED, code=code))
    fill: dict[str, Any] = {
        "what": name_of(request),
        "code": code,
        "now": say(now),
        "todo": say(manner.todo),
    }
    if said.explanation:
        turn.tell(words.REFUSED_WITH_TEXT, text=said.explanation, **fill)
    else:
        turn.tell(words.REFUSED, **fill)


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
    manner_of(request).refused(turn, request, say(words.WHY_CANNOT, rule=rule))
    turn.tell(words.CANNOT_SEND, what=name_of(request), rule=rule)


# -- silence ----------------------------------------------------------------------------------------------


def overdue(turn: Turn, token: str) -> None:
    """The deadline of a request has passed: each kind of lateness has its own words (panel.md 2)."""
    request = turn.memory.ledger.find(token)
    if request is None:
        return
    if request.stage is Stage.WRITTEN and _was_answered_all_the_same(turn, request):
        return
    if is_past(turn, request):
        turn.settle(token)
        return
    if request.stage is Stage.ACCEPTED and _needs_no_answer(turn, request):
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
        turn.tell(words.NOT_ANSWERED_YET, what=name_of(request), seconds=seconds, todo=say(words.WAIT_OR_TELL))
        _let_ask_again(turn, request)
    else:
        turn.tell(words.NOT_ACCEPTED_YET, what=name_of(request), seconds=seconds, todo=say(words.WAIT_OR_TELL))
        _let_ask_again(turn, request)


def _needs_no_answer(turn: Turn, request: Request) -> bool:
    """A move that waits for the end of a call; an outcome after which one who was not ready before hears nothing."""
    if isinstance(request.message, AgentMoving) and move_waits(turn):
        turn.watch(request.token)
        return True
    if isinstance(request.message, TransactionComplete) and leaves_idle(turn.snapshot.call):
        turn.settle(request.token)
        free_without_a_word(turn)
        return True
    return False


def _let_ask_again(turn: Turn, request: Request) -> None:
    """What got no answer may be asked for once more."""
    call_request_late(turn, request)
    if isinstance(request.message, AgentAvailable):
        turn.settle(request.token)
        if turn.wishes(WishKind.AVAILABLE) and not turn.snapshot.release_asked:
            turn.wish(WishKind.NONE)
    if isinstance(request.message, StartWrap):
        change_call(turn, ending=False)
    if isinstance(request.message, PreviewNow):
        turn.set(next_asked=False)
    if isinstance(request.message, AgentMoving):
        turn.set(moving_to=None)
    if isinstance(request.message, UserAuthenticate):
        turn.move_seat(SeatTrigger.LOGGED_OUT, Cause.REQUEST)


def _is_of_closed_call(turn: Turn, request: Request) -> bool:
    """An outcome, or a decline, whose AR or AF has come already; an SW whose CE has."""
    call = turn.snapshot.call
    if isinstance(request.message, StartWrap):
        call = live_call(turn)
        return call is None or call.offered.mono > request.sent
    key = turn.memory.completing.get(request.token)
    return key is not None and (call is None or call.key != key)


def _was_answered_all_the_same(turn: Turn, request: Request) -> bool:
    """Neither MV nor ER came, but what follows them did, or the login that it was for is over."""
    if _is_of_closed_call(turn, request):
        turn.settle(request.token)
        outcome_unanswered(turn, request.token)
        return True
    ended = max(turn.memory.freed, turn.snapshot.seat.since.mono)
    if isinstance(request.message, AgentUnavailable) and request.sent < ended:
        turn.settle(request.token)
        turn.set(release_asked=None)
        if turn.snapshot.work.value is Work.IDLE and turn.snapshot.seat.value is Seat.IN:
            granted(turn)
        return True
    return False
