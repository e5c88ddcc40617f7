"""The wire log in a file, written on a thread of its own: a slow disk must not hold up the agent."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from agentpanel.domain.wire import WireLine

#: Lines waiting for the disk before further ones are left out; the file says so.
_WAITING: Final = 50_000


def line_text(line: WireLine) -> str:
    """One line of the file: time, direction, message, and what was odd about it."""
    arrow = ">" if line.outgoing else "<"
    odd = f"  [{'; '.join(line.problems)}]" if line.problems else ""
    text = line.text.replace("\r", "\\r").replace("\n", "\\n")
    return f"{line.at.isoformat(timespec='milliseconds')} {arrow} {text}{odd}\n"


class WireFile:
    """Appends lines to a file that only its owner can read. ``failed`` is called on the writer's thread."""

    def __init__(self, path: Path, failed: Callable[[OSError], None]) -> None:
        self._path = path
        self._failed = failed
        self._queue: queue.Queue[WireLine | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._run, name="wire file", daemon=True)
        self._thread.start()

    def write(self, lines: Iterable[WireLine]) -> None:
        for line in lines:
            try:
                self._queue.put_nowait(line)
            except queue.Full:
                return

    def close(self, timeout: float = 2.0) -> None:
        """Write what waits, for so many seconds at most."""
        try:
            self._queue.put(None, timeout=timeout)
        except queue.Full:
            return
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                while (line := self._queue.get()) is not None:
                    file.write(line_text(line))
                    if self._queue.empty():
                        file.flush()
        except OSError as error:
            self._failed(error)
