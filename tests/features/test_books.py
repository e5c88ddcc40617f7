"""Scenarios in which something goes wrong, or many others work: dialer, journal and Recent still tell the same."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.domain import words
from agentpanel.domain.intents import LogIn
from agentpanel.domain.records import Differs, Query, Row, Sending, reported
from agentpanel.domain.snapshot import Login
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.simulator.accidents import Injection, Step
from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.loading import load_scenario, scenario_names
from agentpanel.simulator.server import Server
from tests.features import test_ways
from tests.features.books import of_ledger, of_row
from tests.features.desk import PanelDesk, panel_desk, panel_on, settings_for
from tests.features.hands import shown_calls
from tests.features.pair import FLOOR
from tests.features.work import SALE, Work
from tests.helpers.until import until

pytestmark = [pytest.mark.once, pytest.mark.time_limit(120)]


async def test_predictive(qapp: QApplication, tmp_path: Path) -> None:
    """Tags, one of them set anew, and characters beyond ASCII; numbers that reached nobody are nobody's here."""
    async with panel_desk(qapp, tmp_path, scenario="predictive", site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Sales")
        for number in range(4):
            await work.talks()
            await work.mouse.tag(1, f"call {number}")
            await work.until(lambda now: "T1" in now["call"]["tags"], "the tag")
            if number == 1:
                await work.mouse.tag(1, "set anew")
                await work.until(lambda now: now["call"]["tags"]["T1"] == "set anew", "the other text")
            if number > 1:
                await work.mouse.tag(6, "\N{SNOWMAN}")
                await work.until(lambda now: "T6" in now["call"]["tags"], "the other tag")
            await work.finish(SALE if number else 101)
        await work.leave()
        assert await work.account.agrees() == work.served
        assert [set(line.tags) for line in work.account.shown()][:4] == [{"T1"}, {"T1"}, {"T1", "T6"}, {"T1", "T6"}]


async def test_refusals(qapp: QApplication, tmp_path: Path) -> None:
    """A refused login, tag and break, ends that nobody hears, garbage between, an unasked logout."""
    async with panel_desk(qapp, tmp_path, scenario="refusals", site=FLOOR, speed=12) as desk:
        work = Work(desk)
        await work.begin("Sales", tries=2)
        await work.talks()
        await work.mouse.tag(3, "refused")
        await work.told(words.TAG_KEPT)
        await work.mouse.tag(1, "taken")
        await work.until(lambda now: now["call"]["tags"].get("T1") == "taken", "the tag")
        await work.finish()
        await work.serve_through(8)
        desk.server.suspend_campaign("Sales")
        await work.mouse.take_break(1)
        await work.told(words.YOU_STAY_AVAILABLE)
        await work.leave()
        assert await work.account.agrees() == work.served
        assert len({row.outcome for row in desk.server.ledger if row.agent}) == 1


async def test_outcomes_and_tags_that_the_dialer_has_otherwise(qapp: QApplication, tmp_path: Path) -> None:
    """The site changes an outcome afterwards; an OZ lacks the tags. The dialer's word is shown, and ours beside it."""
    step = Step(do="change_outcome", after_calls=1, delay=2.0, outcome=101, agent="1001")
    missing = Injection(message="TC", nth=(2,), do="no_tags")
    made = dataclasses.replace(load_scenario("predictive"), steps=(step,), injections=(missing,))
    async with panel_desk(qapp, tmp_path, scenario=made, site=FLOOR, speed=20) as desk:
        work = Work(desk)
        await work.begin("Sales")
        for _ in range(3):
            await work.talks()
            await work.mouse.tag(2, "kept")
            await work.until(lambda now: "T2" in now["call"]["tags"], "the tag")
            await work.finish()
        await work.leave()
        first, second, third = await work.account.reported(3)
        assert (first.entry.outcome, first.own_outcome, first.differs) == (101, SALE, frozenset({Differs.OUTCOME}))
        assert reported(first)["AO"] == "101"
        assert (third.entry.outcome, third.differs) == (SALE, frozenset())
        assert second.entry.tags[1] == third.entry.tags[1] == "kept"
        assert ("T2" in reported(second), "T2" in reported(third)) == (False, True)
        assert [line.outcome for line in work.account.shown()] == [row.outcome for row in _of(desk, "1001")]
        assert {row.entry.state for row in (first, second, third)} == {Sending.CONFIRMED}


def _of(desk: PanelDesk, agent: str) -> list[LedgerRow]:
    return [row for row in desk.server.ledger if row.agent == agent]


def test_each_shipped_scenario_is_worked_through() -> None:
    worked = {name.removeprefix("test_") for name in (*globals(), *vars(test_ways))}
    assert set(scenario_names()) <= worked


# --- everybody's


@contextlib.asynccontextmanager
async def supervisors_desk(app: QApplication, folder: Path, speed: float) -> AsyncIterator[PanelDesk]:
    """A panel whose site shows all agents' calls to who has the right, on a dialer with forty at work."""
    server = Server(load_scenario("floor"), speed=speed, seed=7)
    await server.start()
    try:
        settings = settings_for(server, Encoding.UTF16, Framing.V2, FLOOR, journal={"all_agents": True})
        async with panel_on(app, server, settings, folder / "journal.sqlite", "floor") as desk:
            yield desk
    finally:
        await server.close()


async def test_floor(qapp: QApplication, tmp_path: Path) -> None:
    """A supervisor sees the calls of all, those that nobody had, and the supervisor's own between them."""
    async with supervisors_desk(qapp, tmp_path, speed=30) as desk:
        work = Work(desk)
        login = Login(campaign="Sales", agent="1001", extension="2001")
        assert desk.parts.session.ask(LogIn(login, "secret")) is None
        await work.shows("not_ready")
        await until(lambda: len(desk.server.ledger) > 20)
        since = len(desk.server.ledger)
        await work.mouse.available()
        await work.serve(2)
        await work.mouse.take_break(1)
        await work.serve_until("not_ready")
        for campaign in ("Sales", "Service", "Support"):
            desk.server.suspend_campaign(campaign)
        rows = await everybodys(desk, since)
        booked = {row.session: row for row in desk.server.ledger[since:]}
        assert len(booked) > 50
        assert len({row.entry.session for row in rows}) == len(rows)
        lines = {row.entry.session: of_row(row) for row in rows}
        assert {session: lines.get(session) for session in booked} == {
            session: of_ledger(row) for session, row in booked.items()
        }
        agents = {row.entry.session: row.entry.agent for row in rows}
        assert all(agents[session] == (row.agent or "") for session, row in booked.items())
        assert len({row.agent for row in booked.values()}) > 20


async def everybodys(desk: PanelDesk, since: int) -> list[Row]:
    """All rows, once those of the last calls are there and the window shows the newest as the journal has them."""
    wanted = {row.session for row in desk.server.ledger[since:]}
    everybody = Query(tenant=None, agent=None, limit=1000)
    for _ in range(400):
        rows = list(await desk.parts.journal.page(everybody))
        shown = await desk.on_tick(lambda: shown_calls(desk.panel.window.recent))
        if wanted <= {row.entry.session for row in rows if row.wire} and shown and shown == rows[: len(shown)]:
            return rows
        await asyncio.sleep(0.02)
    raise AssertionError("the last calls did not come, or are not shown")
