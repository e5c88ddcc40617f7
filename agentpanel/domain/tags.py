"""The recording tags T1 to T6 of the open call (panel.md 4, behaviour.md 6)."""

from __future__ import annotations

from typing import Final

from agentpanel.domain.rows import change_call, is_open_preview, record_open
from agentpanel.domain.snapshot import Tag, TagState
from agentpanel.domain.state import Work
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import Say
from agentpanel.protocol.messages import (
    SetTags,
)

_TAG_FIELDS: Final = ("tag1", "tag2", "tag3", "tag4", "tag5", "tag6")


def set_tag(turn: Turn, number: int, text: str) -> None:
    """ST with the tag that changed; on a lost call it is kept here only."""
    call = turn.snapshot.call
    if call is None or _is_there(call.tags[number - 1], text):
        return
    if call.lost is not None:
        _put_tag(turn, number, Tag(text, TagState.KEPT, call.lost))
    elif is_open_preview(call) and turn.snapshot.work.value is not Work.OFFERED:
        _put_tag(turn, number, Tag(text, TagState.WAITING))
    else:
        _put_tag(turn, number, Tag(text, TagState.SENT))
        made = turn.request(SetTags, **turn.about_me(), **_tags_to_send(turn, number))
        turn.memory.tagging[made.token] = call.key
    record_open(turn)


def send_waiting_tags(turn: Turn) -> None:
    """The first AC has come: what was typed over the preview leaves now (panel.md 4)."""
    call = turn.snapshot.call
    waiting = [n for n, tag in enumerate(call.tags, 1) if tag.state is TagState.WAITING] if call else []
    if call is None or not waiting:
        return
    for number in waiting:
        _put_tag(turn, number, Tag(call.tags[number - 1].value, TagState.SENT))
    texts = {_TAG_FIELDS[number - 1]: call.tags[number - 1].value for number in waiting}
    made = turn.request(SetTags, **turn.about_me(), **texts)
    turn.memory.tagging[made.token] = call.key


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
