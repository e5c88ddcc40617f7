"""Keeps the Recent list in step with the journal: one query at a time, the newest wins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from agentpanel.app.entries import whose_calls
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.records import Entry, Query
from agentpanel.domain.words import say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.ticks import Ticks
from agentpanel.journal.errors import JournalError
from agentpanel.session.tasks import spawn


class RecentRows:
    """Asks the journal again whenever rows, filter or agent have changed, and shows what it says."""

    def __init__(
        self,
        parts: Parts,
        ticks: Ticks,
        show: Callable[[list[Entry]], None],
        tell: Callable[[str], None],
    ) -> None:
        self._parts = parts
        self._ticks = ticks
        self._show = show
        self._tell = tell
        self._text = ""
        self._who: tuple[str | None, str] | None = None
        self._stale = False
        self._asking = False
        self._undo = (parts.journal.observe(self.refresh), parts.session.observe(self._look_who))
        self._look_who()

    def close(self) -> None:
        """Ask no more: the journal is about to be closed."""
        for undo in self._undo:
            undo()
        self._stale, self._who = False, None

    def filter(self, text: str) -> None:
        self._text = text
        self.refresh()

    def refresh(self) -> None:
        """Something changed. While a query runs, this is remembered and done after it."""
        self._stale = True
        if not self._asking and self._who is not None:
            self._asking = True
            spawn(self._ask(), name="recent rows")

    def _look_who(self) -> None:
        who = whose_calls(self._parts)
        if who != self._who:
            self._who = who
            self.refresh()

    async def _ask(self) -> None:
        try:
            while self._stale and self._who is not None:
                self._stale = False
                tenant, agent = self._who
                rows = await self._parts.journal.page(Query(tenant=tenant, agent=agent, text=self._text))
                self._ticks.post(partial(self._show, rows))
        except JournalError as error:
            if self._who is not None:
                self._tell(in_words(say(words.RECENT_NOT_READ, reason=error.reason)))
        finally:
            self._asking = False
