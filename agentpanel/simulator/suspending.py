"""A campaign that is suspended and resumed (behaviour.md 4.14)."""

from __future__ import annotations

from agentpanel.simulator import bound, seats
from agentpanel.simulator.calls import Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign


def suspend(floor: Floor, campaign: Campaign) -> None:
    """Nothing new is dialed, so that records which wait for their agent go back; calls run on, logins are allowed."""
    run = floor.runs[campaign.name]
    if run.state != "open":
        floor.log(f"{campaign.name} is {run.state}, not open")
        return
    run.state = "suspended"
    for agent in floor.agents_on(campaign):
        if campaign.shows_first and agent.call is not None and agent.call.stage is Stage.BOUND:
            bound.take_back(floor, agent, 0)
            if agent.release is None:
                seats.ready(floor, agent)
            else:
                seats.grant(floor, agent)


def resume(floor: Floor, campaign: Campaign) -> None:
    """Dialing goes on."""
    run = floor.runs[campaign.name]
    if run.state == "suspended":
        run.state = "open"
    else:
        floor.log(f"{campaign.name} is {run.state}, not suspended")
