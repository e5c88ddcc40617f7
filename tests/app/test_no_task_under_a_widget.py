"""No widget is touched while a task is on the stack: a nested loop there would stop the other tasks for good."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogIn, SetTag, TakeBreak
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.windows.login_dialog import LoginDialog
from agentpanel.gui.windows.main_window import MainWindow
from agentpanel.gui.windows.wirelog_window import WireLogWindow
from tests.features.desk import panel_desk
from tests.helpers.until import until

#: Every way by which what happened elsewhere reaches a widget.
DOORS: tuple[tuple[type, str], ...] = (
    (MainWindow, "show_snapshot"),
    (MainWindow, "show_message"),
    (RecentPanel, "show_rows"),
    (WireLogWindow, "append"),
    (LoginDialog, "offer_password"),
)


@pytest.fixture
def passages(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Door to the names of the tasks that were on the stack when it was passed, "" for none."""
    passed: dict[str, list[str]] = {}
    for owner, name in DOORS:
        monkeypatch.setattr(owner, name, watched(getattr(owner, name), passed.setdefault(name, [])))
    return passed


def watched(door: Callable[..., Any], passed: list[str]) -> Callable[..., Any]:
    @wraps(door)
    def pass_through(*args: Any, **kwargs: Any) -> Any:
        task = asyncio.current_task()
        passed.append("" if task is None else task.get_name())
        return door(*args, **kwargs)

    return pass_through


async def test_a_call_from_login_to_outcome(qapp: QApplication, tmp_path: Path, passages: dict[str, list[str]]) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        ask = desk.parts.session.ask
        await desk.on_tick(desk.panel.open_login)
        await desk.on_tick(desk.panel.open_wirelog)
        await until(lambda: passages["offer_password"])
        assert ask(LogIn(Login(campaign="Sales", agent="1001", extension="2001"))) is None
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        ask(GoAvailable())
        await until(lambda: desk.now.shown.value is Shown.TALKING)
        ask(TakeBreak(1))
        ask(SetTag(1, "x"))
        ask(EndCall())
        await until(lambda: desk.now.shown.value is Shown.WRAP)
        ask(Complete(105))
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        desk.panel.window.asked.emit(EndCall())
        desk.server.drop_clients()
        await until(lambda: desk.now.shown.value is Shown.OFFLINE)
        await until(lambda: len(passages["show_rows"]) > 1)
    # The window itself was asked from this test's own task, to see a refusal.
    passages["show_message"] = [name for name in passages["show_message"] if "Task" not in name]
    assert {name: {*found} - {""} for name, found in passages.items()} == {name: set() for _, name in DOORS}
    assert all(passages[name] for _, name in DOORS if name != "show_message")
