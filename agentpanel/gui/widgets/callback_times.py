"""Times that customers often ask for, one press each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from agentpanel.gui.marking import QT_TRANSLATE_NOOP

_MORNING: Final = time(9, 0)
_AFTERNOON: Final = time(14, 0)
#: Minutes to which a time "in an hour" is rounded up.
_STEP_MIN: Final = 5


@dataclass(frozen=True, slots=True)
class Quick:
    """``text`` is English, to be translated; ``of`` gives the time, aware, for a moment in the dialer's zone."""

    text: str
    of: Callable[[datetime], datetime]


def _after(hours: int) -> Callable[[datetime], datetime]:
    """So long from now by the world's clock, whatever the local ones do meanwhile."""

    def of(now: datetime) -> datetime:
        return rounded_up(now.astimezone(UTC) + timedelta(hours=hours)).astimezone(now.tzinfo)

    return of


def _on(days: Callable[[datetime], int], at: time) -> Callable[[datetime], datetime]:
    def of(now: datetime) -> datetime:
        return datetime.combine(now.date() + timedelta(days=days(now)), at, now.tzinfo)

    return of


def _to_monday(now: datetime) -> int:
    return 7 - now.weekday()


def rounded_up(moment: datetime) -> datetime:
    """To the next full five minutes."""
    whole = moment.replace(second=0, microsecond=0)
    over = (whole.minute % _STEP_MIN) or (_STEP_MIN if whole == moment else 0)
    return whole + timedelta(minutes=_STEP_MIN - over)


QUICK: Final = (
    Quick(QT_TRANSLATE_NOOP("callbacks", "in 1 h"), _after(1)),
    Quick(QT_TRANSLATE_NOOP("callbacks", "in 3 h"), _after(3)),
    Quick(QT_TRANSLATE_NOOP("callbacks", "tomorrow 9:00"), _on(lambda _: 1, _MORNING)),
    Quick(QT_TRANSLATE_NOOP("callbacks", "tomorrow 14:00"), _on(lambda _: 1, _AFTERNOON)),
    Quick(QT_TRANSLATE_NOOP("callbacks", "Monday 9:00"), _on(_to_monday, _MORNING)),
)
