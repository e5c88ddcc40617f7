"""What is asked of previews, of the wrap and of the seat's moves: each intent and its deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from agentpanel.domain.intents import (
    Decline,
    Dial,
    EditData,
    ExtendWrap,
    Intent,
    JoinQueue,
    MoveTo,
    NextPreview,
    SetCallback,
    SetSale,
    WriteNote,
)
from agentpanel.domain.moving import join_queue, move_to
from agentpanel.domain.previews import decline, dial, next_record
from agentpanel.domain.turn import Turn
from agentpanel.domain.wrapping import extend_wrap, keep_entry

DEEDS: Final[Mapping[type[Intent], Callable[[Turn, Any], None]]] = {
    Dial: lambda turn, _: dial(turn),
    Decline: lambda turn, intent: decline(turn, intent.outcome),
    NextPreview: lambda turn, _: next_record(turn),
    SetCallback: keep_entry,
    SetSale: keep_entry,
    WriteNote: keep_entry,
    EditData: keep_entry,
    ExtendWrap: extend_wrap,
    MoveTo: lambda turn, intent: move_to(turn, intent.campaign),
    JoinQueue: lambda turn, intent: join_queue(turn, intent.queue, on=intent.on),
}
