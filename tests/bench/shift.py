"""A shift of fifty calls in the real window, as smooth as the window that does nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from agentpanel.output import json_line
from tests.bench.probes import Probes, idling, probing
from tests.features.desk import panel_desk
from tests.features.hands import Mouse
from tests.features.shift import Shift


async def bench(app: QApplication, folder: Path) -> bool:
    """An idle window, then the shift; whether the shift was as smooth as it has to be."""
    async with panel_desk(app, folder, instance="bench") as desk:
        await desk.on_tick(desk.panel.open_wirelog)
        idle = await idling()
        shift = Shift(Mouse(desk), desk.server)
        async with probing() as busy:
            await shift.work(50)
        await shift.agree()
    json_line({"bench": "event loop", "window": "idle", **idle.figures()})
    json_line({"bench": "event loop", "window": "shift of 50 calls", **busy.figures()})
    smooth = busy.smooth(idle)
    json_line({"bench": "event loop", "allowed_longest_ms": round(Probes.allowed(idle), 2), "smooth": smooth})
    return smooth
