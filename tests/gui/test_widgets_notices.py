from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.snapshot import Axis, Shown
from agentpanel.domain.state import Link, Work
from agentpanel.domain.words import say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.notices import PASSES_S
from tests.helpers.snapshots import RULES, START, later, of_state, seated, snapshot, told
from tests.helpers.window import CONTROL, Desk, open_window

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.domain.words import Say
    from agentpanel.gui.widgets.notice_bar import NoticeBar
    from agentpanel.gui.widgets.status_line import StatusLine

REFUSED = say(
    words.REFUSED, what=say(words.THE_BREAK), code=406, now=say(words.YOU_STAY_AVAILABLE), todo=say(words.TRY_AGAIN)
)
REFUSED_TEXT = (
    "The dialer refused the break (error 406). You are still available. Try again, or tell your supervisor the number."
)
PASSING = say(words.LEAVES_WHEN_ENDED)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Desk:
    memory = QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)
    return open_window(qtbot, theme, memory, RULES)


def bar(desk: Desk) -> NoticeBar:
    return desk.parts.notice


def with_notices(*sentences: Say) -> Snapshot:
    return seated(Work.READY, notices=told(*sentences))


# -- messages ----------------------------------------------------------------------------------------------


def test_a_refusal_is_a_plain_sentence_with_its_time(desk: Desk) -> None:
    desk.show(with_notices())
    assert not bar(desk).isVisible()
    desk.show(with_notices(REFUSED))
    assert bar(desk).isVisible()
    assert bar(desk).text.text() == REFUSED_TEXT
    assert bar(desk).time.text() == f"{START.wall.astimezone():%H:%M}"


def test_a_refusal_stays_until_it_is_dismissed(desk: Desk) -> None:
    desk.show(with_notices(REFUSED))
    desk.parts.draw_clocks(later(8 * 3600))
    desk.show(of_state(Shown.TALKING))
    assert bar(desk).isVisible()
    QTest.mouseClick(bar(desk).dismiss, Qt.MouseButton.LeftButton)
    assert not bar(desk).isVisible()
    desk.show(with_notices(REFUSED))
    assert not bar(desk).isVisible(), "the same sentence is not told twice"


def test_the_next_sentence_takes_its_place(desk: Desk) -> None:
    desk.show(with_notices(REFUSED))
    desk.show(with_notices(REFUSED, REFUSED, say(words.MADE_AVAILABLE)))
    assert bar(desk).text.text() == words.MADE_AVAILABLE
    assert bar(desk).older.words == "+2"


def test_the_same_words_again_are_told_again(desk: Desk) -> None:
    desk.show(with_notices(REFUSED))
    desk.key(Qt.Key.Key_D, CONTROL)
    assert not bar(desk).isVisible()
    desk.show(with_notices(REFUSED, REFUSED))
    assert bar(desk).isVisible()


def test_a_passing_sentence_goes_by_itself(desk: Desk) -> None:
    desk.show(with_notices(PASSING))
    desk.parts.draw_clocks(later(PASSES_S - 1))
    assert bar(desk).isVisible()
    desk.parts.draw_clocks(later(PASSES_S))
    assert not bar(desk).isVisible()
    assert [line.text for line in bar(desk).notices.lines] == [words.LEAVES_WHEN_ENDED]


def test_a_message_of_the_window_stays_too(desk: Desk) -> None:
    desk.show(with_notices())
    desk.window.show_message("Entries are kept.")
    desk.parts.draw_clocks(later(3600))
    assert bar(desk).text.text() == "Entries are kept."
    assert bar(desk).isVisible()


def test_older_ones_are_in_a_list_newest_first(desk: Desk) -> None:
    desk.show(with_notices(REFUSED, PASSING))
    desk.window.show_message("Entries are kept.")
    QTest.mouseClick(bar(desk).older, Qt.MouseButton.LeftButton)
    rows = bar(desk).list.rows
    desk.qtbot.waitUntil(rows.isVisible)
    texts = [rows.item(at).text().split("  ", 1)[1] for at in range(rows.count())]
    assert texts == ["Entries are kept.", words.LEAVES_WHEN_ENDED, REFUSED_TEXT]
    QTest.keyClick(bar(desk).list, Qt.Key.Key_Escape)
    assert not rows.isVisible()


def test_the_list_is_bounded(desk: Desk) -> None:
    desk.show(with_notices())
    for number in range(1000):
        desk.window.show_message(f"sentence {number}")
    assert len(bar(desk).notices.lines) == 30


# -- the status line ---------------------------------------------------------------------------------------


def line(desk: Desk) -> StatusLine:
    return desk.parts.status


@pytest.mark.parametrize(
    ("link", "text"),
    [
        (Link.OFFLINE, "No link"),
        (Link.CONNECTING, "Connecting"),
        (Link.UP, "Link up 23 ms"),
        (Link.STALE, "Link silent"),
        (Link.FAILED, "Link failed"),
    ],
)
def test_the_link_has_a_word_and_a_shape(desk: Desk, link: Link, text: str) -> None:
    desk.show(snapshot(link=Axis(link, START), latency_s=0.023))
    assert line(desk).link.text() == text
    signs = set()
    for each in Link:
        desk.show(snapshot(link=Axis(each, START)))
        signs.add(line(desk).mark.sign)
    assert len(signs) == len(Link)


def test_the_age_of_the_last_word_grows(desk: Desk) -> None:
    desk.show(of_state(Shown.AVAILABLE))
    desk.parts.draw_clocks(later(3))
    assert line(desk).heard.text() == "3 s ago"
    desk.parts.draw_clocks(later(125))
    assert line(desk).heard.text() == "2 min ago"
    desk.show(snapshot())
    assert line(desk).heard.text() == ""


def test_who_sits_where_with_which_skills(desk: Desk) -> None:
    desk.window.resize(640, 640)
    desk.show(of_state(Shown.AVAILABLE))
    desk.settle()
    assert line(desk).seat.text() == "Sales-UK · 1001"
    assert line(desk).skills.text() == "skills 3"
    assert line(desk).skills.toolTip() == "english, fibre, retention"
    assert line(desk).skills.isVisible()


def test_what_is_least_needed_goes_first_when_it_is_narrow(desk: Desk) -> None:
    desk.show(of_state(Shown.AVAILABLE))
    gone = []
    for width in range(700, 319, -5):
        desk.window.resize(width, 640)
        desk.settle()
        for label in (line(desk).skills, line(desk).heard, line(desk).seat, line(desk).link):
            if not label.isVisible() and label not in gone:
                gone.append(label)
            assert not label.isVisible() or label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    assert gone == [line(desk).skills, line(desk).heard]


@pytest.mark.parametrize("door", ["wirelog", "settings", "about"])
def test_the_doors_open(desk: Desk, door: str) -> None:
    opened: list[str] = []
    getattr(desk.window, f"{door}_requested").connect(lambda: opened.append(door))
    QTest.mouseClick(getattr(line(desk), door), Qt.MouseButton.LeftButton)
    assert opened == [door]


def test_a_passing_sentence_gives_way_to_the_one_that_was_not_read(desk: Desk) -> None:
    desk.show(with_notices(REFUSED, PASSING))
    assert bar(desk).text.text() == words.LEAVES_WHEN_ENDED
    desk.parts.draw_clocks(later(PASSES_S))
    assert bar(desk).text.text() == REFUSED_TEXT
    desk.window.tell_off("There is no call.")
    desk.key(Qt.Key.Key_D, CONTROL)
    assert bar(desk).text.text() == REFUSED_TEXT
    desk.key(Qt.Key.Key_D, CONTROL)
    assert not bar(desk).isVisible()
