"""A call from the offer to its closing: connects, hang-ups, TC and tags."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentConnect,
    AgentReady,
    CallEnded,
    LoggedIn,
    RequestHold,
    SetTags,
    StartWrap,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import QUIET, Bench, codes, refused, scenario, seated, talking, waiting, wrapping

WRAP = StartWrap(agent="Anna")
DONE = TransactionComplete(agent="Anna", outcome=101)
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


def test_a_nailed_up_agent_may_get_two_and_a_call_lost_before_its_only_ac_is_never_told() -> None:
    bench = Bench(scenario(nailed_up_connects="twice"))
    end = bench.join()
    end.write("CG:AG:AL\\CNSales\\ANAnna\\AE1\\NU")
    bench.run(2)
    end.write("CG:AG:AA\\ANAnna")
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    assert end.codes() == "LI NA AR AC AC"
    bench = Bench(scenario(connects="once"))
    end = waiting(bench)
    bench.do(OfferCall(agent="Anna"))
    bench.do(HangUp("Anna"))
    assert end.codes() == "LI NA AR AR"
    assert bench.state() == 3


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
