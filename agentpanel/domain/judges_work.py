"""Whether the dialer has confirmed what was asked of previews, of the wrap and of moves (for `ctl --wait`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from agentpanel.domain.intents import Decline, Dial, ExtendWrap, Intent, JoinQueue, MoveTo, NextPreview
from agentpanel.domain.judging import Verdict, finished, last_words, refused_since, same_call
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.state import Work


def _dial(_: Dial, before: Snapshot, now: Snapshot) -> Verdict:
    """Confirmed when the call is connected; a number that is not reached is an answer too."""
    call = same_call(before, now)
    if call is None:
        return last_words(before, now)
    if call.connected is not None or call.lost is not None:
        return call.lost or True
    dialing = call.preview is not None and call.preview.dialing is not None
    return None if dialing and call.ended is None else last_words(before, now)


def _decline(_: Decline, before: Snapshot, now: Snapshot) -> Verdict:
    call = same_call(before, now)
    if call is None:
        return finished(before.call.key, before, now) if before.call is not None else True
    return None if call.preview is not None and call.preview.declined else last_words(before, now)


def _next(_: NextPreview, before: Snapshot, now: Snapshot) -> Verdict:
    if now.work.value is not Work.BREATHER:
        return True
    return None if now.next_asked else last_words(before, now)


def _extend(_: ExtendWrap, before: Snapshot, now: Snapshot) -> Verdict:
    call = same_call(before, now)
    if call is None:
        return last_words(before, now)
    if before.call is not None and call.wrap_limit_s != before.call.wrap_limit_s:
        return True
    return refused_since(before, now)


def _move(asked: MoveTo, before: Snapshot, now: Snapshot) -> Verdict:
    if now.moving_to is not None:
        return None
    return True if now.campaign == asked.campaign else last_words(before, now)


def _join(asked: JoinQueue, before: Snapshot, now: Snapshot) -> Verdict:
    return True if (asked.queue in now.queues) is asked.on else refused_since(before, now)


JUDGES: Final[Mapping[type[Intent], Callable[[Any, Snapshot, Snapshot], Verdict]]] = {
    Dial: _dial,
    Decline: _decline,
    NextPreview: _next,
    ExtendWrap: _extend,
    MoveTo: _move,
    JoinQueue: _join,
}
