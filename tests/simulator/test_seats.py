"""Login, going available and away by each priority, the race rule, and logout."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentFree,
    AgentLogin,
    AgentReady,
    AgentUnavailable,
    LoggedIn,
    LogOut,
    NowAvailable,
    TransactionComplete,
)
from agentpanel.simulator.events import OfferCall
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, seated, talking, waiting, wrapping

BREAK = AgentUnavailable(agent="Anna", reason_code=3, reason_text="Lunch")
NOW = AgentUnavailable(agent="Anna", release=1)
EMERGENCY = AgentUnavailable(agent="Anna", release=2)
READY = AgentAvailable(agent="Anna")
OUT = LogOut(agent="Anna")
DONE = TransactionComplete(agent="Anna", outcome=101)


def test_login_gives_li_with_a_unique_id_and_does_not_make_available() -> None:
    bench = Bench()
    end = bench.join()
    told = end.send(AgentLogin(campaign="Sales", agent="Anna", extension="1001", token="k"))
    assert codes(told) == "MV LI"
    login = end.last(LoggedIn)
    assert (login.campaign, login.agent, login.tenant) == ("Sales", "Anna", None)
    assert (login.agent_unique or "").startswith("{")
    bench.run(60)
    assert bench.state() == 2
    assert end.codes() == "MV LI"


def test_each_login_has_an_id_of_its_own_also_in_another_run_with_the_same_seed() -> None:
    bench = Bench()
    end = seated(bench)
    end.send(OUT)
    end.send(AgentLogin(campaign="Sales", agent="Anna", extension="1001"))
    later = Bench(at=bench.now.replace(hour=12))
    seated(later)
    ids = [login.agent_unique for login in (*end.of(LoggedIn), later.ends[1].last(LoggedIn))]
    assert len(set(ids)) == 3


def test_login_is_refused_while_the_name_is_in_use_and_on_a_closed_campaign() -> None:
    made = scenario(QUIET.replace('name = "Service"', 'name = "Service"\nstate = "closed"'))
    bench = Bench(made)
    end = seated(bench)
    login = AgentLogin(campaign="Sales", agent="Anna", extension="1")
    assert refused(end.send(login), "agent_in_use")
    assert refused(bench.join().send(login), "agent_in_use")
    assert refused(end.send(AgentLogin(campaign="Service", agent="Ben", extension="2")), "campaign_closed")


def test_login_is_possible_on_a_suspended_campaign_and_no_call_comes() -> None:
    text = QUIET.replace('name = "Sales"\npace = { mode = "asked" }', 'name = "Sales"\nstate = "suspended"')
    bench = Bench(scenario(text))
    end = waiting(bench)
    bench.run(600)
    assert end.codes() == "LI NA AR"


def test_a_nailed_up_agent_logs_in_when_the_station_is_there() -> None:
    bench = Bench()
    end = bench.join()
    assert end.send(AgentLogin(campaign="Sales", agent="Anna", extension="1", nailed_up=True)) == []
    assert bench.state() == 1
    assert refused(end.send(READY), "tie_up")
    assert refused(end.send(BREAK), "tie_up")
    bench.run(2)
    assert codes(end.heard[-1:]) == "LI"
    assert bench.state() == 2


def test_a_login_that_is_not_up_yet_can_be_given_up() -> None:
    bench = Bench()
    end = bench.join()
    end.send(AgentLogin(campaign="Sales", agent="Anna", extension="1", nailed_up=True))
    assert codes(end.send(OUT)) == "NO"
    bench.run(10)
    assert end.codes() == "NO"
    assert bench.state() == 0


def test_available_gives_na_then_ar_and_na_always_names_the_tenant() -> None:
    bench = Bench()
    end = waiting(bench)
    assert end.codes() == "LI NA AR"
    assert end.last(NowAvailable).tenant == "default"
    ready = end.last(AgentReady)
    assert ready.tenant is None
    assert ready.agent_unique == end.last(LoggedIn).agent_unique
    assert (ready.campaign_unique or "").startswith("{")


def test_the_tenant_comes_back_to_an_agent_that_gave_one() -> None:
    end = waiting(Bench(), tenant="default")
    assert {message.tenant for message in end.of(AgentReady) + end.of(LoggedIn)} == {"default"}
    assert waiting(Bench(scenario(tenant_out="always"))).last(AgentReady).tenant == "default"


def test_available_is_refused_when_available_already_and_in_a_call() -> None:
    bench = Bench()
    end = waiting(bench)
    assert refused(end.send(READY), "already_available")
    bench.do(OfferCall(agent="Anna"))
    assert refused(end.send(READY), "already_available")


# --- AU


def test_a_break_from_waiting_comes_a_moment_later_with_its_reason() -> None:
    bench = Bench()
    end = waiting(bench)
    assert end.send(BREAK) == []
    bench.run(0.4)
    assert bench.state() == 3
    bench.run(0.2)
    free = end.last(AgentFree)
    assert (free.reason_code, free.reason_text, free.unavailable_reason) == (3, "Lunch", 0)
    assert bench.state() == 2


@pytest.mark.parametrize(("code", "text"), [(None, None), (7, None), (None, "Tea")])
def test_reason_code_and_text_come_back_each_by_itself(code: int | None, text: str | None) -> None:
    bench = Bench()
    end = waiting(bench)
    end.send(AgentUnavailable(agent="Anna", release=1, reason_code=code, reason_text=text))
    free = end.last(AgentFree)
    assert (free.reason_code, free.reason_text) == (code, text)


def test_available_between_au_and_af_is_an_error_and_changes_nothing() -> None:
    bench = Bench()
    end = waiting(bench)
    end.send(BREAK)
    assert refused(end.send(READY), "awaiting_free")
    bench.run(1)
    assert end.codes() == "LI NA AR ER AF"
    assert codes(end.send(READY)) == "NA AR"


def test_pr0_gives_one_more_call_when_a_number_is_being_dialed() -> None:
    bench = Bench(scenario(one_more_call=1.0))
    end = waiting(bench)
    bench.dial()
    end.send(BREAK)
    assert refused(end.send(READY), "awaiting_free")
    bench.run_until(lambda: bench.state() == 7)
    assert end.codes() == "LI NA AR ER AC AC CE"
    assert refused(end.send(READY), "awaiting_free")
    assert codes(end.send(DONE)) == "AF"
    assert end.last(AgentFree).reason_text == "Lunch"


def test_pr0_gives_no_more_call_when_the_scenario_says_never_and_the_number_is_abandoned() -> None:
    bench = Bench(scenario(one_more_call=0.0))
    end = waiting(bench)
    bench.dial()
    end.send(BREAK)
    bench.run(10)
    assert end.codes() == "LI NA AR AF"
    assert bench.rows[-1].reason == 7
    assert bench.rows[-1].ended_by == "dialer"


def test_pr0_lets_the_agent_go_when_the_call_went_to_somebody_else() -> None:
    bench = Bench(scenario(one_more_call=1.0))
    ben = waiting(bench, "Ben")
    anna = waiting(bench)
    bench.dial()
    anna.send(BREAK)
    bench.run(3)
    assert anna.codes() == "LI NA AR AF"
    assert ben.of(AgentConnect)


def test_pr1_from_waiting_is_immediate_also_when_a_number_is_being_dialed() -> None:
    bench = Bench(scenario(one_more_call=1.0))
    end = waiting(bench)
    bench.dial()
    assert codes(end.send(NOW)) == "AF"


@pytest.mark.parametrize("message", [BREAK, NOW])
def test_in_a_call_af_follows_the_tc_instead_of_ar(message: AgentUnavailable) -> None:
    bench = Bench()
    end = talking(bench)
    assert end.send(message) == []
    bench.run(40)
    assert bench.state() == 7
    assert codes(end.send(DONE)) == "AF"
    assert bench.state() == 2


def test_in_wrap_af_follows_the_tc_instead_of_ar() -> None:
    bench = Bench()
    end = wrapping(bench)
    assert end.send(BREAK) == []
    assert codes(end.send(DONE)) == "AF"


@pytest.mark.parametrize("place", [talking, wrapping])
def test_pr2_ends_a_live_call_at_once_and_no_tc_is_owed(place: object) -> None:
    bench = Bench()
    assert callable(place)
    end: End = place(bench)
    told = codes(end.send(EMERGENCY))
    assert told == ("CE AF" if place is talking else "AF")
    assert bench.state() == 2
    assert [row.ended_by for row in bench.rows] == ["dialer" if place is talking else "customer"]
    assert refused(end.send(DONE), "nothing_to_complete")
    bench.run(100)
    assert end.codes().endswith("ER")


def test_pr2_from_an_offer_and_from_waiting() -> None:
    bench = Bench()
    end = waiting(bench)
    bench.do(OfferCall(agent="Anna"))
    assert codes(end.send(EMERGENCY)) == "CE AF"
    bench.run(5)
    assert bench.state() == 2
    end.send(READY)
    assert codes(end.send(EMERGENCY)) == "AF"


def test_a_second_au_is_refused_or_replaces_the_first() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(BREAK)
    other = AgentUnavailable(agent="Anna", reason_text="Tea")
    assert refused(end.send(other), "already_releasing")
    bench = Bench(scenario(second_au="replace"))
    end = talking(bench)
    end.send(BREAK)
    assert end.send(other) == []
    assert codes(end.send(AgentUnavailable(agent="Anna", release=2, reason_text="Now"))) == "CE AF"
    assert end.last(AgentFree).reason_text == "Now"


def test_au_from_an_agent_that_is_not_available_is_refused_or_answered() -> None:
    assert refused(seated(Bench()).send(BREAK), "not_available")
    bench = Bench(scenario(au_when_unavailable="free"))
    assert codes(seated(bench).send(BREAK)) == "AF"
    assert bench.state() == 2


# --- LO


def test_logout_only_after_af() -> None:
    bench = Bench()
    end = waiting(bench)
    assert refused(end.send(OUT), "not_free")
    end.send(BREAK)
    assert refused(end.send(OUT), "not_free")
    bench.run(1)
    told = end.send(LogOut(agent="Anna", token="k"))
    assert codes(told) == "MV NO"
    assert bench.state() == 0
    assert refused(end.send(OUT), "not_logged_in")


@pytest.mark.parametrize("place", [talking, wrapping])
def test_logout_in_a_call_is_refused(place: object) -> None:
    assert callable(place)
    assert refused(place(Bench()).send(OUT), "not_free")


def test_the_name_is_free_again_after_no() -> None:
    bench = Bench()
    end = seated(bench)
    end.send(OUT)
    other = bench.join()
    assert codes(other.send(AgentLogin(campaign="Service", agent="Anna", extension="9"))) == "LI"
    assert refused(end.send(AgentAvailable(agent="Anna", campaign="Sales")), "wrong_campaign")
