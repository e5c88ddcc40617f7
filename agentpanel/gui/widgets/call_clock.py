"""The clock of the call: ringing, talking, or in wrap, since when."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.snapshot import Call, Instant
from agentpanel.gui.i18n import fill, short_clock
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.plain import ElidedLabel


class CallClock:
    """Words and time in one label."""

    def __init__(self) -> None:
        self.label = ElidedLabel()
        self.label.setFont(steady(self.label.font()))
        self._call: Call | None = None

    def show_call(self, call: Call | None) -> None:
        self._call = call
        if call is None:
            self.label.setText("")

    def draw(self, now: Instant) -> None:
        if self._call is not None:
            self.label.setText(call_times(self._call, now))


def call_times(call: Call, now: Instant) -> str:
    """How long it rings, lasts, or lasted and is in wrap."""
    if call.connected is None and call.ended is None:
        return _line(QCoreApplication.translate("calls", "Ringing {time}"), now.mono - call.offered.mono)
    begun = call.connected or call.offered
    if call.ended is None:
        return _line(QCoreApplication.translate("calls", "Talking {time}"), now.mono - begun.mono)
    talked = _line(QCoreApplication.translate("calls", "Talked {time}"), call.ended.mono - begun.mono)
    if call.lost is not None:
        return talked
    wrapped = _line(QCoreApplication.translate("calls", "wrap {time}"), now.mono - call.ended.mono)
    return f"{talked} · {wrapped}"


def _line(template: str, seconds: float) -> str:
    return fill(template, time=short_clock(seconds))
