from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton, QWidget

from agentpanel.gui import dialogs
from agentpanel.gui.dialogs import Choice, ask, show, tell
from tests.helpers.until import until

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CHOICES = (
    Choice("quit", "&Close the panel", QMessageBox.ButtonRole.DestructiveRole),
    Choice("stay", "&Stay", QMessageBox.ButtonRole.RejectRole),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def answers() -> list[str]:
    return []


def question(window: QWidget | None, answers: list[str], *, modal: bool = True) -> QMessageBox:
    return ask(window, "Close?", "You are in a <b>call</b>.", CHOICES, answers.append, safe="stay", modal=modal)


def press(box: QMessageBox, key: str) -> None:
    button = box.findChild(QPushButton, key)
    assert button is not None
    button.click()


async def test_a_dialog_is_held_while_open_and_deleted_after(window: QWidget) -> None:
    codes: list[int] = []
    dialog = QDialog(window)
    show(dialog, codes.append)
    gc.collect()
    assert dialog.isVisible()
    assert dialog in dialogs._open
    dialog.accept()
    assert codes == [QDialog.DialogCode.Accepted]
    assert dialog not in dialogs._open
    await until(lambda: not shiboken6.isValid(dialog))


async def test_a_dialog_goes_with_its_window_and_answers_nothing() -> None:
    codes: list[int] = []
    window = QWidget()
    dialog = QDialog(window)
    show(dialog, codes.append)
    shiboken6.delete(window)
    assert not shiboken6.isValid(dialog)
    assert not dialogs._open
    assert not codes


@pytest.mark.parametrize("key", ["quit", "stay"])
def test_the_answer_is_the_button(window: QWidget, answers: list[str], key: str) -> None:
    press(question(window, answers), key)
    assert answers == [key]


def test_closing_the_question_is_the_safe_answer(window: QWidget, answers: list[str]) -> None:
    question(window, answers).close()
    assert answers == ["stay"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_careless_key_is_the_safe_answer(window: QWidget, answers: list[str], qtbot: QtBot, key: Qt.Key) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    box = question(window, answers)
    qtbot.waitUntil(box.isActiveWindow)
    QTest.keyClick(box, key)
    assert answers == ["stay"]


def test_another_program_keeps_the_keyboard(window: QWidget, answers: list[str], qtbot: QtBot) -> None:
    window.hide()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is None)
    box = question(window, answers)
    assert box.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    press(box, "stay")


def test_the_question_is_plain_text(window: QWidget, answers: list[str]) -> None:
    box = question(window, answers)
    labels = [label for label in box.findChildren(QLabel) if "<b>" in label.text()]
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText]
    press(box, "stay")


def test_a_question_has_names_for_those_who_do_not_see_it(window: QWidget, answers: list[str]) -> None:
    box = question(window, answers)
    assert (box.accessibleName(), box.accessibleDescription()) == ("Close?", "You are in a <b>call</b>.")
    assert {button.accessibleName() for button in box.buttons()} == {"Close the panel", "Stay"}
    press(box, "stay")


@pytest.mark.parametrize("modal", [True, False])
def test_during_a_call_it_leaves_the_window_alone(window: QWidget, answers: list[str], modal: bool) -> None:
    box = question(window, answers, modal=modal)
    assert box.isVisible()
    assert box.isModal() is modal
    press(box, "stay")
    assert answers == ["stay"]


async def test_a_task_goes_on_while_a_question_is_open(window: QWidget, answers: list[str]) -> None:
    box = question(window, answers)
    await until(box.isVisible)
    assert not answers
    press(box, "quit")
    await until(lambda: answers)
    assert answers == ["quit"]


async def test_tell_closes_on_its_only_button(window: QWidget) -> None:
    box = tell(window, "About", "agentpanel", "OK")
    press(box, "ok")
    await until(lambda: not shiboken6.isValid(box))
    assert not dialogs._open
