"""A scripted shift through the real window on the embedded dialer, for pictures of each state."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.app.faults import let_go_of_output, sentence, single
from agentpanel.app.main import application, demo_settings, open_panel, reporting
from agentpanel.app.panel import Panel
from agentpanel.app.parts import Parts, build
from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    Intent,
    LogIn,
    PickOutcome,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.snapshot import Login, Shown, Snapshot
from agentpanel.gui import loop
from agentpanel.gui.theme import Theme
from agentpanel.gui.windows.main_window import BAR, LEAST, PANEL
from agentpanel.output import json_line
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.scenario import Ending, Pace, Scenario
from agentpanel.simulator.server import Server

#: The emulator's clock runs so many times faster than the wall's.
_SPEED: Final = 4.0
_SEED: Final = 11
#: Seconds of the emulator, long enough for the pictures: until a break is granted, until a waiting agent gets a call,
#: until a phone is picked up.
_RELEASE_S: Final = (12.0, 12.0)
_WAIT_S: Final = (5.0, 5.0)
_RING_S: Final = (6.0, 6.0)
#: Seconds for the dialer to do what the script waits for.
_PATIENCE_S: Final = 60.0
_OTHER_NUMBER: Final = "01632960999"
_AGENT: Final = Login(campaign="Sales", agent="1001", extension="2001", name="Demo Agent")
_CALLS: Final = ((105, "Broadband", ""), (102, "Mobile", "Price"), (101, "Broadband", "Delay"))
#: Seconds for a changed layout to settle.
_FRAME_S: Final = 0.05

Result = TypeVar("Result")


class TourError(Exception):
    """The shift did not go as scripted; str() says where."""


def tour(out: Path) -> int:
    """Write the pictures into the folder, a line each on standard output; the exit code."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        app = application()
        loop.run(_tour(app, out), app)
    except Exception as error:  # noqa: BLE001 - no traceback for a person; the log has it
        why = single(error, TourError)
        if isinstance(why, BrokenPipeError):
            let_go_of_output()
        sys.stderr.write(f"agentpanel tour: {sentence(why)}\n")
        return 1
    return 0


def _scenario() -> Scenario:
    """The shipped one, with each state long enough to be seen, and nobody who hangs up before the agent does."""
    shipped = load_scenario("predictive")
    return replace(
        shipped,
        choices=replace(shipped.choices, release_s=_RELEASE_S, one_more_call=0.0),
        campaigns=tuple(replace(each, pace=Pace(after=_WAIT_S)) for each in shipped.campaigns),
        times=replace(shipped.times, agent_ring=_RING_S),
        endings=dict.fromkeys(range(10), Ending.LONG),
    )


async def _tour(app: QApplication, out: Path) -> None:
    server = Server(_scenario(), speed=_SPEED, seed=_SEED)
    await server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="agentpanel-tour-") as folder:
            parts = await build(demo_settings(None, server.ports[1]), Path(folder) / "journal.sqlite")
            theme = Theme(app, "light")
            panel = await open_panel(parts, theme, "tour", dict.fromkeys(("settings", "journal", "log"), "…"))
            with reporting(panel.window.show_message):
                async with asyncio.TaskGroup() as group:
                    group.create_task(panel.run(ready=lambda: None))
                    await _Guide(panel, parts, theme, server, out).walk()
                    panel.leave()
    finally:
        await server.close()


class _Guide:
    """Plays the agent and takes the pictures."""

    def __init__(self, panel: Panel, parts: Parts, theme: Theme, server: Server, out: Path) -> None:
        self._panel = panel
        self._session = parts.session
        self._theme = theme
        self._server = server
        self._out = out
        self._count = 0

    async def walk(self) -> None:
        """The shift."""
        await self._shows(Shown.LOGGED_OUT)
        await self._picture("logged-out")
        await self._dialogs()
        self._ask(LogIn(_AGENT))
        await self._shows(Shown.NOT_READY)
        self._ask(GoAvailable())
        await self._shows(Shown.AVAILABLE)
        await self._picture("available")
        for number, call in enumerate(_CALLS):
            await self._call(number, *call)
        await self._break()
        await self._withdrawn()
        await self._lost_link()

    async def _dialogs(self) -> None:
        """Each window beside the main one."""
        for name, window in (
            ("login", self._panel.open_login),
            ("wire-log", self._panel.open_wirelog),
            ("about", self._panel.open_about),
        ):
            opened = await self._on_tick(window)
            await self._picture(name, opened)
            await self._on_tick(opened.close)

    async def _call(self, number: int, outcome: int, product: str, complaint: str) -> None:
        await self._shows(Shown.OFFERED)
        if number == 0:
            await self._picture("offered")
        await self._shows(Shown.TALKING)
        self._ask(SetTag(1, product))
        if complaint:
            self._ask(SetTag(2, complaint))
        self._ask(WriteNote("Wants the offer in writing"))
        if number == len(_CALLS) - 1:
            await self._picture("talking")
            await self._small()
            await self._held()
            self._ask(TakeBreak(1))
            await self._picture("talking-break-asked")
        # Refused where the far end hung up before: the call is over either way, and wrap follows.
        self._session.ask(EndCall())
        await self._shows(Shown.WRAP)
        self._ask(PickOutcome(outcome))
        if number == len(_CALLS) - 1:
            await self._picture("wrap")
        self._ask(Complete(outcome))
        await self._until(lambda s: s.shown.value is not Shown.WRAP, "the end of wrap")

    async def _small(self) -> None:
        """The least size at which the panel works."""
        usual = self._panel.window.size()
        await self._on_tick(partial(self._panel.window.resize, LEAST))
        await self._picture("small", self._panel.window)
        await self._on_tick(partial(self._panel.window.resize, usual))

    async def _held(self) -> None:
        """Somebody else holds the call and retrieves it."""
        self._server.send_text("CG:AG:HA\\CNSales\\AN1001\\ON\\RS0")
        await self._shows(Shown.HELD)
        await self._picture("held")
        self._server.send_text("CG:AG:HA\\CNSales\\AN1001\\RS0")
        await self._shows(Shown.TALKING)

    async def _break(self) -> None:
        await self._shows(Shown.NOT_READY)
        await self._picture("not-ready")

    async def _withdrawn(self) -> None:
        """A break before the dialer releases the agent; then a word of the dialer that is for somebody else."""
        self._ask(GoAvailable())
        await self._shows(Shown.AVAILABLE)
        self._ask(TakeBreak(2))
        await self._shows(Shown.BREAK_ASKED)
        await self._picture("break-asked")
        # The release would make the panel expect again what it is to be seen not expecting.
        await self._shows(Shown.NOT_READY)
        self._server.send_text(f"CG:AG:AC\\CNSales\\ANsomebody\\TN{_OTHER_NUMBER}")
        await self._shows(Shown.UNEXPECTED)
        await self._picture("unexpected")

    async def _lost_link(self) -> None:
        """The link goes; where a call was open, it is kept."""
        self._server.drop_clients()
        await self._shows(Shown.OFFLINE)
        await self._picture("offline")

    # -- the machinery ----------------------------------------------------------------------------------

    def _ask(self, intent: Intent) -> None:
        if (why := self._session.ask(intent)) is not None:
            raise TourError(f"{type(intent).__name__} was refused: {why}")

    async def _shows(self, shown: Shown) -> None:
        await self._until(lambda s: s.shown.value is shown, shown.value)

    async def _until(self, wanted: Callable[[Snapshot], bool], what: str) -> None:
        changed = asyncio.Event()
        undo = self._session.observe(changed.set)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not wanted(self._session.snapshot):
                    changed.clear()
                    await changed.wait()
        except TimeoutError as error:
            raise TourError(f"{what} did not come within {_PATIENCE_S:g} s.") from error
        finally:
            undo()

    async def _on_tick(self, work: Callable[[], Result]) -> Result:
        """Widgets are touched when no task is on the stack."""
        return await self._panel.ticks.call(work)

    # -- pictures ---------------------------------------------------------------------------------------

    async def _picture(self, name: str, window: QWidget | None = None) -> None:
        """Light and dark; the main window also as a bar, and all of it in one state."""
        self._count += 1
        state = self._session.snapshot.shown.value
        shown = window or self._panel.window
        layouts = ("",) if window else (PANEL, BAR)
        for layout in layouts:
            if layout:
                await self._on_tick(partial(self._panel.window.set_layout_mode, layout))
            for mode in ("light", "dark"):
                await self._on_tick(partial(self._theme.choose, mode))
                parts = [f"{self._count:02}", name, layout, mode]
                await self._save(shown, "-".join(filter(None, parts)))
        if not window:
            await self._on_tick(partial(self._panel.window.set_layout_mode, PANEL))
        if self._session.snapshot.shown.value is not state:
            raise TourError(f"The state {state.value} was over before all of {name} was pictured.")

    async def _save(self, window: QWidget, stem: str) -> None:
        """One frame later all of it has been laid out and polished."""
        await asyncio.sleep(_FRAME_S)
        path = self._out / f"{stem}.png"
        if not await self._on_tick(lambda: window.grab().save(str(path))):
            raise TourError(f"{path} could not be written.")
        json_line({"state": self._session.snapshot.shown.value.value, "picture": path.name})
