from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agentpanel.domain import words
from agentpanel.domain.controls import Control
from agentpanel.domain.intents import EndCall, SendDigits
from agentpanel.domain.snapshot import Failed, Shown
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from tests.helpers.snapshots import RULES, a_call, later, seated, wrapping
from tests.helpers.window import NOTHING, Desk, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.keypad import Keypad


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, RULES)
    made.show(talking())
    return made


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(8), **changes))


def opened(desk: Desk) -> Keypad:
    """By its key."""
    desk.key(Qt.Key.Key_F5)
    keypad = desk.parts.call.keypad
    desk.qtbot.waitUntil(keypad.isVisible)
    return keypad


def type_keys(keypad: Keypad, text: str) -> None:
    for character in text:
        QTest.keyClicks(QApplication.focusWidget() or keypad, character)


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_its_button_and_its_key_open_and_close_it(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    keypad = opened(desk)
    QTest.keyClick(keypad, Qt.Key.Key_F5)
    assert not keypad.isVisible()
    desk.parts.call.controls.buttons.keypad.click()
    assert keypad.isVisible()
    QTest.keyClick(keypad, Qt.Key.Key_Escape)
    assert not keypad.isVisible()
    assert desk.take() == []


def test_each_digit_that_is_typed_leaves_at_once(desk: Desk) -> None:
    keypad = opened(desk)
    type_keys(keypad, "0189*#abCD")
    assert desk.take() == [SendDigits(digit) for digit in "0189*#ABCD"]
    assert keypad.sent.text() == "0189*#ABCD"


@pytest.mark.parametrize("digit", "0123456789*#ABCD")
def test_each_digit_has_a_button_with_a_name(desk: Desk, digit: str) -> None:
    keypad = opened(desk)
    QTest.mouseClick(keypad.keys[digit], Qt.MouseButton.LeftButton)
    assert desk.take() == [SendDigits(digit)]
    assert keypad.keys[digit].accessibleName() == {"*": "star", "#": "hash"}.get(digit, digit)
    assert keypad.isVisible(), "more may follow"


def test_what_is_no_digit_sends_nothing(desk: Desk) -> None:
    keypad = opened(desk)
    type_text(keypad, "x+ é.²")
    assert desk.take() == []


def test_a_key_that_is_held_down_sends_once(desk: Desk) -> None:
    keypad = opened(desk)
    for repeated in (False, True, True):
        QApplication.sendEvent(keypad, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_5, NOTHING, "5", autorep=repeated))
    assert desk.take() == [SendDigits("5")]


def test_what_was_sent_stays_for_the_call_and_ends_with_it(desk: Desk) -> None:
    keypad = opened(desk)
    type_keys(keypad, "12")
    keypad.hide()
    desk.show(talking(note="a note"))
    assert opened(desk).sent.text() == "12"
    assert keypad.sent.accessibleDescription() == "Sent: 1 2"
    desk.show(talking(key="run-2"))
    assert keypad.sent.text() == ""


def test_of_much_the_last_digits_are_seen(desk: Desk) -> None:
    keypad = opened(desk)
    type_keys(keypad, "12345678901234567890")
    assert keypad.sent.text() == "…5678901234567890"
    assert keypad.sent.fontMetrics().horizontalAdvance(keypad.sent.text()) <= keypad.sent.width()


def test_when_the_call_has_ended_it_stays_and_says_why_nothing_is_sent(desk: Desk) -> None:
    keypad = opened(desk)
    type_keys(keypad, "1")
    desk.show(wrapping())
    type_keys(keypad, "2")
    QTest.mouseClick(keypad.keys["3"], Qt.MouseButton.LeftButton)
    assert desk.take() == [SendDigits("1")]
    assert keypad.isVisible(), "what is typed must not go elsewhere"
    assert keypad.note.text() == in_words(words.CALL_OVER)
    assert keypad.keys["3"].accessibleDescription() == in_words(words.CALL_OVER)
    assert desk.parts.state.word.text() == "Wrap"


def test_the_keys_of_the_panel_work_in_it(desk: Desk) -> None:
    keypad = opened(desk)
    QTest.keyClick(keypad, Qt.Key.Key_F8)
    assert desk.take() == [EndCall()]


def test_tab_reaches_the_digits_and_typing_goes_on_there(desk: Desk) -> None:
    keypad = opened(desk)
    QTest.keyClick(keypad, Qt.Key.Key_Tab)
    assert keypad.focusWidget() is keypad.keys["1"]
    QTest.keyClick(keypad.keys["1"], Qt.Key.Key_Space)
    QTest.keyClick(keypad.keys["1"], Qt.Key.Key_7)
    assert desk.take() == [SendDigits("1"), SendDigits("7")]


def test_all_of_it_stands_on_the_screen(desk: Desk) -> None:
    area = desk.window.screen().availableGeometry()
    desk.window.move(area.right() - 40, area.bottom() - 40)
    keypad = opened(desk)
    assert area.contains(keypad.frameGeometry())
    for button in keypad.keys.values():
        assert keypad.rect().contains(button.geometry())
    assert Shown.TALKING is desk.window._snapshot.shown.value  # type: ignore[union-attr]


def test_digits_that_failed_are_not_shown_as_sent(desk: Desk) -> None:
    keypad = opened(desk)
    usual = keypad.note.text()
    for digit in "12":
        keypad.press(digit)
    desk.show(talking(failed=Failed(Control.HOLD, later(9))))
    assert keypad.note.text() == usual
    desk.show(talking(failed=Failed(Control.DIGITS, later(10))))
    keypad.press("3")
    assert keypad.note.text() == "Not all of these were sent; the message below says why."
    keypad.hide()
    opened(desk)
    assert keypad.note.text() == usual
    assert keypad.sent.text() == ""
