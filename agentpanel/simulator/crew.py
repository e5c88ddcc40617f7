"""Agents that the dialer plays itself: they work on their campaign without a connection, for whoever looks on.

One timer an agent: a call is told when it is complete, with the times that it took.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from agentpanel.simulator import talking
from agentpanel.simulator.callers import next_call
from agentpanel.simulator.calls import Call
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.network import FAILED, mark_result
from agentpanel.simulator.outcomes import CONNECTED
from agentpanel.simulator.scenario import Campaign, Crew, Ending

#: Numbers in a row that reach nobody before an agent gets somebody all the same.
_MOST_FAILED = 5


class _Parts(NamedTuple):
    """Seconds of a call, at speed 1."""

    ring: float
    talk: float
    wrap: float


def start(floor: Floor) -> None:
    """The first event has come: everybody is somewhere in a call."""
    for campaign in floor.scenario.campaigns:
        for place in range(campaign.crew.agents):
            left = floor.random("crew", campaign.name, place).random()
            floor.wake(("crew", f"{campaign.name}/{place}/1"), left * sum(_parts(floor, campaign, place, 1)))


def done(floor: Floor, name: str) -> None:
    """An agent has completed a call, the n-th; another one follows."""
    head, place, nth = name.rsplit("/", 2)
    campaign = floor.campaign(head)
    if campaign is None or floor.runs[campaign.name].state == "closed":
        return
    if floor.runs[campaign.name].state == "open":
        call = _reached(floor, campaign)
        _complete(floor, call, int(place), _parts(floor, campaign, int(place), int(nth)))
    following = int(nth) + 1
    floor.wake(("crew", f"{head}/{place}/{following}"), sum(_parts(floor, campaign, int(place), following)))


def has(floor: Floor, agent: str) -> bool:
    """Whether one of them has this name."""
    crews = [campaign.crew for campaign in floor.scenario.campaigns]
    return any(agent == _name(crew, place) for crew in crews for place in range(crew.agents))


def _parts(floor: Floor, campaign: Campaign, place: int, nth: int) -> _Parts:
    random, crew = floor.random("crew", campaign.name, place, nth), campaign.crew
    return _Parts(random.uniform(*floor.scenario.times.ring), random.uniform(*crew.talk), random.uniform(*crew.wrap))


def _reached(floor: Floor, campaign: Campaign) -> Call:
    """The campaign's next call that somebody answers; the numbers before it reached nobody."""
    for _ in range(_MOST_FAILED):
        call = next_call(floor, campaign)
        if call.ending.reaches_agent:
            return call
        call.launched = _ago(floor, call.ring_s)
        mark_result(floor, call)
        call.ended = floor.now
        reason, call.ended_by = FAILED[call.ending]
        talking.book(floor, call, reason)
    return dataclasses.replace(next_call(floor, campaign), ending=Ending.ANSWERED)


def _complete(floor: Floor, call: Call, place: int, parts: _Parts) -> None:
    """The call as if it had just been completed."""
    crew = call.campaign.crew
    random = floor.random("crew call", call.campaign.name, call.ordinal)
    call.ended = _ago(floor, parts.wrap)
    call.connected = call.result = _ago(floor, parts.wrap + parts.talk)
    call.launched = _ago(floor, sum(parts))
    call.ringing = call.launched + (call.result - call.launched) / 5
    call.agent, call.ended_by = _name(crew, place), random.choice(("agent", "customer"))
    call.outcome, call.tags = random.choice(crew.outcomes), _tags(crew, random)
    reason = floor.scenario.reason_of(call.outcome)
    talking.book(floor, call, CONNECTED if reason is None else reason)


def _ago(floor: Floor, seconds: float) -> datetime:
    return floor.now - timedelta(seconds=seconds / floor.speed)


def _name(crew: Crew, place: int) -> str:
    return str(crew.first + place)


def _tags(crew: Crew, random: Random) -> dict[int, str]:
    drawn = {number: random.choice(texts) for number, texts in enumerate(crew.tags, 1)}
    return {number: text for number, text in drawn.items() if text}
