"""Agents that the dialer plays itself: their calls are as those of anybody, and cost little."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

from agentpanel.protocol.messages import (
    AgentLogin,
    EnumerateOutcomes,
    ErrorReport,
    OutcomeData,
    UserAuthenticate,
    VerifyStatus,
)
from agentpanel.protocol.ole import to_datetime
from agentpanel.simulator.events import CloseCampaign, ResumeCampaign, SuspendCampaign
from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.loading import load_scenario
from tests.simulator.bench import Bench, End, refused
from tests.simulator.test_enumerations import check_told


def asking(rate: int = 5_000) -> EnumerateOutcomes:
    return EnumerateOutcomes(transaction="t", failures=True, successes=True, persist="p", rate=rate)


def supervisor(bench: Bench) -> End:
    """Somebody with the right to hear of the whole tenant, who does."""
    end = bench.join()
    end.send(UserAuthenticate(tenant="default", agent="boss", password="x"))
    end.send(asking())
    assert not end.of(ErrorReport)
    return end


def floor(speed: float = 1.0) -> Bench:
    made = dataclasses.replace(load_scenario("floor"), timezone="Europe/London")
    return Bench(made, seed=5, speed=speed)


def by_agent(rows: list[LedgerRow]) -> dict[str | None, list[LedgerRow]]:
    found = defaultdict(list)
    for row in rows:
        found[row.agent].append(row)
    return found


def test_a_supervisor_hears_of_all_forty_of_three_campaigns_and_of_numbers_that_reached_nobody() -> None:
    bench = floor()
    watcher = supervisor(bench)
    bench.run(600)
    check_told(watcher.of(OutcomeData), bench.rows)
    rows = by_agent(bench.rows)
    assert len(rows) == 41
    assert {row.campaign for row in rows[None]} == {"Sales", "Service"}
    assert {row.campaign for row in bench.rows} == {"Sales", "Service", "Support"}
    assert 600 < len(bench.rows) < 1_800
    told = watcher.of(OutcomeData)
    assert {each.list_name for each in told} == {"Spring", "Contracts", None}
    assert {each.campaign for each in told if each.retry_advise} == {"Sales"}
    assert {each.queue for each in told if each.inbound} == {"VIP", "General"}
    assert not watcher.problems


def test_an_agents_calls_follow_one_another() -> None:
    bench = floor()
    supervisor(bench)
    bench.run(900)
    for agent, rows in by_agent(bench.rows).items():
        assert agent is None or all(one.ended < two.started for one, two in pairwise(rows))


def test_the_four_times_are_in_order_and_end_before_the_call_is_told() -> None:
    bench = floor(speed=8)
    watcher = supervisor(bench)
    bench.run(60)
    told = watcher.of(OutcomeData)
    assert len(told) > 300
    for each in told:
        times = [each.launched, each.ringing, each.result, each.ended, each.timestamp]
        moments = [moment(time) for time in times if time is not None]
        assert moments == sorted(moments)
        assert (moments[-1] - moments[0]).total_seconds() < 60, "times are those of the clock, at any speed"


def moment(days: Decimal) -> datetime:
    found = to_datetime(days, UTC)
    assert found is not None
    return found


def test_an_hour_away_rolls_forward_at_thousands_a_second() -> None:
    bench = floor()
    watcher = supervisor(bench)
    bench.run(60)
    heard = len(watcher.of(OutcomeData))
    bench.drop(watcher)
    bench.run(3_540)
    back = supervisor(bench)
    bench.run(1)
    assert 4_900 < len(back.of(OutcomeData)) <= 5_000
    bench.run(5)
    check_told(back.of(OutcomeData), bench.rows[heard - 100 :])


def test_it_plays_the_same_with_the_same_seed() -> None:
    both = []
    for _ in range(2):
        bench = floor()
        bench.join().send(VerifyStatus())
        bench.run(300)
        both.append(bench.rows)
    assert both[0] == both[1]
    assert len(both[0]) > 300


def test_a_suspended_campaign_books_nothing_and_a_closed_one_never_again() -> None:
    bench = floor()
    supervisor(bench)
    bench.do(SuspendCampaign("Sales"))
    bench.run(120)
    assert {row.campaign for row in bench.rows} == {"Service", "Support"}
    bench.do(ResumeCampaign("Sales"))
    bench.do(CloseCampaign("Service"))
    mark = len(bench.rows)
    bench.run(120)
    assert {row.campaign for row in bench.rows[mark:]} == {"Sales", "Support"}


def test_nobody_logs_in_under_the_name_of_one_of_them() -> None:
    bench = floor()
    end = bench.join()
    assert refused(end.send(AgentLogin(campaign="Sales", agent="5001", extension="1")), "agent_in_use")
    assert not refused(end.send(AgentLogin(campaign="Sales", agent="5019", extension="1")), "agent_in_use")
