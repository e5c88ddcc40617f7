"""Words that cross on the line, and requests that get no answer: nothing is lost, nobody is locked in."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.events import LinkLost, LinkUp
from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    Intent,
    JoinQueue,
    LogIn,
    LogOut,
    PickOutcome,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.records import Sending
from agentpanel.domain.rules import Inferred
from agentpanel.domain.snapshot import Completion, Shown, TagState
from agentpanel.domain.state import Seat, WishKind
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentFree,
    AgentLogin,
    AgentReady,
    AgentUnavailable,
    CampaignUpdate,
    EnumerateEnd,
    EnumerateOutcomes,
    LoggedIn,
    NowAvailable,
    SetTags,
    StartWrap,
    TransactionComplete,
    UserStatus,
)
from agentpanel.protocol.messages import (
    LogOut as LogOutMessage,
)
from tests.helpers.playbook import LOGIN, RULES, Playbook

FREE = AgentFree(campaign="Sales", agent="2", unavailable_reason=0)
READY = AgentReady(campaign="Sales", agent="2", agent_unique="{a}", campaign_unique="{c}")


def token(book: Playbook, kind: type) -> str:
    return next(str(m.token) for m in book.sent if isinstance(m, kind))  # type: ignore[attr-defined]


def test_an_unasked_af_that_crosses_our_au_does_not_release_the_waiting_aa() -> None:
    book = Playbook().available().asks(TakeBreak(1))
    asked = token(book, AgentUnavailable)
    book.asks(GoAvailable()).hears(FREE).sends()
    book.rejects(9001, asked).sends(AgentAvailable)
    assert book.snapshot.release_asked is None


def test_a_logout_that_crosses_our_au_keeps_the_race_rule() -> None:
    book = Playbook().available().asks(TakeBreak(1))
    asked = token(book, AgentUnavailable)
    book.gone().logged_in_by_dialer().asks(GoAvailable()).sends()
    book.accepts(asked).hears(FREE).sends(AgentAvailable)


def test_an_au_that_nobody_ever_acknowledges_does_not_lock_the_agent_in() -> None:
    book = Playbook().available().asks(TakeBreak(1)).passes(1).gone().logged_in_by_dialer().asks(GoAvailable())
    book.passes(4).sends(AgentAvailable)
    book = Playbook().available().asks(TakeBreak(1)).passes(1).hears(FREE).passes(4)
    assert (book.shown, book.snapshot.release_asked) == (Shown.NOT_READY, None)


def test_words_that_cross_the_logout_are_followed_and_the_release_comes_first() -> None:
    book = Playbook().logged_in().asks(LogOut()).sends(LogOutMessage)
    leaving = token(book, LogOutMessage)
    book.hears(NowAvailable(tenant="default", campaign="Sales", agent="2")).hears(READY)
    book.rejects(9001, leaving).sends(AgentUnavailable)
    book.accepts().hears(FREE).sends(LogOutMessage)
    book.gone().shows(Shown.LOGGED_OUT)


def test_a_call_that_crosses_the_logout_is_seen_and_served() -> None:
    book = Playbook().logged_in().asks(LogOut())
    leaving = token(book, LogOutMessage)
    book.hears(READY).talking().rejects(9001, leaving).shows(Shown.TALKING)
    book.ended().asks(Complete(101)).accept_all().hears(FREE).sends(LogOutMessage)


def test_a_break_while_becoming_available_is_asked_for() -> None:
    book = Playbook().logged_in().asks(GoAvailable()).asks(TakeBreak(1)).sends(AgentUnavailable)
    book.ready().shows(Shown.BREAK_ASKED)
    book.free().shows(Shown.NOT_READY)


@pytest.mark.parametrize("saves", [True, False])
def test_a_note_typed_while_the_outcome_is_on_its_way_is_kept(saves: bool) -> None:
    book = Playbook(saves=saves).available().talking().ended().asks(Complete(101))
    book.asks(WriteNote("late note"))
    assert book.row.note == "late note"
    assert book.row.state is (Sending.SENT if saves else Sending.UNSENT)
    if not saves:
        book.saved().sends(TransactionComplete)


def test_an_outcome_that_crossed_the_end_of_wrap_is_not_called_confirmed() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101))
    given = token(book, TransactionComplete)
    book.hears(READY)
    assert book.snapshot.call is None
    assert book.row.state is Sending.SENT
    book.rejects(9001, given)
    assert (book.row.state, str(book.row.why)) == (Sending.LOCAL, "the dialer refused it (error 9001)")
    assert book.snapshot.unsent == frozenset()


def test_an_outcome_whose_mv_comes_after_ar_is_confirmed() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).hears(READY).accept_all()
    assert book.row.state is Sending.CONFIRMED


def test_an_outcome_without_mv_is_confirmed_by_ar_in_the_end() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).hears(READY).passes(5)
    assert book.row.state is Sending.CONFIRMED
    assert book.snapshot.notice is None


def test_taking_the_outcome_back_disarms() -> None:
    book = Playbook().available().talking().asks(Complete(101)).asks(PickOutcome(None))
    assert book.call.completion is Completion.NONE
    book.ended().sends()


def test_an_armed_outcome_that_now_lacks_something_waits_and_says_why() -> None:
    book = Playbook().available().talking().asks(Complete(101)).asks(PickOutcome(102)).ended().sends()
    book.shows(Shown.WRAP)
    assert "needs a note" in book.notice
    book.asks(Complete(102, note="no")).sends(TransactionComplete)


def test_a_login_that_nobody_acknowledges_can_be_cancelled() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp()).passes(20).asks(LogOut()).shows(Shown.OFFLINE)
    patient = dataclasses.replace(RULES, request_timeout_s=0.0)
    book = Playbook(patient).asks(LogIn(LOGIN)).event(LinkUp()).asks(LogOut()).shows(Shown.OFFLINE)
    assert book.snapshot.seat.value is Seat.OUT


def test_a_login_cancelled_while_the_password_is_checked_sends_no_al() -> None:
    book = Playbook().asks(LogIn(LOGIN, "secret")).event(LinkUp()).asks(LogOut())
    book.hears(UserStatus(tenant="default", agent="2", status=0, permissions=1)).sends()
    book.shows(Shown.LOGGED_OUT).asks(LogIn(LOGIN)).sends(AgentLogin)


def test_available_without_an_answer_can_be_asked_again_and_so_can_the_logout() -> None:
    book = Playbook().logged_in().asks(GoAvailable()).passes(5)
    assert book.snapshot.wish.value.kind is WishKind.NONE
    book.asks(LogOut()).sends(LogOutMessage)
    book = Playbook().logged_in().asks(GoAvailable()).passes(5).asks(GoAvailable()).sends(AgentAvailable)


def test_a_refused_tag_can_be_tried_again_unchanged() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "x")).rejects()
    book.asks(SetTag(1, "x")).sends(SetTags)
    book.accepts().asks(SetTag(1, "x")).sends()


def test_a_refused_tag_does_not_ride_in_the_next_st() -> None:
    every = dataclasses.replace(RULES, inferred=dataclasses.replace(Inferred(), st_keeps_other_tags=False))
    book = Playbook(every).available().talking().asks(SetTag(1, "bad")).rejects().asks(SetTag(2, "good"))
    message = book.sent[0]
    assert isinstance(message, SetTags)
    assert (message.tag1, message.tag2) == (None, "good")


def test_a_late_answer_for_the_tag_of_the_last_call_leaves_this_calls_alone() -> None:
    book = Playbook().available().talking("S1").asks(SetTag(1, "x"))
    first = token(book, SetTags)
    book.ended("S1").asks(Complete(101)).hears(READY).talking("S2").asks(SetTag(1, "x"))
    book.rejects(9, first)
    assert book.call.tags[0].state is TagState.SENT


def test_a_second_au_that_is_refused_leaves_the_first_standing() -> None:
    twice = dataclasses.replace(RULES, inferred=dataclasses.replace(Inferred(), second_au=True))
    book = Playbook(twice).available().asks(TakeBreak(1)).accepts().asks(TakeBreak(2)).rejects(9)
    assert book.snapshot.release_asked is not None
    book.asks(GoAvailable()).sends()
    book.free().sends(AgentAvailable)


def test_the_outcomes_of_the_new_campaign_are_asked_for_after_a_move() -> None:
    book = Playbook().available().hears(CampaignUpdate(campaign="Service", agent="2"))
    book.sends(EnumerateEnd, EnumerateOutcomes)
    assert book.sent[1].campaign == "Service"  # type: ignore[attr-defined]


def test_a_move_after_the_outcome_is_nothing_odd() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).accept_all()
    book.hears(NowAvailable(tenant="default", campaign="Sales", agent="2"))
    assert book.snapshot.notice is None


def test_a_refusal_for_a_call_that_is_gone_leaves_nothing_unsent() -> None:
    book = Playbook().available().talking("S1").ended("S1").asks(Complete(101))
    given = token(book, TransactionComplete)
    book.offered("S2").rejects(9, given)
    assert book.snapshot.unsent == frozenset()
    assert book.rows["p-1"].state is Sending.LOCAL


def test_nobody_reads_the_password_in_what_is_printed() -> None:
    book = Playbook().asks(LogIn(LOGIN, "geheim")).event(LinkUp())
    assert "geheim" not in repr(book.sent)
    assert "geheim" not in repr(book.desk._memory)
    book.hears(UserStatus(tenant="default", agent="2", status=0, permissions=1))
    assert book.desk._memory.password is None


def test_a_link_that_nobody_wants_any_more_is_closed_again() -> None:
    book = Playbook().event(LinkUp())
    assert [type(effect).__name__ for effect in book.effects] == ["CloseLink"]


def test_ending_a_call_that_is_answered_twice_is_one_end() -> None:
    book = Playbook().available().talking().asks(EndCall()).sends(StartWrap).accepts().ended().shows(Shown.WRAP)
    assert book.call.ended is not None


def test_a_note_typed_after_the_outcome_was_accepted_leaves_it_confirmed() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).accepts().asks(WriteNote("later")).ready()
    assert (book.row.state, book.row.note) == (Sending.CONFIRMED, "later")


def test_an_mv_that_comes_after_ar_waits_for_nothing_more() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101))
    given = token(book, TransactionComplete)
    book.hears(READY).accepts(given).passes(60)
    assert book.row.state is Sending.CONFIRMED
    assert not any("accepted the outcome" in str(notice.words) for notice in book.snapshot.notices)


def test_an_outcome_on_its_way_at_the_logout_is_still_answered() -> None:
    for answer, state in ((Playbook.accepts, Sending.CONFIRMED), (Playbook.rejects, Sending.LOCAL)):
        book = Playbook().available().talking().ended().asks(Complete(101))
        given = token(book, TransactionComplete)
        book.gone()
        assert book.row.state is Sending.SENT
        answer(book, token=given)
        assert book.row.state is state


def test_an_end_that_crosses_the_other_sides_is_told_as_that() -> None:
    book = Playbook().available().talking().asks(EndCall()).ended().rejects(406).shows(Shown.WRAP)
    assert "refused ending the call (error 406). The call has ended." in book.notice
    book = Playbook().available().talking().asks(EndCall()).ended().passes(10)
    assert book.snapshot.notice is None


def test_an_end_that_is_accepted_late_is_under_way_again() -> None:
    book = Playbook().available().talking().asks(EndCall())
    first = token(book, StartWrap)
    book.passes(5)
    assert not book.call.ending
    book.accepts(first)
    assert book.call.ending


def test_the_second_of_two_ends_does_not_undo_the_first() -> None:
    book = Playbook().available().talking().asks(EndCall())
    first = token(book, StartWrap)
    book.passes(5).asks(EndCall())
    second = token(book, StartWrap)
    book.accepts(first).rejects(406, second)
    assert book.call.ending
    assert "refused ending the call (error 406). Your work is not affected." in book.notice


def test_the_late_mv_of_an_end_is_not_about_the_next_call() -> None:
    book = Playbook().available().talking().asks(EndCall())
    given = token(book, StartWrap)
    book.passes(1).ended().asks(Complete(101)).hears(READY).talking("S2").accepts(given).passes(10)
    assert not book.call.ending
    assert book.snapshot.notice is None


@pytest.mark.parametrize("intent", [GoAvailable(), LogOut()])
def test_what_crosses_a_move_is_asked_again_in_the_new_campaign(intent: Intent) -> None:
    book = Playbook().logged_in().asks(intent)
    kind = type(book.sent[0])
    book.hears(CampaignUpdate(campaign="Service", agent="2"))
    first = next(request.token for request in book.desk._memory.ledger.open if isinstance(request.message, kind))
    notices = book.snapshot.notices
    book.rejects(9025, first).sends(kind)
    assert (book.sent[0].campaign, book.snapshot.notices) == ("Service", notices)  # type: ignore[attr-defined]
    book.rejects(9025).sends()
    assert "refused" in book.notice


def test_a_refusal_of_ours_that_had_another_answer_is_no_strangers() -> None:
    book = Playbook().logged_in().asks(LogOut())
    leaving = token(book, LogOutMessage)
    book.gone()
    notices = book.snapshot.notices
    assert book.rejects(9027, leaving).snapshot.notices == notices
    assert "not asked" in book.rejects(9027, "somebody's").notice


def test_what_was_asked_before_the_link_was_lost_is_forgotten() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "x")).asks(JoinQueue("VIP")).event(LinkLost(None))
    memory = book.desk._memory
    assert (memory.tagging, memory.joining) == ({}, {})
    assert memory.queues == ("VIP",)


def test_an_outcome_that_was_accepted_before_the_logout_waits_for_nothing_more() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).accepts().gone().passes(10)
    assert book.row.state is Sending.CONFIRMED
    assert not any("accepted the outcome" in str(notice.words) for notice in book.snapshot.notices)


def test_an_armed_outcome_does_not_overtake_a_dialer_that_closes_calls_by_itself() -> None:
    login = dataclasses.replace(LOGIN, auto_wrap=True)

    def armed() -> Playbook:
        book = Playbook().asks(LogIn(login)).event(LinkUp()).hears(LoggedIn(campaign="Sales", agent="2"))
        return book.accept_all().asks(GoAvailable()).ready().talking().asks(Complete(101))

    book = armed().ended().sends().ready()
    assert (book.row.state, book.row.outcome) == (Sending.LOCAL, 101)
    book.talking("S2").passes(2).sends().shows(Shown.TALKING)
    armed().ended().passes(1).sends(TransactionComplete)
    armed().ended().asks(Complete(101)).sends(TransactionComplete)
