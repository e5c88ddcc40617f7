from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import WriteNote
from agentpanel.domain.state import Work
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.note_keeper import PAUSE_MS
from tests.helpers.snapshots import RULES, a_call, later, seated
from tests.helpers.window import Desk, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.outcome_form import OutcomeForm


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, RULES)
    made.show(talking())
    made.activate()
    return made


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(1), **changes))


def form(desk: Desk) -> OutcomeForm:
    return desk.parts.outcome


# -- the note ----------------------------------------------------------------------------------------------


def test_the_note_is_kept_after_a_pause_and_once(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F7)
    type_text(form(desk).note, "wants a letter")
    assert desk.asked == []
    desk.qtbot.waitUntil(lambda: desk.asked == [WriteNote("wants a letter")], timeout=PAUSE_MS + 3000)
    QTest.keyClick(form(desk).note, Qt.Key.Key_Tab)
    assert desk.asked == [WriteNote("wants a letter")]


def test_leaving_the_note_keeps_it_at_once(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F7)
    type_text(form(desk).note, "wants a letter")
    QTest.keyClick(form(desk).note, Qt.Key.Key_Tab)
    assert desk.asked == [WriteNote("wants a letter")]
    assert desk.window.focusWidget() is not form(desk).note, "Tab leaves it"


def test_the_note_is_not_overwritten_while_it_is_typed(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F7)
    type_text(form(desk).note, "mine")
    desk.show(talking(note="from elsewhere"))
    assert form(desk).note.toPlainText() == "mine"
    form(desk).note.keep()
    desk.show(talking(note="mine"))
    desk.parts.agent.pause.setFocus()
    desk.show(talking(note="from elsewhere"))
    assert form(desk).note.toPlainText() == "from elsewhere"
    assert desk.take() == [WriteNote("mine")]


def test_a_note_of_the_last_call_is_shown_and_does_not_reach_the_next(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F7)
    type_text(form(desk).note, "of the last call")
    desk.show(dataclasses.replace(talking(key="run-2")))
    assert form(desk).note.toPlainText() == ""
    assert "of the last call" in desk.parts.notice.text.text()
    assert not form(desk).note._pause.isActive()
    assert desk.asked == []


def test_a_note_can_be_written_while_the_phone_rings(desk: Desk) -> None:
    desk.show(seated(Work.OFFERED, call=a_call()))
    assert form(desk).note.isEnabled()
    assert not form(desk).picker.isEnabled()
    desk.show(seated(Work.READY))
    assert not form(desk).note.isEnabled()
    assert form(desk).note.accessibleDescription() == words.NO_CALL
