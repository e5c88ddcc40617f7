"""Manual outbound: cycles that the dialer begins and phones that dial by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from agentpanel.protocol.messages import (
    AgentConnect,
    AgentUnavailable,
    BeginDial,
    BeginManual,
    EnumerateAgents,
    EnumerateOutcomes,
    LogOut,
    NumberBack,
    OutcomeData,
    SetTags,
    StartWrap,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall, ResumeCampaign, SuspendCampaign
from tests.simulator.bench import Bench, End, codes, refused, waiting
from tests.simulator.modes import ANSWERS, MODES, bench

DONE = TransactionComplete(agent="Anna", outcome=101)
BREAK = AgentUnavailable(agent="Anna", reason_code=3)
#: The phone dials five seconds after BM; 1 answers two seconds later, 4 is busy.
DIALING = MODES.replace('method = 2\npace = { mode = "asked" }', 'method = 2\nmax_wrap = 20\nlast_digits = "1"')
FAILING = DIALING.replace('last_digits = "1"', 'last_digits = "4"')


def dialing(toml: str = DIALING, **choices: Any) -> tuple[Bench, End]:
    made = bench(toml, manual_dial_s=(5.0, 5.0), **choices)
    return made, waiting(made, campaign="Manual")


def test_bm_begins_a_cycle_and_one_ac_connects() -> None:
    made, end = dialing()
    assert (end.codes(), made.state()) == ("LI NA AR BM", 8)
    assert not end.last(BeginManual).callback
    made.run(6.9)
    assert (end.codes(), made.state()) == ("LI NA AR BM", 8)
    made.run(0.2)
    assert (end.codes(), made.state()) == ("LI NA AR BM AC", 6)
    assert end.last(AgentConnect).data is not None
    made.do(HangUp("Anna"))
    assert made.state() == 7
    assert codes(end.send(DONE)) == "AR BM"
    row = made.rows[-1]
    assert (row.agent, row.outcome, row.reason) == ("Anna", 101, 10)
    assert row.session == end.last(AgentConnect).session


def test_the_agent_ends_a_manual_call() -> None:
    made, end = dialing()
    made.run(7.1)
    end.send(SetTags(agent="Anna", tag1="x"))
    end.send(StartWrap(agent="Anna"))
    made.run(1.1)
    assert codes(end.send(DONE)) == "AR BM"
    assert (made.rows[-1].ended_by, made.rows[-1].tags) == ("agent", {"T1": "x"})


def test_the_maximum_wrap_holds_and_the_next_cycle_follows() -> None:
    made, end = dialing()
    made.run(7.1)
    made.do(HangUp("Anna"))
    made.run(20.1)
    assert (end.codes(), made.state()) == ("LI NA AR BM AC CE AR BM", 8)


def test_a_number_that_fails_is_no_business_of_the_agents_client() -> None:
    made, end = dialing(FAILING)
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", failures=True))
    made.run_until(lambda: len(made.rows) == 2)
    assert (end.codes(), made.state()) == ("LI NA AR BM", 8)
    assert [(row.agent, row.reason) for row in made.rows] == [(None, 1)] * 2
    assert [each.agent for each in watcher.of(OutcomeData)] == [None, None]
    assert end.of(NumberBack) == []


def test_nothing_needs_a_call_before_ac() -> None:
    made, end = dialing()
    for _ in range(2):
        assert refused(end.send(DONE), "nothing_to_complete")
        assert refused(end.send(SetTags(agent="Anna", tag1="x")), "no_call")
        assert refused(end.send(StartWrap(agent="Anna")), "no_call")
        assert refused(end.send(BeginDial(agent="Anna")), "no_preview")
        made.run(5.1)


@pytest.mark.parametrize("release", [None, 1, 2])
def test_a_break_before_the_phone_is_used_is_granted_at_once(release: int | None) -> None:
    made, end = dialing()
    assert codes(end.send(AgentUnavailable(agent="Anna", release=release))) == "AF"
    made.run(60)
    assert (made.rows, made.state()) == ([], 2)
    assert codes(end.send(LogOut(agent="Anna"))) == "NO"


def test_a_break_while_the_phone_rings_waits_for_the_tc_or_for_the_failure() -> None:
    made, end = dialing()
    made.run(5.5)
    assert end.send(BREAK) == []
    made.run(2)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AF"
    made, end = dialing(FAILING)
    made.run_until(lambda: any(call.launched for call in made.world.floor.calls.values()))
    end.send(BREAK)
    made.run(6)
    assert (end.codes(), made.state()) == ("LI NA AR BM AF", 2)


def test_the_strongest_break_cuts_the_ringing_off() -> None:
    made, end = dialing()
    made.run(5.5)
    assert codes(end.send(AgentUnavailable(agent="Anna", release=2))) == "AF"
    assert [(row.agent, row.reason) for row in made.rows] == [(None, 8)]


def test_with_an_asked_pace_the_phone_is_used_only_when_a_call_is_asked_for() -> None:
    made = bench()
    end = waiting(made, campaign="Manual")
    made.run(3600)
    assert (end.codes(), made.state()) == ("LI NA AR BM", 8)
    made.do(OfferCall(agent="Anna", number=ANSWERS))
    assert (end.codes(), made.state()) == ("LI NA AR BM AC", 6)
    assert end.last(AgentConnect).number == ANSWERS


def test_a_call_that_is_asked_for_takes_the_place_of_the_next_number() -> None:
    made, end = dialing()
    made.do(OfferCall(agent="Anna", number=ANSWERS))
    made.run(20)
    assert len(end.of(AgentConnect)) == 1
    assert made.state() == 6


def test_in_a_suspended_campaign_no_cycle_begins_and_no_phone_dials() -> None:
    made, end = dialing()
    made.do(SuspendCampaign("Manual"))
    made.run(60)
    assert (end.codes(), made.state()) == ("LI NA AR BM", 8)
    other = waiting(made, "Ben", "Manual")
    assert (other.codes(), made.state("Ben")) == ("LI NA AR", 3)
    made.do(ResumeCampaign("Manual"))
    assert other.codes() == "LI NA AR BM"
    made.run_until(lambda: made.state() == 6)
    assert made.state("Ben") in (6, 8)


def test_az_tells_manual_work() -> None:
    made, _ = dialing()
    watcher = made.join()
    watcher.send(EnumerateAgents(transaction="t"))
    made.run(7.1)
    assert [each.detail_state for each in watcher.heard if hasattr(each, "detail_state")] == [8, 6]


def test_a_lost_socket_ends_the_cycle() -> None:
    made, end = dialing()
    made.drop(end)
    made.run(60)
    assert (made.world.floor.agents, made.rows) == ({}, [])
