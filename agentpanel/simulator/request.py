"""A message that passed the checks of its form, and whom it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agentpanel.protocol.message import Message
from agentpanel.simulator.agents import Agent, State
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor


@dataclass(frozen=True, slots=True)
class Request:
    """From which client, on which interface; MV, ER and direct answers go back there."""

    client: int
    message: Message
    interface: str


#: Does what a message asks. Raises RefusedError before it has changed or said anything.
Handler = Callable[[Floor, Request, Any], None]


def agent_of(floor: Floor, message: Any) -> Agent:
    """The agent that AN or QI names, checked against CN and TD. Raises RefusedError."""
    agent = _by_user(floor, message) if message.agent is None else floor.agents.get(message.agent)
    if agent is None or agent.state is State.LOGGED_OUT or agent.client is None:
        raise RefusedError("not_logged_in")
    check_campaign(floor, agent, getattr(message, "campaign", None))
    return agent


def check_campaign(floor: Floor, agent: Agent, campaign: str | None) -> None:
    """CN, where given, is the agent's. Raises RefusedError."""
    if campaign is None or campaign == agent.campaign.name:
        return
    if floor.campaign(campaign) is None:
        raise RefusedError("unknown_campaign")
    if floor.choices.old_campaign_after_move == "refuse" or campaign != agent.came_from:
        raise RefusedError("wrong_campaign")


def call_of(agent: Agent) -> Call:
    """The agent's call, connected and not being hung up. Raises RefusedError."""
    if agent.call is None or agent.call.stage is not Stage.TALKING:
        raise RefusedError("no_call")
    return agent.call


def endpoints_of(floor: Floor, message: Any) -> list[Agent]:
    """The agent that AN names, or all of the user's that QI names. Raises RefusedError."""
    if message.agent is not None or message.user is None:
        return [agent_of(floor, message)]
    found = [agent for agent in _sessions(floor, message.user) if agent.client is not None]
    if not found:
        raise RefusedError("not_logged_in")
    for agent in found:
        check_campaign(floor, agent, message.campaign)
    return found


def _by_user(floor: Floor, message: Any) -> Agent | None:
    """The user's active session: the one in a call, else the one that logged in last."""
    user = getattr(message, "user", None)
    if user is None:
        raise RefusedError("campaign_or_agent_missing")
    sessions = _sessions(floor, user)
    return next((agent for agent in sessions if agent.call is not None), sessions[-1] if sessions else None)


def _sessions(floor: Floor, user: str) -> list[Agent]:
    """In the order of their logins."""
    return [agent for agent in floor.agents.values() if agent.user == user]
