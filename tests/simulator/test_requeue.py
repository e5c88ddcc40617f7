"""Callers that go back to a queue: requeued by an agent, or offered to a phone that nobody picked up."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentFree,
    AgentUnavailable,
    Requeue,
    TransactionComplete,
    TransferRequest,
)
from agentpanel.simulator.events import CloseCampaign, HangUp, Kill, OfferCall
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, talking, waiting
from tests.simulator.handing import Pair

RQ = Requeue(agent="Anna", group="General")


def received(bench: Bench, name: str = "Anna") -> End:
    """A caller of VIP talks to this agent of Support."""
    end = waiting(bench, name, "Support")
    bench.do(OfferCall(agent=name, queue="VIP"))
    bench.run(1)
    return end


def test_a_requeued_caller_gets_another_agent_with_the_same_names() -> None:
    bench = Bench()
    anna = received(bench)
    ben = waiting(bench, "Ben", "Support")
    assert codes(anna.send(Requeue(agent="Anna", group="General", token="k"))) == "MV CE"
    assert bench.state() == 7
    bench.run(1)
    first, second = anna.last(AgentConnect), ben.last(AgentConnect)
    assert (second.session, second.session_unique) == (first.session, first.session_unique)
    assert (first.queue, second.queue) == ("VIP", "General")
    assert codes(anna.send(TransactionComplete(agent="Anna", outcome=105))) == "AR"
    bench.do(HangUp("Ben"))
    ben.send(TransactionComplete(agent="Ben", outcome=101))
    assert [(row.agent, row.outcome, row.ended_by, row.queue) for row in bench.rows] == [
        ("Anna", 105, "requeue", "VIP"),
        ("Ben", 101, "customer", "General"),
    ]


def test_a_call_of_another_campaign_can_be_requeued_and_takes_the_queues() -> None:
    bench = Bench()
    anna = talking(bench)
    ben = waiting(bench, "Ben", "Support")
    anna.send(Requeue(agent="Anna", group="VIP", data="Note~C~urgent"))
    bench.run(1)
    told = ben.last(AgentConnect)
    assert (told.campaign, told.queue) == ("Support", "VIP")
    assert (told.data or "").endswith("~urgent")
    assert "Note" not in (anna.last(AgentConnect).data or "")


@pytest.mark.parametrize("again", [False, True])
def test_the_same_agent_gets_the_caller_again_only_where_the_scenario_says_so(again: bool) -> None:
    bench = Bench(scenario(requeue_back=again))
    anna = received(bench)
    anna.send(RQ)
    anna.send(TransactionComplete(agent="Anna"))
    bench.run(5)
    assert bench.state() == (6 if again else 3)


def test_a_requeued_caller_that_nobody_takes_gives_up() -> None:
    bench = Bench()
    received(bench).send(RQ)
    bench.run(90)
    assert [(row.agent, row.reason, row.ended_by, row.queue) for row in bench.rows] == [
        (None, 7, "customer", "General")
    ]


def test_what_cannot_be_requeued() -> None:
    bench = Bench()
    anna = received(bench)
    assert refused(anna.send(Requeue(agent="Anna", group="None")), "unknown_queue")
    assert refused(anna.send(Requeue(agent="Ben", group="VIP")), "not_logged_in")
    anna.send(RQ)
    assert refused(anna.send(RQ), "no_call")
    pair = Pair()
    pair.transfer()
    assert refused(pair.anna.send(RQ), "transfer_in_progress")
    other = talking(bench, "Cara")
    bench.do(CloseCampaign("Support"))
    assert refused(other.send(Requeue(agent="Cara", group="VIP")), "campaign_closed")


@pytest.mark.parametrize("blind", [True, False])
def test_a_transfer_to_a_queues_name_is_a_requeue(blind: bool) -> None:
    bench = Bench()
    anna = received(bench)
    ben = waiting(bench, "Ben", "Support")
    assert codes(anna.send(TransferRequest(agent="Anna", to_external="General", blind=blind))) == "CE"
    bench.run(1)
    assert ben.codes() == "LI NA AR AC AC"


def test_a_break_waits_for_the_tc_of_a_requeued_call() -> None:
    bench = Bench()
    anna = received(bench)
    anna.send(AgentUnavailable(agent="Anna"))
    anna.send(RQ)
    assert codes(anna.send(TransactionComplete(agent="Anna"))) == "AF"


# --- on-hook agents

ON_HOOK = QUIET.replace("method = 5", "method = 7").replace("[times]", "[times]\noffer_limit = 10.0")


def unheard() -> tuple[Bench, End]:
    """An offer to a phone that will ring to its limit."""
    bench = Bench(scenario(ON_HOOK, unanswered_offers=1.0))
    end = waiting(bench, "Anna", "Support")
    bench.do(OfferCall(agent="Anna", queue="VIP"))
    return bench, end


def test_an_on_hook_phone_is_picked_up_unless_the_scenario_says_otherwise() -> None:
    bench = Bench(scenario(ON_HOOK))
    assert received(bench).codes() == "LI NA AR AC AC"


def test_an_offer_that_is_not_picked_up_fails_and_the_caller_goes_back_to_its_queue() -> None:
    bench, anna = unheard()
    bench.run(9.9)
    assert (anna.codes(), bench.state()) == ("LI NA AR AC", 10)
    bench.run(0.2)
    assert (anna.codes(), bench.state()) == ("LI NA AR AC CE AF", 2)
    assert refused(anna.send(TransactionComplete(agent="Anna")), "nothing_to_complete")
    assert bench.rows == []
    assert codes(anna.send(AgentAvailable(agent="Anna"))) == "NA AR AC"


def test_the_caller_keeps_its_patience() -> None:
    bench, _ = unheard()
    bench.run(89.9)
    assert bench.rows == []
    bench.run(0.2)
    assert [(row.agent, row.ended_by) for row in bench.rows] == [(None, "customer")]


def test_the_failed_offer_answers_a_break_that_was_asked() -> None:
    bench, anna = unheard()
    anna.send(AgentUnavailable(agent="Anna", reason_text="Tea"))
    bench.run(10)
    assert [each.reason_text for each in anna.of(AgentFree)] == ["Tea"]


def test_a_phone_that_is_always_slower_than_the_limit_is_never_picked_up() -> None:
    slow = ON_HOOK.replace("agent_ring = [1.0, 1.0]", "agent_ring = [20.0, 20.0]")
    bench = Bench(scenario(slow))
    anna = waiting(bench, "Anna", "Support")
    bench.do(OfferCall(agent="Anna"))
    bench.run(11)
    assert anna.codes() == "LI NA AR AC CE AF"


def test_somebody_is_removed_while_the_phone_rings() -> None:
    bench, anna = unheard()
    bench.do(Kill("Anna"))
    bench.run(10)
    assert anna.codes() == "LI NA AR AC CE AF NO"
    assert bench.state() == 0
