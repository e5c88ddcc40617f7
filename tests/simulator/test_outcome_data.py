"""OZ in full: lists, retries, agents, dialed numbers; tags that are missing, and outcomes changed afterwards."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    EnumerateOutcomes,
    NumberBack,
    OutcomeData,
    SetTags,
    TransactionComplete,
    UserAuthenticate,
)
from agentpanel.simulator.events import ChangeOutcome, OfferCall
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.scenario import Scenario
from tests.helpers.until import until
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, waiting, wrapping
from tests.simulator.calling import calling, running

BOTH = EnumerateOutcomes(transaction="t", failures=True, successes=True)


def of_campaign(**changes: object) -> Scenario:
    """The quiet scenario with another Sales."""
    made = scenario()
    sales = dataclasses.replace(made.campaigns[0], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(made, campaigns=(sales, *made.campaigns[1:]))


def watched(bench: Bench) -> End:
    watcher = bench.join()
    watcher.send(BOTH)
    return watcher


@pytest.mark.parametrize(("digit", "reason", "retried"), [("4", 1, True), ("5", 2, True), ("6", 5, False)])
def test_a_number_that_reached_nobody_has_no_agent_and_may_be_kept(digit: str, reason: int, retried: bool) -> None:
    for retries in (True, False):
        bench = Bench(of_campaign(list_name="Spring", retries=retries, last_digits=digit))
        watcher = watched(bench)
        bench.place()
        bench.run(30)
        (told,) = watcher.of(OutcomeData)
        assert (told.agent, told.alternative_agent, told.reason) == (None, None, reason)
        assert (told.retry_advise, told.list_name) == (retried and retries, "Spring")


def test_a_record_that_somebody_saw_names_them_beside_the_call_that_was_nobodys() -> None:
    bench = Bench(of_campaign(method=3, last_digits="4", retries=True))
    end, watcher = waiting(bench), watched(bench)
    bench.do(OfferCall(agent="Anna", number="014"))
    bench.run(10)
    told = watcher.of(OutcomeData)[0]
    assert (told.agent, told.alternative_agent, told.reason, told.retry_advise) == (None, "Anna", 1, True)
    back = end.of(NumberBack)[0]
    assert (back.agent, back.alternative_agent, back.retry_advise) == ("Anna", "Anna", True)


def test_an_inbound_call_tells_queue_group_and_the_number_that_was_dialed() -> None:
    text = QUIET.replace('name = "VIP"', 'name = "VIP"\ndialed = "0800"')
    bench = Bench(scenario(text))
    end, watcher = waiting(bench, campaign="Support"), watched(bench)
    bench.do(OfferCall(campaign="Support", queue="VIP"))
    bench.run(40)
    end.send(TransactionComplete(agent="Anna", outcome=101))
    (told,) = watcher.of(OutcomeData)
    assert (told.inbound, told.queue, told.group, told.dialed_number) == (True, "VIP", "VIP", "0800")
    assert (told.agent, told.alternative_agent) == ("Anna", "Anna")
    assert told.launched is not None
    assert told.launched <= told.ringing <= told.result < told.ended < told.timestamp + 1  # type: ignore[operator]


def test_the_tenant_is_told_where_the_request_or_the_dialer_names_it() -> None:
    for choice, asked, told in (
        ("as_login", None, None),
        ("as_login", "default", "default"),
        ("always", None, "default"),
    ):
        bench = Bench(scenario(tenant_out=choice))
        end = wrapping(bench)
        end.send(EnumerateOutcomes(tenant=asked, transaction="t", successes=True))
        end.send(TransactionComplete(agent="Anna"))
        assert end.last(OutcomeData).tenant == told


# --- whose right it is


def test_outcomes_of_the_whole_tenant_may_take_a_supervisors_right() -> None:
    text = QUIET + '[[user]]\nname = "boss"\npermissions = 3\n[[user]]\nname = "anna"\n'
    bench = Bench(scenario(text, tenant_outcomes="supervisor"))
    boss, anna, nobody = bench.join(), bench.join(), bench.join()
    for end, name in ((boss, "boss"), (anna, "anna")):
        end.send(UserAuthenticate(tenant="default", agent=name, password="x"))
    assert boss.send(BOTH) == []
    for end in (anna, nobody):
        assert refused(end.send(dataclasses.replace(BOTH, transaction="u")), "not_permitted")
        own = dataclasses.replace(BOTH, transaction=f"c{end.number}", campaign="Sales")
        assert end.send(own) == []


def test_a_check_of_somebody_elses_password_gives_no_right() -> None:
    bench = Bench(scenario(tenant_outcomes="supervisor", permissions=3))
    end = bench.join()
    end.send(UserAuthenticate(tenant="default", agent="boss", password="x", check_only=True))
    assert refused(end.send(BOTH), "not_permitted")
    end.send(UserAuthenticate(tenant="default", agent="boss", password="x"))
    assert end.send(BOTH) == []


# --- what is told otherwise


def test_an_oz_may_lack_the_tags_that_the_dialer_has() -> None:
    bench = Bench(scenario(QUIET + '[[inject]]\nmessage = "TC"\nnth = [1]\ndo = "no_tags"\n'))
    end = wrapping(bench)
    end.send(BOTH)
    end.send(SetTags(agent="Anna", tag2="Gold"))
    assert codes(end.send(TransactionComplete(agent="Anna", outcome=101, token="k"))) == "MV OZ AR"
    assert (end.last(OutcomeData).tag2, bench.rows[-1].tags) == (None, {"T2": "Gold"})


def test_an_outcome_that_is_changed_afterwards_is_told_again_later() -> None:
    bench = Bench()
    end = wrapping(bench)
    end.send(BOTH)
    end.send(TransactionComplete(agent="Anna", outcome=101))
    bench.run(5)
    bench.do(ChangeOutcome(1))
    first, second = end.of(OutcomeData)
    assert (first.outcome, first.reason, second.outcome, second.reason) == (101, 10, 1, 5)
    assert first.timestamp is not None
    assert second.timestamp is not None
    assert second.timestamp > first.timestamp
    assert dataclasses.replace(second, outcome=101, reason=10, timestamp=first.timestamp) == first
    assert [(row.outcome, row.reason) for row in bench.rows] == [(1, 5)]


def test_only_a_call_that_an_agent_had_can_be_changed() -> None:
    bench = Bench()
    end = wrapping(bench)
    end.send(BOTH)
    bench.do(ChangeOutcome(1))
    end.send(TransactionComplete(agent="Anna", outcome=101))
    bench.do(ChangeOutcome(1, "Ben"))
    assert len(end.of(OutcomeData)) == 1
    assert bench.log.count("there is no call whose outcome could be changed") == 2


def test_a_step_of_a_scenario_changes_the_last_outcome() -> None:
    step = '[[event]]\nafter_calls = 1\ndelay = 3.0\ndo = "change_outcome"\noutcome = 106\nagent = "Anna"\n'
    bench = Bench(scenario(QUIET + step))
    end = wrapping(bench)
    end.send(BOTH)
    end.send(TransactionComplete(agent="Anna", outcome=101))
    bench.run(3)
    assert [each.outcome for each in end.of(OutcomeData)] == [101, 106]


async def test_a_changed_row_stands_in_place_of_the_old_one_and_again_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    async with running(load_scenario("predictive"), speed=500, ledger_file=path) as server, calling(server) as caller:
        caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"), AgentAvailable(agent="Anna"))
        for number in range(2):
            await until(lambda: server.agent_state("Anna") == 7)
            caller.send(TransactionComplete(agent="Anna", outcome=101))
            await until(lambda wanted=number + 1: len([r for r in server.ledger if r.agent]) == wanted)  # type: ignore[misc]
        length = len(server.ledger)
        server.change_outcome(106, "Anna")
        assert [row.outcome for row in server.ledger if row.agent] == [101, 106]
        assert len(server.ledger) == length
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["outcome"] for line in lines if line["agent"]][:3] == [101, 101, 106]
