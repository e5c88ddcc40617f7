"""EO and EA: who asked to hear of outcomes and of agents, and what they are told (behaviour.md 5, 8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agentpanel.protocol.messages import (
    AgentData,
    EnumerateAgents,
    EnumerateEnd,
    EnumerateFinished,
    EnumerateOutcomes,
    OutcomeData,
)
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor, Subscription
from agentpanel.simulator.request import Request
from agentpanel.simulator.scenario import Campaign


def outcomes_asked(floor: Floor, request: Request, message: EnumerateOutcomes) -> None:
    """EO."""
    made = _subscription(floor, request, message)
    made.failures, made.successes = message.failures, message.successes
    _enter(floor, made)


def agents_asked(floor: Floor, request: Request, message: EnumerateAgents) -> None:
    """EA: the agents that are logged in now, then each change."""
    if floor.choices.agents_list == "refuse":
        raise RefusedError("not_permitted")
    made = _subscription(floor, request, message)
    made.level = message.level or 1
    _enter(floor, made)
    for agent in list(floor.agents.values()):
        if agent.state not in (State.LOGGED_OUT, State.TIE_UP):
            _tell_state(floor, made, agent)


def end_asked(floor: Floor, request: Request, message: EnumerateEnd) -> None:
    """EE."""
    found = floor.subscriptions.get(_key(floor, message.transaction, request.client))
    if found is None or found.client != request.client:
        raise RefusedError("unknown_transaction")
    _finish(floor, found)


def campaign_closed(floor: Floor, campaign: Campaign) -> None:
    """An enumeration of a campaign's agents ends with the campaign."""
    for found in list(floor.subscriptions.values()):
        if found.level is not None and found.campaign == campaign.name:
            _finish(floor, found)


def client_gone(floor: Floor, client: int) -> None:
    """Transactions are lost with the socket."""
    for key, found in list(floor.subscriptions.items()):
        if found.client == client:
            del floor.subscriptions[key]


def report_state(floor: Floor, agent: Agent) -> None:
    """AZ to whoever follows this agent."""
    for found in list(floor.subscriptions.values()):
        _tell_state(floor, found, agent)


def report_outcome(floor: Floor, call: Call, reason: int) -> None:
    """OZ to whoever follows this campaign's successes or failures."""
    had = call.agent is not None and call.failed is None and not call.declined
    live = reason == 10 if floor.choices.success == "live" else had
    for found in list(floor.subscriptions.values()):
        wanted = found.successes if live else found.failures
        if wanted and found.campaign in (None, call.campaign.name):
            floor.say(found.client, _outcome(floor, found, call, reason), "MA")


def _subscription(floor: Floor, request: Request, message: Any) -> Subscription:
    """Checked but not yet entered. Raises RefusedError."""
    if message.transaction is None:
        raise RefusedError("transaction_missing")
    if message.persist is not None:
        raise RefusedError("not_in_scenario")
    if message.campaign is not None and floor.campaign(message.campaign) is None:
        raise RefusedError("unknown_campaign")
    if _key(floor, message.transaction, request.client) in floor.subscriptions:
        raise RefusedError("transaction_in_use")
    return Subscription(
        transaction=message.transaction, client=request.client, tenant=message.tenant, campaign=message.campaign
    )


def _key(floor: Floor, transaction: str, client: int) -> tuple[str, int | None]:
    return (transaction, client if floor.choices.transactions == "connection" else None)


def _enter(floor: Floor, made: Subscription) -> None:
    floor.subscriptions[_key(floor, made.transaction, made.client)] = made


def _finish(floor: Floor, found: Subscription) -> None:
    del floor.subscriptions[_key(floor, found.transaction, found.client)]
    floor.say(found.client, EnumerateFinished(tenant=found.tenant, transaction=found.transaction), "MA")


def _tell_state(floor: Floor, to: Subscription, agent: Agent) -> None:
    if to.level is None or to.campaign not in (None, agent.campaign.name):
        return
    floor.say(to.client, _state(floor, to, agent), "MA")


def _state(floor: Floor, to: Subscription, agent: Agent) -> AgentData:
    """AZ; DS goes at each level, since its row calls it mandatory."""
    level = to.level or 1
    fields: dict[str, Any] = {}
    if level >= 2:
        fields |= _detail(floor, agent)
    if level >= 3:
        fields |= _availability(floor, agent)
    return AgentData(
        tenant=to.tenant,
        transaction=to.transaction,
        campaign=agent.campaign.name,
        campaign_unique=floor.runs[agent.campaign.name].unique,
        agent=agent.name,
        agent_unique=agent.unique,
        description=agent.description or agent.name,
        extension=agent.extension or agent.name,
        dialing_method=agent.campaign.method,
        available_state=floor.choices.availability[agent.standing],
        timestamp=floor.days(floor.now),
        state_since=floor.days(agent.standing_since),
        state_duration=floor.duration(agent.standing_since),
        detail_state=int(agent.state),
        **fields,
    )


def _detail(floor: Floor, agent: Agent) -> dict[str, Any]:
    return {
        "previous_state": int(agent.previous),
        "detail_since": floor.days(agent.since),
        "detail_duration": floor.duration(agent.since),
    }


def _availability(floor: Floor, agent: Agent) -> dict[str, Any]:
    """Z0, Z1, Z2 and DT; a time that has not come is 0."""
    never = Decimal("0.000000")
    since = agent.available_at
    return {
        "available_at": floor.days(since) if since else never,
        "unavailable_at": floor.days(agent.unavailable_at) if agent.unavailable_at else never,
        "available_duration": floor.duration(since) if since and agent.available else never,
        "data": agent.call.data if agent.call else None,
    }


def _outcome(floor: Floor, to: Subscription, call: Call, reason: int) -> OutcomeData:
    queue = call.queue.name if call.queue else None
    tags = {f"tag{number}": text for number, text in call.tags.items() if text}
    times = {
        name: floor.days(moment)
        for name, moment in (
            ("launched", call.launched),
            ("ringing", call.ringing),
            ("result", call.result),
            ("ended", call.ended),
        )
        if moment is not None
    }
    fields: dict[str, Any] = tags | times
    return OutcomeData(
        tenant=to.tenant,
        transaction=to.transaction,
        campaign=call.campaign.name,
        agent=call.agent,
        outcome=call.outcome,
        declined=call.declined,
        data=call.data,
        group=queue or floor.choices.outbound_group,
        inbound=call.campaign.inbound and call.callback is None,
        queue=queue,
        reason=reason,
        session=call.session,
        number=call.number,
        timestamp=floor.days(floor.now),
        **fields,
    )
