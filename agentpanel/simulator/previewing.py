"""Records that an agent sees before anybody is connected, and the breather between them (behaviour.md 4.6, 4.7)."""

from __future__ import annotations

from agentpanel.protocol.messages import BeginPreview
from agentpanel.simulator import bound, seats
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.floor import Floor


def show(floor: Floor, call: Call, agent: Agent) -> None:
    """BP: in preview mode the agent decides, within P1 where there is one; in progressive mode it is dialed at once."""
    if agent.release is not None:
        agent.release.held = False
    bound.bind(floor, call, agent)
    call.told = True
    floor.say(agent.client, _begin_preview(floor, call, agent))
    seats.enter(floor, agent, State.PREVIEWING)
    if not call.campaign.asks_first:
        bound.launch(floor, call)
    elif call.campaign.preview_s:
        floor.wake(("preview", call.ordinal), call.campaign.preview_s)


def limit_over(floor: Floor, ordinal: int) -> None:
    """P1 is over: the number is dialed, and nobody is told."""
    call = floor.calls.get(ordinal)
    if call is not None and call.stage is Stage.BOUND:
        bound.launch(floor, call)


def breather_over(floor: Floor, name: str) -> None:
    """P2 is over: the next record may come."""
    agent = floor.agents.get(name)
    if agent is not None and agent.state is State.BREATHER:
        seats.ready(floor, agent)


def _begin_preview(floor: Floor, call: Call, agent: Agent) -> BeginPreview:
    campaign, identified = call.campaign, floor.choices.session_in_preview
    return BeginPreview(
        **seats.heading(floor, agent),
        application_data=campaign.application_data,
        begin_dial=campaign.asks_first,
        data=call.data,
        preview_timeout=campaign.preview_s or None,
        number=None if campaign.asks_first else call.number,
        session=call.session if identified else None,
        session_unique=call.unique if identified else None,
    )
