"""Tags that a campaign requires: asked for at the end of the talk, each by its label, never while it lasts."""

from __future__ import annotations

import pytest

from agentpanel.domain.events import LinkLost, LinkUp
from agentpanel.domain.intents import Complete, GoAvailable, LogIn, PickOutcome, SetTag
from agentpanel.domain.rules import CampaignRule, SiteRules, TagRule
from agentpanel.domain.snapshot import Completion, Login, Shown
from agentpanel.protocol.messages import BeginDial, BeginPreview, SetTags, TransactionComplete
from tests.helpers.playbook import LOGIN, Playbook

WANTED = (
    TagRule(label="Product", required=True),
    TagRule(label="Colour"),
    TagRule(label="Size", required=True),
    *(TagRule(label="") for _ in range(3)),
)
RULES = SiteRules(campaigns={"Sales": CampaignRule(tags=WANTED)})


def talking(rules: SiteRules = RULES) -> Playbook:
    return Playbook(rules).available().talking()


def test_each_missing_one_is_named_by_its_label() -> None:
    book = talking().ended()
    assert str(book.refuses(Complete(1))) == "Fill in first: Product, Size."
    book.asks(SetTag(1, "x")).asks(SetTag(2, "red"))
    assert str(book.refuses(GoAvailable())) == "Fill in first: Size."
    book.asks(SetTag(3, "  "))
    assert str(book.refuses(Complete(1))) == "Fill in first: Size."
    book.asks(SetTag(3, "L")).asks(Complete(1)).sends(TransactionComplete)


def test_one_without_a_label_is_named_by_its_code() -> None:
    rules = SiteRules(tags=(TagRule(label=""), TagRule(label="", required=True), *WANTED[3:], TagRule(label="")))
    assert str(talking(rules).ended().refuses(Complete(1))) == "Fill in first: T2."


def test_another_campaign_wants_none() -> None:
    rules = SiteRules(campaigns={"Support": CampaignRule(tags=WANTED)})
    talking(rules).ended().asks(Complete(1)).sends(TransactionComplete).shows(Shown.WRAP)
    book = Playbook(rules).asks(LogIn(Login(campaign="Support", agent="2", extension="1"))).event(LinkUp())
    assert book.snapshot.campaign == "Support"


def test_an_outcome_can_be_armed_before_they_are_filled_in() -> None:
    book = talking().asks(Complete(1)).sends()
    assert book.call.completion is Completion.ARMED
    book.asks(SetTag(1, "x")).asks(SetTag(3, "L")).ended().sends(TransactionComplete)


def test_at_the_end_an_armed_outcome_waits_for_them_and_says_so() -> None:
    book = talking().asks(Complete(1, "note")).ended().sends().shows(Shown.WRAP)
    assert book.notice == "Fill in first: Product, Size."
    assert (book.call.completion, book.call.outcome, book.call.note) == (Completion.NONE, 1, "note")
    book.asks(SetTag(1, "x")).sends(SetTags).asks(SetTag(3, "L")).asks(GoAvailable()).sends(TransactionComplete)
    assert book.sent[0].outcome == 1  # type: ignore[attr-defined]


def test_the_other_controls_do_not_wait_for_them() -> None:
    book = talking().ended().asks(PickOutcome(1))
    assert book.call.outcome == 1
    assert book.asks(SetTag(2, "red")).sent


def test_a_refused_tag_is_filled_in_all_the_same() -> None:
    book = talking().ended().asks(SetTag(1, "x")).rejects(9).asks(SetTag(3, "L"))
    book.asks(Complete(1)).sends(TransactionComplete)
    assert book.call.completion is Completion.SENT


def test_a_lost_call_is_completed_here_with_them_too() -> None:
    book = talking().event(LinkLost(None))
    assert str(book.refuses(Complete(1))) == "Fill in first: Product, Size."
    book.asks(SetTag(1, "x")).asks(SetTag(3, "L")).asks(Complete(1)).sends()
    assert book.snapshot.call is None


def test_a_record_is_declined_without_them() -> None:
    book = Playbook(RULES).available()
    book.hears(BeginPreview(campaign="Sales", agent="2", session="S2", begin_dial=True))
    book.asks(Complete(None)).sends(BeginDial)
    assert LOGIN.campaign == "Sales"


@pytest.mark.parametrize("text", ["", "x"])
def test_taken_away_again_it_is_missing_again(text: str) -> None:
    book = talking().ended().asks(SetTag(3, "L")).asks(SetTag(1, "x")).asks(SetTag(1, text))
    assert (book.desk.refusal(Complete(1)) is None) is bool(text)
