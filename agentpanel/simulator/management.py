"""What a management client asks: VS, KA, MA (behaviour.md 1.4, 4.9, 4.15)."""

from __future__ import annotations

from typing import Any

from agentpanel.protocol.messages import DialerAdvise, KillAgent, MoveAgent, VerifyStatus
from agentpanel.simulator import leaving
from agentpanel.simulator.agents import Agent, Release, State, Then
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, check_campaign


def verify_status(floor: Floor, request: Request, message: VerifyStatus) -> None:
    """VS: one DA now, or one every VI seconds, or none any more."""
    if message.interval is None:
        floor.say(request.client, DialerAdvise(), "MA")
        return
    floor.clients[request.client].advise_every = float(message.interval)
    floor.unwake(("advise", request.client))
    if message.interval:
        floor.wake(("advise", request.client), message.interval, real=True)


def advise(floor: Floor, client: int) -> None:
    """The next DA is due."""
    known = floor.clients.get(client)
    if known is not None and known.advise_every:
        floor.say(client, DialerAdvise(), "MA")
        floor.wake(("advise", client), known.advise_every, real=True)


def kill(floor: Floor, _request: Request, message: KillAgent) -> None:
    """KA: the agent's own connection sees AF and NO."""
    for agent in _targets(floor, message):
        leaving.let_go(floor, agent, Release(priority=message.release or 0, then=Then.LOG_OUT))


def move(floor: Floor, _request: Request, message: MoveAgent) -> None:
    """MA: the agent's own connection sees CU, MS and, where the agent was available, NA and AR."""
    if message.transaction is None:
        raise RefusedError("transaction_missing")
    to = floor.campaign(message.to_campaign)
    if to is None:
        raise RefusedError("unknown_campaign")
    if message.blend:
        raise RefusedError("not_in_scenario")
    for agent in _targets(floor, message, whole_campaign=message.whole_campaign):
        if agent.campaign is not to:
            leaving.move(floor, agent, to, message.release or 0)


def _targets(floor: Floor, message: Any, *, whole_campaign: bool = False) -> list[Agent]:
    """Whom AN, GA, QI or MC names. Raises RefusedError."""
    named = [message.agent is not None, message.group is not None, message.user is not None, whole_campaign]
    if not any(named) or (whole_campaign and message.campaign is None):
        raise RefusedError("campaign_or_agent_missing")
    if message.campaign is not None and floor.campaign(message.campaign) is None:
        raise RefusedError("unknown_campaign")
    found = [agent for agent in floor.agents.values() if _is_meant(agent, message, whole_campaign)]
    if not found and not whole_campaign:
        raise RefusedError("not_logged_in")
    for agent in found:
        check_campaign(floor, agent, message.campaign)
    return found


def _is_meant(agent: Agent, message: Any, whole_campaign: bool) -> bool:
    if agent.state is State.LOGGED_OUT or agent.client is None:
        return False
    if whole_campaign:
        return bool(agent.campaign.name == message.campaign)
    if message.group is not None:
        return message.group in agent.groups
    return bool(agent.name == message.agent if message.agent is not None else agent.user == message.user)
