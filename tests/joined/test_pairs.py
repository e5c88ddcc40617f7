"""Every (situation, control) pair: what is on is kept here with words, or taken by the strict dialer; what is off is
refused by the desk too, with the reason that the control shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from agentpanel.domain import intents as i
from agentpanel.domain.controls import Control
from agentpanel.domain.guard import refusal
from agentpanel.domain.parties import Callback, Manner, Target, TargetKind
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.domain.view import view
from agentpanel.simulator.events import HangUp, OfferCall
from tests.helpers.joined import Joint, Seatbox
from tests.joined.site import NAMES, SITE, WORLD
from tests.simulator.bench import scenario

Way = Callable[[Joint], None]


def _anna(joint: Joint) -> Seatbox:
    return joint.seats["Anna"]


def _joint(campaign: str) -> Joint:
    logins = {name: Login(campaign=campaign, agent=name, extension=name.lower()) for name in NAMES}
    return Joint(scenario(WORLD), {name: (login, SITE) for name, login in logins.items()})


def _do(joint: Joint, *intents: i.Intent, who: str = "Anna") -> None:
    for intent in intents:
        why = joint.seats[who].desk.refusal(intent)
        assert why is None, f"{intent}: {why}{joint.story}"
        joint.seats[who].ask(intent)
        joint.rest()


def _in(joint: Joint) -> None:
    for name, seat in joint.seats.items():
        _do(joint, i.LogIn(seat.login), who=name)


def _available(joint: Joint) -> None:
    _in(joint)
    _do(joint, i.GoAvailable())


def _offered(joint: Joint) -> None:
    _available(joint)
    joint.do(OfferCall(agent="Anna"))
    joint.rest()


def _talking(joint: Joint) -> None:
    _offered(joint)
    joint.run(1.0)


def _held(joint: Joint) -> None:
    _talking(joint)
    _do(joint, i.Hold(True))


def _wrap(joint: Joint) -> None:
    _talking(joint)
    joint.do(HangUp("Anna"))
    joint.rest()


def _to_berta(manner: Manner) -> Way:
    def way(joint: Joint) -> None:
        _talking(joint)
        _do(joint, i.TransferCall(Target(TargetKind.AGENT, "Berta"), manner))

    return way


def _from_berta(joint: Joint) -> None:
    """Anna is not ready, and Berta gives her a call."""
    _in(joint)
    _do(joint, i.GoAvailable(), who="Berta")
    joint.do(OfferCall(agent="Berta"))
    joint.run(1.0)
    _do(joint, i.TransferCall(Target(TargetKind.AGENT, "Anna")), who="Berta")


def _conference(joint: Joint) -> None:
    _to_berta(Manner.CONFERENCE)(joint)
    _do(joint, i.AnswerTransfer(True), who="Berta")
    joint.run(1.0)


def _break_asked(joint: Joint) -> None:
    _available(joint)
    _do(joint, i.TakeBreak(1))


def _previewing(joint: Joint) -> None:
    _available(joint)
    joint.run(1.0)


def _dialing(joint: Joint) -> None:
    _previewing(joint)
    _do(joint, i.Dial())


def _breather(joint: Joint) -> None:
    _previewing(joint)
    _do(joint, i.Decline())


def _reserved(joint: Joint) -> None:
    _wrap(joint)
    callback = Callback(when=joint.at.wall + timedelta(seconds=60))
    _do(joint, i.SetCallback(callback), i.Complete(101))
    while _anna(joint).snapshot.shown.value is not Shown.RESERVED:
        joint.run(0.2)
        assert joint.at.mono < 200, joint.story
        if _anna(joint).snapshot.shown.value is Shown.OFFERED:
            joint.run(1.0)
            joint.do(HangUp("Anna"))
            joint.rest()
            _do(joint, i.Complete(101))


def _unexpected(joint: Joint) -> None:
    _available(joint)
    end = _anna(joint).end
    assert end is not None
    end.hear(end.wire.utter("CG:AG:NA\\TDdefault\\CNSales\\ANsomebody"))
    joint.rest()


def _cut(joint: Joint) -> None:
    _in(joint)
    _anna(joint).cut()
    joint.run(3.0)  # until the dialer has cleaned up


def _connecting(joint: Joint) -> None:
    _anna(joint).ask(i.Connect())


def _logging_in(joint: Joint) -> None:
    seat = _anna(joint)
    seat.ask(i.LogIn(seat.login))
    seat.step()


def _logging_out(joint: Joint) -> None:
    _in(joint)
    _anna(joint).ask(i.LogOut())


#: What Anna's panel shows, the campaign that it needs, and the way there.
SITUATIONS: Final[dict[str, tuple[Shown, str, Way]]] = {
    "offline": (Shown.OFFLINE, "Support", _cut),
    "connecting": (Shown.CONNECTING, "Support", _connecting),
    "logged out": (Shown.LOGGED_OUT, "Support", lambda joint: _do(joint, i.Connect())),
    "logging in": (Shown.LOGGING_IN, "Support", _logging_in),
    "logging out": (Shown.LOGGING_OUT, "Support", _logging_out),
    "not ready": (Shown.NOT_READY, "Support", _in),
    "available": (Shown.AVAILABLE, "Support", _available),
    "break asked": (Shown.BREAK_ASKED, "Support", _break_asked),
    "reserved": (Shown.RESERVED, "Sales", _reserved),
    "preview": (Shown.PREVIEW, "Preview", _previewing),
    "preview, dialed": (Shown.PREVIEW, "Preview", _dialing),
    "progressive": (Shown.PREVIEW, "Progressive", _previewing),
    "breather": (Shown.BREATHER, "Preview", _breather),
    "manual": (Shown.MANUAL, "Manual", _available),
    "offered": (Shown.OFFERED, "Support", _offered),
    "transfer offered": (Shown.OFFERED, "Support", _from_berta),
    "talking": (Shown.TALKING, "Support", _talking),
    "held": (Shown.HELD, "Support", _held),
    "blind": (Shown.TRANSFER, "Support", _to_berta(Manner.BLIND)),
    "screened": (Shown.TRANSFER, "Support", _to_berta(Manner.SCREENED)),
    "conference": (Shown.TRANSFER, "Support", _conference),
    "wrap": (Shown.WRAP, "Support", _wrap),
    "limited wrap": (Shown.WRAP, "Sales", _wrap),
    "unexpected": (Shown.UNEXPECTED, "Support", _unexpected),
}
#: Monitoring is not among them: no message that starts it is documented (behaviour.md 12.6).
UNREACHABLE: Final = {Shown.MONITORING}
ASKS: Final[dict[Control, Callable[[Joint], i.Intent]]] = {
    Control.LOGIN: lambda joint: i.LogIn(_anna(joint).login),
    Control.AVAILABLE: lambda _: i.GoAvailable(),
    Control.BREAK: lambda _: i.TakeBreak(2),
    Control.END_CALL: lambda _: i.EndCall(),
    Control.COMPLETE: lambda _: i.Complete(None, "n"),
    Control.TAG: lambda _: i.SetTag(1, "x"),
    Control.LOGOUT: lambda _: i.LogOut(),
    Control.DIAL: lambda _: i.Dial(),
    Control.DECLINE: lambda _: i.Decline(200),
    Control.NEXT_PREVIEW: lambda _: i.NextPreview(),
    Control.HOLD: lambda _: i.Hold(True),
    Control.RETRIEVE: lambda _: i.Hold(False),
    Control.SWAP: lambda _: i.SwapHold(),
    Control.MUTE: lambda _: i.Mute(True),
    Control.DIGITS: lambda _: i.SendDigits("1"),
    Control.RECORD: lambda _: i.Record(True),
    Control.PLAY: lambda _: i.PlaySound("Thanks"),
    Control.TRANSFER: lambda _: i.TransferCall(Target(TargetKind.AGENT, "Berta"), Manner.BLIND),
    Control.ACCEPT: lambda _: i.AnswerTransfer(True),
    Control.REJECT: lambda _: i.AnswerTransfer(False),
    Control.REQUEUE: lambda _: i.RequeueCall("VIP"),
    Control.CALLBACK: lambda joint: i.SetCallback(Callback(when=joint.at.wall + timedelta(hours=1))),
    Control.SALE: lambda _: i.SetSale("1", 1),
    Control.DATA: lambda joint: i.EditData(_a_key(joint), "x"),
    Control.EXTEND: lambda _: i.ExtendWrap(10),
    Control.MOVE: lambda _: i.MoveTo("Progressive"),
    Control.JOIN: lambda _: i.JoinQueue("VIP"),
}


def _a_key(joint: Joint) -> str:
    call = _anna(joint).snapshot.call
    fields = call.data.fields if call is not None and call.data is not None else {}
    return next(iter(fields), "none")


def test_every_shown_state_that_can_be_reached_is_walked() -> None:
    assert {shown for shown, _, _ in SITUATIONS.values()} | UNREACHABLE == set(Shown)
    assert set(ASKS) == set(Control)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_way_leads_there(situation: str) -> None:
    shown, campaign, way = SITUATIONS[situation]
    joint = _joint(campaign)
    way(joint)
    assert _anna(joint).snapshot.shown.value is shown, joint.story


@pytest.mark.parametrize("control", Control)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_control_does_what_it_says(situation: str, control: Control) -> None:
    _, campaign, way = SITUATIONS[situation]
    joint = _joint(campaign)
    way(joint)
    seat, intent = _anna(joint), ASKS[control](joint)
    why, before, sent = view(seat.snapshot, SITE).controls[control], seat.snapshot, len(seat.sent)
    taken = seat.ask(intent)
    if why is not None:
        assert not taken
        assert refusal(intent, before, SITE) == why
        assert str(why)
        assert (seat.snapshot, len(seat.sent)) == (before, sent)
        return
    if not taken:  # on, but not with this entry: the words are about the entry
        assert str(refusal(intent, before, SITE))
        return
    at_once = len(seat.sent) > sent
    joint.rest()
    joint.run(0.1)
    assert not seat.refusals, joint.story
    assert at_once or seat.snapshot != before, f"nothing happened{joint.story}"
