"""Manual outbound: the dialer begins a cycle and the agent dials on the phone (behaviour.md 4.8)."""

from __future__ import annotations

from agentpanel.protocol.messages import BeginManual
from agentpanel.simulator import bound, seats, talking
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.callers import next_call
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign


def settle(floor: Floor, campaign: Campaign) -> None:
    """BM for each agent of this manual campaign who is ready."""
    for agent in floor.agents_on(campaign):
        if agent.state is State.WAITING and agent.release is None:
            begin(floor, agent)


def begin(floor: Floor, agent: Agent, *, callback: bool = False) -> None:
    """BM; with a callback the agent is kept for it."""
    floor.say(agent.client, BeginManual(**seats.heading(floor, agent), callback=callback))
    seats.enter(floor, agent, State.RESERVED if callback else State.FOLLOW_UP)
    if callback or agent.campaign.pace.mode != "asked":
        bound.wait_for_phone(floor, agent)


def phone_used(floor: Floor, name: str) -> None:
    """The agent has dialed: the callback that it is kept for, else the next number."""
    agent = floor.agents.get(name)
    if agent is None or agent.state not in (State.FOLLOW_UP, State.RESERVED):
        return
    if floor.runs[agent.campaign.name].state != "open":
        bound.wait_for_phone(floor, agent)
        return
    if agent.call is None:
        bound.bind(floor, next_call(floor, agent.campaign), agent)
    if agent.call is not None and agent.call.stage is Stage.BOUND:
        bound.launch(floor, agent.call)


def connect(floor: Floor, call: Call, agent: Agent) -> None:
    """The agent has reached somebody already."""
    if agent.state is State.WAITING:
        begin(floor, agent)
    floor.unwake(("phone", agent.name))
    bound.bind(floor, call, agent)
    call.launched = call.ringing = call.result = floor.now
    talking.connect(floor, call, agent)
