"""Previews: shown, dialed, declined, launched by the dialer, not reached; the breather (behaviour.md 4.6, 4.7)."""

from __future__ import annotations

import dataclasses
from typing import Any

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import (
    Complete,
    Decline,
    Dial,
    GoAvailable,
    NextPreview,
    PickOutcome,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.records import Sending
from agentpanel.domain.rules import FirstAc, Inferred
from agentpanel.domain.snapshot import Shown, TagState
from agentpanel.domain.view import view
from agentpanel.protocol.messages import (
    AgentConnect,
    AgentReady,
    AgentUnavailable,
    BeginDial,
    BeginPreview,
    NumberBack,
    PreviewNow,
    SetTags,
    TransactionComplete,
)
from tests.helpers.playbook import RULES, Playbook, connect


def preview(session: str = "S1", **fields: Any) -> BeginPreview:
    given: dict[str, Any] = {"session": session, "session_unique": f"{{{session}}}", "begin_dial": True, **fields}
    return BeginPreview(campaign="Sales", agent="2", data="NAME~A~Ms Example|CONTACT_ID~N~1", **given)


def previewing(**fields: Any) -> Playbook:
    return Playbook().available().hears(preview(**fields))


def back(session: str = "S1", **fields: Any) -> NumberBack:
    return NumberBack(campaign="Sales", agent="2", session=session, session_unique=f"{{{session}}}", **fields)


# -- yes ----------------------------------------------------------------------------------------------------


def test_the_record_is_shown_before_its_number_is_dialed() -> None:
    book = previewing(preview_timeout=30).shows(Shown.PREVIEW)
    assert book.call.data is not None
    assert book.call.data.fields["NAME"] == "Ms Example"
    assert book.call.preview is not None
    assert (book.call.preview.decides, book.call.preview.limit_s, book.call.preview.dialing) == (True, 30, None)
    assert view(book.snapshot, RULES).on(Control.DIAL)


def test_dialed_it_becomes_a_call_in_the_same_row() -> None:
    book = previewing().asks(Dial()).sends(BeginDial)
    assert isinstance(book.sent[0], BeginDial)
    assert not book.sent[0].declined
    book.accepts().shows(Shown.PREVIEW)
    book.hears(connect()).shows(Shown.TALKING)
    assert book.call.number == "01992783287"
    book.ended().asks(Complete(101)).sends(TransactionComplete).ready()
    assert book.states() == [Sending.CONFIRMED]


def test_a_second_ac_changes_nothing() -> None:
    book = previewing().asks(Dial()).hears(connect()).hears(connect()).shows(Shown.TALKING)
    assert len(book.rows) == 1


def test_a_site_whose_first_ac_only_rings() -> None:
    rings = dataclasses.replace(RULES, inferred=Inferred(first_ac_of_preview=FirstAc.OFFERED))
    book = Playbook(rings).available().hears(preview()).asks(Dial()).hears(connect()).shows(Shown.OFFERED)
    book.hears(connect()).shows(Shown.TALKING)


def test_declined_with_an_outcome_and_no_tc() -> None:
    book = previewing().asks(Decline(200)).sends(BeginDial)
    assert isinstance(book.sent[0], BeginDial)
    assert (book.sent[0].declined, book.sent[0].outcome) == (True, 200)
    book.accept_all().hears(back(declined=True, reason=0)).ready().sends().shows(Shown.AVAILABLE)
    assert book.row.declined
    assert (book.row.state, book.row.outcome) == (Sending.CONFIRMED, 200)
    assert book.snapshot.call is None


def test_declined_and_the_next_record_comes_without_another_word() -> None:
    book = previewing().asks(Decline()).hears(preview("S2"))
    assert book.states() == [Sending.SENT, Sending.LOCAL]
    assert [row.declined for row in book.rows.values()] == [True, False]


def test_an_outcome_given_to_an_undialed_record_declines_it() -> None:
    book = previewing().asks(WriteNote("has moved")).asks(Complete(200)).sends(BeginDial)
    assert (book.row.declined, book.row.note) == (True, "has moved")


def test_an_outcome_given_while_it_is_dialed_waits_for_the_end() -> None:
    book = previewing().asks(Dial()).asks(Complete(101)).sends().hears(connect())
    assert book.ended().sends(TransactionComplete).shown is Shown.WRAP


def test_tags_wait_for_the_first_ac() -> None:
    book = previewing().asks(SetTag(1, "VIP")).sends()
    assert book.call.tags[0].state is TagState.WAITING
    book.asks(Dial()).hears(connect()).sends(SetTags)
    assert isinstance(book.sent[0], SetTags)
    assert book.sent[0].tag1 == "VIP"
    book.accepts()
    assert book.call.tags[0].state is TagState.ACCEPTED


def test_tags_of_a_declined_record_stay_here() -> None:
    book = previewing().asks(SetTag(1, "VIP")).asks(Decline())
    assert book.row.tags[0] == "VIP"
    book.accept_all().ready().sends()


# -- progressive, and what is not reached --------------------------------------------------------------------


def test_progressive_dials_by_itself() -> None:
    book = Playbook().available().hears(preview(begin_dial=False, number="01992783287")).shows(Shown.PREVIEW)
    assert book.call.preview is not None
    assert book.call.preview.dialing is not None
    assert not view(book.snapshot, RULES).on(Control.DECLINE)
    book.hears(connect()).shows(Shown.TALKING)


def test_a_progressive_number_that_is_not_reached_is_a_row_of_its_own() -> None:
    book = Playbook().available().hears(preview(begin_dial=False, number="1")).hears(back(reason=2, number="1"))
    assert "not reached" in book.notice
    book.ready().shows(Shown.AVAILABLE)
    assert (book.row.reason, book.row.state, str(book.row.why)) == (2, Sending.LOCAL, "the number was not reached")
    book.hears(preview("S2"))
    assert len(book.rows) == 2


def test_a_preview_that_is_not_reached_owes_its_outcome() -> None:
    book = previewing().asks(Dial()).hears(back(reason=2)).ended().shows(Shown.WRAP)
    book.asks(Complete(101)).sends(TransactionComplete).ready()
    assert (book.row.state, book.row.reason) == (Sending.CONFIRMED, 2)


def test_tags_typed_before_a_number_that_is_not_reached_never_leave() -> None:
    book = previewing().asks(SetTag(1, "VIP")).asks(Dial()).hears(back(reason=2)).ended().asks(Complete(101))
    assert not any(isinstance(message, SetTags) for message in book.sent)
    assert book.row.tags[0] == "VIP"


# -- no, late, never, unasked --------------------------------------------------------------------------------


def test_a_refused_dial_leaves_the_record_to_decide_on() -> None:
    book = previewing(preview_timeout=30).asks(Dial()).passes(10).rejects()
    assert "still yours to decide" in book.notice
    assert view(book.snapshot, RULES).on(Control.DECLINE)
    book.passes(20)
    assert book.call.preview is not None
    assert book.call.preview.dialing is not None


def test_a_refused_decline_leaves_it_too() -> None:
    book = previewing().asks(Decline(200)).rejects()
    assert "declining the record" in book.notice
    assert (book.row.state, book.row.declined) == (Sending.LOCAL, False)
    book.asks(Dial()).sends(BeginDial)


def test_the_end_of_the_limit_counts_as_dialed() -> None:
    book = previewing(preview_timeout=30).passes(30).sends()
    assert "time for the preview is over" in book.notice
    assert "being dialed" in str(book.refuses(Dial()))
    assert "being dialed" in str(book.refuses(Decline()))
    book.hears(connect()).shows(Shown.TALKING)


def test_a_decline_that_crosses_the_launch_is_served_as_a_call() -> None:
    book = previewing().asks(Decline(200)).hears(connect()).shows(Shown.TALKING).rejects()
    book.shows(Shown.TALKING).ended().asks(Complete(101)).ready()
    assert (book.row.state, book.row.declined) == (Sending.CONFIRMED, False)


def test_pressed_twice_it_leaves_once() -> None:
    book = previewing().asks(Dial())
    assert "being dialed" in str(book.refuses(Dial()))
    other = previewing().asks(Decline())
    assert "declined" in str(other.refuses(Decline()))


def test_only_outcomes_of_calls_that_were_not_made_classify_a_decline() -> None:
    book = previewing()
    assert "not dialed" in str(book.refuses(Decline(101)))
    assert "not dialed" in str(book.refuses(PickOutcome(101)))
    book.asks(Dial()).hears(connect()).ended()
    assert "not made" in str(book.refuses(Complete(200)))


def test_a_break_in_a_preview_gives_the_record_back() -> None:
    book = previewing().asks(TakeBreak(1)).sends(AgentUnavailable).shows(Shown.PREVIEW)
    book.free().shows(Shown.NOT_READY)
    assert (book.row.state, str(book.row.why)) == (Sending.LOCAL, "the record went back to the dialer undialed")


def test_a_lost_link_takes_an_undialed_record_off_the_desk() -> None:
    from agentpanel.domain.events import LinkLost

    book = previewing().event(LinkLost(None)).shows(Shown.OFFLINE)
    assert book.snapshot.call is None
    assert book.row.state is Sending.LOCAL


def test_a_record_without_a_name_becomes_the_call_that_comes() -> None:
    book = Playbook().available().hears(BeginPreview(campaign="Sales", agent="2", begin_dial=True)).asks(Dial())
    book.hears(connect()).shows(Shown.TALKING)
    assert len(book.rows) == 1


def test_a_record_while_talking_is_told_as_a_contradiction() -> None:
    book = Playbook().available().talking().hears(preview("S9")).shows(Shown.UNEXPECTED)
    book.ready().shows(Shown.AVAILABLE)


def test_a_record_told_twice_is_one() -> None:
    assert len(previewing().hears(preview()).rows) == 1


def test_a_record_while_logged_out_is_told() -> None:
    assert "not logged in" in Playbook().logged_in().gone().hears(preview()).notice


def test_numbers_of_others_that_come_back_change_nothing() -> None:
    book = previewing()
    before = book.snapshot.call
    book.hears(NumberBack(campaign="Sales", number="5", reason=1))
    book.hears(NumberBack(campaign="Sales", agent="77", number="5", reason=1))
    assert book.snapshot.call == before


def test_the_record_ends_the_wrap_before_it() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).accept_all().hears(preview("S2"))
    assert book.states() == [Sending.CONFIRMED, Sending.LOCAL]
    book.shows(Shown.PREVIEW)


def test_available_takes_a_break_back_over_a_preview() -> None:
    previewing().asks(TakeBreak(1)).asks(GoAvailable()).sends()
    assert "arriving" in str(Playbook().available().hears(preview()).refuses(GoAvailable()))


# -- a decline that crosses the launch -----------------------------------------------------------------------


def test_a_refused_decline_watches_the_limit_again() -> None:
    book = previewing(preview_timeout=30).passes(29).asks(Decline()).rejects().passes(2)
    assert book.call.preview is not None
    assert (book.call.preview.declined, book.call.preview.dialing is not None) == (False, True)
    assert "the dialer dials" in book.notice


def test_a_number_that_was_dialed_before_its_decline_and_not_reached_owes_its_outcome() -> None:
    book = previewing().asks(Decline(200))
    declined = book.sent[0].token  # type: ignore[attr-defined]
    book.hears(back(reason=1)).ended().shows(Shown.WRAP).rejects(406, declined)
    assert "not made" in str(book.refuses(Complete(200)))
    book.asks(Complete(101)).sends(TransactionComplete).ready()
    assert (book.row.state, book.row.outcome, book.row.declined) == (Sending.CONFIRMED, 101, False)


def test_a_number_that_was_not_reached_was_not_declined() -> None:
    book = previewing().accept_all().asks(Decline(200))
    declined = book.sent[0].token  # type: ignore[attr-defined]
    book.hears(back(reason=1))
    book.hears(AgentReady(campaign="Sales", agent="2", agent_unique="{a}", campaign_unique="{c}"))
    book.rejects(406, declined)
    assert (book.row.declined, book.row.reason, book.row.state) == (False, 1, Sending.LOCAL)


def test_the_end_alone_tells_that_a_number_was_dialed_too() -> None:
    for asked in (None, Decline(200)):
        book = previewing()
        if asked is not None:
            book.asks(asked)
        book.ended().shows(Shown.WRAP).asks(Complete(101)).sends(TransactionComplete)
        assert not book.row.declined


def test_a_decline_refused_after_its_record_has_gone_is_a_local_row() -> None:
    book = previewing().accept_all().asks(Decline())
    declined = book.sent[0].token  # type: ignore[attr-defined]
    book.hears(AgentReady(campaign="Sales", agent="2", agent_unique="{a}", campaign_unique="{c}"))
    assert book.snapshot.finished is not None
    assert book.snapshot.finished.state is Sending.SENT
    book.rejects(406, declined)
    assert (book.row.state, book.snapshot.finished.state) == (Sending.LOCAL, Sending.LOCAL)


def test_a_record_that_comes_back_undialed_was_not_tried() -> None:
    for intent in (None, Dial()):
        book = previewing()
        if intent is not None:
            book.asks(intent)
        book.hears(back(reason=0))
        assert (book.snapshot.call, book.snapshot.notices) == (None, ())
        assert str(book.row.why) == "the record went back to the dialer undialed"


def test_what_names_a_record_is_compared_with_its_like() -> None:
    book = Playbook().available()
    book.hears(BeginPreview(campaign="Sales", agent="2", number="01992783287")).hears(connect()).shows(Shown.TALKING)
    assert (len(book.rows), book.snapshot.unexpected) == (1, None)


# -- the breather ----------------------------------------------------------------------------------------------


def breather(seconds: int = 20) -> BeginPreview:
    return BeginPreview(campaign="Sales", agent="2", breather_only=True, breather=seconds)


def test_a_breather_ends_by_the_agent() -> None:
    book = Playbook().available().talking().ended().asks(Complete(101)).accept_all().hears(breather())
    assert (book.shown, book.snapshot.breather_s, book.row.state) == (Shown.BREATHER, 20, Sending.CONFIRMED)
    book.asks(NextPreview()).sends(PreviewNow)
    assert "already" in str(book.refuses(NextPreview()))
    book.ready().shows(Shown.AVAILABLE)
    assert (book.snapshot.breather_s, book.snapshot.next_asked) == (None, False)
    book.hears(preview("S2")).shows(Shown.PREVIEW)


def test_a_refused_next_can_be_asked_again() -> None:
    book = Playbook().available().hears(breather()).asks(NextPreview()).rejects()
    book.asks(NextPreview()).sends(PreviewNow)


def test_a_next_that_gets_no_answer_can_be_asked_again() -> None:
    book = Playbook().available().hears(breather()).asks(NextPreview()).passes(6)
    assert "acknowledged" in book.notice
    book.asks(NextPreview()).sends(PreviewNow)


def test_a_breather_ends_by_itself_with_the_next_record() -> None:
    Playbook().available().hears(breather()).hears(preview()).shows(Shown.PREVIEW)


def test_there_is_no_next_outside_a_breather() -> None:
    assert "no pause" in str(previewing().refuses(NextPreview()))


def test_ac_without_the_second_word_is_the_same_call() -> None:
    said = AgentConnect(campaign="Sales", agent="2", session="S1", number="5")
    assert len(previewing().asks(Dial()).hears(said).shows(Shown.TALKING).rows) == 1
