"""The open call and its row in the journal: begun, changed, completed, put away.

A row is on disk before its outcome leaves: Complete records it as unsent, and TC goes when the journal
has answered. So "saved" on the screen means saved on disk, and after a crash no outcome is unaccounted for.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.effects import Mark, Record, Unwake, Wake
from agentpanel.domain.events import Saving
from agentpanel.domain.records import Entry, Sending, Tags
from agentpanel.domain.rules import FirstAc
from agentpanel.domain.snapshot import Call, Completion, Finished, Recording, Tag, TagState
from agentpanel.domain.state import Heard
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say, say
from agentpanel.protocol.data import CallData, parse
from agentpanel.protocol.messages import AgentConnect, SetTags, TransactionComplete

#: Seconds to wait for a slow disk before the outcome leaves all the same.
_SAVING_S: Final = 1.0
_TAG_FIELDS: Final = ("tag1", "tag2", "tag3", "tag4", "tag5", "tag6")


# -- the call ---------------------------------------------------------------------------------------------


def same_call(call: Call, said: AgentConnect) -> bool:
    """By YS where both have it, else by SI, else by TN (behaviour.md 9)."""
    if call.session_unique and said.session_unique:
        return call.session_unique == said.session_unique
    return (call.session or call.number) == (said.session or said.number)


def begin_call(turn: Turn, said: AgentConnect) -> Heard:
    """A first AC: put the call on the desk and begin its row; what it means for the work axis."""
    if turn.snapshot.call is not None:
        put_away(turn, say(words.WHY_REPLACED))
    turn.memory.calls += 1
    key = f"{turn.memory.key_prefix}-{turn.memory.calls}"
    at_once = turn.rules.inferred.first_ac is FirstAc.CONNECTED
    call = Call(
        key=key,
        session=said.session,
        session_unique=said.session_unique,
        number=said.number,
        campaign=said.campaign or turn.snapshot.campaign,
        queue=said.queue or said.group,
        data=_data(said.data),
        offered=turn.at,
        connected=turn.at if at_once else None,
        abandoned_before=said.abandon_retry,
    )
    turn.set(call=call)
    record(turn, Sending.LOCAL, say(words.WHY_OPEN))
    return Heard.CONNECTED if at_once else Heard.OFFERED


def connect_call(turn: Turn, call: Call, said: AgentConnect) -> None:
    """A second AC for the same call: it is connected, and may tell more."""
    change_call(
        turn,
        connected=call.connected or turn.at,
        session=call.session or said.session,
        session_unique=call.session_unique or said.session_unique,
        number=call.number or said.number,
        queue=call.queue or said.queue or said.group,
        data=call.data or _data(said.data),
    )
    record(turn, Sending.LOCAL, say(words.WHY_OPEN))


def _data(text: str | None) -> CallData | None:
    return parse(text) if text else None


def change_call(turn: Turn, **changes: Any) -> None:
    if turn.snapshot.call is not None:
        turn.set(call=dataclasses.replace(turn.snapshot.call, **changes))


# -- its row ----------------------------------------------------------------------------------------------


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
        outcome=call.outcome,
        note=call.note,
        tags=_values(call.tags),
        data=call.data.text if call.data else None,
        recorded=call.recording is Recording.ON,
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
        record(turn, Sending.SENT, None)
    elif call.completion is Completion.SAVING or call.key in turn.snapshot.unsent:
        record(turn, Sending.UNSENT, None)
    else:
        record(turn, Sending.LOCAL, call.lost or say(words.WHY_OPEN))


# -- completing -------------------------------------------------------------------------------------------


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
    turn.set(unsent=turn.snapshot.unsent | {call.key})
    record(turn, Sending.UNSENT, None)
    turn.do(Wake(Saving(call.key), _SAVING_S))


def send_outcome(turn: Turn, key: str) -> None:
    """The journal has the row, or is too slow: TC leaves, if that very call is still open (panel.md 1.3)."""
    call = turn.snapshot.call
    if call is None or call.key != key or call.completion is not Completion.SAVING or call.lost:
        return
    turn.do(Unwake(Saving(key)))
    change_call(turn, completion=Completion.SENT)
    turn.set(unsent=turn.snapshot.unsent - {key})
    turn.do(Mark(key, Sending.SENT))
    made = turn.request(TransactionComplete, **turn.about_me(), outcome=call.outcome)
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
    turn.do(Mark(key, Sending.UNSENT, why))
    turn.set(unsent=turn.snapshot.unsent | {key})
    change_call(turn, completion=Completion.NONE)


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
    for request in turn.settle_read(TransactionComplete):
        outcome_confirmed(turn, request.token)
    call = turn.snapshot.call
    if call is None:
        return True
    if call.completion is Completion.SENT:
        unread = call.key in turn.memory.completing.values()
        _finish(turn, call.key, Sending.SENT if unread else Sending.CONFIRMED)
        turn.set(call=None)
        return True
    put_away(turn, call.lost or say(words.WHY_CLOSED))
    return call.lost is not None


def lose_call(turn: Turn, why: Say) -> None:
    """The dialer can no longer be told of this call: keep it on the desk until the agent puts it away."""
    call = turn.snapshot.call
    for token, key in list(turn.memory.completing.items()):
        turn.do(Mark(key, Sending.SENT, say(words.WHY_UNCONFIRMED)))
        del turn.memory.completing[token]
    turn.set(unsent=frozenset())
    if call is None or call.lost is not None:
        return
    if call.completion is Completion.SENT:
        _finish(turn, call.key, Sending.SENT)
        turn.set(call=None)
        return
    tags = tuple(_keep_here(tag, why) for tag in call.tags)
    change_call(turn, lost=why, tags=tags, completion=Completion.NONE, ending=False, ended=call.ended or turn.at)
    record(turn, Sending.LOCAL, why)


def _keep_here(tag: Tag, why: Say) -> Tag:
    return dataclasses.replace(tag, state=TagState.KEPT, why=why) if tag.state is TagState.SENT else tag


def put_away(turn: Turn, why: Say) -> None:
    """Take the call off the desk; its row says that it never reached the dialer, and why."""
    call = turn.snapshot.call
    if call is None:
        return
    if call.completion is not Completion.SENT:
        change_call(turn, ended=call.ended or turn.at)
        record(turn, Sending.LOCAL, why)
    _finish(turn, call.key, Sending.SENT if call.completion is Completion.SENT else Sending.LOCAL)
    turn.set(call=None, unsent=turn.snapshot.unsent - {call.key})


# -- tags -------------------------------------------------------------------------------------------------


def set_tag(turn: Turn, number: int, text: str) -> None:
    """ST with the tag that changed; on a lost call it is kept here only."""
    call = turn.snapshot.call
    if call is None or _is_there(call.tags[number - 1], text):
        return
    if call.lost is not None:
        _put_tag(turn, number, Tag(text, TagState.KEPT, call.lost))
    else:
        _put_tag(turn, number, Tag(text, TagState.SENT))
        made = turn.request(SetTags, **turn.about_me(), **_tags_to_send(turn, number))
        turn.memory.tagging[made.token] = call.key
    record_open(turn)


def _is_there(tag: Tag, text: str) -> bool:
    """Nothing to do: the dialer has it or is being told; a refused one may be tried again."""
    return tag.value == text and tag.state is not TagState.KEPT


def _tags_to_send(turn: Turn, number: int) -> dict[str, str]:
    call = turn.snapshot.call
    tags = call.tags if call else ()
    if turn.rules.inferred.st_keeps_other_tags:
        return {_TAG_FIELDS[number - 1]: tags[number - 1].value}
    known = (TagState.SENT, TagState.ACCEPTED)
    return {name: tag.value for name, tag in zip(_TAG_FIELDS, tags, strict=True) if tag.state in known}


def tags_settled(turn: Turn, token: str, message: SetTags, state: TagState, why: Say | None = None) -> None:
    """MV or ER for an ST: mark the tags of that very call that it carried and that still hold that text."""
    call = turn.snapshot.call
    key = turn.memory.tagging.pop(token, None)
    if call is None or call.key != key:
        return
    for number, name in enumerate(_TAG_FIELDS, 1):
        sent, tag = getattr(message, name), call.tags[number - 1]
        if sent is not None and sent == tag.value:
            _put_tag(turn, number, Tag(tag.value, state, why))


def _put_tag(turn: Turn, number: int, tag: Tag) -> None:
    if turn.snapshot.call is not None:
        tags = list(turn.snapshot.call.tags)
        tags[number - 1] = tag
        change_call(turn, tags=tuple(tags))
