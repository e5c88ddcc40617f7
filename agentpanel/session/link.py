"""One link to the dialer, from the attempt to connect to the end of the socket. It is used once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from agentpanel.protocol.codec import Reading
from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.framing import Damaged
from agentpanel.protocol.message import Message, Side

#: Seconds for the TCP connection to come about; a dialer stands in the same building.
_CONNECT_S: Final = 10.0
#: Seconds for the peer to take our last bytes.
_CLOSE_S: Final = 1.0
_CHUNK: Final = 65_536
#: Bytes that may wait unread before the socket is told to stop; half as many let it go on, which has its price.
_BUFFER: Final = 1_048_576
_T = TypeVar("_T")


class Link:
    """A socket to ``address`` that speaks ``dialect``. Raises ValueError for an unusable code page."""

    def __init__(self, address: tuple[str, int], dialect: Dialect) -> None:
        self.address = address
        self._connection = Connection(Side.CLIENT, dialect)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._limit: asyncio.Timeout | None = None
        self._ended = False

    async def connect(self) -> None:
        """Return when connected, or at once when end() is called. Raises OSError, UnicodeError for an odd name."""
        streams = await self._unless_ended(asyncio.open_connection(*self.address, limit=_BUFFER), _CONNECT_S)
        if streams is not None:
            self._reader, self._writer = streams

    async def read(self) -> list[Reading | Damaged] | None:
        """What came next, perhaps nothing whole; None at the end. Raises OSError."""
        if self._reader is None or self._ended:
            return None
        data = await self._unless_ended(self._reader.read(_CHUNK), None)
        return self._connection.receive(data) if data else None

    def rest(self) -> list[Reading | Damaged]:
        """What the peer left unfinished."""
        return self._connection.finish()

    def send(self, message: Message) -> str | None:
        """The text that left, or None without a socket. Raises LocalProtocolError."""
        if self._writer is None:
            return None
        text = self._connection.write(message)
        self._writer.write(self._connection.pack(text))
        return text

    def end(self) -> None:
        """Close it, and leave what waits for it, at once. What was written before still leaves."""
        self._ended = True
        if self._writer is not None:
            self._writer.close()
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time())

    async def closed(self) -> None:
        """Close it, and wait a moment for the peer to take our last bytes."""
        if self._writer is None:
            return
        self._writer.close()
        try:
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CLOSE_S):
                    await self._writer.wait_closed()
        finally:
            self._writer.transport.abort()

    async def _unless_ended(self, work: Coroutine[Any, Any, _T], seconds: float | None) -> _T | None:
        """Its result; None where end() cut it short. Raises TimeoutError after so many seconds."""
        try:
            async with asyncio.timeout(seconds) as self._limit:
                return await work
        except TimeoutError:
            if self._ended:
                return None
            raise
        finally:
            self._limit = None
