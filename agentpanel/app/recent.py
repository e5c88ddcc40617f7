"""Keeps the Recent list in step with the journal: one question at a time, and a newer list ends that of the older."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from agentpanel.app.entries import whose_calls
from agentpanel.app.parts import Parts
from agentpanel.app.recent_keep import Keeper
from agentpanel.app.recent_pages import Pages, Question
from agentpanel.domain import words
from agentpanel.domain.finding import with_names
from agentpanel.domain.records import ALL_ROWS, Filter, Query, Row
from agentpanel.domain.rights import sees_all
from agentpanel.domain.words import say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.journal.errors import JournalError
from agentpanel.session.tasks import spawn

#: Seconds between two looks while rows change all the time: thousands may change in each of them.
PAUSE_S: Final = 0.3


class RecentRows:
    """Asks the journal whenever rows, filter, place or agent have changed, and shows what has become another."""

    def __init__(self, parts: Parts, ticks: Ticks, view: RecentPanel, tell: Callable[[str], None]) -> None:
        self._parts = parts
        self._ticks = ticks
        self._view = view
        self._tell = tell
        self._pages = Pages()
        self._filter = ALL_ROWS
        self._own: tuple[str | None, str] | None = None
        self._who: tuple[str | None, str | None] | None = None
        #: Whose rows, and which.
        self._list: Query | None = None
        #: The rows of the list before, until those of this one are shown: nobody waits for hundreds to be let go of.
        self._before: list[Row] = []
        self._anew, self._stale, self._newest = False, False, False
        self._watched: frozenset[int] = frozenset()
        self._task: asyncio.Task[None] | None = None
        self._urgent = asyncio.Event()
        self._looked = float("-inf")
        self._keeper = Keeper(parts.journal, ticks, view.show_kept)
        self._undo = (parts.journal.observe(self.refresh), parts.session.observe(self._look_who))
        self._bind()
        self._look_who()

    def close(self) -> None:
        """Ask no more: the journal is about to be closed; on a tick."""
        for undo in self._undo:
            undo()
        self._who = self._list = None
        self._give_up()
        self._view.sheets.put_away()
        self._keeper.close()

    def _bind(self) -> None:
        self._view.query_changed.connect(self.filter)
        self._view.sight_changed.connect(self.look)
        self._view.newest_wanted.connect(self.show_newest)
        self._view.watched_changed.connect(self.watch)
        self._view.keep_asked.connect(self._keeper.keep)

    # -- what has changed --------------------------------------------------------------------------------

    def filter(self, wanted: Filter) -> None:
        """Other rows are looked for."""
        self._filter = with_names(wanted, self._parts.settings.rules)
        self._begin()

    def look(self, sight: tuple[int, int] | None) -> None:
        """Positions of the first and last row that can be seen."""
        self._pages.sight = sight
        if self._pages.to_go_on() is not None:
            self._hurry()

    def show_newest(self) -> None:
        """Go on at the newest rows, where they are not held any more."""
        if not self._pages.has_newest:
            self._newest = True
            self._hurry()

    def watch(self, positions: frozenset[int]) -> None:
        """Calls that are followed besides."""
        self._watched = positions
        self.refresh()

    def refresh(self) -> None:
        """Rows changed, as often as they like: they are looked at a few times a second."""
        self._stale = True
        self._wake()

    def _look_who(self) -> None:
        own = whose_calls(self._parts)
        if own is None:
            who: tuple[str | None, str | None] | None = None
        else:
            everyone = sees_all(self._parts.session.snapshot, self._parts.settings.rules)
            who = (own[0], None if everyone else own[1])
        if own != self._own:
            # Sheets of the one who was here before are not for the next one to read.
            self._own = own
            self._ticks.post(self._view.sheets.leave)
        if who != self._who:
            self._who = who
            self._begin()

    def _begin(self) -> None:
        """Another list: nobody waits for an answer about the old one, and the journal drops the question at once."""
        self._give_up()
        self._before = self._before or self._pages.rows
        self._pages.clear()
        self._anew = True
        self._list = None
        if self._who is not None:
            tenant, agent = self._who
            self._list = Query(tenant=tenant, agent=agent, filter=self._filter)
        self._wake()

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _hurry(self) -> None:
        self._urgent.set()
        self._wake()

    def _wake(self) -> None:
        if self._list is not None and (self._task is None or self._task.done()):
            self._task = spawn(self._run(self._list), name="recent rows")

    # -- asking ------------------------------------------------------------------------------------------

    async def _run(self, wanted: Query) -> None:
        try:
            while True:
                self._urgent.clear()
                if (question := self._wanted_now()) is not None:
                    await self._ask(wanted, question)
                elif not self._stale:
                    return
                elif (wait := self._looked + PAUSE_S - _clock()) > 0:
                    await self._pause(wait)
                else:
                    await self._look_again(wanted)
        except JournalError as error:
            self._tell(in_words(say(words.RECENT_NOT_READ, reason=error.reason)))

    def _wanted_now(self) -> Question | None:
        """What somebody waits for."""
        if self._anew:
            # Its rows are new; calls that are followed besides may not be.
            self._stale, self._looked = self._stale and bool(self._watched), _clock()
            return self._pages.newest()
        if self._newest:
            self._newest = False
            return self._pages.newest()
        return self._pages.to_go_on()

    async def _pause(self, seconds: float) -> None:
        """Unless somebody waits for something."""
        try:
            async with asyncio.timeout(seconds):
                await self._urgent.wait()
        except TimeoutError:
            pass

    async def _look_again(self, wanted: Query) -> None:
        self._stale, self._looked = False, _clock()
        try:
            for question in self._pages.to_refresh():
                await self._ask(wanted, question)
            for position in sorted(self._watched):
                await self._follow(wanted, position)
        except asyncio.CancelledError:
            self._stale = True
            raise
        self._looked = _clock()

    async def _ask(self, wanted: Query, question: Question) -> None:
        rows = await self._page(wanted, question)
        anew, self._anew = self._anew, False
        if self._pages.take(question, rows) or anew:
            self._ticks.post(partial(self._view.show_rows, tuple(self._pages.rows), anew=anew))
        if anew:
            self._ticks.post(self._before.clear)

    async def _follow(self, wanted: Query, position: int) -> None:
        """The call may be none of those that are listed."""
        for row in await self._page(replace(wanted, filter=ALL_ROWS), Question(position + 1, 1)):
            self._ticks.post(partial(self._view.follow, row))

    async def _page(self, wanted: Query, question: Question) -> Sequence[Row]:
        return await self._parts.journal.page(replace(wanted, after=question.after, limit=question.limit))


def _clock() -> float:
    return asyncio.get_running_loop().time()
