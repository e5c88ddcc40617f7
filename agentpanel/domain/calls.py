"""A call begins: put on the desk by its first AC or by a preview, connected by the next AC (behaviour.md 4.5, 4.7)."""

from __future__ import annotations

import dataclasses
from typing import Any

from agentpanel.domain import words
from agentpanel.domain.completing import put_away
from agentpanel.domain.given import incoming_of, is_asked
from agentpanel.domain.records import Sending
from agentpanel.domain.rows import change_call, is_open_preview, record
from agentpanel.domain.rules import FirstAc
from agentpanel.domain.snapshot import Call, Completion
from agentpanel.domain.state import Heard, Work
from agentpanel.domain.tags import send_waiting_tags
from agentpanel.domain.turn import Turn
from agentpanel.domain.words import say
from agentpanel.protocol.data import CallData, parse
from agentpanel.protocol.messages import (
    AgentConnect,
)


def new_call(turn: Turn, **fields: Any) -> None:
    """Put a call, or a record that may become one, on the desk and begin its row."""
    if turn.snapshot.call is not None:
        put_away(turn, say(words.WHY_REPLACED))
    turn.memory.calls += 1
    key = f"{turn.memory.key_prefix}-{turn.memory.calls}"
    turn.set(call=Call(key=key, offered=turn.at, **{"queue": None, **fields}))
    record(turn, Sending.LOCAL, say(words.WHY_OPEN))


def begin_call(turn: Turn, said: AgentConnect) -> Heard:
    """A first AC without a preview; what it means for the work axis."""
    incoming = incoming_of(turn.snapshot, said)
    at_once = _first_ac(turn) is FirstAc.CONNECTED and not is_asked(incoming)
    new_call(
        turn,
        session=said.session,
        session_unique=said.session_unique,
        number=said.number,
        campaign=said.campaign or turn.snapshot.campaign,
        queue=said.queue or said.group,
        data=_data(said.data),
        connected=turn.at if at_once else None,
        incoming=incoming,
        abandoned_before=said.abandon_retry,
        called_back_for=said.callback_agent,
        called_back_at=said.callback_time,
    )
    return Heard.CONNECTED if at_once else Heard.OFFERED


def _first_ac(turn: Turn) -> FirstAc:
    """What it says here: who dialed by hand, or has an open line, need not pick up."""
    inferred, login = turn.rules.inferred, turn.snapshot.login
    if turn.memory.by_phone:
        return FirstAc.CONNECTED
    usual = inferred.first_ac_of_preview if turn.snapshot.work.value is Work.PREVIEW else inferred.first_ac
    rings = usual is FirstAc.OFFERED and login is not None and login.nailed_up
    return inferred.first_ac_nailed_up if rings else usual


def connect_call(turn: Turn, call: Call, said: AgentConnect) -> Heard:
    """Another AC for the same call, or the first after its preview: it may tell more."""
    first = is_open_preview(call) and turn.snapshot.work.value is Work.PREVIEW
    rings = first and _first_ac(turn) is FirstAc.OFFERED
    change_call(
        turn,
        connected=call.connected or (None if rings else turn.at),
        called_back_for=call.called_back_for or said.callback_agent,
        called_back_at=call.called_back_at or said.callback_time,
        session=call.session or said.session,
        session_unique=call.session_unique or said.session_unique,
        number=call.number or said.number,
        queue=call.queue or said.queue or said.group,
        data=call.data or _data(said.data),
    )
    was_dialed(turn, call)
    record(turn, Sending.LOCAL, say(words.WHY_OPEN))
    send_waiting_tags(turn)
    return Heard.OFFERED if rings else Heard.CONNECTED


def was_dialed(turn: Turn, call: Call) -> None:
    """AC, CE or a failure proves that a record was dialed, also one whose decline is on its way: that came too late."""
    if call.preview is None:
        return
    since = call.preview.dialing or turn.at
    change_call(turn, preview=dataclasses.replace(call.preview, declined=False, dialing=since))
    if call.preview.declined:
        change_call(turn, completion=Completion.NONE, completed=None, outcome=None)


def _data(text: str | None) -> CallData | None:
    return parse(text) if text else None
