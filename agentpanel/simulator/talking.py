"""An agent's call from the offer to the end of wrap (behaviour.md 4.2, 4.5, 4.10)."""

from __future__ import annotations

from typing import Any, Final

from agentpanel.protocol.messages import AgentConnect, CallEnded, RecordingAcknowledge
from agentpanel.simulator import callbacks, data, playing, reporting, seats
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call, Completion, Stage
from agentpanel.simulator.effects import Key
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.ledger import EndedBy, LedgerRow
from agentpanel.simulator.outcomes import CONNECTED

#: Timers of a call that end with its talk.
_TIMERS: Final = ("answer", "offer", "talk", "network", "outside")


def offer(floor: Floor, call: Call, agent: Agent) -> None:
    """The agent's phone rings; a nailed-up one need not."""
    call.agent, agent.call, call.stage = agent.name, call, Stage.OFFERED
    if agent.release is not None:
        agent.release.held = False
    if agent.nailed_up and floor.choices.nailed_up_connects == "once":
        connect(floor, call, agent)
        return
    if floor.choices.connects == "twice":
        say_connect(floor, call, agent, with_data=True)
    seats.enter(floor, agent, State.OFFERED)
    floor.wake(*_ringing(floor, call))


def answered(floor: Floor, ordinal: int) -> None:
    """The agent picked the phone up."""
    call = floor.calls.get(ordinal)
    agent = owner(floor, call)
    if call is not None and agent is not None and call.stage is Stage.OFFERED:
        connect(floor, call, agent)


def connect(floor: Floor, call: Call, agent: Agent) -> None:
    """Both ends talk."""
    with_data = not call.told or floor.choices.data_in_both_connects
    call.stage, call.connected = Stage.TALKING, floor.now
    if call.campaign.inbound:
        call.result = floor.now
    say_connect(floor, call, agent, with_data=with_data)
    seats.enter(floor, agent, State.TALKING)
    if call.campaign.record_all or agent.record:
        record_unasked(floor, call, agent)
    floor.wake(("talk", call.ordinal), call.talk_s)


def record_unasked(floor: Floor, call: Call, agent: Agent) -> None:
    """RA without an RR: recording by campaign or agent has begun (behaviour.md 6)."""
    call.recordings.add("")
    heads = seats.heading(floor, agent)
    floor.say(agent.client, RecordingAcknowledge(**heads, on=True, status=0, recording_unique=floor.unique("YR")))


def end(floor: Floor, call: Call, by: EndedBy) -> None:
    """The line is down: CE, and wrap begins."""
    agent = owner(floor, call)
    if agent is None:
        return
    call.stage, call.ended, call.ended_by = Stage.WRAP, floor.now, by
    call.recordings.clear()
    playing.cut(floor, call, agent)
    for purpose in _TIMERS:
        floor.unwake((purpose, call.ordinal))
    say_ended(floor, call, agent)
    if call.completion is not None:
        complete(floor, call, agent, call.completion)
    elif not call.told or agent.client is None or (agent.auto_wrap and call.campaign.method == 0):
        complete(floor, call, agent, _configured(call, agent))
    else:
        seats.enter(floor, agent, State.WRAP)
        _limit_wrap(floor, call, agent)


def wrap_over(floor: Floor, name: str) -> None:
    """The maximum wrap time has passed: the dialer closes the call and what the agent collected is lost."""
    agent = floor.agents.get(name)
    if agent is not None and agent.call is not None and agent.call.stage is Stage.WRAP:
        complete(floor, agent.call, agent, _configured(agent.call, agent))


def close_at_once(floor: Floor, agent: Agent, by: EndedBy) -> None:
    """End the agent's call, whatever its stage, without waiting for a TC; the agent's state is left to the caller."""
    if (call := agent.call) is None:
        return
    if call.stage is not Stage.WRAP:
        call.ended, call.ended_by = floor.now, by
        playing.cut(floor, call, agent)
        say_ended(floor, call, agent)
    _close(floor, call, agent, _configured(call, agent))


def complete(floor: Floor, call: Call, agent: Agent, completion: Completion) -> None:
    """TC, or the dialer in its place: book the call, then AR or AF."""
    _close(floor, call, agent, completion)
    seats.after_call(floor, agent)


def hand_on(floor: Floor, call: Call, agent: Agent) -> None:
    """Somebody else has the far end: the agent's part is over without CE, TC and OZ, then AR or AF."""
    call.ended, call.ended_by, call.stage = floor.now, "transfer", Stage.DONE
    playing.cut(floor, call, agent)
    for purpose in _TIMERS:
        floor.unwake((purpose, call.ordinal))
    floor.calls.pop(call.ordinal, None)
    agent.call = None
    _forget_adjusted_wrap(floor, agent)
    _enter(floor, call, CONNECTED)
    seats.after_call(floor, agent)


def restart_wrap(floor: Floor, agent: Agent) -> None:
    """AW changed the limit: it counts from the start of this wrap."""
    if agent.call is not None and agent.call.stage is Stage.WRAP:
        floor.unwake(("wrap", agent.name))
        _limit_wrap(floor, agent.call, agent)


def owner(floor: Floor, call: Call | None) -> Agent | None:
    """The agent who has the call."""
    return None if call is None or call.agent is None else floor.agents.get(call.agent)


def book(floor: Floor, call: Call, reason: int) -> None:
    """The call is over for good: forget it, report it, enter it in the ledger."""
    call.stage = Stage.DONE
    floor.calls.pop(call.ordinal, None)
    reporting.report(floor, call, reason)
    floor.remember(call, _enter(floor, call, reason))


def _enter(floor: Floor, call: Call, reason: int) -> LedgerRow:
    """A line of the ledger."""
    started, ended = call.launched or floor.now, call.ended or floor.now
    row = LedgerRow(
        session=call.session,
        number=call.number,
        campaign=call.campaign.name,
        queue=call.queue.name if call.queue else None,
        agent=call.agent,
        outcome=call.outcome,
        reason=reason,
        tags={f"T{number}": text for number, text in sorted(call.tags.items()) if text},
        started=floor.scenario.local(started),
        ended=floor.scenario.local(ended),
        ended_by=call.ended_by,
    )
    floor.finished(row)
    return row


def _close(floor: Floor, call: Call, agent: Agent, completion: Completion) -> None:
    for purpose in _TIMERS:
        floor.unwake((purpose, call.ordinal))
    floor.unwake(("wrap", agent.name))
    call.outcome = completion.outcome
    call.data = data.merged(call.data, completion.data)
    agent.call = None
    _forget_adjusted_wrap(floor, agent)
    floor.completed[call.campaign.name] += 1
    reason = None if call.outcome is None else floor.scenario.reason_of(call.outcome)
    without = CONNECTED if call.failed is None else call.failed
    book(floor, call, without if reason is None else reason)
    callbacks.keep(floor, call, completion.appointment)


def _forget_adjusted_wrap(floor: Floor, agent: Agent) -> None:
    if floor.choices.adjusted_wrap == "call":
        agent.max_wrap = agent.wrap_outcome = agent.wrap_data = None


def _ringing(floor: Floor, call: Call) -> tuple[Key, float]:
    """When the phone is picked up or, of an on-hook agent, given up."""
    limit, chance = floor.scenario.times.offer_limit, floor.choices.unanswered_offers
    if not call.campaign.on_hook:
        return ("answer", call.ordinal), call.agent_ring_s
    unheard = floor.chance(chance, f"unanswered/{call.agent}") or call.agent_ring_s > limit
    return (("offer", call.ordinal), limit) if unheard else (("answer", call.ordinal), call.agent_ring_s)


def _configured(call: Call, agent: Agent) -> Completion:
    """What the dialer closes a call with in the agent's place."""
    outcome = call.campaign.wrap_outcome if agent.wrap_outcome is None else agent.wrap_outcome
    return Completion(outcome=outcome, data=agent.wrap_data)


def _limit_wrap(floor: Floor, call: Call, agent: Agent) -> None:
    limit = call.campaign.max_wrap if agent.max_wrap is None else agent.max_wrap
    if limit > 0 and call.ended is not None:
        floor.wake(("wrap", agent.name), floor.left(limit, call.ended))


def say_connect(floor: Floor, call: Call, agent: Agent, *, with_data: bool) -> None:
    call.told = True
    queue = call.queue.name if call.queue and floor.choices.queue_in_ac else None
    message = AgentConnect(
        **seats.heading(floor, agent) | {"campaign": call.campaign.name},
        application_data=call.campaign.application_data,
        data=call.data if with_data else None,
        session=call.session,
        number=call.number,
        agent_unique=agent.unique,
        session_unique=call.unique,
        queue=queue,
        callback_agent=None if call.callback is None else call.callback.appointment.agent,
        callback_time=None if call.callback is None else call.callback.appointment.time,
        **({} if call.transfer is None else call.transfer.announced),
    )
    floor.say(agent.client, message)


def say_ended(floor: Floor, call: Call, agent: Agent) -> None:
    """CE, unless the agent never heard of the call."""
    fields: dict[str, Any] = {}
    if floor.choices.session_in_ce:
        fields = {"session": call.session, "number": call.number}
    if call.told:
        floor.say(agent.client, CallEnded(**seats.heading(floor, agent), **fields))
