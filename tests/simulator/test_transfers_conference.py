"""Conferences: three at once, agents first, customer held first; who leaves, and who stays with whom."""

from __future__ import annotations

from typing import Any

import pytest

from agentpanel.protocol.messages import (
    AgentConnect,
    AgentUnavailable,
    CallEnded,
    KillAgent,
    RequestHold,
    StartWrap,
    TransferRequest,
)
from agentpanel.simulator.events import HangUp
from tests.simulator.bench import Bench, End, codes, refused, scenario, seated
from tests.simulator.handing import HOLD, RETRIEVE, Pair

WAYS: dict[str, dict[str, Any]] = {
    "C3": {"conference": True},
    "C4": {"agents_first_conference": True},
    "C5": {"held_conference": True},
}
SWAP = RequestHold(agent="Anna", on=True, who="8")
HOLD_BEN, RETRIEVE_BEN = RequestHold(agent="Anna", on=True, who="2"), RequestHold(agent="Anna", who="2")


def joined(way: str, **choices: Any) -> Pair:
    """All three talk, and all that led there has been told."""
    pair = Pair(Bench(scenario(**choices)))
    pair.conference(**WAYS[way])
    if way != "C3":
        pair.anna.send(RETRIEVE)
    pair.told(pair.anna)
    return pair


# --- how they begin


def test_c3_joins_all_three_when_the_target_accepts() -> None:
    pair = Pair()
    pair.transfer(conference=True)
    assert (pair.told(pair.anna), pair.states) == ("TA3", (9, 10))
    pair.accept()
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA4", "AC AC", (6, 6))
    flags = [(each.conference, each.agents_first_conference, each.blind) for each in pair.ben.of(AgentConnect)]
    assert flags == [(True, False, False)] * 2


def test_c4_lets_the_agents_talk_first_and_the_retrieve_joins_all() -> None:
    pair = Pair()
    pair.transfer(**WAYS["C4"])
    pair.accept()
    assert (pair.told(pair.anna), pair.states) == ("TA3 TA0 HA+1", (9, 6))
    assert [each.agents_first_conference for each in pair.ben.of(AgentConnect)] == [True, True]
    pair.anna.send(RETRIEVE)
    assert (pair.told(pair.anna), pair.states) == ("HA-1 TA4", (6, 6))


def test_c5_holds_the_customer_first() -> None:
    pair = Pair()
    pair.transfer(**WAYS["C5"])
    pair.accept()
    assert (pair.told(pair.anna), pair.states) == ("TA3 TA4 HA+1", (9, 6))
    assert pair.ben.last(AgentConnect).conference
    pair.anna.send(RETRIEVE)
    assert (pair.told(pair.anna), pair.states) == ("HA-1", (6, 6))


def test_that_c4_holds_the_customer_need_not_be_told() -> None:
    pair = Pair(Bench(scenario(consult_hold_told=False)))
    pair.transfer(**WAYS["C4"])
    pair.accept()
    assert pair.told(pair.anna) == "TA3 TA0"
    assert refused(pair.anna.send(HOLD), "already_so")
    assert codes(pair.anna.send(RETRIEVE)) == "HA TA"


def test_a_customer_on_hold_comes_back_into_a_three_party_conference() -> None:
    pair = Pair()
    pair.anna.send(HOLD)
    pair.transfer(conference=True)
    pair.accept()
    assert (pair.told(pair.anna), pair.states) == ("HA+1 TA3 HA-1 TA4", (6, 6))
    assert codes(pair.anna.send(HOLD)) == "HA"


def test_the_senders_state_in_a_conference_is_a_choice() -> None:
    assert joined("C3", conference_state="transfer").states == (9, 6)


def test_an_agent_that_accepts_all_joins_unasked() -> None:
    pair = Pair(auto_accept=True)
    pair.transfer(conference=True)
    pair.bench.run(1)
    assert pair.told(pair.anna) == "TA3 TA4"


# --- who hears whom


def test_wh_says_who_is_held_and_the_dialer_checks_it() -> None:
    pair = joined("C3")
    assert refused(pair.anna.send(RETRIEVE), "already_so")
    assert refused(pair.anna.send(RETRIEVE_BEN), "already_so")
    assert refused(pair.anna.send(SWAP), "already_so")
    pair.anna.send(HOLD)
    assert pair.states == (13, 6)
    pair.anna.send(SWAP)
    assert pair.states == (6, 6)
    assert refused(pair.anna.send(HOLD_BEN), "already_so")
    pair.anna.send(HOLD)
    assert refused(pair.anna.send(SWAP), "already_so")
    pair.anna.send(RETRIEVE_BEN)
    pair.anna.send(RETRIEVE)
    assert pair.told(pair.anna) == "ER ER ER HA+1 HA+8 ER HA+1 ER HA-2 HA-1"
    assert pair.states == (6, 6)


def test_a_swap_in_a_consultation_is_no_conference_until_both_are_back() -> None:
    pair = Pair()
    pair.transfer(**WAYS["C4"])
    pair.accept()
    pair.told(pair.anna)
    pair.anna.send(SWAP)
    assert (pair.told(pair.anna), pair.states) == ("HA+8", (9, 6))
    assert refused(pair.anna.send(RETRIEVE), "already_so")
    pair.anna.send(RETRIEVE_BEN)
    assert (pair.told(pair.anna), pair.states) == ("ER HA-2 TA4", (6, 6))


def test_without_a_second_party_there_is_nobody_else_to_hold() -> None:
    pair = Pair()
    for message in (HOLD_BEN, RETRIEVE_BEN, SWAP):
        assert refused(pair.anna.send(message), "no_second_party")
    for who in ("3", "4", "x"):
        assert refused(pair.anna.send(RequestHold(agent="Anna", on=True, who=who)), "not_in_scenario")
    assert refused(pair.anna.send(RequestHold(agent="Anna", who="8")), "not_in_scenario")


def test_the_target_holds_for_itself_alone() -> None:
    pair = joined("C3")
    assert codes(pair.ben.send(RequestHold(agent="Ben", on=True))) == "HA"
    assert pair.states == (6, 13)
    assert refused(pair.ben.send(RequestHold(agent="Ben", on=True, who="2")), "no_second_party")
    assert codes(pair.anna.send(HOLD)) == "HA"


# --- who leaves


@pytest.mark.parametrize("way", WAYS)
def test_the_sender_leaves_and_the_target_keeps_the_customer(way: str) -> None:
    pair = joined(way)
    pair.hang_up("Anna")
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("CE", "TA1", (7, 6))
    pair.complete("Anna", 102)
    assert pair.states == (3, 6)
    pair.bench.run(40)
    assert (pair.told(pair.ben), pair.states[1]) == ("CE", 7)
    pair.complete("Ben")
    assert pair.parts == [("Anna", 102, "transfer"), ("Ben", 101, "customer")]


@pytest.mark.parametrize("way", WAYS)
def test_the_target_leaves_and_the_sender_talks_on(way: str) -> None:
    pair = joined(way)
    pair.hang_up("Ben")
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA1", "CE", (6, 7))
    assert pair.complete("Ben", 102) == "AF"
    pair.bench.run(40)
    assert pair.told(pair.anna) == "CE"
    pair.complete("Anna")
    assert pair.parts == [("Ben", 102, "agent"), ("Anna", 101, "customer")]


@pytest.mark.parametrize("way", ["C4", "C5"])
def test_either_agent_may_leave_while_the_customer_is_on_hold(way: str) -> None:
    pair = Pair()
    pair.conference(**WAYS[way])
    pair.hang_up("Anna")
    assert (pair.told(pair.anna), pair.states) == ("CE", (7, 6))
    pair = Pair()
    pair.conference(**WAYS[way])
    pair.hang_up("Ben")
    assert (pair.told(pair.anna), pair.states) == ("HA-1 TA1", (6, 7))
    assert codes(pair.anna.send(HOLD)) == "HA"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("held", [False, True])
def test_the_customer_hangs_up_and_both_owe_their_tc(way: str, held: bool) -> None:
    pair = joined(way)
    if held:
        pair.anna.send(HOLD)
    pair.bench.do(HangUp("Ben"))
    assert [len(end.of(CallEnded)) for end in (pair.anna, pair.ben)] == [1, 1]
    assert pair.states == (7, 7)
    assert (pair.complete("Anna"), pair.complete("Ben")) == ("AR", "AF")
    assert {part[2] for part in pair.parts} == {"customer"}


def test_the_customers_time_runs_from_the_first_connect() -> None:
    pair = Pair()
    pair.bench.run(10)
    pair.conference()
    pair.bench.run(18)
    assert pair.states == (6, 6)
    pair.hang_up("Anna")
    assert pair.states == (7, 6)
    pair.bench.run(1.1)
    assert pair.states == (7, 7)


def test_both_hang_up_in_the_same_second() -> None:
    for first, second in (("Anna", "Ben"), ("Ben", "Anna")):
        pair = joined("C3")
        for name in (first, second):
            end: End = pair.anna if name == "Anna" else pair.ben
            end.send(StartWrap(agent=name))
        pair.bench.run(2)
        assert pair.states == (7, 7)
        pair.complete("Anna"), pair.complete("Ben")
        assert [part[0] for part in pair.parts] == ["Anna", "Ben"]
        assert not pair.bench.world.floor.calls


def test_one_hangs_up_and_the_customer_is_faster() -> None:
    pair = joined("C3")
    pair.anna.send(StartWrap(agent="Anna"))
    pair.bench.do(HangUp("Anna"))
    assert pair.states == (7, 7)
    pair.complete("Anna"), pair.complete("Ben")
    assert [part[2] for part in pair.parts] == ["agent", "customer"]


def test_one_agents_wrap_does_not_end_the_others_talk() -> None:
    pair = joined("C3")
    pair.hang_up("Anna")
    pair.complete("Anna")
    assert pair.bench.state("Ben") == 6
    assert codes(pair.ben.send(RequestHold(agent="Ben", on=True))) == "HA"
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF"


def test_the_target_that_has_the_customer_alone_may_transfer_again() -> None:
    pair = joined("C3")
    cara = seated(pair.bench, "Cara")
    request = TransferRequest(agent="Ben", to_agent="Cara", blind=True)
    assert refused(pair.ben.send(request), "transfer_in_progress")
    pair.hang_up("Anna")
    pair.ben.send(request)
    pair.bench.run(1)
    assert cara.codes() == "LI AC AC"
    assert pair.bench.state("Ben") == 2


@pytest.mark.parametrize(("name", "told"), [("Anna", ("CE AF NO", "TA1")), ("Ben", ("TA1", "CE AF NO"))])
def test_one_of_the_agents_is_killed_and_the_other_talks_on(name: str, told: tuple[str, str]) -> None:
    pair = joined("C3")
    pair.bench.join().send(KillAgent(agent=name, transaction="t", release=2))
    assert (pair.told(pair.anna), pair.told(pair.ben)) == told
    assert pair.bench.state("Ben" if name == "Anna" else "Anna") == 6
    pair.bench.run(60)
    assert not [call for call in pair.bench.world.floor.calls.values() if call.agent == name]


@pytest.mark.parametrize("name", ["Anna", "Ben"])
def test_the_socket_of_one_is_lost_and_the_other_talks_on(name: str) -> None:
    pair = joined("C3")
    pair.bench.drop(pair.anna if name == "Anna" else pair.ben)
    other = pair.ben if name == "Anna" else pair.anna
    assert pair.told(other) == "TA1"
    pair.bench.run(40)
    assert pair.told(other) == "CE"


def test_an_emergency_break_in_a_conference_leaves_it() -> None:
    pair = joined("C3")
    assert codes(pair.anna.send(AgentUnavailable(agent="Anna", release=2))) == "CE AF"
    assert pair.states == (2, 6)
    assert pair.parts == [("Anna", None, "dialer")]
