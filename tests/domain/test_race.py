"""The race rule: AA never leaves between AU and its AF (behaviour.md 4.4), and what comes unasked."""

from __future__ import annotations

import dataclasses

from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogOut, TakeBreak
from agentpanel.domain.records import Sending
from agentpanel.domain.rules import FirstAc, Inferred
from agentpanel.domain.snapshot import Shown, TagState
from agentpanel.domain.state import WishKind
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentUnavailable,
    CampaignUpdate,
    MoveStatus,
    TransactionComplete,
)
from agentpanel.protocol.messages import (
    LogOut as LogOutMessage,
)
from tests.helpers.playbook import RULES, Playbook, connect


def rules(**inferred: object) -> object:
    return dataclasses.replace(RULES, inferred=dataclasses.replace(Inferred(), **inferred))  # type: ignore[arg-type]


def test_a_withdrawn_break_keeps_its_aa_until_af() -> None:
    book = Playbook().available().asks(TakeBreak(1)).accepts()
    book.asks(GoAvailable()).sends()
    assert book.snapshot.wish.value.kind is WishKind.AVAILABLE
    book.free().sends(AgentAvailable)
    book.ready().shows(Shown.AVAILABLE)


def test_calls_in_between_are_served_and_the_aa_still_waits() -> None:
    book = Playbook().available().asks(TakeBreak(1)).accepts().asks(GoAvailable())
    book.talking().sends().shows(Shown.TALKING)
    book.ended().asks(Complete(101)).sends(TransactionComplete)
    book.free().sends(AgentAvailable)
    assert book.row.state is Sending.CONFIRMED


def test_a_break_in_a_call_can_be_withdrawn() -> None:
    book = Playbook().available().talking().asks(TakeBreak(1)).sends(AgentUnavailable)
    book.asks(GoAvailable()).sends()
    book.ended().asks(Complete(101)).free().sends(AgentAvailable)


def test_a_log_out_wish_can_be_withdrawn_too() -> None:
    book = Playbook().available().asks(LogOut()).asks(GoAvailable()).sends()
    book.free().sends(AgentAvailable)


def test_a_break_becomes_a_log_out_without_a_second_au() -> None:
    book = Playbook().available().asks(TakeBreak(1)).asks(LogOut()).sends()
    book.free().sends(LogOutMessage)


def test_a_reason_changed_after_the_au_stays_here() -> None:
    book = Playbook().available().asks(TakeBreak(1)).asks(TakeBreak(2)).sends()
    wish = book.snapshot.wish.value
    assert wish.reason is not None
    assert (wish.reason.code, wish.reason.local) == (2, True)
    assert "kept here" in book.notice
    book.free(reason_code=1, reason_text="Lunch")
    assert book.snapshot.free_reason is not None
    assert book.snapshot.free_reason.code == 2


def test_a_second_au_goes_only_where_the_site_says_so() -> None:
    book = Playbook(rules(second_au=True)).available().asks(TakeBreak(1))  # type: ignore[arg-type]
    book.asks(TakeBreak(2)).sends(AgentUnavailable)


def test_one_ac_connects_where_the_site_says_so() -> None:
    book = Playbook(rules(first_ac=FirstAc.CONNECTED)).available()  # type: ignore[arg-type]
    book.offered().shows(Shown.TALKING)


def test_all_tags_go_with_each_st_where_the_site_says_so() -> None:
    from agentpanel.domain.intents import SetTag
    from agentpanel.protocol.messages import SetTags

    book = Playbook(rules(st_keeps_other_tags=False)).available().talking()  # type: ignore[arg-type]
    book.asks(SetTag(1, "a")).asks(SetTag(2, "b"))
    message = book.sent[0]
    assert isinstance(message, SetTags)
    assert (message.tag1, message.tag2, message.tag3) == ("a", "b", None)


def test_an_unasked_logout_is_shown_and_not_echoed() -> None:
    book = Playbook().available().gone().shows(Shown.LOGGED_OUT)
    assert AgentUnavailable not in [type(m) for m in book.sent]
    assert "logged you out" in book.notice


def test_an_unasked_logout_in_wrap_keeps_the_entries_as_a_local_row() -> None:
    book = Playbook().available().talking().ended().gone()
    assert book.call.lost is not None
    assert book.row.state is Sending.LOCAL
    book.asks(Complete(101)).sends()
    assert (book.row.outcome, book.row.state) == (101, Sending.LOCAL)
    assert book.snapshot.call is None


def test_an_unasked_release_and_an_unasked_availability_are_told() -> None:
    book = Playbook().available().free().shows(Shown.NOT_READY)
    assert "made you not ready" in book.notice
    book.ready().shows(Shown.AVAILABLE)
    assert "somebody else" in book.notice


def test_wrap_closed_by_the_dialer_becomes_a_local_row() -> None:
    book = Playbook().available().talking().ended().ready().shows(Shown.AVAILABLE)
    assert book.snapshot.call is None
    assert book.row.state is Sending.LOCAL
    assert "closed the call" in book.notice


def test_a_call_while_logged_out_is_told_and_not_taken() -> None:
    book = Playbook().available().gone().offered()
    assert book.snapshot.call is None
    assert "not logged in" in book.notice


def test_another_agent_is_unexpected_until_the_dialers_next_word() -> None:
    book = Playbook().available()
    book.hears(dataclasses.replace(connect(), agent="3")).shows(Shown.UNEXPECTED)
    assert book.snapshot.call is None
    book.ready().shows(Shown.AVAILABLE)


def test_another_call_while_one_is_open_is_unexpected_and_served() -> None:
    book = Playbook().available().talking("S1").offered("S2").shows(Shown.UNEXPECTED)
    assert book.call.session == "S2"
    first, second = book.rows.values()
    assert (first.session, first.state, second.session) == ("S1", Sending.LOCAL, "S2")
    assert book.desk.refusal(EndCall()) is not None
    book.offered("S2")
    assert book.desk.refusal(EndCall()) is None


def test_the_same_session_another_day_is_a_new_call() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).accepts().ready()
    book.offered("S1").shows(Shown.OFFERED)
    assert len(book.rows) == 2


def test_a_new_call_before_the_ar_is_not_unexpected() -> None:
    book = Playbook().available().talking("S1").ended("S1").asks(Complete(101)).offered("S2")
    book.shows(Shown.OFFERED)
    assert book.rows["p-1"].state is Sending.SENT
    book.accept_all()
    assert book.rows["p-1"].state is Sending.CONFIRMED


def test_a_move_is_followed() -> None:
    book = Playbook().available().hears(CampaignUpdate(campaign="Service", agent="2"))
    assert (book.snapshot.campaign, book.snapshot.home_campaign) == ("Service", "Sales")
    book.logged_in_by_dialer("Service").shows(Shown.AVAILABLE)
    book.asks(TakeBreak(1))
    assert book.sent[0].campaign == "Service"  # type: ignore[attr-defined]
    book.hears(MoveStatus(campaign="Sales", agent="2", to_campaign="Other", status=1))
    assert "failed" in book.notice


def test_a_login_to_another_campaign_without_a_move_is_unexpected() -> None:
    book = Playbook().available().logged_in_by_dialer("Service").shows(Shown.UNEXPECTED)
    assert book.snapshot.campaign == "Service"


def test_a_login_by_somebody_else_is_followed() -> None:
    book = Playbook().available().gone().logged_in_by_dialer().shows(Shown.NOT_READY)
    assert "logged you in" in book.notice


def test_tags_of_a_lost_call_are_kept_here() -> None:
    from agentpanel.domain.intents import SetTag

    book = Playbook().available().talking().asks(SetTag(1, "a")).gone()
    assert book.call.tags[0].state is TagState.KEPT
    book.asks(SetTag(2, "b")).sends()
    assert book.row.tags[:2] == ("a", "b")
