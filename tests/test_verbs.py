"""What the verbs of `ctl` ask of the desk."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import (
    AnswerTransfer,
    Decline,
    Dial,
    EditData,
    EndCall,
    ExtendWrap,
    Hold,
    Intent,
    JoinQueue,
    MoveTo,
    Mute,
    NextPreview,
    PlaySound,
    Record,
    RequeueCall,
    SendDigits,
    SetCallback,
    SetSale,
    SwapHold,
    TransferCall,
)
from agentpanel.domain.parties import Callback, Manner, Party, Target, TargetKind
from agentpanel.domain.rules import SiteRules
from agentpanel.verbs import BY_NAME, VERBS, Site, WrongRequestError, read_request
from agentpanel.verbs.values import FURTHEST, read_time

LONDON = ZoneInfo("Europe/London")
OFFICE = Target(TargetKind.EXTENSION, "2900", "Back office")
BILLING = Target(TargetKind.QUEUE, "Q_BILL", "Billing")
SITE = Site(
    rules=SiteRules(targets=(OFFICE, BILLING)),
    zone=LONDON,
    now=datetime(2026, 5, 4, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo")),
)


def intent(verb: str, **args: Any) -> Intent | None:
    """As it goes over the control channel; a dash of an argument's name is an underscore here."""
    named = {name.replace("_", "-"): value for name, value in args.items()}
    return read_request(json.dumps({"verb": verb, "args": named}).encode()).to_intent(SITE)


def test_every_control_is_a_verb() -> None:
    assert {control.value for control in Control} <= set(BY_NAME)
    assert len(BY_NAME) == len(VERBS)


@pytest.mark.parametrize(
    ("verb", "args", "asked"),
    [
        ("dial", {}, Dial()),
        ("decline", {}, Decline()),
        ("decline", {"code": 200}, Decline(200)),
        ("next-preview", {}, NextPreview()),
        ("hold", {}, Hold(True)),
        ("hold", {"party": "other"}, Hold(True, Party.OTHER)),
        ("retrieve", {"party": "customer"}, Hold(False, Party.CUSTOMER)),
        ("swap", {}, SwapHold()),
        ("mute", {"on": True}, Mute(True)),
        ("mute", {"on": False}, Mute(False)),
        ("digits", {"digits": "4#"}, SendDigits("4#")),
        ("record", {"on": True}, Record(True)),
        ("record", {"on": False, "second": True}, Record(False, second=True)),
        ("play", {"name": "Greeting"}, PlaySound("Greeting")),
        ("play", {"stop": True}, PlaySound(None)),
        ("accept", {}, AnswerTransfer(True)),
        ("reject", {}, AnswerTransfer(False)),
        ("requeue", {"queue": "Billing"}, RequeueCall("Billing")),
        ("sale", {"amount": "20.99"}, SetSale("20.99", None)),
        ("sale", {"success": 0}, SetSale(None, 0)),
        ("data", {"key": "Postcode", "value": ""}, EditData("Postcode", "")),
        ("extend", {"seconds": 60}, ExtendWrap(60)),
        ("move", {"campaign": "Service"}, MoveTo("Service")),
        ("join", {"queue": "Billing"}, JoinQueue("Billing")),
        ("leave", {"queue": "Billing"}, JoinQueue("Billing", on=False)),
        ("end-call", {}, EndCall()),
        ("end-call", {"sound": "Bye"}, EndCall(sound="Bye")),
        ("end-call", {"external": "0800"}, EndCall(external="0800")),
        ("callback", {"clear": True}, SetCallback(None)),
        ("status", {}, None),
    ],
)
def test_what_a_verb_asks(verb: str, args: dict[str, Any], asked: Intent | None) -> None:
    assert intent(verb, **args) == asked


@pytest.mark.parametrize(
    ("args", "asked"),
    [
        ({"target": "1002"}, TransferCall(Target(TargetKind.AGENT, "1002"))),
        ({"target": "1002", "blind": False}, TransferCall(Target(TargetKind.AGENT, "1002"))),
        ({"target": "1002", "blind": True}, TransferCall(Target(TargetKind.AGENT, "1002"), Manner.BLIND)),
        ({"target": "1002", "conference": True}, TransferCall(Target(TargetKind.AGENT, "1002"), Manner.CONFERENCE)),
        ({"target": "1", "agents_first": True}, TransferCall(Target(TargetKind.AGENT, "1"), Manner.AGENTS_FIRST)),
        ({"target": "1", "customer_held": True}, TransferCall(Target(TargetKind.AGENT, "1"), Manner.CUSTOMER_HELD)),
        ({"target": "back OFFICE"}, TransferCall(OFFICE)),
        ({"target": "2900"}, TransferCall(OFFICE)),
        ({"target": "2900", "to": "extension"}, TransferCall(OFFICE)),
        ({"target": "2900", "to": "external"}, TransferCall(Target(TargetKind.EXTERNAL, "2900"))),
        ({"target": "billing", "to": "queue"}, TransferCall(BILLING)),
        ({"target": "Vip", "to": "queue"}, TransferCall(Target(TargetKind.QUEUE, "Vip"))),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_whom_a_transfer_means(args: dict[str, Any], asked: TransferCall) -> None:
    assert intent("transfer", **args) == asked


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("2026-05-05T14:30", datetime(2026, 5, 5, 14, 30, tzinfo=LONDON)),
        ("2026-05-05 14:30:15", datetime(2026, 5, 5, 14, 30, 15, tzinfo=LONDON)),
        ("2026-05-05T14:30Z", datetime(2026, 5, 5, 14, 30, tzinfo=UTC)),
        ("2026-05-05T14:30+02:00", datetime(2026, 5, 5, 12, 30, tzinfo=UTC)),
        ("+90", SITE.now + timedelta(minutes=90)),
        # the clocks of London skip this hour
        ("2026-03-29T01:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_when_a_callback_is(when: str, moment: datetime) -> None:
    asked = intent("callback", when=when, number="01632", anyone=True)
    assert asked == SetCallback(Callback(when=moment.astimezone(LONDON), number="01632", mine=False))
    assert isinstance(asked, SetCallback)
    assert asked.callback is not None
    assert asked.callback.when.tzinfo is LONDON
    assert asked.callback.when.utcoffset() == timedelta(hours=1), "the clock of the dialer shows it so"


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "+0", "+1.5", "-5", f"+{FURTHEST + 1}", "14:30", "2026-05-05", " 2026-05-05T10:00", "20260505T1000"),
        *("2026-13-05T10:00", "2026-05-05T24:30", "1026-05-05T10:00", "2026-05-05T10:00+25:00", "2026-05-05T10:00+1"),
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert read_time(text) is None
    with pytest.raises(WrongRequestError, match="when of callback must be a time"):
        intent("callback", when=text)


def test_the_furthest_times_are_read() -> None:
    for text in (f"+{FURTHEST}", "2999-12-31T23:59-23:59", "2000-01-01T00:00+23:59"):
        asked = intent("callback", when=text)
        assert isinstance(asked, SetCallback), text


@pytest.mark.parametrize(
    ("verb", "args", "says"),
    [
        ("play", {"name": "A", "stop": True}, "Of the arguments of play, name and stop exclude each other."),
        ("play", {}, "Of the arguments of play, one of name and stop is needed."),
        ("transfer", {"target": "1", "blind": True, "customer_held": True}, "blind and customer-held exclude each"),
        ("callback", {"clear": True, "anyone": True}, "clear exclude each other"),
        ("callback", {"number": "1"}, "one of when and clear is needed"),
        ("end-call", {"sound": "A", "external": "1"}, "sound and external exclude each other"),
        ("hold", {"party": "Customer"}, "must be customer or other, the nearest is customer"),
        ("hold", {"party": 1}, "must be customer or other."),
        ("hold", {"partie": "customer"}, "hold has no argument partie, the nearest is party"),
    ],
)
def test_what_cannot_be_asked(verb: str, args: dict[str, Any], says: str) -> None:
    with pytest.raises(WrongRequestError) as wrong:
        intent(verb, **args)
    assert says in str(wrong.value)


def test_the_manual_has_each_verb_as_it_is_written() -> None:
    text = (Path(__file__).parent.parent / "docs" / "ctl.md").read_text(encoding="utf-8").replace("\\|", "|")
    for verb in VERBS:
        start = text.find(f"`{verb.name}")
        assert start >= 0, verb.name
        row = text[start : text.index("\n", start)]
        assert [arg.label for arg in verb.args if arg.label not in row] == [], verb.name
