"""OZ: what became of each call, told to whoever asked by EO, now or when they are back (behaviour.md 5, 8)."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from agentpanel.protocol.messages import OutcomeData
from agentpanel.simulator.calls import Call
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.outcomes import CONNECTED, is_retried
from agentpanel.simulator.subscriptions import Kept, Subscription

#: The least time between two steps of a roll-forward, seconds.
_STEP_S: Final = 0.02
#: Of an event: the clock's own fraction must not put one off.
_ROUNDING: Final = 0.001


def report(floor: Floor, call: Call, reason: int) -> None:
    """Tell of a call that is over, or whose outcome was changed afterwards."""
    had = call.agent is not None and call.failed is None and not call.declined
    success = reason == CONNECTED if floor.choices.success == "live" else had
    for found in list(floor.subscriptions):
        if found.wants(call.campaign.name, success=success):
            _tell(floor, found, _outcome(floor, found, call, reason))


def roll(floor: Floor, to: Subscription) -> None:
    """What was kept goes out at the rate that the subscriber can take (CS); what is new queues behind it."""
    _forget_old(floor, to)
    if to.waiting:
        to.rolling_since, to.rolled = floor.now, 0
        _next_step(floor, to)


def roll_on(floor: Floor, number: int) -> None:
    """The time of the next events has come."""
    to = next((each for each in floor.subscriptions if each.number == number), None)
    if to is None or to.client is None or to.rolling_since is None:
        return
    _forget_old(floor, to)
    seconds = (floor.now - to.rolling_since).total_seconds()
    due = int(seconds * to.rate + _ROUNDING) - to.rolled
    for _ in range(min(due, len(to.waiting))):
        to.rolled += 1
        _say(floor, to, to.waiting.popleft())
    if to.waiting:
        _next_step(floor, to)
    else:
        to.rolling_since = None


def _next_step(floor: Floor, to: Subscription) -> None:
    floor.wake(("roll", to.number), max(1 / to.rate, _STEP_S), real=True)


def _tell(floor: Floor, to: Subscription, event: OutcomeData) -> None:
    kept = Kept(floor.now, event)
    if to.client is None or to.waiting:
        to.waiting.append(kept)
        _forget_old(floor, to)
    else:
        _say(floor, to, kept)


def _say(floor: Floor, to: Subscription, kept: Kept) -> None:
    event = kept.event
    if event.transaction != to.transaction:
        event = dataclasses.replace(event, transaction=to.transaction)
    floor.say(to.client, event, "MA")
    if to.persist is not None:
        to.told.append(kept)


def _forget_old(floor: Floor, to: Subscription) -> None:
    """The dialer keeps events for a time only."""
    while to.waiting and not floor.left(floor.choices.persist_keep_s, to.waiting[0].at):
        to.waiting.popleft()


def _outcome(floor: Floor, to: Subscription, call: Call, reason: int) -> OutcomeData:
    queue = call.queue.name if call.queue else None
    seen_by = call.agent or call.shown_to
    return OutcomeData(
        tenant=to.tenant or (floor.scenario.tenants[0] if floor.choices.tenant_out == "always" else None),
        transaction=to.transaction,
        campaign=call.campaign.name,
        agent=call.agent,
        alternative_agent=seen_by,
        outcome=call.outcome,
        declined=call.declined,
        dialed_number=call.queue.dialed if call.queue else None,
        data=call.data,
        group=queue or floor.choices.outbound_group,
        inbound=call.campaign.inbound and call.callback is None,
        list_name=call.campaign.list_name,
        queue=queue,
        retry_advise=call.campaign.retries and is_retried(reason),
        reason=reason,
        session=call.session,
        number=call.number,
        timestamp=floor.days(floor.now),
        **_tags(call),
        **_times(floor, call),
    )


def _tags(call: Call) -> dict[str, Any]:
    if not call.tags_told:
        return {}
    return {f"tag{number}": text for number, text in call.tags.items() if text}


def _times(floor: Floor, call: Call) -> dict[str, Any]:
    """X1 to X4, those that have come."""
    moments = {"launched": call.launched, "ringing": call.ringing, "result": call.result, "ended": call.ended}
    return {name: floor.days(moment) for name, moment in moments.items() if moment is not None}
