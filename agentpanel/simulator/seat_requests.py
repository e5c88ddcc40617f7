"""What an agent asks about its seat: AL, AA, AU, LO, AM, GM (behaviour.md 4.2 to 4.4, 7)."""

from __future__ import annotations

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentMoving,
    AgentUnavailable,
    GroupMembership,
    LogOut,
)
from agentpanel.simulator import crew, leaving, seats
from agentpanel.simulator.agents import Agent, Release, State
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, agent_of, endpoints_of


def log_in(floor: Floor, request: Request, message: AgentLogin) -> None:
    """AL: LI at once, or for a nailed-up agent when the station is up."""
    campaign = floor.campaign(message.campaign)
    if campaign is None:
        raise RefusedError("unknown_campaign")
    if not floor.is_running(campaign):
        raise RefusedError("campaign_closed")
    if message.agent in floor.agents or crew.has(floor, message.agent):
        raise RefusedError("agent_in_use")
    agent = Agent(
        name=message.agent,
        client=request.client,
        campaign=campaign,
        unique=floor.unique("YA"),
        since=floor.now,
        standing_since=floor.now,
        extension=message.extension or "",
        description=message.description,
        user=message.user,
        tenant=message.tenant,
        nailed_up=message.nailed_up,
        auto_wrap=message.auto_wrap,
        auto_accept=message.auto_accept,
        record=message.record,
    )
    floor.agents[agent.name] = agent
    if agent.nailed_up:
        seats.enter(floor, agent, State.TIE_UP)
        floor.wake(("tie_up", agent.name), floor.draw(floor.choices.tie_up_s, f"tie up/{agent.name}"))
    else:
        seats.logged_in(floor, agent)


def tied_up(floor: Floor, name: str) -> None:
    """The nailed-up station is there."""
    agent = floor.agents.get(name)
    if agent is not None and agent.state is State.TIE_UP:
        seats.logged_in(floor, agent)


def go_available(floor: Floor, _request: Request, message: AgentAvailable) -> None:
    """AA: never between AU and its AF (behaviour.md 4.4)."""
    endpoints = endpoints_of(floor, message)
    endpoints = [each for each in endpoints if not each.available] or endpoints
    for agent in endpoints:
        _check_may_be_available(agent)
    for agent in endpoints:
        agent.skills = frozenset(skill.strip() for skill in (message.skills or "").split(",") if skill.strip())
        seats.make_available(floor, agent)


def go_unavailable(floor: Floor, _request: Request, message: AgentUnavailable) -> None:
    """AU: AF when the priority allows."""
    agent = agent_of(floor, message)
    _check_up(agent)
    asked_before = agent.release is not None and agent.release.asked
    if asked_before and floor.choices.second_au == "refuse":
        raise RefusedError("already_releasing")
    if not agent.available and floor.choices.au_when_unavailable == "refuse":
        raise RefusedError("not_available")
    release = Release(
        priority=message.release or 0,
        asked=True,
        reason_code=message.reason_code,
        reason_text=message.reason_text,
    )
    leaving.let_go(floor, agent, release)


def log_out(floor: Floor, _request: Request, message: LogOut) -> None:
    """LO: only once the agent is free; also a login that is not up yet ends by it."""
    agent = agent_of(floor, message)
    if agent.available or agent.call is not None or agent.release is not None:
        raise RefusedError("not_free")
    seats.log_out(floor, agent)


def move(floor: Floor, _request: Request, message: AgentMoving) -> None:
    """AM: as MA, by the agent."""
    agent = agent_of(floor, message)
    _check_up(agent)
    to = floor.campaign(message.to_campaign)
    if to is None or to is agent.campaign:
        raise RefusedError("unknown_campaign" if to is None else "already_so")
    if message.blend:
        raise RefusedError("not_in_scenario")
    leaving.move(floor, agent, to)


def change_membership(floor: Floor, _request: Request, message: GroupMembership) -> None:
    """GM: takes effect at once and has no answer but MV."""
    if message.member is not None or message.force_endpoint:
        raise RefusedError("not_in_scenario")
    agent = agent_of(floor, message)
    if not any(queue.name == message.group for campaign in floor.scenario.campaigns for queue in campaign.queues):
        raise RefusedError("unknown_queue")
    if floor.choices.membership_again == "refuse" and message.on == (message.group in agent.groups):
        raise RefusedError("already_so")
    if message.on:
        agent.groups.add(message.group)
    else:
        agent.groups.discard(message.group)


def _check_may_be_available(agent: Agent) -> None:
    _check_up(agent)
    if agent.release is not None and agent.release.asked:
        raise RefusedError("awaiting_free")
    if agent.available:
        raise RefusedError("already_available")
    if agent.call is not None:
        raise RefusedError("in_call")  # of somebody else's transfer


def _check_up(agent: Agent) -> None:
    if agent.state is State.TIE_UP:
        raise RefusedError("tie_up")
