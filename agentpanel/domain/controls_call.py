"""Which controls of the call at hand are on, and why the others are not (behaviour.md 4.11, 4.12, 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from agentpanel.domain import words, words_call
from agentpanel.domain.controls import Control
from agentpanel.domain.given import is_joined
from agentpanel.domain.parties import Answer, Manner, Party, TransferStage
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.words import Say, say

#: Both ends are in touch.
_CONNECTED: Final = (Work.TALKING, Work.HELD, Work.TRANSFER)


def leave_transfer(s: Snapshot) -> Say | None:
    """While a transfer is on its way there is nothing to hang up; a conference can be left."""
    if s.call is not None and Control.REQUEUE in s.call.pending:
        return say(words_call.REQUEUE_UNDER_WAY)
    transfer = s.call.transfer if s.call is not None else None
    if transfer is None or transfer.stage is TransferStage.CONFERENCE:
        return None
    agents_talk = transfer.manner is Manner.AGENTS_FIRST and transfer.stage is TransferStage.CONNECTED
    return None if agents_talk else say(words.TRANSFER_UNDER_WAY)


def _connected(s: Snapshot, _: SiteRules) -> Say | None:
    if s.call is None or s.call.lost is not None:
        return say(words.NO_CALL)
    if s.work.value not in _CONNECTED:
        return say(words.CALL_OVER if s.work.value is Work.WRAP else words.NOT_CONNECTED_YET)
    return say(words.ENDING_NOW) if s.call.ending else None


def _plain(s: Snapshot, rules: SiteRules) -> Say | None:
    """Not while somebody else is being fetched into the call."""
    return _connected(s, rules) or leave_transfer(s)


def _once(control: Control) -> Callable[[Snapshot, SiteRules], Say | None]:
    """As _plain, and only one at a time: the dialer checks each against its own state (behaviour.md 4.12)."""

    def cell(s: Snapshot, rules: SiteRules) -> Say | None:
        waits = s.call is not None and control in s.call.pending
        return _plain(s, rules) or (say(words_call.NOT_ANSWERED) if waits else None)

    return cell


_hold_once = _once(Control.HOLD)


def _hold(s: Snapshot, rules: SiteRules) -> Say | None:
    """With one other party it is the call that is held; with two, there may be another one to hold."""
    everybody = s.work.value is Work.HELD or (s.call is not None and len(s.call.held) == len(Party))
    return _hold_once(s, rules) or (say(words.HELD_ALREADY) if everybody else None)


def _retrieve(s: Snapshot, rules: SiteRules) -> Say | None:
    held = s.work.value is Work.HELD or (s.call is not None and bool(s.call.held))
    return _hold_once(s, rules) or (None if held else say(words.NOBODY_HELD))


def _swap(s: Snapshot, rules: SiteRules) -> Say | None:
    one_of_two = s.call is not None and s.call.transfer is not None and len(s.call.held) == 1
    return _hold_once(s, rules) or (None if one_of_two else say(words.NOBODY_TO_SWAP))


def _transfer(s: Snapshot, rules: SiteRules) -> Say | None:
    if (off := _connected(s, rules)) is not None:
        return off
    if s.call is not None and s.call.transfer is not None:
        return say(words.TRANSFER_UNDER_WAY)
    return say(words_call.SENDER_IS_THERE) if is_joined(s.call) else leave_transfer(s)


def _play(s: Snapshot, rules: SiteRules) -> Say | None:
    return _once(Control.PLAY)(s, rules) or (None if rules.sounds else say(words.NO_SOUNDS))


def _answer(s: Snapshot, _: SiteRules) -> Say | None:
    incoming = s.call.incoming if s.call is not None else None
    if s.work.value is not Work.OFFERED or incoming is None:
        return say(words.NOTHING_OFFERED)
    if incoming.answer is Answer.NOT_ASKED:
        return say(words_call.TAKEN_UNASKED)
    return None if incoming.answer is Answer.WANTED else say(words.ANSWERED_ALREADY)


CELLS: Final[Mapping[Control, Callable[[Snapshot, SiteRules], Say | None]]] = {
    Control.HOLD: _hold,
    Control.RETRIEVE: _retrieve,
    Control.SWAP: _swap,
    Control.MUTE: _once(Control.MUTE),
    # each press is its own; the line keeps their order
    Control.DIGITS: _plain,
    Control.RECORD: _once(Control.RECORD),
    Control.PLAY: _play,
    Control.TRANSFER: _transfer,
    Control.ACCEPT: _answer,
    Control.REJECT: _answer,
    Control.REQUEUE: _transfer,
}
