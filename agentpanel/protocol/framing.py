"""A stream of bytes cut into message texts, and texts made into bytes [Comm-Links].

A null character ends a message: one zero byte on the 8-bit port, two on the UTF-16LE port. CR and LF
around a message are dropped and empty messages ignored, since one page of the manual says that they end
a message (behaviour.md 1.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from agentpanel.protocol.errors import LocalProtocolError

#: Characters of text a message may have; the largest documented single value is 128,000 (behaviour.md 1.1).
MAX_TEXT: Final = 256 * 1024
#: What no value that we make may hold: NUL ends a message, and CR and LF may do so too.
ENDS: Final = "\0\r\n"
#: What must be one byte each in a code page, or the syntax itself could not be read.
_SYNTAX: Final = '\\:"\0\r\nAZaz09'


class Encoding(Enum):
    """How characters become bytes; the value is the settings' word for it."""

    # 8-bit characters, port 6502
    ASCII = "ascii"
    # 16-bit little-endian characters without a byte order mark, port 6500
    UTF16 = "utf-16"

    @property
    def unit(self) -> int:
        """Bytes of a code unit, and of the terminator."""
        return 2 if self is Encoding.UTF16 else 1


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one message and the offset in bytes of its first byte in the stream."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """A stretch of the stream that holds no readable message, with the reason and its offset in bytes."""

    reason: str
    offset: int


def check_code_page(name: str) -> None:
    """ValueError unless ``name`` is a code page that the 8-bit port can use: any that extends ASCII."""
    try:
        usable = _SYNTAX.encode(name) == _SYNTAX.encode("ascii")
    except (LookupError, UnicodeError) as error:
        raise ValueError(f"{name!r} is not a code page: {error}") from error
    if not usable:
        raise ValueError(f"{name!r} is not a code page of 8-bit characters")


_SLIPPED: Final = re.compile(rb"\0[A-Za-z]\0[A-Za-z0-9]")


class Framer:
    """Both directions of one byte stream. Never raises for what the peer sent.

    ``max_text`` counts code units of the encoding. Raises ValueError for an unusable code page.
    """

    def __init__(self, encoding: Encoding, *, code_page: str = "latin-1", max_text: int = MAX_TEXT) -> None:
        if encoding is Encoding.ASCII:
            check_code_page(code_page)
        self._codec = "utf-16-le" if encoding is Encoding.UTF16 else code_page
        self._unit = encoding.unit
        self._end = bytes(encoding.unit)
        self._max_bytes = max_text * encoding.unit
        self._max_text = max_text
        self._buffer = bytearray()
        self._start = 0  # offset in the stream of the buffer's first byte
        self._seen = 0  # bytes of the buffer already searched for a terminator, whole units of that message
        self._skipping = False  # inside an over-long message, up to its terminator

    def feed(self, data: bytes) -> list[Text | Damaged]:
        """Take the next bytes; give what they completed, in order."""
        self._buffer += data
        found: list[Text | Damaged] = []
        begin = self._realign(0)
        while (end := self._find_end(begin)) >= 0:
            self._close(begin, end, found)
            begin = self._realign(end + self._unit)
        self._drop(begin)
        self._guard_size(found)
        return found

    def finish(self) -> list[Text | Damaged]:
        """The stream has ended: whatever is left lacks its terminator."""
        left, offset, skipping = bytes(self._buffer), self._start, self._skipping
        self._drop(len(self._buffer))
        self._skipping = False
        if skipping or not left.strip(b"\r\n\0"):
            return []
        return [Damaged("the stream ended inside a message: no terminator", offset)]

    def pack(self, text: str) -> bytes:
        """The bytes of one message, terminator included. Raises LocalProtocolError.

        CR and LF pass, since ER quotes what the peer sent.
        """
        try:
            raw = text.encode(self._codec)
        except UnicodeEncodeError as error:
            bad = text[error.start]
            raise LocalProtocolError(
                _head(text), None, f"the character {bad!r} does not exist in {self._codec}"
            ) from error
        if "\0" in text:
            raise LocalProtocolError(_head(text), None, "a null character would end the message")
        if len(raw) > self._max_bytes:
            raise LocalProtocolError(_head(text), None, f"longer than {self._max_text} characters")
        return raw + self._end

    def _realign(self, begin: int) -> int:
        """Where the message at ``begin`` really begins.

        A zero before two letters or digits belongs, on the 16-bit port, to a terminator that a byte lost before it
        made seem to end early: read with it, they would be two characters U+xx00.
        """
        first = self._buffer[begin : begin + 4]
        if self._unit == 2 and not self._skipping and _SLIPPED.fullmatch(first):
            begin += 1
        self._seen = max(self._seen, begin)
        return begin

    def _find_end(self, begin: int) -> int:
        """Index of the next terminator that stands on a unit's edge, or -1."""
        at = self._buffer.find(self._end, self._seen)
        while at >= 0 and (at - begin) % self._unit:
            at = self._buffer.find(self._end, at + 1)
        if at < 0:
            self._seen = len(self._buffer) - (len(self._buffer) - begin) % self._unit
        return at

    def _close(self, begin: int, end: int, found: list[Text | Damaged]) -> None:
        offset = self._start + begin
        if self._skipping:
            self._skipping = False
        elif end - begin > self._max_bytes:
            found.append(self._too_long(offset))
        elif end > begin:
            self._decode(self._buffer[begin:end], offset, found)

    def _decode(self, raw: bytearray, offset: int, found: list[Text | Damaged]) -> None:
        try:
            text = raw.decode(self._codec)
        except UnicodeError as error:
            found.append(Damaged(f"not readable: {error}", offset))
            return
        if bare := text.strip("\r\n"):
            found.append(Text(bare, offset + text.index(bare[0]) * self._unit))

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._start += count
        self._seen = max(0, self._seen - count)

    def _guard_size(self, found: list[Text | Damaged]) -> None:
        """Forget the bytes of a message that is already too long, so that memory stays bounded."""
        if self._skipping:
            self._drop(self._seen)
        elif len(self._buffer) >= self._max_bytes + self._unit:
            found.append(self._too_long(self._start))
            self._skipping = True
            self._drop(self._seen)

    def _too_long(self, offset: int) -> Damaged:
        return Damaged(f"longer than {self._max_text} characters: skipped to its end", offset)


def _head(text: str) -> str:
    """The codes at the start of a message, for an error's words."""
    return text.partition("\\")[0][:16]
