"""What the rest of the world does: the far end, supervisors, the network (by a test, a script or a person)."""

from __future__ import annotations

from agentpanel.simulator import changing, conferences, leaving, supervising, suspending
from agentpanel.simulator.agents import Agent, Release, State, Then
from agentpanel.simulator.callers import Wanted, next_call
from agentpanel.simulator.calls import LIVE, Stage
from agentpanel.simulator.events import (
    ChangeOutcome,
    CloseCampaign,
    DropClients,
    HangUp,
    Kill,
    Move,
    OfferCall,
    OnBehalf,
    ResumeCampaign,
    SendRaw,
    SendText,
    SuspendCampaign,
    Verb,
)
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign


def perform(floor: Floor, verb: Verb) -> None:
    """Do it now; what is not possible now is left undone, with a line in the log."""
    match verb:
        case OfferCall():
            _offer_call(floor, verb)
        case HangUp(agent):
            _hang_up(floor, agent)
        case Kill(agent, priority):
            for each in _named(floor, agent):
                leaving.let_go(floor, each, Release(priority=priority, then=Then.LOG_OUT))
        case Move(to_campaign, agent):
            _move(floor, to_campaign, agent)
        case CloseCampaign() | SuspendCampaign() | ResumeCampaign():
            _change_campaign(floor, verb)
        case OnBehalf(message):
            supervising.ask(floor, message)
        case ChangeOutcome(outcome, agent):
            changing.change(floor, outcome, agent)
        case _:
            _to_clients(floor, verb)


def _change_campaign(floor: Floor, verb: CloseCampaign | SuspendCampaign | ResumeCampaign) -> None:
    if (found := floor.campaign(verb.campaign)) is None:
        floor.log(f"there is no campaign {verb.campaign}")
        return
    match verb:
        case CloseCampaign():
            leaving.close_campaign(floor, found)
        case SuspendCampaign():
            suspending.suspend(floor, found)
        case ResumeCampaign():
            suspending.resume(floor, found)


def _to_clients(floor: Floor, verb: DropClients | SendText | SendRaw) -> None:
    match verb:
        case DropClients():
            floor.close_clients()
        case SendText(text):
            floor.utter(text)
        case SendRaw(data):
            floor.raw(data)


def _offer_call(floor: Floor, verb: OfferCall) -> None:
    """To the agent named, else to the pool of the campaign, at once and without dialing first."""
    agent = floor.agents.get(verb.agent) if verb.agent else None
    campaign = _campaign(floor, verb.campaign, agent)
    wanted = Wanted(number=verb.number, queue=verb.queue, data=verb.data, agent=verb.agent)
    call = next_call(floor, campaign, wanted)
    if not (campaign.shows_first or campaign.manual):
        call.launched = call.ringing = call.result = floor.now
    call.stage = Stage.QUEUED
    floor.calls[call.ordinal] = call
    floor.wake(("patience", call.ordinal), floor.choices.queue_patience_s)


def _hang_up(floor: Floor, name: str | None) -> None:
    calls = [call for call in floor.calls.values() if call.stage in LIVE and name in (None, call.agent)]
    if calls:
        conferences.far_end_gone(floor, calls[0])
    else:
        floor.log("nobody to hang up")


def _move(floor: Floor, to_campaign: str, name: str | None) -> None:
    to = floor.campaign(to_campaign)
    for agent in _named(floor, name):
        if to is not None and agent.campaign is not to:
            leaving.move(floor, agent, to)


def _named(floor: Floor, name: str | None) -> list[Agent]:
    """The agent of this name, or all, as far as they are logged in."""
    seated = [agent for agent in floor.agents.values() if agent.client is not None and agent.state is not State.TIE_UP]
    return [agent for agent in seated if name in (None, agent.name)]


def _campaign(floor: Floor, name: str | None, agent: Agent | None) -> Campaign:
    if name is not None and (found := floor.campaign(name)) is not None:
        return found
    return agent.campaign if agent is not None else floor.scenario.campaigns[0]
