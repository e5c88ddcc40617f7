"""What `--wait` waits for: confirmed, refused with the dialer's words, or not yet."""

from __future__ import annotations

from agentpanel.domain.confirm import settled
from agentpanel.domain.events import LinkFailed, LinkLost, LinkUp
from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    Intent,
    LogIn,
    LogOut,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.snapshot import Snapshot
from tests.helpers.playbook import LOGIN, Playbook


class Watch:
    """An intent that was asked, looked at again and again."""

    def __init__(self, book: Playbook, intent: Intent) -> None:
        self.book, self.intent = book, intent
        self.before: Snapshot = book.snapshot
        book.asks(intent)

    @property
    def verdict(self) -> object:
        found = settled(self.intent, self.before, self.book.snapshot)
        return found if found is None or found is True else str(found)


def test_login() -> None:
    book = Playbook()
    watch = Watch(book, LogIn(LOGIN))
    assert watch.verdict is None
    book.event(LinkUp())
    assert watch.verdict is None
    book.logged_in_by_dialer()
    assert watch.verdict is True


def test_a_login_that_fails() -> None:
    book = Playbook()
    watch = Watch(book, LogIn(LOGIN))
    book.event(LinkFailed("127.0.0.1:1", "refused"))
    assert "cannot be reached" in str(watch.verdict)
    watch = Watch(book, LogIn(LOGIN))
    book.event(LinkUp()).rejects(30)
    assert "error 30" in str(watch.verdict)


def test_available() -> None:
    book = Playbook().logged_in()
    watch = Watch(book, GoAvailable())
    book.accepts()
    assert watch.verdict is None
    book.ready()
    assert watch.verdict is True
    book.offered()
    assert watch.verdict is True


def test_available_refused_and_withdrawn() -> None:
    book = Playbook().logged_in()
    watch = Watch(book, GoAvailable())
    book.rejects()
    assert "becoming available" in str(watch.verdict)
    book = Playbook().available().asks(TakeBreak(1))
    watch = Watch(book, GoAvailable())
    assert watch.verdict is None
    book.free()
    assert watch.verdict is None
    book.ready()
    assert watch.verdict is True


def test_available_in_wrap() -> None:
    book = Playbook().available().talking().ended()
    watch = Watch(book, GoAvailable())
    assert watch.verdict is None
    book.ready()
    assert watch.verdict is True


def test_break() -> None:
    book = Playbook().available()
    watch = Watch(book, TakeBreak(1))
    book.accepts()
    assert watch.verdict is None
    book.free()
    assert watch.verdict is True
    book = Playbook().available()
    watch = Watch(book, TakeBreak(1))
    book.rejects()
    assert "the break" in str(watch.verdict)


def test_logout() -> None:
    book = Playbook().available()
    watch = Watch(book, LogOut())
    book.free()
    assert watch.verdict is None
    book.gone()
    assert watch.verdict is True
    book = Playbook().logged_in()
    watch = Watch(book, LogOut())
    book.rejects()
    assert "the logout" in str(watch.verdict)


def test_end_of_call() -> None:
    book = Playbook().available().talking()
    watch = Watch(book, EndCall())
    assert watch.verdict is None
    book.ended()
    assert watch.verdict is True
    book.asks(Complete(101)).ready()
    assert watch.verdict is True
    book = Playbook().available().talking()
    watch = Watch(book, EndCall())
    book.event(LinkLost(None))
    assert "connection was lost" in str(watch.verdict)


def test_complete() -> None:
    book = Playbook().available().talking()
    watch = Watch(book, Complete(101))
    assert watch.verdict is None
    book.ended()
    assert watch.verdict is None
    book.ready()
    assert watch.verdict is True


def test_complete_refused_closed_and_lost() -> None:
    book = Playbook().available().talking().ended()
    watch = Watch(book, Complete(101))
    book.rejects()
    assert "the outcome" in str(watch.verdict)
    book = Playbook().available().talking()
    watch = Watch(book, Complete(101))
    book.ready()
    assert "closed the call" in str(watch.verdict)
    book = Playbook().available().talking().ended()
    watch = Watch(book, Complete(101))
    book.event(LinkLost("reset"))
    assert "lost" in str(watch.verdict)
    book = Playbook().available().talking().event(LinkLost(None))
    assert Watch(book, Complete(101)).verdict is True


def test_tag() -> None:
    book = Playbook().available().talking()
    watch = Watch(book, SetTag(1, "x"))
    assert watch.verdict is None
    book.accepts()
    assert watch.verdict is True
    watch = Watch(book, SetTag(1, "y"))
    book.rejects(9)
    assert "error 9" in str(watch.verdict)


def test_what_the_dialer_never_hears_of_is_settled_at_once() -> None:
    assert Watch(Playbook().available().talking(), WriteNote("x")).verdict is True
