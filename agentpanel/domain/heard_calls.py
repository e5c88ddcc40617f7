"""What the dialer says of calls: offered, connected, recorded, held, ended, reported (behaviour.md 4.5, 5, 6)."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Any

from agentpanel.domain import words
from agentpanel.domain.effects import Report
from agentpanel.domain.guard import completion_fault
from agentpanel.domain.heard_oddly import contradiction, odd, seated
from agentpanel.domain.records import OutcomeReport
from agentpanel.domain.rows import (
    begin_call,
    change_call,
    complete,
    connect_call,
    record_open,
    same_call,
)
from agentpanel.domain.snapshot import Completion, Recording
from agentpanel.domain.state import Heard
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.messages import (
    AgentConnect,
    CallEnded,
    HoldAcknowledge,
    OutcomeData,
    RecordingAcknowledge,
    StartWrap,
)
from agentpanel.protocol.ole import to_datetime

# -- calls ---------------------------------------------------------------------------------------------------


def agent_connect(turn: Turn, said: AgentConnect) -> None:
    """AC comes when a call is offered and again when it is connected (behaviour.md 4.5)."""
    s = turn.snapshot
    if not seated(turn, words.CALL_WHILE_OUT):
        return
    call = s.call
    if call is not None and call.lost is None and same_call(call, said) and call.ended is None:
        connect_call(turn, call, said)
        turn.move_work(Heard.CONNECTED)
        return
    finished = call is None or call.lost is not None or call.completion is Completion.SENT
    if not finished:
        contradiction(turn, say(words.OTHER_CALL))
    for_axis = begin_call(turn, said)
    turn.move_work(for_axis)


def call_ended(turn: Turn, said: CallEnded) -> None:
    """CE, after our SW or because the other end hung up: TC is owed now."""
    call = turn.snapshot.call
    if call is None or call.lost is not None or _names_other_call(said, call.session):
        odd(turn)
        return
    if not turn.move_work(Heard.ENDED):
        return
    turn.settle_all(StartWrap)
    change_call(turn, ending=False, ended=turn.at)
    if call.completion is not Completion.ARMED:
        record_open(turn)
    elif why := completion_fault(call.outcome, None, turn.snapshot, turn.rules):
        change_call(turn, completion=Completion.NONE)
        record_open(turn)
        turn.tell_words(why)
    else:
        complete(turn)


def _names_other_call(said: CallEnded, session: str | None) -> bool:
    return said.session is not None and session is not None and said.session != session


def recording(turn: Turn, said: RecordingAcknowledge) -> None:
    """RA, asked for or not, is the only word on recording (behaviour.md 6); KY names another, parallel one."""
    call = turn.snapshot.call
    if call is None or said.key is not None:
        return
    worked = Recording.ON if said.on else Recording.OFF
    change_call(turn, recording=worked if said.status in (0, None) else Recording.FAILED)
    record_open(turn)


def held(turn: Turn, said: HoldAcknowledge) -> None:
    """HA: anybody may have put the call on hold."""
    if said.status == 0:
        turn.move_work(Heard.HELD if said.on else Heard.RETRIEVED)


# -- outcomes --------------------------------------------------------------------------------------------------


def outcome_reported(turn: Turn, said: OutcomeData, zone: tzinfo) -> None:
    """OZ for a call of this agent: the dialer's own account of it."""
    login = turn.snapshot.login
    if login is None or said.agent != login.agent:
        return
    local = zone if turn.rules.inferred.times_are_local else UTC

    def moment(number: Any) -> Any:
        return None if number is None else to_datetime(number, local)

    turn.do(
        Report(
            OutcomeReport(
                tenant=login.tenant,
                agent=login.agent,
                campaign=said.campaign,
                session=said.session,
                number=said.number,
                queue=said.queue,
                outcome=said.outcome,
                reason=said.reason,
                tags=tuple(getattr(said, f"tag{n}") or "" for n in range(1, 7)),  # type: ignore[arg-type]
                started=moment(said.launched) or moment(said.result),
                ended=moment(said.ended),
                processed=moment(said.timestamp) or turn.at.wall,
            )
        )
    )
