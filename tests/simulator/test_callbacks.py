"""Callbacks: what TC may ask, when they come due, and what becomes of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from agentpanel.protocol.messages import (
    AgentConnect,
    AgentReady,
    EnumerateAgents,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp
from tests.simulator.bench import START, Bench, codes, refused, wrapping
from tests.simulator.modes import ANSWERS, BUSY, LATER, bench, bt, called_back, done

# --- what TC may ask


@pytest.mark.parametrize(
    ("time", "fault"),
    [
        ("soon", "not_numeric"),
        ("45356,5", "not_numeric"),
        ("0", "out_of_limits"),
        ("-1", "out_of_limits"),
        ("9" * 40, "out_of_limits"),
        (bt(START - timedelta(days=1, minutes=1)), "out_of_limits"),
    ],
)
def test_a_time_that_is_none_is_refused(time: str, fault: str) -> None:
    made = bench()
    end = wrapping(made)
    assert refused(end.send(done(time)), fault)
    assert made.state() == 7
    assert codes(end.send(done())) == "AR"


def test_a_time_is_wall_time_of_the_dialers_zone_and_may_lie_a_little_back() -> None:
    summer = datetime(2024, 7, 1, 9, 0, tzinfo=START.tzinfo)
    made = Bench(bench().world.floor.scenario, at=summer)
    end = wrapping(made)
    end.send(done(bt(summer + timedelta(hours=1))))
    made.run(3590)
    assert made.state() == 3
    made.run(10)
    assert made.state() == 12
    made = bench()
    end = wrapping(made)
    assert codes(end.send(done(bt(START - timedelta(hours=23))))) == "AR AR"


def test_agent_and_number_of_a_callback_are_checked() -> None:
    end = wrapping(bench())
    assert refused(end.send(done(callback_agent="An/na")), "excluded_character")
    assert refused(end.send(done(None, callback_agent="Anna")), "missing_parameter")
    assert refused(end.send(done(None, callback_number="1")), "missing_parameter")
    assert codes(end.send(done(callback_agent="Somebody else", callback_number="0163"))) == "AR"


def test_without_a_time_nobody_is_called_back() -> None:
    made = bench()
    end = wrapping(made)
    end.send(done(None))
    made.run(100_000)
    assert (made.state(), made.world.floor.callbacks) == (3, {})


# --- due


def test_when_it_is_due_the_agent_is_reserved_the_number_dialed_and_connected() -> None:
    made = bench()
    watcher = made.join()
    end = called_back(made, callback_agent="Anna", data="Remark~C~later")
    first = end.last(AgentConnect)
    watcher.send(EnumerateAgents(transaction="t"))
    made.run(3590)
    assert made.state() == 3
    mark = len(end.heard)
    made.run(8)
    assert end.codes(mark) == "AR"
    assert end.last(AgentReady).callback
    assert made.state() == 12
    made.run(2)
    assert (end.codes(mark), made.state()) == ("AR AC", 10)
    made.run(1)
    assert (end.codes(mark), made.state()) == ("AR AC AC", 6)
    for said in end.of(AgentConnect)[-2:]:
        assert (said.callback_agent, said.callback_time, said.number) == ("Anna", LATER, ANSWERS)
        assert said.session != first.session
        assert said.session_unique != first.session_unique
        assert said.data is not None
        assert "later" in said.data
        assert "Surname" in said.data
    states = [each.detail_state for each in watcher.heard if hasattr(each, "detail_state")]
    assert states == [3, 12, 10, 6]
    made.do(HangUp("Anna"))
    assert codes(end.send(TransactionComplete(agent="Anna", outcome=101))) == "AR"
    assert made.world.floor.callbacks == {}


def test_si_of_a_callback_may_be_that_of_its_call() -> None:
    made = bench(callback_session="same", callback_after_s=10.0)
    end = called_back(made)
    made.run(15)
    first, *_, last = end.of(AgentConnect)
    assert first.session == last.session
    assert first.session_unique != last.session_unique


def test_a_callback_of_a_callback_is_another_one() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made)
    for _ in range(2):
        made.run(15)
        made.do(HangUp("Anna"))
        end.send(done())
    made.run(15)
    sessions = [said.session for said in end.of(AgentConnect)]
    assert len(set(sessions)) == 4
    assert len(sessions) == 8


def test_it_may_come_due_after_a_fixed_time_and_speed_shortens_it() -> None:
    made = bench(callback_after_s=20.0)
    called_back(made)
    made.run(19)
    assert made.state() == 3
    made.run(1.1)
    assert made.state() == 12
    made = bench(speed=60)
    called_back(made)
    made.run(58)
    assert made.state() == 3
    made.run(2)
    assert made.state() != 3


def test_a_callback_far_ahead_is_not_forgotten() -> None:
    made = bench()
    end = wrapping(made)
    end.send(done(bt(START + timedelta(days=40))))
    made.run(86_400 * 40 - 60)
    assert made.state() == 3
    made.run(70)
    assert made.state() != 3


def test_another_number_is_dialed_where_one_is_given() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made, callback_number="01632961002")
    made.run(15)
    said = end.last(AgentConnect)
    assert (said.number, said.callback_agent) == ("01632961002", None)


def test_it_takes_no_turn_of_the_campaigns_own_numbers() -> None:
    made = bench(callback_after_s=10.0)
    called_back(made)
    placed = made.world.floor.runs["Sales"].placed
    made.run(15)
    assert made.world.floor.runs["Sales"].placed == placed


def test_a_number_that_fails_sets_the_agent_free() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made, callback_number=BUSY)
    mark = len(end.heard)
    made.run(20)
    assert end.codes(mark) == "AR AR"
    assert (end.last(AgentReady).callback, made.state()) == (False, 3)
    assert (made.rows[-1].agent, made.rows[-1].reason, made.rows[-1].number) == (None, 1, BUSY)
