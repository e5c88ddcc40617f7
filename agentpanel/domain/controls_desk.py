"""Which controls of previews, of the wrap and of the seat are on; each cell says why it is off, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from agentpanel.domain import words
from agentpanel.domain.controls import Control
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Completion, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.words import Say, say


def _decide(s: Snapshot, _: SiteRules) -> Say | None:
    """BD answers a preview once, and only one that the dialer leaves to the agent."""
    preview = s.call.preview if s.call is not None else None
    if s.work.value is not Work.PREVIEW or preview is None:
        return say(words.NO_PREVIEW)
    if preview.declined:
        return say(words.DECLINED_ALREADY)
    if preview.dialing is not None:
        return say(words.DIALING_NOW)
    return None if preview.decides else say(words.DIALER_DIALS)


def _next(s: Snapshot, _: SiteRules) -> Say | None:
    if s.work.value is not Work.BREATHER:
        return say(words.NO_BREATHER)
    return say(words.NEXT_ASKED) if s.next_asked else None


def _entries(s: Snapshot, _: SiteRules) -> Say | None:
    """What goes with TC can be changed until TC leaves."""
    call = s.call
    if call is None or call.lost is not None:
        return say(words.NO_CALL)
    return say(words.COMPLETING_NOW) if call.completion in (Completion.SAVING, Completion.SENT) else None


def _data(s: Snapshot, rules: SiteRules) -> Say | None:
    if (why := _entries(s, rules)) is not None:
        return why
    data = s.call.data if s.call is not None else None
    return None if data is not None and data.fields else say(words.NO_FIELDS)


def wrap_limit(s: Snapshot, rules: SiteRules) -> int | None:
    """Seconds of wrap that the dialer allows this call, where the site file or our own AW tells (behaviour.md 4.10)."""
    call = s.call
    if call is None:
        return None
    return call.wrap_limit_s or rules.campaign(call.campaign).max_wrap_s or None


def _extend(s: Snapshot, rules: SiteRules) -> Say | None:
    if s.work.value is not Work.WRAP or s.call is None:
        return say(words.NOT_IN_WRAP)
    if s.call.completion in (Completion.SAVING, Completion.SENT):
        return say(words.COMPLETING_NOW)
    return None if wrap_limit(s, rules) else say(words.NO_WRAP_LIMIT)


def _move(s: Snapshot, rules: SiteRules) -> Say | None:
    if not rules.calls.moves:
        return say(words.NO_MOVES)
    return say(words.MOVING_ALREADY, campaign=s.moving_to) if s.moving_to else None


def _join(_: Snapshot, __: SiteRules) -> Say | None:
    return None


CELLS: Final[Mapping[Control, Callable[[Snapshot, SiteRules], Say | None]]] = {
    Control.DIAL: _decide,
    Control.DECLINE: _decide,
    Control.NEXT_PREVIEW: _next,
    Control.CALLBACK: _entries,
    Control.SALE: _entries,
    Control.DATA: _data,
    Control.EXTEND: _extend,
    Control.MOVE: _move,
    Control.JOIN: _join,
}
