from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from agentpanel.domain import words
from agentpanel.domain.controls import Control
from agentpanel.domain.intents import (
    AnswerTransfer,
    EndCall,
    Hold,
    Mute,
    PlaySound,
    Record,
    SwapHold,
)
from agentpanel.domain.parties import Answer, Incoming, Manner, Party, Target, TargetKind, Transfer, TransferStage
from agentpanel.domain.rules import CallRules, Sound
from agentpanel.domain.snapshot import Recording, Shown
from agentpanel.domain.state import Work
from agentpanel.domain.view import view
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets import call_course
from agentpanel.gui.windows.main_panel import PanelLayout
from tests.helpers.snapshots import LONG, MARKUP, RULES, a_call, later, lost_call, of_state, seated, wrapping
from tests.helpers.window import CONTROL, NOTHING, Desk, all_texts, open_window

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.button import PanelButton
    from agentpanel.gui.widgets.call_buttons import CallButtons
    from agentpanel.gui.widgets.call_card import CallCard

SHIFT = Qt.KeyboardModifier.ShiftModifier
SITE = dataclasses.replace(
    RULES,
    sounds=(Sound(name="hello.wav", text="Welcome & more"), Sound(name="bye.wav", text="Goodbye", at_end=True)),
    calls=CallRules(end_to=("+442079461111",), second_recording="quality"),
)
BOB = Target(TargetKind.AGENT, "1002", "Bob Example")
CUSTOMER = frozenset({Party.CUSTOMER})


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    return open_window(qtbot, theme, memory, SITE)


@pytest.fixture
def plain(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    """A site that has set up neither sounds, nor a second recording, nor other ends."""
    return open_window(qtbot, theme, memory, RULES)


def talking(work: Work = Work.TALKING, **changes: Any) -> Snapshot:
    return seated(work, call=a_call(connected=later(8), **changes))


def transferring(stage: TransferStage, manner: Manner = Manner.CONFERENCE, **changes: Any) -> Snapshot:
    transfer = Transfer(target=BOB, manner=manner, stage=stage, since=later(120))
    return talking(Work.TRANSFER, transfer=transfer, **changes)


def offered(**changes: Any) -> Snapshot:
    fields: dict[str, Any] = {"blind": False, "conference": False, "answer": Answer.WANTED, "sender": "Bob Example"}
    return seated(Work.OFFERED, call=a_call(incoming=Incoming(**(fields | changes))))


def card(desk: Desk) -> CallCard:
    return desk.parts.call


def buttons(desk: Desk) -> CallButtons:
    return desk.parts.call.controls.buttons


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


# -- what is on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", Shown)
@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_what_is_off_says_why(desk: Desk, shown: Shown, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    snapshot = of_state(shown)
    desk.show(snapshot)
    allowed = view(snapshot, SITE).controls
    made: dict[PanelButton, Control] = {
        buttons(desk).mute: Control.MUTE,
        buttons(desk).keypad: Control.DIGITS,
        buttons(desk).transfer: Control.TRANSFER,
        buttons(desk).accept: Control.ACCEPT,
        buttons(desk).reject: Control.REJECT,
        buttons(desk).end: Control.END_CALL,
        buttons(desk).end_with: Control.END_CALL,
        buttons(desk).join: Control.RETRIEVE,
        card(desk).media.record: Control.RECORD,
        card(desk).media.second: Control.RECORD,
        card(desk).media.play: Control.PLAY,
    }
    for button, control in made.items():
        why = allowed[control]
        assert button.isEnabled() == (why is None), (control, button.accessibleName())
        if why is not None:
            assert button.accessibleDescription() == in_words(why)
            assert button.toolTip()


@pytest.mark.parametrize(
    ("press_", "asked"),
    [
        (lambda d: buttons(d).hold, Hold(True)),
        (lambda d: buttons(d).mute, Mute(True)),
        (lambda d: buttons(d).end, EndCall()),
        (lambda d: card(d).media.record, Record(True)),
        (lambda d: card(d).media.second, Record(True, second=True)),
    ],
)
def test_a_press_asks(desk: Desk, press_: Any, asked: object) -> None:
    desk.show(talking())
    press(press_(desk))
    assert desk.take() == [asked]


@pytest.mark.parametrize(
    ("make", "key", "asked"),
    [
        (talking, (Qt.Key.Key_F3, NOTHING), Hold(True)),
        (talking, (Qt.Key.Key_F11, NOTHING), Mute(True)),
        (talking, (Qt.Key.Key_R, CONTROL), Record(True)),
        (lambda: talking(recording=Recording.ON), (Qt.Key.Key_R, CONTROL), Record(False)),
        (lambda: talking(Work.HELD, held=CUSTOMER), (Qt.Key.Key_F3, NOTHING), Hold(False)),
        (lambda: talking(Work.HELD, held=CUSTOMER), (Qt.Key.Key_F3, SHIFT), Hold(False)),
        (offered, (Qt.Key.Key_F2, NOTHING), AnswerTransfer(True)),
        (offered, (Qt.Key.Key_F2, SHIFT), AnswerTransfer(False)),
    ],
)
@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_a_key_does_what_its_button_does(
    desk: Desk, make: Any, key: tuple[Qt.Key, Qt.KeyboardModifier], asked: object, mode: str
) -> None:
    desk.window.set_layout_mode(mode)
    desk.show(make())
    desk.key(*key)
    assert desk.take() == [asked]


@pytest.mark.parametrize(
    ("key", "modifier", "why"),
    [
        (Qt.Key.Key_F3, NOTHING, words.NOT_CONNECTED_YET),
        (Qt.Key.Key_F5, NOTHING, words.NOT_CONNECTED_YET),
        (Qt.Key.Key_T, CONTROL, words.NOT_CONNECTED_YET),
        (Qt.Key.Key_F2, NOTHING, words.NOTHING_OFFERED),
    ],
)
def test_the_key_of_a_button_that_is_off_says_why(
    desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, why: str
) -> None:
    desk.show(of_state(Shown.OFFERED))
    desk.key(key, modifier)
    assert desk.take() == []
    assert desk.parts.notice.text.text() == in_words(why)


# -- hold, mute --------------------------------------------------------------------------------------------


def test_hold_says_what_a_press_would_do_now(desk: Desk) -> None:
    names = []
    for snapshot in (
        talking(),
        talking(Work.HELD, held=CUSTOMER),
        transferring(TransferStage.CONFERENCE),
        transferring(TransferStage.CONFERENCE, Manner.CUSTOMER_HELD, held=CUSTOMER),
    ):
        desk.show(snapshot)
        names.append(buttons(desk).hold.accessibleName())
    assert names == ["Hold", "Retrieve", "Hold…", "Swap"]
    press(buttons(desk).hold)
    assert desk.take() == [SwapHold()]


def test_between_two_a_menu_asks_whom_to_hold(desk: Desk) -> None:
    desk.show(transferring(TransferStage.CONFERENCE))
    desk.key(Qt.Key.Key_F3)
    menu = buttons(desk).hold_menu
    desk.qtbot.waitUntil(menu.isVisible)
    assert entries(menu) == ["The customer", "Bob Example"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.take() == [Hold(True, Party.OTHER)]


@pytest.mark.parametrize("held", Party)
def test_join_all_fetches_back_who_is_on_hold(desk: Desk, held: Party) -> None:
    desk.show(transferring(TransferStage.CONFERENCE, held=frozenset({held})))
    assert buttons(desk).join.isVisible()
    assert not buttons(desk).transfer.isVisible(), "it has the place of transfer, which is off then"
    press(buttons(desk).join)
    assert desk.take() == [Hold(False, held)]


def test_mute_shows_what_the_dialer_said_not_what_was_pressed(desk: Desk) -> None:
    desk.show(talking(muted=False))
    press(buttons(desk).mute)
    assert desk.take() == [Mute(True)]
    assert not buttons(desk).mute.isChecked()
    assert buttons(desk).mute.accessibleName() == "Mute"
    desk.show(talking(muted=True))
    assert buttons(desk).mute.isChecked()
    assert buttons(desk).mute.accessibleName() == "Unmute"
    assert card(desk).course.text() == "you are muted"
    press(buttons(desk).mute)
    assert desk.take() == [Mute(False)]
    assert buttons(desk).mute.isChecked()


def test_the_buttons_keep_their_places_while_the_call_goes_on(desk: Desk) -> None:
    desk.window.resize(460, 640)
    places = set()
    for snapshot in (
        talking(),
        talking(muted=True),
        talking(Work.HELD, held=CUSTOMER),
        transferring(TransferStage.OFFERED),
        transferring(TransferStage.CONFERENCE),
        transferring(TransferStage.CONFERENCE, held=CUSTOMER),
        wrapping(),
    ):
        desk.show(snapshot)
        desk.settle()
        shown = (buttons(desk).hold, buttons(desk).mute, buttons(desk).keypad, buttons(desk).end)
        places.add(tuple(each.geometry().getRect() for each in shown))
        assert all(each.words for each in shown), "there is room for words"
    assert len(places) == 1


# -- recording, sounds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recording", "asked"),
    [
        (Recording.UNKNOWN, Record(True)),
        (Recording.OFF, Record(True)),
        (Recording.FAILED, Record(True)),
        (Recording.ON, Record(False)),
    ],
)
def test_recording_is_switched_from_what_the_dialer_said(desk: Desk, recording: Recording, asked: Record) -> None:
    desk.show(talking(recording=recording))
    press(card(desk).media.record)
    press(card(desk).media.record)
    assert desk.take() == [asked, asked], "a press alone changes nothing"
    name = card(desk).media.record.accessibleName()
    assert name == ("Stop the recording" if asked == Record(False) else "Start the recording")


def test_the_second_recording_has_its_own_button_and_words(desk: Desk) -> None:
    desk.show(talking(second_recording=Recording.ON))
    assert card(desk).media.second.accessibleName() == "Stop the second recording (quality)"
    assert card(desk).course.text() == "second recording runs"
    press(card(desk).media.second)
    assert desk.take() == [Record(False, second=True)]
    desk.show(talking(second_recording=Recording.FAILED))
    assert card(desk).course.text() == "second recording failed"


def test_sounds_are_played_from_a_menu_and_stopped_by_the_same_button(desk: Desk) -> None:
    desk.show(talking())
    desk.key(Qt.Key.Key_P, CONTROL)
    menu = card(desk).media.menu
    desk.qtbot.waitUntil(menu.isVisible)
    assert entries(menu) == ["Welcome && more", "Goodbye"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.take() == [PlaySound("hello.wav")]
    desk.show(talking(playing="hello.wav"))
    assert card(desk).course.text() == "plays: Welcome & more"
    assert card(desk).media.play.accessibleName() == "Stop the sound"
    press(card(desk).media.play)
    assert desk.take() == [PlaySound(None)]
    desk.show(talking(playing=""))
    assert card(desk).course.text() == "a sound plays"


def test_what_the_site_has_not_set_up_has_no_place(plain: Desk) -> None:
    plain.show(talking())
    for button in (card(plain).media.second, card(plain).media.play, buttons(plain).end_with):
        assert not button.isVisible()
    assert card(plain).media.record.isVisible()
    plain.key(Qt.Key.Key_P, CONTROL)
    assert plain.parts.notice.text.text() == in_words(words.NO_SOUNDS)
    plain.key(Qt.Key.Key_F8, SHIFT)
    assert plain.parts.notice.text.text() == "Your site has set up no other ways to end a call."


# -- end ---------------------------------------------------------------------------------------------------


def test_a_call_ends_with_a_sound_or_elsewhere(desk: Desk) -> None:
    desk.show(talking())
    press(buttons(desk).end_with)
    menu = buttons(desk).end_menu
    desk.qtbot.waitUntil(menu.isVisible)
    assert entries(menu) == ["End and play: Goodbye", "End and send the customer to +44 20 7946 1111"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.take() == [EndCall(sound="bye.wav")]
    desk.key(Qt.Key.Key_F8, SHIFT)
    desk.qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.take() == [EndCall(external="+442079461111")]


def test_who_is_not_alone_with_the_customer_cannot_send_them_away(desk: Desk) -> None:
    desk.show(transferring(TransferStage.CONFERENCE))
    sound, elsewhere = buttons(desk).end_menu.actions()
    assert (sound.isEnabled(), elsewhere.isEnabled()) == (True, False)
    assert elsewhere.toolTip() == in_words(words.TRANSFER_UNDER_WAY)


def test_a_conference_is_left(desk: Desk) -> None:
    desk.show(transferring(TransferStage.CONFERENCE))
    assert buttons(desk).end.accessibleName() == "Leave the conference"
    press(buttons(desk).end)
    assert desk.take() == [EndCall()]
    given = Incoming(blind=False, conference=True, answer=Answer.ACCEPTED, sender="Bob Example")
    desk.show(talking(incoming=given))
    assert buttons(desk).end.accessibleName() == "Leave the conference"
    desk.show(seated(Work.WRAP, call=a_call(connected=later(0), ended=later(9), incoming=given)))
    assert buttons(desk).end.accessibleName() == "End call", "it has been left"
    desk.show(talking())
    assert buttons(desk).end.accessibleName() == "End call"


# -- the course of transfers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        (TransferStage.ASKED, "transfer to Bob Example asked · 00:39"),
        (TransferStage.OFFERED, "ringing at Bob Example · 00:39"),
        (TransferStage.CONNECTED, "with Bob Example · 00:39"),
        (TransferStage.CONFERENCE, "conference with Bob Example · 00:39"),
    ],
)
def test_how_far_a_transfer_has_come(desk: Desk, stage: TransferStage, text: str) -> None:
    desk.clock.now = later(159)
    desk.show(transferring(stage))
    assert card(desk).course.text() == text
    desk.parts.draw_clocks(later(160))
    assert card(desk).course.text() == text.replace("39", "40")


def test_a_target_without_a_name_is_called_by_its_address(desk: Desk) -> None:
    target = Target(TargetKind.EXTERNAL, "0123456789")
    transfer = Transfer(target=target, manner=Manner.BLIND, stage=TransferStage.OFFERED, since=later(0))
    desk.show(talking(Work.TRANSFER, transfer=transfer))
    assert card(desk).course.text() == "ringing at 0123456789 · 00:00"


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ({Party.CUSTOMER}, "customer on hold"),
        ({Party.OTHER}, "Bob Example on hold"),
        ({Party.CUSTOMER, Party.OTHER}, "customer on hold · Bob Example on hold"),
    ],
)
def test_who_is_on_hold_is_told(desk: Desk, held: set[Party], text: str) -> None:
    desk.clock.now = later(120)
    desk.show(transferring(TransferStage.CONFERENCE, held=frozenset(held)))
    assert card(desk).course.text() == f"{text} · conference with Bob Example · 00:00"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "transfer from Bob Example"),
        ({"sender": None}, "transfer from a colleague"),
        ({"conference": True}, "conference with Bob Example"),
        ({"blind": True, "answer": Answer.NOT_ASKED}, "blind transfer from Bob Example"),
        ({"answer": Answer.ACCEPTED}, "transfer from Bob Example · accepted"),
        ({"answer": Answer.REJECTED}, "transfer from Bob Example · rejected"),
    ],
)
def test_who_gives_the_call_and_how(desk: Desk, changes: dict[str, Any], text: str) -> None:
    desk.show(offered(**changes))
    assert card(desk).course.text() == text


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_an_offered_transfer_is_accepted_or_rejected(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.show(offered())
    desk.settle()
    press(buttons(desk).accept)
    press(buttons(desk).reject)
    assert desk.take() == [AnswerTransfer(True), AnswerTransfer(False)]
    desk.show(offered(answer=Answer.ACCEPTED))
    for button in (buttons(desk).accept, buttons(desk).reject):
        assert button.isVisible(), "a second press hits nothing else"
        assert not button.isEnabled()
        assert button.accessibleDescription() == in_words(words.ANSWERED_ALREADY)
    desk.show(talking(incoming=Incoming(blind=False, conference=False, answer=Answer.ACCEPTED, sender="Bob")))
    assert not buttons(desk).accept.isVisible()
    assert card(desk).course.text() == "transfer from Bob"


@pytest.mark.parametrize("snapshot", [of_state(Shown.OFFERED), offered(blind=True, answer=Answer.NOT_ASKED)])
def test_what_is_not_asked_has_nothing_to_answer(desk: Desk, snapshot: Snapshot) -> None:
    desk.show(snapshot)
    assert not buttons(desk).accept.isVisible()
    assert not buttons(desk).reject.isVisible()


def test_the_course_is_told_aloud_once_each(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(call_course, "announce", lambda _, text: told.append(text))
    desk.show(transferring(TransferStage.ASKED))
    desk.show(transferring(TransferStage.OFFERED))
    desk.parts.draw_clocks(later(200))
    desk.show(dataclasses.replace(transferring(TransferStage.OFFERED), latency_s=0.5))
    desk.show(talking())
    assert told == ["transfer to Bob Example asked", "ringing at Bob Example"]


def test_after_the_call_nothing_of_it_goes_on(desk: Desk) -> None:
    desk.show(wrapping(muted=True, held=CUSTOMER))
    assert not card(desk).course.isVisible()


# -- small windows -----------------------------------------------------------------------------------------


def test_in_the_bar_all_controls_are_under_one_button(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(talking(recording=Recording.ON))
    controls = card(desk).controls
    press(controls.more)
    desk.qtbot.waitUntil(controls.more_menu.isVisible)
    assert entries(controls.more_menu) == [
        *("Hold", "Mute", "Keypad", "Transfer…"),
        *("Stop the recording", "Start the second recording (quality)"),
        *("Play a sound to everyone in the call", "End with…"),
    ]
    QTest.keyClick(controls.more_menu, Qt.Key.Key_Return)
    assert desk.take() == [Hold(True)]


def test_an_entry_that_is_off_says_why(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(transferring(TransferStage.OFFERED))
    controls = card(desk).controls
    press(controls.more)
    off = [action for action in controls.more_menu.actions() if not action.isEnabled()]
    assert [action.toolTip() for action in off[:3]] == [in_words(words.TRANSFER_UNDER_WAY)] * 3
    controls.more_menu.close()


def test_at_the_least_size_the_first_controls_are_at_hand(desk: Desk) -> None:
    desk.window.resize(320, 200)
    for snapshot in (talking(), transferring(TransferStage.CONFERENCE, held=CUSTOMER, muted=True), offered()):
        desk.show(snapshot)
        desk.settle()
        layout = desk.window.centralWidget()
        assert isinstance(layout, PanelLayout)
        assert layout.pane.horizontalScrollBar().maximum() == 0, "nothing is pushed out at the side"
        for each in card(desk).controls.tab_order:
            assert isinstance(each, QWidget)
            if each.isVisible():
                assert each.visibleRegion().boundingRect() == each.rect()
    desk.show(talking())
    press(buttons(desk).hold)
    press(buttons(desk).mute)
    assert desk.take() == [Hold(True), Mute(True)]


@pytest.mark.parametrize(("mode", "size"), [("panel", (380, 640)), ("panel", (320, 200)), ("bar", (720, 40))])
def test_hostile_words_neither_widen_nor_break_it(desk: Desk, mode: str, size: tuple[int, int]) -> None:
    desk.window.set_layout_mode(mode)
    desk.window.resize(*size)
    target = Target(TargetKind.AGENT, MARKUP, MARKUP + LONG)
    transfer = Transfer(target=target, manner=Manner.BLIND, stage=TransferStage.CONFERENCE, since=later(0))
    desk.show(talking(Work.TRANSFER, transfer=transfer, playing=LONG, held=frozenset(Party), number=MARKUP))
    desk.settle()
    assert desk.window.width() == size[0]
    for each in card(desk).controls.tab_order:
        if each.isVisible():
            assert each.visibleRegion().boundingRect() == each.rect(), each.accessibleName()
    assert MARKUP in card(desk).course.text()
    assert "<b>bold" not in card(desk).course.toolTip(), "a tool tip would read it as markup"


def test_a_call_that_was_left_behind_has_no_controls(desk: Desk) -> None:
    desk.show(lost_call())
    shown = [each for each in card(desk).controls.tab_order if each.isVisible()]
    assert shown == [card(desk).put_away]
    assert not card(desk).media.record.isVisible()


def test_everything_has_a_name_and_an_explanation(desk: Desk) -> None:
    desk.show(talking())
    for each in (*card(desk).controls.tab_order, *card(desk).media.buttons):
        assert each.accessibleName(), each
        assert each.accessibleDescription() or each is buttons(desk).end_with, each.accessibleName()
    assert "(F3)" in buttons(desk).hold.toolTip()
    assert all_texts(card(desk).controls)


def test_every_call_action_has_a_control_of_its_own(desk: Desk) -> None:
    acts = (Act.HOLD, Act.JOIN, Act.MUTE, Act.KEYPAD, Act.TRANSFER, Act.ACCEPT, Act.REJECT, Act.RECORD, Act.PLAY)
    assert len({ACTIONS[act].control for act in acts}) == len(acts)
    assert desk.take() == []


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_a_phone_that_only_rings_says_nothing_of_a_recording(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.show(offered())
    assert not card(desk).recording.isVisible()
    desk.show(talking(recording=Recording.UNKNOWN))
    desk.settle()
    assert card(desk).recording.isVisible()


def test_in_a_small_window_the_course_has_the_line_for_itself(desk: Desk) -> None:
    desk.window.resize(320, 200)
    desk.show(talking(recording=Recording.ON))
    desk.settle()
    assert card(desk).clock.isVisible()
    assert card(desk).recording.word.isVisible()
    desk.show(talking(recording=Recording.ON, muted=True))
    desk.settle()
    assert card(desk).course.text() == "you are muted"
    assert card(desk).course.toolTip() == "", "it is not cut"
    assert not card(desk).clock.isVisible()
    assert card(desk).recording.mark.isVisible()
