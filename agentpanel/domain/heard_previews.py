"""What the dialer says of previews and manual cycles: BP, NB, BM (behaviour.md 4.6 to 4.8)."""

from __future__ import annotations

from typing import Final

from agentpanel.domain import words
from agentpanel.domain.calls import was_dialed
from agentpanel.domain.completing import close_preview
from agentpanel.domain.heard_oddly import contradiction, odd, seated
from agentpanel.domain.heard_seat import became_available, close_call
from agentpanel.domain.previews import change_preview, is_undecided, open_record
from agentpanel.domain.rows import is_open_preview, names_call, record_open
from agentpanel.domain.snapshot import Call, Completion
from agentpanel.domain.state import Heard, Work
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.messages import AgentAvailable, BeginManual, BeginPreview, NumberBack, PreviewNow

#: RE of a number that was not dialed.
_NOT_MADE: Final = 0


def preview_begun(turn: Turn, said: BeginPreview) -> None:
    """BP: a record, or with PN only a pause before the next one."""
    if not seated(turn, words.CALL_WHILE_OUT):
        return
    if said.breather_only:
        _cycle(turn, Heard.BREATHING)
        turn.set(breather_s=said.breather or None)
        return
    call = turn.snapshot.call
    if call is not None and is_open_preview(call) and names_call(call, said) and call.completion is not Completion.SENT:
        return  # told twice
    if _is_under_way(call):
        contradiction(turn, say(words.OTHER_CALL))
    _cycle(turn, Heard.PREVIEWED)
    open_record(turn, said)


def _is_under_way(call: Call | None) -> bool:
    """A call that is talked on; a record that was never connected, or a wrap, ends with the next record."""
    return call is not None and call.lost is None and call.connected is not None and call.ended is None


def _cycle(turn: Turn, heard: Heard) -> None:
    """A new round begins: it ends the one before, as AR does."""
    close_call(turn)
    turn.settle_all(AgentAvailable, PreviewNow)
    was_idle = turn.snapshot.work.value is Work.IDLE
    turn.set(breather_s=None, next_asked=False)
    turn.move_work(heard)
    became_available(turn, was_idle)


def manual_begun(turn: Turn, said: BeginManual) -> None:
    """BM: how a number is dialed from here is not documented; the phone is left (behaviour.md 4.8)."""
    if not seated(turn, words.CALL_WHILE_OUT):
        return
    _cycle(turn, Heard.RESERVED if said.callback else Heard.MANUAL)
    turn.memory.by_phone = True
    turn.tell(words.MANUAL_CALLBACK if said.callback else words.MANUAL_BEGUN)


def number_back(turn: Turn, said: NumberBack) -> None:
    """NB for our record: declined, or not reached, and why; CE, AR or the next BP follows."""
    call, login = turn.snapshot.call, turn.snapshot.login
    if login is None or said.agent not in (None, login.agent) or call is None:
        return
    if call.preview is None or not names_call(call, said):
        if said.agent is not None:
            odd(turn)
        return
    if said.declined or said.reason == _NOT_MADE or (said.reason is None and is_undecided(call)):
        change_preview(turn, dialing=None)
        close_preview(turn)
        return
    was_dialed(turn, call)
    change_preview(turn, failed=said.reason)
    record_open(turn)
    turn.tell(words.NOT_REACHED, why=_reason(turn, said.reason))


def _reason(turn: Turn, code: int | None) -> str:
    if code is None:
        return "?"
    return turn.rules.reason_text(code) or str(code)
