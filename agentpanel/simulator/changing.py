"""Somebody at the site changes the outcome of a call that is over, as UO does (behaviour.md 5)."""

from __future__ import annotations

import dataclasses

from agentpanel.simulator import reporting
from agentpanel.simulator.effects import Changed
from agentpanel.simulator.floor import Floor


def change(floor: Floor, outcome: int, agent: str | None) -> None:
    """The agent's last call, or the last one of all: OZ tells it again, and the ledger has the new one."""
    name = next(reversed(floor.last_done), None) if agent is None else agent
    done = floor.last_done.get(name) if name is not None else None
    if done is None:
        floor.log("there is no call whose outcome could be changed")
        return
    call, old = done
    reason = floor.scenario.reason_of(outcome)
    row = dataclasses.replace(old, outcome=outcome, reason=old.reason if reason is None else reason)
    call.outcome = outcome
    floor.last_done[old.agent or ""] = (call, row)
    floor.effects.append(Changed(old, row))
    reporting.report(floor, call, row.reason)
