"""The wire log in a file, written on a thread of its own: a slow disk must not hold up the agent."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TextIO

from agentpanel.domain.wire import WireLine

#: Lines, some 10 MB.
_WAITING: Final = 50_000


def line_text(line: WireLine) -> str:
    """One line of the file: time, direction, message, and what was odd about it."""
    arrow = ">" if line.outgoing else "<"
    odd = f"  [{'; '.join(line.problems)}]" if line.problems else ""
    text = line.text.replace("\r", "\\r").replace("\n", "\\n")
    return f"{line.at.isoformat(timespec='milliseconds')} {arrow} {text}{odd}\n"


def _left_out_text(count: int) -> str:
    return f"# {count} lines left out: the disk was too slow\n"


class WireFile:
    """Appends lines to a file that only its owner can read.

    ``failed`` is called once at most, on the writer's thread; from then on lines are dropped.
    ``waiting`` is how many lines wait for the disk before further ones are left out; the file says how many were.
    """

    def __init__(self, path: Path, failed: Callable[[OSError], None], *, waiting: int = _WAITING) -> None:
        self._path = path
        self._failed = failed
        self._most = waiting
        self._waiting: deque[WireLine | int] = deque()  # a number stands for so many lines left out
        self._over = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="wire file", daemon=True)
        self._thread.start()

    def write(self, lines: Iterable[WireLine]) -> None:
        """Queue them; nothing after close() or a failure."""
        with self._changed:
            if self._over:
                return
            for line in lines:
                self._queue(line)
            self._changed.notify()

    def close(self, timeout: float = 2.0) -> None:
        """Write what waits, for so many seconds at most; nothing after a failure, or a second time."""
        with self._changed:
            if self._over:
                return
            self._over = True
            self._changed.notify()
        self._thread.join(timeout)

    def _queue(self, line: WireLine) -> None:
        if len(self._waiting) < self._most:
            self._waiting.append(line)
        elif isinstance(last := self._waiting[-1], int):
            self._waiting[-1] = last + 1
        else:
            self._waiting.append(1)

    def _run(self) -> None:
        try:
            with self._open() as file:
                while batch := self._next():
                    file.writelines(line_text(e) if isinstance(e, WireLine) else _left_out_text(e) for e in batch)
                    file.flush()
        except OSError as error:
            with self._changed:
                self._over = True
                self._waiting.clear()
            self._failed(error)

    def _open(self) -> TextIO:
        """The file, its owner's alone even where it was there before. Raises OSError."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        file = os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace")
        try:
            if sys.platform != "win32":
                os.fchmod(descriptor, 0o600)
        except OSError:
            file.close()
            raise
        return file

    def _next(self) -> list[WireLine | int]:
        """What waits, as soon as something does; empty at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._over)
            batch = list(self._waiting)
            self._waiting.clear()
            return batch
