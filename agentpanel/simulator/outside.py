"""A second party that is no agent: a number outside, or an extension without a login (behaviour.md 4.11)."""

from __future__ import annotations

from agentpanel.simulator import conferences, transfers
from agentpanel.simulator.callers import ring_s
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.parties import Mode, Phase


def ring(floor: Floor, call: Call, number: str, mode: Mode, limit: float) -> None:
    """The number is called; its last digit decides how that ends, as for any number."""
    transfer = transfers.begin(floor, call, mode)
    transfer.outside = number
    rings = ring_s(floor, number, floor.random("outside", call.campaign.name, call.ordinal))
    floor.wake(("outside", call.ordinal), min(rings, limit))
    transfer.answers = rings <= limit and floor.scenario.ending_of(number).reaches_agent


def due(floor: Floor, ordinal: int) -> None:
    """It answers, cannot be reached, or has said all it had to say."""
    call = floor.calls.get(ordinal)
    transfer = None if call is None else call.transfer
    if call is None or transfer is None or call.stage not in (Stage.TALKING, Stage.ENDING):
        return
    if transfer.phase is not Phase.OFFERED:
        conferences.second_party_gone(floor, transfer)
    elif transfer.answers:
        transfers.taken(floor, transfer)
        if call.transfer is not None:
            floor.wake(("outside", ordinal), floor.draw(floor.scenario.times.talk, "outside talk"))
    else:
        transfers.failed(floor, transfer)
