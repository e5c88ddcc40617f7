"""An agent's seat: states, going available, being let go, logging out, moving."""

from __future__ import annotations

from typing import Any

from agentpanel.protocol.messages import (
    AgentFree,
    AgentReady,
    BeginPreview,
    CampaignUpdate,
    LoggedIn,
    MoveStatus,
    NowAvailable,
    NowLoggedOut,
)
from agentpanel.simulator import enumerations
from agentpanel.simulator.agents import Agent, Release, State, Then
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign


def heading(floor: Floor, agent: Agent) -> dict[str, Any]:
    """TD, CN and AN of a message to the agent."""
    return {"tenant": floor.tenant_for(agent), "campaign": agent.campaign.name, "agent": agent.name}


def enter(floor: Floor, agent: Agent, state: State) -> None:
    """The one place where an agent's state changes; subscribers of EA hear of it."""
    agent.previous, agent.state = agent.state, state
    agent.since = floor.now
    standing = _standing(agent)
    if standing != agent.standing:
        agent.standing, agent.standing_since = standing, floor.now
    enumerations.report_state(floor, agent)


def logged_in(floor: Floor, agent: Agent) -> None:
    """LI: the seat stands."""
    floor.say(agent.client, LoggedIn(**heading(floor, agent), agent_unique=agent.unique))
    enter(floor, agent, State.NOT_AVAILABLE)


def make_available(floor: Floor, agent: Agent) -> None:
    """NA and AR: into the pool."""
    agent.available, agent.available_at = True, floor.now
    tenant = agent.tenant or floor.scenario.tenants[0]  # TD is mandatory in NA
    floor.say(agent.client, NowAvailable(**heading(floor, agent) | {"tenant": tenant}))
    ready(floor, agent)


def ready(floor: Floor, agent: Agent, *, callback: bool = False) -> None:
    """AR: the next call may come, or this agent is kept for a callback."""
    run = floor.runs[agent.campaign.name]
    message = AgentReady(
        **heading(floor, agent), callback=callback, agent_unique=agent.unique, campaign_unique=run.unique
    )
    floor.say(agent.client, message)
    enter(floor, agent, State.RESERVED if callback else State.WAITING)


def breathe(floor: Floor, agent: Agent) -> None:
    """BP with PN: a pause before the next preview, for as long as P2 says."""
    seconds = agent.campaign.breather_s
    floor.say(agent.client, BeginPreview(**heading(floor, agent), breather_only=True, breather=seconds))
    enter(floor, agent, State.BREATHER)
    floor.wake(("breather", agent.name), seconds)


def after_call(floor: Floor, agent: Agent) -> None:
    """Wrap is over: AF where the agent was to be let go or was not available, else AR."""
    if agent.release is not None or not agent.available:
        grant(floor, agent, owed=not agent.available and floor.choices.after_call == "free")
    elif agent.campaign.breather_s:
        breathe(floor, agent)
    else:
        ready(floor, agent)


def turn_away(floor: Floor, agent: Agent) -> None:
    """An offer came to nothing: AF at once, whether the agent was available or not."""
    grant(floor, agent, owed=True)


def grant(floor: Floor, agent: Agent, *, owed: bool = False) -> None:
    """Let the agent go as the release says; ``owed``: AF also to one that was not available, at the end of a call."""
    release = agent.release or Release()
    agent.release = None
    floor.unwake(("release", agent.name))
    if owed or release.asked or (agent.available and release.then is not Then.MOVE):
        _free(floor, agent, release)
    if release.then is Then.LOG_OUT:
        log_out(floor, agent)
    elif release.then is Then.MOVE and release.campaign is not None:
        move(floor, agent, release.campaign)
    elif agent.lent_by is not None:
        move(floor, agent, agent.lent_by)
    elif agent.state is not State.NOT_AVAILABLE:
        enter(floor, agent, State.NOT_AVAILABLE)


def log_out(floor: Floor, agent: Agent) -> None:
    """NO: the name is free again."""
    for purpose in ("release", "tie_up", "linger", "wrap", "breather", "phone"):
        floor.unwake((purpose, agent.name))
    floor.say(agent.client, NowLoggedOut(**heading(floor, agent), agent_unique=agent.unique))
    agent.available = False
    enter(floor, agent, State.LOGGED_OUT)
    floor.agents.pop(agent.name, None)


def move(floor: Floor, agent: Agent, to: Campaign) -> None:
    """CU, MS, then NA and AR where the agent was available (behaviour.md 4.9)."""
    origin, heads = agent.campaign, heading(floor, agent)
    if floor.choices.move_logs_in:
        floor.say(agent.client, NowLoggedOut(**heads, agent_unique=agent.unique))
        agent.groups.clear()
    agent.campaign, agent.came_from, agent.lent_by = to, origin.name, None
    floor.say(agent.client, CampaignUpdate(**heading(floor, agent)))
    if floor.choices.move_logs_in:
        floor.say(agent.client, LoggedIn(**heading(floor, agent), agent_unique=agent.unique))
    floor.say(agent.client, MoveStatus(**heads, to_campaign=to.name, status=0))
    if agent.available:
        make_available(floor, agent)
    else:
        enter(floor, agent, State.NOT_AVAILABLE)


def lend(floor: Floor, agent: Agent, to: Campaign) -> None:
    """To a transferred call's campaign, and back when the call is over."""
    home = agent.campaign
    move(floor, agent, to)
    agent.lent_by = home


def _standing(agent: Agent) -> int:
    if agent.state in (State.LOGGED_OUT, State.TIE_UP):
        return 0
    return 2 if agent.available else 1


def _free(floor: Floor, agent: Agent, release: Release) -> None:
    """AF: out of the pool."""
    agent.available, agent.unavailable_at = False, floor.now
    reason = 0 if release.asked or release.then is Then.STAY else floor.choices.unasked_free_reason
    message = AgentFree(
        **heading(floor, agent),
        reason_text=release.reason_text,
        reason_code=release.reason_code,
        unavailable_reason=reason,
    )
    floor.say(agent.client, message)
    enter(floor, agent, State.NOT_AVAILABLE)
