"""The last messages both ways, with secrets masked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Final

from agentpanel.domain.wire import WireLine

#: Messages kept; a busy agent makes some ten a call.
CAPACITY: Final = 2_000
#: Password, session key and licence token; ER quotes the message that held them.
_SECRETS: Final = re.compile(r'(\\(?:PW|AK|LN))[^\\"]*')


def masked(text: str) -> str:
    """The text with the values of PW, AK and LN hidden, also inside a quotation."""
    return _SECRETS.sub(r"\1***", text) if "\\" in text else text


class WireLog:
    """A ring of WireLine; observers are told of each new one."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._lines: deque[WireLine] = deque(maxlen=capacity)
        self._count = 0
        self._observers: list[Callable[[WireLine], None]] = []

    def add(self, at: datetime, text: str, *, outgoing: bool, name: str | None, problems: tuple[str, ...] = ()) -> None:
        self._count += 1
        line = WireLine(self._count, at, outgoing, masked(text), name, tuple(map(masked, problems)))
        self._lines.append(line)
        for observer in tuple(self._observers):
            observer(line)

    def after(self, serial: int) -> list[WireLine]:
        """The lines kept whose serial is greater, oldest first."""
        fresh = min(len(self._lines), self._count - serial)
        return list(islice(self._lines, len(self._lines) - fresh, None)) if fresh > 0 else []

    def observe(self, observer: Callable[[WireLine], None]) -> Callable[[], None]:
        """Be told of each line; gives the undo."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)
