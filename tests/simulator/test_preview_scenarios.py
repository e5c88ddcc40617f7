"""The shipped scenarios of the other modes show within minutes what they are there for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentLogin,
    AgentReady,
    BeginDial,
    BeginManual,
    BeginPreview,
    CallEnded,
    NumberBack,
    TransactionComplete,
)
from agentpanel.simulator.loading import load_scenario
from tests.simulator.bench import START, Bench, End, codes

MODES = {"preview": 4, "progressive": 3, "manual": 2, "callbacks": 0}
DONE = TransactionComplete(agent="Anyone", outcome=101)


def at_work(name: str, campaign: str = "Sales") -> tuple[Bench, End]:
    made = Bench(load_scenario(name))
    end = made.join()
    end.send(AgentLogin(campaign=campaign, agent="Anyone", extension="7"))
    assert codes(end.send(AgentAvailable(agent="Anyone"))).startswith("NA AR")
    return made, end


def busy(made: Bench, end: End, seconds: float, done: TransactionComplete = DONE) -> None:
    """Complete each call two seconds after its end."""
    until = made.now + timedelta(seconds=seconds)
    while made.now < until:
        made.run(2)
        if made.state("Anyone") == 7:
            end.send(done)


@pytest.mark.parametrize("name", MODES)
def test_sales_and_service_are_open_for_anybody_in_the_mode_that_the_name_says(name: str) -> None:
    campaigns = {each.name: each for each in load_scenario(name).campaigns}
    for campaign in ("Sales", "Service"):
        assert (campaigns[campaign].method, campaigns[campaign].state) == (MODES[name], "open")
        at_work(name, campaign)


def test_preview_dials_by_itself_and_has_a_breather() -> None:
    made, end = at_work("preview")
    busy(made, end, 300)
    records = [each for each in end.of(BeginPreview) if each.begin_dial]
    breathers = [each for each in end.of(BeginPreview) if each.breather_only]
    assert {each.preview_timeout for each in records} == {30}
    assert {each.breather for each in breathers} == {10}
    assert len(records) >= 3
    assert end.of(AgentConnect)


def test_preview_has_numbers_that_fail_and_pauses_on_service() -> None:
    made, end = at_work("preview", "Service")
    for _ in range(3):
        made.run_until(lambda: made.state("Anyone") == 4, limit=60)
        end.send(BeginDial(agent="Anyone"))
        made.run_until(lambda: made.state("Anyone") == 7, limit=60)
        end.send(DONE)
    assert [each.reason for each in end.of(NumberBack)] == [1]
    made.run(30)
    assert (end.last(NumberBack).reason, made.state("Anyone")) == (0, 3)
    made.run(15)
    assert made.state("Anyone") == 4


def test_progressive_has_calls_and_numbers_that_fail() -> None:
    made, end = at_work("progressive")
    busy(made, end, 600)
    assert end.of(NumberBack)
    assert end.of(CallEnded)
    assert len(end.of(BeginPreview)) >= len(end.of(NumberBack)) + len(end.of(CallEnded))


def test_manual_has_calls_and_callbacks() -> None:
    made, end = at_work("manual")
    later = f"{made.world.floor.days(START):f}"
    busy(made, end, 300, TransactionComplete(agent="Anyone", outcome=101, callback_time=later))
    assert {each.callback for each in end.of(BeginManual)} == {True, False}
    assert end.of(AgentConnect)


def test_callbacks_come_due_within_a_minute() -> None:
    made, end = at_work("callbacks")
    later = f"{made.world.floor.days(START + timedelta(days=9)):f}"
    made.run_until(lambda: made.state("Anyone") == 7, limit=120)
    end.send(TransactionComplete(agent="Anyone", outcome=101, callback_time=later, callback_agent="Anyone"))
    busy(made, end, 90)
    assert any(each.callback for each in end.of(AgentReady))
    assert any(each.callback_agent == "Anyone" and each.callback_time == later for each in end.of(AgentConnect))
