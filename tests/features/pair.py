"""Two real panels on one dialer."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.server import Server
from tests.features.account import Account
from tests.features.desk import PanelDesk, panel_on, settings_for
from tests.features.hands_call import CallKeyboard, CallMouse
from tests.features.seen import FOLDER, Pictures, Seen, seen

FLOOR: Final = Path(__file__).with_name("floor.toml")
SCENARIO: Final = Path(__file__).with_name("transfers.toml")
#: Where pictures are taken, what lasts for a time must last for them.
SPEED: Final = 2.0 if FOLDER else 20.0
_PATIENCE_S: Final = 15.0


@dataclasses.dataclass(slots=True)
class Side:
    """One agent at a window."""

    agent: str
    desk: PanelDesk
    mouse: CallMouse
    keyboard: CallKeyboard
    account: Account

    async def sees(self, state: str, course: str = "", controls: str | None = None) -> None:
        """The window comes to show it."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE_S
        while True:
            now = await self.desk.on_tick(lambda: seen(self.desk.panel.window))
            wanted = Seen(state, course, now.controls if controls is None else controls)
            if now == wanted or loop.time() > end:
                break
            await asyncio.sleep(0.01)
        assert now == wanted, f"{self.agent} sees {tuple(now)}, not {tuple(wanted)}"

    async def told(self, words: str) -> None:
        """The message of the window comes to say it."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE_S
        while words not in (said := str(self.desk.now.notice and self.desk.now.notice.words)):
            assert loop.time() < end, said
            await asyncio.sleep(0.01)


@dataclasses.dataclass(slots=True)
class Pair:
    """Two agents, a dialer, and perhaps somebody who takes pictures."""

    left: Side
    right: Side
    server: Server
    pictures: Pictures


@contextlib.asynccontextmanager
async def two_panels(
    app: QApplication, folder: Path, *, ring_s: float | None = None, **calls: object
) -> AsyncIterator[Pair]:
    """1001 and 1002, both logged in to Sales; ``ring_s``: how long phones ring; ``calls``: settings of [calls]."""
    scenario = load_scenario(SCENARIO)
    if ring_s is not None:
        scenario = dataclasses.replace(scenario, times=dataclasses.replace(scenario.times, agent_ring=(ring_s, ring_s)))
    server = Server(scenario, speed=SPEED, seed=7)
    await server.start()
    try:
        async with (
            _side(app, server, folder, "1001", calls) as left,
            _side(app, server, folder, "1002", calls) as right,
        ):
            yield Pair(left, right, server, Pictures({"left": left.desk, "right": right.desk}))
    finally:
        await server.close()


@contextlib.asynccontextmanager
async def _side(
    app: QApplication, server: Server, folder: Path, agent: str, calls: Mapping[str, object]
) -> AsyncIterator[Side]:
    login = {"agent": agent, "extension": f"2{agent[1:]}", "name": {"1001": "Ann One", "1002": "Bo Two"}[agent]}
    settings = settings_for(server, Encoding.UTF16, Framing.V2, FLOOR, login=login, calls=calls)
    async with panel_on(app, server, settings, folder / f"{agent}.sqlite", f"pair-{agent}") as desk:
        side = Side(agent, desk, CallMouse(desk), CallKeyboard(desk), Account(desk, agent))
        await side.mouse.log_in("Sales")
        await side.sees("Not ready")
        yield side
