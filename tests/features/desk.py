"""A whole panel for a test: the real window on a real socket against the embedded dialer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from agentpanel.app.panel import Panel
from agentpanel.app.parts import Parts, build
from agentpanel.domain.records import Entry, Query
from agentpanel.domain.snapshot import Snapshot
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.settings.load import load_settings
from agentpanel.settings.settings import Settings
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.server import Server
from tests.features.site import SCENARIO

Result = TypeVar("Result")
_SITE = Path(__file__).with_name("site.toml")


@dataclass(slots=True)
class PanelDesk:
    """What a test of the whole panel works with."""

    panel: Panel
    parts: Parts
    server: Server

    @property
    def now(self) -> Snapshot:
        return self.parts.session.snapshot

    async def on_tick(self, work: Callable[[], Result]) -> Result:
        """Do it where Qt would: with no task on the stack."""
        return await self.panel.ticks.call(work)

    async def rows(self, limit: int = 1000) -> list[Entry]:
        return await self.parts.journal.page(Query(tenant=None, agent="1001", limit=limit))


def settings_for(server: Server, encoding: Encoding, framing: Framing) -> Settings:
    """The test's site on this server."""
    overrides = {
        "server.host": "127.0.0.1",
        "server.port": server.ports[0 if encoding is Encoding.ASCII else 1],
        "server.encoding": encoding.value,
        "server.framing": framing.value,
    }
    layers = [("site.toml", _SITE.read_text(encoding="utf-8"))]
    return load_settings(layers=layers, overrides=overrides)


@contextlib.asynccontextmanager
async def panel_desk(
    app: QApplication,
    folder: Path,
    *,
    scenario: str | Path = SCENARIO,
    encoding: Encoding = Encoding.UTF16,
    framing: Framing = Framing.V2,
    speed: float = 40.0,
    instance: str = "test",
) -> AsyncIterator[PanelDesk]:
    """Up and running; at the end the panel leaves as it would for anybody."""
    server = Server(load_scenario(scenario), speed=speed, seed=7)
    await server.start()
    parts = await build(settings_for(server, encoding, framing), folder / "journal.sqlite")
    ticks, about = Ticks(), dict.fromkeys(("settings", "journal", "log"), "")
    panel = await ticks.call(lambda: Panel(parts, ticks, Theme(app, "light"), instance, about))
    ready = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(panel.run(ready=ready.set))
            await ready.wait()
            yield PanelDesk(panel, parts, server)
            panel.leave()
    finally:
        await server.close()
