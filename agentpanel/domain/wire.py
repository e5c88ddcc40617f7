"""One line of the wire log: what went over the socket, with secrets masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WireLine:
    """A message text as written or read; ``serial`` counts from 1, ``problems`` say what was odd about it."""

    serial: int
    at: datetime
    outgoing: bool
    text: str
    name: str | None = None
    problems: tuple[str, ...] = ()
