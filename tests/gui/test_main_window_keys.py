from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from agentpanel.domain import words
from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogOut, SetTag, TakeBreak
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import WishKind
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.windows import main_window
from tests.helpers.snapshots import (
    BARE_RULES,
    LUNCH,
    of_state,
    wished,
)
from tests.helpers.window import ALT, CONTROL, Desk, open_window

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


# -- keys --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "key", "modifier", "asked"),
    [
        (Shown.NOT_READY, Qt.Key.Key_1, CONTROL, [GoAvailable()]),
        (Shown.AVAILABLE, Qt.Key.Key_3, CONTROL, [LogOut()]),
        (Shown.TALKING, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, [EndCall()]),
        (Shown.TALKING, Qt.Key.Key_3, ALT, [SetTag(3, "complaint")]),
        (Shown.WRAP, Qt.Key.Key_Return, CONTROL, [Complete(105, "")]),
    ],
)
def test_a_key_does_what_its_control_does(
    desk: Desk, shown: Shown, key: Qt.Key, modifier: Qt.KeyboardModifier, asked: list[object]
) -> None:
    desk.show(of_state(shown))
    desk.key(key, modifier)
    assert desk.asked == asked


@pytest.mark.parametrize(
    ("shown", "key", "modifier", "why"),
    [
        (Shown.AVAILABLE, Qt.Key.Key_1, CONTROL, words.ALREADY_AVAILABLE),
        (Shown.AVAILABLE, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, words.NO_CALL),
        (Shown.OFFERED, Qt.Key.Key_Return, CONTROL, words.NOT_CONNECTED_YET),
        (Shown.AVAILABLE, Qt.Key.Key_2, ALT, words.NO_CALL),
        (Shown.AVAILABLE, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, words.FIRST_A_CALL),
        (Shown.OFFLINE, Qt.Key.Key_2, CONTROL, words.NOT_CONNECTED),
    ],
)
def test_the_key_of_a_control_that_is_off_says_why(
    desk: Desk, shown: Shown, key: Qt.Key, modifier: Qt.KeyboardModifier, why: str
) -> None:
    desk.show(of_state(shown))
    desk.key(key, modifier)
    assert desk.asked == []
    assert desk.parts.notice.text.text() == in_words(why)


def test_the_menu_of_breaks_works_by_keys_alone(desk: Desk) -> None:
    desk.show(of_state(Shown.AVAILABLE))
    desk.key(Qt.Key.Key_2, CONTROL)
    menu = desk.parts.agent.menu
    desk.qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_4)
    assert desk.take() == [TakeBreak(4)]
    desk.key(Qt.Key.Key_2, CONTROL)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.take() == [TakeBreak(2)], "the first one is chosen when it opens"


def test_a_site_without_reasons_says_so_in_the_menu(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    desk = open_window(qtbot, theme, memory, dataclasses.replace(BARE_RULES, breaks=()))
    desk.show(of_state(Shown.AVAILABLE))
    assert [action.isEnabled() for action in desk.parts.agent.menu.actions()] == [False]
    assert not desk.parts.reasons.isVisible()


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        ((Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier), "wirelog_requested"),
        ((Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier), "about_requested"),
        ((Qt.Key.Key_Comma, CONTROL), "settings_requested"),
        ((Qt.Key.Key_Q, CONTROL), "quit_requested"),
    ],
)
def test_the_doors_to_other_windows_have_keys(desk: Desk, key: tuple[Qt.Key, Qt.KeyboardModifier], signal: str) -> None:
    opened: list[str] = []
    getattr(desk.window, signal).connect(lambda: opened.append(signal))
    desk.key(*key)
    assert opened == [signal]


def test_fields_are_found_by_key(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    for key, modifier, widget in (
        (Qt.Key.Key_2, ALT, desk.parts.tags.fields[1].editor),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, desk.parts.outcome.picker),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier, desk.parts.outcome.note),
        (Qt.Key.Key_F, CONTROL, desk.parts.recent.filter),
    ):
        desk.key(key, modifier)
        assert desk.window.focusWidget() is widget


def test_tab_reaches_every_control(desk: Desk) -> None:
    desk.show(dataclasses.replace(of_state(Shown.TALKING), **wished(WishKind.BREAK, LUNCH)))
    desk.window.show_message("a sentence")
    desk.activate()
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    controls = {
        each
        for each in desk.window.findChildren(QWidget)
        if isinstance(each, kinds)
        and each.isVisible()
        and each.isEnabled()
        and each.objectName() != "qt_spinbox_lineedit"
    }
    controls = {each for each in controls if not isinstance(each.parentWidget(), QLineEdit | QComboBox)}
    desk.parts.agent.available.setFocus()
    reached: list[QWidget] = []
    for _ in range(80):
        focus = desk.window.focusWidget()
        assert focus is not None
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert controls <= set(reached), [each.accessibleName() for each in controls - set(reached)]
    first = reached[: reached.index(desk.parts.agent.available, 1)]
    tops = [each.mapTo(desk.window, each.rect().topLeft()).y() for each in first if each.window() is desk.window]
    back = [b for a, b in pairwise(tops) if b < a - 40]
    assert len(back) <= 1, "from top to bottom, and once back to the block of the state"


# -- focus -------------------------------------------------------------------------------------------------


def test_the_focus_does_not_slip_to_another_control(desk: Desk) -> None:
    desk.show(of_state(Shown.NOT_READY))
    desk.activate()
    desk.parts.agent.available.setFocus()
    QTest.keyClick(desk.parts.agent.available, Qt.Key.Key_Space)
    desk.show(of_state(Shown.AVAILABLE))
    assert desk.window.focusWidget() is desk.parts.state
    QTest.keyClick(desk.parts.state, Qt.Key.Key_Space)
    assert desk.asked == [GoAvailable()], "a second press hits nothing"


def test_who_types_keeps_the_focus_whatever_comes(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    desk.activate()
    note = desk.parts.outcome.note
    note.setFocus()
    for shown in (Shown.HELD, Shown.TALKING, Shown.UNEXPECTED, Shown.WRAP):
        desk.show(dataclasses.replace(of_state(shown), call=of_state(Shown.TALKING).call))
        desk.window.show_message("something happened")
        assert QApplication.focusWidget() is note


def test_a_hidden_window_stays_hidden_and_takes_nothing(qtbot: QtBot, desk: Desk) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    other.setFocus()
    desk.window.hide()
    for shown in Shown:
        desk.show(of_state(shown))
        desk.window.show_message("something happened")
    assert not desk.window.isVisible()
    desk.window.showNormal()
    desk.show(of_state(Shown.OFFERED))
    assert not any(
        each.windowType() == Qt.WindowType.Popup and each.isVisible() for each in QApplication.topLevelWidgets()
    )


# -- what is read out --------------------------------------------------------------------------------------


def test_state_changes_are_announced(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told_: list[tuple[str, bool]] = []
    monkeypatch.setattr(main_window, "announce", lambda _, text, urgent=False: told_.append((text, urgent)))
    desk.show(of_state(Shown.AVAILABLE))
    desk.show(of_state(Shown.OFFERED))
    desk.show(dataclasses.replace(of_state(Shown.OFFERED), latency_s=0.5))
    desk.show(of_state(Shown.NOT_READY))
    desk.window.show_message("The dialer refused the break.")
    assert told_ == [
        ("Available. Sales-UK", False),
        ("Ringing. Sales-UK. queue VIP. +44 20 7946 0000", True),
        ("Not ready. Lunch, 30:00 left", False),
        ("The dialer refused the break.", False),
    ]


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_everything_that_can_be_pressed_or_typed_in_has_a_name(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    for shown in (Shown.LOGGED_OUT, Shown.TALKING, Shown.WRAP):
        desk.show(of_state(shown))
        for each in desk.window.findChildren(QAbstractButton) + desk.window.findChildren(QLineEdit):
            mine = not isinstance(each.parentWidget(), QLineEdit) and type(each).__module__.startswith("agentpanel")
            assert each.accessibleName() or not mine, each


def test_labels_keep_their_text_for_screen_readers(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    assert [each.text() for each in desk.window.findChildren(QLabel) if each.accessibleName()] == []
