"""What is refused before it leaves, and in which words."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.guard import outcome_fault, refusal
from agentpanel.domain.intents import Complete, GoAvailable, Intent, LogIn, PickOutcome, SetTag, TakeBreak
from agentpanel.domain.rules import CampaignRule, OutcomeRule, SiteRules, TagKind, TagRule
from agentpanel.domain.snapshot import Login
from tests.helpers.playbook import LOGIN, RULES, Playbook


def why(intent: Intent, book: Playbook) -> str:
    found = book.desk.refusal(intent)
    assert found is not None
    return str(found)


@pytest.mark.parametrize(
    ("login", "part"),
    [
        (Login(campaign="", agent="2", extension="1"), "The campaign is missing"),
        (Login(campaign="S", agent="", extension="1"), "The agent is missing"),
        (Login(campaign="S", agent="2", extension=""), "The extension is missing"),
        (Login(campaign="S", agent="a/b", extension="1"), "The agent: must not contain /"),
        (Login(campaign="S" * 81, agent="2", extension="1"), "at most 80"),
        (Login(campaign="S", agent="2", extension="1\\2"), "The extension"),
        (Login(campaign="S", agent="2", extension="1", tenant="a b"), "The tenant"),
        (Login(campaign="S", agent="2", extension="1", user="x;y"), "The user"),
        (Login(campaign="S", agent="2", extension="1", name="x\0y"), "The name"),
        (Login(campaign="S", agent="2", extension="1", skill_set="none"), "skill set none"),
    ],
)
def test_a_login_that_cannot_be_sent(login: Login, part: str) -> None:
    assert part in why(LogIn(login), Playbook())


def test_a_password_that_cannot_be_sent_is_not_repeated() -> None:
    sentence = why(LogIn(LOGIN, "geheim;x"), Playbook())
    assert "The password" in sentence
    assert "geheim" not in sentence
    assert "geheim" not in repr(LogIn(LOGIN, "geheim"))


def test_only_a_configured_break_is_asked() -> None:
    book = Playbook().available()
    assert why(TakeBreak("Nap"), book) == '"Nap" is not one of the break reasons: Lunch, Tea.'
    assert book.desk.refusal(TakeBreak("TEA")) is None
    assert book.desk.refusal(TakeBreak("2")) is None


@pytest.mark.parametrize("code", [-1, 10_000])
def test_an_outcome_out_of_range(code: int) -> None:
    assert "0 to 9999" in str(outcome_fault(code, RULES))


def test_only_the_sites_outcomes_where_it_has_any() -> None:
    assert "999 is not one" in str(outcome_fault(999, RULES))
    assert outcome_fault(999, SiteRules()) is None
    assert outcome_fault(None, RULES) is None


@pytest.mark.parametrize("category", [1, 2, 3, 4, 13, 15, 16])
def test_outcomes_for_calls_not_made_do_not_fit_a_made_one(category: int) -> None:
    rules = SiteRules(outcomes=(OutcomeRule(code=5, text="x", category=category),))
    assert "not made" in str(outcome_fault(5, rules))
    loose = dataclasses.replace(rules.inferred, fitting_outcomes_only=False)
    assert outcome_fault(5, dataclasses.replace(rules, inferred=loose)) is None


def test_an_outcome_that_needs_a_note_or_a_tag() -> None:
    book = Playbook().available().talking().ended()
    assert why(Complete(102), book) == "The outcome 102 needs a note."
    assert book.desk.refusal(Complete(102, note="because")) is None
    rules = SiteRules(outcomes=(OutcomeRule(code=7, text="x", requires=("T2",)),))
    book = Playbook(rules).available().talking().ended()
    assert why(Complete(7), book) == "The outcome 7 needs the tag 2."


def test_a_required_tag_is_wanted_before_completing_also_by_available() -> None:
    tags = (TagRule(label="Product", required=True), *(TagRule(label="") for _ in range(5)))
    book = Playbook(SiteRules(tags=tags)).available().talking().ended()
    assert why(Complete(1), book) == "Fill in first: Product."
    assert why(GoAvailable(), book) == "Fill in first: Product."
    book.asks(SetTag(1, "x"))
    assert book.desk.refusal(Complete(1)) is None


@pytest.mark.parametrize(
    ("number", "text", "part"),
    [(0, "x", "six tags"), (7, "x", "six tags"), (1, "x" * 81, "80"), (1, "a\\b", "backslash"), (1, "a\nb", "U+000A")],
)
def test_a_tag_that_cannot_be_sent(number: int, text: str, part: str) -> None:
    assert part in why(SetTag(number, text), Playbook().available().talking())


def test_a_value_that_looks_like_a_parameter_is_only_text() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "T2evil"))
    frame = book.sent[0]
    assert getattr(frame, "tag1", None) == "T2evil"
    assert getattr(frame, "tag2", None) is None


def test_a_choice_takes_only_its_presets() -> None:
    choice = TagRule(label="P", kind=TagKind.CHOICE, presets=("A", "B"))
    plain = TagRule(label="")
    campaigns = {"Sales": CampaignRule(tags=(choice, *(plain,) * 5))}
    book = Playbook(SiteRules(campaigns=campaigns)).available().talking()
    assert "not one of the choices" in why(SetTag(1, "C"), book)
    assert book.desk.refusal(SetTag(1, "A")) is None
    assert book.desk.refusal(SetTag(1, "")) is None
    assert SiteRules(campaigns=campaigns).tags_of("Other")[0].label == "T1"


def test_picking_is_guarded_like_completing() -> None:
    book = Playbook().available().talking()
    assert refusal(PickOutcome(200), book.snapshot, RULES) is not None
    assert refusal(PickOutcome(None), book.snapshot, RULES) is None
