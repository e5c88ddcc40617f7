"""The ledger as a file, and the dialer as a program that writes one."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.message import Side
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    CallEnded,
    SetTags,
    StartWrap,
    TransactionComplete,
    VerifyStatus,
)
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.server import Server, simulate
from tests.helpers.until import until
from tests.simulator.bench import scenario
from tests.simulator.calling import calling, running


async def test_the_ledger_file_has_a_line_for_each_row(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    async with running(load_scenario("predictive"), speed=500, seed=11, ledger_file=path) as server:
        async with calling(server) as caller:
            caller.send(AgentLogin(campaign="Sales", agent="Ånna", extension="1"), AgentAvailable(agent="Ånna"))
            for number in range(3):
                await until(lambda wanted=number + 1: len(caller.of(CallEnded)) == wanted)  # type: ignore[misc]
                caller.send(SetTags(agent="Ånna", tag1="ä"), TransactionComplete(agent="Ånna", outcome=101))
            await until(lambda: len([row for row in server.ledger if row.agent]) == 3)
        rows = list(server.ledger)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == [row.as_json() for row in rows]
    first = next(each for each in map(json.loads, lines) if each["agent"])
    assert list(first) == [
        *("session", "number", "campaign", "queue", "agent", "outcome"),
        *("reason", "tags", "started", "ended", "ended_by"),
    ]
    assert (first["agent"], first["outcome"], first["reason"], first["tags"]) == ("Ånna", 101, 10, {"T1": "ä"})
    assert (first["queue"], first["ended_by"]) == (None, "customer")
    assert datetime.fromisoformat(first["started"]).utcoffset() is not None


async def test_a_ledger_that_cannot_be_written_stops_the_start_and_later_only_complains(
    tmp_path: Path, expected_log: Any
) -> None:
    with pytest.raises(OSError, match="ledger"):
        await Server(scenario(), ledger_file=tmp_path / "none" / "ledger").start()
    path = tmp_path / "ledger"
    async with running(scenario(), speed=50, ledger_file=path) as server, calling(server) as caller:
        path.unlink()
        path.mkdir()
        expected_log("cannot be written", level=logging.ERROR)
        caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"), AgentAvailable(agent="Anna"))
        await until(lambda: server.agent_state("Anna") == 3)
        server.offer_call(agent="Anna")
        await until(lambda: server.agent_state("Anna") == 6)
        caller.send(StartWrap(agent="Anna"), TransactionComplete(agent="Anna"))
        await until(lambda: server.ledger)
        assert server.ledger[0].ended_by == "agent"


async def test_simulate_runs_until_it_is_stopped(tmp_path: Path) -> None:
    ports: list[tuple[int, int]] = []
    stop = asyncio.Event()
    made = dataclasses.replace(scenario(), timezone=None)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(
            simulate(
                ascii_port=0,
                unicode_port=0,
                scenario=made,
                ledger=tmp_path / "rows",
                ready=lambda *both: ports.append(both),
                stop=stop,
            )
        )
        await until(lambda: ports)
        ascii_port, unicode_port = ports[0]
        reader, writer = await asyncio.open_connection("127.0.0.1", unicode_port)
        writer.write(Connection(Side.CLIENT, Dialect()).send(VerifyStatus(token="k")))
        assert await reader.readexactly(2 * len("CG:MA:MV\\TKk") + 2)
        stop.set()
        await task
        assert b"A" in await reader.read()
        writer.close()
    assert ascii_port != unicode_port
    assert (tmp_path / "rows").read_text(encoding="utf-8") == ""
