"""The columns of Recent: what fits, what is chosen, and that the choice is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMenu

from agentpanel.domain.records import Sending
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.widgets.recent_columns_menu import USUAL
from tests.helpers.recent import ENTRY, call, calls, cell, open_recent, show_everyone, words_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RecentPanel:
    return open_recent(qtbot, theme)


def shown_columns(panel: RecentPanel) -> list[str]:
    columns = panel._model.columns
    return [column.key for at, column in enumerate(columns) if not panel.table.isColumnHidden(at)]


def columns_menu(panel: RecentPanel) -> QMenu:
    panel.table.horizontalHeader().customContextMenuRequested.emit(QPoint(3, 3))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


# -- what fits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [300, 340, 400, 500, 600, 900])
def test_what_is_shown_fits(panel: RecentPanel, width: int) -> None:
    panel.show_rows(calls(50))
    panel.resize(width, 300)
    QApplication.sendPostedEvents()
    shown = shown_columns(panel)
    assert panel.table.horizontalHeader().length() <= panel.table.viewport().width()
    assert {"time", "number", "outcome", "recording", "state"} <= set(shown)
    assert ("campaign" in shown) <= ("word" in shown) <= ("tags" in shown)


@pytest.mark.parametrize("width", [306, 380, 900])
def test_a_supervisor_sees_whose_call_it_is_even_on_a_narrow_panel(panel: RecentPanel, width: int) -> None:
    panel.show_rows(calls(50))
    show_everyone(panel)
    panel.resize(width, 300)
    QApplication.sendPostedEvents()
    assert panel.table.horizontalHeader().length() <= panel.table.viewport().width()
    assert ("agent" in shown_columns(panel)) is (width > 306)
    assert cell(panel, "agent") == "1001"


def test_a_narrow_panel_still_says_not_sent(panel: RecentPanel) -> None:
    panel.show_rows([call(replace(ENTRY, state=Sending.LOCAL)), call(replace(ENTRY, key="other"))])
    assert [cell(panel, "outcome"), cell(panel, "word")] == ["Sale (12)", "not sent"]
    panel.resize(340, 300)
    assert "word" not in shown_columns(panel)
    assert [cell(panel, "outcome"), cell(panel, "number")] == ["not sent: Sale (12)", "…46 0000"]
    assert cell(panel, "number", Qt.ItemDataRole.AccessibleTextRole) == "+44 20 7946 0000"
    assert cell(panel, "outcome", row=1) == "Sale (12)"
    panel.resize(760, 300)
    assert cell(panel, "outcome") == "Sale (12)"


def test_rows_have_one_height_from_the_font(panel: RecentPanel) -> None:
    panel.show_rows(calls(20))
    heights = {panel.table.rowHeight(row) for row in range(20)}
    font = panel.table.font()
    font.setPointSize(font.pointSize() * 2)
    panel.table.setFont(font)
    bigger = {panel.table.rowHeight(row) for row in range(20)}
    assert len(heights) == len(bigger) == 1
    assert bigger.pop() > heights.pop() * 1.5


# -- what is chosen ----------------------------------------------------------------------------------------


def test_columns_are_chosen_from_the_header_s_menu(panel: RecentPanel) -> None:
    panel.resize(1100, 300)
    menu = columns_menu(panel)
    assert words_of(menu) == [
        *("Time", "Way", "Number", "Name", "Outcome", "Agent", "Tags", "Rec", "Sign of the state", "State"),
        *("Campaign", "Queue", "List", "Talk", "Note", "&Usual columns"),
    ]
    ticked = {action.text() for action in menu.actions() if action.isChecked()}
    assert ticked == {"Time", "Number", "Outcome", "Tags", "Rec", "Sign of the state", "State", "Campaign"}
    next(action for action in menu.actions() if action.text() == "List").trigger()
    next(action for action in menu.actions() if action.text() == "Tags").trigger()
    menu.close()
    assert "list" in shown_columns(panel)
    assert "tags" not in shown_columns(panel)


def test_the_outcome_stays(panel: RecentPanel) -> None:
    outcome = next(action for action in columns_menu(panel).actions() if action.text() == "Outcome")
    assert (outcome.isChecked(), outcome.isEnabled()) == (True, False)
    panel.columns_menu.toggle("outcome")
    assert "outcome" in shown_columns(panel)


def test_a_column_that_has_no_room_says_so(panel: RecentPanel) -> None:
    panel.resize(380, 300)
    panel.columns_menu.toggle("note")
    assert "note" not in shown_columns(panel)
    words = words_of(columns_menu(panel))
    assert "Note (no room now)" in words
    assert "List" in words, "it was not chosen"


def test_queue_and_campaign_are_one_column_until_both_are_chosen(panel: RecentPanel) -> None:
    panel.resize(1200, 300)
    panel.show_rows([call()])
    assert cell(panel, "campaign") == "Sales · VIP"
    panel.columns_menu.toggle("queue")
    assert [cell(panel, "campaign"), cell(panel, "queue")] == ["Sales", "VIP"]


def test_the_choice_is_remembered_and_can_be_undone(
    qtbot: QtBot, panel: RecentPanel, theme: Theme, memory: QSettings
) -> None:
    panel.remember_in(memory)
    panel.columns_menu.toggle("list")
    panel.columns_menu.toggle("campaign")
    memory.sync()
    again = open_recent(qtbot, theme)
    again.remember_in(QSettings(memory.fileName(), QSettings.Format.IniFormat))
    assert again.columns_menu.chosen == {*USUAL, "list"} - {"campaign"}
    show_everyone(again)
    assert again.columns_menu.chosen == {*USUAL, "agent"}, "that is another table"
    usual = columns_menu(again).actions()[-1]
    again.columns_menu.toggle("agent")
    usual.trigger()
    assert again.columns_menu.chosen == {*USUAL, "agent"}


@pytest.mark.parametrize("kept", ["", "nonsense", "no,such,columns"])
def test_a_memory_of_no_known_column_is_none(panel: RecentPanel, memory: QSettings, kept: str) -> None:
    memory.setValue("recent/columns_own", kept)
    panel.remember_in(memory)
    assert panel.columns_menu.chosen == set(USUAL)
