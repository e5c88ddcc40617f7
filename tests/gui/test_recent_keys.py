"""Recent by keyboard: to find a call, to open it, to copy its number, to write a note, to leave again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from agentpanel.domain.records import Row
from agentpanel.domain.rules import JournalRules
from agentpanel.gui.theme import Theme
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.recent import RecentPanel
from tests.helpers.recent import ENTRY, RULES, call, calls, keys, open_recent, select, words_of
from tests.helpers.window import CONTROL, type_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RecentPanel:
    return open_recent(qtbot, theme)


@pytest.fixture
def opened(panel: RecentPanel) -> Iterator[list[Row]]:
    wanted: list[Row] = []
    panel.detail_requested.connect(wanted.append)
    yield wanted
    for sheet in panel.sheets.all:
        sheet.reject()


def focus(qtbot: QtBot, panel: RecentPanel) -> None:
    panel.activateWindow()
    panel.filter.setFocus()
    qtbot.waitUntil(panel.filter.hasFocus)


def focused() -> object:
    return QApplication.focusWidget()


# -- the call --------------------------------------------------------------------------------------------


def test_enter_opens_the_details(panel: RecentPanel, opened: list[Row]) -> None:
    panel.show_rows(calls(5))
    key = select(panel, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert [row.entry.key for row in opened] == [key]
    assert [sheet.isModal() for sheet in panel.sheets.all] == [False], "nothing is modal during a call"


def test_a_double_click_opens_the_details(panel: RecentPanel, opened: list[Row]) -> None:
    panel.show_rows(calls(5))
    place = panel.table.visualRect(panel._model.index(3, 2)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [], "one click selects"
    QTest.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.entry.key for row in opened] == [keys(panel)[2]]


def test_nothing_opens_without_a_row(panel: RecentPanel, opened: list[Row]) -> None:
    panel.show_rows(calls(5))
    panel.table.setCurrentIndex(panel._model.index(-1, -1))
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    for action in (panel.calls.details, panel.calls.note):
        action.trigger()
    assert opened == []
    assert panel.sheets.all == ()


def test_the_number_is_copied_as_it_came(panel: RecentPanel) -> None:
    none = replace(ENTRY, key="none", number=None)
    panel.show_rows([call(), call(none)])
    select(panel, 0)
    QTest.keyClick(panel.table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "+442079460000/001"
    select(panel, 1)
    panel.calls.copy.trigger()
    assert QGuiApplication.clipboard().text() == "+442079460000/001", "there is no other number"


def test_a_number_that_the_site_hides_is_not_copied(panel: RecentPanel) -> None:
    QGuiApplication.clipboard().setText("before")
    VEIL.hang(replace(RULES, journal=JournalRules(mask_numbers=True)))
    try:
        panel.retranslate()
        panel.show_rows([call()])
        select(panel, 0)
        QTest.keyClick(panel.table, Qt.Key.Key_C, CONTROL)
        assert QGuiApplication.clipboard().text() == "before"
        assert (panel.calls.copy.isEnabled(), panel.calls.copy.toolTip()) == (False, VEIL.why)
        assert "hides" in panel.calls.copy.text()
        shown = "\n".join(str(panel._model.data(panel._model.index(1, 2), role)) for role in Qt.ItemDataRole)
        assert "7946" not in shown
    finally:
        VEIL.hang(RULES)


def test_the_note_has_a_key_and_the_keys_stand_in_the_menu(qtbot: QtBot, panel: RecentPanel, opened: list[Row]) -> None:
    panel.show_rows(calls(3))
    focus(qtbot, panel)
    panel.table.setFocus()
    key = select(panel, 1)
    QTest.keyClick(panel.table, Qt.Key.Key_N, CONTROL)
    (sheet,) = panel.sheets.all
    assert sheet.row.entry.key == key
    assert sheet.focusWidget() is sheet.edit.note
    shortcuts = [each.shortcut().toString() for each in panel.table.actions()]
    assert shortcuts == ["Return", "Ctrl+N", "Ctrl+C"]
    assert opened == []


def test_the_menu_of_a_row_does_not_block(panel: RecentPanel) -> None:
    panel.show_rows(calls(5))
    panel.table.customContextMenuRequested.emit(panel.table.visualRect(panel._model.index(2, 1)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert words_of(menu) == ["&Details…", "&Note and tags…", "&Copy number", "C&olumns"]
    menu.close()


def test_the_key_for_menus_opens_that_of_the_row(panel: RecentPanel) -> None:
    panel.show_rows(calls(5))
    select(panel, 2)
    place = panel.table.visualRect(panel.table.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, panel.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(panel.table, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    columns = menu.actions()[-1].menu()
    assert isinstance(columns, QMenu)
    assert "Note" in words_of(columns)
    menu.close()


# -- from part to part -------------------------------------------------------------------------------------


def test_tab_goes_through_the_head_and_leaves_the_table(qtbot: QtBot, panel: RecentPanel, theme: Theme) -> None:
    tool = PanelButton(theme, icon="copy")
    panel.add_tool(tool)
    panel.show_rows(calls(5))
    focus(qtbot, panel)
    qtbot.waitUntil(tool.isVisible)
    seen = []
    for _ in range(4):
        seen.append(focused())
        QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
    assert seen == [panel.filter, panel.head.button, tool, panel.table]
    assert not panel.table.hasFocus()


def test_down_leads_from_the_field_to_the_newest_call(qtbot: QtBot, panel: RecentPanel) -> None:
    panel.show_rows(calls(5))
    focus(qtbot, panel)
    QTest.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.table.hasFocus()
    assert panel.table.call == calls(5)[0]


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (Qt.Key.Key_Down, 51),
        (Qt.Key.Key_Up, 49),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 99),
        (Qt.Key.Key_PageUp, 50 - 13),
        (Qt.Key.Key_PageDown, 50 + 13),
    ],
)
def test_keys_move_among_the_calls(panel: RecentPanel, key: Qt.Key, place: int) -> None:
    panel.show_rows(calls(100))
    select(panel, 50)
    QTest.keyClick(panel.table, key)
    assert panel.table.call is not None
    moved = keys(panel).index(panel.table.call.entry.key)
    page = panel.table._page()
    assert moved == {50 - 13: 50 - page, 50 + 13: 50 + page}.get(place, place)
    assert 5 < page < 20


def test_home_asks_for_the_newest(panel: RecentPanel) -> None:
    asked: list[bool] = []
    panel.newest_wanted.connect(lambda: asked.append(True))
    panel.show_rows(calls(100))
    select(panel, 50)
    QTest.keyClick(panel.table, Qt.Key.Key_Home)
    assert asked == [True]


def test_what_is_typed_over_the_list_goes_into_the_filter(qtbot: QtBot, panel: RecentPanel) -> None:
    panel.show_rows(calls(5))
    focus(qtbot, panel)
    panel.filter.setText("79")
    panel.table.setFocus()
    select(panel, 1)
    QTest.keyClick(panel.table, Qt.Key.Key_4)
    assert panel.filter.hasFocus()
    type_text(panel.filter, "6ä")
    assert panel.filter.text() == "7946ä"


def test_keys_that_mean_something_else_are_not_typed(panel: RecentPanel) -> None:
    panel.show_rows(calls(5))
    select(panel, 1)
    for key, modifier in ((Qt.Key.Key_A, CONTROL), (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)):
        QTest.keyClick(panel.table, key, modifier)
    assert panel.filter.text() == ""


def test_every_part_has_a_name(panel: RecentPanel) -> None:
    assert panel.filter.accessibleName() == "Filter recent calls"
    assert panel.head.button.accessibleName() == "Filter"
    assert panel.table.accessibleName() == "Recent calls"
    assert panel.title.buddy() is panel.filter
