"""A whole panel for a test: the real window on a real socket against the embedded dialer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
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
from agentpanel.simulator.scenario import Scenario
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
    theme: Theme

    @property
    def now(self) -> Snapshot:
        return self.parts.session.snapshot

    async def on_tick(self, work: Callable[[], Result]) -> Result:
        """Do it where Qt would: with no task on the stack."""
        return await self.panel.ticks.call(work)

    async def rows(self, limit: int = 1000) -> list[Entry]:
        return [row.entry for row in await self.parts.journal.page(Query(tenant=None, agent="1001", limit=limit))]


def settings_for(
    server: Server, encoding: Encoding, framing: Framing, site: Path = _SITE, **over: Mapping[str, object]
) -> Settings:
    """The site on this server; ``over`` lies over it, by table: ``login={"agent": "1002"}``."""
    overrides: dict[str, object] = {
        **{f"{table}.{key}": value for table, keys in over.items() for key, value in keys.items()},
        "server.host": "127.0.0.1",
        "server.port": server.ports[0 if encoding is Encoding.ASCII else 1],
        "server.encoding": encoding.value,
        "server.framing": framing.value,
    }
    layers = [(site.name, site.read_text(encoding="utf-8"))]
    return load_settings(layers=layers, overrides=overrides)


@contextlib.asynccontextmanager
async def panel_desk(
    app: QApplication,
    folder: Path,
    *,
    scenario: str | Path | Scenario = SCENARIO,
    site: Path = _SITE,
    encoding: Encoding = Encoding.UTF16,
    framing: Framing = Framing.V2,
    speed: float = 40.0,
    instance: str = "test",
) -> AsyncIterator[PanelDesk]:
    """Up and running; at the end the panel leaves as it would for anybody."""
    played = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    server = Server(played, speed=speed, seed=7)
    await server.start()
    try:
        settings = settings_for(server, encoding, framing, site)
        async with panel_on(app, server, settings, folder / "journal.sqlite", instance) as desk:
            yield desk
    finally:
        await server.close()


@contextlib.asynccontextmanager
async def panel_on(
    app: QApplication, server: Server, settings: Settings, journal: Path, instance: str
) -> AsyncIterator[PanelDesk]:
    """One panel, perhaps of several, on a dialer that runs."""
    parts = await build(settings, journal)
    ticks, about = Ticks(), dict.fromkeys(("settings", "journal", "log"), "")
    theme = Theme(app, "light")
    panel = await ticks.call(lambda: Panel(parts, ticks, theme, instance, about))
    ready = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(panel.run(ready=ready.set))
        await ready.wait()
        yield PanelDesk(panel, parts, server, theme)
        panel.leave()
