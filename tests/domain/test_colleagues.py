"""The live list of agents, who of them can be given a call, and the user in place of the endpoint."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.colleagues import cannot_receive
from agentpanel.domain.events import LinkLost, LinkUp
from agentpanel.domain.intents import (
    Complete,
    GoAvailable,
    Hold,
    LogIn,
    LogOut,
    TransferCall,
    WatchColleagues,
)
from agentpanel.domain.parties import Colleague, Target, TargetKind
from agentpanel.domain.rules import CallRules, Inferred, SiteRules
from agentpanel.domain.snapshot import Shown
from agentpanel.protocol.codec import encode
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AgentData,
    EnumerateAgents,
    EnumerateEnd,
    EnumerateFinished,
    LoggedIn,
)
from tests.helpers.playbook import LOGIN, RULES, Playbook


def az(agent: str, state: int | None = 2, **fields: object) -> AgentData:
    named = {"campaign": "Sales", "description": agent, "extension": "1", "transaction": "p-EA", **fields}
    return AgentData(agent=agent, detail_state=state, **named)  # type: ignore[arg-type]


def watching() -> Playbook:
    return Playbook().logged_in().asks(WatchColleagues(on=True)).accepts()


def names(book: Playbook) -> list[str]:
    return [each.agent for each in book.snapshot.colleagues or ()]


# -- the list -------------------------------------------------------------------------------------------------


def test_the_list_is_asked_for_with_its_states() -> None:
    book = Playbook().logged_in()
    assert book.snapshot.colleagues is None
    sent = book.asks(WatchColleagues(on=True)).sends(EnumerateAgents).sent[0]
    assert isinstance(sent, EnumerateAgents)
    assert (sent.level, sent.transaction, sent.campaign) == (2, "p-EA", None)
    assert book.snapshot.colleagues == ()
    book.accepts().passes(20)
    assert book.snapshot.notices == ()
    assert book.asks(WatchColleagues(on=True)).sent == [], "one list is enough"


def test_each_word_replaces_the_last_and_the_own_seat_is_left_out() -> None:
    book = watching().hears(az("9", 3)).hears(az("7", description="Joe", campaign="Service")).hears(az("2", 6))
    assert book.snapshot.colleagues == (
        Colleague(agent="7", name="Joe", campaign="Service", state=2),
        Colleague(agent="9", name=None, campaign="Sales", state=3),
    )
    book.hears(az("9", 2)).hears(az("7", 6, description="Joe"))
    assert [each.state for each in book.snapshot.colleagues or ()] == [6, 2]
    assert book.snapshot.unexpected is None


@pytest.mark.parametrize("gone", [az("7", 0), az("7", None, available_state=0)])
def test_who_logs_out_leaves_the_list(gone: AgentData) -> None:
    book = watching().hears(az("7")).hears(az("9"))
    assert names(book.hears(gone)) == ["9"]
    assert names(book.hears(gone)) == ["9"]


def test_a_word_that_is_not_for_this_list() -> None:
    book = watching().hears(az("7", transaction="other")).hears(dataclasses.replace(az("7"), agent=None))
    assert names(book) == []
    assert names(book.hears(az("7", transaction=None))) == ["7"]
    idle = Playbook().logged_in().hears(az("7"))
    assert (idle.snapshot.colleagues, idle.snapshot.notices) == (None, ())
    out = Playbook().hears(az("7"))
    assert (out.snapshot.colleagues, out.snapshot.notices) == (None, ())


def test_the_list_is_ended() -> None:
    book = watching().hears(az("7")).asks(WatchColleagues(on=False)).sends(EnumerateEnd)
    sent = book.sent[0]
    assert isinstance(sent, EnumerateEnd)
    assert (sent.transaction, book.snapshot.colleagues) == ("p-EA", None)
    book.accepts().hears(EnumerateFinished(transaction="p-EA")).hears(az("7"))
    assert (book.snapshot.colleagues, book.snapshot.colleagues_off, book.snapshot.notices) == (None, None, ())
    assert book.asks(WatchColleagues(on=False)).sent == []
    book.asks(WatchColleagues(on=True)).sends(EnumerateAgents)


def test_the_dialer_ends_the_list() -> None:
    book = watching().hears(az("7")).hears(EnumerateFinished(transaction="p-EO"))
    assert names(book) == ["7"]
    book.hears(EnumerateFinished(transaction="p-EA"))
    assert (book.snapshot.colleagues, str(book.snapshot.colleagues_off)) == (
        None,
        "The dialer ended the list of agents.",
    )
    book.asks(WatchColleagues(on=True)).sends(EnumerateAgents)
    assert book.snapshot.colleagues_off is None


def test_the_list_is_refused() -> None:
    book = Playbook().logged_in().asks(WatchColleagues(on=True)).rejects(99)
    assert str(book.snapshot.colleagues_off) == (
        "The dialer does not tell who is logged in: the dialer refused it (error 99)."
    )
    assert "refused the list of agents (error 99)." in book.notice
    assert "type whom to give a call to" in book.notice
    assert book.snapshot.colleagues is None
    assert book.shows(Shown.NOT_READY).asks(LogOut()).sent


def test_silence_is_told_and_a_late_list_is_taken() -> None:
    book = Playbook().logged_in().asks(WatchColleagues(on=True)).passes(5)
    assert "has not acknowledged the list of agents" in book.notice
    assert names(book.hears(az("7"))) == ["7"]


def test_refusing_its_end_is_named_for_what_it_is() -> None:
    book = watching().asks(WatchColleagues(on=False)).rejects(9)
    assert "refused the list of agents (error 9)" in book.notice


def test_logging_out_ends_it() -> None:
    book = watching().hears(az("7")).asks(LogOut()).accepts().gone().sends(EnumerateEnd, EnumerateEnd)
    assert {message.transaction for message in book.sent if isinstance(message, EnumerateEnd)} == {
        "agentpanel..2.Sales",
        "p-EA",
    }
    assert book.snapshot.colleagues is None


def test_a_lost_link_ends_it() -> None:
    book = watching().hears(az("7")).event(LinkLost(None))
    assert (book.snapshot.colleagues, book.snapshot.colleagues_off) == (None, None)
    book.asks(LogIn(LOGIN)).event(LinkUp()).hears(LoggedIn(campaign="Sales", agent="2"))
    book.asks(WatchColleagues(on=True)).sends(EnumerateAgents)


def test_only_who_is_logged_in_and_whose_site_has_it() -> None:
    assert "not logged in" in str(Playbook().refuses(WatchColleagues(on=True)))
    site = dataclasses.replace(RULES, calls=CallRules(live_agents=False))
    assert "switched off" in str(Playbook(site).logged_in().refuses(WatchColleagues(on=True)))


# -- who can be given a call ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "part"),
    [
        (None, "does not tell what Joe is doing"),
        (1, "Joe waits for the phone"),
        (3, "Joe waits for calls of the queues"),
        (12, "Joe waits for calls of the queues"),
        *((busy, "Joe is busy") for busy in (4, 5, 6, 7, 8, 9, 10, 11, 13)),
    ],
)
def test_why_an_agent_cannot_be_given_a_call(state: int | None, part: str) -> None:
    assert part in str(cannot_receive(Colleague(agent="7", name="Joe", state=state)))
    book = Playbook().available().asks(WatchColleagues(on=True)).accepts().hears(az("7", state, description="Joe"))
    book.talking()
    assert part in str(book.refuses(TransferCall(Target(TargetKind.AGENT, "7"))))


def test_an_agent_who_can_be_given_a_call() -> None:
    assert cannot_receive(Colleague(agent="7", state=2)) is None
    book = Playbook().available().asks(WatchColleagues(on=True)).accepts().hears(az("7")).talking()
    assert book.desk.refusal(TransferCall(Target(TargetKind.AGENT, "7"))) is None
    assert book.desk.refusal(TransferCall(Target(TargetKind.AGENT, "nobody"))) is None


def test_a_listed_agent_is_a_target_where_numbers_are_not_typed() -> None:
    site = dataclasses.replace(RULES, calls=CallRules(any_number=False))
    book = Playbook(site).available().asks(WatchColleagues(on=True)).accepts().hears(az("7")).talking()
    assert book.desk.refusal(TransferCall(Target(TargetKind.AGENT, "7"))) is None
    assert book.desk.refusal(TransferCall(Target(TargetKind.AGENT, "9"))) is not None


# -- the user in place of the endpoint ------------------------------------------------------------------------

USER = dataclasses.replace(LOGIN, user="ann")


def named(rules: SiteRules, user: str | None = "ann") -> Playbook:
    login = dataclasses.replace(LOGIN, user=user)
    return Playbook(rules).asks(LogIn(login)).event(LinkUp()).logged_in_by_dialer().accept_all()


def codes(message: Message) -> set[str]:
    return set(encode(message).values()) & {"AN", "QI"}


BY_USER = dataclasses.replace(RULES, inferred=Inferred(name_the_user=True))


def test_the_user_stands_for_the_endpoint_where_a_message_takes_both() -> None:
    login = Playbook(BY_USER).asks(LogIn(USER)).event(LinkUp()).sent[-1]
    assert codes(login) == {"AN", "QI"}, "AL puts the endpoint under the user"
    book = named(BY_USER).asks(GoAvailable())
    assert [codes(message) for message in book.sent] == [{"QI"}]
    book.ready().talking().asks(Hold(on=True))
    assert codes(book.sent[0]) == {"QI"}
    book.accepts().asks(TransferCall(Target(TargetKind.AGENT, "7")))
    assert codes(book.sent[0]) == {"AN"}, "TR knows no user"
    book.ended().asks(Complete(101))
    assert codes(book.sent[0]) == {"QI"}


def test_the_endpoint_is_named_without_a_user_a_wish_or_a_version() -> None:
    old = dataclasses.replace(BY_USER, version=(10, 7, 1))
    for book in (named(RULES), named(BY_USER, None), named(old)):
        book.asks(GoAvailable())
        assert codes(book.sent[0]) == {"AN"}
