"""The moments of a call that the outside is told of: an alert, a page of the customer's."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from agentpanel.domain.snapshot import Call, Snapshot


class Moment(Enum):
    """How far a call has come; the value is the settings' word for it."""

    # its first announcement: it rings, is connected at once, or is a record to look at before dialing
    OFFERED = "offered"
    CONNECTED = "connected"
    # the talk is over
    ENDED = "ended"


class Moments:
    """Follows the snapshots of one desk and gives each moment of each call once.

    Snapshots may be left out: what two of them have between them comes with the later one.
    """

    def __init__(self) -> None:
        self._call: Call | None = None
        self._told: frozenset[Moment] = frozenset()

    def follow(self, snapshot: Snapshot) -> list[tuple[Moment, Call]]:
        """What has come since the last snapshot, in order, each with the call as it was known then."""
        call = snapshot.call
        news = list(self._of_the_last(call))
        if call is None or self._call is None or call.key != self._call.key:
            self._told = frozenset()
        reached = _reached(call) if call is not None else frozenset()
        news += [(moment, call) for moment in Moment if call is not None and moment in reached - self._told]
        self._told |= reached
        self._call = call
        return news

    def _of_the_last(self, call: Call | None) -> Iterator[tuple[Moment, Call]]:
        """A call that left the desk has ended; one that was lost may still be talking."""
        last = self._call
        if last is None or last.lost is not None or (call is not None and call.key == last.key):
            return
        if Moment.CONNECTED in self._told and Moment.ENDED not in self._told:
            yield Moment.ENDED, last


def _reached(call: Call) -> frozenset[Moment]:
    if call.lost is not None:
        return frozenset()
    found = {Moment.OFFERED}
    if call.connected is not None:
        found.add(Moment.CONNECTED)
        if call.ended is not None:
            found.add(Moment.ENDED)
    return frozenset(found)
