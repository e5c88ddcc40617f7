"""Tells before the dialer closes a wrap and throws the entries away, where nobody looks at the panel."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from agentpanel.domain.controls_desk import wrap_limit
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Completion, Instant, Snapshot
from agentpanel.domain.state import Work

_GIVEN = (Completion.SAVING, Completion.SENT)


def warns_at(s: Snapshot, rules: SiteRules) -> float | None:
    """From which moment of the monotonic clock on the wrap is about to end; None: it is not to be warned of."""
    call, limit = s.call, wrap_limit(s, rules)
    if s.work.value is not Work.WRAP or call is None or call.ended is None or not limit:
        return None
    if call.completion in _GIVEN or call.lost is not None:
        return None
    return call.ended.mono + limit - rules.calls.wrap_warning_s


class WrapAlert(QObject):
    """A timer of its own: the window's clocks stand still while it is minimized."""

    due = Signal()  #: once for each end of a wrap; an extended one is another

    def __init__(self, rules: SiteRules, now: Callable[[], Instant], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self._now = now
        self._end: tuple[str, float] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.due)

    def show_snapshot(self, s: Snapshot) -> None:
        at = warns_at(s, self._rules)
        end = (s.call.key, at) if s.call is not None and at is not None else None
        if end == self._end:
            return
        self._end = end
        self._timer.stop()
        if at is not None:
            self._timer.start(max(0, math.ceil((at - self._now().mono) * 1000)))

    def close(self) -> None:
        self._timer.stop()
