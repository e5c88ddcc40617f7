"""Real sockets to a running dialer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Damaged, Encoding
from agentpanel.protocol.message import Message, Side
from agentpanel.simulator.scenario import Scenario
from agentpanel.simulator.server import Server


class Caller:
    """A client over a real socket."""

    def __init__(self, writer: asyncio.StreamWriter, dialect: Dialect) -> None:
        self.heard: list[Message] = []
        self.damage: list[str] = []
        self.framings: list[Framing] = []
        self.writer = writer
        self.connection = Connection(Side.CLIENT, dialect)
        self.gone = False

    def send(self, *messages: Message) -> None:
        """All in one write."""
        self.writer.write(b"".join(self.connection.send(message) for message in messages))

    def of(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]

    async def read(self, reader: asyncio.StreamReader) -> None:
        try:
            while data := await reader.read(65536):
                for reading in self.connection.receive(data):
                    if isinstance(reading, Damaged):
                        self.damage.append(reading.reason)
                    else:
                        self.heard.append(reading.message)
                        self.framings.append(Framing.V1 if reading.frame.service is None else Framing.V2)
        except ConnectionError:
            pass
        self.gone = True


@asynccontextmanager
async def running(made: Scenario, **options: Any) -> AsyncIterator[Server]:
    server = Server(made, **options)
    await server.start("127.0.0.1")
    try:
        yield server
    finally:
        await server.close()


@asynccontextmanager
async def calling(
    server: Server, encoding: Encoding = Encoding.UTF16, framing: Framing = Framing.V2
) -> AsyncIterator[Caller]:
    port = server.ports[0] if encoding is Encoding.ASCII else server.ports[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    caller = Caller(writer, Dialect(encoding=encoding, framing=framing))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(caller.read(reader))
        try:
            yield caller
        finally:
            writer.close()
            task.cancel()
