"""EO: what is asked for, by which name, and what becomes of it when it is refused, ended or cut."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.events import LinkLost, LinkUp
from agentpanel.domain.intents import LogIn, LogOut
from agentpanel.domain.rights import sees_all
from agentpanel.domain.rules import Inferred, JournalRules, SiteRules
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.domain.transactions import fixed_token
from agentpanel.protocol.codec import encode
from agentpanel.protocol.kinds import NOT_IN_IDENTIFIERS
from agentpanel.protocol.messages import (
    CampaignUpdate,
    EnumerateEnd,
    EnumerateFinished,
    EnumerateOutcomes,
    LoggedIn,
    NewPersistentId,
    UserStatus,
)
from tests.helpers.playbook import LOGIN, RULES, Playbook

NAME = "agentpanel..2.Sales"
ALL = "agentpanel..2"
SUPERVISED = dataclasses.replace(RULES, journal=JournalRules(all_agents=True, outcomes_per_s=50))


def with_rights(rights: int | None, rules: SiteRules = SUPERVISED) -> Playbook:
    """Logged in after UA, its requests accepted but not yet EO's."""
    book = Playbook(rules).asks(LogIn(LOGIN, "secret")).event(LinkUp()).accept_all()
    book.hears(UserStatus(tenant="default", agent="2", status=0, permissions=rights)).accept_all()
    return book.logged_in_by_dialer()


def asked(book: Playbook) -> list[EnumerateOutcomes]:
    return [message for message in book.sent if isinstance(message, EnumerateOutcomes)]


def again(book: Playbook) -> Playbook:
    """The link is lost, and the same agent logs in again."""
    book.event(LinkLost(None)).sends()
    return book.asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()


# -- what is asked for ---------------------------------------------------------------------------------------


def test_the_own_campaign_by_a_name_that_stays_the_same() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()
    (eo,) = asked(book)
    assert (eo.campaign, eo.transaction, eo.persist, eo.rate) == ("Sales", NAME, NAME, 1000)
    assert (eo.failures, eo.successes) == (True, True)
    assert asked(again(book.accepts()))[0].transaction == NAME


def test_nothing_where_the_site_wants_no_list() -> None:
    rules = dataclasses.replace(SUPERVISED, inferred=Inferred(subscribe_outcomes=False))
    book = with_rights(2, rules).sends()
    assert book.snapshot.fewer_outcomes is None


def test_without_persistence_each_list_has_a_name_of_its_own() -> None:
    rules = dataclasses.replace(RULES, inferred=Inferred(persist_outcomes=False))
    book = Playbook(rules).asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()
    (first,) = asked(book)
    (second,) = asked(again(book))
    assert (first.transaction, first.persist, first.rate) == ("p-EO1", None, None)
    assert (second.transaction, second.persist) == ("p-EO2", None)


def test_the_rate_goes_only_to_a_dialer_that_knows_it() -> None:
    (eo,) = asked(with_rights(2))
    assert eo.rate == 50
    assert "CS" in encode(eo).values()
    older = encode(eo, version=(10, 6, 500)).values()
    assert ("CS" in older, older["PS"]) == (False, ALL)


@pytest.mark.parametrize(("rights", "everybody"), [(2, True), (256, True), (65_535, True), (1, False), (5, False)])
def test_all_agents_need_the_right_and_the_setting(rights: int, everybody: bool) -> None:
    book = with_rights(rights)
    (eo,) = asked(book)
    assert (eo.campaign, eo.transaction) == ((None, ALL) if everybody else ("Sales", NAME))
    assert sees_all(book.snapshot, SUPERVISED) is everybody
    assert (book.snapshot.fewer_outcomes is None) is everybody
    assert book.snapshot.notices == ()
    assert not sees_all(book.snapshot, RULES)


def test_the_right_without_the_setting_changes_nothing() -> None:
    book = with_rights(2, RULES)
    assert (asked(book)[0].campaign, book.snapshot.fewer_outcomes) == ("Sales", None)


def test_rights_that_nobody_told_are_none() -> None:
    book = Playbook(SUPERVISED).asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()
    assert asked(book)[0].campaign == "Sales"
    assert str(book.snapshot.fewer_outcomes) == (
        "You see your own calls: the dialer has not told whether you are a supervisor."
    )
    assert "wants a supervisor" in str(with_rights(1).snapshot.fewer_outcomes)
    assert with_rights(None).snapshot.rights is None


def test_rights_end_with_the_logout_and_with_the_next_login() -> None:
    book = with_rights(2).accept_all().asks(LogOut()).accepts().gone()
    assert book.snapshot.rights is None
    book = with_rights(2).event(LinkLost(None))
    assert sees_all(book.snapshot, SUPERVISED)
    assert not sees_all(book.asks(LogIn(LOGIN)).snapshot, SUPERVISED)


def test_a_logout_by_somebody_else_keeps_the_rights_of_the_connection() -> None:
    book = with_rights(2).accept_all().gone().sends(EnumerateEnd)
    assert asked(book.logged_in_by_dialer())[0].campaign is None


# -- its name ------------------------------------------------------------------------------------------------


def test_names_tell_tenants_agents_and_campaigns_apart() -> None:
    logins = [
        Login(tenant=tenant, agent=agent, campaign="", extension="") for tenant in (None, "a", "a.b") for agent in "bc"
    ]
    names = {fixed_token(login, campaign) for login in logins for campaign in (None, "", "c", "b.c")}
    assert len(names) == 24
    assert fixed_token(LOGIN, "Sales") == NAME


@pytest.mark.parametrize("agent", ["x" * 80, "odd \\/:*?\"<>|&%+!';", "Łukasz", "a.b"])
def test_a_name_that_is_long_or_odd_is_hashed(agent: str) -> None:
    name = fixed_token(Login(tenant="t" * 80, agent=agent, campaign="", extension=""), "c" * 80)
    assert len(name) <= 80
    assert name.isascii()
    assert not NOT_IN_IDENTIFIERS & set(name)
    assert name == fixed_token(Login(tenant="t" * 80, agent=agent, campaign="other", extension="9"), "c" * 80)


# -- refused -------------------------------------------------------------------------------------------------


def test_refused_with_ps_it_is_asked_for_without() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer().rejects(5)
    (eo,) = asked(book)
    assert (eo.campaign, eo.transaction, eo.persist, eo.rate) == ("Sales", "p-EO2", None, None)
    assert book.snapshot.notices == ()
    book.accepts().asks(LogOut()).accepts().gone().sends(EnumerateEnd)


def test_refused_twice_it_is_told_and_left() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer().rejects(5).rejects(6).sends()
    assert "refused the list of outcomes (error 6)" in book.notice
    assert "(error 6)" in str(book.snapshot.fewer_outcomes)
    book.accept_all().asks(LogOut()).accepts().gone().sends()


def test_refused_for_all_agents_the_own_campaign_is_asked_for() -> None:
    book = with_rights(2).rejects(5)
    assert [(eo.campaign, eo.persist) for eo in asked(book)] == [(None, None)]
    book.rejects(7)
    assert [(eo.campaign, eo.persist) for eo in asked(book)] == [("Sales", NAME)]
    assert "You get the outcomes of your own campaign." in book.notice
    assert str(book.snapshot.fewer_outcomes) == (
        "The dialer tells of your own campaign alone; for all agents: the dialer refused it (error 7)."
    )
    book.accepts().hears(CampaignUpdate(agent="2", campaign="Support"))
    assert [eo.campaign for eo in asked(book)] == ["Support"]
    assert "for all agents" in str(book.snapshot.fewer_outcomes)


def test_an_er_for_a_list_that_was_left_meanwhile_ends_nothing() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()
    first = book.sent[-1].token  # type: ignore[attr-defined]
    book.hears(CampaignUpdate(agent="2", campaign="Support")).rejects(5, first).sends()
    book.accept_all().asks(LogOut()).accepts().gone().sends(EnumerateEnd)
    assert book.sent[0].transaction == "agentpanel..2.Support"  # type: ignore[attr-defined]


# -- ended, moved, cut -----------------------------------------------------------------------------------------


def test_a_logout_in_order_ends_it_and_its_ef_is_no_news() -> None:
    book = Playbook().logged_in().asks(LogOut()).accepts().gone().sends(EnumerateEnd)
    book.asks(LogIn(LOGIN)).logged_in_by_dialer()
    assert asked(book)[0].transaction == NAME
    book.hears(EnumerateFinished(transaction=NAME)).sends()  # late, of the first one
    book.hears(EnumerateFinished(transaction=NAME)).sends(EnumerateOutcomes)


def test_a_move_ends_the_old_one_and_begins_the_new_one_once() -> None:
    book = (
        Playbook()
        .logged_in()
        .hears(CampaignUpdate(agent="2", campaign="Support"))
        .sends(EnumerateEnd, EnumerateOutcomes)
    )
    end, eo = book.sent
    assert isinstance(end, EnumerateEnd)
    assert isinstance(eo, EnumerateOutcomes)
    assert (end.transaction, eo.transaction) == (NAME, "agentpanel..2.Support")
    book.hears(EnumerateFinished(transaction=NAME)).sends()
    book.hears(LoggedIn(campaign="Support", agent="2")).sends()


def test_a_move_leaves_the_list_of_all_agents_as_it_is() -> None:
    book = with_rights(2).accepts().hears(CampaignUpdate(agent="2", campaign="Support")).sends()
    assert book.snapshot.campaign == "Support"


def test_ended_by_the_dialer_it_is_asked_for_once_more_and_not_in_a_loop() -> None:
    ended = EnumerateFinished(transaction=NAME)
    book = Playbook().logged_in().hears(ended)
    assert asked(book)[0].transaction == NAME
    book.accepts().hears(ended).sends()
    assert str(book.snapshot.fewer_outcomes) == "The dialer has stopped telling the outcomes of calls."
    assert book.snapshot.notices == ()
    book.accept_all().asks(LogOut()).accepts().gone().sends()
    assert book.snapshot.fewer_outcomes is None


def test_a_list_asked_for_again_in_vain_is_no_nag() -> None:
    book = Playbook().logged_in().hears(EnumerateFinished(transaction=NAME)).rejects(9).sends(EnumerateOutcomes)
    book.rejects(9).sends()
    assert "stopped" in str(book.snapshot.fewer_outcomes)
    assert book.snapshot.notices == ()


def test_the_end_of_something_else_ends_nothing() -> None:
    Playbook().logged_in().hears(EnumerateFinished(transaction="somebody")).sends()


def test_a_refused_ee_leaves_no_ef_to_wait_for() -> None:
    book = Playbook().logged_in().hears(CampaignUpdate(agent="2", campaign="Support"))
    end = book.sent[0].token  # type: ignore[attr-defined]
    book.rejects(9, end).hears(CampaignUpdate(agent="2", campaign="Sales"))
    book.hears(EnumerateFinished(transaction=NAME)).sends(EnumerateOutcomes)


def test_a_lost_link_leaves_it_to_roll_forward_and_a_gap_is_said() -> None:
    book = again(Playbook().logged_in()).accepts()
    assert book.snapshot.fewer_outcomes is None
    book.hears(NewPersistentId(persist=NAME)).shows(Shown.NOT_READY)
    assert "has not kept the outcomes" in str(book.snapshot.fewer_outcomes)


def test_the_first_time_a_persist_token_is_new_means_nothing() -> None:
    book = Playbook().logged_in().hears(NewPersistentId(persist=NAME))
    assert (book.snapshot.fewer_outcomes, book.snapshot.notices) == (None, ())
