"""Many snapshots become one Qt signal a frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from agentpanel.domain.snapshot import Snapshot

#: One frame at 60 Hz.
FRAME_MS = 16


class SnapshotFeed(QObject):
    """Gives the newest snapshot at most once a frame, never on the stack of the task that made it.

    A slot that ran inside a task's step could open a nested loop there, and that kills other tasks.
    """

    changed = Signal(object)  #: the newest Snapshot

    def __init__(self, read: Callable[[], Snapshot], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._give)

    def poke(self) -> None:
        """There is something new; may be called from a task, as often as one likes."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Give nothing more: what reads the snapshots is being taken down."""
        self._timer.stop()

    def _give(self) -> None:
        self.changed.emit(self._read())
