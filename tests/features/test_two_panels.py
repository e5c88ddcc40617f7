"""Two real panels on one dialer hand calls to each other: at every step both windows are right, and both books."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.domain import words_call
from agentpanel.domain.parties import Manner
from agentpanel.simulator.ledger import EndedBy
from tests.features.pair import Pair, Side, two_panels

#: Outcome, and who ended it.
Part = tuple[int | None, EndedBy]

pytestmark = [pytest.mark.once, pytest.mark.time_limit(120)]

#: The controls of the call and the button of its outcome; in brackets while they are off.
IDLE: Final = "(Hold), (Mute), (Keypad), (Transfer…), (End call), (End with…), (Complete)"
GIVING: Final = "(Hold), (Mute), (Keypad), (Transfer…), (End call), (End with…), Complete"
TALK: Final = "Hold, Mute, Keypad, Transfer…, End call, End with…, Complete"
ANSWER: Final = "Accept, Reject, (End call), (End with…), (Complete)"
CONSULT: Final = "Swap, Mute, Keypad, Join all, End call, End with…, Complete"
ALL_TALK: Final = "Hold…, Mute, Keypad, (Join all), Leave the conference, End with…, Complete"
ONE_WAITS: Final = "Swap, Mute, Keypad, Join all, Leave the conference, End with…, Complete"
FETCHED: Final = "Hold, Mute, Keypad, (Transfer…), Leave the conference, End with…, Complete"
WRAP: Final = GIVING


async def talking(pair: Pair) -> None:
    """1001 talks to a customer, 1002 is not ready."""
    await pair.left.mouse.available()
    await pair.left.sees("Available", "", IDLE)
    pair.server.offer_call(agent="1001", campaign="Sales")
    await pair.left.sees("Talking", "", TALK)
    await pair.right.sees("Not ready", "", IDLE)


async def offered(pair: Pair, manner: Manner, *, by_keys: bool = False) -> None:
    """1001 gives the call, and the phone of 1002 rings."""
    hands = pair.left.keyboard if by_keys else pair.left.mouse
    await hands.transfer("1002", manner)
    await pair.left.sees("Transfer", "ringing at Bo Two", GIVING)
    course = "transfer from 1001" if manner is Manner.SCREENED else "conference with 1001"
    await pair.right.sees("Ringing", course, ANSWER)


async def joined(pair: Pair, *, by_keys: bool = False) -> None:
    """All three talk, at once (C3)."""
    await talking(pair)
    await offered(pair, Manner.CONFERENCE, by_keys=by_keys)
    await (pair.right.keyboard if by_keys else pair.right.mouse).accept()
    await pair.left.sees("Transfer", "conference with Bo Two", ALL_TALK)
    await pair.right.sees("Talking", "conference with 1001", FETCHED)


async def wraps(side: Side, outcome: int, after: str) -> None:
    """The talk is over for this one, who owes an outcome and gives it."""
    await side.sees("Wrap", "", WRAP)
    await side.mouse.complete(outcome)
    await side.sees(after, "", IDLE)


async def books(pair: Pair) -> tuple[list[Part], list[Part]]:
    """The parts of the call in the dialer's ledger, of each agent, once both windows show the same of them."""
    for side in (pair.left, pair.right):
        await side.account.agrees()
    assert len({row.session for row in pair.server.ledger}) == 1, "it was one call all the time"
    return parts_of(pair, pair.left), parts_of(pair, pair.right)


def parts_of(pair: Pair, side: Side) -> list[Part]:
    return [(row.outcome, row.ended_by) for row in pair.server.ledger if row.agent == side.agent]


# -- given away -------------------------------------------------------------------------------------------


async def test_blind(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path, ring_s=20.0) as pair:
        await talking(pair)
        sheet = await pair.left.mouse.open_transfer("1002")
        await pair.pictures.take_part("blind-1-sheet", "left", sheet)
        await pair.left.mouse.press(sheet.manners.chips[Manner.BLIND])
        await pair.left.mouse.press(sheet.go)
        await pair.left.sees("Transfer", "ringing at Bo Two", GIVING)
        await pair.right.sees("Ringing", "blind transfer from 1001", IDLE)
        await pair.pictures.take("blind-2-offered")
        await pair.left.sees("Available", "", IDLE)
        await pair.right.sees("Talking", "blind transfer from 1001", TALK)
        await pair.pictures.take("blind-3-taken")
        await pair.right.mouse.end_call()
        await pair.right.sees("Wrap", "", WRAP)
        await pair.pictures.take("blind-4-wrap")
        await wraps(pair.right, 105, "Not ready")
        await pair.pictures.take("blind-5-over")
        assert await books(pair) == ([(None, "transfer")], [(105, "agent")])


async def test_screened_and_accepted(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await talking(pair)
        await offered(pair, Manner.SCREENED)
        await pair.pictures.take("screened-1-offered")
        await pair.right.mouse.accept()
        await pair.left.sees("Wrap", "", WRAP)
        await pair.right.sees("Talking", "transfer from 1001", TALK)
        await pair.pictures.take("screened-2-accepted")
        await wraps(pair.left, 101, "Available")
        pair.server.hang_up("1002")
        await pair.right.sees("Wrap", "", WRAP)
        await pair.pictures.take("screened-3-wrap")
        await wraps(pair.right, 105, "Not ready")
        assert await books(pair) == ([(101, "transfer")], [(105, "customer")])


async def test_screened_and_rejected(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await talking(pair)
        await offered(pair, Manner.SCREENED)
        await pair.right.mouse.reject()
        await pair.left.sees("Talking", "", TALK)
        await pair.right.sees("Not ready", "", IDLE)
        await pair.left.told("The call was not given to Bo Two")
        await pair.pictures.take("screened-4-rejected")
        await pair.left.mouse.end_call()
        await wraps(pair.left, 101, "Available")
        assert await books(pair) == ([(101, "agent")], [])
        assert pair.right.account.offers() == [words_call.WHY_REJECTED]


async def test_the_ring_limit_passes(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path, ring_limit_s=40) as pair:
        await talking(pair)
        await offered(pair, Manner.SCREENED)
        await pair.left.sees("Talking", "", TALK)
        await pair.right.sees("Not ready", "", IDLE)
        await pair.left.told("The call was not given to Bo Two")
        await pair.left.mouse.end_call()
        await wraps(pair.left, 105, "Available")
        assert await books(pair) == ([(105, "agent")], [])
        assert pair.right.account.offers() == [words_call.WHY_NOT_ANSWERED]


async def test_a_call_of_another_campaign_takes_its_agent_there_and_back(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await pair.right.mouse.log_out()
        await pair.right.sees("Logged out")
        await pair.right.mouse.log_in("Service")
        await pair.right.sees("Not ready", "", IDLE)
        await talking(pair)
        await offered(pair, Manner.SCREENED)
        await pair.right.mouse.accept()
        await pair.right.sees("Talking", "transfer from 1001", TALK)
        seat = pair.right.desk.panel.window.parts.status.seat
        assert await pair.right.desk.on_tick(seat.text) == "Sales (home Service) · 1002"
        await wraps(pair.left, 101, "Available")
        await pair.right.mouse.end_call()
        await wraps(pair.right, 105, "Not ready")
        assert await pair.right.desk.on_tick(seat.text) == "Service · 1002"
        assert await books(pair) == ([(101, "transfer")], [(105, "agent")])


# -- conferences ------------------------------------------------------------------------------------------


async def test_all_three_at_once_and_the_sender_leaves(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await joined(pair)
        await pair.left.mouse.end_call()
        await pair.left.sees("Wrap", "", WRAP)
        await pair.right.sees("Talking", "transfer from 1001", TALK)
        await pair.right.told(words_call.SENDER_LEFT)
        await wraps(pair.left, 101, "Available")
        await pair.right.mouse.end_call()
        await wraps(pair.right, 105, "Not ready")
        assert await books(pair) == ([(101, "transfer")], [(105, "agent")])


async def test_all_three_at_once_and_the_target_leaves(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await joined(pair)
        await pair.right.mouse.end_call()
        await pair.right.sees("Wrap", "", WRAP)
        await pair.left.sees("Talking", "", TALK)
        await pair.left.told("The other party (Bo Two) has left the call")
        await wraps(pair.right, 101, "Not ready")
        await pair.left.mouse.end_call()
        await wraps(pair.left, 105, "Available")
        assert await books(pair) == ([(105, "agent")], [(101, "agent")])


async def test_all_three_at_once_and_the_customer_hangs_up(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await joined(pair)
        pair.server.hang_up("1001")
        await wraps(pair.left, 105, "Available")
        await wraps(pair.right, 101, "Not ready")
        assert await books(pair) == ([(105, "customer")], [(101, "customer")])


async def test_the_agents_talk_first_and_then_join_the_customer(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await talking(pair)
        await offered(pair, Manner.AGENTS_FIRST)
        await pair.pictures.take("conference-1-offered")
        await pair.right.mouse.accept()
        await pair.left.sees("Transfer", "customer on hold · with Bo Two", CONSULT)
        await pair.right.sees("Talking", "conference with 1001", FETCHED)
        await pair.pictures.take("conference-2-consulting")
        await pair.left.mouse.hold()
        await pair.left.sees("Transfer", "Bo Two on hold · with Bo Two", CONSULT)
        await pair.left.mouse.hold()
        await pair.left.sees("Transfer", "customer on hold · with Bo Two", CONSULT)
        await pair.left.mouse.join()
        await pair.left.sees("Transfer", "conference with Bo Two", ALL_TALK)
        await pair.right.sees("Talking", "conference with 1001", FETCHED)
        await pair.pictures.take("conference-3-joined")
        await pair.left.mouse.hold_one("Bo Two")
        await pair.left.sees("Transfer", "Bo Two on hold · conference with Bo Two", ONE_WAITS)
        await pair.pictures.take("conference-4-one-waits")
        await pair.left.mouse.join()
        await pair.left.sees("Transfer", "conference with Bo Two", ALL_TALK)
        await pair.left.mouse.end_call()
        await pair.left.sees("Wrap", "", WRAP)
        await pair.right.sees("Talking", "transfer from 1001", TALK)
        await pair.pictures.take("conference-5-sender-left")
        await wraps(pair.left, 101, "Available")
        await pair.right.mouse.end_call()
        await wraps(pair.right, 105, "Not ready")
        assert await books(pair) == ([(101, "transfer")], [(105, "agent")])


async def test_with_the_customer_on_hold_who_is_fetched_back(qapp: QApplication, tmp_path: Path) -> None:
    async with two_panels(qapp, tmp_path) as pair:
        await talking(pair)
        await offered(pair, Manner.CUSTOMER_HELD)
        await pair.right.mouse.accept()
        await pair.left.sees("Transfer", "customer on hold · conference with Bo Two", ONE_WAITS)
        await pair.right.sees("Talking", "conference with 1001", FETCHED)
        await pair.left.mouse.join()
        await pair.left.sees("Transfer", "conference with Bo Two", ALL_TALK)
        pair.server.hang_up("1001")
        await wraps(pair.left, 105, "Available")
        await wraps(pair.right, 101, "Not ready")
        assert await books(pair) == ([(105, "customer")], [(101, "customer")])


# -- by keys alone ----------------------------------------------------------------------------------------


async def test_by_keys_alone(qapp: QApplication, tmp_path: Path) -> None:
    """Rejected; a conference in which one is held and fetched back; at last handed over."""
    async with two_panels(qapp, tmp_path) as pair:
        await pair.left.keyboard.available()
        await pair.left.sees("Available", "", IDLE)
        pair.server.offer_call(agent="1001", campaign="Sales")
        await pair.left.sees("Talking", "", TALK)
        await offered(pair, Manner.SCREENED, by_keys=True)
        await pair.right.keyboard.reject()
        await pair.left.sees("Talking", "", TALK)
        await pair.right.sees("Not ready", "", IDLE)
        await conference_by_keys(pair)
        await pair.right.keyboard.end_call()
        await wraps_by_keys(pair.right, 101)
        await pair.left.keyboard.transfer("1002", Manner.BLIND)
        await pair.left.sees("Available", "", IDLE)
        await pair.right.sees("Talking", "blind transfer from 1001", TALK)
        await pair.right.keyboard.end_call()
        await wraps_by_keys(pair.right, 105)
        assert await books(pair) == ([(None, "transfer")], [(101, "agent"), (105, "agent")])
        assert pair.right.account.offers() == [words_call.WHY_REJECTED]


async def conference_by_keys(pair: Pair) -> None:
    """The agents first, the second party between, then all three."""
    left = pair.left.keyboard
    await offered(pair, Manner.AGENTS_FIRST, by_keys=True)
    await pair.right.keyboard.accept()
    await pair.left.sees("Transfer", "customer on hold · with Bo Two", CONSULT)
    await left.hold()
    await pair.left.sees("Transfer", "Bo Two on hold · with Bo Two", CONSULT)
    await left.join()
    await pair.left.sees("Transfer", "conference with Bo Two", ALL_TALK)
    await left.hold_one("Bo Two")
    await pair.left.sees("Transfer", "Bo Two on hold · conference with Bo Two", ONE_WAITS)
    await left.join()
    await pair.left.sees("Transfer", "conference with Bo Two", ALL_TALK)


async def wraps_by_keys(side: Side, outcome: int) -> None:
    await side.sees("Wrap", "", WRAP)
    await side.keyboard.complete(outcome)
    await side.sees("Not ready", "", IDLE)
