"""A dialer that does one thing: who asks for outcomes gets very many. python -m tests.bench.blaster FILE COUNT.

It is a program of its own, so that what it costs is not the panel's. FILE is where it writes what it has sent, and
standard output has its port, then a line when the last byte has left.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.message import Message, Side
from agentpanel.protocol.messages import (
    AgentLogin,
    EnumerateOutcomes,
    LoggedIn,
    MessageVerify,
)

#: Days of the first outcome, as OLE dates count them, and of a second.
_DAY: Final = 46_270.3
_SECOND: Final = 1 / 86_400
_NAMES: Final = ("Smith", "Jones", "Miller", "Virtanen", "Garcia", "Rossi", "Dubois", "Novak")


def outcomes(count: int, transaction: str) -> Iterator[str]:
    """So many OZ of one agent's calls, a minute each, as a dialer of version 10.7 sends them."""
    for number in range(count):
        began = _DAY + number * 60 * _SECOND
        times = "".join(f"\\X{nth}{began + nth * 7 * _SECOND:.6f}" for nth in range(1, 5))
        yield (
            f"CG:MA:OZ\\TX{transaction}\\CNSales\\AN1001\\AG1001\\SIdefault_0001_{number:08}"
            f"\\TN0207946{number % 10_000:04}\\DN0207946{number % 10_000:04}\\GAOutbound\\LISpring"
            f"\\RE10\\AO{(1, 105, 106)[number % 3]}\\T1order {number}\\T2gold\\TS{began + 60 * _SECOND:.6f}{times}"
            f"\\DTCONTACT_ID~N~{number:08}|NAME~A~Ms {_NAMES[number % 8]}"
        )


class Blaster:
    """Answers a login, and EO by all the outcomes at once."""

    def __init__(self, sent: Path, count: int) -> None:
        self._sent = sent
        self._count = count

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(Side.DIALER, Dialect())
        while data := await reader.read(65_536):
            for piece in connection.receive(data):
                message = getattr(piece, "message", None)
                for answer in self._answers(message):
                    writer.write(connection.send(answer))
                if isinstance(message, EnumerateOutcomes):
                    await self._blast(message, connection, writer)
        writer.close()

    def _answers(self, message: Message | None) -> Iterator[Message]:
        if (token := getattr(message, "token", None)) is not None:
            yield MessageVerify(token=token)
        if isinstance(message, AgentLogin):
            yield LoggedIn(campaign=message.campaign, agent=message.agent)

    async def _blast(self, asked: EnumerateOutcomes, connection: Connection, writer: asyncio.StreamWriter) -> None:
        raw = b"".join(connection.pack(text) for text in outcomes(self._count, asked.transaction or ""))
        self._sent.write_bytes(raw)
        _say("begun")
        writer.write(raw)
        await writer.drain()
        _say("sent")


def _say(line: str | int) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(sent: Path, count: int) -> None:
    """Until it is killed."""
    blaster = Blaster(sent, count)
    server = await asyncio.start_server(blaster.serve, "127.0.0.1", 0)
    _say(server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
