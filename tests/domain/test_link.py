"""The link: up, silent, lost; what was typed stays."""

from __future__ import annotations

from agentpanel.domain.effects import CloseLink, OpenLink
from agentpanel.domain.events import LinkFailed, LinkLost, LinkUp, Received
from agentpanel.domain.intents import (
    Complete,
    Connect,
    Disconnect,
    DismissCall,
    GoAvailable,
    LogIn,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.records import Sending
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import Link, WishKind
from agentpanel.protocol.framing import Damaged
from agentpanel.protocol.messages import AgentLogin, DialerAdvise, VerifyStatus
from tests.helpers.playbook import LOGIN, Playbook


def test_connecting_without_a_login() -> None:
    book = Playbook().asks(Connect()).shows(Shown.CONNECTING)
    assert OpenLink() in book.effects
    book.event(LinkUp()).sends(VerifyStatus).shows(Shown.LOGGED_OUT)


def test_a_login_while_connecting_waits_for_the_link() -> None:
    book = Playbook().asks(Connect()).asks(LogIn(LOGIN)).sends()
    assert "under way" in str(book.refuses(LogIn(LOGIN)))
    book.event(LinkUp()).sends(VerifyStatus, AgentLogin)


def test_a_dialer_that_cannot_be_reached() -> None:
    book = Playbook().asks(LogIn(LOGIN))
    book.event(LinkFailed("127.0.0.1:6500", "Connection refused")).shows(Shown.OFFLINE)
    assert book.snapshot.link.value is Link.FAILED
    assert "127.0.0.1:6500" in book.notice
    book.asks(LogIn(LOGIN)).shows(Shown.CONNECTING)


def test_silence_is_shown_then_ends_the_link() -> None:
    book = Playbook().available().passes(36)
    assert book.snapshot.link.value is Link.STALE
    book.shows(Shown.AVAILABLE)
    book.hears(DialerAdvise())
    assert book.snapshot.link.value is Link.UP
    book.passes(66).shows(Shown.OFFLINE)
    assert CloseLink() in book.effects
    assert "silent" in book.notice


def test_a_dialer_that_talks_is_alive() -> None:
    book = Playbook().available()
    for _ in range(20):
        book.passes(29).hears(DialerAdvise())
    assert book.snapshot.link.value is Link.UP


def test_losing_the_link_keeps_what_was_typed() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "VIP")).asks(WriteNote("rang off"))
    book.event(LinkLost("Connection reset by peer")).shows(Shown.OFFLINE)
    assert "Connection reset by peer" in book.notice
    assert (book.row.note, book.row.tags[0], book.row.state) == ("rang off", "VIP", Sending.LOCAL)
    book.asks(SetTag(2, "late")).asks(Complete(101)).sends()
    assert (book.row.outcome, book.row.tags[1], book.row.state) == (101, "late", Sending.LOCAL)
    assert book.snapshot.call is None


def test_an_unsent_outcome_never_hits_the_next_call() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(Complete(101))
    book.event(LinkLost(None))
    book.saved().sends()
    book.asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer().asks(GoAvailable()).ready()
    book.offered("S2").offered("S2").sends()
    assert [entry.state for entry in book.rows.values()] == [Sending.LOCAL, Sending.LOCAL]


def test_an_outcome_on_its_way_when_the_link_went_says_so() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).event(LinkLost(None))
    assert book.row.state is Sending.SENT
    assert "before the dialer confirmed" in str(book.row.why)
    assert book.snapshot.call is None


def test_logging_in_again_after_a_lost_link() -> None:
    book = Playbook().available().talking().event(LinkLost(None)).asks(LogIn(LOGIN)).event(LinkUp())
    book.sends(VerifyStatus, AgentLogin).logged_in_by_dialer().shows(Shown.NOT_READY)
    assert book.snapshot.call is None
    book.asks(TakeBreak(1)).sends()
    book.asks(GoAvailable())


def test_a_lost_call_can_be_put_away() -> None:
    book = Playbook().available().talking().event(LinkLost(None)).asks(DismissCall())
    assert book.snapshot.call is None


def test_an_open_call_is_not_put_away() -> None:
    book = Playbook().available().talking().asks(DismissCall())
    assert book.snapshot.call is not None


def test_a_wish_dies_with_the_link() -> None:
    book = Playbook().available().asks(TakeBreak(1)).event(LinkLost(None))
    assert book.snapshot.wish.value.kind is WishKind.NONE
    assert book.snapshot.release_asked is None


def test_closing_on_purpose() -> None:
    book = Playbook().available().asks(Disconnect()).shows(Shown.OFFLINE)
    assert CloseLink() in book.effects


def test_a_damaged_message_is_told_and_costs_nothing() -> None:
    book = Playbook().available().event(Received(Damaged("no code", 7))).shows(Shown.AVAILABLE)
    assert "damaged" in book.notice
