"""What the network says of a number that was dialed (behaviour.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agentpanel.simulator.calls import Call
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.ledger import EndedBy
from agentpanel.simulator.outcomes import BUSY, FAILURE, FAX, MACHINE, NO_ANSWER, UNOBTAINABLE
from agentpanel.simulator.scenario import Ending

#: RE of a number that reached nobody, and who gave up.
FAILED: Final[Mapping[Ending, tuple[int, EndedBy]]] = {
    Ending.BUSY: (BUSY, "network"),
    Ending.NO_ANSWER: (NO_ANSWER, "dialer"),
    Ending.MACHINE: (MACHINE, "dialer"),
    Ending.FAX: (FAX, "dialer"),
    Ending.FAILED: (FAILURE, "network"),
    Ending.UNOBTAINABLE: (UNOBTAINABLE, "network"),
}
_NEVER_RANG: Final = (Ending.BUSY, Ending.FAILED, Ending.UNOBTAINABLE)


def mark_result(floor: Floor, call: Call) -> None:
    """The network has answered: when that was, and when the number rang."""
    call.result = floor.now
    if call.launched is not None and call.ending not in _NEVER_RANG:
        call.ringing = call.launched + (floor.now - call.launched) / 5
