"""The pool: when calls are placed, how the network answers, and which agent gets one (behaviour.md 4.5, 5, 7)."""

from __future__ import annotations

from agentpanel.simulator import manual, previewing, reserving, seats, talking
from agentpanel.simulator.agents import Agent
from agentpanel.simulator.callers import Wanted, next_call
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.floor import Floor, Run
from agentpanel.simulator.network import FAILED, mark_result
from agentpanel.simulator.outcomes import ABANDONED, NOT_MADE
from agentpanel.simulator.scenario import Campaign

#: Numbers that a dialer tries in a row before it takes a breath.
_AT_ONCE = 40


def settle(floor: Floor) -> None:
    """Bring the pool up to date after any event: calls to agents, new calls for those who wait."""
    reserving.serve(floor)
    for call in [each for each in floor.calls.values() if each.stage is Stage.QUEUED]:
        _assign(floor, call)
    for campaign in floor.scenario.campaigns:
        _let_held_go(floor, campaign)
        if floor.runs[campaign.name].state == "open":
            _keep_pace(floor, campaign)


def is_dialing(floor: Floor, campaign: Campaign) -> bool:
    """Whether predial has begun: a number is underway that will want an agent."""
    return any(_wants_agent(call) and call.campaign is campaign for call in floor.calls.values())


def place(floor: Floor, campaign: Campaign, wanted: Wanted | None = None) -> Call:
    """A call begins: dialed, coming in, or shown to an agent first."""
    call = next_call(floor, campaign, wanted)
    floor.calls[call.ordinal] = call
    if campaign.shows_first:
        _queued(floor, call, floor.choices.queue_patience_s)
        return call
    call.launched = floor.now
    if campaign.inbound:
        call.ringing = floor.now
        _queued(floor, call, floor.choices.queue_patience_s)
    else:
        floor.wake(("ring", call.ordinal), call.ring_s)
    return call


def cycle_over(floor: Floor, name: str) -> None:
    """An agent has waited long enough: dial until somebody will answer, or show a record."""
    campaign_name, _, cycle = name.rpartition("/")
    campaign, run = floor.campaign(campaign_name), floor.runs[campaign_name]
    run.pending.discard(int(cycle))
    if campaign is None or run.state != "open" or not _waiting(floor, campaign):
        return
    for _ in range(_AT_ONCE):
        if place(floor, campaign).ending.reaches_agent or campaign.shows_first:
            return


def tick(floor: Floor, name: str) -> None:
    """A call at its own time, whether somebody waits or not; outbound numbers are dialed for agents only."""
    campaign, run = floor.campaign(name), floor.runs[name]
    run.ticking = False
    if campaign is None or run.state != "open":
        return
    if campaign.inbound or _waiting(floor, campaign) > _underway(floor, campaign, run):
        place(floor, campaign)


def rung(floor: Floor, ordinal: int) -> None:
    """The network has answered for the number."""
    call = floor.calls.get(ordinal)
    if call is None or call.launched is None:
        return
    mark_result(floor, call)
    if call.ending.reaches_agent:
        _queued(floor, call, floor.choices.abandon_s)
        return
    call.ended = floor.now
    reason, call.ended_by = FAILED[call.ending]
    talking.book(floor, call, reason)


def patience_over(floor: Floor, ordinal: int) -> None:
    """Answered, and no agent could be given."""
    call = floor.calls.get(ordinal)
    if call is None or call.stage is not Stage.QUEUED:
        return
    call.ended = floor.now
    call.ended_by = "customer" if call.campaign.inbound else "dialer"
    talking.book(floor, call, NOT_MADE if call.launched is None else ABANDONED)


def _queued(floor: Floor, call: Call, patience: float) -> None:
    call.stage = Stage.QUEUED
    floor.wake(("patience", call.ordinal), patience)
    _assign(floor, call)


def _assign(floor: Floor, call: Call) -> None:
    """To the agent that has waited longest, of those that the call may have."""
    if call.launched is None and floor.runs[call.campaign.name].state != "open":
        return
    able = [agent for agent in floor.agents_on(call.campaign) if agent.waits and _may_have(floor, agent, call)]
    if floor.choices.skills == "prefer":
        able = [agent for agent in able if call.skill in agent.skills] or able
    if able:
        floor.unwake(("patience", call.ordinal))
        _hand_over(floor, call, min(able, key=lambda agent: agent.since))


def _hand_over(floor: Floor, call: Call, agent: Agent) -> None:
    """As the campaign's mode has it; one that somebody has talked to already is offered in any."""
    if call.launched is not None:
        talking.offer(floor, call, agent)
    elif call.campaign.manual:
        manual.connect(floor, call, agent)
    else:
        previewing.show(floor, call, agent)


def _may_have(floor: Floor, agent: Agent, call: Call) -> bool:
    if call.wanted not in (None, agent.name) or call.unwanted == agent.name:
        return False
    if call.queue and floor.choices.membership == "asked" and call.queue.name not in agent.groups:
        return False
    return call.skill is None or floor.choices.skills == "prefer" or call.skill in agent.skills


def _let_held_go(floor: Floor, campaign: Campaign) -> None:
    """AU with PR 0 kept them for a number that turned out to be somebody else's."""
    for agent in floor.agents_on(campaign):
        if agent.waits and agent.release is not None and not is_dialing(floor, campaign):
            seats.grant(floor, agent)


def _keep_pace(floor: Floor, campaign: Campaign) -> None:
    run, pace = floor.runs[campaign.name], campaign.pace
    if campaign.manual:
        manual.settle(floor, campaign)
        return
    if pace.mode == "waiting":
        for _ in range(_waiting(floor, campaign) - _underway(floor, campaign, run)):
            run.cycles += 1
            run.pending.add(run.cycles)
            after = floor.random("cycle", campaign.name, run.cycles).uniform(*pace.after)
            floor.wake(("cycle", f"{campaign.name}/{run.cycles}"), after)
    elif pace.mode != "asked" and not run.ticking and any(True for _ in floor.agents_on(campaign)):
        run.ticking, run.cycles = True, run.cycles + 1
        random = floor.random("cycle", campaign.name, run.cycles)
        gap = random.expovariate(1 / pace.every) if pace.mode == "poisson" else pace.every
        floor.wake(("tick", campaign.name), gap)


def _waiting(floor: Floor, campaign: Campaign) -> int:
    """Agents for whom a call is wanted: those to be let go are served only what is underway."""
    return sum(agent.waits and agent.release is None for agent in floor.agents_on(campaign))


def _underway(floor: Floor, campaign: Campaign, run: Run) -> int:
    calls = sum(_wants_agent(call) and call.campaign is campaign for call in floor.calls.values())
    return len(run.pending) + calls


def _wants_agent(call: Call) -> bool:
    return call.ending.reaches_agent and call.stage in (Stage.DIALING, Stage.QUEUED)
