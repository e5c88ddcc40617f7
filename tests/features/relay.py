"""A wire that is cut on purpose: between a panel and a dialer it passes messages on until its knife falls."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import Enum

from agentpanel.protocol.frame import Frame
from agentpanel.protocol.framing import Encoding, Framer, Text


class At(Enum):
    """Where in the exchange of a request and its MV the wire is cut."""

    BEFORE = "before the request"
    INSIDE = "inside the request"
    BETWEEN = "between the request and its MV"
    INSIDE_MV = "inside the MV"
    AFTER = "after the MV"


@dataclass(slots=True)
class Knife:
    """Falls once, at the first request of this code that carries this text."""

    code: str
    at: At
    text: str = ""
    token: str | None = None
    fell: bool = False

    def meets(self, frame: Frame) -> bool:
        return not self.fell and self.token is None and frame.code == self.code and self.text in frame.text()

    def meets_answer(self, frame: Frame) -> bool:
        return not self.fell and self.token is not None and (frame.code, frame.values().get("TK")) == ("MV", self.token)


@dataclass(slots=True)
class Relay:
    """Listens on ``port``; ``asked`` are the frames that the panel wrote, whether they arrived or not."""

    target: tuple[str, int]
    encoding: Encoding
    port: int = 0
    knife: Knife | None = None
    asked: list[Frame] = field(default_factory=list)
    told: int = 0  # messages of the dialer that were passed on
    cut_after: int | None = None  # so many of them, and the wire is cut
    refusing: bool = False
    _wires: set[_Wire] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either end leaves or the wire is cut."""
        if self.refusing:
            writer.close()
            return
        there = await asyncio.open_connection(*self.target)
        wire = _Wire(self, (reader, writer), there)
        self._wires.add(wire)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(wire.up())
                tasks.create_task(wire.down())
        finally:
            self._wires.discard(wire)

    def cut(self) -> None:
        """Every wire, now."""
        for wire in list(self._wires):
            wire.cut()


class _Wire:
    """Both directions of one connection. What was passed on before the cut arrives, and nothing after it."""

    def __init__(
        self,
        relay: Relay,
        panel: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        dialer: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._relay = relay
        self._panel, self._to_panel = panel
        self._dialer, self._to_dialer = dialer
        self._is_cut = False

    async def up(self) -> None:
        """From the panel to the dialer."""
        framer = Framer(self._relay.encoding)
        while not self._is_cut and (data := await _read(self._panel)):
            for piece in framer.feed(data):
                if isinstance(piece, Text) and not self._is_cut:
                    self._pass_up(Frame.parse(piece.text), framer.pack(piece.text))
        self.cut()

    async def down(self) -> None:
        """From the dialer to the panel."""
        framer = Framer(self._relay.encoding)
        while not self._is_cut and (data := await _read(self._dialer)):
            for piece in framer.feed(data):
                if isinstance(piece, Text) and not self._is_cut:
                    self._pass_down(Frame.parse(piece.text), framer.pack(piece.text))
        self.cut()

    def cut(self) -> None:
        self._is_cut = True
        self._to_panel.close()
        self._to_dialer.close()

    def _pass_up(self, frame: Frame, data: bytes) -> None:
        self._relay.asked.append(frame)
        knife = self._relay.knife
        if knife is None or not knife.meets(frame):
            self._to_dialer.write(data)
            return
        if knife.at in (At.BEFORE, At.INSIDE):
            self._fall(knife, self._to_dialer, data[: len(data) // 2] if knife.at is At.INSIDE else b"")
        else:
            knife.token = frame.values()["TK"]
            self._to_dialer.write(data)

    def _pass_down(self, frame: Frame, data: bytes) -> None:
        knife = self._relay.knife
        if knife is not None and knife.meets_answer(frame):
            parts = {At.BETWEEN: b"", At.INSIDE_MV: data[: len(data) // 2], At.AFTER: data}
            self._fall(knife, self._to_panel, parts[knife.at])
            return
        self._to_panel.write(data)
        self._relay.told += 1
        if self._relay.cut_after is not None and self._relay.told >= self._relay.cut_after:
            self._relay.cut_after = None
            self.cut()

    def _fall(self, knife: Knife, writer: asyncio.StreamWriter, last: bytes) -> None:
        if last:
            writer.write(last)
        knife.fell = True
        self.cut()


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(65_536)
    except OSError:
        return b""


@contextlib.asynccontextmanager
async def relaying(target: tuple[str, int], encoding: Encoding) -> AsyncIterator[Relay]:
    """A wire to this dialer, whole until it is cut."""
    relay = Relay(target, encoding)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        relay.refusing = True
        relay.cut()
        server.close()
        await server.wait_closed()
