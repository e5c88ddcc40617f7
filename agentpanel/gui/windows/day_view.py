"""The own day in both its places: the line on the panel, and the window that the line opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.day_line import DayLine
from agentpanel.gui.widgets.day_words import Day
from agentpanel.gui.windows.day_window import DayWindow


class DayView(QObject):
    """Makes the window when it is first wanted; both places show the same."""

    def __init__(
        self, rules: SiteRules, theme: Theme, now: Callable[[], Instant], line: DayLine, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._rules, self._theme, self._now = rules, theme, now
        self._panel = parent
        self._line = line
        self._window: DayWindow | None = None
        self._day: Day | None = None
        self._fault = ""
        line.clicked.connect(self.open)

    def show(self, day: Day | None) -> None:
        """The sums of today; None as long as it is not known whose."""
        self._day, self._fault = day, ""
        self._line.show_day(day, self._now())
        if self._window is not None:
            self._window.show_day(day, self._now())

    def show_fault(self, sentence: str) -> None:
        """Why they are not known."""
        self._day, self._fault = None, sentence
        self._line.show_fault(sentence)
        if self._window is not None:
            self._window.show_fault(sentence)

    def draw_clocks(self, now: Instant) -> None:
        """A second has passed, and the panel is seen."""
        if self._line.isVisible():
            self._line.draw_clocks(now)
        if self._window is not None:
            self._window.draw_clocks(now)

    def open(self) -> QWidget:
        """The whole of it, beside the panel."""
        if self._window is None:
            self._window = DayWindow(self._rules, self._theme, self._panel)
            if self._fault:
                self._window.show_fault(self._fault)
            else:
                self._window.show_day(self._day, self._now())
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window

    def close(self) -> None:
        """The panel goes, and the window of its day with it."""
        if self._window is not None:
            self._window.close()
