"""Two parties beside the far end in one call: a transfer or conference while it lasts (behaviour.md 4.11)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentpanel.simulator.calls import Call


class Mode(Enum):
    """What TR asks for."""

    SCREENED = "screened"
    BLIND = "blind"  # BL
    CONFERENCE = "conference"  # C3
    AGENTS_FIRST = "agents_first"  # C4
    HELD_FIRST = "held_first"  # C5


class Phase(Enum):
    """How far it has come. Blind and screened ones are over as soon as the second party is there."""

    OFFERED = "offered"
    # the second party is there and the customer on hold
    CONSULTING = "consulting"
    # all three talk, or did until somebody was put on hold again
    JOINED = "joined"


@dataclass(slots=True, kw_only=True)
class Transfer:
    """Both agents' parts of the call; ``outside`` is the number of a second party that is no agent."""

    mode: Mode
    sender: Call
    target: Call | None = None
    outside: str | None = None
    phase: Phase = Phase.OFFERED
    second_held: bool = False
    answers: bool = True  # whether the number outside will

    @property
    def announced(self) -> dict[str, Any]:
        """BL, C3 and C4 of the target's AC; AC knows no C5."""
        return {
            "blind": self.mode is Mode.BLIND,
            "conference": self.mode in (Mode.CONFERENCE, Mode.HELD_FIRST),
            "agents_first_conference": self.mode is Mode.AGENTS_FIRST,
        }


def begun_by(call: Call) -> Transfer | None:
    """The transfer or conference that this part's agent began."""
    return call.transfer if call.transfer is not None and call.transfer.sender is call else None
