"""Calls that other agents give: offered, taken, rejected, missed, with their data, from another campaign."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from agentpanel.domain.confirm import settled
from agentpanel.domain.controls import Control
from agentpanel.domain.events import LinkUp
from agentpanel.domain.intents import AnswerTransfer, Complete, EndCall, Hold, LogIn, LogOut, RequeueCall, TransferCall
from agentpanel.domain.parties import Answer, Target, TargetKind
from agentpanel.domain.records import Sending
from agentpanel.domain.rules import CallRules, FirstAc, Inferred, SiteRules
from agentpanel.domain.snapshot import Shown, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.status import status
from agentpanel.domain.view import view
from agentpanel.protocol.messages import (
    AgentConnect,
    AgentLogin,
    CallEnded,
    CampaignUpdate,
    EnumerateEnd,
    EnumerateOutcomes,
    HoldAcknowledge,
    LoggedIn,
    MoveStatus,
    RequestHold,
    StartWrap,
    TransactionComplete,
    TransferAcknowledge,
    TransferAnswer,
    TransferRequest,
    TransferToAgent,
)
from agentpanel.protocol.messages import LogOut as LogOutMessage
from tests.helpers.playbook import LOGIN, RULES, Playbook, connect


def ac(session: str = "S1", /, **flags: Any) -> AgentConnect:
    """AC with some of BL, C3, C4."""
    return dataclasses.replace(connect(session), **flags)


def offered(rules: SiteRules = RULES, flags: Mapping[str, bool] = MappingProxyType({})) -> Playbook:
    """A call reaches an agent who is not ready."""
    return Playbook(rules).logged_in().hears(ac(**flags))


def inferred(**changes: object) -> SiteRules:
    return dataclasses.replace(RULES, inferred=Inferred(**changes))  # type: ignore[arg-type]


def answer_of(book: Playbook) -> Answer:
    assert book.call.incoming is not None
    return book.call.incoming.answer


def verdict(book: Playbook, accept: bool, before: Snapshot) -> object:
    found = settled(AnswerTransfer(accept), before, book.snapshot)
    return found if found is None or found is True else str(found)


def xa(agent: str | None, sender: str | None, data: str | None = "NOTE~A~vip", **fields: object) -> TransferToAgent:
    return TransferToAgent(campaign="Sales", agent=agent, sender=sender, data=data, **fields)  # type: ignore[arg-type]


# -- offered --------------------------------------------------------------------------------------------------


def test_a_transfer_is_offered_and_taken() -> None:
    book = offered().shows(Shown.OFFERED)
    before = book.snapshot
    assert answer_of(book) is Answer.WANTED
    assert book.snapshot.unexpected is None
    sent = book.asks(AnswerTransfer(accept=True)).sends(TransferAnswer).sent[0]
    assert isinstance(sent, TransferAnswer)
    assert (sent.status, sent.agent, sent.campaign) == (1, "2", "Sales")
    assert answer_of(book) is Answer.ACCEPTED
    assert str(book.refuses(AnswerTransfer(accept=False))) == "You have answered this transfer already."
    book.accepts().shows(Shown.OFFERED)
    assert verdict(book, True, before) is None
    book.hears(connect()).shows(Shown.TALKING)
    assert verdict(book, True, before) is True
    assert book.passes(10).sent == []
    assert book.snapshot.notices == ()
    book.asks(EndCall()).sends(StartWrap).ended().asks(Complete(101)).sends(TransactionComplete)
    book.free().shows(Shown.NOT_READY)
    assert book.row.state is Sending.CONFIRMED
    assert book.snapshot.notices == (), "not ready before, not ready after: nobody's doing"


def test_a_transfer_is_rejected() -> None:
    book = offered()
    before = book.snapshot
    sent = book.asks(AnswerTransfer(accept=False)).sends(TransferAnswer).sent[0]
    assert isinstance(sent, TransferAnswer)
    assert sent.status == 0
    book.accepts()
    assert verdict(book, False, before) is None
    book.ended()
    assert verdict(book, False, before) is True
    book.free().shows(Shown.NOT_READY)
    assert verdict(book, False, before) is True
    assert (book.row.state, str(book.row.why)) == (Sending.LOCAL, "you rejected it")
    assert book.snapshot.notices == ()
    assert book.snapshot.call is None


def test_the_numbers_of_the_answer_are_the_sites() -> None:
    rules = inferred(transfer_accept=0, transfer_reject=2)
    for accept, wanted in ((True, 0), (False, 2)):
        sent = offered(rules).asks(AnswerTransfer(accept)).sent[0]
        assert isinstance(sent, TransferAnswer)
        assert sent.status == wanted


@pytest.mark.parametrize("with_ce", [True, False])
def test_nobody_answers(with_ce: bool) -> None:
    book = offered()
    if with_ce:
        book.ended()
    book.free().shows(Shown.NOT_READY)
    assert (book.row.state, str(book.row.why)) == (Sending.LOCAL, "it was not answered")
    assert [str(notice.words) for notice in book.snapshot.notices] == [
        "The call was not answered and is no longer offered to you."
    ]


def test_an_offer_to_an_available_agent_that_is_missed_makes_them_not_ready() -> None:
    book = Playbook().available().offered().ended().free().shows(Shown.NOT_READY)
    assert str(book.row.why) == "it was not answered"
    assert book.notice == "The dialer made you not ready."


def test_a_yes_that_is_refused_can_be_said_again() -> None:
    book = offered()
    before = book.snapshot
    book.asks(AnswerTransfer(accept=True)).rejects(406).shows(Shown.OFFERED)
    assert "refused your answer to the transfer (error 406). The transfer is still yours to answer." in book.notice
    assert verdict(book, True, before) == book.notice
    assert answer_of(book) is Answer.WANTED
    book.asks(AnswerTransfer(accept=False)).sends(TransferAnswer)


def test_silence_after_a_yes() -> None:
    book = offered().asks(AnswerTransfer(accept=True)).passes(5)
    assert "has not acknowledged your answer" in book.notice
    assert answer_of(book) is Answer.WANTED
    book.asks(AnswerTransfer(accept=True)).accepts().passes(5)
    assert "has not carried it out" in book.notice
    book.hears(connect()).shows(Shown.TALKING)


def test_a_yes_that_comes_too_late() -> None:
    book = offered()
    before = book.snapshot
    book.asks(AnswerTransfer(accept=True)).ended()
    assert verdict(book, True, before) == "The dialer has not confirmed it."
    book.rejects(406)
    assert "The call has ended." in book.notice
    book.free()
    assert str(book.row.why) == "it was not answered"


@pytest.mark.parametrize(
    "flags", [{"blind": True}, {"blind": True, "conference": True}], ids=["blind", "blind conference"]
)
def test_a_blind_transfer_is_not_asked(flags: dict[str, bool]) -> None:
    book = offered(flags=flags).shows(Shown.OFFERED)
    assert answer_of(book) is Answer.NOT_ASKED
    for accept in (True, False):
        assert str(book.refuses(AnswerTransfer(accept))) == "This call comes to you without asking."
    book.hears(ac(**flags)).shows(Shown.TALKING)
    told = status(book.snapshot, RULES, book.now)["call"]["incoming"]
    assert told == {
        "blind": True,
        "conference": flags.get("conference", False),
        "answer": "not asked",
        "sender": None,
    }
    book.ended().asks(Complete(101)).sends(TransactionComplete).free()
    assert book.row.state is Sending.CONFIRMED


def test_a_login_that_takes_every_transfer_is_not_asked() -> None:
    login = dataclasses.replace(LOGIN, auto_accept=True)
    book = Playbook().asks(LogIn(login)).event(LinkUp()).logged_in_by_dialer().accept_all()
    book.hears(connect())
    assert answer_of(book) is Answer.NOT_ASKED
    book.hears(connect()).shows(Shown.TALKING)


def test_what_a_login_asks_of_the_dialer_goes_with_al() -> None:
    for name in ("nailed_up", "auto_accept", "auto_wrap", "record"):
        login = dataclasses.replace(LOGIN, **{name: True})  # type: ignore[arg-type]
        sent = Playbook().asks(LogIn(login)).event(LinkUp()).sent[-1]
        assert isinstance(sent, AgentLogin)
        flags = {each: getattr(sent, each) for each in ("nailed_up", "auto_accept", "auto_wrap", "record")}
        assert [each for each, on in flags.items() if on] == [name]


@pytest.mark.parametrize("flag", ["conference", "agents_first_conference"])
def test_a_conference_is_offered_also_to_an_available_agent(flag: str) -> None:
    book = Playbook().available().hears(ac(**{flag: True})).shows(Shown.OFFERED)
    assert book.call.incoming is not None
    assert (book.call.incoming.conference, book.call.incoming.blind) == (True, False)
    book.asks(AnswerTransfer(accept=True)).accepts().hears(ac(**{flag: True})).shows(Shown.TALKING)
    sent = book.asks(Hold(on=True)).sends(RequestHold).accepts()
    sent.hears(HoldAcknowledge(campaign="Sales", agent="2", on=True, status=0)).shows(Shown.HELD)


def test_an_ordinary_call_is_nobodys_gift() -> None:
    book = Playbook().available().offered()
    assert book.call.incoming is None
    assert str(book.refuses(AnswerTransfer(accept=True))) == "No transfer is being offered to you."
    assert not view(Playbook().snapshot, RULES).on(Control.ACCEPT)


def test_where_one_ac_connects_an_offer_to_answer_still_rings() -> None:
    rules = inferred(first_ac=FirstAc.CONNECTED)
    book = offered(rules)
    assert (book.shown, book.call.connected) == (Shown.OFFERED, None)
    book.asks(AnswerTransfer(accept=True)).hears(connect()).shows(Shown.TALKING)
    assert offered(rules, {"blind": True}).shown is Shown.TALKING


def test_words_on_the_giving_mean_nothing_to_the_receiver() -> None:
    book = offered(flags={"conference": True}).asks(AnswerTransfer(accept=True)).accepts().hears(ac(conference=True))
    for said in (0, 3, 4, 2, 1):
        book.hears(TransferAcknowledge(campaign="Sales", agent="2", status=said)).shows(Shown.TALKING)
    assert book.notice.startswith("The agent who fetched you has left")
    assert len(book.snapshot.notices) == 1


def test_a_call_that_was_received_and_is_given_on_by_somebody_else_is_shown() -> None:
    book = offered().asks(AnswerTransfer(accept=True)).accepts().hears(ac())
    book.hears(TransferAcknowledge(campaign="Sales", agent="2", status=3)).shows(Shown.TRANSFER)
    assert book.notice == "Somebody else transfers this call."


def test_only_who_began_a_conference_gives_it_on() -> None:
    rules = dataclasses.replace(RULES, calls=CallRules(end_to=("0800",)))
    book = offered(rules, {"conference": True}).asks(AnswerTransfer(accept=True)).accepts()
    book.hears(ac(conference=True)).shows(Shown.TALKING)
    on = TransferCall(Target(TargetKind.AGENT, "9"))
    for intent in (on, RequeueCall("VIP"), EndCall(external="0800")):
        assert "only they can give it on" in str(book.refuses(intent))
    assert book.desk.refusal(EndCall()) is None
    book.hears(TransferAcknowledge(campaign="Sales", agent="2", status=1)).shows(Shown.TALKING)
    book.asks(on).sends(TransferRequest)


def test_a_received_call_can_be_given_on() -> None:
    book = offered(flags={"blind": True}).hears(ac(blind=True))
    book.asks(TransferCall(Target(TargetKind.AGENT, "9"))).accepts()
    for said in (3, 0):
        book.hears(TransferAcknowledge(campaign="Sales", agent="2", status=said))
    book.ended().shows(Shown.WRAP).asks(Complete(101)).free().shows(Shown.NOT_READY)
    assert not any("not ready" in str(notice.words) for notice in book.snapshot.notices)


def test_logging_out_waits_for_the_received_call() -> None:
    book = offered(flags={"blind": True}).hears(ac(blind=True)).asks(LogOut()).ended().asks(Complete(101))
    book.free().sends(LogOutMessage)
    assert book.shown is Shown.LOGGING_OUT


# -- from another campaign ------------------------------------------------------------------------------------


def test_moved_for_the_length_of_the_call() -> None:
    book = Playbook().logged_in().hears(CampaignUpdate(campaign="Service", agent="2"))
    book.sends(EnumerateEnd, EnumerateOutcomes)
    book.hears(MoveStatus(campaign="Sales", agent="2", to_campaign="Service", status=0))
    first = dataclasses.replace(connect(), campaign="Service")
    book.hears(first).shows(Shown.OFFERED)
    assert (book.snapshot.campaign, book.snapshot.home_campaign, book.call.campaign) == ("Service", "Sales", "Service")
    sent = book.asks(AnswerTransfer(accept=True)).sent[0]
    assert isinstance(sent, TransferAnswer)
    assert sent.campaign == "Service"
    book.accept_all().hears(first).shows(Shown.TALKING)
    book.hears(CallEnded(campaign="Service", agent="2", session="S1")).asks(Complete(101)).free()
    book.hears(CampaignUpdate(campaign="Sales", agent="2")).shows(Shown.NOT_READY)
    book.hears(MoveStatus(campaign="Service", agent="2", to_campaign="Sales", status=0))
    assert (book.snapshot.campaign, book.snapshot.unexpected) == ("Sales", None)
    told = [str(notice.words) for notice in book.snapshot.notices]
    assert told == ["You are moved to the campaign Service.", "You are moved to the campaign Sales."]


def test_logged_in_anew_around_a_move_keeps_the_desk() -> None:
    book = Playbook().logged_in().hears(CampaignUpdate(campaign="Service", agent="2"))
    book.hears(LoggedIn(campaign="Service", agent="2")).shows(Shown.NOT_READY)
    book.hears(ac(blind=True)).shows(Shown.OFFERED)
    assert answer_of(book) is Answer.NOT_ASKED


# -- XA -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("agent", "sender"), [("2", "7"), ("7", "2"), (None, "7"), ("7", None)])
def test_the_sender_is_whoever_is_not_me(agent: str | None, sender: str | None) -> None:
    book = offered(flags={"blind": True})
    heard = agent == "2" or sender == "2"
    book.hears(xa(agent, sender)).shows(Shown.OFFERED)
    assert book.call.incoming is not None
    assert book.call.incoming.sender == ("7" if heard else None)
    assert book.snapshot.unexpected is None
    assert bool(book.snapshot.notices) is heard


def test_data_that_came_before_the_call_belongs_to_it() -> None:
    bare = AgentConnect(agent="2", campaign="Sales", session="S1", number="1", blind=True)
    book = Playbook().logged_in().hears(xa("2", "7", session="S1"))
    assert book.notice == "From the agent 7: NOTE: vip"
    book.hears(bare)
    assert book.call.incoming is not None
    assert (book.call.incoming.sender, book.call.data and dict(book.call.data.fields)) == ("7", {"NOTE": "vip"})
    assert book.snapshot.notices == (), "it stands on the card now"
    assert book.row.data == "NOTE~A~vip"
    other = Playbook().logged_in().hears(xa("2", "7", session="S9")).hears(bare)
    assert other.call.incoming is not None
    assert (other.call.incoming.sender, other.call.data) == (None, None)
    assert other.notice == "From the agent 7: NOTE: vip"


def test_data_is_not_put_over_the_calls_own() -> None:
    book = offered(flags={"blind": True})
    own = book.call.data
    assert own is not None
    book.hears(xa("2", "7", own.text))
    assert book.snapshot.notices == (), "the same data is no news"
    book.hears(xa("2", "7"))
    assert (book.call.data, book.notice) == (own, "From the agent 7: NOTE: vip")


def test_a_message_in_an_ordinary_call_is_shown_and_changes_nothing() -> None:
    book = Playbook().available().talking()
    before = book.call
    book.hears(xa("2", "7", "please hurry")).shows(Shown.TALKING)
    assert (book.call, book.notice) == (before, "From the agent 7: please hurry")
    book.hears(xa(None, None, "x" * 300, group="all"))
    assert book.notice == f"From another agent: {'x' * 200}…"


def test_a_message_for_another_agent_is_none_of_ours() -> None:
    book = Playbook().available()
    before = book.snapshot
    book.hears(xa("8", "7")).shows(Shown.AVAILABLE)
    assert book.snapshot == dataclasses.replace(before, last_word=book.snapshot.last_word)
    silent = Playbook()
    silent.hears(xa("2", "7"))
    assert silent.snapshot.notices == ()


def test_an_old_message_is_not_joined_to_a_later_call() -> None:
    book = Playbook().logged_in().hears(xa("2", "7"))
    book.hears(ac(blind=True)).ended().free().hears(ac("S2", blind=True))
    assert book.call.incoming is not None
    assert book.call.incoming.sender is None


def test_an_agent_to_whom_nothing_more_is_said_is_not_ready_again() -> None:
    for wish, sent in ((None, []), (LogOut(), [LogOutMessage])):
        book = offered().asks(AnswerTransfer(accept=True)).accepts().hears(ac()).ended()
        if wish is not None:
            book.asks(wish)
        book.asks(Complete(101)).accepts().passes(5)
        assert [type(message) for message in book.sent] == sent
        assert book.snapshot.work.value is Work.IDLE
        assert book.row.state is Sending.CONFIRMED
