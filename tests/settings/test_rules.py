from __future__ import annotations

from dataclasses import fields
from enum import Enum

import pytest

from agentpanel.domain.rules import (
    BreakReason,
    CampaignRule,
    Inferred,
    OutcomeRule,
    ReasonName,
    SiteRules,
    SkillSet,
    TagRule,
)

RULES = SiteRules(
    breaks=(BreakReason(code=7, text="Lunch"), BreakReason(text="12"), BreakReason(code=12), BreakReason(code=8)),
    outcomes=(OutcomeRule(code=105, text="Sale"),),
    reasons=(ReasonName(code=10, text="Connected", class_="connected"),),
    campaigns={"Sales": CampaignRule(max_wrap_s=60, tags=tuple(TagRule(label=f"S{n}") for n in range(6)))},
    skill_sets=(SkillSet(name="VIP", skills=("a", "b")), SkillSet(name="none")),
)


@pytest.mark.parametrize(
    ("asked", "index"), [(7, 0), ("7", 0), ("Lunch", 0), ("LUNCH", 0), ("12", 1), (12, 2), ("8", 3), ("08", 3)]
)
def test_a_break_by_code_or_text(asked: int | str, index: int) -> None:
    assert RULES.break_by(asked) is RULES.breaks[index]


@pytest.mark.parametrize("asked", [9, "9", "", "Dinner", "-7", "²", "\N{ARABIC-INDIC DIGIT SEVEN}", "9" * 5000])
def test_no_such_break(asked: int | str) -> None:
    assert RULES.break_by(asked) is None


def test_names_of_codes() -> None:
    assert (RULES.outcome_text(105), RULES.outcome_text(106)) == ("Sale", None)
    assert RULES.outcome(105) is RULES.outcomes[0]
    assert (RULES.reason_text(10), RULES.reason_text(11)) == ("Connected", None)


def test_a_campaign_that_is_not_listed_has_no_limits() -> None:
    assert RULES.campaign("Sales").max_wrap_s == 60
    assert RULES.campaign("Service") == RULES.campaign(None) == CampaignRule()


def test_tags_of_a_campaign() -> None:
    assert RULES.tags_of("Sales")[5].label == "S5"
    assert RULES.tags_of("Service") is RULES.tags


def test_skill_sets() -> None:
    vip, none = RULES.skill_set("VIP"), RULES.skill_set("none")
    assert vip is not None
    assert none is not None
    assert (vip.sk, none.sk, RULES.skill_set("vip")) == ("a,b", None, None)


def test_each_inference_has_a_type_that_the_settings_can_check() -> None:
    for each in fields(Inferred):
        whole = isinstance(each.default, int) and not isinstance(each.default, bool)
        assert isinstance(each.default, bool | Enum) or whole, each.name
        assert ("range" in each.metadata) == whole, each.name
