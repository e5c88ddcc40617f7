"""What can be asked, by the words of `ctl`, and which version of the dialer each needs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from agentpanel.domain import words
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.words import Say, say
from agentpanel.protocol.messages import AdjustWrap, SetTags
from agentpanel.protocol.version import reached


class Control(Enum):
    """What can be asked; the value is the verb of `ctl`."""

    LOGIN = "login"
    AVAILABLE = "available"
    BREAK = "break"
    END_CALL = "end-call"
    COMPLETE = "complete"
    TAG = "tag"
    LOGOUT = "logout"
    # previews
    DIAL = "dial"
    DECLINE = "decline"
    NEXT_PREVIEW = "next-preview"
    # the call at hand
    HOLD = "hold"
    RETRIEVE = "retrieve"
    SWAP = "swap"
    MUTE = "mute"
    DIGITS = "digits"
    RECORD = "record"
    PLAY = "play"
    # to somebody else
    TRANSFER = "transfer"
    ACCEPT = "accept"
    REJECT = "reject"
    REQUEUE = "requeue"
    # with the outcome, and in wrap
    CALLBACK = "callback"
    SALE = "sale"
    DATA = "data"
    EXTEND = "extend"
    # the seat
    MOVE = "move"
    JOIN = "join"


#: Messages that came with a version of the dialer.
_SINCE: Final[Mapping[Control, tuple[str, str | None]]] = {
    Control.TAG: (words.NO_TAGS_BEFORE, SetTags.META.since),
    Control.EXTEND: (words.NO_EXTENSION_BEFORE, AdjustWrap.META.since),
}


def too_old(control: Control, rules: SiteRules) -> Say | None:
    """Why the dialer's version rules a control out."""
    text, since = _SINCE.get(control, ("", None))
    if since is None or reached(rules.version, since):
        return None
    return say(text, version=".".join(map(str, rules.version)), since=since)
