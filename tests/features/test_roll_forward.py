"""Outcomes of a whole tenant over links that come and go: the journal has each of the dialer's calls once."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from agentpanel.domain.intents import LogIn
from agentpanel.domain.records import Query, Row, reported
from agentpanel.domain.rules import JournalRules, SiteRules
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import Link
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.resources import resource
from agentpanel.simulator.ledger import LedgerRow
from tests.features.relay import Relay, relaying
from tests.features.site import PATIENT
from tests.helpers.rig import AGENT, Rig, rig
from tests.helpers.until import until

pytestmark = [pytest.mark.once, pytest.mark.time_limit(60)]

_ALL: Final = Query(tenant=None, agent=None, limit=1_000_000)
#: Speed of the dialer: forty agents make some three hundred outcomes a second.
_SPEED: Final = 150.0


def rules(rate: int = 1_000, *, persist: bool = True) -> SiteRules:
    """Of a site whose supervisors hear of all agents."""
    inferred = dataclasses.replace(PATIENT.inferred, persist_outcomes=persist)
    journal = JournalRules(all_agents=True, outcomes_per_s=rate)
    return dataclasses.replace(PATIENT, journal=journal, inferred=inferred)


def floor_with(folder: Path, choices: str = "") -> Path:
    """The shipped floor, with other choices."""
    text = resource("scenarios", "floor.toml").read_text(encoding="utf-8")
    path = folder / "floor.toml"
    kept = [line for line in text.splitlines() if not line.startswith("persist_")]
    path.write_text("\n".join(kept).replace("[choices]", f"[choices]\n{choices}", 1), encoding="utf-8")
    return path


@contextlib.asynccontextmanager
async def supervisor(
    folder: Path, dialect: Dialect, site: SiteRules, choices: str = ""
) -> AsyncIterator[tuple[Rig, Relay]]:
    """Somebody with the right to hear of everybody, on a wire that can be cut."""
    scenario = floor_with(folder, choices)
    async with rig(folder, scenario=scenario, dialect=dialect, rules=site, speed=_SPEED) as panel:
        target = panel.session.address
        async with relaying(target, dialect.encoding) as relay:
            panel.session.go_to(("127.0.0.1", relay.port), dialect)
            told = asyncio.Event()
            undo = panel.journal.observe(told.set)
            await panel.log_in("secret")
            await told.wait()  # what follows the first report is told as well
            undo()
            yield panel, relay
            panel.session.go_to(target, dialect)


async def come_back(panel: Rig) -> None:
    await until(lambda: panel.now.link.value is not Link.UP)

    def seated() -> bool:
        panel.session.ask(LogIn(AGENT, "secret"))
        return panel.shown is Shown.NOT_READY

    await until(seated)


async def grows(panel: Rig, by: int) -> None:
    """The dialer has so many more finished calls."""
    wanted = len(panel.server.ledger) + by
    await until(lambda: len(panel.server.ledger) >= wanted, timeout=30)


async def settle(panel: Rig, since: int = 0) -> tuple[list[Row], list[LedgerRow]]:
    """Nothing more happens at the dialer, and its last call has come: new ones queue behind those that were kept."""
    for campaign in ("Sales", "Service", "Support"):
        panel.server.suspend_campaign(campaign)
    booked = panel.server.ledger[since:]
    rows: list[Row] = []
    for _ in range(500):
        rows = list(await panel.journal.page(_ALL))
        if booked[-1].session in {row.entry.session for row in rows}:
            break
        await asyncio.sleep(0.02)
    return rows, booked


def check_same(rows: list[Row], booked: list[LedgerRow]) -> None:
    """As many, each once, with the same content."""
    assert Counter(map(_of_row, rows)) == Counter(map(_of_ledger, booked))
    assert len({row.entry.session for row in rows}) == len(booked)
    for row in rows:
        assert reported(row)["SI"] == row.entry.session


def _of_row(row: Row) -> tuple[object, ...]:
    entry = row.entry
    return (
        *(entry.session, entry.number, entry.campaign, entry.queue, entry.agent),
        *(entry.outcome, entry.reason, tuple(tag or None for tag in entry.tags)),
    )


def _of_ledger(row: LedgerRow) -> tuple[object, ...]:
    tags = tuple(row.tags.get(f"T{number}") for number in range(1, 7))
    return (row.session, row.number, row.campaign, row.queue, row.agent or "", row.outcome, row.reason, tags)


@pytest.mark.parametrize("framing", Framing)
@pytest.mark.parametrize("encoding", Encoding)
async def test_what_happened_without_a_link_is_there_once(tmp_path: Path, encoding: Encoding, framing: Framing) -> None:
    dialect = Dialect(encoding=encoding, framing=framing)
    async with supervisor(tmp_path, dialect, rules()) as (panel, relay):
        since = len(panel.server.ledger)
        for away in (80, 150):
            await grows(panel, 40)
            relay.cut()
            await grows(panel, away)
            await come_back(panel)
        await grows(panel, 20)
        rows, booked = await settle(panel, since)
        assert len(booked) >= 330
        check_same(_from(rows, booked), booked)


def _from(rows: list[Row], booked: list[LedgerRow]) -> list[Row]:
    """Without those that the login still caught before the count began."""
    known = {row.session for row in booked}
    return [row for row in rows if row.entry.session in known]


async def test_links_that_are_cut_amid_the_roll_forward_lose_and_double_nothing(tmp_path: Path) -> None:
    choices = "persist_repeats = 5000"
    async with supervisor(tmp_path, Dialect(), rules(2_000), choices) as (panel, relay):
        since = len(panel.server.ledger)
        for messages in (60, 150, 9, 230):
            relay.cut()
            await grows(panel, 120)
            relay.cut_after = relay.told + messages
            await come_back(panel)
            await until(lambda: relay.cut_after is None)
        relay.cut()
        await come_back(panel)
        rows, booked = await settle(panel, since)
        assert len(booked) >= 400
        check_same(_from(rows, booked), booked)


@pytest.mark.parametrize("site", [rules(), rules(persist=False)], ids=["dialer", "site"])
async def test_without_persist_tokens_there_is_a_gap_and_no_double(tmp_path: Path, site: SiteRules) -> None:
    """The dialer lacks them, or the site does without: what was kept for nobody cannot come."""
    choices = 'persist = "refuse"' if site.inferred.persist_outcomes else ""
    async with supervisor(tmp_path, Dialect(), site, choices) as (panel, relay):
        await grows(panel, 40)
        relay.cut()
        await grows(panel, 60)
        await come_back(panel)
        await grows(panel, 40)
        rows, booked = await settle(panel)
        sessions = {row.entry.session for row in rows}
        assert len(sessions) == len(rows)
        assert len(booked) - len(rows) > 55
