"""The rules of the site at which the shift is worked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from agentpanel.domain.rules import BreakReason, OutcomeRule, SiteRules

SCENARIO = Path(__file__).with_name("shift.toml")

RULES = SiteRules(
    breaks=(
        BreakReason(code=1, text="Lunch", favourite=True),
        BreakReason(code=2, text="Tea", favourite=True),
    ),
    outcomes=(
        OutcomeRule(code=105, text="Sale", category=6, favourite=True),
        OutcomeRule(code=150, text="Call again later", category=6, favourite=True),
        OutcomeRule(code=199, text="Not taken here", category=6),
        OutcomeRule(code=120, text="Other", category=6),
    ),
)

#: A machine that is busy with other things must not make the dialer look dead.
PATIENT = dataclasses.replace(RULES, request_timeout_s=20.0)
