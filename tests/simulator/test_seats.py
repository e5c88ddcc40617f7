"""Login, going available and away by each priority, the race rule, logout, and others who act on the seat."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentFree,
    AgentLogin,
    AgentMoving,
    AgentReady,
    AgentUnavailable,
    CampaignUpdate,
    EnumerateAgents,
    EnumerateFinished,
    GroupMembership,
    KillAgent,
    LoggedIn,
    LogOut,
    MoveAgent,
    MoveStatus,
    NowAvailable,
    TransactionComplete,
)
from agentpanel.simulator.events import CloseCampaign, Kill, Move, OfferCall
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, seated, talking, waiting, wrapping

BREAK = AgentUnavailable(agent="Anna", reason_code=3, reason_text="Lunch")
NOW = AgentUnavailable(agent="Anna", release=1)
EMERGENCY = AgentUnavailable(agent="Anna", release=2)
READY = AgentAvailable(agent="Anna")
OUT = LogOut(agent="Anna")
DONE = TransactionComplete(agent="Anna", outcome=101)


def dialing(bench: Bench) -> None:
    """A number that will want an agent is being dialed; it answers two seconds later."""
    from agentpanel.simulator import dialing as pool

    campaign = bench.world.floor.campaign("Sales")
    assert campaign is not None
    for _ in range(20):
        if pool.place(bench.world.floor, campaign).ending.reaches_agent:
            break
    for effect in bench.world.floor.take():
        bench._perform(effect)


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
    dialing(bench)
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
    dialing(bench)
    end.send(BREAK)
    bench.run(10)
    assert end.codes() == "LI NA AR AF"
    assert bench.rows[-1].reason == 7
    assert bench.rows[-1].ended_by == "dialer"


def test_pr0_lets_the_agent_go_when_the_call_went_to_somebody_else() -> None:
    bench = Bench(scenario(one_more_call=1.0))
    ben = waiting(bench, "Ben")
    anna = waiting(bench)
    dialing(bench)
    anna.send(BREAK)
    bench.run(3)
    assert anna.codes() == "LI NA AR AF"
    assert ben.of(AgentConnect)


def test_pr1_from_waiting_is_immediate_also_when_a_number_is_being_dialed() -> None:
    bench = Bench(scenario(one_more_call=1.0))
    end = waiting(bench)
    dialing(bench)
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


# --- others who act on the seat


@pytest.mark.parametrize(("release", "told"), [(None, "AF NO"), (1, "AF NO"), (2, "AF NO")])
def test_ka_gives_the_owner_af_and_no(release: int | None, told: str) -> None:
    bench = Bench()
    end, boss = waiting(bench), bench.join()
    mark = len(end.heard)
    answer = boss.send(KillAgent(agent="Anna", transaction="t", release=release, token="k"))
    bench.run(2)
    assert codes(answer) == "MV"
    assert end.codes(mark) == told
    assert boss.codes() == "MV"
    assert end.last(AgentFree).reason_code is None


def test_ka_for_an_agent_that_is_not_available_gives_no_alone() -> None:
    bench = Bench()
    end = seated(bench)
    bench.join().send(KillAgent(agent="Anna", transaction="t"))
    assert end.codes() == "LI NO"


def test_ka_in_a_call_waits_for_the_tc_or_cuts_it_by_its_priority() -> None:
    bench = Bench()
    end = talking(bench)
    boss = bench.join()
    boss.send(KillAgent(agent="Anna", transaction="t"))
    bench.run(40)
    assert codes(end.send(DONE)) == "AF NO"
    bench = Bench()
    end = talking(bench)
    mark = len(end.heard)
    bench.join().send(KillAgent(agent="Anna", transaction="t", release=2))
    assert end.codes(mark) == "CE AF NO"


def test_ka_while_a_break_is_asked_answers_the_break_and_logs_out_once() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(BREAK)
    bench.join().send(KillAgent(agent="Anna", transaction="t"))
    bench.run(40)
    assert codes(end.send(DONE)) == "AF NO"
    assert end.last(AgentFree).reason_text == "Lunch"


def test_a_break_asked_after_ka_is_answered_and_the_logout_still_comes() -> None:
    bench = Bench()
    end = talking(bench)
    bench.do(Kill("Anna"))
    assert end.send(BREAK) == []
    bench.run(40)
    assert codes(end.send(DONE)) == "AF NO"
    assert end.last(AgentFree).reason_text == "Lunch"


def test_ka_by_group_and_by_user_and_what_it_refuses() -> None:
    bench = Bench()
    end = seated(bench, campaign="Support", user="anna.a")
    other = seated(bench, "Ben", campaign="Support")
    boss = bench.join()
    assert refused(boss.send(KillAgent(agent="Zoe", transaction="t")), "not_logged_in")
    assert refused(boss.send(KillAgent(agent="Anna", campaign="Sales", transaction="t")), "wrong_campaign")
    assert refused(boss.write("CG:MA:KA\\ANAnna\\GAVIP\\TXt"), "exclusive_parameters")
    assert refused(boss.send(KillAgent(group="VIP", transaction="t")), "not_logged_in")
    boss.send(KillAgent(user="anna.a", transaction="t"))
    assert end.codes() == "LI NO"
    other.send(GroupMembership(agent="Ben", group="VIP", on=True))
    boss.send(KillAgent(group="VIP", transaction="t2"))
    assert other.codes() == "LI NO"


def test_gm_knows_the_queues_and_is_confirmed_by_mv_alone() -> None:
    end = seated(Bench(), campaign="Support")
    assert codes(end.send(GroupMembership(agent="Anna", group="VIP", on=True, token="k"))) == "MV"
    assert refused(end.send(GroupMembership(agent="Anna", group="None", on=True)), "unknown_queue")


def test_ma_moves_an_available_agent_who_stays_available() -> None:
    bench = Bench()
    end, boss = waiting(bench), bench.join()
    mark = len(end.heard)
    boss.send(MoveAgent(agent="Anna", to_campaign="Service", transaction="t"))
    bench.run(1)
    assert end.codes(mark) == "CU MS NA AR"
    moved = end.last(MoveStatus)
    assert (moved.campaign, moved.to_campaign, moved.status) == ("Sales", "Service", 0)
    assert end.last(CampaignUpdate).campaign == end.last(NowAvailable).campaign == "Service"
    assert refused(end.send(AgentUnavailable(agent="Anna", campaign="Sales")), "wrong_campaign")
    assert end.send(AgentUnavailable(agent="Anna", campaign="Service")) == []


def test_ma_of_an_agent_on_a_break_and_in_a_call() -> None:
    bench = Bench()
    end, boss = seated(bench), bench.join()
    boss.send(MoveAgent(agent="Anna", to_campaign="Service", transaction="t"))
    assert end.codes() == "LI CU MS"
    assert bench.state() == 2
    bench = Bench()
    end, boss = talking(bench), bench.join()
    boss.send(MoveAgent(agent="Anna", to_campaign="Service", transaction="t"))
    bench.run(40)
    assert codes(end.send(DONE)) == "CU MS NA AR"
    assert bench.rows[-1].campaign == "Sales"


def test_a_move_around_a_break_that_was_asked_leaves_the_agent_on_the_break() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(BREAK)
    bench.do(Move("Service", "Anna"))
    bench.run(40)
    assert codes(end.send(DONE)) == "AF CU MS"
    assert bench.state() == 2


def test_a_move_may_log_out_and_in_again() -> None:
    bench = Bench(scenario(move_logs_in=True, old_campaign_after_move="accept"))
    end = waiting(bench)
    mark = len(end.heard)
    bench.do(Move("Service", "Anna"))
    bench.run(1)
    assert end.codes(mark) == "NO CU LI MS NA AR"
    assert end.send(AgentUnavailable(agent="Anna", campaign="Sales")) == []


def test_ma_by_which_campaigns_run() -> None:
    bench = Bench()
    end, boss = waiting(bench), bench.join()
    mark = len(end.heard)
    bench.do(CloseCampaign("Service"))
    assert codes(boss.send(MoveAgent(agent="Anna", to_campaign="Service", transaction="t", token="k"))) == "MV"
    bench.run(2)
    assert end.codes(mark) == ""
    assert refused(boss.send(MoveAgent(agent="Anna", to_campaign="None", transaction="t")), "unknown_campaign")
    assert refused(
        boss.send(MoveAgent(to_campaign="Support", whole_campaign=True, transaction="t")), "campaign_or_agent_missing"
    )
    boss.send(MoveAgent(campaign="Sales", to_campaign="Support", whole_campaign=True, transaction="t"))
    bench.run(2)
    assert end.codes(mark) == "CU MS NA AR"


def test_an_agent_may_move_itself() -> None:
    bench = Bench()
    end = seated(bench)
    assert codes(end.send(AgentMoving(agent="Anna", to_campaign="Service", token="k"))) == "MV CU MS"
    assert refused(end.send(AgentMoving(agent="Anna", to_campaign="Service")), "already_so")


def test_a_closing_campaign_lets_its_agents_go_without_au_or_lo() -> None:
    bench = Bench()
    end, other, busy = waiting(bench), waiting(bench, "Ben", "Service"), talking(bench, "Cleo")
    watcher = bench.join()
    watcher.send(EnumerateAgents(transaction="t", campaign="Sales"))
    mark, others = len(end.heard), len(other.heard)
    bench.do(CloseCampaign("Sales"))
    assert end.codes(mark) == "AF NO"
    assert other.codes(others) == ""
    assert watcher.last(EnumerateFinished).transaction == "t"
    bench.run(40)
    assert codes(busy.send(TransactionComplete(agent="Cleo"))) == "AF NO"
    assert refused(end.send(AgentLogin(campaign="Sales", agent="Anna", extension="1")), "campaign_closed")
