"""100,000 OZ over TCP into the running panel: none is lost, the window stays smooth, and it is quick enough.

The floor, in the same run: the same bytes, split into plain dicts and written by executemany into one bare table,
in the journal's batches and sync mode, one after the other.
"""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from itertools import islice
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from agentpanel.app import pace
from agentpanel.app.panel import Panel
from agentpanel.app.parts import Parts, build
from agentpanel.domain.intents import LogIn
from agentpanel.domain.snapshot import Login
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.output import json_line
from agentpanel.settings.load import load_settings
from tests.bench.probes import idling, probing

ROOT: Final = Path(__file__).parents[2]
_OUTCOMES: Final = 100_000
#: Of the floor's rate; what the panel must reach.
_SHARE: Final = 0.25
#: Rows of one commit of the journal's thread.
_BATCH: Final = 500
_LIMIT_S: Final = 300.0


async def bench(app: QApplication, folder: Path) -> bool:
    """Whether all came, quickly and without a stumble."""
    sent = folder / "sent"
    async with _blaster(sent) as (port, said), _panel(app, port, folder / "journal.sqlite") as parts:
        idle = await idling()
        async with probing() as busy:
            parts.session.ask(LogIn(Login(campaign="Sales", agent="1001", extension="2001"), None))
            await said.until("begun")
            began = time.perf_counter()
            await asyncio.to_thread(_wait_for_all, folder / "journal.sqlite")
            took = time.perf_counter() - began
    floor = _floor(sent.read_bytes(), folder / "floor.sqlite")
    kept, ratio, smooth = _kept(folder / "journal.sqlite"), floor / took, busy.smooth(idle)
    json_line({"bench": "burst", "window": "idle", **idle.figures()})
    json_line({"bench": "burst", "window": "burst", **busy.figures(), "smooth": smooth})
    rates = {"panel_per_s": round(_OUTCOMES / took), "floor_per_s": round(_OUTCOMES / floor)}
    json_line({"bench": "burst", "sent": _OUTCOMES, "kept": kept, **rates, "ratio": round(ratio, 3), "wanted": _SHARE})
    return kept == _OUTCOMES and ratio >= _SHARE and smooth


def _floor(raw: bytes, path: Path) -> float:
    """Seconds for the same with nothing around it."""
    began = time.perf_counter()
    texts = filter(None, raw.decode("utf-16-le").split("\0"))
    dicts = ({piece[:2]: piece[2:] for piece in text.split("\\")[1:]} for text in texts)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _write(connection, dicts)
    return time.perf_counter() - began


def _write(connection: sqlite3.Connection, dicts: Iterator[dict[str, str]]) -> None:
    insert = ""
    while batch := list(islice(dicts, _BATCH)):
        if not insert:
            connection.execute(f"CREATE TABLE outcome ({', '.join(batch[0])})")
            insert = f"INSERT INTO outcome VALUES ({', '.join(f':{code}' for code in batch[0])})"  # noqa: S608
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, batch)
        connection.execute("COMMIT")


def _kept(path: Path) -> int:
    """How many different calls are in the journal."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(DISTINCT session) FROM entry WHERE wire IS NOT NULL").fetchone()[0])


def _wait_for_all(path: Path) -> None:
    """Return once the last one is on the disk; on a thread, and seldom, lest the looking slow the panel."""
    last, end = f"default_0001_{_OUTCOMES - 1:08}", time.monotonic() + _LIMIT_S
    look = "SELECT 1 FROM entry WHERE coalesce(session, number) = ?"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        while connection.execute(look, (last,)).fetchone() is None:
            if time.monotonic() > end:
                raise TimeoutError("the last outcome is not in the journal")
            time.sleep(0.05)


class _Said:
    """What the blaster says, a line each, without blocking the loop."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self._child = child

    async def line(self) -> str:
        assert self._child.stdout is not None
        return (await asyncio.to_thread(self._child.stdout.readline)).strip()

    async def until(self, word: str) -> None:
        while (line := await self.line()) != word:
            if not line:
                raise RuntimeError("the blaster has ended")


def _start(command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@asynccontextmanager
async def _blaster(sent: Path) -> AsyncIterator[tuple[int, _Said]]:
    command = (sys.executable, "-m", "tests.bench.blaster", str(sent), str(_OUTCOMES))
    child = await asyncio.to_thread(_start, command)
    try:
        said = _Said(child)
        yield int(await said.line()), said
    finally:
        child.kill()
        child.wait()


@asynccontextmanager
async def _panel(app: QApplication, port: int, journal: Path) -> AsyncIterator[Parts]:
    """The whole panel on that port."""
    settings = load_settings(overrides={"server.port": port, "server.request_timeout_s": 0, "server.heartbeat_s": 0})
    parts = await build(settings, journal)
    ticks, about = Ticks(), dict.fromkeys(("settings", "journal", "log"), "")
    panel = await ticks.call(lambda: Panel(parts, ticks, Theme(app, "light"), "bench", about))
    pace.settle()
    ready = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(panel.run(ready=ready.set))
        await ready.wait()
        yield parts
        panel.leave()
