"""ER and silence: the shown state is put right, and the words say what, why and what to do."""

from __future__ import annotations

import pytest

from agentpanel.domain.events import LinkUp, NotSent
from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    LogIn,
    LogOut,
    SetTag,
    TakeBreak,
)
from agentpanel.domain.records import Sending
from agentpanel.domain.snapshot import Completion, Shown, TagState
from agentpanel.domain.state import Link, Seat, WishKind
from agentpanel.protocol.messages import (
    AgentLogin,
    AgentUnavailable,
    ErrorReport,
    StartWrap,
    TransactionComplete,
    UserStatus,
)
from tests.helpers.playbook import LOGIN, Playbook


def logging_in() -> Playbook:
    return Playbook().asks(LogIn(LOGIN)).event(LinkUp())


def test_a_refused_login() -> None:
    book = logging_in().rejects(30).shows(Shown.LOGGED_OUT)
    assert book.notice.startswith("The dialer refused the login (error 30). You are not logged in.")
    book.asks(LogIn(LOGIN)).sends(AgentLogin)


def test_the_proxys_own_words_are_shown() -> None:
    book = logging_in()
    token = book.sent[-1].token  # type: ignore[attr-defined]
    book.hears(ErrorReport(error_code=7, faulty=f"AL\\TK{token}", explanation="no {licence}"))
    assert "(error 7: no {licence})" in book.notice


@pytest.mark.parametrize(
    ("status", "part"),
    [
        (1, "no such"),
        (2, "password is wrong"),
        (3, "could not read"),
        (4, "lacks the right"),
        (5, "locked"),
        (6, "rules for passwords"),
        (7, "not among"),
        (9, "result 9"),
    ],
)
def test_each_failure_of_the_password_check_has_its_words(status: int, part: str) -> None:
    book = Playbook().asks(LogIn(LOGIN, "secret")).event(LinkUp())
    book.hears(UserStatus(tenant="default", agent="2", status=status, permissions=0))
    book.sends().shows(Shown.LOGGED_OUT)
    assert part in book.notice


def test_a_refused_aa_leaves_the_agent_not_ready() -> None:
    book = Playbook().logged_in().asks(GoAvailable()).rejects().shows(Shown.NOT_READY)
    assert book.snapshot.wish.value.kind is WishKind.NONE
    assert "becoming available" in book.notice
    assert "still not ready" in book.notice


def test_a_refused_break_leaves_the_agent_available() -> None:
    book = Playbook().available().asks(TakeBreak(1)).rejects(406).shows(Shown.AVAILABLE)
    assert (
        book.notice == "The dialer refused the break (error 406). You are still available. "
        "Try again, or tell your supervisor the number."
    )
    book.asks(TakeBreak(1)).sends(AgentUnavailable)


def test_a_refused_break_in_a_call_and_when_not_ready() -> None:
    assert "call goes on" in Playbook().available().talking().asks(TakeBreak(1)).rejects().notice


def test_a_refused_logout_leaves_the_agent_in() -> None:
    book = Playbook().logged_in().asks(LogOut()).rejects().shows(Shown.NOT_READY)
    assert book.snapshot.seat.value is Seat.IN


def test_a_refused_hang_up_can_be_asked_again() -> None:
    book = Playbook().available().talking().asks(EndCall())
    book.refuses(EndCall())
    book.rejects().shows(Shown.TALKING)
    book.asks(EndCall()).sends(StartWrap)


def test_a_refused_outcome_stays_unsent_and_another_may_be_chosen() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).rejects(406).shows(Shown.WRAP)
    assert (book.row.state, str(book.row.why)) == (Sending.UNSENT, "the dialer refused it (error 406)")
    assert book.snapshot.unsent == {book.call.key}
    assert book.call.completion is Completion.NONE
    book.asks(Complete(102, note="no")).sends(TransactionComplete)
    book.accepts()
    assert (book.row.state, book.row.outcome) == (Sending.CONFIRMED, 102)


def test_a_refused_tag_keeps_its_text_and_the_reason() -> None:
    book = Playbook().available().talking().asks(SetTag(2, "x")).rejects(12)
    tag = book.call.tags[1]
    assert (tag.value, tag.state) == ("x", TagState.KEPT)
    assert "the tag 2" in book.notice


def test_an_answer_for_an_older_text_does_not_mark_the_newer() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "old"))
    old = book.sent[0].token  # type: ignore[attr-defined]
    book.asks(SetTag(1, "new")).accepts(old)
    assert book.call.tags[0].state is TagState.SENT
    book.accepts()
    assert book.call.tags[0].state is TagState.ACCEPTED


def test_a_refused_outcome_list_is_a_notice_only() -> None:
    book = logging_in().logged_in_by_dialer()
    book.rejects(5).rejects(5).shows(Shown.NOT_READY)
    assert "the list of outcomes" in book.notice


def test_a_refused_heartbeat_is_not_looked_for() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp())
    book.rejects(5, token=book.sent[0].token)  # type: ignore[attr-defined]
    book.logged_in_by_dialer().passes(1000)
    assert book.snapshot.link.value is Link.UP


def test_a_stray_refusal_is_told() -> None:
    book = Playbook().available()
    book.hears(ErrorReport(error_code=1602, faulty="garbage", explanation=None)).shows(Shown.AVAILABLE)
    assert "1602" in book.notice


def test_a_message_that_never_left_puts_the_state_right() -> None:
    book = Playbook().available().asks(TakeBreak(1))
    token = book.sent[0].token  # type: ignore[attr-defined]
    book.event(NotSent(token, "AU FD: the character 'ł' does not exist")).shows(Shown.AVAILABLE)
    assert "cannot be sent" in book.notice


# -- silence ------------------------------------------------------------------------------------------------


def test_an_acknowledgement_that_is_late() -> None:
    book = Playbook().logged_in().asks(GoAvailable()).passes(5)
    assert "not acknowledged becoming available after 5 s" in book.notice
    book.ready().shows(Shown.AVAILABLE)


def test_an_answer_that_is_late() -> None:
    book = Playbook().logged_in().asks(GoAvailable()).accepts().passes(5)
    assert "accepted becoming available but has not carried it out" in book.notice


def test_af_may_take_as_long_as_it_likes() -> None:
    book = Playbook().available().asks(TakeBreak(1)).accepts()
    before = book.snapshot.notice
    assert book.passes(15).snapshot.notice == before


def test_a_login_without_li_waits_for_the_phone_and_can_be_cancelled() -> None:
    book = logging_in().accepts().passes(5)
    assert book.snapshot.seat.value is Seat.TIE_UP
    book.shows(Shown.LOGGING_IN).asks(LogOut()).shows(Shown.OFFLINE)
    assert "cancelled" in book.notice


def test_a_cancelled_login_that_is_overdue_ends_with_the_link() -> None:
    book = logging_in().accepts().asks(LogOut()).passes(5).shows(Shown.OFFLINE)
    assert "cancelled" in book.notice


def test_a_logout_that_is_never_confirmed_can_be_asked_again() -> None:
    book = Playbook().logged_in().asks(LogOut()).accepts().passes(5).shows(Shown.NOT_READY)
    assert "not confirmed the logout" in book.notice
    book.asks(LogOut())


def test_a_hang_up_without_answer_can_be_asked_again() -> None:
    book = Playbook().available().talking().asks(EndCall()).passes(5)
    book.asks(EndCall()).sends(StartWrap)


def test_no_deadlines_where_the_site_wants_none() -> None:
    import dataclasses

    from tests.helpers.playbook import RULES

    book = Playbook(dataclasses.replace(RULES, request_timeout_s=0.0)).logged_in().asks(GoAvailable())
    before = book.snapshot.notice
    assert book.passes(20).snapshot.notice == before
