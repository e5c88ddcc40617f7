"""A scripted shift through the real window on the embedded dialer, for pictures of each state."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.app.faults import let_go_of_output, sentence, single
from agentpanel.app.main import application, demo_settings, open_panel, reporting
from agentpanel.app.parts import build
from agentpanel.domain.intents import (
    Complete,
    Disconnect,
    EndCall,
    GoAvailable,
    LogIn,
    LogOut,
    PickOutcome,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.gui import loop
from agentpanel.gui.theme import Theme
from agentpanel.session.session import Session
from agentpanel.session.tasks import spawn
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.scenario import Ending, Pace, Scenario
from agentpanel.simulator.server import Server
from agentpanel.tour.guide import Guide, TourError
from agentpanel.tour.ways import Ways, campaigns

#: The emulator's clock runs so many times faster than the wall's.
_SPEED: Final = 4.0
_SEED: Final = 11
#: Seconds of the emulator, long enough for the pictures: until a break is granted, until a waiting agent gets a call,
#: until a phone is picked up.
_RELEASE_S: Final = (7.0, 7.0)
_WAIT_S: Final = (3.0, 3.0)
_RING_S: Final = (6.0, 6.0)
#: Until a number answers, and until a callback is due.
_DIAL_S: Final = (6.0, 6.0)
_CALLBACK_S: Final = 1.0
#: Seconds for the colleague's journal to be written out.
_CLOSE_S: Final = 5.0
_OTHER_NUMBER: Final = "01632960999"
_AGENT: Final = Login(campaign="Sales", agent="1001", extension="2001", name="Demo Agent")
_CALLS: Final = ((105, "Broadband", ""), (102, "Mobile", "Price"), (101, "Broadband", "Delay"))


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
        choices=replace(
            shipped.choices, release_s=_RELEASE_S, one_more_call=0.0, callback_after_s=_CALLBACK_S, transfer_ring_s=60.0
        ),
        campaigns=(*(replace(each, pace=Pace(after=_WAIT_S)) for each in shipped.campaigns), *campaigns()),
        times=replace(shipped.times, agent_ring=_RING_S, ring=_DIAL_S),
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
                    shift = _Shift(panel, parts, theme, server, out)
                    await shift.walk()
                    async with _colleague(server, Path(folder)) as colleague:
                        await Ways(shift, _AGENT, colleague).walk()
                    await shift.end()
                    panel.leave()
    finally:
        await server.close()


@contextlib.asynccontextmanager
async def _colleague(server: Server, folder: Path) -> AsyncIterator[Session]:
    """A second agent on the same dialer, without a window."""
    parts = await build(demo_settings(None, server.ports[1]), folder / "colleague.sqlite")
    running = spawn(parts.session.run(), name="colleague")
    try:
        yield parts.session
    finally:
        parts.session.ask(Disconnect())
        running.cancel()
        await parts.journal.close(_CLOSE_S)


class _Shift(Guide):
    """Predictive calls, breaks, a lost link."""

    async def walk(self) -> None:
        """The shift."""
        await self.shows(Shown.LOGGED_OUT)
        await self.picture("logged-out")
        await self._dialogs()
        self.ask(LogIn(_AGENT))
        await self.shows(Shown.NOT_READY)
        self.ask(GoAvailable())
        await self.shows(Shown.AVAILABLE)
        await self.picture("available")
        for number, call in enumerate(_CALLS):
            await self._call(number, *call)
        await self._break()
        await self._beside((("day", self.panel.window.day.open), ("export", self.panel.open_export)))
        await self._beside((("recent-filter", self._filter), ("details", self._details)))
        self.ask(LogOut())
        await self.shows(Shown.LOGGED_OUT)

    async def end(self) -> None:
        """A break withdrawn, and the link lost."""
        self.ask(LogIn(_AGENT))
        await self.shows(Shown.NOT_READY)
        await self._withdrawn()
        await self._lost_link()

    async def _dialogs(self) -> None:
        """Those that need nothing of a shift."""
        await self._beside(
            (
                ("login", self.panel.open_login),
                ("wire-log", self.panel.open_wirelog),
                ("about", self.panel.open_about),
            )
        )

    async def _beside(self, windows: Sequence[tuple[str, Callable[[], QWidget]]]) -> None:
        """Each window beside the main one."""
        for name, window in windows:
            opened = await self.on_tick(window)
            await self.picture(name, opened)
            await self.on_tick(opened.close)

    async def _call(self, number: int, outcome: int, product: str, complaint: str) -> None:
        await self.shows(Shown.OFFERED)
        if number == 0:
            await self.picture("offered")
        await self.shows(Shown.TALKING)
        self.ask(SetTag(1, product))
        if complaint:
            self.ask(SetTag(2, complaint))
        self.ask(WriteNote("Wants the offer in writing"))
        if number == len(_CALLS) - 1:
            await self.picture("talking")
            await self.small()
            await self._held()
            self.ask(TakeBreak(1))
            await self.picture("talking-break-asked")
        # Refused where the far end hung up before: the call is over either way, and wrap follows.
        self.session.ask(EndCall())
        await self.shows(Shown.WRAP)
        self.ask(PickOutcome(outcome))
        if number == len(_CALLS) - 1:
            await self.picture("wrap")
        self.ask(Complete(outcome))
        await self.until(lambda s: s.shown.value is not Shown.WRAP, "the end of wrap")

    async def _held(self) -> None:
        """Somebody else holds the call and retrieves it."""
        self.server.send_text("CG:AG:HA\\CNSales\\AN1001\\ON\\RS0")
        await self.shows(Shown.HELD)
        await self.picture("held")
        self.server.send_text("CG:AG:HA\\CNSales\\AN1001\\RS0")
        await self.shows(Shown.TALKING)

    def _filter(self) -> QWidget:
        head = self.panel.window.recent.head
        head.open_sheet()
        return head.sheet

    def _details(self) -> QWidget:
        """Of the newest call, which the dialer has reported."""
        recent = self.panel.window.recent
        return recent.sheets.open(recent.shown[0])

    async def _break(self) -> None:
        await self.shows(Shown.NOT_READY)
        await self.picture("not-ready")

    async def _withdrawn(self) -> None:
        """A break before the dialer releases the agent; then a word of the dialer that is for somebody else."""
        self.ask(GoAvailable())
        await self.shows(Shown.AVAILABLE)
        self.ask(TakeBreak(2))
        await self.shows(Shown.BREAK_ASKED)
        await self.picture("break-asked")
        # The release would make the panel expect again what it is to be seen not expecting.
        await self.shows(Shown.NOT_READY)
        self.server.send_text(f"CG:AG:AC\\CNSales\\ANsomebody\\TN{_OTHER_NUMBER}")
        await self.shows(Shown.UNEXPECTED)
        await self.picture("unexpected")

    async def _lost_link(self) -> None:
        """The link goes; where a call was open, it is kept."""
        self.server.drop_clients()
        await self.shows(Shown.OFFLINE)
        await self.picture("offline")
