"""What goes with an outcome: callback, sale, data, note; and more time for it (behaviour.md 4.10, 4.13)."""

from __future__ import annotations

import math

from agentpanel.domain import words
from agentpanel.domain.intents import EditData, ExtendWrap, SetCallback, SetSale, WriteNote
from agentpanel.domain.rows import change_call, record_open
from agentpanel.domain.turn import Turn
from agentpanel.protocol.messages import AdjustWrap

#: The most that MW can say, seconds.
LONGEST_WRAP = 99_999
#: MW that gives the campaign's own limit back.
_CAMPAIGN_LIMIT = -1


def keep_entry(turn: Turn, intent: SetCallback | SetSale | EditData | WriteNote) -> None:
    """Keep it with the call; it goes with TC."""
    call = turn.snapshot.call
    match intent:
        case SetCallback(callback):
            change_call(turn, callback=callback)
        case WriteNote(text):
            change_call(turn, note=text)
        case SetSale(amount, success_rate):
            change_call(turn, amount=amount, success_rate=success_rate)
        case EditData(key, value) if call is not None and call.data is not None:
            changed = call.data.with_value(key, value)
            change_call(turn, data=changed, data_changed=call.data_changed or changed != call.data)
    record_open(turn)


def extend_wrap(turn: Turn, intent: ExtendWrap) -> None:
    """AW counts from the start of wrap, so what has passed is added."""
    call = turn.snapshot.call
    if call is None or call.ended is None:
        return
    limit = min(LONGEST_WRAP, math.ceil(turn.at.mono - call.ended.mono) + intent.seconds)
    made = turn.request(AdjustWrap, **turn.about_me(), max_wrap=limit)
    turn.memory.extending[made.token] = (call.key, limit)


def wrap_extended(turn: Turn, token: str) -> None:
    """MV: the limit holds now, and is known."""
    found = turn.memory.extending.pop(token, None)
    if found is None:
        return
    key, limit = found
    turn.memory.extended = turn.rules.inferred.extension_outlasts_call
    call = turn.snapshot.call
    if call is not None and call.key == key:
        change_call(turn, wrap_limit_s=limit)
        turn.tell(words.WRAP_EXTENDED)
    else:
        take_extension_back(turn)


def take_extension_back(turn: Turn) -> None:
    """The call is closed: the next one has the campaign's own limit again (AW may hold longer than one call)."""
    if turn.memory.extended:
        turn.memory.extended = False
        turn.request(AdjustWrap, **turn.about_me(), max_wrap=_CAMPAIGN_LIMIT)
