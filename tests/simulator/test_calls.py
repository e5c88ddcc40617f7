"""A call from the offer to its closing: connects, hang-ups, TC, tags, wrap limits, recording, hold, data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agentpanel.protocol.data import DataFormat, parse
from agentpanel.protocol.messages import (
    AdjustWrap,
    AgentConnect,
    AgentFree,
    AgentReady,
    AgentUnavailable,
    CallEnded,
    DTMFPlay,
    DTMFStatus,
    EnumerateOutcomes,
    HoldAcknowledge,
    LoggedIn,
    MuteAcknowledge,
    OutcomeData,
    RecordingAcknowledge,
    RequestHold,
    RequestMute,
    RequestRecording,
    SetTags,
    StartWrap,
    TransactionComplete,
)
from agentpanel.simulator.data import merged
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import QUIET, Bench, codes, refused, scenario, seated, talking, waiting, wrapping

WRAP = StartWrap(agent="Anna")
DONE = TransactionComplete(agent="Anna", outcome=101)
RECORDED = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nrecord_all = true\n')
LIMITED = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nmax_wrap = 10\nwrap_outcome = 120\n')


def test_a_call_is_offered_then_connected_by_two_ac_of_one_session() -> None:
    bench = Bench()
    end = waiting(bench)
    bench.do(OfferCall(agent="Anna", number="01632960123"))
    assert bench.state() == 10
    bench.run(1)
    assert bench.state() == 6
    offer, connect = end.of(AgentConnect)
    assert offer == connect
    assert offer.number == "01632960123"
    assert offer.agent_unique == end.last(LoggedIn).agent_unique
    assert (offer.session_unique or "").startswith("{")
    assert (offer.campaign, offer.queue, offer.session) == ("Sales", None, "default_0001_00000001")


def test_the_second_ac_may_come_without_data_and_the_first_may_not_come_at_all() -> None:
    bench = Bench(scenario(data_in_both_connects=False))
    offer, connect = talking(bench).of(AgentConnect)
    assert offer.data is not None
    assert connect.data is None
    bench = Bench(scenario(connects="once"))
    end = waiting(bench)
    bench.do(OfferCall(agent="Anna"))
    assert (bench.state(), end.codes()) == (10, "LI NA AR")
    bench.run(1)
    assert [ac.data is not None for ac in end.of(AgentConnect)] == [True]


def test_a_nailed_up_agent_gets_one_ac_at_once() -> None:
    bench = Bench()
    end = bench.join()
    end.write("CG:AG:AL\\CNSales\\ANAnna\\AE1\\NU")
    bench.run(2)
    end.write("CG:AG:AA\\ANAnna")
    bench.do(OfferCall(agent="Anna"))
    assert end.codes() == "LI NA AR AC"
    assert bench.state() == 6


def test_the_far_end_hangs_up_after_its_talk() -> None:
    bench = Bench()
    end = talking(bench)
    bench.run(29)
    assert bench.state() == 6
    bench.run(1)
    ended = end.last(CallEnded)
    assert (ended.session, ended.number) == (end.last(AgentConnect).session, end.last(AgentConnect).number)
    assert bench.state() == 7
    assert codes(end.send(DONE)) == "AR"
    assert bench.rows[-1].ended_by == "customer"


def test_ce_may_come_without_the_session() -> None:
    end = wrapping(Bench(scenario(session_in_ce=False)))
    assert end.last(CallEnded) == CallEnded(campaign="Sales", agent="Anna")


def test_sw_gives_ce_when_the_network_has_hung_up() -> None:
    bench = Bench()
    end = talking(bench)
    assert codes(end.send(StartWrap(agent="Anna", token="k"))) == "MV"
    assert refused(end.send(WRAP), "no_call")
    bench.run(0.9)
    assert bench.state() == 6
    bench.run(0.2)
    assert bench.state() == 7
    assert end.codes().count("CE") == 1
    assert refused(end.send(WRAP), "no_call")
    assert codes(end.send(DONE)) == "AR"
    assert bench.rows[-1].ended_by == "agent"
    bench.run(100)
    assert end.codes().count("CE") == 1


def test_a_hang_up_that_crosses_sw_gives_one_ce() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(WRAP)
    bench.do(HangUp("Anna"))
    bench.run(5)
    assert end.codes().count("CE") == 1
    assert bench.state() == 7


@pytest.mark.parametrize("message", [WRAP, DONE, SetTags(agent="Anna", tag1="x"), RequestHold(agent="Anna", on=True)])
def test_without_a_call_everything_about_one_is_refused(message: StartWrap) -> None:
    for place in (seated, waiting):
        end = place(Bench())
        assert end.send(message)[0].META.code == "ER"
        assert len(end.of(AgentReady)) == (place is waiting)


def test_an_offered_call_takes_tags_but_neither_sw_nor_tc() -> None:
    bench = Bench()
    end = waiting(bench)
    bench.do(OfferCall(agent="Anna"))
    assert refused(end.send(WRAP), "no_call")
    assert refused(end.send(DONE), "nothing_to_complete")
    assert end.send(SetTags(agent="Anna", tag1="early")) == []
    bench.run_until(lambda: bench.state() == 7)
    end.send(DONE)
    assert bench.rows[-1].tags == {"T1": "early"}


def test_sw_with_an_external_address_or_a_sound_is_not_played() -> None:
    end = talking(Bench())
    assert refused(end.send(StartWrap(agent="Anna", external="123")), "not_in_scenario")
    assert refused(end.send(StartWrap(agent="Anna", play="bye")), "not_in_scenario")


# --- TC


def test_tc_before_ce_ends_the_talk_and_closes_the_call_or_is_refused() -> None:
    bench = Bench()
    end = talking(bench)
    assert codes(end.send(TransactionComplete(agent="Anna", outcome=101, token="k"))) == "MV"
    assert refused(end.send(DONE), "nothing_to_complete")
    assert refused(end.send(SetTags(agent="Anna", tag1="late")), "no_call")
    mark = len(end.heard)
    bench.run(1)
    assert end.codes(mark) == "CE AR"
    assert (bench.rows[-1].ended_by, bench.rows[-1].outcome) == ("agent", 101)
    end = talking(Bench(scenario(complete_while_talking="refuse")))
    assert refused(end.send(DONE), "nothing_to_complete")


def test_tc_between_sw_and_ce_waits_for_ce() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(WRAP)
    assert end.send(DONE) == []
    mark = len(end.heard)
    bench.run(1)
    assert end.codes(mark) == "CE AR"


@pytest.mark.parametrize(
    ("outcome", "fault"), [(200, "invalid_cause"), (160, "invalid_cause"), (161, "forbidden_outcome")]
)
def test_an_outcome_that_a_launched_call_cannot_have_is_refused_and_the_call_stays(outcome: int, fault: str) -> None:
    made = scenario(QUIET + "\n[outcomes]\n160 = 9\n161 = 7\n")
    bench = Bench(made)
    end = wrapping(bench)
    assert refused(end.send(TransactionComplete(agent="Anna", outcome=outcome)), fault)
    assert refused(talking(Bench(made)).send(StartWrap(agent="Anna", outcome=outcome)), fault)
    assert bench.state() == 7
    assert not bench.rows
    assert codes(end.send(DONE)) == "AR"


@pytest.mark.parametrize(("outcome", "reason"), [(None, 10), (1, 5), (3, 3), (106, 99), (167, 10), (300, 44)])
def test_an_agent_outcome_maps_to_a_reason(outcome: int | None, reason: int) -> None:
    bench = Bench(scenario(QUIET + "\n[outcomes]\n300 = 44\n"))
    wrapping(bench).send(TransactionComplete(agent="Anna", outcome=outcome))
    assert (bench.rows[-1].outcome, bench.rows[-1].reason) == (outcome, reason)


def test_unknown_outcomes_may_be_refused() -> None:
    end = wrapping(Bench(scenario(unknown_outcome="refuse")))
    assert refused(end.send(TransactionComplete(agent="Anna", outcome=167)), "unknown_outcome")


def test_the_outcome_of_sw_holds_unless_tc_gives_another() -> None:
    for given, kept in ((None, 105), (102, 102)):
        bench = Bench()
        end = talking(bench)
        end.send(StartWrap(agent="Anna", outcome=105))
        bench.run(1)
        end.send(TransactionComplete(agent="Anna", outcome=given))
        assert bench.rows[-1].outcome == kept


def test_a_second_tc_is_refused() -> None:
    end = wrapping(Bench())
    end.send(DONE)
    assert refused(end.send(DONE), "nothing_to_complete")


def test_the_agent_may_be_named_by_its_user() -> None:
    end = wrapping(Bench(), user="anna.a")
    assert codes(end.send(TransactionComplete(user="anna.a", outcome=101))) == "AR"


def test_auto_wrap_closes_the_call_by_itself() -> None:
    bench = Bench(scenario(LIMITED))
    end = wrapping(bench, auto_wrap=True)
    assert end.codes().endswith("AC AC CE AR")
    assert bench.rows[-1].outcome == 120


# --- tags


def test_set_tags_changes_only_those_it_carries_until_tc() -> None:
    bench = Bench()
    end = talking(bench)
    assert end.send(SetTags(agent="Anna", tag1="one", tag6="six")) == []
    bench.do(HangUp("Anna"))
    assert codes(end.send(SetTags(agent="Anna", tag1="uno", token="k"))) == "MV"
    end.send(SetTags(agent="Anna", tag2="two"))
    end.send(SetTags(agent="Anna", tag2=""))
    end.send(DONE)
    assert bench.rows[-1].tags == {"T1": "uno", "T6": "six"}
    assert refused(end.send(SetTags(agent="Anna", tag1="late")), "no_call")


def test_tags_do_not_live_on_into_the_next_call() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(SetTags(agent="Anna", tag1="one"))
    end.send(DONE)
    bench.run(2)
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    end.send(DONE)
    bench.run(2)
    assert [row.tags for row in bench.rows] == [{"T1": "one"}, {}]


# --- wrap


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


# --- recording


def test_blanket_recording_is_told_unasked_after_the_connect() -> None:
    bench = Bench(scenario(RECORDED))
    end = talking(bench)
    assert end.codes() == "LI NA AR AC AC RA"
    told = end.last(RecordingAcknowledge)
    assert (told.on, told.status) == (True, 0)
    assert (told.recording_unique or "").startswith("{")


def test_an_agent_may_be_recorded_by_its_login() -> None:
    assert talking(Bench(), record=True).codes() == "LI NA AR AC AC RA"
    assert not talking(Bench()).of(RecordingAcknowledge)


def test_rr_starts_and_stops_and_ra_says_so() -> None:
    end = talking(Bench())
    assert codes(end.send(RequestRecording(agent="Anna", on=True, token="k"))) == "MV RA"
    assert end.last(RecordingAcknowledge).on
    assert codes(end.send(RequestRecording(agent="Anna", key="second", on=True))) == "RA"
    second = end.last(RecordingAcknowledge)
    assert (second.key, second.recording_unique) == ("second", None)
    end.send(RequestRecording(agent="Anna"))
    assert not end.last(RecordingAcknowledge).on


def test_rr_may_name_the_call_and_must_name_something() -> None:
    bench = Bench()
    end = talking(bench)
    session, other = end.last(AgentConnect).session, bench.join()
    assert other.send(RequestRecording(session=session, on=True)) == []
    assert end.last(RecordingAcknowledge).on
    assert refused(other.send(RequestRecording(on=True)), "call_not_identified")
    assert refused(other.send(RequestRecording(session="none", on=True)), "no_call")
    assert refused(waiting(Bench()).send(RequestRecording(agent="Anna", on=True)), "no_call")


@pytest.mark.parametrize("choice", ["allow", "refuse", "ignore"])
def test_stopping_a_blanket_recording(choice: str) -> None:
    end = talking(Bench(scenario(RECORDED, stop_blanket=choice)))
    answer = end.send(RequestRecording(agent="Anna"))
    if choice == "refuse":
        assert refused(answer, "recording_fixed")
    else:
        assert end.last(RecordingAcknowledge).on == (choice == "ignore")


# --- hold, mute, digits


def test_hold_and_retrieve() -> None:
    bench = Bench()
    end = talking(bench)
    assert codes(end.send(RequestHold(agent="Anna", on=True, token="k"))) == "MV HA"
    assert bench.state() == 13
    assert refused(end.send(RequestHold(agent="Anna", on=True)), "already_so")
    assert codes(end.send(RequestHold(agent="Anna"))) == "HA"
    assert [(ha.on, ha.status) for ha in end.of(HoldAcknowledge)] == [(True, 0), (False, 0)]
    assert bench.state() == 6
    assert refused(end.send(RequestHold(agent="Anna")), "already_so")


def test_the_far_end_and_the_agent_can_hang_up_on_hold() -> None:
    for ending in (HangUp("Anna"), None):
        bench = Bench()
        end = talking(bench)
        end.send(RequestHold(agent="Anna", on=True))
        if ending is None:
            end.send(WRAP)
            bench.run(1)
        else:
            bench.do(ending)
        assert bench.state() == 7


def test_mute_and_digits() -> None:
    end = talking(Bench())
    assert codes(end.send(RequestMute(agent="Anna", on=True))) == "MK"
    assert end.last(MuteAcknowledge).on
    assert refused(end.send(RequestMute(agent="Anna", on=True)), "already_so")
    assert codes(end.send(DTMFPlay(agent="Anna", digits="12#*A"))) == "DS DS"
    assert [ds.status for ds in end.of(DTMFStatus)] == [0, 1]
    assert refused(end.send(DTMFPlay(agent="Anna", digits="12x")), "excluded_character")


# --- data


@pytest.mark.parametrize(("framing", "expected"), [("pipe", DataFormat.LEGACY), ("xml", DataFormat.XML)])
def test_data_comes_in_the_framing_of_the_campaign_and_parses(framing: str, expected: DataFormat) -> None:
    bench = Bench(scenario(QUIET.replace('name = "Sales"\n', f'name = "Sales"\ndata = "{framing}"\n')))
    connect = talking(bench).last(AgentConnect)
    data = parse(connect.data or "")
    assert data.format is expected
    assert data.fields["Contact_ID"] == "00000001"
    assert data.fields["Telephone"] == connect.number
    assert "<?xml" not in data.text


def test_a_campaign_may_send_no_data_and_application_data() -> None:
    made = scenario(QUIET.replace('name = "Sales"\n', 'name = "Sales"\ndata = "none"\napplication_data = "Ex100"\n'))
    connect = talking(Bench(made)).last(AgentConnect)
    assert (connect.data, connect.application_data) == (None, "Ex100")


def test_data_of_tc_adds_and_overwrites_keys() -> None:
    bench = Bench()
    end = waiting(bench)
    watcher = bench.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    bench.do(OfferCall(agent="Anna", data="A~N~1|B~C~two"))
    bench.run(1)
    end.send(TransactionComplete(agent="Anna", data="B~C~deux|C~C~trois"))
    bench.run(1)
    assert watcher.last(OutcomeData).data in ("A~N~1|B~C~deux|C~C~trois", "A~N~1|B~C~deux|C~N~trois")


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        (None, None, None),
        ("A~N~1", None, "A~N~1"),
        (None, "A~N~1", "A~N~1"),
        ("A~N~1", "plain words", "plain words"),
        ("plain words", "A~N~1", "A~N~1"),
        ("A~N~1|B~N~2", "A~N~3", "A~N~3|B~N~2"),
    ],
)
def test_merging_data(old: str | None, new: str | None, after: str | None) -> None:
    assert merged(old, new) == after


def test_the_times_of_oz_are_in_order_and_in_the_dialers_zone() -> None:
    summer = scenario(QUIET)
    bench = Bench(summer, at=Bench().now.replace(month=7))
    end = waiting(bench)
    watcher = bench.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    bench.do(OfferCall(agent="Anna"))
    bench.run(11)
    end.send(DONE)
    bench.run(5)
    told = watcher.last(OutcomeData)
    times = [told.launched, told.ringing, told.result, told.ended]
    assert times == sorted(times, key=lambda each: each or 0)
    # 5 July 2024, 09:00 UTC is 10:00 in London: day 45478 and 10/24
    assert told.launched == Decimal("45478.416667")
    assert told.ended == Decimal("45478.416806")
    assert bench.rows[-1].started.isoformat() == "2024-07-05T10:00:00+01:00"
