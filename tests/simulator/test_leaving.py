"""Others who act on a seat: KA, MA, AM, GM, and a campaign that closes."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentFree,
    AgentLogin,
    AgentMoving,
    AgentUnavailable,
    CampaignUpdate,
    EnumerateAgents,
    EnumerateFinished,
    GroupMembership,
    KillAgent,
    MoveAgent,
    MoveStatus,
    NowAvailable,
    TransactionComplete,
)
from agentpanel.simulator.events import CloseCampaign, Kill, Move
from tests.simulator.bench import Bench, codes, refused, scenario, seated, talking, waiting

BREAK = AgentUnavailable(agent="Anna", reason_code=3, reason_text="Lunch")
DONE = TransactionComplete(agent="Anna", outcome=101)


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
    end.send(GroupMembership(agent="Anna", group="VIP", on=True))
    mark = len(end.heard)
    bench.do(Move("Service", "Anna"))
    bench.run(1)
    assert end.codes(mark) == "NO CU LI MS NA AR"
    assert bench.world.floor.agents["Anna"].groups == set()  # memberships end at a logout
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
