"""Enumerations, and EA of agents: who asked, what they are told, and how it ends (behaviour.md 8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agentpanel.protocol.messages import (
    AgentData,
    EnumerateAgents,
    EnumerateEnd,
    EnumerateFinished,
)
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request
from agentpanel.simulator.scenario import Campaign
from agentpanel.simulator.subscriptions import Subscription


def agents_asked(floor: Floor, request: Request, message: EnumerateAgents) -> None:
    """EA: the agents that are logged in now, then each change."""
    if floor.choices.agents_list == "refuse":
        raise RefusedError("not_permitted")
    if message.persist is not None:
        raise RefusedError("not_in_scenario")  # a state that was true an hour ago helps nobody
    made = subscription(floor, request, message)
    made.level = message.level or 1
    floor.subscriptions.append(made)
    for agent in list(floor.agents.values()):
        if agent.state not in (State.LOGGED_OUT, State.TIE_UP):
            _tell_state(floor, made, agent)


def end_asked(floor: Floor, request: Request, message: EnumerateEnd) -> None:
    """EE: for good, also of a transaction that waits for its subscriber."""
    for found in _named(floor, message.transaction, request.client):
        if found.client in (None, request.client):
            _finish(floor, found, request.client)
            return
    raise RefusedError("unknown_transaction")


def campaign_closed(floor: Floor, campaign: Campaign) -> None:
    """An enumeration of a campaign's agents ends with the campaign."""
    for found in list(floor.subscriptions):
        if found.level is not None and found.campaign == campaign.name:
            _finish(floor, found, found.client)


def client_gone(floor: Floor, client: int) -> None:
    """Transactions are lost with the socket, unless they were to persist (PS)."""
    mine = [each for each in floor.subscriptions if each.client == client]
    for found in mine:
        if found.persist is None:
            floor.subscriptions.remove(found)
        else:
            floor.unwake(("roll", found.number))
            found.lose()


def report_state(floor: Floor, agent: Agent) -> None:
    """AZ to whoever follows this agent."""
    for found in list(floor.subscriptions):
        _tell_state(floor, found, agent)


def subscription(floor: Floor, request: Request, message: Any, *, besides: Subscription | None = None) -> Subscription:
    """Checked but not yet entered; ``besides``: one whose TX may be used again. Raises RefusedError."""
    if message.transaction is None:
        raise RefusedError("transaction_missing")
    if message.campaign is not None and floor.campaign(message.campaign) is None:
        raise RefusedError("unknown_campaign")
    if any(each is not besides for each in _named(floor, message.transaction, request.client)):
        raise RefusedError("transaction_in_use")
    floor.last_subscription += 1
    return Subscription(
        number=floor.last_subscription,
        transaction=message.transaction,
        client=request.client,
        tenant=message.tenant,
        campaign=message.campaign,
    )


def _named(floor: Floor, transaction: str, client: int) -> list[Subscription]:
    """Those with this TX that are in the client's way; one that waits for its subscriber is in everybody's."""
    owners = {client, None}
    everywhere = floor.choices.transactions == "dialer"
    mine = [each for each in floor.subscriptions if everywhere or each.client in owners]
    return [each for each in mine if each.transaction == transaction]


def _finish(floor: Floor, found: Subscription, client: int | None) -> None:
    floor.subscriptions.remove(found)
    floor.unwake(("roll", found.number))
    floor.say(client, EnumerateFinished(tenant=found.tenant, transaction=found.transaction), "MA")


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
