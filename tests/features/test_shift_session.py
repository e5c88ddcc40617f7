"""The shift on the session alone, without a window: each port, each framing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from agentpanel.domain.intents import (
    Complete,
    EndCall,
    GoAvailable,
    Intent,
    LogIn,
    LogOut,
    SetTag,
    TakeBreak,
)
from agentpanel.domain.records import Query
from agentpanel.domain.status import row, status
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.session import clock
from tests.features.shift import Json, Shift
from tests.features.site import PATIENT, SCENARIO
from tests.helpers.rig import AGENT, Rig, rig


class BareHands:
    """Intents straight to the session; what is refused because the call has just moved on is let go."""

    def __init__(self, panel: Rig) -> None:
        self._panel = panel

    async def look(self) -> Json:
        return status(self._panel.now, PATIENT, clock.now())

    async def recent(self) -> list[Json]:
        page = await self._panel.journal.page(Query(tenant=None, agent="1001", limit=1000))
        return [row(each.entry) for each in page]

    async def log_in(self, campaign: str) -> None:
        self._panel.ask(LogIn(dataclasses.replace(AGENT, campaign=campaign)))

    async def available(self) -> None:
        self._ask(GoAvailable())

    async def take_break(self, code: int) -> None:
        self._ask(TakeBreak(code))

    async def end_call(self) -> None:
        self._ask(EndCall())

    async def complete(self, code: int) -> None:
        self._ask(Complete(code))

    async def tag(self, number: int, text: str) -> None:
        self._ask(SetTag(number, text))

    async def log_out(self) -> None:
        self._ask(LogOut())

    def _ask(self, intent: Intent) -> None:
        self._panel.session.ask(intent)


@pytest.mark.time_limit(120)
@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("framing", Framing)
async def test_fifty_calls(tmp_path: Path, encoding: Encoding, framing: Framing) -> None:
    dialect = Dialect(encoding=encoding, framing=framing)
    async with rig(tmp_path, scenario=SCENARIO, dialect=dialect, rules=PATIENT, speed=40) as panel:
        shift = Shift(BareHands(panel), panel.server)
        await shift.work(50)
        await shift.agree()
        assert shift.refused_breaks == 1
