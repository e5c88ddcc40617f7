"""What becomes of previews and breathers when the agent leaves, is removed or moved, and when campaigns stop."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentFree,
    AgentLogin,
    AgentMoving,
    AgentUnavailable,
    BeginDial,
    KillAgent,
    LogOut,
    NumberBack,
    PreviewNow,
    TransactionComplete,
)
from agentpanel.simulator.events import CloseCampaign, HangUp, Kill, OfferCall, ResumeCampaign, SuspendCampaign
from tests.simulator.bench import Bench, codes, refused, scenario, talking, waiting
from tests.simulator.modes import MODES, bench, shown

BREAK = AgentUnavailable(agent="Anna", reason_code=3)
DIAL = BeginDial(agent="Anna")
DECLINE = BeginDial(agent="Anna", declined=True)
DONE = TransactionComplete(agent="Anna", outcome=101)
PACED = MODES.replace('pace = { mode = "asked" }', "pace = { after = [3.0, 3.0] }")


# --- AU


@pytest.mark.parametrize("release", [None, 1, 2])
def test_au_before_dialing_gives_the_record_back_at_once(release: int | None) -> None:
    made = bench()
    end = shown(made)
    answer = end.send(AgentUnavailable(agent="Anna", reason_code=3, release=release, token="k"))
    assert codes(answer) == "MV NB AF"
    assert (end.last(NumberBack).reason, end.last(NumberBack).declined) == (0, False)
    assert end.last(AgentFree).reason_code == 3
    assert made.state() == 2
    assert made.rows == []
    assert made.world.floor.calls == {}
    assert refused(end.send(DIAL), "no_preview")
    assert codes(end.send(LogOut(agent="Anna"))) == "NO"


def test_au_stops_p1() -> None:
    made = bench()
    end = shown(made, "Timed")
    end.send(BREAK)
    made.run(60)
    assert end.codes() == "LI NA AR BP NB AF"


def test_au_in_the_breather_is_granted_at_once() -> None:
    made = bench()
    end = shown(made, "Timed")
    end.send(DECLINE)
    assert codes(end.send(BREAK)) == "AF"
    assert refused(end.send(PreviewNow(agent="Anna")), "no_breather")
    assert codes(end.send(AgentAvailable(agent="Anna"))) == "NA AR"
    made.run(60)
    assert made.state() == 3


@pytest.mark.parametrize("release", [None, 1])
def test_au_while_dialing_waits_for_the_tc(release: int | None) -> None:
    made = bench()
    end = shown(made, "Timed")
    end.send(DIAL)
    assert end.send(AgentUnavailable(agent="Anna", release=release)) == []
    assert refused(end.send(LogOut(agent="Anna")), "not_free")
    assert refused(end.send(AgentAvailable(agent="Anna")), "awaiting_free")
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AF"


def test_au_of_priority_two_breaks_the_dialing_off() -> None:
    made = bench()
    end = shown(made)
    end.send(DIAL)
    assert codes(end.send(AgentUnavailable(agent="Anna", release=2))) == "NB AF"
    assert [(row.agent, row.reason, row.ended_by) for row in made.rows] == [(None, 8, "dialer")]
    made.run(60)
    assert made.state() == 2


# --- others


def test_ka_takes_the_record_back_and_logs_out() -> None:
    made = bench()
    end = shown(made)
    made.join().send(KillAgent(agent="Anna", transaction="t"))
    assert end.codes() == "LI NA AR BP NB AF NO"


def test_am_moves_an_agent_with_an_undialed_record_and_out_of_a_breather() -> None:
    made = bench()
    end = shown(made)
    assert codes(end.send(AgentMoving(agent="Anna", to_campaign="Service"))) == "NB CU MS NA AR"
    made = bench()
    end = shown(made, "Timed")
    end.send(DECLINE)
    assert codes(end.send(AgentMoving(agent="Anna", to_campaign="Service"))) == "CU MS NA AR"
    made.run(60)
    assert made.state() == 3


def test_a_move_waits_for_a_number_that_is_dialed() -> None:
    made = bench()
    end = shown(made)
    end.send(DIAL)
    assert end.send(AgentMoving(agent="Anna", to_campaign="Service")) == []
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "CU MS NA AR"


@pytest.mark.parametrize("drop", ["drop", "keep"])
def test_a_lost_socket_gives_the_record_back(drop: str) -> None:
    made = bench(call_on_drop=drop)
    end = shown(made, "Timed")
    made.drop(end)
    made.run(60)
    assert (made.world.floor.agents, made.world.floor.calls, made.rows) == ({}, {}, [])


@pytest.mark.parametrize(("drop", "rows"), [("drop", [(None, 8)]), ("keep", [("Anna", 10)])])
def test_a_lost_socket_while_dialing(drop: str, rows: list[tuple[str | None, int]]) -> None:
    made = bench(call_on_drop=drop)
    end = shown(made)
    end.send(DIAL)
    made.drop(end)
    made.run(60)
    assert made.world.floor.agents == {}
    assert [(row.agent, row.reason) for row in made.rows] == rows


def test_a_lost_socket_in_a_breather_and_a_new_login() -> None:
    made = bench()
    end = shown(made, "Timed")
    end.send(DECLINE)
    made.drop(end)
    made.run(2)
    end = waiting(made, campaign="Timed")
    made.run(60)
    assert (end.codes(), made.state()) == ("LI NA AR", 3)


# --- suspend, resume, close


def test_a_suspended_campaign_dials_nothing_new_and_takes_logins() -> None:
    made = Bench(scenario(PACED))
    end = waiting(made)
    made.do(SuspendCampaign("Sales"))
    made.run(600)
    assert end.codes() == "LI NA AR"
    other = made.join()
    assert codes(other.send(AgentLogin(campaign="Sales", agent="Ben", extension="2"))) == "LI"
    assert codes(other.send(AgentAvailable(agent="Ben"))) == "NA AR"
    made.do(ResumeCampaign("Sales"))
    made.run_until(lambda: made.state() == 6)
    assert end.codes() == "LI NA AR AC AC"


def test_calls_run_on_in_a_suspended_campaign() -> None:
    made = bench()
    end = talking(made)
    made.dial()
    made.do(SuspendCampaign("Sales"))
    made.run(40)
    assert made.state() == 7
    assert codes(end.send(DONE)) == "AR"


def test_a_number_that_is_dialed_for_an_agent_runs_on_too() -> None:
    made = bench()
    end = shown(made)
    end.send(DIAL)
    made.do(SuspendCampaign("Preview"))
    made.run(3)
    assert made.state() == 6


def test_suspending_takes_undialed_records_back_and_the_agent_waits() -> None:
    made = bench(PACED)
    end = shown(made, "Timed")
    made.do(SuspendCampaign("Timed"))
    assert (end.codes(), made.state()) == ("LI NA AR BP NB AR", 3)
    assert refused(end.send(DIAL), "no_preview")
    made.do(OfferCall(agent="Anna"))
    made.run(60)
    assert made.state() == 3
    made.do(ResumeCampaign("Timed"))
    made.run(4)
    assert (end.codes(), made.state()) == ("LI NA AR BP NB AR ER BP", 4)


def test_only_an_open_campaign_is_suspended_and_only_a_suspended_one_resumed() -> None:
    made = bench()
    made.do(ResumeCampaign("Sales"))
    made.do(CloseCampaign("Sales"))
    made.do(SuspendCampaign("Sales"))
    made.do(ResumeCampaign("Sales"))
    made.do(SuspendCampaign("Nowhere"))
    assert made.world.floor.runs["Sales"].state == "closed"
    assert len(made.log) == 4


def test_a_campaign_may_begin_suspended_and_a_step_resumes_it() -> None:
    toml = PACED.replace('name = "Sales"\n', 'name = "Sales"\nstate = "suspended"\n', 1)
    steps = '\n[[event]]\nat = 60\ndo = "resume_campaign"\ncampaign = "Sales"\n'
    steps += '[[event]]\nat = 100\ndo = "suspend_campaign"\ncampaign = "Sales"\n'
    made = Bench(scenario(toml + steps))
    waiting(made)
    made.run(59)
    assert made.state() == 3
    made.run(30)
    assert made.state() == 6
    made.run(20)
    assert made.world.floor.runs["Sales"].state == "suspended"


def test_closing_takes_records_back_and_lets_everybody_go() -> None:
    made = bench()
    end = shown(made)
    made.do(CloseCampaign("Preview"))
    assert end.codes() == "LI NA AR BP NB AF NO"
    made = bench()
    end = shown(made)
    end.send(DIAL)
    made.do(CloseCampaign("Preview"))
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AF NO"


def test_a_kill_while_dialing_waits_for_the_tc() -> None:
    made = bench()
    end = shown(made)
    end.send(DIAL)
    made.do(Kill("Anna"))
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AF NO"
