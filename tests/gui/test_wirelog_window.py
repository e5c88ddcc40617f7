"""The wire log's window: bounded, in batches, and where the person left it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from agentpanel.domain.wire import WireLine
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.windows.wirelog_window import WireLogWindow
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    Make = Callable[..., WireLogWindow]

START = datetime(2030, 11, 21, 15, 30, tzinfo=UTC)


def lines(count: int, start: int = 1, **more: Any) -> list[WireLine]:
    numbers = range(start, start + count)
    return [
        WireLine(n, START + timedelta(milliseconds=n), n % 2 == 1, rf"CG:AG:AA\AN1001\TK{n}", "AgentAvailable", **more)
        for n in numbers
    ]


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Mode.LIGHT)


@pytest.fixture
def make(qtbot: QtBot, theme: Theme) -> Make:
    def build(most: int = 100) -> WireLogWindow:
        window = WireLogWindow(theme, most=most)
        qtbot.addWidget(window)
        window.resize(700, 400)
        window.show()
        qtbot.waitExposed(window)
        return window

    return build


@pytest.fixture
def window(make: Make) -> WireLogWindow:
    return make()


def put(window: WireLogWindow, batch: Sequence[WireLine]) -> None:
    """What comes, up to the next frame."""
    window.append(batch)
    window._take_waiting()


def serials(window: WireLogWindow) -> list[int]:
    return [line.serial for line in window._model.rows]


def cell(window: WireLogWindow, row: int, key: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
    model = window.table.model()
    return model.data(model.index(row, window._model.column(key)), role)


def status(window: WireLogWindow) -> str:
    return window._status.text()


# -- what it shows -----------------------------------------------------------------------------------------


def test_a_line_tells_when_which_way_and_what(window: WireLogWindow) -> None:
    put(window, lines(2))
    time = (START + timedelta(milliseconds=1)).astimezone()
    assert [cell(window, 0, key) for key in ("time", "direction", "name", "text")] == [
        f"{time:%H:%M:%S}.001",
        "→ sent",
        "AgentAvailable",
        r"CG:AG:AA\AN1001\TK1",
    ]
    assert cell(window, 1, "direction") == "← received"
    assert cell(window, 1, "direction", Qt.ItemDataRole.AccessibleTextRole) == "received"


def test_a_problem_is_marked_in_shape_colour_and_words(window: WireLogWindow, theme: Theme) -> None:
    put(window, lines(1, problems=("Q1 is unknown", "TK is too long")))
    assert cell(window, 0, "text").startswith("⚠ CG:AG")
    assert cell(window, 0, "text", Qt.ItemDataRole.ForegroundRole).color() == theme.colour("warn")
    assert cell(window, 0, "text", Qt.ItemDataRole.ToolTipRole) == "Q1 is unknown; TK is too long"
    assert "Q1 is unknown" in cell(window, 0, "text", Qt.ItemDataRole.AccessibleTextRole)


def test_the_current_line_stands_below_in_full(window: WireLogWindow) -> None:
    text = r"CG:AG:AC\DT" + "x" * 1000
    put(window, [WireLine(1, START, False, text, None, ("odd",))])
    window.table.selectRow(0)
    assert window.whole.toPlainText() == f"{text}\n⚠ odd"
    assert len(cell(window, 0, "text")) < 600
    window._model.clear()
    assert window.whole.toPlainText() == ""


def test_a_huge_line_is_not_laid_out_whole(window: WireLogWindow) -> None:
    put(window, [WireLine(1, START, False, "y" * 200_000)])
    window.table.selectRow(0)
    shown = window.whole.toPlainText()
    assert len(shown) < 30_000
    assert shown.endswith("… (200000 characters; Copy takes all)")
    window.copy.click()
    assert QGuiApplication.clipboard().text().endswith("y" * 200_000)


def test_nothing_from_the_wire_is_markup_or_a_line_break(window: WireLogWindow) -> None:
    put(window, [WireLine(1, START, False, "<b>AA</b>\r\n\x07", problems=("<i>odd</i>",))])
    assert cell(window, 0, "text") == "⚠ <b>AA</b>   "
    window.table.selectRow(0)
    assert window.whole.toPlainText().startswith("<b>AA</b>")
    window.copy.click()
    assert QGuiApplication.clipboard().text().count("\n") == 0


def test_letters_have_one_width(window: WireLogWindow) -> None:
    assert QFontInfo(window.table.font()).fixedPitch()
    assert QFontInfo(window.whole.font()).fixedPitch()


# -- bounds and batches --------------------------------------------------------------------------------------


def test_the_oldest_lines_go(make: Make) -> None:
    window = make(most=50)
    put(window, lines(40))
    put(window, lines(40, start=41))
    assert serials(window) == list(range(31, 81))
    put(window, lines(500, start=81))
    assert serials(window) == list(range(531, 581))
    assert len(window._model.kept) == 50


async def test_a_frame_is_one_change_however_much_comes(make: Make) -> None:
    window = make(most=3000)
    changes: list[tuple[int, int]] = []
    window.table.model().rowsInserted.connect(lambda _, first, last: changes.append((first, last)))
    for line in lines(1000):
        window.append([line])
    assert changes == []
    await until(lambda: changes)
    assert changes == [(0, 999)]


@pytest.mark.parametrize("wanted", ["", "tk7"])
def test_the_model_keeps_its_promises(make: Make, qtmodeltester: ModelTester, wanted: str) -> None:
    window = make(most=20)
    window.filter.setText(wanted)
    for batch in (lines(15), lines(15, start=16), [], lines(60, start=31)):
        put(window, batch)
    qtmodeltester.check(window.table.model())  # type: ignore[no-untyped-call]
    assert serials(window) == [n for n in range(71, 91) if wanted.upper() in f"TK{n}"]


# -- its place -------------------------------------------------------------------------------------------


def bottom(window: WireLogWindow) -> int:
    bar = window.table.verticalScrollBar()
    return bar.maximum() - bar.value()


def top(window: WireLogWindow) -> int:
    return serials(window)[window.table.rowAt(0)]


def test_it_follows_the_newest(make: Make) -> None:
    window = make(most=60)
    for start in range(1, 300, 30):
        put(window, lines(30, start=start))
        assert bottom(window) == 0


def test_who_has_scrolled_up_stays_there(make: Make) -> None:
    window = make(most=100)
    put(window, lines(100))
    window.table.verticalScrollBar().setValue(50)
    before = top(window)
    put(window, lines(10, start=101))
    assert top(window) == before
    put(window, lines(30, start=111))
    assert top(window) == before
    window.table.scrollToBottom()
    put(window, lines(5, start=141))
    assert bottom(window) == 0


def test_what_is_read_cannot_stay_for_ever(make: Make) -> None:
    window = make(most=100)
    put(window, lines(100))
    window.table.verticalScrollBar().setValue(3)
    put(window, lines(200, start=101))
    assert top(window) == serials(window)[0]


# -- the controls ------------------------------------------------------------------------------------------


def test_the_filter_shows_what_contains_it(window: WireLogWindow) -> None:
    put(window, [*lines(3), WireLine(4, START, False, "CG:AG:AC", "AgentConnect", ("odd TAG",))])
    for text, found in (
        ("tk2", [2]),
        ("agentconnect", [4]),
        ("odd tag", [4]),
        ("aa", [1, 2, 3]),
        ("zzz", []),
        ("", [1, 2, 3, 4]),
    ):
        window.filter.setText(text)
        assert serials(window) == found
    window.filter.setText("tk")
    put(window, [WireLine(5, START, False, "other"), *lines(1, start=6)])
    assert serials(window) == [1, 2, 3, 6]
    assert status(window) == "4 of 6 messages"


def test_a_pause_holds_what_comes(window: WireLogWindow) -> None:
    put(window, lines(10))
    window.pause.click()
    put(window, lines(10, start=11))
    assert len(serials(window)) == 10
    assert status(window) == "10 messages · paused, 10 waiting"
    window.pause.click()
    assert len(serials(window)) == 20
    assert status(window) == "20 messages"


def test_a_long_pause_is_bounded(make: Make) -> None:
    window = make(most=50)
    window.pause.click()
    for start in range(1, 1000, 100):
        put(window, lines(100, start=start))
    window.pause.click()
    assert serials(window) == list(range(951, 1001))


def test_copying(window: WireLogWindow) -> None:
    put(window, lines(3))
    window.copy.click()
    time = (START + timedelta(milliseconds=1)).astimezone()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 3
    assert copied[0] == rf"{time:%H:%M:%S}.001 → AgentAvailable CG:AG:AA\AN1001\TK1"
    window.table.selectRow(1)
    QTest.keyClick(window.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().endswith("TK2")


def file_dialog(window: WireLogWindow) -> QFileDialog:
    return next(each for each in window.findChildren(QFileDialog) if each.isVisible())


@pytest.fixture
def own_dialogs(qapp: QApplication) -> None:
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


@pytest.mark.usefixtures("own_dialogs")
def test_saving_asks_for_the_file(window: WireLogWindow, tmp_path: Path) -> None:
    saved: list[str] = []
    window.save_requested.connect(saved.append)
    window.save.click()
    dialog = file_dialog(window)
    assert not dialog.isModal(), "nothing is modal during a call"
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("mine")
    dialog.accept()
    assert saved == [str(tmp_path / "mine.log")]
    window.save.click()
    file_dialog(window).reject()
    assert len(saved) == 1


@pytest.mark.usefixtures("own_dialogs")
def test_logging_to_a_file(window: WireLogWindow, tmp_path: Path) -> None:
    files: list[str | None] = []
    window.file_requested.connect(files.append)
    window.to_file.click()
    file_dialog(window).reject()
    assert not window.to_file.isChecked()
    assert files == []
    window.to_file.click()
    dialog = file_dialog(window)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("wire.log")
    dialog.accept()
    path = str(tmp_path / "wire.log")
    assert files == [path]
    assert f"writing to {path}" in status(window)
    window.to_file.click()
    assert files == [path, None]
    assert "writing" not in status(window)


def test_a_file_that_cannot_be_written_is_given_up(window: WireLogWindow) -> None:
    files: list[str | None] = []
    window.file_requested.connect(files.append)
    window.to_file.setChecked(True)
    window._log_to("/full/wire.log")
    window.show_error("The wire log could not be written: No space left on device.")
    assert window.message.isVisible()
    assert not window.to_file.isChecked()
    assert files == ["/full/wire.log", None]


def test_keys(qtbot: QtBot, window: WireLogWindow) -> None:
    put(window, lines(3))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.table.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.filter
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_every_part_has_a_name(window: WireLogWindow) -> None:
    parts = (window.filter, window.table, window.whole, window.pause, window.copy, window.save, window.to_file)
    names = [part.accessibleName() for part in parts]
    assert all(names)
    assert len(set(names)) == len(names)
