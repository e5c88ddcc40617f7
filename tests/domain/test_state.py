"""The tables: what is in them moves, what is not stays."""

from __future__ import annotations

import itertools

import pytest

from agentpanel.domain.state import LINK, SEAT, WORK, Heard, Link, LinkTrigger, Seat, SeatTrigger, Work


def test_every_value_of_an_axis_has_its_row() -> None:
    assert set(WORK) == set(Work)
    assert set(SEAT) == set(Seat)
    assert set(LINK) == set(Link)


@pytest.mark.parametrize("work", Work)
def test_the_dialer_can_always_free_and_ready_the_agent(work: Work) -> None:
    assert WORK[work][Heard.FREE] is Work.IDLE
    assert WORK[work][Heard.GONE] is Work.IDLE
    assert WORK[work][Heard.READY] is Work.READY


@pytest.mark.parametrize("seat", Seat)
def test_the_dialer_can_always_log_the_agent_in_and_out(seat: Seat) -> None:
    assert SEAT[seat][SeatTrigger.LOGGED_IN] is Seat.IN
    assert SEAT[seat][SeatTrigger.LOGGED_OUT] is Seat.OUT


def test_only_talking_is_held_and_only_a_held_call_is_retrieved() -> None:
    holders = [work for work in Work if Heard.HELD in WORK[work]]
    retrievers = [work for work in Work if Heard.RETRIEVED in WORK[work]]
    assert (holders, retrievers) == ([Work.TALKING], [Work.HELD])


def test_wrap_begins_only_with_the_end_of_a_call() -> None:
    others = set(Work) - {Work.WRAP}
    causes = {heard for work, heard in itertools.product(others, Heard) if WORK[work].get(heard) is Work.WRAP}
    assert causes == {Heard.ENDED}


def test_a_link_is_opened_only_when_there_is_none() -> None:
    assert [link for link in Link if LinkTrigger.OPENING in LINK[link]] == [Link.OFFLINE, Link.FAILED]
