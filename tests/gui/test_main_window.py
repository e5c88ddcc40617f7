from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTranslator
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from agentpanel.domain import words
from agentpanel.domain.intents import PickOutcome
from agentpanel.domain.rules import Inferred
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.palettes import Pattern
from agentpanel.gui.theme import Mode, Theme
from tests.helpers.snapshots import (
    ARABIC,
    LONG,
    MARKUP,
    RULES,
    hostile,
    later,
    lost_call,
    of_state,
    seated,
    wrapping,
)
from tests.helpers.window import Desk, all_texts, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


WORDS = {
    Shown.OFFLINE: "No connection",
    Shown.CONNECTING: "Connecting",
    Shown.LOGGED_OUT: "Logged out",
    Shown.LOGGING_IN: "Logging in",
    Shown.LOGGING_OUT: "Logging out",
    Shown.NOT_READY: "Not ready",
    Shown.AVAILABLE: "Available",
    Shown.BREAK_ASKED: "Break asked",
    Shown.RESERVED: "Reserved",
    Shown.PREVIEW: "Preview",
    Shown.BREATHER: "Breather",
    Shown.MANUAL: "Manual call",
    Shown.OFFERED: "Ringing",
    Shown.TALKING: "Talking",
    Shown.HELD: "On hold",
    Shown.TRANSFER: "Transfer",
    Shown.WRAP: "Wrap",
    Shown.MONITORING: "Monitoring",
    Shown.UNEXPECTED: "Unexpected",
}


# -- what it shows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["panel", "bar"])
@pytest.mark.parametrize("shown", Shown)
def test_every_state_is_drawn(desk: Desk, theme: Theme, shown: Shown, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.clock.now = later(252)
    desk.show(of_state(shown))
    desk.settle()
    block = desk.parts.state
    assert block.word.text() == WORDS[shown]
    assert block.time.text() == ("00:04:12" if mode == "panel" else "04:12")
    assert desk.window.windowTitle() == f"{WORDS[shown]} · agentpanel"
    look, image = theme.look(shown), block.grab().toImage()
    found = {image.pixelColor(x, block.height() - 6).name() for x in range(8, block.width() // 3)}
    assert {look.fill.name(), look.stripe.name()} <= found


def test_the_whole_word_is_on_the_screen(desk: Desk) -> None:
    for mode, width in (("panel", 320), ("bar", 720)):
        desk.window.set_layout_mode(mode)
        desk.window.resize(width, 300)
        for shown in Shown:
            desk.show(of_state(shown))
            desk.settle()
            label = desk.parts.state.word
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), (shown, mode)


def test_a_silent_link_keeps_the_state_and_doubts_it(desk: Desk) -> None:
    desk.clock.now = later(45)
    desk.show(of_state(Shown.AVAILABLE))
    sure = desk.parts.state.grab().toImage()
    desk.show(seated(Work.READY, stale=True))
    assert desk.parts.state.word.text() == "Available"
    assert desk.parts.state.detail.text() == in_words(words.STALE, seconds=45)
    assert desk.parts.state.grab().toImage() != sure
    assert desk.parts.status.link.text() == "Link silent"


def test_what_contradicts_us_is_read_in_the_dialers_words(desk: Desk) -> None:
    desk.show(of_state(Shown.UNEXPECTED))
    assert desk.parts.state.detail.text() == in_words(words.OTHER_AGENT, agent="1007", own="1001")


def test_the_reason_stands_under_not_ready_with_what_is_left_of_it(desk: Desk) -> None:
    desk.clock.now = later(60)
    desk.show(of_state(Shown.NOT_READY))
    assert desk.parts.state.detail.text() == "Lunch, 29:00 left"
    desk.parts.draw_clocks(later(1900))
    assert desk.parts.state.detail.text() == "Lunch, over its time by 01:40"


def test_moving_states_move_only_while_they_are_seen(desk: Desk, theme: Theme) -> None:
    assert theme.look(Shown.LOGGING_IN).pattern is Pattern.MOVING
    desk.show(of_state(Shown.LOGGING_IN))
    before = desk.parts.state.grab().toImage()
    desk.qtbot.waitUntil(lambda: desk.parts.state.grab().toImage() != before)
    desk.show(of_state(Shown.AVAILABLE))
    assert not desk.parts.state.moving


def test_the_parts_for_a_call_come_with_the_login(desk: Desk) -> None:
    desk.show(of_state(Shown.LOGGED_OUT))
    assert not desk.parts.call.isVisible()
    desk.show(of_state(Shown.AVAILABLE))
    assert desk.parts.call.isVisible()
    assert desk.parts.tags.isVisible()
    assert desk.parts.outcome.isVisible()
    desk.show(lost_call())
    assert desk.parts.call.isVisible(), "a call that was left behind is still there to be completed"


def test_nothing_is_drawn_twice(desk: Desk) -> None:
    class Counter(QObject):
        count = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's
            if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Paint, QEvent.Type.UpdateRequest):
                self.count += 1
            return False

    counter = Counter()
    snapshot = of_state(Shown.TALKING)
    desk.show(snapshot)
    desk.settle()
    QApplication.instance().installEventFilter(counter)  # type: ignore[union-attr]
    desk.show(dataclasses.replace(snapshot))
    desk.show(dataclasses.replace(snapshot, release_asked=None))
    desk.settle()
    QApplication.instance().removeEventFilter(counter)  # type: ignore[union-attr]
    assert counter.count == 0


# -- texts from the wire -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(320, 200), (380, 640), (900, 700)])
def test_texts_from_the_wire_are_inert(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.show(hostile())
    desk.parts.call.toggle_data()
    desk.settle()
    assert desk.parts.call.number.text() == MARKUP[:40]
    assert desk.parts.call.queue.text() == f"queue {ARABIC}evil  tail"
    for label in desk.window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text(), label.text()
    for each in desk.window.findChildren(QWidget):
        assert "<b>" not in each.toolTip()
        assert "<img" not in each.toolTip()
    texts = all_texts(desk.window)
    assert not set(texts) & set("\u202e\u202c\x07\t"), "nothing that turns or breaks a line"
    assert desk.window.width() == size[0], "long texts do not widen the window"
    assert LONG[:80] in desk.parts.call.campaign.text()


# -- time, language, colours, closing ----------------------------------------------------------------------


def test_clocks_are_drawn_from_their_start_and_rest_while_hidden(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    desk.clock.now = later(59.5)
    desk.window.hide()
    assert not desk.window._ticker.running
    assert desk.parts.state.time.text() == "00:00:00"
    desk.window.show()
    assert desk.window._ticker.running
    assert desk.parts.state.time.text() == "00:00:59"
    desk.clock.now = later(3725)
    desk.qtbot.waitUntil(lambda: desk.parts.state.time.text() == "01:02:05")
    assert desk.parts.call.clock.text() == "Talking 1:01:57"


class Shouting(QTranslator):
    """Another language: everything in capitals."""

    def isEmpty(self) -> bool:  # noqa: N802 -- Qt's
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002 -- Qt's
        return text.upper() if "{" not in text else f"¡{text}"


def test_the_language_changes_while_it_is_open(desk: Desk, qapp: QApplication) -> None:
    desk.clock.now = later(12)
    desk.show(dataclasses.replace(of_state(Shown.BREAK_ASKED)))
    translator = Shouting()
    qapp.installTranslator(translator)
    desk.settle()
    texts = (desk.parts.state.word, desk.parts.state.withdraw, desk.parts.agent.door, desk.parts.tags.title)
    try:
        assert [each.text() for each in texts] == ["BREAK ASKED", "WITHDRAW", "LOG OUT", "TAGS"]
        assert desk.parts.agent.available.accessibleName() == "AVAILABLE, WITHDRAWS"
        assert desk.parts.call.campaign.text() == "NO CALL"
        assert desk.parts.outcome.complete.accessibleDescription().startswith("OUTCOMES BELONG")
        assert desk.window.windowTitle().startswith("¡BREAK ASKED")
    finally:
        qapp.removeTranslator(translator)
    desk.settle()
    assert [each.text() for each in texts] == ["Break asked", "Withdraw", "Log out", "Tags"]


def test_light_and_dark_change_while_it_is_open(desk: Desk, theme: Theme) -> None:
    desk.show(of_state(Shown.NOT_READY))
    light = desk.window.grab().toImage()
    theme.choose(Mode.DARK)
    try:
        desk.settle()
        dark = desk.window.grab().toImage()
        assert theme.dark
        assert QColor(dark.pixel(2, 2)).lightness() < 80 < QColor(light.pixel(2, 2)).lightness()
        field = desk.parts.outcome.picker.grab().toImage()
        assert QColor(field.pixel(20, 6)).lightness() < 80
    finally:
        theme.choose(Mode.LIGHT)


def test_closing_only_asks_to_quit(desk: Desk) -> None:
    asked: list[bool] = []
    desk.window.quit_requested.connect(lambda: asked.append(True))
    assert not desk.window.close()
    assert asked == [True]
    assert desk.window.isVisible()


def test_flushing_asks_for_all_that_is_typed(desk: Desk) -> None:
    desk.show(wrapping())
    desk.parts.tags.fields[5].editor.put("late")
    desk.parts.outcome.note.setPlainText("later")
    desk.window.flush()
    assert [type(each).__name__ for each in desk.take()] == ["SetTag", "WriteNote"]


def test_a_setting_of_the_site_lifts_what_does_not_fit(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    free = dataclasses.replace(RULES, inferred=Inferred(fitting_outcomes_only=False))
    desk = open_window(qtbot, theme, memory, free)
    desk.show(of_state(Shown.WRAP))
    desk.parts.outcome.picker.selectAll()
    type_text(desk.parts.outcome.picker, "200")
    QTest.keyClick(desk.parts.outcome.picker, Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(200)]


def test_no_button_has_the_keys_before_somebody_gives_them(desk: Desk) -> None:
    desk.show(of_state(Shown.NOT_READY))
    desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Return)
    assert desk.asked == []
    assert not desk.parts.agent.menu.isVisible()
