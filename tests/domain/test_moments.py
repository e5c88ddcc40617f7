"""Each moment of each call comes once, however many snapshots are left out between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agentpanel.domain import words
from agentpanel.domain.moments import Moment, Moments
from agentpanel.domain.parties import Preview
from agentpanel.domain.snapshot import Call, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.words import say
from tests.helpers.snapshots import START, a_call, later, seated

OFFERED = a_call()
CONNECTED = replace(OFFERED, connected=later(8))
ENDED = replace(CONNECTED, ended=later(60))
RECORD = replace(OFFERED, preview=Preview(decides=True, began=START))
NEXT = a_call(later(90), key="run-2")
IDLE = seated(Work.READY)


def desk(call: Call | None) -> Snapshot:
    return replace(IDLE, call=call)


def told(*calls: Call | None) -> list[tuple[Moment, str]]:
    moments = Moments()
    return [(moment, call.key) for each in calls for moment, call in moments.follow(desk(each))]


O, C, E = Moment.OFFERED, Moment.CONNECTED, Moment.ENDED  # noqa: E741 -- a column each in the table below


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ((None, OFFERED, OFFERED, CONNECTED, CONNECTED, ENDED, ENDED, None), [O, C, E]),
        # at once, as with a phone that stays connected
        ((None, CONNECTED, None), [O, C, E]),
        ((None, ENDED, None), [O, C, E]),
        # a record, its call
        ((RECORD, replace(RECORD, connected=later(9)), None), [O, C, E]),
        # a record that was declined, an offer that failed: nobody talked
        ((RECORD, None), [O]),
        ((OFFERED, None), [O]),
        ((OFFERED, replace(OFFERED, ended=later(4)), None), [O]),
        ((None, None), []),
        # lost with the link: whether they still talk is not known, now or later
        ((CONNECTED, replace(CONNECTED, lost=say(words.WHY_LINK_LOST)), None), [O, C]),
        ((replace(CONNECTED, lost=say(words.WHY_LINK_LOST)), None), []),
    ],
)
def test_the_moments_of_one_call(calls: tuple[Call | None, ...], expected: list[Moment]) -> None:
    assert told(*calls) == [(moment, "run-1") for moment in expected]


def test_another_call_in_the_next_snapshot_ends_the_one_before() -> None:
    assert told(CONNECTED, NEXT, None) == [(O, "run-1"), (C, "run-1"), (E, "run-1"), (O, "run-2")]
    assert told(ENDED, NEXT) == [(O, "run-1"), (C, "run-1"), (E, "run-1"), (O, "run-2")]


def test_the_end_of_a_call_that_is_gone_comes_with_what_was_known_of_it() -> None:
    moments = Moments()
    moments.follow(desk(CONNECTED))
    assert moments.follow(desk(None)) == [(E, CONNECTED)]
