"""Who leads through a tour: asks the desk, waits for what the dialer says, and takes the pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QWidget

from agentpanel.app.panel import Panel
from agentpanel.app.parts import Parts
from agentpanel.domain.intents import Intent
from agentpanel.domain.snapshot import Shown, Snapshot
from agentpanel.gui.theme import Theme
from agentpanel.gui.windows.main_window import BAR, LEAST, PANEL
from agentpanel.output import json_line
from agentpanel.simulator.server import Server

#: Seconds for the dialer to do what the script waits for.
_PATIENCE_S: Final = 60.0
#: Seconds for a changed layout to settle.
_FRAME_S: Final = 0.05

Result = TypeVar("Result")


class TourError(Exception):
    """The shift did not go as scripted; str() says where."""


class Guide:
    """Plays the agent and takes the pictures."""

    def __init__(self, panel: Panel, parts: Parts, theme: Theme, server: Server, out: Path) -> None:
        self.panel = panel
        self.session = parts.session
        self.server = server
        self._theme = theme
        self._out = out
        self._count = 0

    def ask(self, intent: Intent) -> None:
        """The desk must take it."""
        if (why := self.session.ask(intent)) is not None:
            raise TourError(f"{type(intent).__name__} was refused: {why}")

    async def shows(self, shown: Shown) -> None:
        """Wait for a shown state."""
        await self.until(lambda s: s.shown.value is shown, shown.value)

    async def until(self, wanted: Callable[[Snapshot], bool], what: str) -> None:
        """Wait until the desk is so."""
        changed = asyncio.Event()
        undo = self.session.observe(changed.set)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not wanted(self.session.snapshot):
                    changed.clear()
                    await changed.wait()
        except TimeoutError as error:
            raise TourError(f"{what} did not come within {_PATIENCE_S:g} s.") from error
        finally:
            undo()

    async def on_tick(self, work: Callable[[], Result]) -> Result:
        """Widgets are touched when no task is on the stack."""
        return await self.panel.ticks.call(work)

    async def small(self) -> None:
        """The least size at which the panel works."""
        usual = self.panel.window.size()
        await self.on_tick(partial(self.panel.window.resize, LEAST))
        await self.picture("small", self.panel.window)
        await self.on_tick(partial(self.panel.window.resize, usual))

    # -- pictures ---------------------------------------------------------------------------------------

    async def picture(self, name: str, window: QWidget | None = None) -> None:
        """Light and dark; the main window also as a bar, and all of it in one state."""
        self._count += 1
        state = self.session.snapshot.shown.value
        shown = window or self.panel.window
        layouts = ("",) if window else (PANEL, BAR)
        for layout in layouts:
            if layout:
                await self.on_tick(partial(self.panel.window.set_layout_mode, layout))
            for mode in ("light", "dark"):
                await self.on_tick(partial(self._theme.choose, mode))
                parts = [f"{self._count:02}", name, layout, mode]
                await self._save(shown, "-".join(filter(None, parts)))
        if not window:
            await self.on_tick(partial(self.panel.window.set_layout_mode, PANEL))
        if self.session.snapshot.shown.value is not state:
            raise TourError(f"The state {state.value} was over before all of {name} was pictured.")

    async def _save(self, window: QWidget, stem: str) -> None:
        """One frame later all of it has been laid out and polished."""
        await asyncio.sleep(_FRAME_S)
        path = self._out / f"{stem}.png"
        if not await self.on_tick(lambda: window.grab().save(str(path))):
            raise TourError(f"{path} could not be written.")
        json_line({"state": self.session.snapshot.shown.value.value, "picture": path.name})
