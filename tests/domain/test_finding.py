"""What is looked for by name becomes codes."""

from __future__ import annotations

import pytest

from agentpanel.domain.finding import CLASSES, reasons_of_class, with_names
from agentpanel.domain.records import ALL_ROWS, Filter
from agentpanel.domain.rules import OutcomeRule, ReasonName, SiteRules

RULES = SiteRules(
    outcomes=(
        OutcomeRule(code=12, text="Sale"),
        OutcomeRule(code=13, text="No interest"),
        OutcomeRule(code=14, text="Straße"),
    ),
    reasons=(
        ReasonName(code=2, text="No answer", class_="not_connected"),
        ReasonName(code=10, text="Connected", class_="connected"),
        ReasonName(code=11, text="Odd"),
    ),
)


@pytest.mark.parametrize(
    ("text", "outcomes", "reasons"),
    [
        ("sale", (12,), ()),
        (" NO ", (13,), (2,)),
        ("strasse", (14,), ()),
        ("12", (), ()),
        ("", (), ()),
        ("  ", (), ()),
    ],
)
def test_a_text_finds_the_outcomes_whose_names_contain_it(
    text: str, outcomes: tuple[int, ...], reasons: tuple[int, ...]
) -> None:
    found = with_names(Filter(text=text, tags=(1,)), RULES)
    assert (found.text, found.named_outcomes, found.named_reasons) == (text.strip(), outcomes, reasons)
    assert found.tags == (1,)


def test_codes_of_an_earlier_text_do_not_stay() -> None:
    assert with_names(Filter(named_outcomes=(12,), named_reasons=(2,)), RULES) == ALL_ROWS


def test_a_class_is_the_results_that_the_site_has_put_into_it() -> None:
    assert [reasons_of_class(each, RULES) for each in CLASSES] == [(10,), (2,), (), ()]
