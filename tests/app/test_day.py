"""The own day kept in step with a journal: how often it is asked, whose day it is, and what midnight does."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.app import day as app_day
from agentpanel.app.day import OwnDay
from agentpanel.app.parts import Parts, build
from agentpanel.domain import words
from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogIn, SetTag, TakeBreak
from agentpanel.domain.records import DaySums
from agentpanel.domain.rules import JournalRules
from agentpanel.domain.snapshot import Instant, Login, Shown
from agentpanel.domain.words import say
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.widgets.day_words import Day, Grows
from agentpanel.gui.windows.day_window import DayWindow
from agentpanel.journal.errors import JournalError
from agentpanel.session import clock
from agentpanel.settings.load import load_settings
from tests.features.desk import PanelDesk, panel_desk
from tests.helpers.until import until

AGENT = Login(campaign="Sales", agent="1001", extension="2001")
pytestmark = pytest.mark.usefixtures("qapp")


@dataclass
class Sums:
    """Answers as a journal would: what is open counts up to the moment that is asked about."""

    calls: int = 3
    #: Since when somebody talks.
    talking: datetime | None = None
    fails: JournalError | None = None
    asked: list[tuple[str | None, str, datetime, datetime]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    observers: list[Callable[[], None]] = field(default_factory=list)

    async def day(self, tenant: str | None, agent: str, since: datetime, until: datetime) -> DaySums:
        self.asked.append((tenant, agent, since, until))
        self.times.append(time.monotonic())
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        await asyncio.sleep(0.01)
        self.busy -= 1
        if self.fails is not None:
            raise self.fails
        talk = (until - self.talking).total_seconds() if self.talking is not None else 0.0
        return DaySums(calls=self.calls, talk_s=talk)

    def observe(self, changed: Callable[[], None]) -> Callable[[], None]:
        self.observers.append(changed)
        return lambda: self.observers.remove(changed)

    def change(self) -> None:
        for changed in self.observers:
            changed()


@dataclass
class Bench:
    """The day on a journal of the test's own."""

    day: OwnDay
    journal: Sums
    shown: list[Day | None]
    faults: list[str]

    @property
    def last(self) -> Day | None:
        return self.shown[-1] if self.shown else None


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_day, "_PACE_S", 0.15)


@contextlib.asynccontextmanager
async def parts_of(folder: Path, agent: str = "1001") -> AsyncIterator[Parts]:
    settings = load_settings(overrides={"login.agent": agent, "login.tenant": "acme"})
    settings = replace(settings, rules=replace(settings.rules, journal=JournalRules(all_agents=True)))
    parts = await build(settings, folder / "journal.sqlite")
    yield parts
    await parts.journal.close(2)


@contextlib.asynccontextmanager
async def bench(folder: Path, now: Callable[[], Instant] = clock.now, agent: str = "1001") -> AsyncIterator[Bench]:
    shown: list[Day | None] = []
    faults: list[str] = []
    ticks, journal = Ticks(), Sums()
    async with parts_of(folder, agent) as parts:
        day = OwnDay(parts, journal, ticks, shown.append, faults.append, now=now)
        try:
            yield Bench(day, journal, shown, faults)
        finally:
            day.close()
            ticks.stop()


async def test_it_is_asked_at_once_and_then_at_a_steady_pace(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await until(lambda: b.last is not None)
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            b.journal.calls += 1
            b.journal.change()
            await asyncio.sleep(0.002)
        await until(lambda: b.last is not None and b.last.sums.calls == b.journal.calls)
        assert b.journal.most_busy == 1
        # Two questions a time: what it is, and what goes on growing.
        begun = b.journal.times[::2]
        assert all(after - before >= 0.14 for before, after in pairwise(begun))
        assert len(begun) <= 7
    assert not b.journal.observers


async def test_it_is_the_agents_own_day_whatever_else_the_agent_may_see(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await until(lambda: b.last is not None)
        assert {(tenant, agent) for tenant, agent, *_ in b.journal.asked} == {("acme", "1001")}
        since, until_ = b.journal.asked[0][2:]
        assert since.astimezone().time() == datetime.min.time()
        assert since.astimezone().date() == until_.astimezone().date()


async def test_nobody_has_no_day(tmp_path: Path) -> None:
    async with bench(tmp_path, agent="") as b:
        b.journal.change()
        await asyncio.sleep(0.05)
        assert not b.journal.asked
        assert b.last is None


async def test_what_goes_on_is_known_to_grow(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        b.journal.talking = clock.now().wall - timedelta(seconds=50)
        await until(lambda: b.last is not None)
        assert b.last is not None
        assert b.last.grows == Grows(talk=True)
        at = b.last.at
        assert b.last.talk_s(Instant(at.mono + 10, at.wall)) == pytest.approx(60, abs=1)


async def test_at_midnight_another_day_begins(tmp_path: Path) -> None:
    late = datetime(2024, 5, 6, 23, 59, 59, 900_000).astimezone()
    begun = time.monotonic()

    def now() -> Instant:
        passed = time.monotonic() - begun
        return Instant(passed, late + timedelta(seconds=passed))

    async with bench(tmp_path, now) as b:
        await until(lambda: b.last is not None)
        assert b.last is not None
        assert b.last.day == date(2024, 5, 6)
        await until(lambda: b.last is not None and b.last.day == date(2024, 5, 7))
        assert b.journal.asked[-2][2] == datetime(2024, 5, 7).astimezone()


async def test_a_journal_that_cannot_be_read_says_so_and_is_asked_again(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        b.journal.fails = JournalError(say(words.VERBATIM, text="the disk is gone"))
        await until(lambda: b.faults)
        assert b.faults == ["The sums of your day could not be read: the disk is gone."]
        b.journal.fails = None
        b.journal.change()
        await until(lambda: b.last is not None)
        assert b.last is not None
        assert b.last.sums.calls == 3


async def a_call(desk: PanelDesk) -> None:
    """One call with an outcome and a tag."""
    ask = desk.parts.session.ask
    ask(LogIn(AGENT))
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)
    ask(GoAvailable())
    await until(lambda: desk.now.shown.value is Shown.TALKING)
    ask(SetTag(1, "fibre"))
    ask(TakeBreak(1))
    ask(EndCall())
    await until(lambda: desk.now.shown.value is Shown.WRAP)
    ask(Complete(105))
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)


@pytest.mark.time_limit(30)
async def test_the_panel_tells_the_day_and_tells_it_again_after_a_restart(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await a_call(desk)
        line = desk.panel.window.parts.day
        await until(lambda: line.words.startswith("1 call"))
        window = await desk.on_tick(desk.panel.window.day.open)
        assert isinstance(window, DayWindow)
        picture = window.bars
        await until(lambda: "(105): 1" in picture.accessibleDescription())
    async with panel_desk(qapp, tmp_path) as desk:
        desk.parts.session.ask(LogIn(AGENT))
        again = desk.panel.window.parts.day
        await until(lambda: again.words.startswith("1 call"))
        window = await desk.on_tick(desk.panel.window.day.open)
        assert isinstance(window, DayWindow)
        told = [window.table.model().index(row, 1).data() for row in range(window.table.model().rowCount())]
        assert any("fibre" in each for each in told)
