"""What somebody looks for in the journal, in the site's words: the journal itself knows codes only."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agentpanel.domain.records import Filter
from agentpanel.domain.rules import SiteRules

#: The classes of the dialer's results that a site's file may name, in the order in which they are offered.
CLASSES: Final = ("connected", "not_connected", "agent", "system")


def with_names(wanted: Filter, rules: SiteRules) -> Filter:
    """The same filter with the codes of all outcomes and results whose names contain its text."""
    text = wanted.text.strip().casefold()
    if not text:
        return replace(wanted, text="", named_outcomes=(), named_reasons=())
    return replace(
        wanted,
        text=wanted.text.strip(),
        named_outcomes=tuple(rule.code for rule in rules.outcomes if text in rule.text.casefold()),
        named_reasons=tuple(name.code for name in rules.reasons if text in name.text.casefold()),
    )


def reasons_of_class(class_: str, rules: SiteRules) -> tuple[int, ...]:
    """The codes (RE) that the site's file has in this class."""
    return tuple(name.code for name in rules.reasons if name.class_ == class_)
