"""Benchmarks, by a command of their own: `./bench`. Ratios and lateness against a floor in the same run."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from agentpanel.app.main import application
from agentpanel.gui import loop
from agentpanel.output import json_line
from tests.features.desk import panel_desk
from tests.features.hands import Mouse
from tests.features.shift import Shift
from tests.helpers.display import xvfb

#: Seconds between two probes, and of the idle window that is the floor.
_EVERY_S: Final = 0.005
_IDLE_S: Final = 15.0
#: What a person feels: a probe later than this is a stumble (milliseconds).
_FELT_MS: Final = 50.0
_SHARE: Final = 0.999


@dataclass(slots=True)
class Probes:
    """How late the loop came round, in milliseconds."""

    late: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.late)

    @property
    def in_time(self) -> float:
        return sum(each <= _FELT_MS for each in self.late) / len(self.late)

    def percentile(self, share: float) -> float:
        return sorted(self.late)[min(len(self.late) - 1, int(len(self.late) * share))]

    def figures(self) -> dict[str, float]:
        shares = {"p50_ms": 0.5, "p99_ms": 0.99, "p999_ms": 0.999}
        return {
            "probes": len(self.late),
            **{name: round(self.percentile(share), 2) for name, share in shares.items()},
            "longest_ms": round(self.longest, 2),
            "in_time": round(self.in_time, 5),
        }


@asynccontextmanager
async def probing() -> AsyncIterator[Probes]:
    """Ask the loop to come round every few milliseconds and note how late it does."""
    probes, running = Probes(), asyncio.get_running_loop()
    handle: asyncio.TimerHandle | None = None

    def come_round(due: float) -> None:
        nonlocal handle
        now = running.time()
        probes.late.append((now - due) * 1000)
        handle = running.call_at(now + _EVERY_S, come_round, now + _EVERY_S)

    come_round(running.time())
    try:
        yield probes
    finally:
        if handle is not None:
            handle.cancel()


async def bench(app: QApplication, folder: Path) -> bool:
    """An idle window, then the shift of fifty calls; whether the shift was as smooth as it has to be."""
    async with panel_desk(app, folder, instance="bench") as desk:
        await desk.on_tick(desk.panel.open_wirelog)
        async with probing() as idle:
            await asyncio.sleep(_IDLE_S)
        shift = Shift(Mouse(desk), desk.server)
        async with probing() as busy:
            await shift.work(50)
        await shift.agree()
    allowed = max(2 * idle.longest, _FELT_MS)
    smooth = busy.in_time >= _SHARE and busy.longest <= allowed
    json_line({"bench": "event loop", "window": "idle", **idle.figures()})
    json_line({"bench": "event loop", "window": "shift of 50 calls", **busy.figures()})
    json_line({"bench": "event loop", "allowed_longest_ms": round(allowed, 2), "smooth": smooth})
    return smooth


@contextmanager
def elsewhere(folder: str) -> Iterator[None]:
    """A screen of our own where there is none, and a home that is gone afterwards."""
    os.environ.update(dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder))
    if os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM") or sys.platform != "linux":
        yield
        return
    with xvfb() as name:
        os.environ["DISPLAY"] = name
        yield


def main() -> int:
    """The exit code: 1 where a floor was missed."""
    with tempfile.TemporaryDirectory() as folder, elsewhere(folder):
        app = application()
        return 0 if loop.run(bench(app, Path(folder)), app) else 1


if __name__ == "__main__":
    sys.exit(main())
