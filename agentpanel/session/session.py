"""Performs what the desk wants done, and feeds it what happens. The only owner of the socket."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Final

from agentpanel.address import address_text
from agentpanel.domain.desk import Desk
from agentpanel.domain.effects import (
    CloseLink,
    Effect,
    Mark,
    OpenLink,
    Record,
    Report,
    Send,
    Unwake,
    Wake,
)
from agentpanel.domain.events import (
    Alarm,
    Asked,
    Event,
    LinkFailed,
    LinkLost,
    LinkUp,
    NotSent,
    Received,
    Recorded,
    RecordFailed,
    Woke,
)
from agentpanel.domain.intents import Intent
from agentpanel.domain.records import Journal
from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.domain.words import Say
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.framing import Damaged
from agentpanel.protocol.message import Message, Side, Unrecognised
from agentpanel.session.wirelog import WireLog

_log: Final = logging.getLogger(__name__)
#: Seconds for the TCP connection to come about; a dialer stands in the same building.
_CONNECT_S: Final = 10.0
#: Seconds for the peer to take our last bytes.
_CLOSE_S: Final = 1.0
_CHUNK: Final = 65_536


class Session:
    """One desk on one socket. Everything but run() and close() is synchronous."""

    def __init__(
        self,
        desk: Desk,
        journal: Journal,
        wirelog: WireLog,
        *,
        address: tuple[str, int],
        dialect: Dialect,
        now: Callable[[], Instant],
    ) -> None:
        self._desk = desk
        self._journal = journal
        self._wirelog = wirelog
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._address = address
        self._dialect = dialect
        self._connection: Connection | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._wanted = asyncio.Event()
        self._alarms: dict[Alarm, asyncio.TimerHandle] = {}
        self._events: deque[Event] = deque()
        self._busy = False
        self._observers: list[Callable[[], None]] = []

    @property
    def snapshot(self) -> Snapshot:
        return self._desk.snapshot

    @property
    def address(self) -> tuple[str, int]:
        return self._address

    def go_to(self, address: tuple[str, int], dialect: Dialect) -> None:
        """Use another server from the next connection on."""
        self._address = address
        self._dialect = dialect

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Be told, often and without detail, that the snapshot may have changed; gives the undo."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def ask(self, intent: Intent) -> Say | None:
        """Do it now, or give the sentence that says why not."""
        why = self._desk.refusal(intent)
        if why is None:
            self._feed(Asked(intent))
        return why

    async def run(self) -> None:
        """Connect whenever the desk wants a link, and read until it ends; until cancelled."""
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                await self._serve()
        finally:
            for alarm in list(self._alarms):
                self._unwake(alarm)

    # -- the socket -------------------------------------------------------------------------------------

    async def _serve(self) -> None:
        host, port = self._address
        try:
            async with asyncio.timeout(_CONNECT_S):
                reader, writer = await asyncio.open_connection(host, port)
        except (OSError, TimeoutError) as error:
            self._feed(LinkFailed(address_text(self._address), _reason(error) or "it took too long"))
            return
        self._connection = Connection(Side.CLIENT, self._dialect)
        self._writer = writer
        try:
            self._feed(LinkUp())
            reason = await self._read(reader, writer)
            if self._writer is writer:
                self._detach()
                self._feed(LinkLost(reason))
        finally:
            self._detach()
            await _close(writer)

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str | None:
        """Read until the end; the system's word for why it ended, or None."""
        try:
            while self._writer is writer and (data := await reader.read(_CHUNK)):
                if self._connection is not None and self._writer is writer:
                    self._received(self._connection.receive(data))
        except OSError as error:
            return _reason(error)
        if self._connection is not None and self._writer is writer:
            self._received(self._connection.finish())
        return None

    def _received(self, pieces: list[Reading | Damaged]) -> None:
        at = self._now().wall
        for piece in pieces:
            if isinstance(piece, Damaged):
                self._wirelog.add(at, "", outgoing=False, name=None, problems=(piece.reason,))
            else:
                self._wirelog.add(
                    at,
                    piece.frame.text(),
                    outgoing=False,
                    name=_name(piece.message),
                    problems=piece.problems,
                )
            self._events.append(Received(piece))
        self._work_off()

    def _detach(self) -> None:
        self._writer = None
        self._connection = None

    # -- events and effects -----------------------------------------------------------------------------

    def _feed(self, event: Event) -> None:
        self._events.append(event)
        self._work_off()

    def _work_off(self) -> None:
        """Handle what waits, in order; an effect that answers at once is queued, not nested."""
        if self._busy:
            return
        self._busy = True
        try:
            while self._events:
                self._handle(self._events.popleft())
        finally:
            self._busy = False
        for observer in tuple(self._observers):
            observer()

    def _handle(self, event: Event) -> None:
        """One event; a fault of ours in it costs neither the link nor the next event."""
        try:
            for effect in self._desk.handle(event, self._now()):
                self._perform(effect)
        except Exception:  # noqa: BLE001 - whatever it is, the agent keeps the call
            _log.exception("handling %s failed", type(event).__name__)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Send(message):
                self._send(message)
            case Wake(alarm, seconds):
                self._wake(alarm, seconds)
            case Unwake(alarm):
                self._unwake(alarm)
            case Record(entry, version):
                self._journal.append(entry, lambda error: self._recorded(entry.key, version, error))
            case Mark(key, state, why):
                self._journal.mark_sent(key, state, why)
            case Report(report):
                self._journal.report(report)
            case OpenLink():
                self._wanted.set()
            case CloseLink():
                self._close_link()

    def _send(self, message: Message) -> None:
        if self._writer is None or self._connection is None:
            return
        try:
            text = self._connection.write(message)
            self._writer.write(self._connection.pack(text))
        except LocalProtocolError as error:
            self._events.append(NotSent(getattr(message, "token", None) or "", str(error)))
            return
        self._wirelog.add(self._now().wall, text, outgoing=True, name=message.META.name)

    def _close_link(self) -> None:
        writer = self._writer
        self._wanted.clear()
        self._detach()
        if writer is not None:
            writer.close()

    def _recorded(self, key: str, version: int, error: Exception | None) -> None:
        self._feed(Recorded(key, version) if error is None else RecordFailed(key, version, str(error)))

    def _wake(self, alarm: Alarm, seconds: float) -> None:
        self._unwake(alarm)
        self._alarms[alarm] = self._loop.call_later(seconds, self._woke, alarm)

    def _unwake(self, alarm: Alarm) -> None:
        if (handle := self._alarms.pop(alarm, None)) is not None:
            handle.cancel()

    def _woke(self, alarm: Alarm) -> None:
        self._alarms.pop(alarm, None)
        self._feed(Woke(alarm))


def _name(message: Message) -> str | None:
    return None if isinstance(message, Unrecognised) else message.META.name


def _reason(error: BaseException) -> str:
    """The system's word for it, without a number."""
    return getattr(error, "strerror", None) or str(error)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        async with asyncio.timeout(_CLOSE_S):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()
