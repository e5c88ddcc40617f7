"""Both ports over real TCP: framings, batches, garbage, dropped and slow clients."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.protocol.message import Side
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentConnect,
    AgentLogin,
    AgentReady,
    CallEnded,
    DialerAdvise,
    EnumerateOutcomes,
    ErrorReport,
    LoggedIn,
    MessageVerify,
    NowLoggedOut,
    OutcomeData,
    SetTags,
    TransactionComplete,
    VerifyStatus,
)
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.server import Server
from tests.helpers.until import until
from tests.simulator.bench import scenario
from tests.simulator.calling import calling, running

BOTH = pytest.mark.parametrize("encoding", list(Encoding))
FRAMINGS = pytest.mark.parametrize("framing", list(Framing))


@BOTH
@FRAMINGS
async def test_a_call_on_each_port_and_in_each_framing(encoding: Encoding, framing: Framing) -> None:
    async with running(load_scenario("predictive"), speed=400, seed=3) as server:
        async with calling(server, encoding, framing) as caller:
            caller.send(
                EnumerateOutcomes(transaction="t1", failures=True, successes=True),
                AgentLogin(campaign="Sales", agent="Anna", extension="1", token="k1"),
                AgentAvailable(agent="Anna", token="k2"),
            )
            await until(lambda: caller.of(CallEnded))
            caller.send(SetTags(agent="Anna", tag2="blau"), TransactionComplete(agent="Anna", outcome=105))
            await until(lambda: [each for each in caller.of(OutcomeData) if each.agent])
        told = next(each for each in caller.of(OutcomeData) if each.agent)
        row = next(row for row in server.ledger if row.agent)
    assert [each.token for each in caller.of(MessageVerify)] == ["k1", "k2"]
    assert (told.outcome, told.tag2, told.session) == (105, "blau", row.session)
    assert (row.outcome, row.tags) == (105, {"T2": "blau"})
    assert set(caller.framings) == {framing}
    assert not caller.damage


async def test_several_clients_at_once_on_both_ports() -> None:
    async with running(load_scenario("predictive"), speed=400, seed=3) as server:
        async with calling(server, Encoding.ASCII) as anna, calling(server, Encoding.UTF16) as ben:
            for caller, name in ((anna, "Anna"), (ben, "Ben")):
                caller.send(AgentLogin(campaign="Sales", agent=name, extension="1"), AgentAvailable(agent=name))
            await until(lambda: anna.of(CallEnded) and ben.of(CallEnded))
            anna.send(TransactionComplete(agent="Anna", outcome=101))
            ben.send(TransactionComplete(agent="Ben", outcome=102))
            await until(lambda: len([row for row in server.ledger if row.agent]) >= 2)
        assert {(row.agent, row.outcome) for row in server.ledger if row.agent} >= {("Anna", 101), ("Ben", 102)}
        assert {ac.agent for ac in anna.of(AgentConnect)} == {"Anna"}


async def test_a_message_may_come_byte_by_byte_and_many_in_one_segment() -> None:
    async with running(scenario()) as server, calling(server) as caller:
        login = caller.connection.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"))
        for at in range(len(login)):
            caller.writer.write(login[at : at + 1])
            await caller.writer.drain()
        await until(lambda: caller.of(LoggedIn))
        caller.send(*[VerifyStatus() for _ in range(500)])
        await until(lambda: len(caller.of(DialerAdvise)) == 500)
        assert server.agent_state("Anna") == 2


@BOTH
async def test_garbage_neither_kills_the_server_nor_costs_the_next_message(encoding: Encoding) -> None:
    async with running(scenario()) as server, calling(server, encoding) as caller:
        end = bytes(encoding.unit)
        for garbage in (b"\x01\x02\x03\x04", b"\xd8\xd8" * 3, b"x\x01" * 300_000, b"\r\n" * encoding.unit, b"\\" * 4):
            caller.writer.write(garbage + end)
            caller.send(VerifyStatus())
        await until(lambda: len(caller.of(DialerAdvise)) == 5)
        assert all(isinstance(each, DialerAdvise | ErrorReport) for each in caller.heard)


async def test_a_dropped_client_frees_its_agent_after_a_while() -> None:
    async with running(scenario(linger_s=1.0), speed=20) as server:
        async with calling(server) as caller:
            caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"))
            await until(lambda: server.agent_state("Anna") == 2)
        await until(lambda: server.agent_state("Anna") == 0)
        async with calling(server) as caller:
            caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"))
            await until(lambda: caller.of(LoggedIn))
            assert server.agent_state("Anna") == 2


async def test_a_client_that_never_reads_is_dropped_and_the_others_are_served() -> None:
    async with running(scenario()) as server, calling(server) as good:
        _, lazy = await asyncio.open_connection("127.0.0.1", server.ports[1], limit=1)
        lazy.write(Connection(Side.CLIENT, Dialect()).send(AgentLogin(campaign="Sales", agent="Lazy", extension="1")))
        await until(lambda: server.agent_state("Lazy") == 2)
        lazy.transport.pause_reading()  # type: ignore[attr-defined]
        for _ in range(1000):
            if server.agent_state("Lazy") == 0:
                break
            server.send_text("x" * 50_000)
            await asyncio.sleep(0)
        await until(lambda: server.agent_state("Lazy") == 0)
        lazy.transport.abort()
        good.send(VerifyStatus())
        await until(lambda: good.of(DialerAdvise))
        assert not good.gone


async def test_verbs_for_whoever_plays_the_rest_of_the_world() -> None:
    async with running(scenario(), speed=20) as server, calling(server) as caller:
        caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"), AgentAvailable(agent="Anna"))
        await until(lambda: server.agent_state("Anna") == 3)
        server.offer_call(number="01632960123", agent="Anna", data="A~N~1")
        await until(lambda: server.agent_state("Anna") == 6)
        assert (caller.of(AgentConnect)[0].number, caller.of(AgentConnect)[0].data) == ("01632960123", "A~N~1")
        server.hang_up("Anna")
        assert server.agent_state("Anna") == 7
        caller.send(TransactionComplete(agent="Anna"))
        await until(lambda: server.ledger)
        server.send_text("no message at all")
        server.send_raw(b"\x01\x00\x00\x00")
        await until(lambda: len(caller.damage) == 2)
        server.move("Service", "Anna")
        await until(lambda: len(caller.of(AgentReady)) == 3)
        server.kill("Anna", release=1)
        await until(lambda: caller.of(NowLoggedOut))
        caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"))
        await until(lambda: server.agent_state("Anna") == 2)
        server.close_campaign("Sales")
        assert server.agent_state("Anna") == 0
        server.drop_clients()
        await until(lambda: caller.gone)


async def test_what_cannot_be_said_is_an_error_in_the_log_and_no_more(expected_log: Any) -> None:
    async with running(scenario(), speed=50) as server, calling(server) as caller:
        caller.send(AgentLogin(campaign="Sales", agent="Anna", extension="1"), AgentAvailable(agent="Anna"))
        await until(lambda: server.agent_state("Anna") == 3)
        expected_log("is not told: AC TN", level=logging.ERROR)
        expected_log("is not told: CE TN", level=logging.ERROR)
        server.offer_call(agent="Anna", number="back\\slash")
        await until(lambda: server.agent_state("Anna") == 6)
        server.hang_up("Anna")
        caller.send(TransactionComplete(agent="Anna"))
        await until(lambda: len(caller.of(AgentReady)) == 2)
        assert not caller.of(AgentConnect)


async def test_a_port_in_use_is_an_error_and_leaves_nothing_open() -> None:
    async with running(scenario()) as server:
        other = Server(scenario())
        with pytest.raises(OSError, match=r"in use|10048"):
            await other.start("127.0.0.1", 0, server.ports[1])
        assert other.ports == (0, 0)


async def test_without_a_seed_each_server_draws_one() -> None:
    assert Server(scenario()).seed != Server(scenario()).seed
