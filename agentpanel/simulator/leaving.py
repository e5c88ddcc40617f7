"""Why an agent is let go: AU, KA, MA, a closing campaign, a lost socket (behaviour.md 1.3, 4.4, 4.9, 4.14, 4.15)."""

from __future__ import annotations

from agentpanel.simulator import bound, callbacks, conferences, dialing, enumerations, seats
from agentpanel.simulator.agents import Agent, Release, State, Then
from agentpanel.simulator.calls import Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign


def let_go(floor: Floor, agent: Agent, release: Release) -> None:
    """Now, or when talk, wrap or predial are over, by the release's priority (PR)."""
    agent.release = _joined(agent.release, release)
    bound.take_back(floor, agent, agent.release.priority)
    if release.priority == 2:
        owed = agent.call is not None and not agent.available
        conferences.close_at_once(floor, agent, "dialer")
        seats.grant(floor, agent, owed=owed)
    elif agent.call is not None:
        return
    elif release.priority == 0 and agent.state is State.WAITING:
        _let_go_in_time(floor, agent)
    else:
        seats.grant(floor, agent)


def released(floor: Floor, name: str) -> None:
    """The dialing rate has been adjusted to one agent less."""
    agent = floor.agents.get(name)
    if agent is not None and agent.release is not None and agent.call is None:
        seats.grant(floor, agent)


def close_campaign(floor: Floor, campaign: Campaign) -> None:
    """Nothing new is dialed; agents are let go when their call is complete (behaviour.md 4.14)."""
    floor.runs[campaign.name].state = "closed"
    for agent in list(floor.agents.values()):
        if (agent.lent_by or agent.campaign) is campaign:  # one that was lent for a call goes back to its own
            let_go(floor, agent, Release(priority=1, then=Then.LOG_OUT))
    callbacks.forget(floor, campaign)
    enumerations.campaign_closed(floor, campaign)


def move(floor: Floor, agent: Agent, to: Campaign, priority: int = 0) -> None:
    """By which campaigns run: moved, left alone, or logged out."""
    if floor.is_running(to):
        let_go(floor, agent, Release(priority=priority, then=Then.MOVE, campaign=to))
    elif not floor.is_running(agent.campaign):
        let_go(floor, agent, Release(priority=priority, then=Then.LOG_OUT))


def owner_gone(floor: Floor, client: int) -> None:
    """The socket closed: the dialer cleans up what it owned."""
    for agent in [each for each in floor.agents.values() if each.client == client]:
        agent.client = None
        agent.release = Release(then=Then.LOG_OUT)
        floor.unwake(("release", agent.name))
        floor.unwake(("tie_up", agent.name))
        bound.take_back(floor, agent, 2 if floor.choices.call_on_drop == "drop" else 0)
        if agent.call is None or agent.call.stage is Stage.WRAP or floor.choices.call_on_drop == "drop":
            conferences.close_at_once(floor, agent, "dialer")
            linger(floor, agent)


def linger(floor: Floor, agent: Agent) -> None:
    """The login stays in use for a while, out of the pool."""
    agent.available, agent.release, agent.lent_by = False, None, None
    seats.enter(floor, agent, State.NOT_AVAILABLE)
    floor.wake(("linger", agent.name), floor.choices.linger_s)


def linger_over(floor: Floor, name: str) -> None:
    """The clean-up is done."""
    if (agent := floor.agents.get(name)) is not None and agent.client is None:
        seats.log_out(floor, agent)


def _joined(old: Release | None, new: Release) -> Release:
    """Two reasons at once: the agent's own break is still answered by AF, and somebody else's will still be done."""
    if old is None:
        return new
    asked = new if new.asked else old
    then = old if new.then is Then.STAY else new
    return Release(
        priority=max(old.priority, new.priority),
        asked=asked.asked,
        reason_code=asked.reason_code,
        reason_text=asked.reason_text,
        then=then.then,
        campaign=then.campaign,
    )


def _let_go_in_time(floor: Floor, agent: Agent) -> None:
    """PR 0 while waiting: one more call where a number is underway, else after a short while."""
    release, choices = agent.release, floor.choices
    if release is None:
        return
    if dialing.is_dialing(floor, agent.campaign) and floor.chance(choices.one_more_call, f"one more/{agent.name}"):
        release.held = True
    else:
        floor.wake(("release", agent.name), floor.draw(choices.release_s, f"release/{agent.name}"))
