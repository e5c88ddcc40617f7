"""Keeps the own day in step with the journal: one question at a time, at most one a second, a new day at midnight."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer

from agentpanel.app.entries import whose_calls
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.records import DaySums
from agentpanel.domain.snapshot import Instant
from agentpanel.domain.words import say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.widgets.day_words import Day, Grows
from agentpanel.journal.errors import JournalError
from agentpanel.session import clock
from agentpanel.session.tasks import spawn

#: Seconds between two questions.
_PACE_S: Final = 1.0
#: Seconds after which the date is looked at, however long the day still is: a machine may have slept.
_LOOK_S: Final = 600.0
#: How far ahead it is asked what goes on growing, seconds.
_AHEAD: Final = timedelta(seconds=60)


class Summing(Protocol):
    """What of a journal the day is made of."""

    async def day(self, tenant: str | None, agent: str, since: datetime, until: datetime) -> DaySums: ...

    def observe(self, changed: Callable[[], None]) -> Callable[[], None]: ...


class OwnDay(QObject):
    """Asks again whenever rows, the agent or the date have changed, and shows what the journal says.

    The day is of who is logged in, also where that agent may see the rows of others.
    """

    def __init__(
        self,
        parts: Parts,
        journal: Summing,
        ticks: Ticks,
        show: Callable[[Day | None], None],
        fail: Callable[[str], None],
        *,
        now: Callable[[], Instant] = clock.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._journal, self._ticks = parts, journal, ticks
        self._show, self._fail, self._now = show, fail, now
        self._who: tuple[str | None, str] | None = None
        self._stale = self._closed = False
        self._asking: asyncio.Task[None] | None = None
        self._asked_at = -_PACE_S
        self._date = now().wall.astimezone().date()
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._midnight.timeout.connect(self._look_at_date)
        self._undo = (journal.observe(self.refresh), parts.session.observe(self._look_who))
        self._look_who()
        self._wait_for_midnight()

    def close(self) -> None:
        """Ask no more: the journal is about to be closed."""
        self._closed, self._stale = True, False
        self._midnight.stop()
        if self._asking is not None:
            self._asking.cancel()
        for undo in self._undo:
            undo()

    def refresh(self) -> None:
        """Something changed. While a question runs, this is remembered and done after it."""
        self._stale = True
        if self._asking is None and not self._closed and self._who is not None:
            self._asking = spawn(self._ask(), name="own day")

    # -- what changes it ---------------------------------------------------------------------------------

    def _look_who(self) -> None:
        who = whose_calls(self._parts)
        if who != self._who:
            self._who = who
            self._ticks.post(partial(self._show, None))
            self.refresh()

    def _look_at_date(self) -> None:
        self._wait_for_midnight()
        today = self._now().wall.astimezone().date()
        if today != self._date:
            self._date = today
            self.refresh()

    def _wait_for_midnight(self) -> None:
        here = self._now().wall.astimezone()
        left = (_midnight_of(here.date() + timedelta(days=1)) - here).total_seconds()
        self._midnight.start(round(1000 * min(_LOOK_S, max(0.0, left))) + 1)

    # -- asking ------------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        try:
            while self._stale and self._who is not None:
                await asyncio.sleep(max(0.0, self._asked_at + _PACE_S - time.monotonic()))
                self._stale, self._asked_at = False, time.monotonic()
                await self._sum_up(*self._who)
        except JournalError as error:
            sentence = in_words(say(words.DAY_NOT_READ, reason=error.reason))
            self._ticks.post(partial(self._fail, sentence))
        finally:
            self._asking = None

    async def _sum_up(self, tenant: str | None, agent: str) -> None:
        """What is more a while ahead is what goes on now; the journal alone knows what that is."""
        now = self._now()
        here = now.wall.astimezone()
        since = _midnight_of(here.date())
        sums = await self._journal.day(tenant, agent, since, here)
        ahead = await self._journal.day(tenant, agent, since, here + _AHEAD)
        grows = Grows(ahead.talk_s > sums.talk_s, ahead.wrap_s > sums.wrap_s, ahead.break_s > sums.break_s)
        if (tenant, agent) == self._who:
            self._ticks.post(partial(self._show, Day(here.date(), sums, now, grows)))


def _midnight_of(day: date) -> datetime:
    """Where the clocks are set at midnight, the first moment of that day."""
    return datetime.combine(day, time_of_day()).astimezone()
