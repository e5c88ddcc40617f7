"""The one timer of all clocks on the window."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from agentpanel.domain.snapshot import Instant


class Ticker(QObject):
    """Ticks when a clock that began at ``align`` shows a new second; clocks are drawn from their start, not counted."""

    tick = Signal(object)  #: the Instant to draw clocks for

    def __init__(self, now: Callable[[], Instant], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # A coarse timer may fire 5 % early and would show each second twice.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def align(self, since: Instant) -> None:
        """Tick with the clock that began then."""
        if since.mono != self._since:
            self._since = since.mono
            if self.running:
                self._arm(self._now())

    def start(self) -> None:
        """Tick now, then each second."""
        self._tick()

    def stop(self) -> None:
        """Nobody sees the clocks."""
        self._timer.stop()

    def _tick(self) -> None:
        now = self._now()
        self._arm(now)
        self.tick.emit(now)

    def _arm(self, now: Instant) -> None:
        left = 1.0 - math.fmod(max(0.0, now.mono - self._since), 1.0)
        self._timer.start(math.ceil(left * 1000) + 1)
