"""An arriving call in the whole panel: the system is told of it, and the site's page is opened, on ticks alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from agentpanel.domain.intents import GoAvailable, LogIn
from agentpanel.domain.moments import Moment
from agentpanel.domain.screen_pop import ScreenPop
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.settings.settings import Alert
from tests.features import desk as features_desk
from tests.features.desk import PanelDesk, panel_desk, settings_for
from tests.helpers.browser import Browser, browser_for
from tests.helpers.until import until

AGENT = Login(campaign="Sales", agent="1001", extension="2001")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`site(alert=Alert(...))`: what the settings of the next desk say otherwise."""

    def change(**slices: Any) -> None:
        monkeypatch.setattr(features_desk, "settings_for", lambda *args: replace(settings_for(*args), **slices))

    return change


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests leave in the middle of a call."""
    monkeypatch.setattr("agentpanel.app.panel._LEAVE_S", 0.2)


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:  # noqa: ARG001 -- the application must run
    with browser_for("https") as made:
        yield made


async def available(desk: PanelDesk) -> None:
    assert desk.parts.session.ask(LogIn(AGENT)) is None
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)
    assert desk.parts.session.ask(GoAvailable()) is None


async def test_a_call_is_told_and_its_page_opened_with_no_task_on_the_stack(
    qapp: QApplication,
    tmp_path: Path,
    site: Callable[..., None],
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site(screen_pop=ScreenPop(when=Moment.CONNECTED, url="https://crm.example/{agent}?n={number}"))
    beeps: list[object] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(asyncio.current_task()))
    async with panel_desk(qapp, tmp_path) as desk:
        await available(desk)
        await until(lambda: browser.opened)
        assert desk.now.call is not None
        number = desk.now.call.number
        assert browser.opened == [f"https://crm.example/1001?n={number}"]
        assert browser.tasks == [None]
        assert beeps == [None]


async def test_what_could_not_be_opened_is_said_in_the_window(
    qapp: QApplication, tmp_path: Path, site: Callable[..., None], expected_log: Callable[..., object]
) -> None:
    expected_log("is missing or may not be run", logger="agentpanel.screen_pop")
    missing = str(tmp_path / "crm")
    site(screen_pop=ScreenPop(when=Moment.OFFERED, program=(missing, "{number}")), alert=Alert(sound=False, tray=False))
    async with panel_desk(qapp, tmp_path) as desk:
        await available(desk)
        notice = desk.panel.window.parts.notice
        sentence = f"The program for this call could not be started: {missing} is missing or may not be run."
        await until(lambda: any(sentence == text for text in shown_texts(notice)))
        # The work goes on.
        await until(lambda: desk.now.shown.value is Shown.TALKING)


def shown_texts(notice: Any) -> list[str]:
    return [label.text() for label in notice.findChildren(QLabel)]


async def test_the_tray_shows_the_window_and_asks_before_it_closes(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        tray = desk.panel._alerts.tray
        assert tray is not None
        await available(desk)
        await until(lambda: desk.now.shown.value is Shown.TALKING)
        await until(lambda: tray.icon.toolTip() == "Talking · agentpanel")
        await desk.on_tick(desk.panel.window.showMinimized)
        await desk.on_tick(tray.menu.show_panel.trigger)
        await until(lambda: not desk.panel.window.isMinimized())
        await desk.on_tick(tray.menu.close_panel.trigger)
        await until(questions)
        assert desk.panel.window.isVisible()
        stay = next(button for button in questions()[0].buttons() if button.objectName() == "stay")
        await desk.on_tick(stay.click)
        await until(lambda: not questions())
        assert desk.now.shown.value is Shown.TALKING


def questions() -> list[QMessageBox]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
