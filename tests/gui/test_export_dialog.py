"""Taking calls away: the form starts with what Recent shows, and the dialog says how it goes and how it went."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from agentpanel.domain.records import ALL_ROWS, Filter
from agentpanel.export.form import Form
from agentpanel.gui.windows.export_dialog import ExportDialog, Wish
from tests.helpers.browser import browser_for
from tests.helpers.snapshots import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from agentpanel.gui.theme import Theme

TODAY = date(2024, 5, 6)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


SHOWN = Filter(
    text="offer",
    since=midnight(date(2024, 5, 1)),
    until=midnight(date(2024, 5, 4)),
    outcomes=(105,),
    tags=(1, 3),
    campaign="Sales-UK",
    agent="1002",
)


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(RULES, theme)
    qtbot.addWidget(made)
    made.form.begin(ALL_ROWS, TODAY, ["Sales-UK", "Service"])
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def choose(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> Callable[[str], list[Wish]]:
    """`choose("calls.csv")`: press Save, choose this file; gives what was asked for."""
    wishes: list[Wish] = []
    dialog.wanted.connect(wishes.append)

    def press(name: str) -> list[Wish]:
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        opened = next(each for each in dialog.findChildren(QFileDialog) if each.isVisible())
        opened.selectFile(str(tmp_path / name))
        opened.done(QFileDialog.DialogCode.Accepted)
        qtbot.waitUntil(lambda: not opened.isVisible())
        return wishes

    return press


def press(dialog: ExportDialog, name: str) -> None:
    QTest.mouseClick(getattr(dialog, name), Qt.MouseButton.LeftButton)


# -- what is asked for


def test_the_form_starts_with_what_recent_shows_and_gives_it_back(dialog: ExportDialog) -> None:
    dialog.form.show_everyone(True)
    dialog.form.begin(SHOWN, TODAY, ["Sales-UK"])
    assert dialog.form.filter == SHOWN
    assert dialog.form.first_day.day == date(2024, 5, 1)
    assert dialog.form.last_day.day == date(2024, 5, 3)
    assert dialog.form.outcome.currentText() == "Sale (105)"


def test_without_a_filter_all_calls_are_taken(dialog: ExportDialog) -> None:
    assert dialog.form.filter == ALL_ROWS
    assert not dialog.form.first_day.isEnabled()


@pytest.mark.parametrize("shown", [Filter(not_sent=True), Filter(until=midnight(TODAY)), Filter(tags=(6,))])
def test_each_part_comes_back_alone(dialog: ExportDialog, shown: Filter) -> None:
    dialog.form.begin(shown, TODAY)
    assert dialog.form.filter == shown


def test_a_text_finds_outcomes_by_the_names_of_the_site(dialog: ExportDialog) -> None:
    dialog.form.text.setText("interest")
    assert dialog.form.filter == Filter(text="interest", named_outcomes=(106,))


def test_an_agent_alone_cannot_choose_another_one(dialog: ExportDialog) -> None:
    dialog.form.show_everyone(False)
    dialog.form.begin(SHOWN, TODAY)
    assert dialog.form.agent.isHidden()
    assert dialog.form.filter.agent is None


def test_days_the_wrong_way_round_are_refused_in_words(dialog: ExportDialog) -> None:
    form = dialog.form
    form.first.setChecked(True)
    form.last.setChecked(True)
    form.first_day.put(datetime(2024, 5, 7, tzinfo=UTC))
    form.last_day.put(datetime(2024, 5, 6, tzinfo=UTC))
    assert not dialog.save.isEnabled()
    assert dialog.save.why_off == dialog.message.text() == "The first day is after the last one."
    form.last_day.put(datetime(2024, 5, 7, tzinfo=UTC))
    assert dialog.save.isEnabled()
    assert not dialog.message.isVisible()


@pytest.mark.parametrize("form", list(Form))
def test_the_file_is_of_the_form_that_was_chosen(
    dialog: ExportDialog, choose: Callable[[str], list[Wish]], tmp_path: Path, form: Form
) -> None:
    dialog.form.form.setCurrentIndex(list(Form).index(form))
    (wish,) = choose(f"calls.{form.value}")
    assert wish == Wish(form, ALL_ROWS, str(tmp_path / f"calls.{form.value}"))
    assert dialog.running


# -- how it goes


def test_progress_is_shown_and_can_be_cancelled(
    dialog: ExportDialog, choose: Callable[[str], list[Wish]], qtbot: QtBot
) -> None:
    choose("calls.csv")
    assert dialog.bar.isVisible()
    assert not dialog.form.isEnabled()
    dialog.show_progress(25, 100)
    assert dialog.bar.value() == dialog.bar.maximum() // 4
    assert dialog.message.text() == "25 of 100 calls looked at"
    with qtbot.waitSignal(dialog.stop_asked):
        press(dialog, "stop")
    dialog.show_stopped()
    assert dialog.message.text() == "Cancelled. No file was written."
    assert dialog.form.isEnabled()
    assert not dialog.bar.isVisible()


def test_escape_cancels_first_and_closes_then(
    dialog: ExportDialog, choose: Callable[[str], list[Wish]], qtbot: QtBot
) -> None:
    choose("calls.csv")
    with qtbot.waitSignal(dialog.stop_asked):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.show_stopped()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_progress_that_comes_late_changes_nothing(dialog: ExportDialog, choose: Callable[[str], list[Wish]]) -> None:
    choose("calls.csv")
    dialog.show_done(2, Path("calls.csv"))
    dialog.show_progress(1, 2)
    assert dialog.message.text() == "2 calls were written to calls.csv."


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        (0, "No call is like that. calls.csv has no more than the names of its columns."),
        (1, "1 call was written to calls.csv."),
        (12, "12 calls were written to calls.csv."),
    ],
)
def test_the_result_is_told_with_the_files_name(dialog: ExportDialog, calls: int, told: str) -> None:
    dialog.show_done(calls, Path("/somewhere/calls.csv"))
    assert dialog.message.text() == told
    assert dialog.folder.isVisible()


def test_the_folder_can_be_opened(dialog: ExportDialog, tmp_path: Path) -> None:
    with browser_for("file") as files:
        dialog.show_done(3, tmp_path / "calls.csv")
        press(dialog, "folder")
    assert files.opened == [f"file://{tmp_path}"]


def test_a_fault_is_told_and_it_can_be_tried_again(dialog: ExportDialog, choose: Callable[[str], list[Wish]]) -> None:
    choose("calls.csv")
    dialog.show_fault("The disk is full.")
    assert dialog.message.text() == "The disk is full."
    assert not dialog.folder.isVisible()
    assert len(choose("other.csv")) == 2
    assert dialog.message.text() == "Looking for the calls…"
