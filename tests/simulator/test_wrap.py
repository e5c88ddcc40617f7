"""Wrap with and without a maximum, and AW."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AdjustWrap,
    AgentFree,
    AgentUnavailable,
    EnumerateOutcomes,
    OutcomeData,
    SetTags,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import QUIET, Bench, codes, refused, scenario, wrapping

DONE = TransactionComplete(agent="Anna", outcome=101)
LIMITED = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nmax_wrap = 10\nwrap_outcome = 120\n')


def test_at_the_maximum_wrap_the_dialer_closes_the_call_and_drops_what_was_collected() -> None:
    bench = Bench(scenario(LIMITED))
    end = wrapping(bench)
    watcher = bench.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    end.send(SetTags(agent="Anna", tag1="kept"))
    bench.run(9.9)
    assert bench.state() == 7
    bench.run(0.2)
    assert end.codes().endswith("CE AR")
    row = bench.rows[-1]
    assert (row.outcome, row.ended_by, row.tags) == (120, "customer", {"T1": "kept"})
    assert watcher.last(OutcomeData).outcome == 120
    assert refused(end.send(DONE), "nothing_to_complete")


def test_at_the_maximum_wrap_a_break_that_was_asked_is_granted() -> None:
    bench = Bench(scenario(LIMITED))
    end = wrapping(bench)
    end.send(AgentUnavailable(agent="Anna", reason_code=3))
    bench.run(11)
    assert end.last(AgentFree).reason_code == 3
    assert end.codes().endswith("CE AF")


def test_no_maximum_means_none_and_a_tc_in_time_stops_the_clock() -> None:
    bench = Bench()
    end = wrapping(bench)
    bench.run(36_000)
    assert bench.state() == 7
    bench = Bench(scenario(LIMITED))
    end = wrapping(bench)
    bench.run(5)
    end.send(DONE)
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    bench.do(HangUp("Anna"))
    bench.run(6)
    assert bench.state() == 7
    assert len(bench.rows) == 1


def test_speed_shortens_the_wrap_too() -> None:
    bench = Bench(scenario(LIMITED), speed=10)
    wrapping(bench)
    bench.run(0.9)
    assert bench.state() == 7
    bench.run(0.2)
    assert bench.state() == 3


def test_aw_changes_limit_outcome_and_data_for_one_agent() -> None:
    bench = Bench(scenario(LIMITED))
    end = wrapping(bench)
    bench.run(5)
    change = AdjustWrap(agent="Anna", max_wrap=20, wrap_outcome=105, wrap_data="SALE", token="k")
    assert codes(end.send(change)) == "MV"
    bench.run(14)
    assert bench.state() == 7
    bench.run(2)
    assert bench.state() == 3
    assert bench.rows[-1].outcome == 105


def test_aw_can_take_the_limit_away_and_give_the_campaigns_own_back() -> None:
    bench = Bench(scenario(LIMITED))
    end = wrapping(bench)
    end.send(AdjustWrap(agent="Anna", max_wrap=0))
    bench.run(60)
    assert bench.state() == 7
    end.send(AdjustWrap(agent="Anna", max_wrap=-1, wrap_outcome=-1))
    bench.run(0)
    assert bench.state() == 3
    assert bench.rows[-1].outcome == 120


@pytest.mark.parametrize(("choice", "state"), [("login", 7), ("call", 3)])
def test_aw_holds_for_the_login_or_for_the_call(choice: str, state: int) -> None:
    bench = Bench(scenario(LIMITED, adjusted_wrap=choice))
    end = wrapping(bench)
    end.send(AdjustWrap(agent="Anna", max_wrap=100))
    end.send(DONE)
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    bench.do(HangUp("Anna"))
    bench.run(11)
    assert bench.state() == state
