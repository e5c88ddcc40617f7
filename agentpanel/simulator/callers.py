"""The calls of a campaign, one after the other: who, from which number, with what ending and data."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from agentpanel.simulator import data
from agentpanel.simulator.calls import Call, Callback
from agentpanel.simulator.choices import Span
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.scenario import Campaign, Ending, People, Queue

#: Seconds that a busy tone, a failure or a machine takes to be known.
_DETECTED: Final[Span] = (1.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the next call is to be like, where it is not left to the scenario."""

    number: str | None = None
    queue: str | None = None
    data: str | None = None
    agent: str | None = None


def next_call(floor: Floor, campaign: Campaign, wanted: Wanted | None = None) -> Call:
    """The campaign's next call; the n-th is the same in each run with the same seed."""
    wanted = wanted or Wanted()
    run = floor.runs[campaign.name]
    run.placed += 1
    random = floor.random("call", campaign.name, run.placed)
    number, text = _party(floor, campaign, run.placed, random)
    queue = _queue(campaign, wanted.queue, random)
    number = number if wanted.number is None else wanted.number
    ending = _ending(floor, campaign, number)
    return Call(
        ordinal=_ordinal(floor),
        campaign=campaign,
        number=number,
        session=f"{floor.scenario.tenants[0]}_{run.number:04}_{run.placed:08}",
        unique=floor.unique("YS"),
        ending=ending,
        ring_s=_ring(floor, ending, random),
        agent_ring_s=random.uniform(*floor.scenario.times.agent_ring),
        talk_s=_talk(floor, ending, random),
        data=wanted.data or text,
        queue=queue,
        skill=queue.skill if queue else campaign.skill,
        wanted=wanted.agent,
    )


def part_of(floor: Floor, call: Call) -> Call:
    """The same call for somebody else: its far end, data and names go on, what the agent did with it does not."""
    random = floor.random("part", call.campaign.name, floor.last_call)
    return Call(
        ordinal=_ordinal(floor),
        campaign=call.campaign,
        number=call.number,
        session=call.session,
        unique=call.unique,
        ending=call.ending,
        ring_s=call.ring_s,
        agent_ring_s=random.uniform(*floor.scenario.times.agent_ring),
        talk_s=_talk(floor, call.ending, random),
        data=call.data,
        queue=call.queue,
        tags=call.tags if floor.choices.tags_of == "session" else {},
        launched=floor.now,
        ringing=floor.now,
        result=floor.now,
    )


def call_back(floor: Floor, callback: Callback) -> Call:
    """The call of a callback; it takes no turn of the campaign's own numbers."""
    campaign = callback.campaign
    random = floor.random("callback", campaign.name, callback.ordinal)
    ending = floor.scenario.ending_of(callback.number)
    again = floor.choices.callback_session == "same"
    return Call(
        ordinal=_ordinal(floor),
        campaign=campaign,
        number=callback.number,
        session=callback.session if again else f"{callback.session}-{callback.ordinal}",
        unique=floor.unique("YS"),
        ending=ending,
        ring_s=_ring(floor, ending, random),
        agent_ring_s=random.uniform(*floor.scenario.times.agent_ring),
        talk_s=_talk(floor, ending, random),
        data=callback.data,
        callback=callback,
    )


def ring_s(floor: Floor, number: str, random: Random) -> float:
    """Seconds until a number outside answers, or is known not to."""
    return _ring(floor, floor.scenario.ending_of(number), random)


def _ordinal(floor: Floor) -> int:
    floor.last_call += 1
    return floor.last_call


def _party(floor: Floor, campaign: Campaign, placed: int, random: Random) -> tuple[str, str | None]:
    """Number and DT of the listed contact whose turn it is, else of somebody made up."""
    if campaign.contacts:
        contact = campaign.contacts[(placed - 1) % len(campaign.contacts)]
        number = contact.number
        text = contact.text or data.rendered(contact.fields, campaign.data, floor.choices)
        return number, text
    number = f"{campaign.prefix}{random.randrange(100):02}{random.choice(campaign.last_digits)}"
    fields = _somebody(floor.scenario.people, placed, number, random)
    return number, data.rendered(fields, campaign.data, floor.choices)


def _somebody(people: People, placed: int, number: str, random: Random) -> dict[str, str]:
    """The columns of the manual's sample (behaviour.md 2.7)."""
    return {
        "Contact_ID": f"{placed:08}",
        "Title": random.choice(people.titles),
        "Forename": random.choice(people.forenames),
        "Surname": random.choice(people.surnames),
        "Address_1": f"{random.randrange(1, 200)} {random.choice(people.streets)}",
        "Address_2": random.choice(people.towns),
        "Postcode": f"ZZ{random.randrange(1, 100)} {random.randrange(1, 10)}ZZ",
        "Telephone": number,
    }


def _queue(campaign: Campaign, wanted: str | None, random: Random) -> Queue | None:
    if not campaign.queues:
        return None
    drawn = random.choices(campaign.queues, [queue.weight for queue in campaign.queues])[0]
    return next((queue for queue in campaign.queues if queue.name == wanted), drawn)


def _ending(floor: Floor, campaign: Campaign, number: str) -> Ending:
    """Somebody who calls in was reached, whatever the number."""
    ending = floor.scenario.ending_of(number)
    return ending if ending.reaches_agent or not campaign.inbound else Ending.ANSWERED


def _ring(floor: Floor, ending: Ending, random: Random) -> float:
    times = floor.scenario.times
    detected = random.uniform(*_DETECTED)
    rung = random.uniform(*times.ring)
    if ending.reaches_agent:
        return rung
    return times.no_answer if ending is Ending.NO_ANSWER else detected


def _talk(floor: Floor, ending: Ending, random: Random) -> float:
    times = floor.scenario.times
    return random.uniform(*{Ending.EARLY: times.early, Ending.LONG: times.long}.get(ending, times.talk))
