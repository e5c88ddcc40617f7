"""What a row says when the answer to its outcome is late, lost, or never comes."""

from __future__ import annotations

from agentpanel.domain.events import LinkLost, LinkUp
from agentpanel.domain.intents import Complete, GoAvailable, LogIn, SetTag
from agentpanel.domain.records import Sending
from agentpanel.domain.snapshot import TagState
from agentpanel.protocol.messages import BeginPreview, SetTags, TransactionComplete
from tests.helpers.playbook import LOGIN, Playbook


def given() -> Playbook:
    """TC has left, and nothing has come back."""
    return Playbook().available().talking().ended().asks(Complete(101)).sends(TransactionComplete)


def tc(book: Playbook) -> str:
    """The token of the TC that has just left."""
    (sent,) = book.sent
    return str(sent.token)  # type: ignore[attr-defined]


def next_call(book: Playbook) -> Playbook:
    """Another call is talked on."""
    return book.offered("S2").offered("S2")


# -- TC --------------------------------------------------------------------------------------------------------


def test_silence_after_a_logout_is_no_yes() -> None:
    book = given().gone()
    assert (book.row.state, str(book.row.why)) == (Sending.SENT, "you were logged out before the dialer confirmed it")
    book.passes(60).sends()
    assert (book.row.state, book.row.why is None) == (Sending.SENT, False)
    assert book.snapshot.finished is not None
    assert book.snapshot.finished.state is Sending.SENT


def test_the_answer_may_come_after_the_logout() -> None:
    book = given()
    token = tc(book)
    assert (book.gone().accepts(token).row.state, book.row.why) == (Sending.CONFIRMED, None)
    book = given()
    token = tc(book)
    assert book.gone().rejects(9, token).row.state is Sending.LOCAL
    assert "error 9" in str(book.row.why)


def test_one_that_was_confirmed_stays_so_whatever_ends_the_login() -> None:
    for book in (given().accepts().gone(), given().accepts().event(LinkLost(None))):
        assert book.row.state is Sending.CONFIRMED
        assert book.snapshot.finished is not None
        assert book.snapshot.finished.state is Sending.CONFIRMED


def test_an_er_for_the_call_before_leaves_the_open_one_alone() -> None:
    book = given()
    token = tc(book)
    next_call(book).rejects(9, token).sends()
    assert [entry.state for entry in book.rows.values()] == [Sending.LOCAL, Sending.LOCAL]
    assert "error 9" in str(book.rows["p-1"].why)
    assert (book.call.key, book.call.completion.value) == ("p-2", "none")


def test_only_an_er_lets_it_leave_again() -> None:
    book = given().passes(60).sends()
    assert book.desk.refusal(Complete(101)) is not None
    assert book.desk.refusal(GoAvailable()) is not None
    book.rejects(9).sends().asks(Complete(101)).sends(TransactionComplete)


def test_a_new_login_on_the_same_link_does_not_send_what_the_old_one_saved() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(Complete(101)).gone().asks(LogIn(LOGIN))
    book.logged_in_by_dialer().saved().sends()
    book.passes(60).sends()
    assert [entry.state for entry in book.rows.values()] == [Sending.LOCAL]
    assert "logged out" in str(book.row.why)


def test_the_wake_up_of_a_slow_disk_finds_another_call() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(Complete(101))
    next_call(book).passes(1.5).sends()
    assert [entry.state for entry in book.rows.values()] == [Sending.LOCAL, Sending.LOCAL]


def test_what_the_disk_says_of_a_call_after_a_new_login_sends_nothing() -> None:
    book = Playbook(saves=False).available().talking().ended().asks(Complete(101)).event(LinkLost(None))
    book.asks(LogIn(LOGIN)).event(LinkUp()).logged_in_by_dialer()
    next_call(book).ended("S2").passes(1.5).sends()
    assert book.call.completion.value == "none"


# -- ST --------------------------------------------------------------------------------------------------------


def test_tags_of_a_lost_call_are_kept_here() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "told")).accepts().asks(SetTag(2, "sent"))
    book.event(LinkLost(None))
    told, sent = book.call.tags[:2]
    assert (told.state, sent.state, sent.value) == (TagState.ACCEPTED, TagState.KEPT, "sent")
    assert "connection was lost" in str(sent.why)
    book.asks(SetTag(3, "late")).sends()
    assert (book.call.tags[2].state, book.row.tags[2]) == (TagState.KEPT, "late")


def test_tags_typed_over_a_record_leave_with_its_first_ac_and_only_once() -> None:
    book = Playbook().available().hears(BeginPreview(campaign="Sales", agent="2", session="S1", begin_dial=True))
    book.asks(SetTag(1, "a")).sends().asks(SetTag(2, "b")).sends()
    assert {book.call.tags[0].state, book.call.tags[1].state} == {TagState.WAITING}
    book.offered().sends(SetTags)
    assert (book.sent[0].tag1, book.sent[0].tag2) == ("a", "b")  # type: ignore[attr-defined]
    book.accepts().offered().sends().asks(SetTag(1, "a")).sends().asks(SetTag(1, "c")).sends(SetTags)
    assert (book.sent[0].tag1, book.sent[0].tag2) == ("c", None)  # type: ignore[attr-defined]


def test_tags_of_a_record_that_is_lost_are_in_its_row() -> None:
    book = Playbook().available().hears(BeginPreview(campaign="Sales", agent="2", session="S1", begin_dial=True))
    book.asks(SetTag(1, "a")).event(LinkLost(None)).sends()
    assert (book.row.tags[0], book.row.state) == ("a", Sending.LOCAL)


def test_no_tag_leaves_after_tc_and_a_refused_one_may_be_tried_again() -> None:
    assert str(given().refuses(SetTag(1, "x"))) == "The outcome is on its way to the dialer."
    book = Playbook().available().talking().asks(SetTag(1, "x")).rejects(9)
    assert (book.call.tags[0].value, book.call.tags[0].state) == ("x", TagState.KEPT)
    book.asks(SetTag(1, "x")).sends(SetTags).accepts()
    assert book.call.tags[0].state is TagState.ACCEPTED


def test_an_answer_to_a_tag_of_the_call_before_marks_nothing() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "x"))
    (sent,) = book.sent
    book.ended().asks(Complete(101))
    next_call(book).asks(SetTag(1, "x")).accepts(sent.token)  # type: ignore[attr-defined]
    assert book.call.tags[0].state is TagState.SENT
