"""Blind and screened transfers: accepted, rejected, unanswered, impossible, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentFree,
    AgentUnavailable,
    CampaignUpdate,
    KillAgent,
    LogOut,
    MoveStatus,
    RecordingAcknowledge,
    RequestHold,
    SetTags,
    StartWrap,
    TransactionComplete,
    TransferAnswer,
    TransferRequest,
    TransferToAgent,
)
from agentpanel.simulator.events import CloseCampaign, HangUp, Move, OfferCall
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, seated, talking, waiting, wrapping
from tests.simulator.handing import ACCEPT, HOLD, REJECT, Pair, statuses

# --- blind


def test_a_blind_transfer_frees_the_sender_and_the_target_owes_the_tc() -> None:
    pair = Pair()
    assert codes(pair.transfer(blind=True, token="k")) == "MV TA"
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("MV TA3", "AC", (9, 10))
    pair.bench.run(1)
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA0 AR", "AC", (3, 6))
    assert [(each.blind, each.conference) for each in pair.ben.of(AgentConnect)] == [(True, False)] * 2
    assert refused(pair.anna.send(TransactionComplete(agent="Anna")), "nothing_to_complete")
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF"
    assert pair.states == (3, 2)
    assert pair.parts == [("Anna", None, "transfer"), ("Ben", 101, "agent")]


def test_both_parts_are_of_the_same_session_with_its_data() -> None:
    pair = Pair()
    given = pair.anna.last(AgentConnect)
    pair.transfer(blind=True)
    taken = pair.ben.last(AgentConnect)
    assert (taken.session, taken.session_unique, taken.number) == (given.session, given.session_unique, given.number)
    assert (taken.data, taken.campaign) == (given.data, "Sales")
    assert taken.agent_unique != given.agent_unique


def test_the_customer_talks_on_with_the_target_and_may_hang_up() -> None:
    pair = Pair()
    pair.bench.run(20)
    pair.transfer(blind=True)
    pair.bench.run(25)
    assert pair.states == (3, 6)
    pair.bench.run(10)
    assert pair.told(pair.ben) == "AC AC CE"
    pair.complete("Ben")
    assert pair.parts[-1] == ("Ben", 101, "customer")


def test_a_nailed_up_target_hears_of_a_blind_transfer_once() -> None:
    bench = Bench()
    pair = Pair(bench, nailed_up=True)
    bench.run(2)
    pair.told(pair.ben)
    pair.transfer(blind=True)
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA3 TA0 AR", "AC", (3, 6))


def test_an_oz_comes_only_for_the_part_that_was_completed() -> None:
    pair = Pair()
    pair.bench.join().write("CG:MA:EO\\TXt\\FO\\SO")
    watcher = list(pair.bench.ends.values())[-1]
    pair.transfer(blind=True)
    pair.bench.run(1)
    assert watcher.codes() == ""
    pair.hang_up("Ben")
    pair.complete("Ben")
    assert [each.agent for each in watcher.heard] == ["Ben"]  # type: ignore[attr-defined]


# --- screened


def test_a_screened_transfer_is_offered_accepted_and_completed_by_both() -> None:
    pair = Pair()
    pair.transfer()
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA3", "AC", (9, 10))
    pair.bench.run(5)
    assert pair.states == (9, 10)
    assert codes(pair.ben.send(TransferAnswer(agent="Ben", status=1, token="k"))) == "MV AC"
    assert (pair.told(pair.anna), pair.states) == ("TA0 CE", (7, 6))
    assert [each.blind for each in pair.ben.of(AgentConnect)] == [False, False]
    assert pair.complete("Anna", 103) == "AR"
    assert pair.states == (3, 6)
    pair.hang_up("Ben")
    assert pair.complete("Ben", 104) == "AF"
    assert pair.parts == [("Anna", 103, "transfer"), ("Ben", 104, "agent")]


def test_an_agent_that_accepts_all_transfers_is_not_asked() -> None:
    pair = Pair(auto_accept=True)
    pair.transfer()
    assert pair.states == (9, 10)
    pair.bench.run(1)
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA3 TA0 CE", "AC AC", (7, 6))


@pytest.mark.parametrize("how", [{}, {"blind": True}, {"conference": True}])
def test_a_rejected_one_leaves_the_sender_talking_and_the_target_free(how: dict[str, Any]) -> None:
    pair = Pair()
    pair.transfer(**how)
    pair.told(pair.ben)
    assert codes(pair.ben.send(REJECT)) == "CE AF"
    assert (pair.told(pair.anna), pair.states) == ("TA3 TA2", (6, 2))
    assert refused(pair.ben.send(TransactionComplete(agent="Ben")), "nothing_to_complete")
    pair.hang_up("Anna")
    pair.complete("Anna")
    assert pair.parts == [("Anna", 101, "agent")]


@pytest.mark.parametrize(("limit", "seconds"), [(None, 15), (12, 12), (60, 60)])
def test_one_that_is_not_answered_fails_at_its_ring_limit(limit: int | None, seconds: int) -> None:
    pair = Pair(Bench(scenario(QUIET.replace("talk = [30.0, 30.0]", "talk = [300.0, 300.0]"))))
    pair.transfer(ring_limit=limit)
    pair.bench.run(seconds - 0.1)
    assert pair.states == (9, 10)
    pair.bench.run(0.2)
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA3 TA2", "AC CE AF", (6, 2))
    assert refused(pair.ben.send(ACCEPT), "no_transfer")


def test_a_blind_one_fails_where_the_phone_rings_too_long() -> None:
    slow = QUIET.replace("agent_ring = [1.0, 1.0]", "agent_ring = [14.0, 14.0]")
    bench = Bench(scenario(slow))
    anna, ben = waiting(bench), seated(bench, "Ben")
    bench.do(OfferCall(agent="Anna"))
    bench.run(14)
    anna.send(TransferRequest(agent="Anna", to_agent="Ben", blind=True, ring_limit=12))
    bench.run(12)
    assert (statuses(anna), ben.codes()) == ([3, 2], "LI AC CE AF")


def test_after_a_failed_one_another_may_be_tried() -> None:
    pair = Pair()
    pair.transfer()
    pair.ben.send(REJECT)
    pair.transfer()
    pair.ben.send(ACCEPT)
    assert statuses(pair.anna) == [3, 2, 3, 0]
    assert pair.states == (7, 6)


# --- who can be a target


@pytest.mark.parametrize("how", [{}, {"blind": True}, {"conference": True}, {"agents_first_conference": True}])
@pytest.mark.parametrize("place", ["nobody", "available", "talking", "wrapping", "self", "tied up", "lost"])
def test_only_an_agent_that_is_logged_in_and_not_available_can_be_given_a_call(place: str, how: dict[str, Any]) -> None:
    bench = Bench()
    anna = talking(bench)
    placed: dict[str, Callable[..., End]] = {
        "available": waiting,
        "talking": talking,
        "wrapping": wrapping,
        "lost": seated,
    }
    if place in placed:
        placed[place](bench, "Ben")
    if place == "tied up":
        seated(bench, "Ben", nailed_up=True)
    if place == "lost":
        bench.drop(list(bench.ends.values())[-1])
    before = bench.state("Ben")
    anna.send(TransferRequest(agent="Anna", to_agent="Anna" if place == "self" else "Ben", **how))
    assert (statuses(anna), bench.state("Anna"), bench.state("Ben")) == ([2], 6, before)


def test_an_extension_stands_for_the_agent_that_logged_in_at_it() -> None:
    bench = Bench()
    pair = Pair(bench)
    cara = bench.join()
    cara.write("CG:AG:AL\\CNSales\\ANCara\\AE2002")
    pair.transfer(to_extension="2002", blind=True)
    bench.run(1)
    assert cara.codes() == "LI AC AC"
    assert pair.told(pair.anna) == "TA3 TA0 AR"


def test_a_request_that_makes_no_sense_is_refused() -> None:
    pair = Pair()
    senseless: list[tuple[dict[str, Any], str]] = [
        ({"blind": True, "conference": True}, "exclusive_parameters"),
        ({"agents_first_conference": True, "held_conference": True}, "exclusive_parameters"),
        ({"to_agent": "Ben", "to_external": "123"}, "exclusive_parameters"),
        ({"to_external": "0163"}, "forbidden_transfer"),
        ({"to_external": "0163", "agents_first_conference": True}, "forbidden_transfer"),
        ({"to_external": "VIP", "held_conference": True}, "forbidden_transfer"),
    ]
    for how, fault in senseless:
        assert refused(pair.transfer(**how), fault), how
    assert refused(pair.anna.send(TransferRequest(agent="Anna", blind=True)), "missing_parameter")
    assert refused(pair.anna.write("CG:AG:TR\\ANAnna\\A2Ben\\RI11"), "out_of_limits")
    assert refused(pair.ben.send(TransferRequest(agent="Ben", to_agent="Anna")), "no_call")
    assert refused(pair.anna.send(TransferRequest(to_agent="Ben")), "campaign_or_agent_missing")
    assert pair.states == (6, 2)


def test_no_second_transfer_while_one_is_on_its_way() -> None:
    pair = Pair()
    seated(pair.bench, "Cara")
    pair.transfer()
    assert refused(pair.transfer(to_agent="Cara"), "transfer_in_progress")
    assert refused(pair.ben.send(TransferRequest(agent="Ben", to_agent="Cara")), "no_call")


def test_an_answer_needs_an_offer_and_a_known_status() -> None:
    pair = Pair()
    assert refused(pair.ben.send(ACCEPT), "no_transfer")
    assert refused(pair.anna.send(TransferAnswer(agent="Anna", status=1)), "no_transfer")
    pair.transfer()
    assert refused(pair.ben.send(TransferAnswer(agent="Ben", status=3)), "out_of_limits")
    assert pair.states == (9, 10)
    pair.accept()
    assert refused(pair.ben.send(ACCEPT), "no_transfer")


def test_what_accepts_and_rejects_is_a_choice() -> None:
    pair = Pair(Bench(scenario(transfer_accept=0, transfer_reject=1)))
    pair.transfer()
    pair.ben.send(TransferAnswer(agent="Ben", status=0))
    assert statuses(pair.anna) == [3, 0]


def test_the_target_cannot_go_available_or_away_while_it_has_the_call() -> None:
    pair = Pair()
    pair.transfer()
    for _ in range(2):
        assert refused(pair.ben.send(AgentAvailable(agent="Ben")), "in_call")
        assert refused(pair.ben.send(AgentUnavailable(agent="Ben")), "not_available")
        assert refused(pair.ben.send(LogOut(agent="Ben")), "not_free")
        pair.accept()
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF"
    assert codes(pair.ben.send(AgentAvailable(agent="Ben"))) == "NA AR"


def test_no_af_after_the_call_where_the_scenario_says_so() -> None:
    pair = Pair(Bench(scenario(after_call="silent")))
    pair.transfer(blind=True)
    pair.bench.run(1)
    pair.hang_up("Ben")
    assert pair.complete("Ben") == ""
    assert pair.states == (3, 2)


# --- campaigns


def test_a_target_on_another_campaign_is_moved_there_and_back() -> None:
    pair = Pair(ben_on="Service")
    pair.transfer()
    assert pair.told(pair.ben) == "CU MS AC"
    assert pair.ben.last(CampaignUpdate).campaign == "Sales"
    assert (pair.ben.last(MoveStatus).to_campaign, pair.ben.last(MoveStatus).status) == ("Sales", 0)
    pair.accept()
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF CU MS"
    assert (pair.ben.last(AgentFree).campaign, pair.ben.last(CampaignUpdate).campaign) == ("Sales", "Service")
    assert pair.rows[-1].campaign == "Sales"


def test_it_goes_back_too_when_the_offer_fails() -> None:
    pair = Pair(ben_on="Service")
    pair.transfer(blind=True)
    pair.ben.send(REJECT)
    assert pair.told(pair.ben) == "CU MS AC CE AF CU MS"
    assert pair.bench.world.floor.agents["Ben"].campaign.name == "Service"


def test_a_transferred_call_may_be_transferred_on() -> None:
    pair = Pair(ben_on="Service")
    cara = seated(pair.bench, "Cara")
    pair.transfer(blind=True)
    pair.bench.run(1)
    pair.told(pair.ben)
    pair.ben.send(TransferRequest(agent="Ben", to_agent="Cara", blind=True))
    pair.bench.run(1)
    assert pair.told(pair.ben) == "TA3 TA0 AF CU MS"
    assert cara.codes() == "LI AC AC"
    assert len({row.session for row in pair.rows}) == 1


def test_the_calls_own_campaign_closes_and_a_lent_target_goes_home() -> None:
    pair = Pair(ben_on="Service")
    pair.transfer()
    pair.bench.do(CloseCampaign("Sales"))
    assert pair.states == (9, 10)
    pair.accept()
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF CU MS"
    assert pair.complete("Anna") == "AF NO"
    assert pair.states == (0, 2)


def test_the_home_campaign_of_a_lent_target_closes() -> None:
    pair = Pair(ben_on="Service")
    pair.transfer()
    pair.bench.do(CloseCampaign("Service"))
    pair.accept()
    assert pair.states == (7, 6)
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF NO"


def test_nobody_is_lent_to_a_campaign_that_is_closed() -> None:
    pair = Pair(ben_on="Service")
    pair.bench.do(CloseCampaign("Sales"))
    pair.transfer()
    assert (statuses(pair.anna), pair.states) == ([2], (6, 2))


@pytest.mark.parametrize("how", [{}, {"blind": True}])
def test_a_move_that_was_asked_meanwhile_follows_the_call(how: dict[str, Any]) -> None:
    pair = Pair()
    pair.bench.do(Move("Service", "Anna"))
    pair.transfer(**how)
    pair.accept()
    if not how:
        pair.complete("Anna")
    assert pair.told(pair.anna).endswith("CU MS NA AR")
    pair.bench.do(Move("Service", "Ben"))
    pair.hang_up("Ben")
    assert pair.complete("Ben") == "AF CU MS"
    assert pair.bench.world.floor.agents["Ben"].campaign.name == "Service"


# --- a break that is asked meanwhile


@pytest.mark.parametrize("when", ["before", "offered"])
def test_a_senders_break_is_answered_when_the_call_is_out_of_its_hands(when: str) -> None:
    break_ = AgentUnavailable(agent="Anna", reason_text="Lunch")
    for how, told in [({"blind": True}, "TA3 TA0 AF"), ({}, "TA3 TA0 CE")]:
        pair = Pair()
        if when == "before":
            pair.anna.send(break_)
        pair.transfer(**how)
        if when == "offered":
            pair.anna.send(break_)
        pair.accept()
        assert pair.told(pair.anna) == told
        if not how:
            assert pair.complete("Anna") == "AF"
        assert pair.anna.last(AgentFree).reason_text == "Lunch"


def test_an_emergency_break_of_the_sender_withdraws_the_offer() -> None:
    pair = Pair()
    pair.transfer()
    assert codes(pair.anna.send(AgentUnavailable(agent="Anna", release=2))) == "TA CE AF"
    assert statuses(pair.anna) == [3, 1]
    assert (pair.told(pair.ben), pair.states) == ("AC CE AF", (2, 2))


# --- somebody goes while it is offered


@pytest.mark.parametrize("how", [{}, {"blind": True}, {"conference": True}])
def test_the_customer_hangs_up_while_it_is_offered(how: dict[str, Any]) -> None:
    for named in ("Anna", "Ben", None):
        pair = Pair()
        pair.transfer(**how)
        pair.bench.do(HangUp(named))
        assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA3 TA1 CE", "AC CE AF", (7, 2))
        assert pair.complete("Anna") == "AR"
        assert pair.parts == [("Anna", 101, "customer")]


@pytest.mark.parametrize("message", [StartWrap(agent="Anna"), TransactionComplete(agent="Anna", outcome=101)])
def test_the_sender_hangs_up_while_it_is_offered(message: StartWrap | TransactionComplete) -> None:
    pair = Pair()
    pair.transfer()
    pair.anna.send(message)
    assert (pair.told(pair.anna), pair.told(pair.ben)) == ("TA3 TA1", "AC CE AF")
    pair.bench.run(1)
    assert pair.told(pair.anna).startswith("CE")
    pair.bench.run(30)
    assert pair.states[1] == 2


@pytest.mark.parametrize("release", [0, 1, 2])
def test_a_killed_sender(release: int) -> None:
    pair = Pair()
    pair.transfer()
    pair.bench.join().send(KillAgent(agent="Anna", transaction="t", release=release))
    if release == 2:
        assert (pair.told(pair.anna), pair.told(pair.ben)) == ("TA3 TA1 CE AF NO", "AC CE AF")
        return
    pair.accept()
    assert pair.complete("Anna") == "AF NO"
    assert pair.states == (0, 6)


@pytest.mark.parametrize("release", [0, 1, 2])
def test_a_killed_target(release: int) -> None:
    pair = Pair()
    pair.transfer()
    pair.bench.join().send(KillAgent(agent="Ben", transaction="t", release=release))
    if release < 2:
        assert pair.states == (9, 10)
        pair.ben.send(REJECT)
    assert (pair.told(pair.anna), pair.told(pair.ben), pair.states) == ("TA3 TA2", "AC CE AF NO", (6, 0))


def test_a_target_is_killed_when_the_call_is_its_own() -> None:
    pair = Pair()
    pair.transfer()
    pair.accept()
    pair.bench.join().send(KillAgent(agent="Ben", transaction="t", release=2))
    assert (pair.told(pair.ben), pair.states) == ("AC AC CE AF NO", (7, 0))
    assert pair.parts == [("Ben", None, "dialer")]


@pytest.mark.parametrize("choice", ["drop", "keep"])
def test_a_sender_or_a_target_whose_socket_is_lost(choice: str) -> None:
    pair = Pair(Bench(scenario(call_on_drop=choice)))
    pair.transfer()
    pair.bench.drop(pair.anna)
    if choice == "drop":
        assert (pair.told(pair.ben), pair.states) == ("AC CE AF", (2, 2))
    else:
        pair.accept()
        pair.bench.run(1)
        assert pair.states == (0, 6)
    pair = Pair(Bench(scenario(call_on_drop=choice)))
    pair.transfer()
    pair.bench.drop(pair.ben)
    pair.bench.run(20)
    assert (pair.told(pair.anna), pair.states) == ("TA3 TA2", (6, 0))


def test_all_of_a_closing_campaign_leave_when_they_are_done() -> None:
    pair = Pair()
    pair.transfer()
    pair.bench.do(CloseCampaign("Sales"))
    pair.ben.send(REJECT)
    assert (pair.told(pair.ben), pair.states) == ("AC CE AF NO", (6, 0))
    pair.hang_up("Anna")
    assert pair.complete("Anna") == "AF NO"


# --- what else a transfer touches


def test_a_customer_on_hold_is_back_when_the_transfer_fails() -> None:
    pair = Pair()
    pair.anna.send(HOLD)
    pair.transfer()
    assert pair.states == (9, 10)
    pair.ben.send(REJECT)
    assert (pair.told(pair.anna), pair.states) == ("HA+1 TA3 HA-1 TA2", (6, 2))


def test_a_customer_stays_on_hold_when_nobody_could_be_called() -> None:
    pair = Pair()
    pair.anna.send(HOLD)
    pair.transfer(to_agent="Nobody")
    assert (pair.told(pair.anna), pair.states) == ("HA+1 TA2", (13, 2))


def test_the_sender_may_hold_and_retrieve_while_it_is_offered() -> None:
    pair = Pair()
    pair.transfer()
    for on in (True, False):
        assert codes(pair.anna.send(RequestHold(agent="Anna", on=on))) == "HA"
        assert pair.states == (9, 10)
    assert refused(pair.anna.send(RequestHold(agent="Anna", on=True, who="2")), "no_second_party")


@pytest.mark.parametrize(("choice", "tags"), [("part", {"T2": "b"}), ("session", {"T1": "a", "T2": "b"})])
def test_tags_are_of_one_part_or_of_the_session(choice: str, tags: dict[str, str]) -> None:
    pair = Pair(Bench(scenario(tags_of=choice)))
    pair.anna.send(SetTags(agent="Anna", tag1="a"))
    pair.transfer(blind=True)
    pair.bench.run(1)
    pair.ben.send(SetTags(agent="Ben", tag2="b"))
    pair.hang_up("Ben")
    pair.complete("Ben")
    assert [row.tags for row in pair.rows] == [{"T1": "a"}, tags]


def test_blanket_recording_is_told_to_the_target_too() -> None:
    recorded = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nrecord_all = true\n')
    pair = Pair(Bench(scenario(recorded)))
    pair.transfer(blind=True)
    pair.bench.run(1)
    assert pair.ben.last(RecordingAcknowledge).on


@pytest.mark.parametrize(("choice", "got"), [("none", (0, 0)), ("target", (0, 1)), ("both", (1, 1))])
def test_xa_hands_the_data_over_where_the_scenario_says_so(choice: str, got: tuple[int, int]) -> None:
    pair = Pair(Bench(scenario(transfer_data=choice)))
    pair.transfer()
    assert (len(pair.anna.of(TransferToAgent)), len(pair.ben.of(TransferToAgent))) == got
    if choice != "none":
        told = pair.ben.last(TransferToAgent)
        assert (told.agent, told.sender, told.data) == ("Ben", "Anna", pair.anna.last(AgentConnect).data)
        assert pair.told(pair.ben) == "XA AC"


def test_a_target_has_a_second_ac_only_where_the_offer_was_told() -> None:
    pair = Pair(Bench(scenario(connects="once")))
    pair.transfer(blind=True)
    pair.bench.run(1)
    assert pair.told(pair.ben) == "AC"
    pair = Pair(Bench(scenario(connects="once")))
    pair.transfer()
    pair.accept()
    assert pair.told(pair.ben) == "AC AC"


def test_a_transfer_is_offered_before_a_phone_is_picked_up() -> None:
    pair = Pair()
    pair.transfer(blind=True)
    pair.bench.run(0.5)
    assert pair.states == (9, 10)
    pair.accept()
    assert pair.states == (3, 6)
    pair.bench.run(5)
    assert pair.told(pair.ben) == "AC AC"
