"""The open call and its row in the journal, which is written whenever something is typed or happens."""

from __future__ import annotations

import dataclasses
from typing import Any

from agentpanel.domain import words
from agentpanel.domain.effects import Record
from agentpanel.domain.records import Entry, Sending, Tags
from agentpanel.domain.snapshot import Call, Completion, Recording, Tag
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import (
    AgentConnect,
    BeginPreview,
    NumberBack,
)


def names_call(call: Call, said: AgentConnect | BeginPreview | NumberBack) -> bool:
    """By YS where both have it, else by SI, else by TN (behaviour.md 9); a record may have none of them."""
    if call.session_unique is None and call.session is None and call.number is None:
        return is_open_preview(call)
    ours = (call.session_unique, call.session, call.number)
    for mine, theirs in zip(ours, (said.session_unique, said.session, said.number), strict=True):
        if mine and theirs:
            return mine == theirs
    return (call.session or call.number) == (said.session or said.number)


def is_open_preview(call: Call) -> bool:
    """A record that no call has come of."""
    return call.preview is not None and call.connected is None and call.ended is None


def change_call(turn: Turn, **changes: Any) -> None:
    if turn.snapshot.call is not None:
        turn.set(call=dataclasses.replace(turn.snapshot.call, **changes))


def record(turn: Turn, state: Sending, why: Say | None) -> None:
    """Write the row as the call stands now."""
    call, login = turn.snapshot.call, turn.snapshot.login
    if call is None or login is None:
        return
    version = turn.memory.versions.get(call.key, 0) + 1
    turn.memory.versions[call.key] = version
    change_call(turn, saved=False)
    entry = Entry(
        key=call.key,
        tenant=login.tenant,
        agent=login.agent,
        campaign=call.campaign,
        session=call.session,
        session_unique=call.session_unique,
        number=call.number,
        queue=call.queue,
        started=call.offered.wall,
        connected=call.connected.wall if call.connected else None,
        ended=call.ended.wall if call.ended else None,
        completed=call.completed.wall if call.completed else None,
        outcome=call.outcome,
        note=call.note,
        tags=_values(call.tags),
        data=call.data.text if call.data else None,
        recorded=call.recording is Recording.ON,
        reason=call.preview.failed if call.preview else None,
        declined=call.preview is not None and call.preview.declined,
        state=state,
        why=why,
    )
    turn.do(Record(entry, version))


def _values(tags: tuple[Tag, ...]) -> Tags:
    one, two, three, four, five, six = (tag.value for tag in tags)
    return (one, two, three, four, five, six)


def record_open(turn: Turn) -> None:
    """Write what was typed into a call that is still to be completed."""
    call = turn.snapshot.call
    if call is None:
        return
    if call.completion is Completion.SENT:
        unread = call.key in turn.memory.completing.values()
        record(turn, Sending.SENT if unread else Sending.CONFIRMED, None)
    elif call.completion is Completion.SAVING or call.key in turn.snapshot.unsent:
        record(turn, Sending.UNSENT, turn.memory.refusals.get(call.key))
    else:
        record(turn, Sending.LOCAL, call.lost or say(words.WHY_OPEN))
