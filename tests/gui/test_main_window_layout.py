from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agentpanel.domain.intents import Complete, GoAvailable, WriteNote
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import WishKind, Work
from agentpanel.gui.theme import Theme
from agentpanel.gui.windows.main_bar import BarLayout
from agentpanel.gui.windows.main_panel import CALL, DAY, OUTCOME, REASONS, RECENT, STATE, TAGS, PanelLayout
from agentpanel.gui.windows.main_place import monitors, onto_a_screen
from tests.helpers.snapshots import (
    LUNCH,
    RULES,
    hostile,
    lost_call,
    of_state,
    seated,
    wished,
)
from tests.helpers.window import ALT, CONTROL, Desk, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


#: Desks beside the usual ones of each state: wishes, a silent link, a call that was left behind.
OTHERS = {
    "wish to log out": lambda: seated(Work.READY, **wished(WishKind.LOGOUT)),
    "break withdrawn": lambda: seated(Work.READY, **wished(WishKind.AVAILABLE)),
    "break asked in a call": lambda: dataclasses.replace(of_state(Shown.TALKING), **wished(WishKind.BREAK, LUNCH)),
    "break asked in wrap": lambda: dataclasses.replace(of_state(Shown.WRAP), **wished(WishKind.BREAK, LUNCH)),
    "silent": lambda: seated(Work.READY, stale=True),
    "lost call": lost_call,
    "hostile": hostile,
}


# -- sizes and layouts -------------------------------------------------------------------------------------


def test_sections_fold_in_order(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    seen = []
    for height in range(700, 199, -4):
        desk.window.resize(380, height)
        desk.settle()
        layout = desk.window.centralWidget()
        assert isinstance(layout, PanelLayout)
        if layout.level not in seen:
            seen.append(layout.level)
            parts = desk.parts
            assert parts.day.isVisible() == (layout.level < DAY)
            assert parts.recent.isVisible() == (layout.level < RECENT)
            assert parts.tags.open == (layout.level < TAGS)
            assert parts.reasons.isVisible() == (layout.level < REASONS)
    assert seen == [0, DAY, RECENT, TAGS, REASONS, STATE, OUTCOME, CALL]


@pytest.mark.parametrize("shown", [Shown.TALKING, Shown.WRAP, Shown.LOGGED_OUT, Shown.BREAK_ASKED])
def test_it_works_at_its_least_size(desk: Desk, shown: Shown) -> None:
    desk.window.resize(320, 200)
    desk.show(of_state(shown))
    desk.settle()
    assert (desk.window.width(), desk.window.height()) == (320, 200)
    working = shown is not Shown.LOGGED_OUT
    needed = [desk.parts.state.word, desk.parts.agent.available, desk.parts.agent.pause, desk.parts.agent.door]
    if working:
        needed += [desk.parts.call.end, desk.parts.outcome.picker, desk.parts.outcome.complete]
    for widget in needed:
        assert not widget.visibleRegion().isEmpty()
        assert widget.visibleRegion().boundingRect() == widget.rect(), widget.accessibleName()
        assert widget.width() >= widget.minimumSizeHint().width()


def test_what_is_folded_is_still_reached(desk: Desk) -> None:
    desk.window.resize(320, 200)
    desk.show(of_state(Shown.TALKING))
    desk.settle()
    desk.key(Qt.Key.Key_2, ALT)
    desk.settle()
    editor = desk.parts.tags.fields[1].editor
    assert desk.window.focusWidget() is editor
    assert editor.visibleRegion().boundingRect() == editor.rect()
    desk.key(Qt.Key.Key_F, CONTROL)
    desk.settle()
    assert not desk.parts.recent.filter.visibleRegion().isEmpty()


def test_a_message_takes_its_room_from_recent_alone(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    desk.settle()

    def places() -> list[tuple[int, int]]:
        parts = (desk.parts.call, desk.parts.tags, desk.parts.outcome, desk.parts.status)
        return [part.mapTo(desk.window, part.rect().topLeft()).toTuple() for part in parts]

    before, height = places(), desk.parts.recent.height()
    desk.window.show_message("The dialer refused the break (error 406). You are still available. " * 2)
    desk.settle()
    assert places() == before
    assert desk.parts.recent.height() < height
    assert desk.parts.notice.isVisible()


def test_the_line_of_the_day_yields_before_recent_does(desk: Desk) -> None:
    desk.window.resize(349, 600)
    desk.show(of_state(Shown.TALKING))
    desk.settle()
    assert desk.parts.recent.isVisible()
    assert not desk.parts.day.isVisible()
    desk.window.show_message("Somebody took the call off hold.")
    desk.settle()
    layout = desk.window.centralWidget()
    assert isinstance(layout, PanelLayout)
    assert desk.parts.recent.isVisible()
    assert layout.pane.verticalScrollBar().maximum() == 0


def test_where_the_field_with_the_keys_folds_they_press_nothing(desk: Desk) -> None:
    desk.show(of_state(Shown.AVAILABLE))
    desk.activate()
    desk.parts.recent.filter.setFocus()
    desk.window.resize(380, 420)
    desk.settle()
    assert not desk.parts.recent.isVisible()
    assert desk.window.focusWidget() is desk.parts.state


def test_the_bar_has_the_same_parts_in_one_row(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    changes: list[str] = []
    desk.window.layout_changed.connect(changes.append)
    QTest.mouseClick(desk.parts.state.switch, Qt.MouseButton.LeftButton)
    desk.settle()
    assert changes == ["bar"]
    assert desk.window.layout_mode == "bar"
    assert 34 <= desk.window.height() <= 46
    assert 680 <= desk.window.width() <= 760
    shown = [desk.parts.state, desk.parts.agent, desk.parts.call]
    assert [each.isVisible() for each in shown] == [True] * 3
    tops = {each.mapTo(desk.window, each.rect().center()).y() // 8 for each in shown}
    assert len(tops) == 1
    desk.key(Qt.Key.Key_B, CONTROL)
    desk.settle()
    assert changes == ["bar", "panel"]
    assert desk.parts.recent.isVisible()
    assert desk.parts.state.time.text() == "00:00:00"


def test_what_is_typed_survives_the_change_of_layout(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    desk.activate()
    desk.parts.outcome.note.setFocus()
    type_text(desk.parts.outcome.note, "half a sent")
    desk.window.set_layout_mode("bar")
    desk.window.set_layout_mode("panel")
    desk.settle()
    assert desk.parts.outcome.note.toPlainText() == "half a sent"
    assert desk.parts.outcome.note.isVisible()


def test_tags_and_outcome_open_under_their_buttons_in_the_bar(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(of_state(Shown.WRAP))
    layout = desk.window.centralWidget()
    assert isinstance(layout, BarLayout)
    desk.key(Qt.Key.Key_2, ALT)
    desk.qtbot.waitUntil(desk.parts.tags.isVisible)
    assert layout.tag_sheet.isVisible()
    QTest.keyClick(layout.tag_sheet, Qt.Key.Key_Escape)
    assert not layout.tag_sheet.isVisible()
    desk.key(Qt.Key.Key_F6)
    desk.qtbot.waitUntil(desk.parts.outcome.isVisible)
    QTest.mouseClick(desk.parts.outcome.complete, Qt.MouseButton.LeftButton)
    assert desk.take() == [Complete(105, "")]


def test_keys_work_in_the_sheets_of_the_bar(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(of_state(Shown.WRAP))
    desk.key(Qt.Key.Key_F7)
    note = desk.parts.outcome.note
    desk.qtbot.waitUntil(note.isVisible)
    assert QApplication.focusWidget() is note
    type_text(note, "by post")
    QTest.keyClick(note, Qt.Key.Key_Return, CONTROL)
    assert desk.take() == [WriteNote("by post"), Complete(105, "by post")]
    QTest.keyClick(note, Qt.Key.Key_1, CONTROL)
    assert desk.take() == [GoAvailable()]


def test_messages_wait_under_their_button_in_the_bar(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(of_state(Shown.AVAILABLE))
    layout = desk.window.centralWidget()
    assert isinstance(layout, BarLayout)
    assert not layout.notice.isEnabled()
    desk.window.show_message("The dialer refused the break.")
    assert not desk.parts.notice.isVisible(), "the bar has no second row"
    assert layout.notice.accessibleName() == "The dialer refused the break."
    QTest.mouseClick(layout.notice, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(desk.parts.notice.list.isVisible)
    assert "The dialer refused the break." in desk.parts.notice.list.rows.item(0).text()
    assert layout.notice.accessibleName() == "Messages"


# -- its place ---------------------------------------------------------------------------------------------


def test_the_place_is_kept_for_each_layout(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    first = open_window(qtbot, theme, memory, RULES, size=(400, 500))
    first.window.set_layout_mode("bar")
    first.window.resize(800, first.window.height())
    first.settle()
    first.window.hide()
    again = open_window(qtbot, theme, memory, RULES, size=(810, 40))
    assert again.window.layout_mode == "bar"
    again.window.set_layout_mode("panel")
    again.settle()
    assert (again.window.width(), again.window.height()) == (400, 500)


SCREENS = [QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024)]


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (QRect(100, 100, 380, 640), QRect(100, 100, 380, 640)),
        (QRect(1800, 100, 380, 640), QRect(1920, 100, 380, 640)),
        (QRect(-200, -50, 380, 640), QRect(0, 0, 380, 640)),
        (QRect(5000, 3000, 380, 640), QRect(2820, 384, 380, 640)),
        (QRect(0, 1060, 720, 40), QRect(0, 1040, 720, 40)),
        (QRect(10, 10, 4000, 3000), QRect(0, 0, 1920, 1080)),
    ],
)
def test_a_window_is_never_off_the_screen(wanted: QRect, place: QRect) -> None:
    assert onto_a_screen(wanted, SCREENS) == place


def test_without_a_screen_nothing_is_moved() -> None:
    assert onto_a_screen(QRect(1, 2, 3, 4), []) == QRect(1, 2, 3, 4)


def test_a_set_of_monitors_has_one_name_whatever_their_order() -> None:
    one, two = ("DP-1", SCREENS[0]), ("HDMI-1", SCREENS[1])
    assert monitors([one, two]) == monitors([two, one])
    assert monitors([one]) != monitors([one, two])
