"""Tells of an arriving call and a wrap about to end: task bar, tray, sound; never takes the keyboard (panel.md 1)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.domain.moments import Moment, Moments
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Instant, Snapshot
from agentpanel.gui.theme import Theme
from agentpanel.gui.tray import Tray
from agentpanel.gui.wrap_alert import WrapAlert
from agentpanel.settings.settings import Alert


class Alerts(QObject):
    """Follows the snapshots; the window is only ever raised, never activated."""

    show_requested = Signal()  #: by the tray: somebody asks for the window
    quit_requested = Signal()  #: by the tray

    def __init__(
        self, alert: Alert, theme: Theme, window: QWidget, rules: SiteRules, now: Callable[[], Instant]
    ) -> None:
        super().__init__(window)
        self._alert = alert
        self._window = window
        self._moments = Moments()
        self.wrap = WrapAlert(rules, now, self)
        self.wrap.due.connect(self._tell_wrap)
        self.tray = Tray(theme, window) if alert.tray else None
        if self.tray is not None:
            self.tray.show_requested.connect(self.show_requested)
            self.tray.quit_requested.connect(self.quit_requested)

    def show_snapshot(self, s: Snapshot) -> None:
        """Tell of the call in it, if it is a new one; the tray shows the state always."""
        if self.tray is not None:
            self.tray.show_snapshot(s)
        self.wrap.show_snapshot(s)
        if any(_arrives(moment, call) for moment, call in self._moments.follow(s)):
            self._tell(rises=True)

    def close(self) -> None:
        """Nothing is left on the screen."""
        self.wrap.close()
        if self.tray is not None:
            self.tray.close()

    def _tell_wrap(self) -> None:
        if not self._window.isActiveWindow():  # else the agent reads it already
            self._tell(rises=False)

    def _tell(self, *, rises: bool) -> None:
        if self._alert.sound:
            # The sound of the system's own scheme. Qt Essentials has no other player, and a file would need one.
            QApplication.beep()
        if rises and self._alert.raise_ and not self._window.isMinimized():
            # A minimized one stays so: restoring it would make it the active window on most systems.
            self._window.raise_()
        if self._alert.flash:
            QApplication.alert(self._window)


def _arrives(moment: Moment, call: Call) -> bool:
    """A call that is announced; of a previewed record also that its number has answered."""
    if call.ended is not None:
        return False
    return moment is Moment.OFFERED or (moment is Moment.CONNECTED and call.preview is not None)
