"""What every judge of a confirmation looks at: the call, its row, and the dialer's last words."""

from __future__ import annotations

from typing import Literal

from agentpanel.domain import words
from agentpanel.domain.records import Sending
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.domain.state import Link
from agentpanel.domain.words import Say, say

#: True: confirmed. A sentence: refused or lost, and why. None: not yet known.
Verdict = Say | Literal[True] | None


def last_words(before: Snapshot, now: Snapshot) -> Say:
    """The dialer's refusal was told as a notice."""
    return refused_since(before, now) or say(words.NOT_CONFIRMED)


def refused_since(before: Snapshot, now: Snapshot) -> Say | None:
    """What was told since, or None."""
    fresh = now.notice is not None and (before.notice is None or now.notice.serial > before.notice.serial)
    return now.notice.words if fresh and now.notice else None


def same_call(before: Snapshot, now: Snapshot) -> Call | None:
    """The call that was open, if it still is."""
    same = before.call is not None and now.call is not None and before.call.key == now.call.key
    return now.call if same else None


def finished(key: str, before: Snapshot, now: Snapshot) -> Verdict:
    """The call has left the desk: by how far its outcome came."""
    done = now.finished
    if done is None or done.key != key or done.state is Sending.CONFIRMED:
        return True
    waiting = done.state is Sending.SENT and now.link.value is Link.UP
    return None if waiting else last_words(before, now)
