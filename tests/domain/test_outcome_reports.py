r"""OZ: the dialer's own account of calls, whole, and only of those that are this agent's business."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from agentpanel.domain.events import LinkLost, LinkUp, Reported
from agentpanel.domain.intents import LogIn
from agentpanel.domain.records import Entry, OutcomeReport, Row, reported
from agentpanel.domain.rules import Inferred, JournalRules
from agentpanel.domain.snapshot import Shown
from agentpanel.protocol.codec import Reading, read
from agentpanel.protocol.message import Side
from agentpanel.protocol.messages import UserStatus
from tests.helpers.playbook import LOGIN, RULES, Playbook

OWN = r"CG:MA:OZ\TXx\CNSales\AN2\SIS1\TN0199\RE10\AO101\GAOut\T1VIP\X146204.5\X40.000000\TS46204.75"
WHOLE = (
    r"OZ\TDacme\TXanything\CNSales\AN2\AGold\SIS1\YS{guid}\TN01992783287/001\QNVIP\RE31\AO101\LIspring\IB\RA\DD"
    r"\DTNAME~A~Ms Example|CONTACT_ID~N~1\Z9new\T1one\T3three\T6six\X146204.5\X246204.500001\X346204.5001"
    r"\X446204.51\TS46204.75\GAOut"
)


def supervisor() -> Playbook:
    """Logged in with the right and the setting to hear of all agents."""
    rules = dataclasses.replace(RULES, journal=JournalRules(all_agents=True))
    book = Playbook(rules).asks(LogIn(LOGIN, "secret")).event(LinkUp()).accept_all()
    book.hears(UserStatus(tenant="default", agent="2", status=0, permissions=2)).accept_all()
    return book.logged_in_by_dialer().accept_all()


def reading(text: str) -> Reading:
    return read(text, Side.CLIENT)


def one(book: Playbook) -> OutcomeReport:
    (told,) = book.reports
    return told


def test_all_that_it_says_is_kept() -> None:
    told = one(Playbook().available().reads(WHOLE))
    assert (told.tenant, told.agent, told.campaign, told.queue) == (None, "2", "Sales", "VIP")
    assert (told.session, told.session_unique, told.number) == ("S1", "{guid}", "01992783287/001")
    assert (told.outcome, told.reason, told.tags) == (101, 31, ("one", "", "three", "", "", "six"))
    assert (told.declined, told.inbound, told.list_name, told.retry) == (True, True, "spring", True)
    assert told.started == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert told.processed == datetime(2026, 7, 1, 17, 0, tzinfo=UTC)
    assert told.ended is not None


def test_the_wire_is_kept_as_it_came_with_what_nobody_knows() -> None:
    told = one(Playbook().available().reads(WHOLE))
    assert told.wire == WHOLE[2:]
    entry = Entry(
        key="k", tenant=None, agent="2", campaign=None, session=None, session_unique=None, number=None, queue=None,
        started=told.processed,
    )  # fmt: skip
    found = reported(Row(position=1, entry=entry, wire=told.wire))
    assert (found["Z9"], found["TX"], found["DD"]) == ("new", "anything", "")
    assert found["DT"] == "NAME~A~Ms Example|CONTACT_ID~N~1"


def test_what_it_does_not_say_is_not_made_up() -> None:
    told = one(Playbook().available().reads(r"OZ\TXx\AN2\REmany\AO\X1soon\X40.000000"))
    assert (told.session, told.session_unique, told.number, told.queue, told.list_name) == (None,) * 5
    assert (told.outcome, told.reason, told.started, told.ended) == (None, None, None, None)
    assert not any((told.declined, told.inbound, told.retry))
    assert told.processed == Playbook().now.wall


def test_the_result_stands_in_for_a_launch_that_did_not_happen() -> None:
    told = one(Playbook().available().reads(r"OZ\TXx\AN2\X10.000000\X346204.5"))
    assert told.started == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


def test_times_in_utc_where_the_site_says_so() -> None:
    rules = dataclasses.replace(RULES, inferred=Inferred(times_are_local=False))
    assert one(Playbook(rules).available().reads(OWN)).started == datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


# -- whose ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "agent", "own"),
    [
        (r"\AN2", "2", True),
        (r"\AN2\AG3", "2", True),
        (r"\AG2", "2", True),
        (r"\AN\AG2", "2", True),
        (r"\AN3", "3", False),
        (r"\AN3\AG2", "3", False),
        (r"\AG3", "3", False),
        ("", "", False),
    ],
)
def test_calls_of_others_and_of_nobody_are_for_a_supervisor_alone(names: str, agent: str, own: bool) -> None:
    text = rf"OZ\TXx\CNOther{names}\SIS1\RE1"
    assert [told.agent for told in Playbook().available().reads(text).reports] == ([agent] if own else [])
    assert one(supervisor().reads(text)).agent == agent


def test_others_are_no_business_of_one_whose_list_of_all_was_refused() -> None:
    rules = dataclasses.replace(RULES, journal=JournalRules(all_agents=True))
    book = Playbook(rules).asks(LogIn(LOGIN, "secret")).event(LinkUp()).accept_all()
    book.hears(UserStatus(tenant="default", agent="2", status=0, permissions=2)).accept_all()
    book.logged_in_by_dialer().rejects().rejects().accepts()
    assert book.reads(r"OZ\TXx\AN3\SIS1\RE1").reports == []
    assert one(book.reads(OWN)).agent == "2"


def test_several_at_once_are_as_one_after_the_other() -> None:
    others = [OWN, r"OZ\TXx\AN3\SIS2\RE1", WHOLE]
    together = Playbook().available().event(Reported(tuple(map(reading, others))))
    apart = Playbook().available()
    for text in others:
        apart.reads(text)
    assert together.reports == apart.reports
    assert len(together.reports) == 2
    assert together.snapshot == apart.snapshot


# -- and nothing else ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [OWN, WHOLE, r"OZ\AN3\SIS1\RE1", "OZ", r"OZ\TXx\AN2\REx\X1\TS-1"])
def test_it_disturbs_nothing(text: str) -> None:
    book = Playbook().available().talking()
    before = book.snapshot
    book.passes(3).reads(text).shows(Shown.TALKING)
    assert dataclasses.replace(book.snapshot, last_word=before.last_word) == before
    assert book.snapshot.last_word == book.now


def test_it_proves_that_the_link_lives() -> None:
    book = Playbook().available().passes(40)
    assert book.snapshot.link.value.value == "stale"
    book.reads(OWN)
    assert (book.snapshot.link.value.value, len(book.reports)) == ("up", 1)


def test_before_a_login_there_is_nobody_to_keep_it_for() -> None:
    assert Playbook().reads(OWN).reports == []
    assert len(Playbook().available().event(LinkLost(None)).reads(OWN).reports) == 1
