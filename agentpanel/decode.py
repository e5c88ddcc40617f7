"""A captured byte stream, message by message, as objects for other programs: what ``agentpanel decode`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import agentpanel.protocol.messages  # noqa: F401 - the declarations fill the registry
from agentpanel.protocol.codec import Reading, decode
from agentpanel.protocol.errors import RemoteProtocolError
from agentpanel.protocol.frame import Frame
from agentpanel.protocol.framing import Damaged, Encoding, Framer, Text
from agentpanel.protocol.kinds import FlagKind
from agentpanel.protocol.message import Meta, Side, Unrecognised


def decode_stream(
    data: Iterable[bytes], *, encoding: Encoding, side: Literal["client", "dialer"] | None
) -> Iterator[dict[str, object]]:
    """One object a message, in order; one with "error" and "offset" (bytes) for a damaged stretch.

    ``side`` sent the stream; None where it is unknown, or was both. Never raises for what the stream holds.
    """
    receivers = (Side.CLIENT, Side.DIALER) if side is None else (Side(side).other,)
    framer = Framer(encoding)
    for chunk in data:
        for piece in framer.feed(chunk):
            yield _told(piece, receivers)
    for piece in framer.finish():
        yield _told(piece, receivers)


def _told(piece: Text | Damaged, receivers: tuple[Side, ...]) -> dict[str, object]:
    if isinstance(piece, Damaged):
        return {"error": piece.reason, "offset": piece.offset}
    try:
        frame = Frame.parse(piece.text)
    except RemoteProtocolError as error:
        return {"error": str(error), "offset": piece.offset}
    return _message(_best([decode(frame, to) for to in receivers]))


def _best(readings: list[Reading]) -> Reading:
    """The direction that declares the message, with the fewest problems."""
    return min(readings, key=lambda reading: (isinstance(reading.message, Unrecognised), len(reading.problems)))


def _message(reading: Reading) -> dict[str, object]:
    frame, message = reading.frame, reading.message
    meta = None if isinstance(message, Unrecognised) else message.META
    return {
        "service": frame.service,
        "interface": frame.interface,
        "code": frame.code,
        "name": meta and meta.name,
        "params": {code: _value(meta, code, raw) for code, raw in frame.values().items()},
        # that a message is not declared is no fault of it
        "problems": list(reading.problems if meta else frame.problems),
    }


def _value(meta: Meta | None, code: str, raw: str) -> str | bool:
    """Exactly as on the wire, but True for what is known to be a flag."""
    param = meta and meta.by_code.get(code)
    return True if param and isinstance(param.kind, FlagKind) else raw
