"""What a person sees in a panel's window, and pictures of it."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtWidgets import QWidget

from agentpanel.gui.windows.main_parts import Parts
from agentpanel.gui.windows.main_window import BAR, PANEL, MainWindow
from tests.features.desk import PanelDesk

#: The environment names the folder for pictures; without it none are taken.
FOLDER: Final = os.environ.get("AGENTPANEL_PICTURES")
_TIME: Final = re.compile(r"(?: ·)? \d+:\d\d(?!\d)")
#: Seconds for a changed layout to settle.
_FRAME_S: Final = 0.06


class Seen(NamedTuple):
    """The word of the state, the line of the call's course without its clocks, and the controls.

    A control that is off stands in brackets; one that has no place at the moment is left out.
    """

    state: str
    course: str
    controls: str


def seen(window: MainWindow) -> Seen:
    """As the window stands now."""
    parts = window.parts
    course = parts.call.course
    line = _TIME.sub("", course.text()) if course.isVisible() else ""
    return Seen(parts.state.word.text(), line, ", ".join(_controls(parts)))


def _controls(parts: Parts) -> Iterator[str]:
    for button in (*parts.call.controls.tab_order, parts.outcome.complete):
        if button.isVisible():
            name = button.accessibleName()
            yield name if button.isEnabled() else f"({name})"


class Pictures:
    """Of several panels at the same moment: light and dark, as a panel and as a bar."""

    def __init__(self, desks: Mapping[str, PanelDesk], folder: str | None = FOLDER) -> None:
        self._desks = desks
        self._folder = Path(folder) if folder else None

    async def take(self, name: str) -> None:
        """Of all windows."""
        for side, desk in self._desks.items() if self._folder is not None else ():
            for layout in (PANEL, BAR):
                await desk.on_tick(partial(desk.panel.window.set_layout_mode, layout))
                await self._both(desk, desk.panel.window, f"{name}-{side}-{layout}")
            await desk.on_tick(partial(desk.panel.window.set_layout_mode, PANEL))

    async def take_part(self, name: str, side: str, part: QWidget) -> None:
        """Of a sheet or a menu that stands open."""
        if self._folder is not None:
            await self._both(self._desks[side], part, f"{name}-{side}")

    async def _both(self, desk: PanelDesk, widget: QWidget, stem: str) -> None:
        for mode in ("dark", "light"):
            await desk.on_tick(partial(desk.theme.choose, mode))
            await asyncio.sleep(_FRAME_S)
            await desk.on_tick(partial(self._save, widget, f"{stem}-{mode}"))

    def _save(self, widget: QWidget, stem: str) -> None:
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        assert widget.grab().save(str(self._folder / f"{stem}.png")), stem
