"""Hold, mute, digits, recording, sounds, and the end of a call: yes, no, late, never, and unasked."""

from __future__ import annotations

import dataclasses

import pytest

from agentpanel.domain.confirm import settled
from agentpanel.domain.controls import Control
from agentpanel.domain.events import LinkLost, NotSent
from agentpanel.domain.intents import (
    EndCall,
    Hold,
    Intent,
    Mute,
    PlaySound,
    Record,
    RequeueCall,
    SendDigits,
    SwapHold,
    TransferCall,
)
from agentpanel.domain.parties import Party, Target, TargetKind
from agentpanel.domain.rules import CallRules, SiteRules, Sound
from agentpanel.domain.snapshot import Recording, Shown, Snapshot
from agentpanel.domain.status import status
from agentpanel.domain.view import view
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    DTMFPlay,
    DTMFStatus,
    HoldAcknowledge,
    MuteAcknowledge,
    PlayMessage,
    PlayStatus,
    RecordingAcknowledge,
    RequestHold,
    RequestMute,
    RequestRecording,
    Requeue,
    StartWrap,
    TransferAcknowledge,
)
from tests.helpers.playbook import RULES, Playbook

SITE = dataclasses.replace(
    RULES,
    sounds=(Sound(name="Hours", text="Opening hours"), Sound(name="Bye", text="Goodbye", at_end=True)),
    calls=CallRules(second_recording="card", end_to=("0800111",)),
)


def talking(rules: SiteRules = SITE) -> Playbook:
    return Playbook(rules).available().talking()


def told(kind: type[Message], **fields: object) -> Message:
    return kind(campaign="Sales", agent="2", **{"status": 0, **fields})  # type: ignore[call-arg]


def verdict(book: Playbook, intent: Intent, before: Snapshot) -> object:
    found = settled(intent, before, book.snapshot)
    return found if found is None or found is True else str(found)


def token_of(book: Playbook) -> str:
    """The token of what has just been sent."""
    return str(getattr(book.sent[0], "token", None))


def why_off(book: Playbook, control: Control) -> str:
    return str(view(book.snapshot, SITE).controls[control])


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """Something asked of a call: what it sends, the dialer's yes and no, and words of the no."""

    intent: Intent
    sends: type[Message]
    yes: Message
    no: Message
    words: str
    control: Control


CASES = [
    Case(
        intent=Hold(on=True),
        sends=RequestHold,
        yes=told(HoldAcknowledge, on=True),
        no=told(HoldAcknowledge, on=True, status=1),
        words="could not be put on hold: the other side has hung up",
        control=Control.HOLD,
    ),
    Case(
        intent=Mute(on=True),
        sends=RequestMute,
        yes=told(MuteAcknowledge, on=True),
        no=told(MuteAcknowledge, on=True, status=2),
        words="could not be muted: the telephone system reported an error. You are heard",
        control=Control.MUTE,
    ),
    Case(
        intent=Record(on=True),
        sends=RequestRecording,
        yes=told(RecordingAcknowledge, on=True),
        no=told(RecordingAcknowledge, on=True, status=1),
        words="The recording could not be started: the other side has hung up",
        control=Control.RECORD,
    ),
    Case(
        intent=PlaySound("Hours"),
        sends=PlayMessage,
        yes=told(PlayStatus),
        no=told(PlayStatus, status=2),
        words="The sound could not be played",
        control=Control.PLAY,
    ),
    Case(
        intent=SendDigits("12#"),
        sends=DTMFPlay,
        yes=told(DTMFStatus),
        no=told(DTMFStatus, status=2),
        words="The digits could not be sent",
        control=Control.DIGITS,
    ),
]
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.control.value)


@each
def test_yes(case: Case) -> None:
    book = talking()
    before, notices = book.snapshot, len(book.snapshot.notices)
    book.asks(case.intent).sends(case.sends).accepts()
    assert case.control in book.call.pending
    assert verdict(book, case.intent, before) is None
    book.hears(case.yes)
    assert book.call.pending == frozenset()
    assert verdict(book, case.intent, before) is True
    assert book.passes(10).sent == []
    assert len(book.snapshot.notices) == notices, "an answered request is not late"


@each
def test_no(case: Case) -> None:
    book = talking()
    before = book.snapshot
    book.asks(case.intent).sends(case.sends).accepts().hears(case.no)
    assert case.words in book.notice
    assert case.words in str(verdict(book, case.intent, before))
    assert case.control not in book.call.pending
    book.shows(Shown.TALKING).asks(case.intent).sends(case.sends).accepts().hears(case.yes)
    assert case.control not in book.call.pending


@each
def test_refused_or_never_sent(case: Case) -> None:
    book = talking()
    before = book.snapshot
    book.asks(case.intent).rejects(406)
    assert "(error 406)" in book.notice
    assert "The call goes on." in book.notice
    assert "(error 406)" in str(verdict(book, case.intent, before))
    book.asks(case.intent).sends(case.sends).event(NotSent(token_of(book), "a rule"))
    assert "cannot be sent" in book.notice
    assert case.control not in book.call.pending


@each
def test_late_and_never(case: Case) -> None:
    """Silence has its words and lets it be asked again; a late answer is still known as ours."""
    book = talking()
    before = book.snapshot
    book.asks(case.intent).sends(case.sends).passes(5)
    assert "has not acknowledged" in book.notice
    assert "has not acknowledged" in str(verdict(book, case.intent, before))
    assert case.control not in book.call.pending
    book.asks(case.intent).accepts().passes(5)
    assert "has not carried it out" in book.notice
    notices = len(book.snapshot.notices)
    book.accept_all().hears(case.yes)
    assert len(book.snapshot.notices) == notices


def test_a_second_press_does_not_send_it_twice() -> None:
    for intent in (Hold(on=True), Hold(on=False), Mute(on=True), Record(on=True), PlaySound("Hours")):
        book = talking()
        if intent == Hold(on=False):
            book.hears(told(HoldAcknowledge, on=True))
        book.asks(intent)
        assert "has not answered yet" in str(book.refuses(intent))


def test_each_digit_is_its_own_request() -> None:
    book = talking().asks(SendDigits("1")).sends(DTMFPlay).asks(SendDigits("1")).sends(DTMFPlay).accept_all()
    book.hears(told(DTMFStatus)).hears(told(DTMFStatus, status=1))
    assert Control.DIGITS in book.call.pending
    book.hears(told(DTMFStatus)).hears(told(DTMFStatus, status=1))
    assert Control.DIGITS not in book.call.pending


def test_what_is_asked_goes_as_it_should() -> None:
    book = talking()
    hold = book.asks(Hold(on=True)).sent[0]
    assert isinstance(hold, RequestHold)
    assert (hold.on, hold.who, hold.agent, hold.campaign) == (True, None, "2", "Sales")
    book.accepts().hears(told(HoldAcknowledge, on=True)).shows(Shown.HELD)
    assert book.call.held == {Party.CUSTOMER}
    back = book.asks(Hold(on=False)).sent[0]
    assert isinstance(back, RequestHold)
    assert (back.on, back.who) == (False, None)
    book.accepts().hears(told(HoldAcknowledge)).shows(Shown.TALKING)
    assert book.call.held == frozenset()
    digits = book.asks(SendDigits("0*#D")).sent[0]
    assert isinstance(digits, DTMFPlay)
    assert digits.digits == "0*#D"


# -- hold -----------------------------------------------------------------------------------------------------


def test_somebody_else_holds_and_retrieves() -> None:
    book = talking().hears(told(HoldAcknowledge, on=True)).shows(Shown.HELD)
    assert book.notice == "Somebody put the call on hold."
    assert why_off(book, Control.HOLD) == "The call is on hold already."
    book.hears(told(HoldAcknowledge)).shows(Shown.TALKING)
    assert book.notice == "Somebody took the call off hold."
    assert why_off(book, Control.RETRIEVE) == "Nobody is on hold."
    assert why_off(book, Control.SWAP) == "There are not two parties to change between."


def test_a_hold_that_crosses_ours_is_somebody_elses() -> None:
    book = talking().asks(Hold(on=True)).hears(told(HoldAcknowledge, on=True)).shows(Shown.HELD)
    assert book.notice == "Somebody put the call on hold."
    assert Control.HOLD in book.call.pending
    book.rejects(406).shows(Shown.HELD)
    assert book.call.pending == frozenset()


def test_a_retrieval_that_fails_leaves_the_call_held() -> None:
    book = talking().hears(told(HoldAcknowledge, on=True)).asks(Hold(on=False)).accepts()
    book.hears(told(HoldAcknowledge, status=2)).shows(Shown.HELD)
    assert "could not be taken off hold: the telephone system" in book.notice
    book.asks(Hold(on=False)).rejects()
    assert "refused taking the call off hold" in book.notice


def test_a_failure_that_nobody_explains() -> None:
    book = talking().asks(Hold(on=True)).accepts().hears(told(HoldAcknowledge, on=True, status=4))
    assert "the dialer gives no reason" in book.notice


def test_a_hold_needs_its_party_and_its_version() -> None:
    book = talking()
    assert str(book.refuses(Hold(on=True, party=Party.OTHER))) == "There is no second party in this call."
    old = talking(dataclasses.replace(SITE, version=(10, 5, 0)))
    assert "10.5.330" in str(old.refuses(Hold(on=True, party=Party.CUSTOMER)))
    assert old.desk.refusal(Hold(on=True)) is None
    assert book.desk.refusal(Hold(on=True, party=Party.CUSTOMER)) is None
    assert book.desk.refusal(SwapHold()) is not None


# -- mute -----------------------------------------------------------------------------------------------------


def test_mute_is_from_mk_alone() -> None:
    book = talking()
    assert book.call.muted is None
    book.asks(Mute(on=True)).accepts()
    assert book.call.muted is None
    book.hears(told(MuteAcknowledge, on=True))
    assert book.call.muted is True
    assert str(book.refuses(Mute(on=True))) == "Your microphone is muted already."
    book.asks(Mute(on=False)).accepts().hears(told(MuteAcknowledge, status=1))
    assert book.call.muted is True
    assert "could not be switched on: the dialer gives no reason" in book.notice
    book.asks(Mute(on=False)).accepts().hears(told(MuteAcknowledge))
    assert book.call.muted is False
    assert str(book.refuses(Mute(on=False))) == "Your microphone is not muted."


def test_somebody_else_mutes() -> None:
    book = talking().hears(told(MuteAcknowledge, on=True))
    assert book.notice == "Somebody muted your microphone."
    book.hears(told(MuteAcknowledge))
    assert book.notice == "Somebody switched your microphone on."
    quiet = len(book.snapshot.notices)
    book.hears(told(MuteAcknowledge)).hears(told(MuteAcknowledge, on=True, recording_input=True))
    assert (len(book.snapshot.notices), book.call.muted) == (quiet, False)


# -- digits, sounds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["", "E", "1 2", "a", "\u0661", "1" * 81])
def test_only_digits_are_sent(digits: str) -> None:
    assert "Digits are 1 to 80" in str(talking().refuses(SendDigits(digits)))


def test_digits_of_somebody_else() -> None:
    book = talking().hears(told(DTMFStatus))
    assert book.notice == "Somebody sends digits into the call."
    notices = len(book.snapshot.notices)
    book.hears(told(DTMFStatus, status=1))
    assert len(book.snapshot.notices) == notices


def test_a_sound_plays_and_is_stopped() -> None:
    book = talking().asks(PlaySound("Hours")).accepts()
    assert book.call.playing is None
    book.hears(told(PlayStatus))
    assert book.call.playing == "Hours"
    stop = book.asks(PlaySound(None)).sent[0]
    assert isinstance(stop, PlayMessage)
    assert stop.sound is None
    book.accepts().hears(told(PlayStatus, status=2))
    assert (book.call.playing, "could not be stopped" in book.notice) == ("Hours", True)
    book.asks(PlaySound(None)).accepts().hears(told(PlayStatus, status=1))
    assert (book.call.playing, book.call.pending) == (None, frozenset())
    assert str(book.refuses(PlaySound(None))) == "No sound is playing."
    assert "Hours, Bye" in str(book.refuses(PlaySound("Jingle")))


def test_a_sound_of_somebody_else_and_its_end() -> None:
    book = talking().hears(told(PlayStatus))
    assert (book.call.playing, book.notice) == ("", "Somebody plays a sound into the call.")
    assert book.desk.refusal(PlaySound(None)) is None
    book.hears(told(PlayStatus, status=1))
    assert book.call.playing is None


def test_without_sounds_there_is_nothing_to_play() -> None:
    assert "not set up sounds" in str(talking(RULES).refuses(PlaySound("Hours")))


# -- recording ------------------------------------------------------------------------------------------------


def test_two_recordings_follow_ra_alone_each_its_own() -> None:
    book = talking().asks(Record(on=True, second=True))
    request = book.sent[0]
    assert isinstance(request, RequestRecording)
    assert (request.key, request.on) == ("card", True)
    assert book.call.second_recording is Recording.UNKNOWN
    book.accepts().hears(told(RecordingAcknowledge, on=True, key="card"))
    assert (book.call.recording, book.call.second_recording) == (Recording.UNKNOWN, Recording.ON)
    assert not book.row.recorded
    assert "recorded already" in str(book.refuses(Record(on=True, second=True)))
    book.hears(told(RecordingAcknowledge, on=True, key="of a supervisor"))
    assert book.call.recording is Recording.UNKNOWN
    book.asks(Record(on=True)).accepts().hears(told(RecordingAcknowledge, on=True))
    assert book.row.recorded
    book.asks(Record(on=False, second=True)).accepts().hears(told(RecordingAcknowledge, key="card"))
    assert (book.call.recording, book.call.second_recording) == (Recording.ON, Recording.OFF)
    assert "no recording to stop" in str(book.refuses(Record(on=False, second=True)))


def test_a_second_recording_needs_the_sites_key() -> None:
    assert "second recording" in str(talking(RULES).refuses(Record(on=True, second=True)))


def test_a_recording_that_cannot_be_stopped_is_not_shown_as_stopped() -> None:
    book = talking().hears(told(RecordingAcknowledge, on=True)).asks(Record(on=False)).accepts()
    book.hears(told(RecordingAcknowledge, status=2))
    assert (book.call.recording, "could not be stopped" in book.notice) == (Recording.ON, True)
    before = book.snapshot
    book.asks(Record(on=False)).accepts().hears(told(RecordingAcknowledge, on=True))
    assert (book.call.recording, book.notice) == (Recording.ON, "The dialer left the recording as it was.")
    assert verdict(book, Record(on=False), before) == book.notice


def test_a_recording_that_nobody_asked_for_is_only_shown() -> None:
    book = talking()
    notices = len(book.snapshot.notices)
    book.hears(told(RecordingAcknowledge, on=True))
    assert (book.call.recording, len(book.snapshot.notices)) == (Recording.ON, notices)
    book.hears(told(RecordingAcknowledge, on=True, status=2))
    assert (book.call.recording, "goes on unrecorded" in book.notice) == (Recording.FAILED, True)


# -- the end --------------------------------------------------------------------------------------------------


def test_a_call_ends_with_a_sound_or_elsewhere_where_the_site_allows_it() -> None:
    end = talking().asks(EndCall(sound="Bye")).sent[0]
    assert isinstance(end, StartWrap)
    assert (end.play, end.external) == ("Bye", None)
    end = talking().asks(EndCall(external="0800111")).sent[0]
    assert isinstance(end, StartWrap)
    assert (end.play, end.external) == (None, "0800111")
    assert str(talking().refuses(EndCall(sound="Hours"))).endswith("end of a call: Bye.")
    assert "0800111" in str(talking().refuses(EndCall(external="0900")))


def test_the_end_of_the_call_answers_what_was_asked_of_it() -> None:
    book = talking()
    before = book.snapshot
    book.asks(Hold(on=True)).accepts().ended().shows(Shown.WRAP)
    assert (book.call.pending, book.call.held) == (frozenset(), frozenset())
    assert "has ended already" in str(verdict(book, Hold(on=True), before))
    notices = len(book.snapshot.notices)
    book.passes(10).hears(told(HoldAcknowledge, on=True)).hears(told(MuteAcknowledge, on=True))
    book.hears(told(DTMFStatus)).hears(told(PlayStatus)).shows(Shown.WRAP)
    assert len(book.snapshot.notices) == notices
    assert (book.call.held, book.call.playing) == (frozenset(), None)


def test_a_request_that_crosses_the_end_is_refused_without_alarm() -> None:
    book = talking().asks(Hold(on=True)).ended().rejects(406)
    assert "refused the hold (error 406). The call has ended." in book.notice
    book = talking().asks(Hold(on=True)).ended()
    notices = len(book.snapshot.notices)
    book.passes(10)
    assert len(book.snapshot.notices) == notices


def test_a_refusal_for_the_last_call_does_not_touch_the_next() -> None:
    book = talking().asks(Mute(on=True))
    token = token_of(book)
    book.ended().event(NotSent("nobody's", "x"))
    book.hears(told(MuteAcknowledge, on=True))
    book.talking("S2").asks(Mute(on=True)).rejects(406, token)
    assert Control.MUTE in book.call.pending
    assert book.call.failed is None


def test_a_lost_link_ends_it_all() -> None:
    book = talking().hears(told(HoldAcknowledge, on=True)).asks(Mute(on=True)).event(LinkLost(None))
    assert (book.call.held, book.call.pending) == (frozenset(), frozenset())
    assert "no connection" in str(book.refuses(Mute(on=True)))
    assert book.passes(10).sent == []


def test_nothing_is_asked_before_the_connection_or_after_the_end() -> None:
    for intent in (
        Hold(on=True),
        Mute(on=True),
        SendDigits("1"),
        Record(on=True),
        PlaySound("Hours"),
        RequeueCall("q"),
    ):
        assert "no call" in str(Playbook(SITE).available().refuses(intent))
        assert "not connected yet" in str(Playbook(SITE).available().offered().refuses(intent))
        assert "ended already" in str(talking().ended().refuses(intent))
        assert "being ended" in str(talking().asks(EndCall()).refuses(intent))


# -- requeue --------------------------------------------------------------------------------------------------


def test_requeue_ends_in_wrap_and_owes_the_outcome() -> None:
    book = talking()
    before, intent = book.snapshot, RequeueCall("VIP")
    request = book.asks(intent).sends(Requeue).sent[0]
    assert isinstance(request, Requeue)
    assert request.group == "VIP"
    assert "sent to a queue" in str(book.refuses(intent))
    assert "sent to a queue" in str(book.refuses(EndCall()))
    book.accepts()
    assert verdict(book, intent, before) is None
    book.ended().shows(Shown.WRAP)
    assert verdict(book, intent, before) is True


def test_requeue_refused_and_late() -> None:
    book = talking()
    before, intent = book.snapshot, RequeueCall("VIP")
    book.asks(intent).rejects(406).shows(Shown.TALKING)
    assert "refused sending the call to a queue" in book.notice
    assert verdict(book, intent, before) == book.notice
    book.asks(intent).accepts().passes(5)
    assert "has not carried it out" in book.notice
    assert book.desk.refusal(EndCall()) is None
    for queue in ("", "a\\b", "q" * 81):
        assert "The queue" in str(book.refuses(RequeueCall(queue)))


def test_status_tells_it() -> None:
    book = talking().hears(told(HoldAcknowledge, on=True)).hears(told(MuteAcknowledge, on=True))
    call = status(book.snapshot, SITE, book.now)["call"]
    assert (call["held"], call["muted"], call["second_recording"]) == (["customer"], True, "unknown")
    assert (call["transfer"], call["incoming"]) == (None, None)


def test_a_stop_that_crosses_the_end_of_the_sound_is_done() -> None:
    book = talking().asks(PlaySound("Hours")).accepts().hears(told(PlayStatus))
    book.asks(PlaySound(None))
    before = token_of(book)
    book.hears(told(PlayStatus, status=1)).accepts(before)
    assert Control.PLAY not in book.call.pending
    notices = len(book.snapshot.notices)
    assert len(book.passes(10).snapshot.notices) == notices


def test_a_hold_is_answered_while_a_transfer_is_being_asked_for() -> None:
    book = talking().asks(Hold(on=True)).accepts().hears(told(HoldAcknowledge, on=True)).asks(Hold(on=False))
    back = token_of(book)
    book.asks(TransferCall(Target(TargetKind.AGENT, "9"))).accepts(back)
    book.hears(told(HoldAcknowledge)).hears(told(TransferAcknowledge, status=2)).shows(Shown.TALKING)
    assert book.call.held == frozenset()
