"""The main job: log in, take calls, tag, give the outcome, take a break, log out."""

from __future__ import annotations

from agentpanel.domain.events import LinkUp, Recorded
from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    LogIn,
    LogOut,
    PickOutcome,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.records import Sending
from agentpanel.domain.snapshot import Completion, Login, Recording, Shown, TagState
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentUnavailable,
    CallEnded,
    EnumerateEnd,
    EnumerateOutcomes,
    HoldAcknowledge,
    RecordingAcknowledge,
    SetTags,
    StartWrap,
    TransactionComplete,
    UserAuthenticate,
    UserStatus,
    VerifyStatus,
)
from agentpanel.protocol.messages import (
    LogOut as LogOutMessage,
)
from tests.helpers.playbook import LOGIN, Playbook


def test_login_opens_the_link_then_asks() -> None:
    book = Playbook().asks(LogIn(LOGIN)).shows(Shown.CONNECTING)
    book.event(LinkUp()).sends(VerifyStatus, AgentLogin).shows(Shown.LOGGING_IN)
    login = book.sent[-1]
    assert isinstance(login, AgentLogin)
    assert (login.campaign, login.agent, login.extension, login.tenant) == ("Sales", "2", "1522", None)
    book.logged_in_by_dialer().sends(EnumerateOutcomes).shows(Shown.NOT_READY)


def test_a_password_goes_ahead_as_ua_and_al_waits_for_us() -> None:
    book = Playbook().asks(LogIn(LOGIN, "secret")).event(LinkUp())
    book.sends(VerifyStatus, UserAuthenticate).shows(Shown.LOGGING_IN)
    check = book.sent[-1]
    assert isinstance(check, UserAuthenticate)
    assert (check.tenant, check.agent, check.user, check.password) == ("default", "2", None, "secret")
    book.accepts().sends()
    said = UserStatus(tenant="default", agent="2", status=0, permissions=1)
    book.hears(said).sends(AgentLogin)


def test_ua_names_the_user_and_not_the_agent_where_there_is_one() -> None:
    login = Login(campaign="Sales", agent="2", extension="1", tenant="acme", user="ann")
    book = Playbook().asks(LogIn(login, "secret")).event(LinkUp())
    check = book.sent[-1]
    assert isinstance(check, UserAuthenticate)
    assert (check.tenant, check.agent, check.user) == ("acme", None, "ann")
    assert "secret" not in repr(book.snapshot)


def test_available_is_shown_when_the_dialer_says_so() -> None:
    book = Playbook().logged_in().asks(GoAvailable()).sends(AgentAvailable).shows(Shown.NOT_READY)
    book.accepts().shows(Shown.NOT_READY)
    book.ready().shows(Shown.AVAILABLE)


def test_a_whole_call() -> None:
    book = Playbook().available().offered().shows(Shown.OFFERED)
    assert book.row.state is Sending.LOCAL
    book.offered().shows(Shown.TALKING)
    book.hears(RecordingAcknowledge(campaign="Sales", agent="2", on=True, status=0))
    assert book.call.recording is Recording.ON
    book.asks(SetTag(1, "VIP")).sends(SetTags)
    book.accepts()
    assert book.call.tags[0].state is TagState.ACCEPTED
    book.asks(EndCall()).sends(StartWrap).shows(Shown.TALKING)
    book.accepts().ended().shows(Shown.WRAP)
    book.asks(Complete(101)).sends(TransactionComplete)
    outcome = book.sent[0]
    assert isinstance(outcome, TransactionComplete)
    assert outcome.outcome == 101
    assert book.row.state is Sending.SENT
    book.accepts()
    assert book.row.state is Sending.CONFIRMED
    book.ready().shows(Shown.AVAILABLE)
    assert book.snapshot.call is None
    assert (book.row.outcome, book.row.tags[0], book.row.recorded) == (101, "VIP", True)
    assert book.row.ended is not None


def test_ar_alone_confirms_the_outcome() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).ready()
    assert book.row.state is Sending.CONFIRMED
    assert book.snapshot.unsent == frozenset()


def test_the_outcome_leaves_only_when_the_row_is_on_the_disk() -> None:
    book = Playbook(saves=False).available().talking().ended()
    book.asks(Complete(101)).sends()
    assert book.call.completion is Completion.SAVING
    assert book.snapshot.unsent
    book.saved().sends(TransactionComplete)


def test_an_older_version_of_the_row_on_disk_does_not_let_the_outcome_leave() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(WriteNote("late"))
    older = book.desk._memory.versions[book.call.key]
    book.asks(Complete(101)).event(Recorded(book.call.key, older)).sends()
    assert not book.call.saved
    book.saved().sends(TransactionComplete)


def test_a_full_disk_does_not_keep_the_outcome_from_the_dialer() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(Complete(101))
    book.saved("the disk is full").sends(TransactionComplete)
    assert "the disk is full" in book.notice


def test_a_slow_disk_is_not_waited_for_for_ever() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(Complete(101))
    book.passes(1.0).sends(TransactionComplete)
    book.saved().sends()


def test_an_outcome_chosen_in_the_call_leaves_when_it_has_ended() -> None:
    book = Playbook().available().talking().asks(Complete(101)).sends()
    assert book.call.completion is Completion.ARMED
    book.ended().sends(TransactionComplete)


def test_available_in_wrap_completes_with_the_picked_outcome() -> None:
    book = Playbook().available().talking().ended().asks(PickOutcome(101))
    book.asks(GoAvailable()).sends(TransactionComplete)
    assert book.sent[0] == TransactionComplete(
        campaign="Sales",
        agent="2",
        outcome=101,
        token=book.sent[0].token,  # type: ignore[attr-defined]
    )


def test_a_break_is_asked_at_once_and_taken_when_the_dialer_releases() -> None:
    book = Playbook().available().asks(TakeBreak("lunch")).sends(AgentUnavailable).shows(Shown.BREAK_ASKED)
    asked = book.sent[0]
    assert isinstance(asked, AgentUnavailable)
    assert (asked.release, asked.reason_code, asked.reason_text) == (0, 1, "Lunch")
    book.accepts().shows(Shown.BREAK_ASKED)
    book.free(reason_code=1, reason_text="Lunch").shows(Shown.NOT_READY)
    assert book.snapshot.free_reason is not None
    assert book.snapshot.free_reason.text == "Lunch"


def test_a_break_asked_in_wrap_is_followed_by_af_and_not_by_ar() -> None:
    book = Playbook().available().talking().ended().asks(TakeBreak(2)).sends(AgentUnavailable)
    book.asks(Complete(101)).sends(TransactionComplete)
    book.free().shows(Shown.NOT_READY)
    assert book.row.state is Sending.CONFIRMED


def test_logging_out_while_available_asks_for_the_release_first() -> None:
    book = Playbook().available().asks(LogOut()).sends(AgentUnavailable).shows(Shown.BREAK_ASKED)
    book.accepts().free().sends(LogOutMessage).shows(Shown.LOGGING_OUT)
    book.accepts().gone().sends(EnumerateEnd).shows(Shown.LOGGED_OUT)


def test_logging_out_when_not_ready_is_immediate() -> None:
    book = Playbook().logged_in().asks(LogOut()).sends(LogOutMessage)
    book.gone().shows(Shown.LOGGED_OUT)


def test_a_login_can_be_cancelled_and_is_undone_after_li() -> None:
    book = Playbook().asks(LogIn(LOGIN)).event(LinkUp()).asks(LogOut()).sends()
    book.logged_in_by_dialer().sends(EnumerateOutcomes, LogOutMessage).shows(Shown.LOGGING_OUT)


def test_notes_and_picks_are_on_disk_as_they_are_made() -> None:
    book = Playbook().available().talking().asks(WriteNote("call her mother")).asks(PickOutcome(101))
    assert (book.row.note, book.row.outcome) == ("call her mother", 101)
    assert book.call.saved


def test_somebody_else_may_hold_the_call() -> None:
    book = Playbook().available().talking()
    book.hears(HoldAcknowledge(campaign="Sales", agent="2", on=True, status=0)).shows(Shown.HELD)
    book.hears(HoldAcknowledge(campaign="Sales", agent="2", status=0)).shows(Shown.TALKING)


def test_ce_after_our_own_sw_and_a_second_ce_change_nothing_more() -> None:
    book = Playbook().available().talking().asks(EndCall()).ended().shows(Shown.WRAP)
    book.hears(CallEnded(campaign="Sales", agent="2")).sends().shows(Shown.WRAP)
