"""A clock that is drawn from the moment at which it began."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from agentpanel.domain.snapshot import Instant
from agentpanel.gui.widgets.plain import PlainLabel


def steady(font: QFont) -> QFont:
    """The font with figures of one width, so that a clock stands still while it counts."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


class ClockLabel(PlainLabel):
    """Seconds since a moment, as ``show`` writes them."""

    def __init__(self, show: Callable[[float], str], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFont(steady(self.font()))
        self._show = show
        self._since: Instant | None = None

    def count_from(self, since: Instant) -> None:
        """The beginning."""
        self._since = since

    def show_as(self, show: Callable[[float], str]) -> None:
        """Write the time so from now on."""
        self._show = show
        self.setText("")

    def draw(self, now: Instant) -> None:
        if self._since is None:
            return
        text = self._show(now.mono - self._since.mono)
        if len(text) != len(self.text()):
            self.hold(text)
        self.setText(text)

    def hold(self, text: str) -> None:
        """Be as large as this text and stay so: a label of fixed size costs no layout when its text changes."""
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance(text) + 2, metrics.height())
