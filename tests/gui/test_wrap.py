"""The end of a wrap: seen coming, put off, and never a surprise."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import ExtendWrap
from agentpanel.domain.rules import CallRules
from agentpanel.domain.snapshot import Completion, Shown
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets import wrap_sign
from agentpanel.gui.windows.main_bar import BarLayout
from tests.helpers.snapshots import RULES, later, of_state, wrapping
from tests.helpers.window import CONTROL, Desk, open_window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from agentpanel.gui.widgets.wrap_sign import WrapSign

#: The wrap began then; Sales-UK allows 45 s.
ENDED = 159
WARNING = "The dialer will close the call and throw the entries away. Complete it, or take more time."


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, RULES)
    made.clock.now = later(ENDED)
    return made


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader is told of the wrap."""
    told: list[tuple[str, bool]] = []

    def announce(_: QWidget, text: str, *, urgent: bool = False) -> None:
        told.append((text, urgent))

    monkeypatch.setattr(wrap_sign, "announce", announce)
    return told


def sign(desk: Desk) -> WrapSign:
    return desk.parts.outcome.sign


def at(desk: Desk, seconds: float) -> None:
    """So long into the wrap."""
    desk.clock.now = later(ENDED + seconds)
    desk.parts.draw_clocks(desk.clock.now)


def test_the_end_is_announced_once_in_colour_and_in_words(desk: Desk, heard: list[tuple[str, bool]]) -> None:
    desk.show(wrapping())
    calm = sign(desk).clock.palette().windowText().color()
    at(desk, 34.9)
    assert not sign(desk).warning.isVisible()
    assert heard == []
    for seconds in (35, 36, 44, 50):
        at(desk, seconds)
        assert sign(desk).warning.isVisible()
    assert sign(desk).warning.text() == WARNING
    assert sign(desk).clock.palette().windowText().color() != calm
    assert heard == [(f"wrap ends in 00:10. {WARNING}", True)]


def test_an_extension_ends_the_warning_and_its_own_end_is_warned_of_again(
    desk: Desk, heard: list[tuple[str, bool]]
) -> None:
    desk.show(wrapping())
    at(desk, 40)
    desk.show(wrapping(wrap_limit_s=70))
    assert not sign(desk).warning.isVisible()
    assert sign(desk).clock.text() == "wrap ends in 00:30"
    at(desk, 61)
    assert sign(desk).warning.isVisible()
    assert len(heard) == 2


@pytest.mark.parametrize("completion", [Completion.SAVING, Completion.SENT])
def test_what_is_on_its_way_is_not_warned_of(desk: Desk, completion: Completion) -> None:
    desk.show(wrapping(completion=completion, outcome=106))
    at(desk, 44)
    assert not sign(desk).warning.isVisible()


def test_the_site_says_how_long_before(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    rules = dataclasses.replace(RULES, calls=CallRules(wrap_warning_s=30))
    desk = open_window(qtbot, theme, memory, rules)
    desk.clock.now = later(ENDED + 16)
    desk.show(wrapping())
    assert sign(desk).warning.isVisible()


def test_another_call_is_not_warned_of_for_the_last_one(desk: Desk, heard: list[tuple[str, bool]]) -> None:
    desk.show(wrapping())
    at(desk, 40)
    desk.show(of_state(Shown.AVAILABLE))
    assert not sign(desk).warning.isVisible()
    assert not sign(desk).clock.isVisible()
    desk.show(wrapping(key="run-2"))
    assert [text for text, _ in heard] == [f"wrap ends in 00:05. {WARNING}"] * 2


def test_more_time_by_button_and_by_key(desk: Desk) -> None:
    desk.show(wrapping())
    QTest.mouseClick(sign(desk).extend, Qt.MouseButton.LeftButton)
    desk.key(Qt.Key.Key_L, CONTROL)
    assert desk.asked == [ExtendWrap(30), ExtendWrap(30)]
    interface = QAccessible.queryAccessibleInterface(sign(desk).extend)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "+30 s"


def test_without_a_known_limit_there_is_nothing_to_extend_and_it_says_so(desk: Desk) -> None:
    desk.show(wrapping(campaign="Service"))
    at(desk, 75)
    assert sign(desk).clock.text() == "wrap 01:15"
    assert sign(desk).extend.isVisible()
    assert sign(desk).extend.why_off == sign(desk).extend.toolTip() == in_words(words.NO_WRAP_LIMIT)
    assert not sign(desk).warning.isVisible()


def test_the_state_tells_the_end_too(desk: Desk) -> None:
    desk.show(wrapping())
    at(desk, 20)
    assert desk.parts.state.detail.text() == "ends in 00:25 · Sales-UK"
    desk.show(wrapping(campaign="Service"))
    at(desk, 21)
    assert desk.parts.state.detail.text() == "Sales-UK"


def test_in_the_bar_the_way_to_the_outcome_stands_out(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(wrapping())
    bar = desk.window.centralWidget()
    assert isinstance(bar, BarLayout)
    button = bar.outcome
    calm = button.grab().toImage()
    at(desk, 40)
    assert button.toolTip() == button.accessibleName() == WARNING
    assert button.grab().toImage() != calm
    desk.show(of_state(Shown.AVAILABLE))
    assert button.accessibleName() == "Outcome"


@pytest.mark.parametrize(("width", "height"), [(320, 200), (380, 640)])
def test_clock_and_button_are_seen_in_every_size(desk: Desk, width: int, height: int) -> None:
    desk.window.resize(width, height)
    desk.show(wrapping())
    at(desk, 40)
    desk.settle()
    for widget in (sign(desk).clock, sign(desk).extend):
        assert widget.isVisible()
        assert widget.width() >= widget.sizeHint().width()
        place = widget.mapTo(desk.window, widget.rect().center())
        assert desk.window.childAt(place) is widget
