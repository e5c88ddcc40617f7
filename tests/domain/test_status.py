"""The objects of `ctl status` and `ctl recent`, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from agentpanel.domain.intents import PickOutcome, SetCallback, SetSale, SetTag, TakeBreak
from agentpanel.domain.parties import Callback, Preview
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
    "home_campaign",
    "moving_to",
    "tenant",
    "agent",
    "sees_all",
    "skills",
    "queues",
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
        "preview": None,
        "callback": None,
        "amount": None,
        "success_rate": None,
        "held": [],
        "muted": None,
        "second_recording": "unknown",
        "playing": None,
        "transfer": None,
        "incoming": None,
    }
    assert {"available", "break", "end-call", "complete", "tag", "logout", "show"} <= set(told["controls"])
    assert {"join", "leave"} <= set(told["controls"])
    assert {"login", "accept", "retrieve", "extend"}.isdisjoint(told["controls"])


def test_what_goes_with_the_outcome() -> None:
    when = datetime(2026, 3, 3, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    book = Playbook().available().talking().asks(SetSale("20.99", 50))
    book.asks(SetCallback(Callback(when=when, mine=False)))
    told = status(book.snapshot, RULES, book.now)["call"]
    assert told["callback"] == {"when": "2026-03-03T14:30:00+00:00", "number": None, "mine": False}
    assert (told["amount"], told["success_rate"]) == ("20.99", 50)


def test_a_record_to_decide_on() -> None:
    book = Playbook().available()
    preview = Preview(decides=True, limit_s=30, began=book.now, dialing=book.now)
    call = replace(book.talking().call, preview=preview)
    told = status(replace(book.snapshot, call=call, moving_to="Service", queues=("Q",)), RULES, book.now)
    assert told["call"]["preview"] == {"decides": True, "limit_s": 30, "dialing": True, "declined": False}
    assert (told["home_campaign"], told["moving_to"], told["queues"]) == ("Sales", "Service", ["Q"])


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
        "declined": False,
    }
    assert row(replace(book.row, declined=True))["declined"] is True
