"""Callbacks: which agent gets one, RE 32, agents who leave, and the other modes."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentReady,
    AgentUnavailable,
    BeginDial,
    BeginManual,
    BeginPreview,
    EnumerateOutcomes,
    OutcomeData,
    TransactionComplete,
)
from agentpanel.simulator.events import CloseCampaign, HangUp, OfferCall, ResumeCampaign, SuspendCampaign
from tests.simulator.bench import codes, seated, talking, waiting, wrapping
from tests.simulator.modes import ANSWERS, BUSY, LATER, bench, called_back, done, shown

# --- who gets it


def test_a_named_agent_gets_it_however_long_others_wait() -> None:
    made = bench(callback_after_s=10.0)
    ben = waiting(made, "Ben")
    called_back(made, callback_agent="Anna")
    made.run(10.1)
    assert (made.state(), made.state("Ben")) == (12, 3)
    assert ben.codes() == "LI NA AR"


def test_without_a_name_it_goes_to_the_one_who_waits_longest() -> None:
    made = bench(callback_after_s=10.0)
    ben = waiting(made, "Ben")
    called_back(made)
    made.run(10.1)
    assert (made.state(), made.state("Ben")) == (3, 12)
    made.run(3)
    assert ben.last(AgentConnect).callback_time == LATER


def test_a_named_agent_who_is_busy_or_on_a_break_is_waited_for() -> None:
    made = bench(callback_after_s=10.0, callback_patience_s=30.0)
    end = called_back(made, callback_agent="Anna")
    made.do(OfferCall(agent="Anna"))
    made.run(1)
    assert made.state() == 6
    made.run(100)
    end.send(AgentUnavailable(agent="Anna"))
    assert codes(end.send(TransactionComplete(agent="Anna"))) == "AF"
    made.run(600)
    assert codes(end.send(AgentAvailable(agent="Anna"))) == "NA AR AR"
    assert end.last(AgentReady).callback


def test_re_32_when_the_named_agent_is_not_there() -> None:
    made = bench(callback_after_s=10.0, callback_patience_s=30.0)
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", failures=True))
    called_back(made, callback_agent="Zoe")
    made.run(39)
    assert len(made.rows) == 1
    made.run(2)
    row = made.rows[-1]
    assert (row.agent, row.reason, row.outcome, row.number, row.ended_by) == (None, 32, None, ANSWERS, "dialer")
    told = watcher.last(OutcomeData)
    assert (told.reason, told.agent, told.session) == (32, None, row.session)
    assert made.state() == 3
    assert made.world.floor.callbacks == {}


def test_a_named_agent_who_comes_in_time_gets_it() -> None:
    made = bench(callback_after_s=10.0, callback_patience_s=30.0)
    called_back(made, callback_agent="Zoe")
    made.run(35)
    zoe = waiting(made, "Zoe")
    assert zoe.codes() == "LI NA AR AR"
    assert made.state("Zoe") == 12


def test_on_another_campaign_the_named_agent_is_away() -> None:
    made = bench(callback_after_s=10.0, callback_patience_s=30.0)
    waiting(made, "Zoe", "Service")
    called_back(made, callback_agent="Zoe")
    made.run(45)
    assert made.rows[-1].reason == 32


# --- leaving


def test_a_break_of_a_reserved_agent_waits_for_the_callback() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made)
    made.run(10.5)
    assert end.send(AgentUnavailable(agent="Anna")) == []
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(TransactionComplete(agent="Anna"))) == "AF"


@pytest.mark.parametrize("release", [1, 2])
def test_a_stronger_break_gives_the_callback_to_another(release: int) -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made)
    made.run(10.5)
    assert codes(end.send(AgentUnavailable(agent="Anna", release=release))) == "AF"
    assert len(made.rows) == 1
    ben = waiting(made, "Ben")
    assert ben.codes() == "LI NA AR AR"
    made.run(5)
    assert ben.last(AgentConnect).callback_time == LATER


def test_a_lost_socket_gives_the_callback_to_another() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made)
    made.run(10.5)
    made.drop(end)
    waiting(made, "Ben")
    assert made.state("Ben") == 12


def test_a_suspended_campaign_calls_nobody_back_and_a_closed_one_forgets() -> None:
    made = bench(callback_after_s=10.0)
    called_back(made)
    made.do(SuspendCampaign("Sales"))
    made.run(100)
    assert made.state() == 3
    made.do(ResumeCampaign("Sales"))
    assert made.state() == 12
    made = bench(callback_after_s=10.0)
    end = called_back(made)
    made.do(CloseCampaign("Sales"))
    made.run(100)
    assert (len(made.rows), made.world.floor.callbacks) == (1, {})
    assert end.codes().endswith("AF NO")


def test_what_is_asked_as_the_campaign_closes_is_not_kept() -> None:
    made = bench(callback_after_s=10.0)
    end = wrapping(made)
    made.do(CloseCampaign("Sales"))
    assert codes(end.send(done())) == "AF NO"
    made.run(100)
    assert len(made.rows) == 1


# --- in the other modes


def test_tc_before_ce_may_ask_for_one() -> None:
    made = bench(callback_after_s=10.0)
    end = talking(made)
    end.send(done())
    made.run(2)
    assert made.state() == 3
    made.run(10)
    assert made.state() == 12


def test_in_preview_mode_the_callback_is_a_record_to_look_at() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made, "Preview")
    mark = len(end.heard)
    made.run(10.1)
    assert (end.codes(mark), made.state()) == ("AR BP", 4)
    assert end.last(AgentReady).callback
    assert end.last(BeginPreview).begin_dial
    end.send(BeginDial(agent="Anna"))
    made.run(3)
    assert (end.codes(mark), made.state()) == ("AR BP AC", 6)
    assert end.last(AgentConnect).callback_time == LATER


def test_a_callback_that_is_given_back_undialed_comes_again() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made, "Preview")
    made.run(10.1)
    assert codes(end.send(AgentUnavailable(agent="Anna"))) == "NB AF"
    assert codes(end.send(AgentAvailable(agent="Anna"))) == "NA AR AR BP"
    assert codes(end.send(BeginDial(agent="Anna", declined=True))) == "NB AR"
    made.run(600)
    assert made.state() == 3


def test_in_progressive_mode_it_is_dialed_at_once() -> None:
    made = bench(callback_after_s=10.0)
    end = shown(made, "Progressive")
    made.run(3)
    made.do(HangUp("Anna"))
    end.send(done())
    made.run(10.1)
    assert end.last(BeginPreview).number == ANSWERS
    made.run(3)
    assert (end.last(AgentConnect).callback_time, made.state()) == (LATER, 6)


def test_in_manual_mode_bm_has_cb_and_the_phone_dials_it() -> None:
    made = bench(callback_after_s=10.0, manual_dial_s=(5.0, 5.0))
    end = called_back(made, "Manual")
    mark = len(end.heard)
    made.run(10.1)
    assert (end.codes(mark), made.state()) == ("BM", 12)
    assert end.last(BeginManual).callback
    made.run(7.1)
    assert (end.codes(mark), made.state()) == ("BM AC", 6)
    assert end.last(AgentConnect).callback_time == LATER


def test_a_manual_callback_that_fails_or_is_left_begins_another_cycle() -> None:
    made = bench(callback_after_s=10.0, manual_dial_s=(5.0, 5.0))
    end = called_back(made, "Manual", callback_number=BUSY)
    mark = len(end.heard)
    made.run(30)
    assert (end.codes(mark), made.state()) == ("BM AR BM", 8)
    assert not end.last(BeginManual).callback
    made = bench(callback_after_s=10.0, manual_dial_s=(5.0, 5.0))
    end = called_back(made, "Manual")
    made.run(10.1)
    assert codes(end.send(AgentUnavailable(agent="Anna"))) == "AF"
    assert codes(end.send(AgentAvailable(agent="Anna"))) == "NA AR BM"
    assert end.last(BeginManual).callback


def test_of_an_inbound_call_somebody_is_called_back_too() -> None:
    made = bench(callback_after_s=10.0)
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    end = called_back(made, "Support")
    made.run(14)
    assert (end.last(AgentConnect).callback_time, end.last(AgentConnect).queue) == (LATER, None)
    made.do(HangUp("Anna"))
    end.send(TransactionComplete(agent="Anna"))
    assert [each.inbound for each in watcher.of(OutcomeData)] == [True, False]


def test_nobody_is_reserved_who_is_not_available() -> None:
    made = bench(callback_after_s=10.0)
    end = called_back(made)
    end.send(AgentUnavailable(agent="Anna"))
    made.run(20)
    seated(made, "Ben")
    made.run(600)
    assert (made.state(), made.state("Ben")) == (2, 2)
    assert len(made.world.floor.callbacks) == 1
