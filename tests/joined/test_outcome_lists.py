"""EO against the strict dialer: whose outcomes come, how a refusal is got over, and what rolls forward after a cut."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import pytest

from agentpanel.domain import intents as i
from agentpanel.domain.rules import JournalRules, SiteRules
from agentpanel.domain.snapshot import Login
from agentpanel.domain.state import Seat
from agentpanel.protocol.messages import EnumerateOutcomes
from agentpanel.simulator.events import HangUp, Kill, Move, OfferCall
from tests.helpers.joined import Joint, Seatbox
from tests.joined.site import SITE
from tests.simulator.bench import QUIET, scenario

RULES: Final = dataclasses.replace(
    SITE, outcomes=(), heartbeat_s=0, journal=JournalRules(all_agents=True, outcomes_per_s=1_000_000)
)
NAMES: Final = ("Anna", "Berta")


def both(rules: SiteRules = RULES, **choices: Any) -> Joint:
    """Anna, whose password was checked, and Berta, who has none, are logged in."""
    logins = {name: Login(campaign="Sales", agent=name, extension=name.lower()) for name in NAMES}
    joint = Joint(scenario(QUIET, **choices), {name: (login, rules) for name, login in logins.items()})
    for name in NAMES:
        log_in(joint, name)
    return joint


def log_in(joint: Joint, name: str = "Anna") -> None:
    seat = joint.seats[name]
    seat.ask(i.LogIn(seat.login, "secret" if name == "Anna" else None))
    joint.rest()
    assert seat.snapshot.seat.value is Seat.IN


def has_call(joint: Joint, name: str, outcome: int) -> None:
    """A whole call of this agent."""
    seat = joint.seats[name]
    seat.ask(i.GoAvailable())
    joint.rest()
    joint.do(OfferCall(agent=name))
    joint.run(1.5)
    joint.do(HangUp(name))
    joint.rest()
    assert seat.ask(i.Complete(outcome))
    joint.rest()


def told(seat: Seatbox) -> list[tuple[str, int | None]]:
    return [(report.agent, report.outcome) for report in seat.reports]


def asked(seat: Seatbox) -> list[tuple[str | None, bool]]:
    """Campaign and persistence of each EO."""
    return [(eo.campaign, eo.persist is not None) for eo in seat.sent if isinstance(eo, EnumerateOutcomes)]


@pytest.mark.parametrize("needed", ["allow", "supervisor"])
def test_a_supervisor_hears_of_everybody_and_an_agent_of_its_own(needed: str) -> None:
    joint = both(permissions=3, tenant_outcomes=needed)
    has_call(joint, "Anna", 1001)
    has_call(joint, "Berta", 1002)
    anna, berta = joint.seats.values()
    assert (told(anna), told(berta)) == ([("Anna", 1001), ("Berta", 1002)], [("Berta", 1002)])
    assert (anna.snapshot.fewer_outcomes, asked(berta)) == (None, [("Sales", True)])
    assert "has not told whether" in str(berta.snapshot.fewer_outcomes)
    assert not anna.errors
    assert not berta.errors


def test_calls_that_no_agent_had_are_the_supervisors() -> None:
    joint = both(permissions=2)
    joint.bench.dial()
    joint.run(300.0)
    anna, berta = joint.seats.values()
    assert {report.agent for report in anna.reports} == {""}
    assert (berta.reports, anna.snapshot.notices) == ([], ())


def test_without_the_right_the_own_campaign_is_all() -> None:
    joint = both(permissions=1, tenant_outcomes="supervisor")
    has_call(joint, "Berta", 1002)
    anna = joint.seats["Anna"]
    assert (asked(anna), told(anna)) == ([("Sales", True)], [])


@pytest.mark.parametrize("rights", [1, 2])
def test_a_dialer_without_persistence_still_tells(rights: int) -> None:
    joint = both(permissions=rights, persist="refuse")
    has_call(joint, "Anna", 1001)
    anna = joint.seats["Anna"]
    wanted = "Sales" if rights == 1 else None
    assert (asked(anna), told(anna)) == ([(wanted, True), (wanted, False)], [("Anna", 1001)])
    assert anna.snapshot.notices == ()


@pytest.mark.parametrize("same", ["any", "same"])
@pytest.mark.parametrize("rights", [1, 2])
def test_what_happens_without_a_link_rolls_forward(rights: int, same: str) -> None:
    joint = both(permissions=rights, persist_transaction=same)
    has_call(joint, "Anna", 1001)
    anna = joint.seats["Anna"]
    anna.ask(i.GoAvailable())
    joint.rest()
    joint.do(OfferCall(agent="Anna"))
    joint.run(1.5)
    anna.cut()
    has_call(joint, "Berta", 1002)
    joint.run(10.0)
    before = len(anna.reports)
    log_in(joint)
    joint.run(5.0)
    booked = {row.session for row in joint.bench.rows if rights == 2 or row.agent == "Anna"}
    assert {report.session for report in anna.reports} == booked
    assert len(anna.reports) > before
    assert (anna.snapshot.fewer_outcomes is None) is (rights == 2)
    assert not anna.errors


def test_what_a_dialer_that_began_anew_has_not_kept_is_said_to_be_missing() -> None:
    joint = both(permissions=1)
    joint.seats["Anna"].cut()
    joint.bench.world.floor.subscriptions.clear()
    joint.run(5.0)
    log_in(joint)
    assert "has not kept the outcomes" in str(joint.seats["Anna"].snapshot.fewer_outcomes)


def test_a_logout_and_a_move_leave_nothing_behind() -> None:
    joint = both(permissions=1)
    anna = joint.seats["Anna"]
    anna.ask(i.GoAvailable())
    joint.rest()
    joint.do(Move("Service", "Anna"))
    joint.run(2.0)
    assert [found.campaign for found in _lists(joint)] == ["Sales", "Service"]
    for intent in (i.TakeBreak(1), i.LogOut()):
        assert anna.ask(intent)
        joint.rest()
        joint.run(2.0)
    assert [found.campaign for found in _lists(joint)] == ["Sales"]
    log_in(joint)
    joint.do(Kill("Anna", 2))
    joint.run(2.0)
    joint.rest()
    assert [found.client for found in _lists(joint)] == [2]
    assert not anna.errors


def _lists(joint: Joint) -> list[Any]:
    """What the dialer tells outcomes by."""
    return [found for found in joint.bench.world.floor.subscriptions if found.level is None]
