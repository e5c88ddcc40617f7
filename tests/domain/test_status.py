"""The objects of `ctl status` and `ctl recent`, field by field."""

from __future__ import annotations

from agentpanel.domain.intents import PickOutcome, SetTag, TakeBreak
from agentpanel.domain.status import row, status
from tests.helpers.playbook import RULES, Playbook

FIELDS = [
    "shown",
    "since_s",
    "link",
    "seat",
    "work",
    "wish",
    "campaign",
    "agent",
    "skills",
    "call",
    "controls",
    "unsent",
    "notice",
]


def test_before_anything() -> None:
    book = Playbook()
    book.passes(2.5)
    told = status(book.snapshot, RULES, book.now)
    assert list(told) == FIELDS
    assert told["since_s"] == 2.5
    assert (told["shown"], told["link"], told["seat"], told["work"]) == ("offline", "offline", "out", "idle")
    assert (told["wish"], told["campaign"], told["agent"], told["call"]) == (None, None, None, None)
    assert (told["skills"], told["controls"], told["unsent"], told["notice"]) == ([], ["login"], 0, None)


def test_in_a_call_with_a_wish() -> None:
    book = Playbook().available().talking().asks(SetTag(2, "VIP")).asks(PickOutcome(101)).asks(TakeBreak(1))
    book.passes(3)
    told = status(book.snapshot, RULES, book.now, always=["show"])
    assert told["shown"] == "talking"
    assert told["wish"] == {"kind": "break", "reason": {"code": 1, "text": "Lunch"}, "asked_s": 3.0}
    assert told["call"] == {
        "session": "S1",
        "number": "01992783287",
        "campaign": "Sales",
        "queue": None,
        "data": {"NAME": "Ms Example", "CONTACT_ID": "1"},
        "tags": {"T2": "VIP"},
        "recording": "unknown",
        "outcome": 101,
    }
    assert told["controls"] == ["available", "break", "end-call", "complete", "tag", "logout", "show"] or set(
        told["controls"]
    ) == {"available", "break", "end-call", "complete", "tag", "logout", "show"}


def test_a_row_of_recent() -> None:
    book = Playbook().available().talking().asks(SetTag(1, "x")).ended()
    assert row(book.row) == {
        "session": "S1",
        "number": "01992783287",
        "campaign": "Sales",
        "queue": None,
        "outcome": None,
        "reason": None,
        "tags": {"T1": "x"},
        "started": "2026-03-02T09:00:00+00:00",
        "state": "local",
    }
