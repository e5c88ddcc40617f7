"""The clock of the call: ringing, talking, or in wrap, since when."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.snapshot import Call, Instant
from agentpanel.gui.i18n import fill, short_clock
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.plain import ElidedLabel


class CallClock:
    """Words and time in one label."""

    def __init__(self) -> None:
        self.label = ElidedLabel()
        self.label.setFont(steady(self.label.font()))
        self._call: Call | None = None
        #: The one time that counts now; and without its word, where the state block says it.
        self.compact = False
        self.bare = False

    def show_call(self, call: Call | None) -> None:
        self._call = call
        if call is None:
            self.label.setText("")

    def draw(self, now: Instant) -> None:
        if self._call is not None:
            times = call_times(self._call, now)
            words = [short_clock(seconds) if self.bare else _line(each, seconds) for each, seconds in times]
            # How long the wrap lasts or may last stands with the outcome: here how long the talk was.
            self.label.setText(words[-1] if self.compact else words[0])


def call_times(call: Call, now: Instant) -> list[tuple[str, float]]:
    """How many seconds it rings, lasts, or lasted and is in wrap, each with its template."""
    preview = call.preview
    if preview is not None and call.connected is None and call.ended is None:
        if preview.dialing is None:
            return [(QT_TRANSLATE_NOOP("calls", "Preview {time}"), now.mono - preview.began.mono)]
        return [(QT_TRANSLATE_NOOP("calls", "Dialing {time}"), now.mono - preview.dialing.mono)]
    if call.connected is None and call.ended is None:
        return [(QT_TRANSLATE_NOOP("calls", "Ringing {time}"), now.mono - call.offered.mono)]
    begun = call.connected or call.offered
    if call.ended is None:
        return [(QT_TRANSLATE_NOOP("calls", "Talking {time}"), now.mono - begun.mono)]
    talked = (QT_TRANSLATE_NOOP("calls", "Talked {time}"), call.ended.mono - begun.mono)
    if call.lost is not None:
        return [talked]
    return [talked, (QT_TRANSLATE_NOOP("calls", "wrap {time}"), now.mono - call.ended.mono)]


def _line(template: str, seconds: float) -> str:
    return fill(QCoreApplication.translate("calls", template), time=short_clock(seconds))
