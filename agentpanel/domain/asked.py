"""What each intent does, once the guard has let it pass."""

from __future__ import annotations

from typing import Final

from agentpanel.domain import words
from agentpanel.domain.asked_call import CALL_DEEDS
from agentpanel.domain.asked_work import DEEDS
from agentpanel.domain.completing import complete, put_away
from agentpanel.domain.effects import CloseLink, OpenLink
from agentpanel.domain.given import leaves_idle
from agentpanel.domain.intents import (
    Complete,
    Connect,
    Disconnect,
    DismissCall,
    EndCall,
    GoAvailable,
    Intent,
    LogIn,
    LogOut,
    PickOutcome,
    SetTag,
    TakeBreak,
)
from agentpanel.domain.links import lose_link
from agentpanel.domain.previews import decline, is_undecided
from agentpanel.domain.rows import change_call, record_open
from agentpanel.domain.snapshot import Cause, Completion, Login, Reason
from agentpanel.domain.state import Link, LinkTrigger, Seat, SeatTrigger, WishKind, Work
from agentpanel.domain.tags import set_tag
from agentpanel.domain.turn import Turn
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentUnavailable,
    StartWrap,
    UserAuthenticate,
)
from agentpanel.protocol.messages import (
    LogOut as LogOutMessage,
)

#: The tenant that a dialer has when none was set up (behaviour.md 2.4); UA must name one.
_DEFAULT_TENANT = "default"
_DEEDS: Final = {**DEEDS, **CALL_DEEDS}
#: AU's PR: at the end of talk and wrap, so that no call is abandoned (behaviour.md 4.4).
_RELEASE_IN_ORDER = 0


def ask(turn: Turn, intent: Intent) -> None:  # noqa: C901 - one flat match on all intents
    """Do what is asked."""
    match intent:
        case Connect():
            open_link(turn)
        case LogIn(login, password):
            ask_login(turn, login, password)
        case GoAvailable():
            go_available(turn)
        case TakeBreak(wanted):
            take_break(turn, wanted)
        case LogOut():
            log_out(turn)
        case EndCall(sound, external):
            change_call(turn, ending=True)
            turn.request(StartWrap, **turn.about_me(), play=sound, external=external)
        case Complete(outcome, note):
            give_outcome(turn, outcome, note)
        case PickOutcome(outcome):
            pick_outcome(turn, outcome)
        case SetTag(number, text):
            set_tag(turn, number, text)
        case DismissCall() if turn.snapshot.call and turn.snapshot.call.lost:
            put_away(turn, turn.snapshot.call.lost)
        case Disconnect():
            lose_link(turn, None)
            turn.do(CloseLink())
        case _ if (deed := _DEEDS.get(type(intent))) is not None:
            deed(turn, intent)


def open_link(turn: Turn) -> None:
    if turn.move_link(LinkTrigger.OPENING):
        turn.do(OpenLink())


# -- login ------------------------------------------------------------------------------------------------


def ask_login(turn: Turn, login: Login, password: str | None) -> None:
    skill_set = turn.rules.skill_set(login.skill_set) if login.skill_set else None
    turn.memory.password = password
    turn.memory.all_refused = False
    turn.wish(WishKind.NONE)
    turn.set(
        login=login,
        rights=None,
        campaign=login.campaign,
        home_campaign=login.campaign,
        skills=skill_set.skills if skill_set else (),
    )
    if turn.snapshot.link.value in (Link.UP, Link.STALE):
        start_login(turn)
    else:
        turn.set(login_waiting=True)
        open_link(turn)


def start_login(turn: Turn) -> None:
    """UA where a password is set (behaviour.md 1.5), else AL at once."""
    login, password = turn.snapshot.login, turn.memory.password
    turn.set(login_waiting=False)
    if login is None:
        return
    if password is None or not turn.rules.inferred.login_needs_auth:
        send_login(turn)
        return
    turn.move_seat(SeatTrigger.CHECKING, Cause.REQUEST)
    turn.request(
        UserAuthenticate,
        tenant=login.tenant or _DEFAULT_TENANT,
        agent=None if login.user else login.agent,
        user=login.user,
        password=password,
    )


def send_login(turn: Turn) -> None:
    login = turn.snapshot.login
    if login is None:
        return
    turn.memory.password = None
    turn.move_seat(SeatTrigger.ASKING, Cause.REQUEST)
    turn.request(
        AgentLogin,
        tenant=login.tenant if turn.rules.inferred.send_tenant else None,
        campaign=login.campaign,
        agent=login.agent,
        description=login.name or None,
        extension=login.extension,
        team=login.team or None,
        user=login.user or None,
        nailed_up=login.nailed_up,
        auto_accept=login.auto_accept,
        auto_wrap=login.auto_wrap,
        record=login.record,
    )


# -- available, break, log out --------------------------------------------------------------------------------


def go_available(turn: Turn) -> None:
    """AA, but never between AU and its AF: then it waits for the AF (behaviour.md 4.4)."""
    s = turn.snapshot
    if s.work.value is Work.WRAP and s.call is not None:
        if s.release_asked or leaves_idle(s.call):
            turn.wish(WishKind.AVAILABLE)
        complete(turn)
        return
    turn.wish(WishKind.AVAILABLE)
    if not s.release_asked and not leaves_idle(s.call):
        send_available(turn)


def send_available(turn: Turn) -> None:
    skills = turn.snapshot.skills if turn.rules.inferred.skills_by_aa else ()
    turn.request(AgentAvailable, **turn.about_me(), skills=",".join(skills) or None)


def take_break(turn: Turn, wanted: int | str) -> None:
    rule = turn.rules.break_by(wanted)
    if rule is None:
        return
    reason = Reason(rule.code, rule.text)
    s = turn.snapshot
    if s.release_asked:
        change_reason(turn, reason)
    elif s.work.value is Work.IDLE and not turn.awaits(AgentAvailable):
        turn.set(free_reason=Reason(rule.code, rule.text, local=True))
        turn.tell(words.REASON_KEPT_HERE)
    elif leaves_idle(s.call):
        turn.wish(WishKind.BREAK, Reason(rule.code, rule.text, local=True))
        turn.tell(words.FREE_AFTER_CALL)
    else:
        turn.wish(WishKind.BREAK, reason)
        ask_release(turn, reason)


def change_reason(turn: Turn, reason: Reason) -> None:
    """No documented message changes the reason of an AU that was sent: it is kept here, and says so."""
    first = turn.snapshot.wish.value.reason
    if turn.rules.inferred.second_au:
        turn.wish(WishKind.BREAK, reason)
        ask_release(turn, reason)
        return
    same = first is not None and (first.code, first.text) == (reason.code, reason.text)
    turn.wish(WishKind.BREAK, first if same else Reason(reason.code, reason.text, local=True))
    if not same:
        turn.tell(words.REASON_KEPT_HERE)


def ask_release(turn: Turn, reason: Reason | None) -> None:
    turn.set(release_asked=turn.at)
    turn.request(
        AgentUnavailable,
        **turn.about_me(),
        release=_RELEASE_IN_ORDER,
        reason_code=reason.code if reason else None,
        reason_text=reason.text if reason else None,
    )


def log_out(turn: Turn) -> None:
    """LO may leave only after AF (behaviour.md 4.2): ask for the release first where one is needed."""
    s = turn.snapshot
    turn.wish(WishKind.LOGOUT)
    if s.seat.value is not Seat.IN:
        cancel_login(turn)
    elif s.work.value is Work.IDLE and not s.release_asked and not turn.awaits(AgentAvailable):
        send_logout(turn)
    elif not s.release_asked and not leaves_idle(s.call):
        ask_release(turn, None)


def send_logout(turn: Turn) -> None:
    turn.move_seat(SeatTrigger.LEAVING, Cause.REQUEST)
    turn.request(LogOutMessage, **turn.about_me())


def cancel_login(turn: Turn) -> None:
    """LO follows LI; a login that is overdue, or that nothing watches, is ended with the link."""
    limit = turn.rules.request_timeout_s
    logins = [r for r in turn.memory.ledger.open if isinstance(r.message, (AgentLogin, UserAuthenticate))]
    late = any(turn.at.mono - request.sent >= limit for request in logins)
    if turn.snapshot.seat.value is Seat.TIE_UP or limit <= 0 or late:
        abandon_login(turn)


def abandon_login(turn: Turn) -> None:
    lose_link(turn, None)
    turn.tell(words.LOGIN_CANCELLED)
    turn.do(CloseLink())


def granted(turn: Turn) -> None:
    """The agent is free: now, and not before, an AA or LO that waited may leave."""
    kind = turn.snapshot.wish.value.kind
    if kind is WishKind.AVAILABLE:
        send_available(turn)
    elif kind is WishKind.LOGOUT:
        send_logout(turn)
    else:
        turn.wish(WishKind.NONE)


# -- outcome ----------------------------------------------------------------------------------------------


def give_outcome(turn: Turn, outcome: int | None, note: str | None) -> None:
    """In a call it is armed; in wrap, or on a lost call, it is given; an undialed record is declined with it."""
    call = turn.snapshot.call
    if call is None:
        return
    change_call(turn, outcome=outcome, note=call.note if note is None else note)
    if is_undecided(call) and call.lost is None:
        decline(turn, outcome)
        return
    if call.lost is None and turn.snapshot.work.value is not Work.WRAP:
        change_call(turn, completion=Completion.ARMED)
        record_open(turn)
        return
    complete(turn)


def pick_outcome(turn: Turn, outcome: int | None) -> None:
    """Another choice; taking it back disarms."""
    change_call(turn, outcome=outcome)
    call = turn.snapshot.call
    if outcome is None and call is not None and call.completion is Completion.ARMED:
        change_call(turn, completion=Completion.NONE)
    record_open(turn)
