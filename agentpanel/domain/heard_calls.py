"""What the dialer says of calls: offered, connected, ended, reported (behaviour.md 4.5, 5)."""

from __future__ import annotations

from agentpanel.domain import words
from agentpanel.domain.call_control import end_talk
from agentpanel.domain.calls import begin_call, connect_call, was_dialed
from agentpanel.domain.completing import complete_at_end
from agentpanel.domain.guard import completion_fault
from agentpanel.domain.heard_oddly import contradiction, odd, seated
from agentpanel.domain.heard_transfers import take_handed, transfer_taken
from agentpanel.domain.rows import change_call, names_call, record_open
from agentpanel.domain.snapshot import Completion
from agentpanel.domain.state import Heard
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.messages import (
    AgentConnect,
    CallEnded,
    StartWrap,
)

# -- calls ---------------------------------------------------------------------------------------------------


def agent_connect(turn: Turn, said: AgentConnect) -> None:
    """AC comes when a call is offered and again when it is connected (behaviour.md 4.5)."""
    s = turn.snapshot
    if not seated(turn, words.CALL_WHILE_OUT):
        return
    call = s.call
    if call is not None and call.lost is None and names_call(call, said) and call.ended is None:
        turn.move_work(connect_call(turn, call, said))
        transfer_taken(turn)
        return
    finished = call is None or call.lost is not None or call.completion is Completion.SENT
    if not finished:
        contradiction(turn, say(words.OTHER_CALL))
    for_axis = begin_call(turn, said)
    take_handed(turn)
    turn.move_work(for_axis)


def call_ended(turn: Turn, said: CallEnded) -> None:
    """CE, after our SW or because the other end hung up: TC is owed now."""
    call = turn.snapshot.call
    if call is None or call.lost is not None or _names_other_call(said, call.session):
        odd(turn)
        return
    if not turn.move_work(Heard.ENDED):
        return
    turn.settle_read(StartWrap)
    was_dialed(turn, call)
    end_talk(turn)
    change_call(turn, ending=False, ended=turn.at)
    if call.completion is not Completion.ARMED:
        record_open(turn)
    elif why := completion_fault(call.outcome, None, turn.snapshot, turn.rules):
        change_call(turn, completion=Completion.NONE)
        record_open(turn)
        turn.tell_words(why)
    else:
        complete_at_end(turn)


def _names_other_call(said: CallEnded, session: str | None) -> bool:
    return said.session is not None and session is not None and said.session != session
