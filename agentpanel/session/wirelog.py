"""The last messages both ways, with secrets masked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Final

from agentpanel.domain.wire import WireLine
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.message import Unrecognised
from agentpanel.session.observers import Observers

#: Messages kept; a busy agent makes some ten a call.
CAPACITY: Final = 2_000
#: Password, session key and licence token; ER quotes the message that held them.
_SECRETS: Final = re.compile(r"(\\(?:PW|AK|LN))[^\\]*")
_MARKS: Final = ("\\PW", "\\AK", "\\LN")
#: A sentence quotes with escapes, so that a backslash in it does not end a value.
_SECRETS_TO_THE_END: Final = re.compile(_SECRETS.pattern + ".*", re.DOTALL)
#: What a sentence quotes.
_QUOTED: Final = re.compile(r"""(: )['"].*""", re.DOTALL)


def masked(text: str) -> str:
    """The text with the values of PW, AK and LN hidden, each to the next backslash or the end.

    A value may hold a double quote, so one that ends a quotation is hidden with it.
    """
    # Nearly every message has none, and a pattern costs ten times as much as these looks.
    return _SECRETS.sub(r"\1***", text) if any(mark in text for mark in _MARKS) else text


def _masked_problem(problem: str, text: str) -> str:
    """The sentence without what it quotes from a text with secrets: it may quote from the middle of one."""
    if _SECRETS.search(text):
        problem = _QUOTED.sub(r"\1***", problem)
    return _SECRETS_TO_THE_END.sub(r"\1***", problem)


#: A message that came, which nobody has looked at: most of a burst leave the ring before anybody does.
_Read = tuple[int, datetime, Reading]


class WireLog:
    """A ring of WireLine; observers are told of each new one."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._lines: deque[WireLine | _Read] = deque(maxlen=capacity)
        self._count = 0
        self._observers = Observers[[WireLine]]()

    def add(self, at: datetime, text: str, *, outgoing: bool, name: str | None, problems: tuple[str, ...] = ()) -> None:
        """What was written, or could not be read as a message."""
        odd = tuple(_masked_problem(problem, text) for problem in problems)
        self._keep(WireLine(self._count + 1, at, outgoing, masked(text), name, odd))

    def add_read(self, at: datetime, reading: Reading) -> None:
        """A message that came."""
        self._keep((self._count + 1, at, reading.bare()))

    def after(self, serial: int) -> list[WireLine]:
        """The lines kept whose serial is greater, oldest first."""
        fresh = min(len(self._lines), self._count - serial)
        kept = islice(self._lines, len(self._lines) - fresh, None) if fresh > 0 else ()
        return [_made(line) for line in kept]

    def observe(self, observer: Callable[[WireLine], None]) -> Callable[[], None]:
        """Be told of each line; gives the undo."""
        return self._observers.add(observer)

    def _keep(self, line: WireLine | _Read) -> None:
        self._count += 1
        self._lines.append(line)
        if self._observers:
            self._observers.tell(_made(line))


def _made(line: WireLine | _Read) -> WireLine:
    if isinstance(line, WireLine):
        return line
    serial, at, reading = line
    text, message = reading.text, reading.message
    odd = tuple(_masked_problem(problem, text) for problem in reading.problems)
    name = None if isinstance(message, Unrecognised) else message.META.name
    return WireLine(serial, at, False, masked(text), name, odd)
