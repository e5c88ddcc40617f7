"""What the dialer says of the login, of availability and of moves (behaviour.md 4.2 to 4.4, 4.9)."""

from __future__ import annotations

from typing import Any, Final

from agentpanel.domain import words, words_call
from agentpanel.domain.asked import granted, send_login, send_logout
from agentpanel.domain.breaks import begin_break, end_break
from agentpanel.domain.call_control import talk_over
from agentpanel.domain.colleagues import unwatch
from agentpanel.domain.completing import finish_call, leave_in_doubt, lose_call, put_away, settle_confirmed
from agentpanel.domain.given import is_unanswered, leaves_idle
from agentpanel.domain.heard_oddly import contradiction, odd, seated
from agentpanel.domain.moving import join_again
from agentpanel.domain.snapshot import Reason
from agentpanel.domain.state import Heard, Seat, SeatTrigger, WishKind, Work
from agentpanel.domain.subscriptions import subscribe, unsubscribe
from agentpanel.domain.turn import SEAT_LEFT, Turn
from agentpanel.domain.words import say
from agentpanel.domain.wrapping import take_extension_back
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentFree,
    AgentLogin,
    AgentMoving,
    AgentReady,
    AgentUnavailable,
    CampaignUpdate,
    LoggedIn,
    LogOut,
    NowAvailable,
    NowLoggedOut,
    StartWrap,
    UserAuthenticate,
    UserStatus,
)

#: US's RS in plain words (behaviour.md 1.5).
_AUTH_FAILURES: Final = {
    1: words.NO_SUCH_USER,
    2: words.BAD_PASSWORD,
    3: words.BADLY_FORMED,
    4: words.NO_SYSTEM_RIGHT,
    5: words.LOCKED_OUT,
    6: words.COMPLEXITY_RULES,
    7: words.WRONG_ENDPOINT,
}


#: Whatever the dialer has for the agent, it may come now.
_AVAILABLE: Final = (Work.READY, Work.RESERVED, Work.PREVIEW, Work.BREATHER, Work.MANUAL)

#: The breather is over.
_NO_CYCLE: Final[dict[str, Any]] = {"breather_s": None, "next_asked": False}

# -- login, logout -------------------------------------------------------------------------------------------


def authenticated(turn: Turn, said: UserStatus) -> None:
    if not turn.settle_all(UserAuthenticate) or turn.snapshot.seat.value is not Seat.AUTHENTICATING:
        return
    if said.status == 0:
        turn.set(rights=said.permissions)
    if said.status == 0 and not turn.wishes(WishKind.LOGOUT):
        send_login(turn)
        return
    turn.memory.password = None
    turn.move_seat(SeatTrigger.LOGGED_OUT)
    cancelled = said.status == 0
    turn.wish(WishKind.NONE)
    if cancelled:
        turn.tell(words.LOGIN_GIVEN_UP)
        return
    known = _AUTH_FAILURES.get(said.status or -1)
    if known is not None:
        turn.tell(known)
    else:
        turn.tell(words.AUTH_FAILED, status="?" if said.status is None else said.status)


def logged_in(turn: Turn, said: LoggedIn) -> None:
    """LI, asked for or not."""
    s = turn.snapshot
    asked = bool(turn.settle_all(AgentLogin))
    fresh = s.seat.value is not Seat.IN
    turn.move_seat(SeatTrigger.LOGGED_IN)
    turn.set(unexpected=None)
    campaign = said.campaign or s.campaign
    if campaign != s.campaign:
        contradiction(turn, say(words.OTHER_CAMPAIGN, campaign=campaign or "", asked=s.campaign or ""))
    moved = campaign != s.campaign
    turn.set(campaign=campaign)
    if not fresh:
        if moved:
            subscribe(turn)
        return
    if s.call is not None:
        put_away(turn, s.call.lost or say(words.WHY_LOGGED_OUT))
    turn.move_work(Heard.GONE)
    turn.set(free_reason=None)
    end_break(turn)
    _forget_release(turn)
    if asked:
        turn.settle_all(AgentMoving)
        turn.set(home_campaign=campaign)
    else:
        turn.tell(words.LOGGED_IN_ANEW, campaign=campaign or "")
    subscribe(turn)
    join_again(turn)
    if turn.wishes(WishKind.LOGOUT):
        send_logout(turn)


def logged_out(turn: Turn, _said: NowLoggedOut) -> None:
    """NO, asked for or not."""
    mine = turn.snapshot.seat.value is Seat.LOGGING_OUT
    was_in = turn.snapshot.seat.value is not Seat.OUT
    turn.settle_all(LogOut, AgentLogin, AgentAvailable, StartWrap)
    settle_confirmed(turn)
    turn.move_seat(SeatTrigger.LOGGED_OUT)
    leave_in_doubt(turn)
    lose_call(turn, say(words.WHY_LOGGED_OUT))
    turn.move_work(Heard.GONE)
    turn.wish(WishKind.NONE)
    turn.set(unexpected=None, free_reason=None, **SEAT_LEFT)
    if mine:
        turn.set(rights=None)
    end_break(turn)
    turn.memory.extended = turn.memory.by_phone = False
    _forget_release(turn)
    unsubscribe(turn)
    unwatch(turn)
    if was_in and not mine:
        turn.tell(words.LOGGED_OUT_BY_DIALER)


def _forget_release(turn: Turn) -> None:
    """A login ends what it asked for, except an AU that the dialer has not read yet: no AA may leave before its end."""
    turn.settle_read(AgentUnavailable)
    if not turn.awaits(AgentUnavailable):
        turn.set(release_asked=None)


# -- available, free -------------------------------------------------------------------------------------------


def now_available(turn: Turn, _said: NowAvailable) -> None:
    turn.set(unexpected=None)
    turn.settle_all(AgentAvailable)
    if not seated(turn, words.AVAILABLE_WHILE_OUT):
        return
    was_idle = turn.snapshot.work.value is Work.IDLE
    if not turn.move_work(Heard.AVAILABLE):
        odd(turn)
    became_available(turn, was_idle)


def agent_ready(turn: Turn, said: AgentReady) -> None:
    """AR: ready for the next call; it also confirms our TC, or tells that the dialer closed the wrap."""
    turn.set(unexpected=None)
    if not seated(turn, words.AVAILABLE_WHILE_OUT):
        return
    close_call(turn)
    turn.settle_all(AgentAvailable)
    turn.set(**_NO_CYCLE)
    was_idle = turn.snapshot.work.value is Work.IDLE
    turn.move_work(Heard.RESERVED if said.callback else Heard.READY)
    became_available(turn, was_idle)


def became_available(turn: Turn, was_idle: bool) -> None:
    end_break(turn)
    asked = turn.wishes(WishKind.AVAILABLE)
    if asked and not turn.snapshot.release_asked:
        turn.wish(WishKind.NONE)
    if turn.snapshot.work.value in _AVAILABLE:
        turn.set(free_reason=None)
        if was_idle and not asked and not turn.snapshot.release_asked:
            turn.tell(words.MADE_AVAILABLE)


def close_call(turn: Turn) -> None:
    """The call is over for the dialer; without a TC of ours it closed the wrap itself (behaviour.md 4.10)."""
    turn.memory.by_phone = False
    turn.settle_read(StartWrap)
    talk_over(turn)
    unanswered = is_unanswered(turn.snapshot.call)
    if not finish_call(turn):
        turn.tell(words.CLOSED_BY_DIALER)
    elif unanswered:
        turn.tell(words_call.OFFER_ENDED)
    take_extension_back(turn)


def agent_free(turn: Turn, said: AgentFree) -> None:
    """AF: released. One that crosses an AU of ours which the dialer has not read yet is not its answer."""
    turn.set(unexpected=None)
    if not seated(turn, words.FREED_WHILE_OUT):
        return
    turn.memory.freed = turn.at.mono
    idle_before = leaves_idle(turn.snapshot.call)
    was_idle = idle_before or turn.snapshot.work.value is Work.IDLE
    close_call(turn)
    reason = turn.snapshot.wish.value.reason
    asked = bool(turn.settle_read(AgentUnavailable))
    turn.settle_read(AgentAvailable)
    turn.move_work(Heard.FREE)
    turn.set(free_reason=_free_reason(said, reason), **_NO_CYCLE)
    begin_break(turn, was_idle=was_idle)
    if not turn.awaits(AgentUnavailable):
        asked = asked or turn.snapshot.release_asked is not None
        turn.set(release_asked=None)
        granted(turn)
    if not asked and said.unavailable_reason:
        turn.tell(words.FREED_WITH_NUMBER, number=said.unavailable_reason)
    elif not asked and not idle_before:
        turn.tell(words.FREED_BY_DIALER)


def free_without_a_word(turn: Turn) -> None:
    """The outcome of a received call was accepted long ago: who was not ready before it is so again."""
    close_call(turn)
    turn.move_work(Heard.FREE)
    if (reason := turn.snapshot.wish.value.reason) is not None:
        turn.set(free_reason=reason)
    begin_break(turn, was_idle=True)
    if not turn.snapshot.release_asked:
        granted(turn)


def _free_reason(said: AgentFree, asked: Reason | None) -> Reason | None:
    if asked is not None and asked.local:
        return asked
    if said.reason_code is not None or said.reason_text is not None:
        return Reason(said.reason_code, said.reason_text)
    return asked


# -- moves ----------------------------------------------------------------------------------------------------


def campaign_update(turn: Turn, said: CampaignUpdate) -> None:
    if said.campaign is None:
        return
    moved = said.campaign != turn.snapshot.campaign
    turn.set(campaign=said.campaign)
    turn.tell(words.MOVED, campaign=said.campaign)
    if moved and turn.snapshot.seat.value is Seat.IN:
        subscribe(turn)
