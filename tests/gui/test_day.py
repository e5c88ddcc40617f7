"""The own day at a glance: its words, its picture, its numbers, and that it costs nothing while nothing changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.domain.records import DaySums
from agentpanel.domain.snapshot import Shown
from agentpanel.gui.theme import Mode
from agentpanel.gui.widgets.day_bars import DayBars
from agentpanel.gui.widgets.day_line import DayLine
from agentpanel.gui.widgets.day_words import Bar, Day, Grows, bars, line_text, rows
from agentpanel.gui.windows.day_window import DayWindow
from tests.gui.test_theme import MARK, TEXT, contrast
from tests.helpers.snapshots import RULES, START, later, of_state
from tests.helpers.window import CONTROL, Desk, all_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from agentpanel.gui.theme import Theme

SUMS = DaySums(
    calls=23,
    talk_s=4320.0,
    wrap_s=845.0,
    break_s=1800.0,
    breaks=2,
    outcomes={105: 14, 106: 5, None: 4},
    tags={(1, "Fibre 500"): 9, (3, "complaint"): 1},
)
DAY = Day(date(2024, 5, 6), SUMS, START)
#: More outcomes than there are bars, with a code that the site does not name.
MANY = replace(SUMS, outcomes={code: 20 - code for code in range(1, 12)} | {None: 1})


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 -- Qt calls it so
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def place(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(360, max(30, widget.sizeHint().height()))
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


# -- words


def test_the_day_is_told_in_a_line() -> None:
    assert line_text(DAY, START) == "23 calls · talk 1:12 · wrap 0:14 · break 0:30"


def test_what_was_not_sent_stands_in_the_line_and_one_call_is_one() -> None:
    day = replace(DAY, sums=DaySums(calls=1, not_sent=2))
    assert line_text(day, START) == "1 call · talk 0:00 · wrap 0:00 · break 0:00 · 2 not sent"


@pytest.mark.parametrize("which", ["talk", "wrap", "rest"])
def test_only_what_goes_on_grows(which: str) -> None:
    day = replace(DAY, grows=Grows(**{which: True}))
    names = {"talk": "talk 1:12", "wrap": "wrap 0:14", "rest": "break 0:30"}
    grown = {"talk": "talk 1:13", "wrap": "wrap 0:15", "rest": "break 0:31"}
    expected = " · ".join(["23 calls", *((grown | {})[n] if n == which else names[n] for n in names)])
    assert line_text(day, later(60)) == expected


def test_eight_outcomes_have_bars_and_the_others_share_one() -> None:
    shown = bars(MANY, RULES)
    assert [bar.calls for bar in shown] == [19, 18, 17, 16, 15, 14, 13, 12, 11 + 10 + 9, 1]
    assert [bar.name for bar in shown[-2:]] == ["other outcomes", "no outcome"]


def test_outcomes_have_the_names_of_the_site_and_unknown_ones_their_codes() -> None:
    shown = bars(replace(SUMS, outcomes={105: 2, 999: 1}), RULES)
    assert shown == (Bar("Sale (105)", 2), Bar("999", 1))


def test_the_rows_have_every_number() -> None:
    sums = replace(MANY, not_sent=2, declined=3, unknown_ends=1, tags=SUMS.tags)
    told = [(row.kind, row.what, row.value) for row in rows(replace(DAY, sums=sums), START, RULES)]
    assert told[:7] == [
        ("Sum", "Calls", "23"),
        ("Sum", "Talk", "01:12:00"),
        ("Sum", "Wrap", "00:14:05"),
        ("Sum", "2 breaks", "00:30:00"),
        ("Sum", "Outcomes that have not reached the dialer", "2"),
        ("Sum", "Declined previews", "3"),
        ("Sum", "Breaks without a known end", "1"),
    ]
    assert [value for kind, _, value in told if kind == "Outcome"] == [str(n) for n in (*range(19, 8, -1), 1)]
    assert told[-2:] == [("Tag", "Product: Fibre 500", "9"), ("Tag", "Complaint: complaint", "1")]


# -- the line


def test_the_line_opens_the_whole_by_press_and_by_enter(
    theme: Theme, qtbot: QtBot, place: Callable[[QWidget], QWidget]
) -> None:
    line = DayLine(theme)
    place(line)
    line.show_day(DAY, START)
    with qtbot.waitSignal(line.clicked):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(line.clicked):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.accessibleName() == f"Today: {line.words}"
    assert "23 calls" in line.toolTip()


def test_the_line_is_painted_again_only_when_its_words_change(
    theme: Theme, qtbot: QtBot, place: Callable[[QWidget], QWidget]
) -> None:
    line = DayLine(theme)
    place(line)
    line.show_day(replace(DAY, grows=Grows(talk=True)), START)
    paints = Paints(line)
    qtbot.waitUntil(lambda: paints.count > 0)
    before = paints.count
    for second in range(1, 60):
        line.draw_clocks(later(second))
    QTest.qWait(0)
    assert paints.count == before
    line.draw_clocks(later(60))
    qtbot.waitUntil(lambda: paints.count > before)


def test_the_line_says_why_nothing_is_known(theme: Theme, place: Callable[[QWidget], QWidget]) -> None:
    line = DayLine(theme)
    place(line)
    assert line.words == "Today"
    line.show_fault("The sums could not be read: the disk is gone.")
    assert line.words == "The sums could not be read: the disk is gone."
    line.show_day(DAY, START)
    assert line.words.startswith("23 calls")


# -- the picture


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_bars_and_their_words_stand_out(theme: Theme, mode: Mode, place: Callable[[QWidget], QWidget]) -> None:
    theme.choose(mode)
    picture = DayBars(theme)
    picture.show_bars([Bar("Sale (105)", 14), Bar("no outcome", 4, rest=True)])
    place(picture)
    image = picture.grab().toImage()
    ground = theme.colour("window")
    shades = {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}
    for role, least in (("highlight", MARK), ("muted", MARK), ("window_text", TEXT)):
        assert theme.colour(role).name() in shades
        assert contrast(theme.colour(role), ground) >= least


def test_bars_are_as_long_as_their_calls(theme: Theme, place: Callable[[QWidget], QWidget]) -> None:
    picture = DayBars(theme)
    picture.show_bars([Bar("a", 20), Bar("b", 10)])
    place(picture)
    image, wanted = picture.grab().toImage(), theme.colour("highlight").name()
    row = image.height() // 2
    lengths = [
        sum(QColor(image.pixel(x, y)).name() == wanted for x in range(image.width()))
        for y in (row // 2, row + row // 2)
    ]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=4)


def test_the_picture_can_be_read_aloud_and_is_not_painted_twice(
    theme: Theme, qtbot: QtBot, place: Callable[[QWidget], QWidget]
) -> None:
    picture = DayBars(theme)
    place(picture)
    assert picture.accessibleDescription() == "No call has an outcome yet."
    picture.show_bars(bars(SUMS, RULES))
    assert picture.accessibleDescription() == "Sale (105): 14, No interest (106): 5, no outcome: 4"
    paints = Paints(picture)
    qtbot.waitUntil(lambda: paints.count > 0)
    before = paints.count
    picture.show_bars(bars(SUMS, RULES))
    QTest.qWait(0)
    assert paints.count == before


# -- the window


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> DayWindow:
    made = DayWindow(RULES, theme)
    qtbot.addWidget(made)
    made.show_day(DAY, START)
    made.show()
    qtbot.waitExposed(made)
    return made


def cell(window: DayWindow, row: int, column: int) -> Any:
    model = window.table.model()
    return model.data(model.index(row, column))


def test_the_window_tells_the_day_whole(window: DayWindow, qtmodeltester: ModelTester) -> None:
    assert [value.text() for value, _ in window.figures] == ["23", "01:12:00", "00:14:05", "00:30:00"]
    assert [name.text() for _, name in window.figures] == ["Calls", "Talk", "Wrap", "2 breaks"]
    assert not window.remarks.isVisible()
    window.show_day(replace(DAY, sums=replace(SUMS, not_sent=1, declined=2, unknown_ends=1)), START)
    told = "1 outcome has not reached the dialer · 2 previews declined · 1 break without a known end"
    assert window.remarks.text() == told
    qtmodeltester.check(window.table.model())  # type: ignore[no-untyped-call]


def test_what_is_not_known_is_not_told_as_none(window: DayWindow) -> None:
    window.show_fault("Your day cannot be read.")
    assert window.remarks.text() == "Your day cannot be read."
    assert not window.bars.isVisible()
    assert not window.table.isVisible()
    window.show_day(DAY, START)
    assert window.bars.isVisible()
    assert window.table.isVisible()


def test_the_keys_stay_on_their_row_where_others_come(window: DayWindow) -> None:
    wanted = [row.what for row in rows(DAY, START, RULES)].index("no outcome")
    window.table.setCurrentIndex(window.table.model().index(wanted, 0))
    window.show_day(replace(DAY, sums=replace(SUMS, declined=2)), START)
    current = window.table.current_row
    assert current is not None
    assert current.what == "no outcome"
    assert window.table.currentIndex().row() == wanted + 1


def test_the_numbers_are_reached_by_the_keyboard(window: DayWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.table, Qt.Key.Key_Down)
    row = window.table.current_row
    assert row is not None
    assert (row.what, row.value) == ("Talk", "01:12:00")
    QTest.keyClick(window.table, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_window_follows_the_clock_only_while_it_is_seen(window: DayWindow) -> None:
    window.show_day(replace(DAY, grows=Grows(rest=True)), START)
    window.draw_clocks(later(5))
    assert cell(window, 3, 2) == "00:30:05"
    window.hide()
    window.draw_clocks(later(9))
    assert cell(window, 3, 2) == "00:30:05"
    window.show()
    assert cell(window, 3, 2) == "00:30:09"


def test_a_day_that_is_not_known_shows_no_old_numbers(window: DayWindow) -> None:
    window.show_day(None, START)
    assert "23" not in all_texts(window)
    assert window.table.model().rowCount() == 0
    window.show_fault("It could not be read.")
    assert window.remarks.text() == "It could not be read."


# -- on the panel


def open_days() -> list[DayWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, DayWindow) and each.isVisible()]


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_a_key_opens_the_day_from_panel_and_bar(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.show(of_state(Shown.AVAILABLE))
    desk.window.day.show(DAY)
    desk.key(Qt.Key.Key_G, CONTROL)
    (opened,) = open_days()
    assert opened.figures[0][0].text() == "23"
    desk.window.day.close()
    assert open_days() == []


def test_the_line_stands_above_recent_and_folds_with_it(desk: Desk) -> None:
    desk.show(of_state(Shown.AVAILABLE))
    desk.settle()
    assert desk.parts.day.isVisible()
    desk.window.resize(320, 200)
    desk.settle()
    assert not desk.parts.day.isVisible()


def test_the_head_of_recent_and_a_key_ask_for_an_export(desk: Desk) -> None:
    asked: list[bool] = []
    desk.window.export_requested.connect(lambda: asked.append(True))
    desk.show(of_state(Shown.AVAILABLE))
    QTest.mouseClick(desk.window.export, Qt.MouseButton.LeftButton)
    desk.key(Qt.Key.Key_E, CONTROL)
    assert asked == [True, True]
