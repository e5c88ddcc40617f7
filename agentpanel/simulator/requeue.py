"""A caller goes back to a queue: RQ, and offers that nobody picks up (behaviour.md 4.3, 4.8)."""

from __future__ import annotations

from agentpanel.protocol.messages import Requeue
from agentpanel.simulator import data, playing, seats, talking, transfers
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.callers import part_of
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request, agent_of, call_of
from agentpanel.simulator.scenario import Campaign, Queue


def request(floor: Floor, _request: Request, message: Requeue) -> None:
    """RQ: CE to the agent, who owes the TC; the caller waits for another agent with the same SI and YS."""
    agent = agent_of(floor, message)
    call = call_of(agent)
    if call.transfer is not None:
        raise RefusedError("transfer_in_progress")
    to_queue(floor, call, agent, message.group, message.data)


def to_queue(floor: Floor, call: Call, agent: Agent, name: str, text: str | None = None) -> None:
    """Raises RefusedError where there is no such queue, or its campaign does not run."""
    found = queue_of(floor, name, call.campaign)
    if found is None:
        raise RefusedError("unknown_queue")
    campaign, queue = found
    if not floor.is_running(campaign):
        raise RefusedError("campaign_closed")
    playing.make_way(floor, call, agent)
    part = part_of(floor, call)
    part.campaign, part.queue, part.skill = campaign, queue, queue.skill
    part.data = data.merged(call.data, text)
    part.unwanted = None if floor.choices.requeue_back else agent.name
    floor.calls[part.ordinal] = part
    _wait(floor, part)
    talking.end(floor, call, "requeue")


def queue_of(floor: Floor, name: str, first: Campaign) -> tuple[Campaign, Queue] | None:
    """A queue of this name, of this campaign before any other."""
    for campaign in (first, *floor.scenario.campaigns):
        for queue in campaign.queues:
            if queue.name == name:
                return campaign, queue
    return None


def offer_over(floor: Floor, ordinal: int) -> None:
    """The phone rang to its limit: a transfer has failed, a caller goes back to its queue."""
    call = floor.calls.get(ordinal)
    if call is None or call.stage is not Stage.OFFERED:
        return
    if call.transfer is not None:
        transfers.failed(floor, call.transfer)
        return
    agent = talking.owner(floor, call)
    if agent is not None:
        talking.say_ended(floor, call, agent)
        call.agent, call.told, agent.call = None, False, None
        _wait(floor, call)
        seats.turn_away(floor, agent)


def _wait(floor: Floor, call: Call) -> None:
    """In the queue, with what is left of the caller's patience."""
    call.stage = Stage.QUEUED
    since = call.launched or floor.now
    floor.wake(("patience", call.ordinal), floor.left(floor.choices.queue_patience_s, since))
