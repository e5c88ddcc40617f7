"""A whole shift with masked numbers: what the windows tell, what they write, and what other programs still get."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogIn, PickOutcome
from agentpanel.domain.rules import JournalRules
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.gui.veil import VEIL
from agentpanel.gui.windows.wirelog_window import WireLogWindow
from tests.features import desk as features_desk
from tests.features.desk import PanelDesk, panel_desk, settings_for
from tests.features.hands import Program
from tests.helpers.reading import everything_told, shows_number
from tests.helpers.snapshots import RULES
from tests.helpers.until import until

AGENT = Login(campaign="Sales", agent="1001", extension="2001")


@pytest.fixture(autouse=True)
def masks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def masking(*args: Any) -> Any:
        made = settings_for(*args)
        return replace(made, rules=replace(made.rules, journal=JournalRules(mask_numbers=True)))

    monkeypatch.setattr(features_desk, "settings_for", masking)
    # The test leaves in the middle of the shift.
    monkeypatch.setattr("agentpanel.app.panel._LEAVE_S", 0.2)
    yield
    VEIL.hang(RULES)


def numbers(desk: PanelDesk) -> set[str]:
    """Every customer's number that went over the wire."""
    lines = desk.parts.wirelog.after(0)
    return {found for line in lines for found in re.findall(r"\\TN([^\\]+)", line.text)}


async def readable(desk: PanelDesk, others: list[QWidget]) -> list[str]:
    told, known = await desk.on_tick(lambda: everything_told(others)), numbers(desk)
    return [text for text in told for number in known if shows_number(text, number)]


@pytest.mark.time_limit(30)
async def test_no_window_of_a_shift_tells_a_number(qapp: QApplication, tmp_path: Path) -> None:
    others = qapp.topLevelWidgets()  # a test before this one may have left some
    async with panel_desk(qapp, tmp_path) as desk:
        session = desk.parts.session
        await desk.on_tick(desk.panel.open_wirelog)
        session.ask(LogIn(AGENT))
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        session.ask(GoAvailable())
        await until(lambda: desk.now.shown.value is Shown.TALKING)
        assert desk.now.call is not None
        number = desk.now.call.number
        assert number in numbers(desk)
        assert not await readable(desk, others)
        told = await Program(desk).look()
        assert told["call"]["number"] == number
        session.ask(EndCall())
        await until(lambda: desk.now.shown.value is Shown.WRAP)
        session.ask(PickOutcome(105))
        assert not await readable(desk, others)
        session.ask(Complete(105))
        await until(lambda: desk.panel.window.recent.table.model().rowCount() > 1)
        await desk.on_tick(lambda: desk.panel.window.recent.table.selectRow(1))
        await desk.on_tick(desk.panel.open_export)
        await desk.on_tick(desk.panel.window.day.open)
        assert not await readable(desk, others)
        written = await wire_file(desk, tmp_path / "wire.log")
        assert r"\AO105" in written
        assert not [line for line in written.splitlines() if shows_number(line, number)]


async def wire_file(desk: PanelDesk, path: Path) -> str:
    """What the wire log's window writes to a file."""
    window = await desk.on_tick(desk.panel.open_wirelog)
    assert isinstance(window, WireLogWindow)
    # The window has asked for the file; the file is written and closed at once.
    await desk.on_tick(lambda: window.save_requested.emit(str(path)))
    return await asyncio.to_thread(path.read_text, "utf-8")
