"""The end of wrap: the moment at which TC leaves or the call is put away, which stays in its row."""

from __future__ import annotations

from datetime import timedelta

from agentpanel.domain.events import LinkLost, NotSent
from agentpanel.domain.intents import Complete, Decline, DismissCall, SetTag, WriteNote
from agentpanel.domain.records import Entry, Sending
from agentpanel.protocol.messages import BeginPreview
from tests.helpers.playbook import Playbook


def wrap(entry: Entry) -> float | None:
    """Seconds of wrap, as the row tells."""
    if entry.ended is None or entry.completed is None:
        return None
    return (entry.completed - entry.ended) / timedelta(seconds=1)


def wrapping() -> Playbook:
    """In wrap for ten seconds."""
    return Playbook().available().talking().passes(30).ended().passes(10)


def test_it_is_when_tc_leaves_and_survives_what_comes_later() -> None:
    book = wrapping()
    assert (book.row.completed, book.call.completed) == (None, None)
    book.asks(Complete(101))
    assert (wrap(book.row), book.row.state) == (10, Sending.SENT)
    book.passes(3).accepts().asks(WriteNote("late"))
    assert (wrap(book.row), book.row.state, book.row.note) == (10, Sending.CONFIRMED, "late")
    book.passes(2).ready()
    assert wrap(book.row) == 10


def test_a_slow_disk_holds_it_back_as_it_does_tc() -> None:
    book = Playbook(saves=False).available().talking().ended().passes(10).asks(Complete(101))
    assert (book.row.state, wrap(book.row)) == (Sending.UNSENT, None)
    book.passes(0.5).saved()
    assert wrap(book.row) == 10.5


def test_a_refused_outcome_has_not_ended_the_wrap() -> None:
    book = wrapping().asks(Complete(101)).rejects(9)
    assert (wrap(book.row), book.row.state, str(book.row.why)) == (
        None,
        Sending.UNSENT,
        "the dialer refused it (error 9)",
    )
    book.passes(5).asks(Complete(101))
    assert (wrap(book.row), book.row.state, book.row.why) == (15, Sending.SENT, None)


def test_why_it_was_refused_outlasts_what_is_typed_after_it() -> None:
    book = wrapping().asks(Complete(101)).rejects(9).asks(WriteNote("x")).asks(SetTag(1, "y"))
    assert (book.row.state, str(book.row.why)) == (Sending.UNSENT, "the dialer refused it (error 9)")
    assert wrapping().asks(WriteNote("x")).row.state is Sending.LOCAL


def test_one_that_never_left_has_not_ended_it_either() -> None:
    book = wrapping().asks(Complete(101))
    book.event(NotSent(book.sent[0].token, "AO is not fit"))  # type: ignore[attr-defined]
    assert (wrap(book.row), book.row.state) == (None, Sending.UNSENT)


def test_closed_by_the_dialer_it_is_then() -> None:
    assert wrap(wrapping().ready().row) == 10


def test_armed_it_is_the_end_of_the_talk() -> None:
    assert wrap(Playbook().available().talking().asks(Complete(101)).passes(9).ended().row) == 0


def test_with_a_lost_link_the_wrap_is_over_however_long_the_entries_stay() -> None:
    book = wrapping().event(LinkLost(None)).passes(3600).asks(WriteNote("home"))
    assert wrap(book.row) == 10
    assert wrap(book.asks(Complete(101)).row) == 10
    assert wrap(wrapping().event(LinkLost(None)).passes(60).asks(DismissCall()).row) == 10


def test_lost_while_talking_there_was_no_wrap() -> None:
    assert wrap(Playbook().available().talking().passes(5).event(LinkLost(None)).row) == 0


def test_a_declined_record_is_completed_by_its_decline() -> None:
    book = Playbook().available().hears(BeginPreview(campaign="Sales", agent="2", session="S2", begin_dial=True))
    book.passes(4).asks(Decline())
    assert (book.row.completed, book.row.ended) == (book.now.wall, None)
    book.rejects(9)
    assert book.row.completed is None


def test_an_offer_that_came_to_nothing_has_no_wrap() -> None:
    assert wrap(Playbook().available().offered().passes(3).ready().row) == 0
