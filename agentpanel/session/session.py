"""Performs what the desk wants done, and feeds it what happens. The only owner of the socket."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final, cast

from agentpanel.address import address_text
from agentpanel.domain.desk import Desk
from agentpanel.domain.effects import (
    CloseLink,
    Effect,
    Mark,
    OpenLink,
    Record,
    Report,
    Rest,
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
    Reported,
    Woke,
)
from agentpanel.domain.intents import Intent
from agentpanel.domain.records import Journal
from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.domain.words import Say
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.framing import Damaged
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import OutcomeData
from agentpanel.session.link import Link
from agentpanel.session.observers import Observers
from agentpanel.session.tasks import spawn
from agentpanel.session.wirelog import WireLog

_log: Final = logging.getLogger(__name__)


class Session:
    """One desk on one socket. Everything but run() is synchronous."""

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
        self._link: Link | None = None  # the one that the desk knows of, from OpenLink on
        self._wanted = asyncio.Event()
        self._closing: set[asyncio.Task[None]] = set()
        self._alarms: dict[Alarm, asyncio.TimerHandle] = {}
        self._events: deque[Event] = deque()
        self._busy = False
        self._observers = Observers[[]]()

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
        return self._observers.add(observer)

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
                if self._link is not None:
                    await self._serve(self._link)
        finally:
            for alarm in list(self._alarms):
                self._unwake(alarm)
            await asyncio.gather(*self._closing)

    # -- the socket -------------------------------------------------------------------------------------

    async def _serve(self, link: Link) -> None:
        """From the attempt to the end; the desk hears of it only while it has not closed it."""
        try:
            await link.connect()
            self._feed_of(link, LinkUp())
            self._over(link, LinkLost(await self._read(link)))
        except (OSError, UnicodeError) as error:
            self._over(link, LinkFailed(address_text(link.address), _reason(error) or "it took too long"))
        finally:
            self._finish(link)

    async def _read(self, link: Link) -> str | None:
        """Read until the end; the system's word for why it ended, or None."""
        try:
            while (pieces := await link.read()) is not None:
                self._received(link, pieces)
                # What waits in the buffer comes at once: the window is to have its turn between two helpings.
                await asyncio.sleep(0)
                await self._journal.keeping_up()
        except OSError as error:
            return _reason(error)
        self._received(link, link.rest())
        return None

    def _feed_of(self, link: Link, event: Event) -> None:
        """Feed what befell this link, unless the desk has closed it or opened another since."""
        if self._link is link:
            self._feed(event)

    def _over(self, link: Link, event: LinkLost | LinkFailed) -> None:
        """Feed how this link came to its end; the desk may open the next one on it."""
        if self._link is link:
            self._link = None
            self._feed(event)

    def _finish(self, link: Link) -> None:
        """Let the peer take our last bytes beside the rest: the next link does not wait for it."""
        if self._link is link:
            self._link = None
        task = spawn(link.closed(), name="closing a link")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _received(self, link: Link, pieces: list[Reading | Damaged]) -> None:
        if self._link is not link:
            return
        at = self._now().wall
        for piece in pieces:
            if isinstance(piece, Damaged):
                self._wirelog.add(at, "", outgoing=False, name=None, problems=(piece.reason,))
            else:
                self._wirelog.add_read(at, piece)
        self._events += _events(pieces)
        self._work_off()

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
        self._observers.tell()

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
            case Report(reports):
                self._journal.report(reports)
            case Rest(pause):
                self._journal.pause(pause)
            case OpenLink():
                self._open_link()
            case CloseLink():
                self._close_link()

    def _send(self, message: Message) -> None:
        try:
            text = None if self._link is None else self._link.send(message)
        except LocalProtocolError as error:
            self._events.append(NotSent(getattr(message, "token", None) or "", str(error)))
            return
        if text is not None:
            self._wirelog.add(self._now().wall, text, outgoing=True, name=message.META.name)

    def _open_link(self) -> None:
        self._close_link()
        self._link = Link(self._address, self._dialect)
        self._wanted.set()

    def _close_link(self) -> None:
        link, self._link = self._link, None
        self._wanted.clear()
        if link is not None:
            link.end()

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


def _events(pieces: list[Reading | Damaged]) -> Iterator[Event]:
    """One for each piece, but one for all the outcomes that follow each other: a gap's worth comes at once."""
    for outcomes, several in groupby(pieces, _is_outcome):
        if outcomes:
            yield Reported(tuple(cast("Iterator[Reading]", several)))
        else:
            yield from map(Received, several)


def _is_outcome(piece: Reading | Damaged) -> bool:
    return isinstance(piece, Reading) and piece.is_a(OutcomeData)


def _reason(error: BaseException) -> str:
    """The system's word for it, without a number."""
    return getattr(error, "strerror", None) or str(error)
