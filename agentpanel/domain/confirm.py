"""Whether the dialer has confirmed or refused what was asked: what `ctl --wait` waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    Intent,
    LogIn,
    LogOut,
    SetTag,
    TakeBreak,
)
from agentpanel.domain.judges_call import CALL_JUDGES
from agentpanel.domain.judges_work import JUDGES as WORK_JUDGES
from agentpanel.domain.judging import Verdict, finished, last_words, same_call
from agentpanel.domain.snapshot import Call, Completion, Snapshot, TagState
from agentpanel.domain.state import Link, Seat, WishKind, Work


def settled(intent: Intent, before: Snapshot, now: Snapshot) -> Verdict:
    """Compare the desk before the intent with the desk now."""
    judge = _JUDGES.get(type(intent))
    return True if judge is None else judge(intent, before, now)


def _login(_: LogIn, before: Snapshot, now: Snapshot) -> Verdict:
    if now.seat.value is Seat.IN:
        return True
    under_way = now.login_waiting or now.link.value is Link.CONNECTING or now.seat.value is not Seat.OUT
    return None if under_way else last_words(before, now)


def _available(_: GoAvailable, before: Snapshot, now: Snapshot) -> Verdict:
    if now.seat.value is not Seat.IN:
        return last_words(before, now)
    if now.wish.value.kind is WishKind.AVAILABLE or _on_its_way(now.call):
        return None
    gone_on = now.call is not None and (before.call is None or now.call.key != before.call.key)
    if gone_on or now.work.value in (Work.READY, Work.RESERVED):
        return True
    return last_words(before, now)


def _break(_: TakeBreak, before: Snapshot, now: Snapshot) -> Verdict:
    if now.seat.value is Seat.IN and now.work.value is Work.IDLE and not now.release_asked:
        return True
    return None if now.release_asked else last_words(before, now)


def _logout(_: LogOut, before: Snapshot, now: Snapshot) -> Verdict:
    if now.seat.value is Seat.OUT:
        return True if now.link.value in (Link.UP, Link.STALE) else last_words(before, now)
    pending = now.wish.value.kind is WishKind.LOGOUT or now.seat.value is Seat.LOGGING_OUT
    return None if pending else last_words(before, now)


def _end(_: EndCall, before: Snapshot, now: Snapshot) -> Verdict:
    call = same_call(before, now)
    if call is None:
        return True if now.link.value is Link.UP else last_words(before, now)
    if call.lost is not None:
        return call.lost
    if call.ended is not None:
        return True
    return None if call.ending else last_words(before, now)


def _complete(_: Complete, before: Snapshot, now: Snapshot) -> Verdict:
    if before.call is None or before.call.lost is not None:
        return True
    call = same_call(before, now)
    if call is None:
        return finished(before.call.key, before, now)
    if call.lost is not None:
        return call.lost
    return None if call.completion is not Completion.NONE else last_words(before, now)


def _tag(asked: SetTag, before: Snapshot, now: Snapshot) -> Verdict:
    call = same_call(before, now)
    if call is None:
        return last_words(before, now)
    tag = call.tags[asked.number - 1]
    if call.lost is not None or tag.state is TagState.KEPT:
        return call.lost or last_words(before, now)
    return None if tag.state is TagState.SENT else True


def _on_its_way(call: Call | None) -> bool:
    return call is not None and call.completion in (Completion.SAVING, Completion.SENT)


_JUDGES: Final[dict[type[Intent], Callable[[Any, Snapshot, Snapshot], Verdict]]] = {
    LogIn: _login,
    GoAvailable: _available,
    TakeBreak: _break,
    LogOut: _logout,
    EndCall: _end,
    Complete: _complete,
    SetTag: _tag,
    **WORK_JUDGES,
    **CALL_JUDGES,
}
