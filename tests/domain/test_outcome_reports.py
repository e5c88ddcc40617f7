"""OZ: the dialer's own account of this agent's calls."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from agentpanel.protocol.messages import EnumerateOutcomes, OutcomeData
from tests.helpers.playbook import Playbook


def report(**fields: object) -> OutcomeData:
    values: dict[str, object] = {
        "transaction": "p-EO",
        "agent": "2",
        "session": "S1",
        "number": "0199",
        "reason": 10,
        "outcome": 101,
        "group": "",
        "tag1": "VIP",
        "launched": Decimal("46204.5"),
        "ended": Decimal("0.000000"),
        "timestamp": Decimal("46204.75"),
    }
    return OutcomeData(**{**values, **fields})  # type: ignore[arg-type]


def test_outcomes_of_the_own_campaign_are_asked_for_once_a_login() -> None:
    book = Playbook().logged_in()
    asked = [m for m in [*book.sent] if isinstance(m, EnumerateOutcomes)]
    assert asked == []
    book = Playbook()
    book.logged_in()
    assert book.desk.snapshot.seat.value.value == "in"


def test_an_oz_of_this_agent_is_handed_on_in_the_dialers_time() -> None:
    book = Playbook().available().hears(report())
    (told,) = book.reports
    assert (told.session, told.reason, told.outcome, told.tags[0]) == ("S1", 10, 101, "VIP")
    assert told.started is not None
    assert told.started.astimezone(UTC) == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert told.ended is None


def test_an_oz_of_somebody_else_is_not_ours() -> None:
    assert Playbook().available().hears(report(agent="3")).hears(report(agent=None)).reports == []
