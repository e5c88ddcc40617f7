"""The asyncio shell around the World: two ports, timers, the ledger."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.framing import Encoding
from agentpanel.simulator import events
from agentpanel.simulator.effects import Changed, Close, Effect, Finished, Key, Log, Raw, Say, Unwake, Utter, Wake
from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.remote import Remote
from agentpanel.simulator.scenario import Scenario
from agentpanel.simulator.sockets import Link, Port
from agentpanel.simulator.wire import Wire
from agentpanel.simulator.world import World

_LOG = logging.getLogger(__name__)


class Server(Remote):
    """A dialer on two ports of this machine, with verbs for whoever plays the rest of the world."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        speed: float = 1.0,
        seed: int | None = None,
        ledger_file: Path | None = None,
    ) -> None:
        self.scenario = scenario
        self.seed = random.SystemRandom().randrange(1 << 31) if seed is None else seed
        self.ledger: list[LedgerRow] = []
        self.ports: tuple[int, int] = (0, 0)  # ASCII, Unicode
        self._world = World(scenario, seed=self.seed, speed=speed)
        self._ledger_path = ledger_file
        self._servers: list[asyncio.Server] = []
        self._links: dict[int, Link] = {}
        self._last_link = 0
        self._timers: dict[Key, asyncio.TimerHandle] = {}
        self._started: tuple[datetime, float] | None = None

    async def start(self, host: str = "127.0.0.1", ascii_port: int = 0, unicode_port: int = 0) -> None:
        """Listen; port 0 takes a free one. Raises OSError."""
        self._started = (datetime.now(UTC), asyncio.get_running_loop().time())
        if self._ledger_path is not None:
            self._ledger_path.open("a", encoding="utf-8").close()  # not to be writable shows now, not at the first call
        ports = []
        try:
            for port, encoding in ((ascii_port, Encoding.ASCII), (unicode_port, Encoding.UTF16)):
                ports.append(await self._listen(host, port, encoding))
        except OSError:
            await self.close()
            raise
        self.ports = (ports[0], ports[1])

    async def close(self) -> None:
        """Stop listening, drop everybody."""
        for server in self._servers:
            server.close()
        links, self._links = list(self._links.values()), {}
        for link in links:
            link.transport.abort()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for server in self._servers:
            await server.wait_closed()
        self._servers.clear()

    def agent_state(self, agent: str) -> int:
        """DS of the agent; 0 when not logged in."""
        found = self._world.floor.agents.get(agent)
        return 0 if found is None else int(found.state)

    def do(self, event: events.Event) -> None:
        """Give the World an event and perform what it wants done."""
        for effect in self._world.handle(event, self._now()):
            self._perform(effect)

    def joined(self, transport: asyncio.Transport, encoding: Encoding) -> Link:
        self._last_link += 1
        link = Link(self._last_link, transport, Wire(self._last_link, encoding, self.scenario))
        self._links[link.number] = link
        self.do(events.Connected(link.number))
        return link

    def left(self, link: Link) -> None:
        if self._links.pop(link.number, None) is not None:
            self.do(events.Dropped(link.number))

    async def _listen(self, host: str, port: int, encoding: Encoding) -> int:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Port(self, encoding), host, port)
        self._servers.append(server)
        bound: int = server.sockets[0].getsockname()[1]
        return bound

    def _now(self) -> datetime:
        """The wall time of the start and what has passed since: no change of the machine's clock turns it back."""
        if self._started is None:
            raise RuntimeError("the server has not been started")
        wall, begun = self._started
        return wall + timedelta(seconds=asyncio.get_running_loop().time() - begun)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Wake(key, seconds):
                self._forget(key)
                self._timers[key] = asyncio.get_running_loop().call_later(seconds, self._woke, key)
            case Unwake(key):
                self._forget(key)
            case Finished(row):
                self._enter(row)
            case Changed(old, row):
                self.ledger[self.ledger.index(old)] = row
                self._write(row)
            case Log(text):
                _LOG.info("%s", text)
            case Say() | Utter() | Raw() | Close() if effect.client in self._links:
                self._to_client(effect, self._links[effect.client])

    def _to_client(self, effect: Say | Utter | Raw | Close, link: Link) -> None:
        try:
            match effect:
                case Say(_, message, interface):
                    link.send(link.wire.say(message, interface))
                case Utter(_, text):
                    link.send(link.wire.utter(text))
                case Raw(_, data):
                    link.send(data)
                case Close():
                    link.transport.abort()
        except LocalProtocolError as error:
            _LOG.error("client %d is not told: %s", link.number, error)

    def _woke(self, key: Key) -> None:
        self._timers.pop(key, None)
        self.do(events.Woke(key))

    def _forget(self, key: Key) -> None:
        if (timer := self._timers.pop(key, None)) is not None:
            timer.cancel()

    def _enter(self, row: LedgerRow) -> None:
        self.ledger.append(row)
        self._write(row)

    def _write(self, row: LedgerRow) -> None:
        """To the file, where a row that was changed stands again."""
        if self._ledger_path is None:
            return
        try:
            with self._ledger_path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(row.as_json() + "\n")
        except OSError as error:
            _LOG.error("the ledger %s cannot be written: %s", self._ledger_path, error.strerror)


async def simulate(
    *,
    host: str = "127.0.0.1",
    ascii_port: int = 6502,
    unicode_port: int = 6500,
    scenario: Scenario,
    speed: float = 1.0,
    seed: int | None = None,
    ledger: Path | None = None,
    ready: Callable[[int, int], None],
    stop: asyncio.Event,
) -> None:
    """The dialer alone, until ``stop`` is set; ``ready`` hears both ports. Raises OSError where it cannot listen."""
    server = Server(scenario, speed=speed, seed=seed, ledger_file=ledger)
    await server.start(host, ascii_port, unicode_port)
    try:
        ready(*server.ports)
        await stop.wait()
    finally:
        await server.close()
