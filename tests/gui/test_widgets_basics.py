from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentpanel.domain.guard import CONTROL_OF
from agentpanel.domain.snapshot import Instant
from agentpanel.gui.actions import ACTIONS, TAG_KEYS, Act, control_of, intent_of
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.card import FoldingCard
from agentpanel.gui.widgets.chip_row import ChipRow
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.plain import ElidedLabel, inert, no_mnemonic, tip
from agentpanel.gui.widgets.popup import Popup
from agentpanel.gui.widgets.ticker import Ticker
from agentpanel.gui.widgets.word_label import WordLabel
from agentpanel.gui.widgets.wrap_label import WrapLabel
from tests.helpers.snapshots import ARABIC, LONG, MARKUP, OVERRIDE, START, later

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


# -- texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        (MARKUP, MARKUP),
        (ARABIC, ARABIC),
        (OVERRIDE, "evil  tail"),
        ("a\u2066b\u2069c\u200fd", "abcd"),
        ("one\r\ntwo\x00\u2028three", "one  two  three"),
        ("x" * 128_000, "x" * 500),
        ("\ud800", " "),
    ],
)
def test_text_from_elsewhere_is_one_harmless_line(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_tool_tips_take_no_markup() -> None:
    assert tip("plain & simple") == "<span>plain &amp; simple</span>"
    assert tip(MARKUP) == "<span>&lt;b&gt;bold&lt;/b&gt;&lt;img src='x'&gt;&amp;amp;</span>"
    assert tip("&lt;b>") == "<span>&amp;lt;b&gt;</span>"
    assert tip("3 > 2") == "3 > 2"


def test_an_ampersand_is_no_mnemonic(qtbot: QtBot, theme: Theme) -> None:
    button = PanelButton(theme)
    qtbot.addWidget(button)
    button.say("R&D")
    assert (button.words, button.text(), button.accessibleName()) == ("R&D", "R&&D", "R&D")
    assert button.shortcut().isEmpty()
    assert no_mnemonic("a && b") == "a &&&& b"


def test_a_cut_text_is_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.resize(100, 20)
    assert label.toolTip() == LONG
    assert label.text() == LONG, "a screen reader reads all of it"
    label.setText("short")
    label.explain("what it is")
    assert label.toolTip() == "what it is"


def test_a_sentence_wraps_and_is_cut_after_its_lines(qtbot: QtBot) -> None:
    label = WrapLabel(2)
    qtbot.addWidget(label)
    line = label.fontMetrics().lineSpacing()
    label.setText("one")
    assert label.heightForWidth(200) == line
    label.setText(LONG)
    assert label.heightForWidth(200) == 2 * line
    label.resize(200, 2 * line)
    assert label.toolTip() == LONG
    inked = label.grab().toImage()
    label.setText(LONG[: len(LONG) // 2])
    assert label.grab().toImage() == inked, "only what fits is painted"


def test_a_word_shrinks_before_it_is_cut(qtbot: QtBot) -> None:
    label = WordLabel(9, 18)
    qtbot.addWidget(label)
    label.setText("No connection")
    label.show()
    label.resize(400, 40)
    assert label.font().pointSizeF() == 18
    label.resize(120, 40)
    assert 9 < label.font().pointSizeF() < 18
    assert label.fontMetrics().horizontalAdvance(label.text()) <= 120
    label.resize(30, 40)
    assert label.font().pointSizeF() == 9


# -- buttons -----------------------------------------------------------------------------------------------


def test_a_button_that_is_off_says_why(qtbot: QtBot, theme: Theme) -> None:
    button = PanelButton(theme)
    qtbot.addWidget(button)
    button.say("Break", about="Ask for a break")
    button.allow("You are not logged in.")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "You are not logged in."
    button.allow(None)
    assert button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "Ask for a break"


def test_a_press_that_began_under_other_words_does_not_count(qtbot: QtBot, theme: Theme) -> None:
    button = PanelButton(theme)
    qtbot.addWidget(button)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(button.words))
    button.say("Log out")
    button.show()
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    button.say("Log in…")
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert pressed == []
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["Log in…"]


@pytest.mark.parametrize("tone", Tone)
def test_the_focus_can_be_seen(qtbot: QtBot, theme: Theme, tone: Tone) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    one, other = PanelButton(theme, tone=tone), PanelButton(theme, tone=tone)
    for button in (one, other):
        button.say("Words")
        layout.addWidget(button)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert one.grab().toImage() != other.grab().toImage()


def test_a_button_takes_no_focus_from_a_field_by_being_clicked(qtbot: QtBot, theme: Theme) -> None:
    button = PanelButton(theme)
    qtbot.addWidget(button)
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_words_are_not_cut_at_their_own_size(qtbot: QtBot, theme: Theme) -> None:
    for words in ("1  Lunch", "End call", "all…", "Wrong number"):
        button = PanelButton(theme)
        qtbot.addWidget(button)
        button.say(words)
        button.resize(button.sizeHint())
        room = button.width() - 2 * button._padding()
        assert button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room) == words


def test_chips_that_do_not_fit_give_way_to_more(qtbot: QtBot, theme: Theme) -> None:
    more = PanelButton(theme)
    more.say("more…")
    row = ChipRow(more)
    qtbot.addWidget(row)
    chips = []
    for words in ("Lunch", "Tea", "Meeting", "Training"):
        chip = PanelButton(theme)
        chip.say(words)
        chips.append(chip)
    row.put(chips)
    row.show()
    row.resize(row.sizeHint())
    assert [chip.isVisible() for chip in chips] == [True] * 4
    height = row.height()
    row.resize(more.sizeHint().width() + chips[0].sizeHint().width() + 10, height)
    assert [chip.isVisible() for chip in chips] == [True, False, False, False]
    assert more.isVisible()
    assert more.geometry().right() < row.width()
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row.resize(row.sizeHint())
    assert chips[0].x() > chips[1].x() > more.x()


def test_a_card_folds_by_a_press(qtbot: QtBot, theme: Theme) -> None:
    card = FoldingCard(theme)
    qtbot.addWidget(card)
    card.title.say("Tags")
    QVBoxLayout(card.body).addWidget(PanelButton(theme))
    card.show()
    assert card.open
    folded, whole = card.heights
    assert folded < whole
    QTest.mouseClick(card.title, Qt.MouseButton.LeftButton)
    assert not card.open
    assert not card.body.isVisible()
    QTest.keyClick(card.title, Qt.Key.Key_Space)
    assert card.open


def test_a_popup_stays_on_the_screen(qtbot: QtBot, theme: Theme) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    popup = Popup(theme, owner)
    popup.resize(200, 100)
    area = owner.screen().availableGeometry()
    popup.open_at(QPoint(area.right() + 50, area.bottom() - 10))
    assert area.contains(QRect(popup.pos(), popup.size()))
    popup.open_at(QPoint(area.left() - 50, area.top() - 10))
    assert area.contains(QRect(popup.pos(), popup.size()))


# -- what was drawn, and when ------------------------------------------------------------------------------


def test_drawn_knows_what_is_new() -> None:
    drawn = Drawn()
    assert not drawn.same("a", 1)
    assert drawn.same("a", 1)
    assert not drawn.same("a", 2)
    drawn.forget()
    assert not drawn.same("a", 2)


class _Fixed:
    def __init__(self, now: Instant) -> None:
        self.now = now

    def __call__(self) -> Instant:
        return self.now


@pytest.mark.parametrize("passed", [0.0, 0.25, 0.999, 12.5])
def test_the_ticker_fires_when_the_clock_shows_a_new_second(qtbot: QtBot, passed: float) -> None:
    clock = _Fixed(later(passed))
    ticker = Ticker(clock)
    ticker.align(START)
    ticks: list[Instant] = []
    ticker.tick.connect(ticks.append)
    ticker.start()
    assert ticks == [clock.now]
    left = 1000 * (1 - math.fmod(passed, 1))
    assert left <= ticker._timer.interval() <= left + 2.5
    ticker.align(later(0.5))
    assert ticker.running
    ticker.stop()
    assert not ticker.running
    assert qtbot is not None


def test_every_key_is_used_once() -> None:
    keys = [action.key for action in ACTIONS.values()] + list(TAG_KEYS)
    shared = {key for key in keys if keys.count(key) > 1}
    assert shared == {"Ctrl+3", "F9"}, "Log in and Log out share a place, and so do Dial and Next record"


def test_every_action_says_what_it_does_and_how() -> None:
    for action in ACTIONS.values():
        assert action.words
        assert action.help.endswith(")")
        assert len(action.help) > len(action.words)


def test_the_control_of_an_action_is_that_of_its_intent() -> None:
    asking = [act for act, action in ACTIONS.items() if action.intent is not None]
    assert {act: CONTROL_OF[type(intent_of(act))] for act in asking} == {act: control_of(act) for act in asking}
    assert asking == [Act.AVAILABLE, Act.LOG_OUT, Act.END_CALL]


def test_what_needs_more_than_a_press_has_no_intent_of_its_own() -> None:
    with pytest.raises(LookupError):
        intent_of(Act.BREAK)
    with pytest.raises(LookupError):
        control_of(Act.ABOUT)
