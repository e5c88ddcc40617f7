"""The agent's own moves, and queues (behaviour.md 4.9, 7)."""

from __future__ import annotations

import dataclasses
from typing import Any

from agentpanel.domain.events import LinkUp
from agentpanel.domain.intents import JoinQueue, LogIn, MoveTo, TransferCall
from agentpanel.domain.parties import Manner, Target, TargetKind
from agentpanel.domain.rules import CallRules, SkillSet
from agentpanel.domain.snapshot import Login
from agentpanel.protocol.messages import (
    AgentMoving,
    BeginManual,
    BeginPreview,
    CampaignUpdate,
    GroupMembership,
    LoggedIn,
    MoveStatus,
    NowAvailable,
    TransferAcknowledge,
)
from tests.helpers.playbook import LOGIN, RULES, Playbook

ROAMING = dataclasses.replace(RULES, calls=CallRules(moves=("Service", "Sales")))


def moved(book: Playbook, status: int = 0, to: str = "Service") -> Playbook:
    if not status:
        book.hears(CampaignUpdate(campaign=to, agent="2"))
    return book.hears(MoveStatus(campaign="Sales", agent="2", to_campaign=to, status=status))


def where(book: Playbook) -> tuple[Any, ...]:
    return (book.snapshot.home_campaign, book.snapshot.campaign, book.snapshot.moving_to)


def test_a_move_of_ones_own_changes_home() -> None:
    book = Playbook(ROAMING).available().asks(MoveTo("Service")).sends(AgentMoving).accepts()
    assert where(book) == ("Sales", "Sales", "Service")
    assert where(moved(book)) == ("Service", "Service", None)


def test_a_site_that_keeps_home() -> None:
    stays = dataclasses.replace(ROAMING, calls=dataclasses.replace(ROAMING.calls, keep_home=True))
    book = Playbook(stays).available().asks(MoveTo("Service"))
    assert isinstance(book.sent[0], AgentMoving)
    assert book.sent[0].keep_home
    assert where(moved(book)) == ("Sales", "Service", None)


def test_a_move_by_somebody_else_keeps_home() -> None:
    assert where(moved(Playbook(ROAMING).available())) == ("Sales", "Service", None)


def test_a_move_that_fails_is_told() -> None:
    book = moved(Playbook(ROAMING).available().asks(MoveTo("Service")).accepts(), status=1)
    assert "failed" in book.notice
    assert where(book) == ("Sales", "Sales", None)


def test_a_refused_or_unanswered_move_can_be_asked_again() -> None:
    book = Playbook(ROAMING).available().asks(MoveTo("Service")).rejects()
    assert "stay in your campaign" in book.notice
    book.asks(MoveTo("Service")).passes(6)
    book.asks(MoveTo("Service")).sends(AgentMoving)


def test_only_to_campaigns_of_the_site_and_not_twice() -> None:
    book = Playbook(ROAMING).available()
    assert "Service, Sales" in str(book.refuses(MoveTo("Elsewhere")))
    assert "already" in str(book.refuses(MoveTo("Sales")))
    assert "already" in str(book.asks(MoveTo("Service")).refuses(MoveTo("Service")))
    assert "has not set up" in str(Playbook().available().refuses(MoveTo("Service")))


# -- queues ----------------------------------------------------------------------------------------------------


def test_a_queue_is_joined_when_the_dialer_took_it() -> None:
    book = Playbook().logged_in().asks(JoinQueue("VIP")).sends(GroupMembership)
    assert isinstance(book.sent[0], GroupMembership)
    assert (book.sent[0].group, book.sent[0].on, book.snapshot.queues) == ("VIP", True, ())
    book.accepts()
    assert book.snapshot.queues == ("VIP",)
    book.asks(JoinQueue("VIP", on=False)).accepts()
    assert book.snapshot.queues == ()


def test_a_queue_that_is_refused_is_not_joined_next_time_either() -> None:
    book = Playbook().logged_in().asks(JoinQueue("VIP")).rejects()
    assert "as before" in book.notice
    book.gone().logged_in_by_dialer()
    assert not any(isinstance(message, GroupMembership) for message in book.sent)


def test_each_login_joins_again() -> None:
    book = Playbook().logged_in().asks(JoinQueue("VIP")).accepts().gone()
    assert book.snapshot.queues == ()
    book.logged_in_by_dialer()
    (again,) = [message for message in book.sent if isinstance(message, GroupMembership)]
    assert (again.group, again.on) == ("VIP", True)
    book.accept_all()
    assert book.snapshot.queues == ("VIP",)


def test_a_skill_set_brings_its_queues() -> None:
    rules = dataclasses.replace(RULES, skill_sets=(SkillSet(name="Gold", queues=("VIP", "Claims")),))
    login = Login(campaign="Sales", agent="2", extension="1522", skill_set="Gold")
    book = Playbook(rules).asks(LogIn(login)).event(LinkUp()).hears(LoggedIn(campaign="Sales", agent="2")).accept_all()
    assert book.snapshot.queues == ("VIP", "Claims")


def test_a_queue_that_cannot_be_named_is_refused() -> None:
    assert "queue" in str(Playbook().logged_in().refuses(JoinQueue("a\\b")))


def test_a_move_that_the_dialer_drops_can_be_asked_again() -> None:
    book = Playbook(ROAMING).available().asks(MoveTo("Service")).accepts().passes(6)
    assert "accepted the move but has not carried it out" in book.notice
    assert where(book) == ("Sales", "Sales", None)
    book.asks(MoveTo("Service")).sends(AgentMoving)
    assert where(moved(book)) == ("Service", "Service", None)


def test_a_move_waits_for_the_end_of_the_call_without_a_word() -> None:
    book = Playbook(ROAMING).available().talking().asks(MoveTo("Service")).accepts().passes(30)
    assert where(book) == ("Sales", "Sales", "Service")
    assert book.snapshot.notice is None


def test_a_late_move_is_still_ones_own() -> None:
    book = Playbook(ROAMING).available().asks(MoveTo("Service")).accepts().passes(6)
    assert where(moved(book)) == ("Service", "Service", None)


def test_a_new_login_forgets_the_move_that_was_asked() -> None:
    book = Playbook(ROAMING).available().asks(MoveTo("Service")).accepts().gone()
    book.asks(LogIn(LOGIN)).hears(LoggedIn(campaign="Sales", agent="2"))
    assert where(moved(book)) == ("Sales", "Service", None)


def test_a_move_in_a_cycle_is_nothing_odd() -> None:
    for cycle in (
        BeginPreview(campaign="Sales", agent="2", breather_only=True),
        BeginManual(campaign="Sales", agent="2"),
        BeginPreview(campaign="Sales", agent="2", begin_dial=True),
    ):
        book = moved(Playbook(ROAMING).available().hears(cycle))
        notices = book.snapshot.notices
        book.hears(NowAvailable(tenant="default", campaign="Service", agent="2"))
        assert book.snapshot.notices == notices


def test_an_old_refusal_does_not_undo_a_queue_that_was_asked_again() -> None:
    book = Playbook().logged_in().asks(JoinQueue("VIP"))
    old = str(book.sent[0].token)  # type: ignore[attr-defined]
    book.gone().logged_in_by_dialer().rejects(9025, old).accept_all()
    assert book.snapshot.queues == ("VIP",)
    book.gone().logged_in_by_dialer()
    assert any(isinstance(message, GroupMembership) for message in book.sent)


def test_a_refused_leave_keeps_only_what_this_login_has() -> None:
    book = Playbook().logged_in().asks(JoinQueue("VIP")).accepts().asks(JoinQueue("VIP", on=False))
    old = str(book.sent[0].token)  # type: ignore[attr-defined]
    assert book.desk._memory.queues == ()
    book.gone().logged_in_by_dialer().rejects(9025, old)
    assert (book.snapshot.queues, book.desk._memory.queues) == ((), ())
    book.asks(JoinQueue("VIP")).accepts().asks(JoinQueue("VIP", on=False)).rejects()
    assert (book.snapshot.queues, book.desk._memory.queues) == (("VIP",), ("VIP",))


def test_a_move_after_a_blind_transfer_is_nothing_odd() -> None:
    book = Playbook(ROAMING).available().talking().asks(TransferCall(Target(TargetKind.AGENT, "9"), Manner.BLIND))
    book.accepts().hears(TransferAcknowledge(campaign="Sales", agent="2", status=0))
    notices = moved(book).snapshot.notices
    book.hears(NowAvailable(tenant="default", campaign="Service", agent="2"))
    assert book.snapshot.notices == notices
