"""A panel without its window: a real session on a real socket, a real dialer emulator, a real journal."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from agentpanel.domain.desk import Desk
from agentpanel.domain.intents import Disconnect, GoAvailable, Intent, LogIn
from agentpanel.domain.records import Entry, Query
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Login, Shown, Snapshot
from agentpanel.domain.state import Link
from agentpanel.journal.sqlite import SqliteJournal
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.framing import Encoding
from agentpanel.session import clock
from agentpanel.session.session import Session
from agentpanel.session.wirelog import WireLog
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.server import Server
from tests.helpers.playbook import RULES
from tests.helpers.until import until

AGENT = Login(campaign="Sales", agent="1001", extension="2001")


@dataclass(slots=True)
class Rig:
    """What a test of the session works with."""

    server: Server
    session: Session
    journal: SqliteJournal
    wirelog: WireLog

    @property
    def now(self) -> Snapshot:
        return self.session.snapshot

    @property
    def shown(self) -> Shown:
        return self.session.snapshot.shown.value

    def ask(self, intent: Intent) -> None:
        """Ask, and be taken."""
        why = self.session.ask(intent)
        assert why is None, str(why)

    async def shows(self, *shown: Shown) -> None:
        await until(lambda: self.shown in shown)

    async def log_in(self, password: str | None = None) -> None:
        self.ask(LogIn(AGENT, password))
        await self.shows(Shown.NOT_READY)

    async def go_available(self) -> None:
        await self.log_in()
        self.ask(GoAvailable())
        await until(lambda: self.shown not in (Shown.NOT_READY, Shown.LOGGING_IN))

    async def rows(self) -> list[Entry]:
        return [row.entry for row in await self.journal.page(Query(tenant=None, agent="1001"))]


@contextlib.asynccontextmanager
async def rig(
    folder: Path,
    *,
    scenario: str | Path = "predictive",
    dialect: Dialect | None = None,
    rules: SiteRules = RULES,
    speed: float = 100.0,
) -> AsyncIterator[Rig]:
    """Everything up and running; taken down in order."""
    dialect = dialect or Dialect()
    server = Server(load_scenario(scenario), speed=speed, seed=7)
    await server.start()
    port = server.ports[0 if dialect.encoding is Encoding.ASCII else 1]
    journal = await SqliteJournal.open(folder / "journal.sqlite")
    wirelog = WireLog()
    desk = Desk(rules, ZoneInfo("Europe/London"), prefix="rig", at=clock.now())
    session = Session(desk, journal, wirelog, address=("127.0.0.1", port), dialect=dialect, now=clock.now)
    try:
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(session.run())
            yield Rig(server, session, journal, wirelog)
            if session.snapshot.link.value is not Link.OFFLINE:
                session.ask(Disconnect())
            serving.cancel()
    finally:
        await journal.close(5)
        await server.close()
