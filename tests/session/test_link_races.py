"""Links that are opened, closed and opened again faster than the network answers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agentpanel.domain import words
from agentpanel.domain.intents import Connect, Disconnect, LogIn
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import Link
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.messages import UserAuthenticate
from agentpanel.session import link as link_module
from agentpanel.session.tasks import spawn
from tests.helpers.rig import AGENT, Rig, rig
from tests.helpers.until import until

LOST = OSError(113, "No route to host")


@dataclass(slots=True)
class OldServer:
    """A listener that never answers."""

    address: tuple[str, int] = ("127.0.0.1", 0)
    came: int = 0
    here: int = 0
    heard: bytes = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        self.here += 1
        while data := await reader.read(65_536):
            self.heard += data
        self.here -= 1
        writer.close()


@contextlib.asynccontextmanager
async def an_old_server() -> AsyncIterator[OldServer]:
    old = OldServer()
    server = await asyncio.start_server(old.serve, "127.0.0.1", 0)
    old.address = server.sockets[0].getsockname()
    async with server:
        yield old


@contextlib.contextmanager
def an_address_that_hangs() -> Iterator[tuple[str, int]]:
    """A listener whose queue is full: a connection to it neither comes about nor fails."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, socket.socket() as first:
        first.connect(listener.getsockname())
        yield listener.getsockname()


def go_elsewhere(panel: Rig, home: tuple[str, int]) -> None:
    """As the login form does it when another server is chosen."""
    panel.ask(Disconnect())
    panel.session.go_to(home, Dialect())
    panel.ask(LogIn(AGENT))


def complaints(panel: Rig) -> list[str]:
    """What is said of connections that did not come about."""
    return [str(notice.words) for notice in panel.now.notices if notice.words.text == words.LINK_FAILED]


async def connecting(panel: Rig, address: tuple[str, int]) -> tuple[str, int]:
    """Begin to connect there; gives where the panel would have gone."""
    home = panel.session.address
    panel.session.go_to(address, Dialect())
    panel.ask(Connect())
    await asyncio.sleep(0)  # run() takes it up
    return home


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], error: OSError | None = None) -> None:
    """The first connection comes about, or fails, just when ``act`` closes it."""
    real, done = asyncio.open_connection, list[bool]()

    async def open_connection(host: str, port: int, *, limit: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if done:
            return await real(host, port, limit=limit)
        done.append(True)
        streams = None if error else await real(host, port, limit=limit)
        act()
        if streams is None:
            raise LOST
        return streams

    monkeypatch.setattr(asyncio, "open_connection", open_connection)


async def test_another_server_does_not_wait_for_the_one_that_hangs(tmp_path: Path) -> None:
    with an_address_that_hangs() as address:
        async with rig(tmp_path) as panel:
            home = await connecting(panel, address)
            await asyncio.sleep(0.02)
            assert panel.now.link.value is Link.CONNECTING
            go_elsewhere(panel, home)
            await until(lambda: panel.shown is Shown.NOT_READY, timeout=3)
            assert complaints(panel) == []


async def test_an_old_connection_that_succeeds_late_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with an_old_server() as old, rig(tmp_path) as panel:
        home = panel.session.address
        meanwhile(monkeypatch, lambda: go_elsewhere(panel, home))
        await connecting(panel, old.address)
        await panel.shows(Shown.NOT_READY)
        await until(lambda: old.came == 1 and old.here == 0)
        assert old.heard == b""


async def test_an_old_connection_that_fails_late_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig(tmp_path) as panel:
        home = panel.session.address
        meanwhile(monkeypatch, lambda: go_elsewhere(panel, home), LOST)
        await connecting(panel, ("127.0.0.1", 9))
        await panel.shows(Shown.NOT_READY)
        assert complaints(panel) == []


async def test_a_failure_names_the_address_that_was_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig(tmp_path) as panel:
        meanwhile(monkeypatch, lambda: panel.session.go_to(("127.0.0.1", 7), Dialect()), LOST)
        await connecting(panel, ("127.0.0.1", 9))
        await until(lambda: panel.now.link.value is Link.FAILED)
        (said,) = complaints(panel)
        assert "127.0.0.1:9" in said
        assert "No route to host" in said


async def test_a_name_that_cannot_be_looked_up_is_a_failure(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await connecting(panel, ("dialer..example", 6500))
        await until(lambda: panel.now.link.value is Link.FAILED)
        assert "dialer..example:6500" in complaints(panel)[0]


async def test_disconnecting_at_once_leaves_no_socket(tmp_path: Path) -> None:
    async with an_old_server() as old, rig(tmp_path) as panel:
        home = panel.session.address
        panel.session.go_to(old.address, Dialect())
        panel.ask(Connect())
        panel.ask(Disconnect())  # before run() has seen it
        await connecting(panel, old.address)
        panel.ask(Disconnect())  # while it connects
        assert panel.now.link.value is Link.OFFLINE
        panel.session.go_to(home, Dialect())
        await panel.log_in()
        await until(lambda: old.here == 0)
        assert old.heard == b""


async def test_a_peer_that_takes_nothing_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "_CLOSE_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = link_module.Link(listener.getsockname(), Dialect())
        await link.connect()
        much = UserAuthenticate(tenant="default", agent="1001", password="x", auth_key="k" * 1024)
        for _ in range(4_000):
            link.send(much)
        reading = spawn(link.read(), name="reading")
        await asyncio.sleep(0)
        link.end()
        async with asyncio.timeout(1):
            assert await reading is None
            assert await link.read() is None
            await link.closed()


async def test_an_observer_that_fails_costs_neither_the_link_nor_the_others(
    tmp_path: Path, expected_log: Callable[..., object]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    expected_log("an observer failed", logger="agentpanel.session", level=logging.ERROR)
    async with rig(tmp_path) as panel:
        heard: list[Shown] = []
        panel.session.observe(broken)
        panel.wirelog.observe(broken)
        panel.session.observe(lambda: heard.append(panel.shown))
        await panel.log_in()
        assert heard[-1] is Shown.NOT_READY
