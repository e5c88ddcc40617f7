"""Recording tags that the site wants filled in before a call is completed (panel.md 4)."""

from __future__ import annotations

from agentpanel.domain import words
from agentpanel.domain.rules import TAG_CODES, SiteRules
from agentpanel.domain.snapshot import Call
from agentpanel.domain.words import Say, say


def missing_tags(call: Call, rules: SiteRules) -> Say | None:
    """The sentence that names each required tag of this call's campaign that is empty; None where none is."""
    rows = zip(TAG_CODES, rules.tags_of(call.campaign), call.tags, strict=False)
    labels = [rule.label or code for code, rule, tag in rows if rule.required and not tag.value.strip()]
    return say(words.MISSING_TAGS, tags=", ".join(labels)) if labels else None
