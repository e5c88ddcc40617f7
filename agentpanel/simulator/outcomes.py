"""Agent outcomes (AO), what they map to (RE), and the categories that a launched call may not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agentpanel.simulator.faults import RefusedError

NOT_MADE: Final = 0
BUSY: Final = 1
NO_ANSWER: Final = 2
FAX: Final = 3
MACHINE: Final = 5
FAILURE: Final = 6
ABANDONED: Final = 7
HOST_INTERRUPT: Final = 8
CONNECTED: Final = 10
UNOBTAINABLE: Final = 20
AGENT_ABSENT: Final = 32

#: AO to RE as the manual and the vendor's other products ship them; sites change both (behaviour.md 5).
SHIPPED_OUTCOMES: Final[Mapping[int, int]] = {
    0: 10,
    1: 5,
    2: 30,
    3: 3,
    4: 4,
    5: 30,
    6: 30,
    33: 33,
    101: 10,
    102: 10,
    103: 10,
    104: 10,
    105: 10,
    106: 99,
    107: 98,
    120: 10,
    121: 101,
    200: 0,
}
#: RE that only the dialer itself makes: an AO that maps to one ends in error 406.
_ONLY_THE_DIALER: Final = frozenset({NOT_MADE, 9})
#: RE of the categories that a launched call must not have (10.6.944): abandoned, host interrupt.
_NOT_WHEN_LAUNCHED: Final = frozenset({7, 8})
#: RE of numbers that may be reached another time.
_RETRIED: Final = frozenset({BUSY, NO_ANSWER})


def is_retried(reason: int) -> bool:
    """Whether a dialer that manages retries keeps a number for one (RA)."""
    return reason in _RETRIED


def check_launched(reason: int | None, *, refuse_unknown: bool) -> None:
    """Whether an agent may close a launched call with an AO that maps to this RE. Raises RefusedError."""
    if reason is None and refuse_unknown:
        raise RefusedError("unknown_outcome")
    if reason in _ONLY_THE_DIALER:
        raise RefusedError("invalid_cause")
    if reason in _NOT_WHEN_LAUNCHED:
        raise RefusedError("forbidden_outcome")


def check_unlaunched(reason: int | None, *, refuse_unknown: bool) -> None:
    """Whether an agent may decline a preview with an AO that maps to this RE: category 1 alone. Raises RefusedError."""
    if reason is None and refuse_unknown:
        raise RefusedError("unknown_outcome")
    if reason != NOT_MADE:
        raise RefusedError("forbidden_outcome")
