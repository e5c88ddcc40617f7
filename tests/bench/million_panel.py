"""A panel in a process of its own, whose Recent is opened and typed into: python -m tests.bench.million_panel ...

Recent asks for the rows that can be seen, draws them, and then asks for the others of the first 200. What counts is
how long a person waits: until the rows in sight are painted. The floor reads and holds all 200 before it paints those
in sight, so when the panel has them all is measured too.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from agentpanel.app.main import application
from agentpanel.app.recent_pages import PAGE
from agentpanel.domain.finding import with_names
from agentpanel.domain.intents import LogIn
from agentpanel.domain.records import ALL_ROWS, Filter, Query, Row
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.gui import loop
from agentpanel.output import json_line
from tests.bench.million_floor import Floor
from tests.bench.million_rows import BUSIEST
from tests.features.desk import PanelDesk, panel_desk
from tests.helpers.until import until

#: What is typed, key by key: a number, a tag, an outcome's name, names in other scripts, what is rare, what is nowhere.
TYPED: Final = ("+44 712", "gold", "sale", "müller", "брагин", "000012", "zq")
#: Each is done so often; the first time is left out, since it fills caches on both sides.
_TIMES: Final = 22
_SIZE: Final = (760, 900)
_LIMIT_S: Final = 30.0


@dataclass
class Taken:
    """Milliseconds of each turn: until the rows in sight were painted, until all were held, and of the floor."""

    panel: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)


class Watch:
    """Does something to Recent on a tick, and says how long it took until the answer was painted."""

    def __init__(self, desk: PanelDesk) -> None:
        self._desk = desk
        self._recent = desk.panel.window.recent
        self._pages = desk.panel._recent._pages
        self._show = self._recent.show_rows
        self._painted: asyncio.Future[float] | None = None
        self._shown = 0.0
        # RecentRows looks the method up whenever it has an answer.
        self._recent.show_rows = self._show_rows  # type: ignore[method-assign]

    async def milliseconds(self, work: Callable[[], None]) -> tuple[float, float]:
        """Until the rows in sight are painted, and until the list has all that the floor has."""
        self._painted = asyncio.get_running_loop().create_future()
        begun = await self._desk.on_tick(lambda: self._begin(work))
        async with asyncio.timeout(_LIMIT_S):
            painted = await self._painted
            await until(lambda: self._pages.complete or len(self._pages.rows) >= PAGE)
        await self._desk.on_tick(lambda: None)
        return (painted - begun) * 1000, (self._shown - begun) * 1000

    def _begin(self, work: Callable[[], None]) -> float:
        begun = time.perf_counter()
        work()
        return begun

    def _show_rows(self, rows: Sequence[Row], *, anew: bool = False) -> None:
        self._show(rows, anew=anew)
        self._recent.table.viewport().repaint()
        self._shown = time.perf_counter()
        if anew and self._painted is not None and not self._painted.done():
            self._painted.set_result(self._shown)


async def ready(desk: PanelDesk) -> Watch:
    """Logged in, with Recent open and its first rows there."""
    watch, window = Watch(desk), desk.panel.window
    await desk.on_tick(lambda: window.resize(*_SIZE))
    desk.parts.session.ask(LogIn(Login(campaign="Sales", agent=BUSIEST, extension="2001"), None))
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)
    await desk.on_tick(window.enter_recent)
    await watch.milliseconds(lambda: desk.panel._recent.filter(ALL_ROWS))
    return watch


def typing(desk: PanelDesk, text: str) -> Callable[[], None]:
    """What a key does, without the pause in which a person may type on."""
    head = desk.panel.window.recent.head

    def type_it() -> None:
        head.filter.setText(text)
        head.ask()

    return type_it


def keys() -> list[str]:
    """What stands in the field after each key; a blank at the end asks for nothing new."""
    return [text[:end] for text in TYPED for end in range(1, len(text) + 1) if text[end - 1] != " "]


def opening(desk: PanelDesk) -> Callable[[], None]:
    """The section is unfolded, and what it shows is asked for anew."""

    def open_it() -> None:
        desk.panel.window.enter_recent()
        desk.panel._recent.filter(ALL_ROWS)

    return open_it


async def compare(desk: PanelDesk, journal: Path) -> list[dict[str, Any]]:
    """Each deed in the panel and on its floor, in turns."""
    watch, rules = await ready(desk), desk.parts.settings.rules
    deeds = [("", opening(desk)), *((text, typing(desk, text)) for text in keys())]
    floor = await desk.on_tick(lambda: Floor(journal, desk.panel.window.recent.table))
    taken = {text: Taken() for text, _ in deeds}
    for turn in range(_TIMES):
        for text, deed in deeds:
            query = Query(tenant=None, agent=BUSIEST, filter=with_names(Filter(text=text), rules), limit=PAGE)
            bare = desk.on_tick(partial(floor.milliseconds, query))
            await _both(taken[text], watch.milliseconds(deed), bare, panel_first=turn % 2 == 0)
        await watch.milliseconds(typing(desk, " no such text at all"))
        await watch.milliseconds(typing(desk, ""))
    await desk.on_tick(floor.close)
    return [
        {"typed": text, "panel_ms": each.panel[1:], "whole_ms": each.whole[1:], "floor_ms": each.floor[1:]}
        for text, each in taken.items()
    ]


async def _both(
    taken: Taken, panel: Awaitable[tuple[float, float]], floor: Awaitable[float], *, panel_first: bool
) -> None:
    """One after the other: who comes second finds the file's pages at hand."""
    if not panel_first:
        taken.floor.append(await floor)
    painted, whole = await panel
    taken.panel.append(painted)
    taken.whole.append(whole)
    if panel_first:
        taken.floor.append(await floor)


async def weigh(desk: PanelDesk) -> dict[str, float]:
    """Megabytes that the panel has in the end, and had at most."""
    watch = await ready(desk)
    for text in keys() * 2:
        await watch.milliseconds(typing(desk, text))
    await watch.milliseconds(typing(desk, ""))
    return {"rss_mb": _status("VmRSS"), "most_mb": _status("VmHWM")}


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(f"{name}:"))


async def work(app: QApplication, what: str, folder: Path) -> object:
    async with panel_desk(app, folder, instance=f"million-{what}") as desk:
        return await (compare(desk, folder / "journal.sqlite") if what == "compare" else weigh(desk))


def main(what: str, folder: str) -> int:
    app = application()
    json_line({"answer": loop.run(work(app, what, Path(folder)), app)})
    return 0


def answer_of(output: str) -> Any:
    """What main() printed last."""
    return json.loads(output.splitlines()[-1])["answer"]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
