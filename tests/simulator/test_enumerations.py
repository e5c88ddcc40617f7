"""EO and OZ, EA and AZ, EE and EF: who is told what, and that OZ says what the ledger says."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentData,
    AgentReady,
    EnumerateAgents,
    EnumerateEnd,
    EnumerateFinished,
    EnumerateOutcomes,
    LoggedIn,
    LogOut,
    OutcomeData,
    SetTags,
    TransactionComplete,
)
from agentpanel.protocol.ole import to_datetime
from agentpanel.simulator.events import HangUp, OfferCall
from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.loading import load_scenario
from tests.simulator.bench import Bench, End, codes, refused, scenario, seated, talking, waiting, wrapping

BOTH = EnumerateOutcomes(transaction="t", failures=True, successes=True)


def check_told(told: list[OutcomeData], rows: list[LedgerRow]) -> None:
    """One OZ a row, in order, with the same content; times to the 0.09 s that six decimals hold."""
    assert len(told) == len(rows)
    for oz, row in zip(told, rows, strict=True):
        tags = {f"T{number}": getattr(oz, f"tag{number}") for number in range(1, 7)}
        assert {name: text for name, text in tags.items() if text is not None} == row.tags
        assert (oz.session, oz.number, oz.campaign, oz.queue) == (row.session, row.number, row.campaign, row.queue)
        assert (oz.agent, oz.outcome, oz.reason) == (row.agent, row.outcome, row.reason)
        for days, moment in ((oz.launched, row.started), (oz.ended, row.ended)):
            shown = to_datetime(days or Decimal(0), moment.tzinfo or UTC)
            assert shown is not None
            assert abs((shown - moment).total_seconds()) < 0.09


def shift(bench: Bench, end: End, calls: int) -> None:
    """Take so many calls, each with an outcome and tags of its own."""
    for number in range(calls):
        bench.run_until(lambda: bench.state() == 7)
        end.send(SetTags(agent="Anna", tag1=f"call {number}", tag4="x" if number % 2 else None))
        bench.run(3)
        end.send(TransactionComplete(agent="Anna", outcome=101 + number % 5))


def test_every_row_of_the_ledger_was_told_in_an_oz_with_the_same_content() -> None:
    bench = Bench(load_scenario("predictive"), seed=7)
    watcher, end = bench.join(), waiting(bench)
    watcher.send(BOTH)
    shift(bench, end, 25)
    assert len(bench.rows) > 25
    check_told(watcher.of(OutcomeData), bench.rows)
    assert len({row.reason for row in bench.rows}) >= 4
    assert not watcher.problems + end.problems


def test_the_same_on_inbound_with_queues() -> None:
    bench = Bench(load_scenario("inbound"), seed=3)
    watcher, end = bench.join(), waiting(bench, campaign="Support")
    watcher.send(EnumerateOutcomes(transaction="t", campaign="Support", failures=True, successes=True))
    shift(bench, end, 12)
    told = watcher.of(OutcomeData)
    check_told(told, bench.rows)
    assert all(each.inbound and each.group == each.queue for each in told)
    assert {each.queue for each in told} == {"VIP", "General"}


def test_oz_comes_right_after_the_tc_and_before_the_next_call() -> None:
    bench = Bench()
    end = wrapping(bench)
    end.send(BOTH)
    assert codes(end.send(TransactionComplete(agent="Anna", token="k"))) == "MV OZ AR"


def test_failures_and_successes_are_asked_for_each_by_itself() -> None:
    bench = Bench(load_scenario("predictive"), seed=7)
    good, bad, end = bench.join(), bench.join(), waiting(bench)
    good.send(EnumerateOutcomes(transaction="g", successes=True))
    bad.send(EnumerateOutcomes(transaction="b", failures=True))
    shift(bench, end, 10)
    assert all(each.agent == "Anna" for each in good.of(OutcomeData))
    assert all(each.agent is None for each in bad.of(OutcomeData))
    assert len(good.of(OutcomeData)) + len(bad.of(OutcomeData)) == len(bench.rows)
    assert {each.transaction for each in bad.of(OutcomeData)} == {"b"}


def test_a_success_may_mean_a_live_call() -> None:
    for choice, told in (("agent", 1), ("live", 0)):
        bench = Bench(scenario(success=choice))
        end = wrapping(bench)
        end.send(EnumerateOutcomes(transaction="g", successes=True))
        end.send(TransactionComplete(agent="Anna", outcome=1))
        assert len(end.of(OutcomeData)) == told


def test_outcomes_of_one_campaign() -> None:
    bench = Bench()
    sales, service = wrapping(bench), wrapping(bench, "Ben", "Service")
    watcher = bench.join()
    watcher.send(EnumerateOutcomes(transaction="t", campaign="Service", successes=True))
    sales.send(TransactionComplete(agent="Anna"))
    service.send(TransactionComplete(agent="Ben"))
    assert [each.agent for each in watcher.of(OutcomeData)] == ["Ben"]


def test_a_transaction_is_unique_known_and_can_be_ended_once() -> None:
    bench = Bench()
    end, other = bench.join(), bench.join()
    end.send(BOTH)
    assert refused(end.send(BOTH), "transaction_in_use")
    assert refused(other.send(BOTH), "transaction_in_use")
    assert refused(end.send(EnumerateAgents(transaction="t")), "transaction_in_use")
    assert refused(other.send(EnumerateEnd(transaction="t")), "unknown_transaction")
    assert codes(end.send(EnumerateEnd(transaction="t", token="k"))) == "MV EF"
    assert end.last(EnumerateFinished).transaction == "t"
    assert refused(end.send(EnumerateEnd(transaction="t")), "unknown_transaction")
    assert end.send(BOTH) == []


def test_transactions_may_be_unique_within_a_connection() -> None:
    bench = Bench(scenario(transactions="connection"))
    end, other = bench.join(), bench.join()
    end.send(BOTH)
    assert other.send(BOTH) == []
    assert codes(other.send(EnumerateEnd(transaction="t"))) == "EF"
    wrapping(bench).send(TransactionComplete(agent="Anna"))
    assert (len(end.of(OutcomeData)), len(other.of(OutcomeData))) == (1, 0)


def test_after_ee_and_after_a_drop_nothing_more_is_told() -> None:
    bench = Bench()
    watcher, lost = bench.join(), bench.join()
    watcher.send(BOTH)
    lost.send(EnumerateOutcomes(transaction="u", successes=True))
    watcher.send(EnumerateEnd(transaction="t"))
    bench.drop(lost)
    wrapping(bench).send(TransactionComplete(agent="Anna"))
    assert not watcher.of(OutcomeData) + lost.of(OutcomeData)
    assert bench.join().send(EnumerateOutcomes(transaction="u", successes=True)) == []


def test_an_unknown_campaign_and_a_persist_token_are_refused() -> None:
    end = Bench().join()
    assert refused(end.send(EnumerateOutcomes(transaction="t", campaign="None", failures=True)), "unknown_campaign")
    assert refused(end.send(EnumerateAgents(transaction="t", campaign="None")), "unknown_campaign")
    assert refused(end.send(EnumerateAgents(transaction="t", persist="p")), "not_in_scenario")


# --- EA


def test_ea_gives_all_that_are_logged_in_and_then_each_change() -> None:
    bench = Bench()
    seated(bench, "Ben")
    end = waiting(bench)
    watcher = bench.join()
    first = watcher.send(EnumerateAgents(transaction="t", level=2))
    assert [(each.agent, each.detail_state) for each in first if isinstance(each, AgentData)] == [
        ("Ben", 2),
        ("Anna", 3),
    ]
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    bench.do(HangUp("Anna"))
    end.send(TransactionComplete(agent="Anna"))
    end.write("CG:AG:AU\\ANAnna\\PR1")
    end.send(LogOut(agent="Anna"))
    changes = watcher.of(AgentData)[2:]
    assert [(each.previous_state, each.detail_state) for each in changes] == [
        (3, 10),
        (10, 6),
        (6, 7),
        (7, 3),
        (3, 2),
        (2, 0),
    ]
    assert [each.available_state for each in changes] == [2, 2, 2, 2, 1, 0]
    assert not watcher.problems


def test_ea_levels_and_identity() -> None:
    bench = Bench()
    end = talking(bench, description="Anna A")
    bench.run(9)
    one, two, three = (bench.join() for _ in range(3))
    (az1,) = one.send(EnumerateAgents(transaction="1"))
    (az2,) = two.send(EnumerateAgents(transaction="2", level=2))
    (az3,) = three.send(EnumerateAgents(transaction="3", level=3))
    assert isinstance(az1, AgentData)
    assert isinstance(az2, AgentData)
    assert isinstance(az3, AgentData)
    assert (az1.previous_state, az1.detail_since, az1.data) == (None, None, None)
    assert (az2.previous_state, az2.data) == (10, None)
    assert az2.detail_duration == (Decimal(9) / 86_400).quantize(Decimal("0.000001"))
    assert az1.state_duration == (Decimal(10) / 86_400).quantize(Decimal("0.000001"))
    assert az3.data == end.last(AgentConnect).data
    assert (az3.available_at, az3.unavailable_at) == (az1.state_since, Decimal("0.000000"))
    assert (az1.agent_unique, az1.campaign_unique) == (
        end.last(LoggedIn).agent_unique,
        end.last(AgentReady).campaign_unique,
    )
    assert (az1.description, az1.extension, az1.dialing_method) == ("Anna A", "1001", 0)


def test_ea_of_one_campaign_leaves_the_others_out_and_durations_may_be_seconds() -> None:
    bench = Bench(scenario(duration_unit="seconds"))
    waiting(bench)
    bench.run(12)
    watcher = bench.join()
    watcher.send(EnumerateAgents(transaction="t", campaign="Sales"))
    seated(bench, "Ben", "Service")
    assert [(each.agent, each.state_duration) for each in watcher.of(AgentData)] == [("Anna", Decimal("12.000000"))]


def test_an_agent_that_comes_later_is_told_from_its_login_on() -> None:
    bench = Bench()
    watcher = bench.join()
    assert watcher.send(EnumerateAgents(transaction="t")) == []
    seated(bench).send(AgentAvailable(agent="Anna"))
    assert [each.detail_state for each in watcher.of(AgentData)] == [2, 3]
