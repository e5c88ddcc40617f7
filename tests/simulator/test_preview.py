"""Preview mode: records that the agent dials or declines, and P1."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentConnect,
    BeginDial,
    BeginPreview,
    EnumerateOutcomes,
    NumberBack,
    OutcomeData,
    RequestHold,
    SetTags,
    StartWrap,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import codes, refused, seated, waiting
from tests.simulator.modes import ANSWERS, BUSY, MODES, SILENT, bench, shown

DIAL = BeginDial(agent="Anna", token="k")
DECLINE = BeginDial(agent="Anna", declined=True, token="k")
DONE = TransactionComplete(agent="Anna", outcome=101)
PACED = MODES.replace('pace = { mode = "asked" }', "pace = { after = [3.0, 3.0] }")


# --- the record


def test_bp_shows_the_record_without_its_number_and_asks() -> None:
    made = bench()
    end = shown(made)
    assert end.codes() == "LI NA AR BP"
    said = end.last(BeginPreview)
    assert (said.begin_dial, said.number, said.breather_only, said.preview_timeout) == (True, None, False, None)
    assert (said.campaign, said.agent, said.application_data) == ("Preview", "Anna", "AD1")
    assert said.session
    assert said.session_unique
    assert said.data is not None
    assert "Surname" in said.data
    assert made.state() == 4


def test_records_come_at_the_campaigns_pace_to_the_agent_who_waits_longest() -> None:
    made = bench(PACED)
    anna = waiting(made, campaign="Preview")
    made.run(1)
    ben = waiting(made, "Ben", "Preview")
    made.run(2)
    assert (anna.codes(), ben.codes()) == ("LI NA AR BP", "LI NA AR")
    made.run(1)
    assert ben.codes() == "LI NA AR BP"
    made.run(600)
    assert (made.state(), made.state("Ben")) == (4, 4)
    assert len(made.world.floor.calls) == 2


def test_a_record_for_which_nobody_comes_is_not_made() -> None:
    made = bench(queue_patience_s=5.0)
    seated(made, campaign="Preview")
    made.do(OfferCall(agent="Anna"))
    made.run(6)
    assert [(row.reason, row.agent, row.ended_by) for row in made.rows] == [(0, None, "dialer")]


def test_identifiers_can_be_left_out_of_bp_and_nb() -> None:
    made = bench(session_in_preview=False)
    end = shown(made)
    assert (end.last(BeginPreview).session, end.last(BeginPreview).session_unique) == (None, None)
    end.send(DECLINE)
    assert (end.last(NumberBack).session, end.last(NumberBack).session_unique) == (None, None)


# --- yes


def test_bd_dials_and_one_ac_connects() -> None:
    made = bench()
    end = shown(made)
    said = end.last(BeginPreview)
    assert codes(end.send(DIAL)) == "MV"
    assert made.state() == 4
    made.run(1.9)
    assert made.state() == 4
    made.run(0.2)
    assert end.codes() == "LI NA AR BP MV AC"
    connected = end.last(AgentConnect)
    assert (connected.session, connected.session_unique) == (said.session, said.session_unique)
    assert (connected.number, connected.data, connected.callback_time) == (ANSWERS, said.data, None)
    assert made.state() == 6
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AR"
    row = made.rows[-1]
    assert (row.agent, row.outcome, row.reason, row.ended_by) == ("Anna", 101, 10, "customer")
    assert (row.ended - row.started).total_seconds() == pytest.approx(2.1)


def test_ac_may_come_at_offer_too() -> None:
    made = bench(preview_connects="twice")
    end = shown(made)
    end.send(DIAL)
    made.run(2.5)
    assert (end.codes(), made.state()) == ("LI NA AR BP MV AC", 10)
    made.run(1)
    assert (end.codes(), made.state()) == ("LI NA AR BP MV AC AC", 6)


def test_a_number_that_reaches_nobody_comes_back_and_still_owes_its_tc() -> None:
    made = bench()
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", failures=True))
    end = shown(made, number=BUSY)
    said = end.last(BeginPreview)
    end.send(DIAL)
    made.run(10)
    assert end.codes() == "LI NA AR BP MV NB CE"
    back = end.last(NumberBack)
    assert (back.agent, back.session, back.session_unique) == ("Anna", said.session, said.session_unique)
    assert (back.number, back.reason, back.declined, back.application_data) == (BUSY, 1, False, "AD1")
    assert made.state() == 7
    assert made.rows == []
    assert refused(end.send(TransactionComplete(agent="Anna", outcome=200)), "invalid_cause")
    assert codes(end.send(SetTags(agent="Anna", tag1="x", token="s"))) == "MV"
    assert codes(end.send(TransactionComplete(agent="Anna"))) == "AR"
    row = made.rows[-1]
    assert (row.agent, row.outcome, row.reason, row.ended_by) == ("Anna", None, 1, "network")
    assert watcher.last(OutcomeData).reason == 1


def test_what_the_agent_says_of_a_failed_number_counts() -> None:
    made = bench()
    end = shown(made, number=SILENT)
    end.send(DIAL)
    made.run(39)
    assert made.state() == 4
    made.run(2)
    assert end.last(NumberBack).reason == 2
    end.send(TransactionComplete(agent="Anna", outcome=1))
    assert (made.rows[-1].outcome, made.rows[-1].reason) == (1, 5)


def test_a_failed_preview_may_need_no_tc() -> None:
    made = bench(failed_preview="ready")
    end = shown(made, number=BUSY)
    end.send(DIAL)
    made.run(10)
    assert end.codes() == "LI NA AR BP MV NB AR"
    assert refused(end.send(DONE), "nothing_to_complete")
    assert [(row.agent, row.reason) for row in made.rows] == [(None, 1)]


def test_nb_may_be_for_the_feeder_alone() -> None:
    made = bench(number_back=False)
    end = shown(made, number=BUSY)
    end.send(DIAL)
    made.run(10)
    assert end.codes() == "LI NA AR BP MV CE"


# --- no


def test_bd_with_dd_declines_and_no_tc_is_owed() -> None:
    made = bench()
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", failures=True))
    end = shown(made)
    said = end.last(BeginPreview)
    assert codes(end.send(DECLINE)) == "MV NB AR"
    back = end.last(NumberBack)
    assert (back.declined, back.reason, back.number, back.agent) == (True, 0, None, "Anna")
    assert (back.session, back.session_unique) == (said.session, said.session_unique)
    assert made.state() == 3
    assert refused(end.send(DONE), "nothing_to_complete")
    told = watcher.last(OutcomeData)
    assert (told.declined, told.outcome, told.reason, told.agent, told.session) == (True, 200, 0, "Anna", said.session)
    row = made.rows[-1]
    assert (row.agent, row.outcome, row.reason, row.ended_by) == ("Anna", 200, 0, "agent")


def test_a_declined_preview_is_no_success() -> None:
    made = bench()
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    shown(made).send(DECLINE)
    assert watcher.of(OutcomeData) == []


def test_the_outcome_of_a_decline_is_of_category_one() -> None:
    made = bench(MODES + "[outcomes]\n201 = 0\n")
    end = shown(made)
    for outcome in (101, 1, 106, 3000):
        assert refused(end.send(BeginDial(agent="Anna", declined=True, outcome=outcome)), "forbidden_outcome")
    assert made.state() == 4
    assert codes(end.send(BeginDial(agent="Anna", declined=True, outcome=201))) == "NB AR"
    assert (made.rows[-1].outcome, made.rows[-1].reason) == (201, 0)
    made = bench(unknown_outcome="refuse")
    end = shown(made)
    assert refused(end.send(BeginDial(agent="Anna", declined=True, outcome=3000)), "unknown_outcome")


def test_an_outcome_goes_with_a_decline_alone() -> None:
    end = shown(bench())
    assert refused(end.send(BeginDial(agent="Anna", outcome=200)), "superfluous_parameter")


# --- late and never


def test_p1_dials_by_itself_and_nobody_is_told() -> None:
    made = bench()
    end = shown(made, "Timed")
    assert end.last(BeginPreview).preview_timeout == 30
    made.run(30.1)
    assert (end.codes(), made.state()) == ("LI NA AR BP", 4)
    assert refused(end.send(DIAL), "already_dialed")
    assert refused(end.send(DECLINE), "already_dialed")
    made.run(2)
    assert end.codes().endswith("BP ER ER AC")


def test_bd_and_decline_stop_p1() -> None:
    made = bench()
    end = shown(made, "Timed")
    made.run(29)
    end.send(DIAL)
    made.run(2.1)
    made.do(HangUp("Anna"))
    end.send(DONE)
    made.run(10.1)
    made.do(OfferCall(agent="Anna", number=ANSWERS))
    made.run(29)
    end.send(DECLINE)
    made.run(9)
    assert made.state() == 5
    assert len(end.of(AgentConnect)) == 1
    assert len(made.rows) == 2


def test_without_p1_the_record_stays() -> None:
    made = bench()
    end = shown(made)
    made.run(36_000)
    assert (end.codes(), made.state()) == ("LI NA AR BP", 4)


def test_speed_shortens_p1_and_p2() -> None:
    made = bench(speed=10)
    end = shown(made, "Timed")
    made.run(3.05)
    assert refused(end.send(DECLINE), "already_dialed")
    made.run(0.25)
    made.do(HangUp("Anna"))
    end.send(DONE)
    made.run(0.9)
    assert made.state() == 5
    made.run(0.2)
    assert made.state() == 3


# --- unasked


def test_bd_is_refused_whenever_there_is_nothing_to_decide() -> None:
    made = bench()
    end = seated(made, campaign="Preview")
    for message in (DIAL, DECLINE):
        assert refused(end.send(message), "no_preview")
    assert refused(end.send(BeginDial(agent="Zoe")), "not_logged_in")
    end = shown(bench())
    end.send(DIAL)
    assert refused(end.send(DIAL), "already_dialed")
    made = bench()
    end = shown(made)
    end.send(DIAL)
    made.run(3)
    assert refused(end.send(DIAL), "no_preview")
    made.do(HangUp("Anna"))
    assert refused(end.send(DECLINE), "no_preview")
    made = bench()
    predictive = waiting(made)
    assert refused(predictive.send(DIAL), "no_preview")


def test_what_needs_a_call_is_refused_until_ac() -> None:
    made = bench()
    end = shown(made)
    for _ in range(2):
        assert refused(end.send(DONE), "nothing_to_complete")
        assert refused(end.send(SetTags(agent="Anna", tag1="x")), "no_call")
        assert refused(end.send(StartWrap(agent="Anna")), "no_call")
        assert refused(end.send(RequestHold(agent="Anna", on=True)), "no_call")
        end.send(DIAL)
    made.run(3)
    assert end.send(SetTags(agent="Anna", tag1="x")) == []
    made.do(HangUp("Anna"))
    end.send(DONE)
    assert made.rows[-1].tags == {"T1": "x"}
    assert refused(end.send(SetTags(agent="Anna", tag1="y")), "no_call")
