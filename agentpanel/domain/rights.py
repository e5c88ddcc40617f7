"""Whose calls somebody may see: their own, or those of all agents of the tenant."""

from __future__ import annotations

from typing import Final

from agentpanel.domain import words
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.words import Say, say

#: Bits of US PG (behaviour.md 1.5). A campaign administrator, 65535, has all of them.
SUPERVISOR: Final = 2
SUPER_USER: Final = 256


def sees_all(s: Snapshot, rules: SiteRules) -> bool:
    """Whether this login sees the calls of all agents: the site allows it, and the dialer gave the right."""
    return rules.journal.all_agents and bool((s.rights or 0) & (SUPERVISOR | SUPER_USER))


def why_only_own(s: Snapshot, rules: SiteRules) -> Say | None:
    """What is missing where the site allows it and this login sees only its own calls all the same; else None."""
    if not rules.journal.all_agents or sees_all(s, rules):
        return None
    return say(words.RIGHTS_UNKNOWN if s.rights is None else words.NOT_A_SUPERVISOR)
