"""What goes with the outcome, and more time for it (behaviour.md 4.10, 4.13, 5)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agentpanel.domain.events import LinkUp
from agentpanel.domain.intents import Complete, EditData, ExtendWrap, GoAvailable, LogIn, SetCallback, SetSale
from agentpanel.domain.parties import Callback
from agentpanel.domain.records import Sending
from agentpanel.domain.rules import CampaignRule, FirstAc, Inferred, OutcomeRule
from agentpanel.domain.snapshot import Shown
from agentpanel.protocol.messages import (
    AdjustWrap,
    AgentReady,
    BeginManual,
    LoggedIn,
    NowAvailable,
    TransactionComplete,
)
from tests.helpers.playbook import LOGIN, RULES, Playbook, connect

LIMITED = dataclasses.replace(RULES, campaigns={"Sales": CampaignRule(max_wrap_s=30)})
#: A quarter past three in the afternoon, London, in summer.
WHEN = datetime(2026, 7, 1, 14, 15, tzinfo=UTC)


def wrapping(rules: Any = RULES) -> Playbook:
    return Playbook(rules).available().talking().ended()


def tc(book: Playbook) -> TransactionComplete:
    (made,) = [message for message in book.sent if isinstance(message, TransactionComplete)]
    return made


# -- callback ---------------------------------------------------------------------------------------------------


def test_a_callback_goes_with_the_outcome_in_the_dialers_time() -> None:
    book = wrapping().asks(SetCallback(Callback(when=WHEN, number="0100", mine=True))).sends().asks(Complete(101))
    sent = tc(book)
    assert (sent.callback_agent, sent.callback_number) == ("2", "0100")
    assert sent.callback_time is not None
    assert sent.callback_time.startswith("46204.6354")


def test_a_callback_for_anyone_on_the_same_number() -> None:
    sent = tc(wrapping().asks(SetCallback(Callback(when=WHEN, mine=False))).asks(Complete(101)))
    assert (sent.callback_agent, sent.callback_number) == (None, None)


def test_a_callback_taken_back_is_not_sent() -> None:
    book = wrapping().asks(SetCallback(Callback(when=WHEN))).asks(SetCallback(None)).asks(Complete(101))
    assert tc(book).callback_time is None


def test_a_callback_in_the_past_or_on_no_number_is_refused() -> None:
    book = wrapping()
    past = book.now.wall - timedelta(minutes=1)
    assert "passed" in str(book.refuses(SetCallback(Callback(when=past))))
    assert "number" in str(book.refuses(SetCallback(Callback(when=WHEN, number="1\\2"))))


@pytest.mark.parametrize(
    ("need", "give"),
    [
        ("callback", SetCallback(Callback(when=WHEN))),
        ("amount", SetSale("20.99", None)),
        ("success", SetSale(None, 50)),
    ],
)
def test_an_outcome_may_require_it(need: str, give: Any) -> None:
    rules = dataclasses.replace(RULES, outcomes=(OutcomeRule(code=7, text="Call back", requires=(need,)),))
    book = wrapping(rules)
    assert "needs" in str(book.refuses(Complete(7)))
    book.asks(give).asks(Complete(7)).sends(TransactionComplete)


def test_a_reserved_agent_sees_whose_callback_comes() -> None:
    book = Playbook().available()
    book.hears(AgentReady(campaign="Sales", agent="2", agent_unique="a", campaign_unique="c", callback=True))
    book.shows(Shown.RESERVED).hears(connect(callback_agent="2", callback_time="46204.635417")).shows(Shown.OFFERED)
    assert (book.call.called_back_for, book.call.called_back_at) == ("2", "46204.635417")


def test_a_manual_cycle_says_what_is_left_to_the_phone() -> None:
    book = Playbook().available().hears(BeginManual(campaign="Sales", agent="2")).shows(Shown.MANUAL)
    assert "phone" in book.notice
    book.hears(connect()).shows(Shown.TALKING).ended().asks(Complete(101)).ready()
    book.hears(BeginManual(campaign="Sales", agent="2", callback=True)).shows(Shown.RESERVED)
    assert "callback" in book.notice
    book.hears(connect("S2")).shows(Shown.TALKING)


@pytest.mark.parametrize("over", [Playbook.ready, Playbook.gone])
def test_what_comes_after_a_manual_cycle_rings_again(over: Callable[[Playbook], Playbook]) -> None:
    by_phone = dataclasses.replace(RULES, inferred=Inferred(first_ac_of_preview=FirstAc.OFFERED))
    book = Playbook(by_phone).available().hears(BeginManual(campaign="Sales", agent="2"))
    book.hears(connect("S1")).shows(Shown.TALKING).ended()
    over(book)
    book.logged_in_by_dialer().hears(connect("S2", blind=True)).shows(Shown.OFFERED)


def test_a_nailed_up_agent_talks_at_once() -> None:
    login = dataclasses.replace(LOGIN, nailed_up=True)
    for said, shown in ((FirstAc.CONNECTED, Shown.TALKING), (FirstAc.OFFERED, Shown.OFFERED)):
        book = Playbook(dataclasses.replace(RULES, inferred=Inferred(first_ac_nailed_up=said)))
        book.asks(LogIn(login)).event(LinkUp()).hears(LoggedIn(campaign="Sales", agent="2")).asks(GoAvailable())
        book.hears(NowAvailable(tenant="default", campaign="Sales", agent="2")).ready().hears(connect()).shows(shown)
        book.hears(connect()).shows(Shown.TALKING)
        assert len(book.rows) == 1


# -- sale and data ------------------------------------------------------------------------------------------------


def test_amount_and_success_rate_go_with_the_outcome() -> None:
    sent = tc(wrapping().asks(SetSale("-20.99", 75)).asks(Complete(101)))
    assert (sent.amount, sent.success_rate) == ("-20.99", 75)


@pytest.mark.parametrize("amount", ["", "x", "1234567", "1.2.3", "1,5", "--1", ".", "\u0661"])
def test_an_amount_is_a_number_of_six_digits(amount: str) -> None:
    assert "six digits" in str(wrapping().refuses(SetSale(amount, None)))


def test_a_success_rate_is_a_percentage() -> None:
    assert "0 to 100" in str(wrapping().refuses(SetSale(None, 101)))


def test_changed_data_goes_back_as_it_came() -> None:
    book = wrapping().asks(EditData("NAME", "Ms Other")).asks(Complete(101))
    assert tc(book).data == "NAME~A~Ms Other|CONTACT_ID~N~1"


def test_data_that_was_not_changed_stays_away() -> None:
    assert tc(wrapping().asks(EditData("NAME", "Ms Example")).asks(Complete(101))).data is None


def test_data_that_cannot_be_written_is_refused() -> None:
    book = wrapping()
    assert "no TITLE" in str(book.refuses(EditData("TITLE", "x")))
    assert "NAME" in str(book.refuses(EditData("NAME", "a|b")))
    assert "NAME" in str(book.refuses(EditData("NAME", "a\\b")))


# -- more time --------------------------------------------------------------------------------------------------


def test_the_wrap_is_extended_from_now() -> None:
    book = wrapping(LIMITED).passes(12.3).asks(ExtendWrap(30)).sends(AdjustWrap)
    assert isinstance(book.sent[0], AdjustWrap)
    assert book.sent[0].max_wrap == 43
    assert book.call.wrap_limit_s is None
    book.accepts()
    assert book.call.wrap_limit_s == 43


def test_the_next_call_has_the_campaigns_limit_again() -> None:
    book = wrapping(LIMITED).asks(ExtendWrap(30)).accepts().asks(Complete(101)).ready()
    (back,) = [message for message in book.sent if isinstance(message, AdjustWrap)]
    assert back.max_wrap == -1
    book.accept_all().talking("S2").ended("S2").asks(Complete(101)).ready().sends()


def test_a_refused_extension_changes_nothing() -> None:
    book = wrapping(LIMITED).asks(ExtendWrap(30)).rejects()
    assert "as before" in book.notice
    assert book.call.wrap_limit_s is None
    book.asks(Complete(101)).ready().sends()


def test_without_a_known_limit_there_is_nothing_to_extend() -> None:
    assert "no known limit" in str(wrapping().refuses(ExtendWrap(30)))
    assert "not in wrap" in str(Playbook(LIMITED).available().talking().refuses(ExtendWrap(30)))
    assert "3600" in str(wrapping(LIMITED).refuses(ExtendWrap(3601)))


def test_an_extension_that_comes_too_late_is_taken_back() -> None:
    book = wrapping(LIMITED).asks(ExtendWrap(30))
    token = str(getattr(book.sent[-1], "token", ""))
    book.hears(AgentReady(campaign="Sales", agent="2", agent_unique="a", campaign_unique="c"))
    assert book.row.state is Sending.LOCAL
    book.accepts(token).sends(AdjustWrap)


def test_a_site_whose_dialer_forgets_it_by_itself() -> None:
    forgets = dataclasses.replace(LIMITED, inferred=Inferred(extension_outlasts_call=False))
    book = wrapping(forgets).asks(ExtendWrap(30)).accepts().asks(Complete(101)).ready().sends()
    assert book.row.state is Sending.CONFIRMED
