"""Rows as the journal gives them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from agentpanel.domain import words
from agentpanel.domain.records import Differs, Row, Sending
from agentpanel.domain.rules import JournalRules, OutcomeRule, ReasonName, SiteRules
from agentpanel.domain.words import say
from tests.journal.making import MORNING, entry

LONDON: Final = ZoneInfo("Europe/London")
NAMES: Final = SiteRules(
    outcomes=(OutcomeRule(code=105, text="Sale"), OutcomeRule(code=167, text="No sale")),
    reasons=(ReasonName(code=10, text="Connected"),),
)
MASKING: Final = SiteRules(journal=JournalRules(mask_numbers=True))
NUMBER: Final = "02079460123"


def row(**changes: Any) -> Row:
    return Row(position=1, entry=entry(1, **changes))


def whole_row() -> Row:
    """Something in every column."""
    made = entry(
        1,
        tenant="T",
        queue="VIP",
        number=NUMBER,
        session_unique="{4D}",
        connected=MORNING + timedelta(seconds=70),
        ended=datetime(2026, 7, 1, 12, tzinfo=UTC),
        completed=datetime(2026, 7, 1, 12, 1, tzinfo=UTC),
        outcome=167,
        reason=10,
        note="call back",
        tags=("Blue", "", "", "", "", "Zebra"),
        data="some data",
        recorded=True,
        declined=True,
        inbound=True,
        retry=True,
        list_name="May",
        state=Sending.LOCAL,
        why=say(words.WHY_REFUSED, code=406),
    )
    return Row(
        position=1,
        entry=made,
        own_outcome=105,
        own_tags=("Blau", "x", "", "", "", ""),
        differs=frozenset({Differs.TAGS, Differs.OUTCOME}),
        corrected=(None, "new", None, None, None, ""),
        wire=r"\TDT\CNSales\AO167\DN902079460123\X146000.5\X246000.500231\X30\X4abc\TS46204.5",
    )
