"""Giving a call to somebody else and fetching them into it: each TA at each stage, refusals, silence, the end."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.confirm import settled
from agentpanel.domain.controls import Control
from agentpanel.domain.events import LinkLost
from agentpanel.domain.intents import Complete, EndCall, Hold, Intent, SwapHold, TakeBreak, TransferCall
from agentpanel.domain.parties import Manner, Party, Target, TargetKind, TransferStage
from agentpanel.domain.records import Sending
from agentpanel.domain.rules import CallRules
from agentpanel.domain.snapshot import Shown, Snapshot
from agentpanel.domain.status import status
from agentpanel.domain.view import view
from agentpanel.protocol.messages import (
    HoldAcknowledge,
    RequestHold,
    Requeue,
    StartWrap,
    TransactionComplete,
    TransferAcknowledge,
    TransferRequest,
    TransferToAgent,
)
from tests.helpers.playbook import RULES, Playbook, connect

JOE = Target(TargetKind.AGENT, "7", "Joe")
CONNECTED, OVER, FAILED, OFFERED, CONFERENCE = range(5)
ALL_RS = (CONNECTED, OVER, FAILED, OFFERED, CONFERENCE)


def ta(status_: int) -> TransferAcknowledge:
    return TransferAcknowledge(campaign="Sales", agent="2", status=status_)


def ha(who: str | None = None, *, on: bool = False) -> HoldAcknowledge:
    return HoldAcknowledge(campaign="Sales", agent="2", status=0, on=on, who=who)


def asked(manner: Manner, *heard: int, target: Target = JOE) -> Playbook:
    """A transfer, accepted by the dialer, and what TA has said of it since."""
    book = Playbook().available().talking().asks(TransferCall(target, manner)).accepts()
    for said in heard:
        book.hears(ta(said))
    return book


def stage(book: Playbook) -> TransferStage | None:
    return None if book.call.transfer is None else book.call.transfer.stage


def verdict(book: Playbook, intent: Intent, before: Snapshot) -> object:
    found = settled(intent, before, book.snapshot)
    return found if found is None or found is True else str(found)


def why(intent: Intent, book: Playbook) -> str:
    return str(book.refuses(intent))


# -- TR -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "manner", "fields"),
    [
        (JOE, Manner.SCREENED, {"to_agent": "7"}),
        (JOE, Manner.BLIND, {"to_agent": "7", "blind": True}),
        (JOE, Manner.CONFERENCE, {"to_agent": "7", "conference": True}),
        (JOE, Manner.AGENTS_FIRST, {"to_agent": "7", "agents_first_conference": True}),
        (JOE, Manner.CUSTOMER_HELD, {"to_agent": "7", "held_conference": True}),
        (Target(TargetKind.EXTENSION, "15 22"), Manner.SCREENED, {"to_extension": "15 22"}),
        (Target(TargetKind.EXTENSION, "15"), Manner.CUSTOMER_HELD, {"to_extension": "15", "held_conference": True}),
        (Target(TargetKind.EXTERNAL, "+44/1"), Manner.BLIND, {"to_external": "+44/1", "blind": True}),
        (Target(TargetKind.EXTERNAL, "0800"), Manner.CONFERENCE, {"to_external": "0800", "conference": True}),
    ],
)
def test_what_is_sent(target: Target, manner: Manner, fields: dict[str, object]) -> None:
    sent = Playbook().available().talking().asks(TransferCall(target, manner)).sends(TransferRequest).sent[0]
    assert isinstance(sent, TransferRequest)
    wanted = TransferRequest(campaign="Sales", agent="2", ring_limit=15, token=sent.token, **fields)  # type: ignore[arg-type]
    assert sent == wanted


def test_the_dialer_may_choose_the_ring_limit() -> None:
    rules = dataclasses.replace(RULES, calls=CallRules(ring_limit_s=None))
    sent = Playbook(rules).available().talking().asks(TransferCall(JOE)).sent[0]
    assert isinstance(sent, TransferRequest)
    assert sent.ring_limit is None


def test_a_queue_is_requeued_to() -> None:
    intent = TransferCall(Target(TargetKind.QUEUE, "VIP"))
    book = Playbook().available().talking()
    before = book.snapshot
    sent = book.asks(intent).sends(Requeue).sent[0]
    assert isinstance(sent, Requeue)
    assert sent.group == "VIP"
    assert book.call.transfer is None
    assert verdict(book, intent, before) is None
    book.accepts().ended().shows(Shown.WRAP)
    assert verdict(book, intent, before) is True


# -- who can be given a call ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "part"),
    [
        (Target(TargetKind.AGENT, ""), "The agent: must not be empty"),
        (Target(TargetKind.AGENT, "a/b"), "The agent: must not contain /"),
        (Target(TargetKind.AGENT, "2"), "to yourself"),
        (Target(TargetKind.EXTENSION, "1522"), "to yourself"),
        (Target(TargetKind.EXTENSION, "1\\2"), "The extension: must not contain a backslash"),
        (Target(TargetKind.EXTENSION, "1" * 121), "The extension: must have at most 120"),
        (Target(TargetKind.EXTERNAL, "1" * 81), "The number: must have at most 80"),
        (Target(TargetKind.QUEUE, "q\0"), "The queue"),
    ],
)
def test_an_address_that_cannot_be_sent(target: Target, part: str) -> None:
    assert part in why(TransferCall(target), Playbook().available().talking())


def test_only_listed_numbers_where_the_site_says_so() -> None:
    listed = Target(TargetKind.EXTERNAL, "0800111")
    rules = dataclasses.replace(RULES, calls=CallRules(any_number=False), targets=(listed, JOE))
    book = Playbook(rules).available().talking()
    assert book.desk.refusal(TransferCall(listed, Manner.BLIND)) is None
    assert "outside number" in why(TransferCall(listed, Manner.SCREENED), book)
    assert book.desk.refusal(TransferCall(Target(TargetKind.AGENT, "7"))) is None
    assert book.desk.refusal(TransferCall(Target(TargetKind.QUEUE, "any"))) is None
    assert "0900 is not one of the targets" in why(TransferCall(Target(TargetKind.EXTERNAL, "0900")), book)
    assert "9 is not one of the targets" in why(TransferCall(Target(TargetKind.AGENT, "9")), book)


def test_an_old_dialer_has_no_conference_with_the_customer_held() -> None:
    book = Playbook(dataclasses.replace(RULES, version=(10, 6, 100))).available().talking()
    assert "10.6.147" in why(TransferCall(JOE, Manner.CUSTOMER_HELD), book)
    assert book.desk.refusal(TransferCall(JOE, Manner.AGENTS_FIRST)) is None


# -- while it is on its way -----------------------------------------------------------------------------------


def test_it_is_asked_then_offered() -> None:
    book = asked(Manner.SCREENED).shows(Shown.TALKING)
    assert stage(book) is TransferStage.ASKED
    book.hears(ta(OFFERED)).shows(Shown.TRANSFER)
    assert stage(book) is TransferStage.OFFERED
    for intent in (EndCall(), TransferCall(JOE), Hold(on=True), SwapHold()):
        assert why(intent, book) == "A transfer is under way; wait for its answer."
    told = status(book.snapshot, RULES, book.now)["call"]["transfer"]
    assert told == {"target": "7", "manner": "screened", "stage": "offered"}
    assert book.passes(20).sent == []
    assert "carried" not in str(book.snapshot.notice), "the offer is the answer to TR"


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("before", [(), (OFFERED,)])
def test_it_comes_to_nothing(manner: Manner, before: tuple[int, ...]) -> None:
    book = asked(manner, *before)
    old = Playbook().available().talking().snapshot
    assert verdict(book, TransferCall(JOE, manner), old) is None
    book.hears(ta(FAILED)).shows(Shown.TALKING)
    assert book.call.transfer is None
    assert book.notice.startswith("The call was not given to Joe: not there, not free for it, or no answer.")
    assert verdict(book, TransferCall(JOE, manner), old) == book.notice
    assert view(book.snapshot, RULES).on(Control.TRANSFER)
    book.asks(EndCall()).sends(StartWrap)


@pytest.mark.parametrize("manner", Manner)
def test_one_side_hangs_up_while_it_is_offered(manner: Manner) -> None:
    book = asked(manner, OFFERED, OVER).shows(Shown.TALKING)
    assert book.notice == "The transfer to Joe is over: one side has hung up. You have the call."
    book.ended().shows(Shown.WRAP).asks(Complete(101)).sends(TransactionComplete)


def test_the_customer_hangs_up_while_it_is_offered() -> None:
    book = asked(Manner.SCREENED, OFFERED)
    old = Playbook().available().talking().snapshot
    book.ended().shows(Shown.WRAP)
    assert book.call.transfer is None
    assert verdict(book, TransferCall(JOE), old) == "The dialer has not confirmed it."
    notices = len(book.snapshot.notices)
    for late in ALL_RS:
        book.hears(ta(late)).shows(Shown.WRAP)
    assert len(book.snapshot.notices) == notices, "the call is over: nothing more is to be said of its transfer"


def test_refused() -> None:
    book = asked(Manner.SCREENED).rejects(406).shows(Shown.TALKING)
    assert "The dialer refused the transfer (error 406). The call goes on." in book.notice
    assert book.call.transfer is None
    assert book.desk.refusal(TransferCall(JOE)) is None


def test_silence_lets_it_be_asked_again_and_a_late_answer_is_still_ours() -> None:
    book = asked(Manner.CONFERENCE).passes(5)
    assert "accepted the transfer but has not carried it out" in book.notice
    assert book.call.transfer is None
    book.hears(ta(OFFERED)).shows(Shown.TRANSFER)
    assert book.call.transfer is not None
    assert (book.call.transfer.target, book.call.transfer.manner) == (JOE, Manner.CONFERENCE)


def test_a_held_call_that_nobody_takes_is_held_until_ha_says_otherwise() -> None:
    book = Playbook().available().talking().hears(ha(on=True)).shows(Shown.HELD)
    book.asks(TransferCall(JOE)).accepts().hears(ta(OFFERED)).shows(Shown.TRANSFER)
    book.hears(ta(FAILED)).shows(Shown.HELD)
    book = Playbook().available().talking().hears(ha(on=True)).asks(TransferCall(JOE)).accepts()
    book.hears(ta(OFFERED)).hears(ha("1")).hears(ta(FAILED)).shows(Shown.TALKING)
    for manner in Manner:
        book = Playbook().available().talking().hears(ha(on=True)).asks(TransferCall(JOE, manner)).accepts()
        assert book.hears(ta(FAILED)).shows(Shown.HELD).call.held == {Party.CUSTOMER}


# -- blind ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heard", [(OFFERED, CONNECTED), (CONNECTED,), (OFFERED, CONNECTED, OVER), (OFFERED,)])
def test_a_blind_transfer_leaves_no_outcome_to_give(heard: tuple[int, ...]) -> None:
    book = asked(Manner.BLIND, *heard).shows(Shown.TRANSFER)
    old = Playbook().available().talking().snapshot
    book.ready().shows(Shown.AVAILABLE)
    assert book.snapshot.call is None
    assert (book.row.state, str(book.row.why)) == (Sending.LOCAL, "given to Joe")
    assert not any("closed the call" in str(notice.words) for notice in book.snapshot.notices)
    assert book.snapshot.finished is not None
    assert book.snapshot.unsent == frozenset()
    assert verdict(book, TransferCall(JOE, Manner.BLIND), old) is True


def test_a_blind_transfer_is_told_when_it_is_done() -> None:
    book = asked(Manner.BLIND, OFFERED, CONNECTED)
    assert book.notice == "The call is with Joe now."
    assert why(EndCall(), book) == "A transfer is under way; wait for its answer."


def test_a_break_asked_before_a_blind_transfer_is_taken_after_it() -> None:
    book = asked(Manner.BLIND).asks(TakeBreak(1)).hears(ta(CONNECTED)).free(reason_code=1).shows(Shown.NOT_READY)
    assert str(book.row.why) == "given to Joe"


def test_an_outcome_chosen_before_a_blind_transfer_never_leaves() -> None:
    book = Playbook().available().talking().asks(Complete(101)).asks(TransferCall(JOE, Manner.BLIND)).accepts()
    book.hears(ta(CONNECTED)).ready().sends()
    assert (book.row.outcome, book.row.state) == (101, Sending.LOCAL)


def test_ar_before_any_word_on_the_transfer_is_the_dialers_own_closing() -> None:
    book = asked(Manner.BLIND).ready()
    assert "closed the call" in book.notice
    assert str(book.row.why) == "the dialer closed the call first"


# -- screened -------------------------------------------------------------------------------------------------


def test_a_screened_transfer_ends_in_wrap() -> None:
    book = asked(Manner.SCREENED, OFFERED, CONNECTED).shows(Shown.TRANSFER)
    old = Playbook().available().talking().snapshot
    assert book.notice == "The call is with Joe now."
    assert verdict(book, TransferCall(JOE), old) is True
    book.ended().shows(Shown.WRAP)
    assert book.call.transfer is None
    assert verdict(book, TransferCall(JOE), old) is True
    book.asks(Complete(101)).sends(TransactionComplete).ready().shows(Shown.AVAILABLE)
    assert book.row.state is Sending.CONFIRMED


# -- three in a call ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [CONNECTED, CONFERENCE])
def test_a_conference_can_be_left_and_the_call_goes_on_without_us(said: int) -> None:
    book = asked(Manner.CONFERENCE, OFFERED, said).shows(Shown.TRANSFER)
    assert stage(book) is TransferStage.CONFERENCE
    assert why(TransferCall(JOE), book) == "A transfer is under way; wait for its answer."
    book.asks(EndCall()).sends(StartWrap).accepts().ended().shows(Shown.WRAP)
    book.asks(Complete(101)).sends(TransactionComplete)


def test_the_other_one_leaves_the_conference() -> None:
    book = asked(Manner.CONFERENCE, OFFERED, CONFERENCE).hears(ha("2", on=True))
    assert book.call.held == {Party.OTHER}
    book.hears(ta(OVER)).shows(Shown.TALKING)
    assert (book.call.transfer, book.call.held) == (None, frozenset())
    assert book.notice == "The other party (Joe) has left the call; you have it alone."


def test_holding_in_a_conference_names_the_party_and_stays_a_transfer() -> None:
    book = asked(Manner.CONFERENCE, OFFERED, CONFERENCE)
    assert why(Hold(on=False, party=Party.OTHER), book) == "Nobody is on hold."
    sent = book.asks(Hold(on=True, party=Party.OTHER)).sends(RequestHold).sent[0]
    assert isinstance(sent, RequestHold)
    assert (sent.on, sent.who) == (True, "2")
    book.accepts().hears(ha(on=True)).shows(Shown.TRANSFER)
    assert book.call.held == {Party.OTHER}
    assert "on hold already" in why(Hold(on=True, party=Party.OTHER), book)
    swap = book.asks(SwapHold()).sent[0]
    assert isinstance(swap, RequestHold)
    assert (swap.on, swap.who) == (True, "8")
    book.accepts().hears(ha("8", on=True)).shows(Shown.TRANSFER)
    assert book.call.held == {Party.CUSTOMER}
    back = book.asks(Hold(on=False)).sent[0]
    assert isinstance(back, RequestHold)
    assert (back.on, back.who) == (False, "1")
    book.accepts().hears(ha("1")).shows(Shown.TRANSFER)
    assert book.call.held == frozenset()
    both = book.asks(Hold(on=True)).accepts().hears(ha("1", on=True)).asks(Hold(on=True))
    assert [getattr(message, "who", None) for message in both.sent] == ["2"]
    both.accepts().hears(ha("2", on=True))
    assert both.call.held == {Party.CUSTOMER, Party.OTHER}
    assert why(Hold(on=True), both) == "The call is on hold already."
    assert "Somebody" not in str(book.snapshot.notice)


@pytest.mark.parametrize("hold_told", [True, False])
def test_agents_talk_first_then_all_three(hold_told: bool) -> None:
    book = asked(Manner.AGENTS_FIRST, OFFERED, CONNECTED).shows(Shown.TRANSFER)
    if hold_told:
        book.hears(ha("1", on=True))
    assert (stage(book), book.call.held) == (TransferStage.CONNECTED, {Party.CUSTOMER})
    assert book.notice.startswith("You talk to Joe and the customer waits.")
    sent = book.asks(Hold(on=False, party=Party.CUSTOMER)).sends(RequestHold).sent[0]
    assert isinstance(sent, RequestHold)
    assert (sent.on, sent.who) == (False, "1")
    book.accepts().hears(ha("1")).hears(ta(CONFERENCE)).shows(Shown.TRANSFER)
    assert (stage(book), book.call.held) == (TransferStage.CONFERENCE, frozenset())
    book.asks(EndCall()).sends(StartWrap)


def test_the_first_talk_can_be_left_or_be_over() -> None:
    assert asked(Manner.AGENTS_FIRST, OFFERED, CONNECTED).desk.refusal(EndCall()) is None
    book = asked(Manner.AGENTS_FIRST, OFFERED, CONNECTED, OVER).shows(Shown.TALKING)
    assert book.call.held == frozenset()


def test_the_customer_waits_until_fetched() -> None:
    book = asked(Manner.CUSTOMER_HELD, OFFERED, CONFERENCE).hears(ha("1", on=True)).shows(Shown.TRANSFER)
    assert (stage(book), book.call.held) == (TransferStage.CONFERENCE, {Party.CUSTOMER})
    book.asks(Hold(on=False, party=Party.CUSTOMER)).accepts().hears(ha("1"))
    assert book.call.held == frozenset()
    early = asked(Manner.CUSTOMER_HELD, OFFERED).hears(ha("1", on=True)).hears(ta(CONFERENCE))
    assert early.call.held == {Party.CUSTOMER}
    early.hears(ha("1")).hears(ta(OVER)).shows(Shown.TALKING)


# -- what nobody here asked for -------------------------------------------------------------------------------


def test_somebody_else_transfers_the_call() -> None:
    book = Playbook().available().talking().hears(ta(OFFERED)).shows(Shown.TRANSFER)
    assert book.notice == "Somebody else transfers this call."
    book.hears(ta(CONNECTED))
    assert book.notice == "The call is with somebody now."
    book.ready().shows(Shown.AVAILABLE)
    assert (book.row.state, str(book.row.why)) == (Sending.LOCAL, "given to somebody")


def test_a_transfer_of_somebody_else_that_comes_to_nothing() -> None:
    book = Playbook().available().talking().hears(ta(OFFERED)).hears(ta(FAILED)).shows(Shown.TALKING)
    assert book.call.transfer is None
    book = Playbook().available().talking().hears(ta(CONFERENCE)).shows(Shown.TRANSFER)
    assert stage(book) is TransferStage.CONFERENCE


def test_words_on_a_transfer_that_fit_nothing() -> None:
    book = Playbook().available().talking()
    for said in (OVER, FAILED):
        book.hears(ta(said)).shows(Shown.TALKING)
    assert book.snapshot.notices == ()
    for odd in (9, None):
        book.hears(TransferAcknowledge(campaign="Sales", agent="2", status=odd)).shows(Shown.TALKING)
        assert "does not fit" in book.notice
    waiting = Playbook().available()
    assert waiting.hears(ta(OVER)).snapshot.notices == ()
    assert "does not fit" in waiting.hears(ta(CONNECTED)).shows(Shown.AVAILABLE).notice


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("first", ALL_RS)
@pytest.mark.parametrize("second", ALL_RS)
def test_any_order_of_words_leaves_a_way_out(manner: Manner, first: int, second: int) -> None:
    """Whatever TA says, in whatever order, the call can be ended by the dialer and the agent log out."""
    book = asked(manner, first, second)
    assert book.shown in (Shown.TALKING, Shown.TRANSFER)
    assert (book.shown is Shown.TRANSFER) is (book.call.transfer is not None)
    book.ended().shows(Shown.WRAP).asks(Complete(101)).ready().shows(Shown.AVAILABLE)
    assert book.row.state is Sending.CONFIRMED


def test_a_lost_link_ends_it() -> None:
    book = asked(Manner.SCREENED, OFFERED).event(LinkLost(None))
    assert book.call.transfer is None
    assert str(book.row.why) == "the connection was lost while the call was open"


def test_the_senders_copy_of_the_data_is_no_news() -> None:
    book = asked(Manner.SCREENED)
    book.hears(TransferToAgent(campaign="Sales", agent="2", sender="7", data="A~A~1"))
    assert book.snapshot.notices == ()


def test_a_new_call_after_a_blind_transfer_is_a_new_row() -> None:
    book = asked(Manner.BLIND, CONNECTED).ready()
    book.hears(connect("S2")).shows(Shown.OFFERED)
    assert (book.call.session, book.call.incoming, len(book.rows)) == ("S2", None, 2)
