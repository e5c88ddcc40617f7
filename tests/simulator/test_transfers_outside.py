"""Transfers to numbers outside, and customers that are sent on when an agent hangs up."""

from __future__ import annotations

from typing import Any

import pytest

from agentpanel.protocol.messages import StartWrap, TransferRequest
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import Bench, refused, talking, waiting
from tests.simulator.handing import HOLD, Pair, statuses

ANSWERS, BUSY, SILENT = "01632960500", "01632960504", "01632960505"


@pytest.mark.parametrize("how", [{"to_external": ANSWERS}, {"to_extension": ANSWERS}])
def test_a_blind_one_ends_the_senders_part_and_nobody_owes_a_tc(how: dict[str, Any]) -> None:
    pair = Pair()
    pair.transfer(blind=True, **how)
    assert pair.states[0] == 9
    pair.bench.run(2)
    assert (pair.told(pair.anna), pair.states[0]) == ("TA3 TA0 AR", 3)
    assert pair.parts == [("Anna", None, "transfer")]
    assert not pair.bench.world.floor.calls


@pytest.mark.parametrize("number", [BUSY, SILENT])
@pytest.mark.parametrize("how", [{"blind": True}, {"conference": True}])
def test_the_last_digit_decides_whether_it_can_be_reached(number: str, how: dict[str, Any]) -> None:
    pair = Pair()
    pair.transfer(to_external=number, **how)
    pair.bench.run(16)
    assert (pair.told(pair.anna), pair.states[0]) == ("TA3 TA2", 6)


def test_the_ring_limit_holds_outside_too() -> None:
    pair = Pair()
    pair.transfer(to_external=SILENT, blind=True, ring_limit=12)
    pair.bench.run(11.9)
    assert pair.told(pair.anna) == "TA3"
    pair.bench.run(0.2)
    assert pair.told(pair.anna) == "TA2"


def test_an_unknown_extension_cannot_be_asked_first() -> None:
    pair = Pair()
    pair.transfer(to_extension="9999")
    assert (pair.told(pair.anna), pair.states[0]) == ("TA2", 6)


def outside_conference() -> Pair:
    pair = Pair()
    pair.transfer(to_external=ANSWERS, conference=True)
    pair.bench.run(2)
    assert pair.told(pair.anna) == "TA3 TA4"
    return pair


def test_a_conference_with_a_number_outside_ends_when_that_hangs_up() -> None:
    bench = Bench()
    anna = waiting(bench)
    bench.do(OfferCall(agent="Anna", number="01632960509"))  # somebody who talks for 200 seconds
    bench.run(1)
    anna.send(TransferRequest(agent="Anna", to_external=ANSWERS, conference=True))
    bench.run(2)
    assert bench.state() == 6
    anna.send(HOLD)
    assert bench.state() == 13
    bench.run(29.9)
    assert statuses(anna) == [3, 4]
    bench.run(0.2)
    assert (statuses(anna), bench.state()) == ([3, 4, 1], 6)
    bench.run(60)
    assert (anna.codes(), bench.state()) == ("LI NA AR AC AC TA TA HA HA TA", 6)


def test_the_sender_leaves_them_to_each_other_or_the_customer_ends_it() -> None:
    pair = outside_conference()
    pair.hang_up("Anna")
    assert (pair.told(pair.anna), pair.states[0]) == ("CE", 7)
    pair.complete("Anna")
    assert pair.parts == [("Anna", 101, "transfer")]
    pair = outside_conference()
    pair.bench.do(HangUp("Anna"))
    pair.complete("Anna")
    assert pair.parts == [("Anna", 101, "customer")]
    pair.bench.run(60)
    assert pair.told(pair.anna) == "CE AR"


def test_the_customer_or_the_sender_goes_while_it_rings_outside() -> None:
    pair = Pair()
    pair.transfer(to_external=ANSWERS, blind=True)
    pair.bench.do(HangUp("Anna"))
    pair.bench.run(20)
    assert pair.told(pair.anna) == "TA3 TA1 CE"
    pair = Pair()
    pair.transfer(to_external=ANSWERS, blind=True)
    pair.hang_up("Anna")
    pair.bench.run(20)
    assert pair.told(pair.anna) == "TA3 TA1 CE"


# --- SW with EX


def test_the_customer_can_be_sent_on_instead_of_hung_up() -> None:
    bench = Bench()
    end = talking(bench)
    end.send(StartWrap(agent="Anna", external="0163299"))
    bench.run(1)
    assert bench.state() == 7
    end.write("CG:AG:TC\\ANAnna\\AO101")
    assert [(row.outcome, row.ended_by) for row in bench.rows] == [(101, "transfer")]


def test_but_not_out_of_a_transfer() -> None:
    pair = Pair()
    pair.conference()
    assert refused(pair.anna.send(StartWrap(agent="Anna", external="0163299")), "transfer_in_progress")
    assert refused(pair.ben.send(StartWrap(agent="Ben", external="0163299")), "transfer_in_progress")
    assert refused(pair.anna.send(TransferRequest(agent="Anna", to_external=ANSWERS)), "transfer_in_progress")
