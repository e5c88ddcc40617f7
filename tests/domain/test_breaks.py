"""Breaks for the journal: one row each, from the AF that grants it to the dialer's next word of work."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.events import LinkLost, LinkUp
from agentpanel.domain.intents import Complete, Disconnect, GoAvailable, LogIn, LogOut, SetTag, TakeBreak
from agentpanel.domain.snapshot import Login
from agentpanel.protocol.messages import (
    AgentConnect,
    AgentReady,
    BeginPreview,
    CallEnded,
    LoggedIn,
    NowAvailable,
)
from tests.helpers.playbook import LOGIN, Playbook

NOW_AVAILABLE = NowAvailable(tenant="default", campaign="Sales", agent="2")


def on_break(book: Playbook | None = None) -> Playbook:
    return (book or Playbook().available()).asks(TakeBreak("lunch")).free(reason_code=1, reason_text="Lunch")


def ended(book: Playbook) -> bool:
    """One break was begun, and ended."""
    first, last = book.rests
    assert first.ended is None
    assert dataclasses.replace(last, ended=None) == first
    return last.ended is not None


def test_a_granted_break_begins_and_na_ends_it() -> None:
    book = on_break()
    (pause,) = book.rests
    assert (pause.key, pause.agent, pause.tenant, pause.code, pause.text) == ("p-B1", "2", None, 1, "Lunch")
    assert (pause.started, pause.ended) == (book.now.wall, None)
    book.passes(60).asks(GoAvailable()).accepts()
    assert len(book.rests) == 1
    assert ended(book.hears(NOW_AVAILABLE))
    assert (book.rests[1].ended or pause.started) - pause.started == book.now.wall - pause.started
    assert len(book.ready().rests) == 2


def test_asked_is_not_granted() -> None:
    book = Playbook().available().asks(TakeBreak(1)).accepts()
    assert book.rests == []
    assert book.rejects(9).rests == []


def test_taken_back_there_is_none() -> None:
    book = Playbook().available().asks(TakeBreak(1)).asks(GoAvailable()).free()
    assert (book.rests, len(book.sent)) == ([], 1)


def test_a_release_for_the_logout_is_none() -> None:
    assert Playbook().available().asks(LogOut()).free().accepts().gone().rests == []


def test_not_ready_after_the_login_is_none() -> None:
    book = Playbook().logged_in().asks(TakeBreak(1))
    assert book.rests == []
    assert book.free().rests == []


def test_made_not_ready_by_somebody_else_is_one() -> None:
    (pause,) = Playbook().available().free(reason_code=7, reason_text="Briefing").rests
    assert (pause.code, pause.text) == (7, "Briefing")
    (silent,) = Playbook().available().free().rests
    assert (silent.code, silent.text) == (None, None)


def test_after_a_call_the_break_begins_with_its_af() -> None:
    book = Playbook().available().talking().ended().asks(TakeBreak(2)).asks(Complete(101)).accept_all()
    assert book.rests == []
    (pause,) = book.free().rests
    assert (pause.code, pause.text) == (2, "Tea")


def test_a_second_af_begins_no_second_break() -> None:
    assert len(on_break().free().free().rests) == 1


def test_a_reason_changed_while_asking_is_the_one_of_the_row() -> None:
    book = Playbook().available().asks(TakeBreak(1)).asks(TakeBreak(2))
    (pause,) = book.free(reason_code=1, reason_text="Lunch").rests
    assert (pause.code, pause.text) == (2, "Tea")


def test_a_call_given_to_one_on_a_break_leaves_it_going() -> None:
    book = on_break().hears(AgentConnect(agent="2", campaign="Sales", session="S9", blind=True)).ended("S9")
    book.asks(Complete(101)).accept_all().free()
    assert len(book.rests) == 1
    assert ended(book.asks(GoAvailable()).accepts().hears(NOW_AVAILABLE))


def test_a_break_asked_for_in_a_call_that_was_given_begins_after_it() -> None:
    book = Playbook().logged_in().hears(AgentConnect(agent="2", campaign="Sales", session="S9", blind=True))
    book.asks(TakeBreak(1)).ended("S9").asks(Complete(101)).accept_all()
    assert book.rests == []
    (pause,) = book.passes(5).rests
    assert (pause.code, pause.text) == (1, "Lunch")
    assert book.snapshot.free_reason is not None


@pytest.mark.parametrize(
    "word",
    [
        AgentReady(campaign="Sales", agent="2", agent_unique="{a}", campaign_unique="{c}"),
        BeginPreview(campaign="Sales", agent="2", session="S2", begin_dial=True),
        NOW_AVAILABLE,
    ],
)
def test_unasked_work_ends_it(word: AgentReady | BeginPreview | NowAvailable) -> None:
    assert ended(on_break().hears(word))


def test_a_logout_ends_it() -> None:
    book = on_break().asks(LogOut()).accepts()
    assert len(book.rests) == 1
    assert ended(book.gone())
    assert ended(on_break().gone())


def test_a_lost_link_ends_it_and_so_does_closing_the_panel() -> None:
    assert ended(on_break().event(LinkLost(None)))
    book = on_break().asks(Disconnect())
    assert ended(book)
    assert len(book.event(LinkLost(None)).rests) == 2


def test_the_next_login_begins_anew() -> None:
    book = on_break().event(LinkLost(None))
    other = Login(campaign="Sales", agent="3", extension="1", tenant="acme")
    book.asks(LogIn(other)).event(LinkUp()).hears(LoggedIn(campaign="Sales", agent="3"))
    assert len(book.rests) == 2


def test_each_break_has_a_row_of_its_own() -> None:
    book = on_break().asks(GoAvailable()).accepts().hears(NOW_AVAILABLE).ready()
    book = on_break(book)
    assert [pause.key for pause in book.rests] == ["p-B1", "p-B1", "p-B2"]
    book.event(LinkLost(None)).asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()
    assert len(book.rests) == 4


def test_a_call_that_ends_in_a_break_says_nothing_of_it() -> None:
    book = on_break().hears(CallEnded(campaign="Sales", agent="2"))
    assert (len(book.rests), book.desk.refusal(SetTag(1, "x")) is not None) == (1, True)
