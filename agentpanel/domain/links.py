"""The link: up, silent, lost."""

from __future__ import annotations

from typing import Final

from agentpanel.domain import words
from agentpanel.domain.breaks import end_break
from agentpanel.domain.completing import leave_unconfirmed, lose_call
from agentpanel.domain.effects import CloseLink, Unwake, Wake
from agentpanel.domain.events import Deadline, Heartbeat
from agentpanel.domain.snapshot import Cause
from agentpanel.domain.state import Heard, Link, LinkTrigger, SeatTrigger, WishKind
from agentpanel.domain.subscriptions import leave_to_roll_forward
from agentpanel.domain.turn import SEAT_LEFT, Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import VerifyStatus

#: Seconds that a heartbeat may be late before it counts as missed: a busy dialer, a slow line.
_GRACE_S: Final = 5.0


def _grace(interval: int) -> float:
    return min(_GRACE_S, interval / 2)


def link_up(turn: Turn) -> None:
    """Ask for a sign of life every so many seconds (behaviour.md 1.4)."""
    if not turn.move_link(LinkTrigger.OPENED):
        turn.do(CloseLink())  # nobody wants it any more
        return
    turn.set(last_word=turn.at)
    turn.memory.heartbeat_refused = False
    turn.memory.acknowledges = False
    if turn.rules.heartbeat_s:
        turn.request(VerifyStatus, interval=turn.rules.heartbeat_s)
        turn.do(Wake(Heartbeat(), turn.rules.heartbeat_s + _grace(turn.rules.heartbeat_s)))


def look_for_life(turn: Turn) -> None:
    """The heartbeat's alarm: any message counts as a sign of life."""
    s = turn.snapshot
    if s.link.value not in (Link.UP, Link.STALE) or s.last_word is None or turn.memory.heartbeat_refused:
        return
    interval = turn.rules.heartbeat_s
    silent = turn.at.mono - s.last_word.mono
    grace = _grace(interval)
    late, dead = interval + grace, interval * turn.rules.inferred.missed_heartbeats + grace
    if silent >= dead:
        lose_link(turn, say(words.LINK_SILENT, seconds=round(silent)))
        turn.do(CloseLink())
        return
    if silent >= late and turn.move_link(LinkTrigger.LATE):
        turn.tell(words.STALE, seconds=round(silent))
    due = dead if silent >= late else late
    turn.do(Wake(Heartbeat(), max(0.05, due - silent)))


def lose_link(turn: Turn, why: Say | None) -> None:
    """The link is gone: say it at once, keep what was typed, forget what was asked (behaviour.md 1.3)."""
    if not turn.move_link(LinkTrigger.LOST):
        return
    for request in turn.memory.ledger.open:
        turn.do(Unwake(Deadline(request.token)))
    turn.do(Unwake(Heartbeat()))
    lose_call(turn, say(words.WHY_LINK_LOST))
    leave_unconfirmed(turn)
    end_break(turn)
    leave_to_roll_forward(turn)
    turn.memory.ledger.clear()
    turn.memory.watching = None
    turn.memory.handed = None
    for unanswered in (turn.memory.controlling, turn.memory.transferring, turn.memory.tagging):
        unanswered.clear()
    turn.memory.joining.clear()
    turn.memory.extending.clear()
    turn.move_seat(SeatTrigger.LOGGED_OUT, Cause.LINK)
    turn.move_work(Heard.GONE, Cause.LINK)
    turn.wish(WishKind.NONE, cause=Cause.LINK)
    turn.set(release_asked=None, free_reason=None, unexpected=None, login_waiting=False, latency_s=None, last_word=None)
    turn.set(**SEAT_LEFT)
    turn.memory.extended = turn.memory.by_phone = False
    if why is not None:
        turn.tell(words.LINK_LOST, reason=why)
