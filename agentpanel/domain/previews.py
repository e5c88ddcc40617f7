"""Records to look at before their number is connected: dialed or declined, and the pause between (behaviour.md 4.7)."""

from __future__ import annotations

import dataclasses
from typing import Any

from agentpanel.domain import words
from agentpanel.domain.calls import new_call
from agentpanel.domain.effects import Mark, Unwake, Wake
from agentpanel.domain.events import Launching
from agentpanel.domain.parties import Preview
from agentpanel.domain.records import Sending
from agentpanel.domain.rows import change_call, is_open_preview, record, record_open
from agentpanel.domain.snapshot import Call, Completion, Finished
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say
from agentpanel.protocol.data import parse
from agentpanel.protocol.messages import BeginDial, BeginPreview, PreviewNow


def open_record(turn: Turn, said: BeginPreview) -> None:
    """Put the record on the desk; where the dialer gave a limit, its end is watched."""
    progressive = said.number is not None and not said.begin_dial
    preview = Preview(
        decides=said.begin_dial,
        limit_s=said.preview_timeout or None,
        began=turn.at,
        dialing=turn.at if progressive else None,
    )
    new_call(
        turn,
        session=said.session,
        session_unique=said.session_unique,
        number=said.number,
        campaign=said.campaign or turn.snapshot.campaign,
        data=parse(said.data) if said.data else None,
        preview=preview,
    )
    call = turn.snapshot.call
    if call is not None and preview.decides and preview.limit_s:
        turn.do(Wake(Launching(call.key), preview.limit_s))


def launched(turn: Turn, key: str) -> None:
    """P1 is over by our clock: the dialer dials by itself, and does not tell."""
    call = turn.snapshot.call
    if call is None or call.key != key or call.preview is None or call.connected is not None:
        return
    if call.preview.dialing is None and not call.preview.declined:
        change_preview(turn, dialing=turn.at)
        turn.tell(words.LAUNCHED_BY_DIALER)


def dial(turn: Turn) -> None:
    """BD: what comes next is AC, or CE where nobody could be reached."""
    call = turn.snapshot.call
    if call is not None:
        turn.do(Unwake(Launching(call.key)))
        change_preview(turn, dialing=turn.at)
        turn.request(BeginDial, **turn.about_me())


def dial_refused(turn: Turn) -> None:
    """ER for BD: the record is still there to decide on."""
    call = turn.snapshot.call
    if call is not None and is_open_preview(call):
        _decide_again(turn, call, dialing=None)


def _decide_again(turn: Turn, call: Call, **changes: Any) -> None:
    """As before the asking; the limit may have run out meanwhile, and then the dialer dials."""
    change_preview(turn, **changes)
    if call.preview is not None and call.preview.limit_s:
        left = call.preview.limit_s - (turn.at.mono - call.preview.began.mono)
        turn.do(Wake(Launching(call.key), max(0.0, left)))


def decline(turn: Turn, outcome: int | None) -> None:
    """BD with DD: no call is made and no TC is owed; the row stays with what the agent gave it."""
    call = turn.snapshot.call
    if call is None or call.preview is None:
        return
    turn.do(Unwake(Launching(call.key)))
    declined = _changed(call.preview, declined=True)
    change_call(turn, outcome=outcome, completion=Completion.SENT, completed=turn.at, preview=declined)
    record(turn, Sending.SENT, None)
    made = turn.request(BeginDial, **turn.about_me(), declined=True, outcome=outcome)
    turn.memory.completing[made.token] = call.key


def decline_refused(turn: Turn, token: str, why: Say) -> None:
    """ER for the decline: an open record is open again; the row of one that is gone says why it was not declined."""
    key = turn.memory.completing.pop(token, None)
    call = turn.snapshot.call
    if key is None:
        return
    if call is None or call.key != key:
        turn.do(Mark(key, Sending.LOCAL, why))
        turn.set(finished=Finished(key, Sending.LOCAL))
        return
    if call.completion is Completion.SENT and call.preview is not None and call.preview.declined:
        change_call(turn, completion=Completion.NONE, completed=None)
        _decide_again(turn, call, declined=False)
        record_open(turn)


def next_record(turn: Turn) -> None:
    """PN: the breather ends; the next record comes when there is one."""
    turn.set(next_asked=True)
    turn.request(PreviewNow, **turn.about_me())


def is_undecided(call: Call | None) -> bool:
    """A record whose number is not dialed yet."""
    return call is not None and call.preview is not None and call.connected is None and call.preview.dialing is None


def change_preview(turn: Turn, **changes: Any) -> None:
    call = turn.snapshot.call
    if call is not None and call.preview is not None:
        change_call(turn, preview=_changed(call.preview, **changes))


def _changed(preview: Preview, **changes: Any) -> Preview:
    return dataclasses.replace(preview, **changes)
