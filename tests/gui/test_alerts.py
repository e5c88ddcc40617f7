"""An arriving call is told once, in every way that is wished, and the keyboard stays where it is."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSystemTrayIcon, QWidget

from agentpanel.domain import words
from agentpanel.domain.parties import Preview
from agentpanel.domain.snapshot import Axis, Call, Completion, Instant, Shown, Snapshot
from agentpanel.domain.state import Link, Seat, Work
from agentpanel.domain.words import say
from agentpanel.gui.alerts import Alerts
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.tray import Tray, state_icon
from agentpanel.settings.settings import Alert
from tests.helpers.snapshots import RULES, START, a_call, later, of_state, seated, snapshot, wrapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    Tell = Callable[..., "Told"]

RINGING = seated(Work.OFFERED, call=a_call())
TALKING = seated(Work.TALKING, call=a_call(connected=later(8)))
READY = seated(Work.READY)
RECORD = a_call(preview=Preview(decides=True, began=START))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    palette = qapp.palette()
    yield Theme(qapp, Mode.LIGHT)
    qapp.setPalette(palette)


class Told:
    """Alerts of a window, and what the system was asked for."""

    def __init__(self, alerts: Alerts, window: QWidget, asked: list[str]) -> None:
        self.alerts = alerts
        self.window = window
        self.asked = asked

    def show(self, *snapshots: Snapshot) -> list[str]:
        """What was asked of the system while these were shown."""
        self.asked.clear()
        for each in snapshots:
            self.alerts.show_snapshot(each)
        return self.asked.copy()


class Raised(QWidget):
    """A window that tells when it is raised or made the active one."""

    def __init__(self, asked: list[str]) -> None:
        super().__init__()
        self._asked = asked

    def raise_(self) -> None:
        self._asked.append("raise")
        super().raise_()

    def activateWindow(self) -> None:  # noqa: N802 -- Qt's name
        self._asked.append("activate")
        super().activateWindow()


@pytest.fixture
def tell(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Tell:
    def build(now: Instant = START, **alert: bool) -> Told:
        asked: list[str] = []
        window = Raised(asked)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        monkeypatch.setattr(QApplication, "beep", lambda: asked.append("sound"))
        monkeypatch.setattr(QApplication, "alert", lambda whom: asked.append(f"flash {whom is window}"))
        return Told(Alerts(Alert(**alert), theme, window, RULES, lambda: now), window, asked)

    return build


ONCE = ["sound", "flash True"]


# -- when


@pytest.mark.parametrize(
    "snapshots",
    [
        (READY, RINGING),
        (READY, RINGING, RINGING, TALKING, wrapping(), READY),
        # a phone that stays connected
        (READY, TALKING, wrapping()),
        # a record to look at
        (READY, seated(Work.PREVIEW, call=RECORD)),
        (seated(Work.PREVIEW, call=RECORD), seated(Work.PREVIEW, call=replace(RECORD, note="typed"))),
        # it rings while something contradicts our picture
        (READY, replace(RINGING, shown=Axis(Shown.UNEXPECTED, START), unexpected=say(words.OTHER_CALL))),
    ],
)
def test_an_arriving_call_is_told_once(tell: Tell, snapshots: tuple[Snapshot, ...]) -> None:
    assert tell().show(*snapshots) == ONCE


def test_the_next_call_is_told_again(tell: Tell) -> None:
    told = tell()
    assert told.show(RINGING, READY, seated(Work.OFFERED, call=a_call(key="run-2"))) == ONCE * 2
    assert told.show(seated(Work.TALKING, call=a_call(key="run-3", connected=later(1)))) == ONCE


def test_a_record_is_told_again_when_its_number_has_answered(tell: Tell) -> None:
    told = tell()
    assert told.show(seated(Work.PREVIEW, call=RECORD)) == ONCE
    assert told.show(seated(Work.TALKING, call=replace(RECORD, connected=later(9)))) == ONCE
    assert told.show(seated(Work.WRAP, call=replace(RECORD, connected=later(9), ended=later(20)))) == []


@pytest.mark.parametrize("shown", [each for each in Shown if of_state(each).call is None])
def test_nothing_is_told_without_a_call(tell: Tell, shown: Shown) -> None:
    assert tell().show(of_state(shown)) == []


@pytest.mark.parametrize(
    "call", [a_call(connected=later(1), ended=later(2)), a_call(lost=say(words.WHY_LINK_LOST)), a_call(ended=later(2))]
)
def test_a_call_that_is_over_is_not_told(tell: Tell, call: Call) -> None:
    assert tell().show(READY, seated(Work.WRAP, call=call)) == []


# -- how


@pytest.mark.parametrize(
    ("alert", "asked"),
    [
        ({}, ONCE),
        ({"sound": False}, ["flash True"]),
        ({"flash": False}, ["sound"]),
        ({"raise_": True}, ["sound", "raise", "flash True"]),
        ({"flash": False, "sound": False, "tray": False}, []),
    ],
)
def test_each_way_is_a_setting(tell: Tell, alert: dict[str, bool], asked: list[str]) -> None:
    assert tell(**alert).show(READY, RINGING) == asked


def test_a_minimized_window_stays_so(tell: Tell) -> None:
    told = tell(raise_=True)
    told.window.showMinimized()
    assert told.show(READY, RINGING) == ONCE
    assert told.window.isMinimized()


# -- a wrap about to end: 45 s after 159 s it is over, and 10 s before that is time to say so


@pytest.mark.parametrize("minimized", [True, False])
def test_a_wrap_that_is_about_to_end_is_told_once_where_nobody_looks(qtbot: QtBot, tell: Tell, minimized: bool) -> None:
    told = tell(now=later(193.9), raise_=True)
    if minimized:
        told.window.showMinimized()
    else:
        other = QWidget()
        qtbot.addWidget(other)
        other.show()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow)
    told.show(wrapping(), wrapping(note="typed"))
    qtbot.waitUntil(lambda: told.asked == ONCE)
    assert told.show(wrapping(note="more")) == []


def test_a_wrap_is_not_told_to_who_reads_it(qtbot: QtBot, tell: Tell) -> None:
    told = tell(now=later(194))
    told.window.activateWindow()
    qtbot.waitUntil(told.window.isActiveWindow)
    with qtbot.waitSignal(told.alerts.wrap.due):
        told.show(wrapping())
    assert told.asked == []


@pytest.mark.parametrize(
    "snapshot",
    [wrapping(completion=Completion.SENT), wrapping(wrap_limit_s=90), wrapping(lost=say(words.WHY_LINK_LOST)), READY],
)
def test_what_does_not_end_is_not_warned_of(qtbot: QtBot, tell: Tell, snapshot: Snapshot) -> None:
    told = tell(now=later(193.95))
    with qtbot.assertNotEmitted(told.alerts.wrap.due, wait=120):
        told.show(wrapping(), snapshot)
    assert told.asked == []


def xdotool(*arguments: str) -> str:
    return subprocess.run(["xdotool", *arguments], check=True, capture_output=True, text=True, timeout=10).stdout


@pytest.mark.parametrize("raised", [True, False])
def test_the_keyboard_stays_with_the_window_that_has_it(qtbot: QtBot, theme: Theme, raised: bool) -> None:
    panel, other = QWidget(), QLineEdit()
    for window in (panel, other):
        qtbot.addWidget(window)
        window.setGeometry(200, 200, 300, 200)
        window.show()
        qtbot.waitExposed(window)
    other.raise_()
    other.activateWindow()
    qtbot.waitUntil(other.hasFocus)
    alerts = Alerts(Alert(raise_=raised), theme, panel, RULES, lambda: START)
    for each in (READY, RINGING, TALKING, READY):
        alerts.show_snapshot(each)
    typed = "abc"
    if QGuiApplication.platformName() == "xcb":
        xdotool("mousemove", "300", "300")
        on_top = int(panel.winId() if raised else other.winId())
        qtbot.waitUntil(lambda: f"WINDOW={on_top}" in xdotool("getmouselocation", "--shell").split())
        assert int(xdotool("getwindowfocus")) == int(other.winId())
        xdotool("type", typed)
    else:
        QTest.keyClicks(QApplication.focusWidget() or panel, typed)
    qtbot.waitUntil(lambda: other.text() == typed)
    assert other.isActiveWindow()
    assert not panel.isActiveWindow()


# -- the tray


def test_without_a_tray_there_is_no_icon_and_nothing_fails(tell: Tell) -> None:
    told = tell()
    told.show(READY, RINGING, READY)
    tray = told.alerts.tray
    assert tray is not None
    assert tray.icon.isVisible() is QSystemTrayIcon.isSystemTrayAvailable()
    told.alerts.close()
    assert not tray.icon.isVisible()


def test_the_tray_can_be_left_out(tell: Tell) -> None:
    told = tell(tray=False)
    assert told.alerts.tray is None
    told.alerts.close()


def test_the_icon_waits_for_a_tray(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    there, window = False, QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: there)
    tray = Tray(theme, window)
    shown: list[bool] = []
    monkeypatch.setattr(tray.icon, "show", lambda: shown.append(True))
    tray.show_snapshot(READY)
    assert shown == []
    there = True
    tray.show_snapshot(READY)
    assert shown == []
    tray.show_snapshot(RINGING)
    assert shown == [True]


def test_the_menu_and_a_click_ask_for_the_window_or_the_end(tell: Tell) -> None:
    told = tell()
    wanted: list[str] = []
    told.alerts.show_requested.connect(lambda: wanted.append("show"))
    told.alerts.quit_requested.connect(lambda: wanted.append("quit"))
    tray = told.alerts.tray
    assert tray is not None
    assert [action.text() for action in tray.menu.actions()] == ["Show the panel", "Close the panel"]
    for action in tray.menu.actions():
        action.trigger()
    assert wanted == ["show", "quit"]
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert wanted == ["show", "quit", "show"]


def _image(theme: Theme, s: Snapshot, size: int = 64) -> QImage:
    return state_icon(theme, s).pixmap(size, size).toImage()


def _colour(image: QImage) -> QColor:
    """Of the ground, between the edge and the shape."""
    return image.pixelColor(QPoint(image.width() // 2, round(image.height() * 0.12)))


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("shown", Shown)
def test_the_icon_has_the_colour_and_the_shape_of_the_state(theme: Theme, shown: Shown, mode: Mode) -> None:
    theme.choose(mode)
    look = theme.look(shown)
    image = _image(theme, of_state(shown))
    assert _colour(image).name() in {look.fill.name(), look.stripe.name()}
    inside = {image.pixelColor(x, y).name() for x in range(12, 52) for y in range(12, 52)}
    assert look.text.name() in inside
    assert state_icon(theme, of_state(shown)).availableSizes() == [QSize(side, side) for side in (16, 22, 32, 64)]


def test_no_two_states_have_the_same_icon(theme: Theme) -> None:
    images = [_image(theme, of_state(shown)) for shown in Shown]
    pairs = [(one, two) for one in range(len(images)) for two in range(one) if images[one] == images[two]]
    assert pairs == []


def test_a_state_that_may_be_an_old_one_is_a_question(theme: Theme) -> None:
    stale = replace(READY, link=Axis(Link.STALE, START))
    assert _image(theme, stale) != _image(theme, READY)
    assert _colour(_image(theme, stale)) == _colour(_image(theme, READY))


def test_the_icon_follows_state_and_theme_and_is_drawn_no_more_often(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tray = Tray(theme, window)
    tray.show_snapshot(READY)
    assert tray.icon.toolTip() == "Available · agentpanel"
    drawn = tray.icon.icon().cacheKey()
    tray.show_snapshot(replace(READY, latency_s=0.5))
    assert tray.icon.icon().cacheKey() == drawn
    tray.show_snapshot(RINGING)
    assert tray.icon.toolTip() == "Ringing · agentpanel"
    light = tray.icon.icon().pixmap(64, 64).toImage()
    theme.choose(Mode.DARK)
    assert tray.icon.icon().pixmap(64, 64).toImage() != light
    tray.show_snapshot(snapshot(link=Axis(Link.UP, START), seat=Axis(Seat.OUT, START)))
    assert tray.icon.toolTip() == "Logged out · agentpanel"
