"""The sockets of the simulated dialer: bytes in, events out."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Protocol

from agentpanel.protocol.framing import Encoding
from agentpanel.simulator.events import Event
from agentpanel.simulator.wire import Wire

_LOG = logging.getLogger(__name__)
#: Bytes of unsent answers after which a client that does not read is dropped.
MAX_UNSENT: Final = 4 * 1024 * 1024


class Owner(Protocol):
    """Who takes the sockets in."""

    def joined(self, transport: asyncio.Transport, encoding: Encoding) -> Link:
        """A client has connected."""

    def left(self, link: Link) -> None:
        """Its socket is gone."""

    def do(self, event: Event) -> None:
        """It sent something."""


class Link:
    """One socket."""

    def __init__(self, number: int, transport: asyncio.Transport, wire: Wire) -> None:
        self.number = number
        self.transport = transport
        self.wire = wire

    def send(self, data: bytes) -> None:
        """Write; a client that reads nothing for too long is dropped."""
        if self.transport.is_closing():
            return
        self.transport.write(data)
        if self.transport.get_write_buffer_size() > MAX_UNSENT:
            _LOG.info("client %d does not read", self.number)
            self.transport.abort()


class Port(asyncio.Protocol):
    """Bytes in, events to the owner."""

    def __init__(self, owner: Owner, encoding: Encoding) -> None:
        self._owner = owner
        self._encoding = encoding
        self._link: Link | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._link = self._owner.joined(transport, self._encoding)

    def data_received(self, data: bytes) -> None:
        if self._link is None:
            return
        for event in self._link.wire.receive(data):
            self._owner.do(event)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- the reason makes no difference
        if self._link is not None:
            self._owner.left(self._link)
