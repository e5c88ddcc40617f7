"""A call ends: completed, put away, or lost.

A row is on disk before its outcome leaves: Complete records it as unsent, and TC goes when the journal
has answered. So "saved" on the screen means saved on disk, and after a crash no outcome is unaccounted for.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from agentpanel.domain import words
from agentpanel.domain.effects import Mark, Unwake, Wake
from agentpanel.domain.entries import entries_of
from agentpanel.domain.events import Launching, Saving
from agentpanel.domain.given import TALK_OVER, without_outcome
from agentpanel.domain.records import Sending
from agentpanel.domain.rows import change_call, is_open_preview, record
from agentpanel.domain.snapshot import Completion, Finished, Tag, TagState
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import (
    BeginDial,
    TransactionComplete,
)

#: Seconds to wait for a slow disk before the outcome leaves all the same.
_SAVING_S: Final = 1.0

#: Seconds that a dialer which closes calls by itself has for that: TC names no call, and might hit the next one.
_AUTO_WRAP_S: Final = 1.0


def complete(turn: Turn) -> None:
    """The call has ended and its outcome is chosen: save, then send; or save only where it cannot be sent."""
    call = turn.snapshot.call
    if call is None:
        return
    if call.lost is not None:
        put_away(turn, call.lost)
        turn.tell(words.SAVED_HERE, why=call.lost)
        return
    change_call(turn, completion=Completion.SAVING)
    turn.memory.refusals.pop(call.key, None)
    turn.set(unsent=turn.snapshot.unsent | {call.key})
    record(turn, Sending.UNSENT, None)
    turn.do(Wake(Saving(call.key), _SAVING_S))


def complete_at_end(turn: Turn) -> None:
    """The call has ended and an outcome is armed: it leaves, unless the dialer is about to close the call by itself."""
    call, login = turn.snapshot.call, turn.snapshot.login
    if call is not None and login is not None and login.auto_wrap:
        turn.do(Wake(Saving(call.key), _AUTO_WRAP_S))
    else:
        complete(turn)


def waited(turn: Turn, key: str) -> None:
    """Enough of waiting: for the dialer to close the call by itself, or for the disk."""
    call = turn.snapshot.call
    if call is not None and call.key == key and call.ended is not None and call.completion is Completion.ARMED:
        complete(turn)
    else:
        send_outcome(turn, key)


def send_outcome(turn: Turn, key: str) -> None:
    """The journal has the row, or is too slow: TC leaves, if that very call is still open (panel.md 1.3)."""
    call = turn.snapshot.call
    if call is None or call.key != key or call.completion is not Completion.SAVING or call.lost:
        return
    turn.do(Unwake(Saving(key)))
    change_call(turn, completion=Completion.SENT, completed=turn.at)
    turn.set(unsent=turn.snapshot.unsent - {key})
    record(turn, Sending.SENT, None)
    made = turn.request(TransactionComplete, **turn.about_me(), outcome=call.outcome, **entries_of(call, turn))
    turn.memory.completing[made.token] = key


def outcome_refused(turn: Turn, token: str, why: Say) -> None:
    """ER for TC: an open call stays open, its row says why; one that is gone stays here as a local row."""
    key = turn.memory.completing.pop(token, None)
    if key is None:
        return
    call = turn.snapshot.call
    if call is None or call.key != key:
        turn.do(Mark(key, Sending.LOCAL, why))
        _finish(turn, key, Sending.LOCAL)
        return
    turn.set(unsent=turn.snapshot.unsent | {key})
    change_call(turn, completion=Completion.NONE, completed=None)
    turn.memory.refusals[key] = why
    record(turn, Sending.UNSENT, why)


def outcome_confirmed(turn: Turn, token: str) -> None:
    """MV for TC, or the AR or AF that follows it."""
    key = turn.memory.completing.pop(token, None)
    if key is None:
        return
    turn.do(Mark(key, Sending.CONFIRMED))
    if turn.snapshot.finished is not None and turn.snapshot.finished.key == key:
        _finish(turn, key, Sending.CONFIRMED)


def _finish(turn: Turn, key: str, state: Sending) -> None:
    turn.set(finished=Finished(key, state))


def finish_call(turn: Turn) -> bool:
    """AR or AF came: the call is over for the dialer. False where it came before our TC.

    A TC that the dialer has not read yet is not confirmed by it: its MV or ER is still to come.
    """
    for request in turn.settle_read(TransactionComplete, BeginDial):
        outcome_confirmed(turn, request.token)
    call = turn.snapshot.call
    if call is None:
        return True
    if is_open_preview(call):
        close_preview(turn)
        return True
    if call.completion is Completion.SENT:
        unread = call.key in turn.memory.completing.values()
        _finish(turn, call.key, Sending.SENT if unread else Sending.CONFIRMED)
        turn.set(call=None)
        return True
    as_it_should = call.lost or without_outcome(call)
    put_away(turn, as_it_should or say(words.WHY_CLOSED))
    return as_it_should is not None


def close_preview(turn: Turn) -> None:
    """No call came of the record: declined, not reached, or gone back to the dialer."""
    call = turn.snapshot.call
    if call is None or call.preview is None:
        return
    turn.do(Unwake(Launching(call.key)))
    if call.completion is Completion.SENT:
        unread = call.key in turn.memory.completing.values()
        _finish(turn, call.key, Sending.SENT if unread else Sending.CONFIRMED)
        turn.set(call=None)
        return
    went_back = call.preview.dialing is None and call.preview.failed is None
    put_away(turn, say(words.WHY_WENT_BACK if went_back else words.WHY_NOT_REACHED))


def lose_call(turn: Turn, why: Say) -> None:
    """The dialer can no longer be told of this call: keep it on the desk until the agent puts it away."""
    call = turn.snapshot.call
    turn.set(unsent=frozenset())
    if call is None or call.lost is not None:
        return
    if is_open_preview(call) and call.completion is not Completion.SENT:
        put_away(turn, why)
        return
    if call.completion is Completion.SENT:
        unread = call.key in turn.memory.completing.values()
        _finish(turn, call.key, Sending.SENT if unread else Sending.CONFIRMED)
        turn.set(call=None)
        return
    tags = tuple(_keep_here(tag, why) for tag in call.tags)
    ended = call.ended or turn.at
    over = {"ended": ended, "completed": turn.at, "ending": False, "completion": Completion.NONE}
    change_call(turn, **TALK_OVER, **over, lost=why, tags=tags)
    record(turn, Sending.LOCAL, why)


def settle_confirmed(turn: Turn) -> None:
    """NO: outcomes that were accepted wait for nothing more; the answers to others are still to come."""
    for request in turn.memory.ledger.open:
        mine = isinstance(request.message, (TransactionComplete, BeginDial))
        if mine and request.token not in turn.memory.completing:
            turn.settle(request.token)


def leave_in_doubt(turn: Turn) -> None:
    """NO came before any answer to the outcome: its row says so, unless MV or ER comes after all."""
    call = turn.snapshot.call
    if call is not None and call.key in turn.memory.completing.values():
        turn.memory.doubtful.add(call.key)
        turn.do(Mark(call.key, Sending.SENT, say(words.WHY_OUT_FIRST)))


def outcome_unanswered(turn: Turn, token: str) -> None:
    """Neither MV nor ER came in time for the outcome of a call that is over: AR or AF was its answer, NO is none."""
    if turn.memory.completing.get(token) in turn.memory.doubtful:
        turn.memory.doubtful.discard(turn.memory.completing.pop(token))
    else:
        outcome_confirmed(turn, token)


def leave_unconfirmed(turn: Turn) -> None:
    """The link is gone, and with it the answers to outcomes that were written."""
    turn.memory.doubtful.clear()
    for key in turn.memory.completing.values():
        turn.do(Mark(key, Sending.SENT, say(words.WHY_UNCONFIRMED)))
    turn.memory.completing.clear()


def _keep_here(tag: Tag, why: Say) -> Tag:
    on_its_way = tag.state in (TagState.SENT, TagState.WAITING)
    return dataclasses.replace(tag, state=TagState.KEPT, why=why) if on_its_way else tag


def put_away(turn: Turn, why: Say) -> None:
    """Take the call off the desk; its row says that it never reached the dialer, and why."""
    call = turn.snapshot.call
    if call is None:
        return
    if call.completion is not Completion.SENT:
        change_call(turn, ended=call.ended or turn.at, completed=call.completed or turn.at)
        record(turn, Sending.LOCAL, why)
    _finish(turn, call.key, Sending.SENT if call.completion is Completion.SENT else Sending.LOCAL)
    turn.set(call=None, unsent=turn.snapshot.unsent - {call.key})
