"""One end of a connection: bytes in, readings out; messages in, bytes out. Either side, no I/O."""

from __future__ import annotations

from dataclasses import dataclass

from agentpanel.protocol.codec import Reading, encode, read
from agentpanel.protocol.errors import RemoteProtocolError
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import MAX_TEXT, Damaged, Encoding, Framer, Text
from agentpanel.protocol.message import Message, Side
from agentpanel.protocol.messages import UserAuthenticate
from agentpanel.protocol.version import NEWEST, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the two ends talk: the settings' [server] table, UA's interface (AG or US), and the rule for our names."""

    encoding: Encoding = Encoding.UTF16
    code_page: str = "latin-1"
    framing: Framing = Framing.V2
    version: Version = NEWEST
    auth_interface: str = "AG"
    strict_identifiers: bool = True
    max_text: int = MAX_TEXT


class Connection:
    """Plays ``side``; knows neither socket nor clock. Raises ValueError for an unusable code page."""

    def __init__(self, side: Side, dialect: Dialect) -> None:
        self._side = side
        self._dialect = dialect
        self._framer = Framer(dialect.encoding, code_page=dialect.code_page, max_text=dialect.max_text)

    def receive(self, data: bytes) -> list[Reading | Damaged]:
        """What these bytes completed, in order. Never raises for what the peer sent."""
        return [self._read(piece) for piece in self._framer.feed(data)]

    def finish(self) -> list[Reading | Damaged]:
        """The peer closed: what was left unfinished."""
        return [self._read(piece) for piece in self._framer.finish()]

    def write(self, message: Message, *, interface: str | None = None) -> str:
        """The text of a message to send. Raises LocalProtocolError."""
        if interface is None and isinstance(message, UserAuthenticate):
            interface = self._dialect.auth_interface
        frame = encode(
            message, version=self._dialect.version, interface=interface, loose=not self._dialect.strict_identifiers
        )
        return frame.text(self._dialect.framing)

    def pack(self, text: str) -> bytes:
        """The bytes of a text from write(). Raises LocalProtocolError."""
        return self._framer.pack(text)

    def send(self, message: Message, *, interface: str | None = None) -> bytes:
        """write() and pack() in one. Raises LocalProtocolError."""
        return self.pack(self.write(message, interface=interface))

    def _read(self, piece: Text | Damaged) -> Reading | Damaged:
        if isinstance(piece, Damaged):
            return piece
        try:
            return read(piece.text, self._side, version=self._dialect.version)
        except RemoteProtocolError as error:
            return Damaged(str(error), piece.offset)
