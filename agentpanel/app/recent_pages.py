"""Which rows of the journal Recent holds: an unbroken run of them, made of pages that are asked for one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agentpanel.domain.records import Row

#: Rows of the first question, which are drawn while somebody waits: a tall window has room for fewer.
FIRST: Final = 60
#: Rows other questions ask for, and rows that are held; what falls out is asked for again if somebody scrolls there.
PAGE: Final = 200
MOST: Final = 2_000
#: Rows beyond what can be seen that are asked for ahead.
_AHEAD: Final = 60


@dataclass(frozen=True, slots=True)
class Question:
    """The rows after this position (None: from the newest); Query.after and Query.limit."""

    after: int | None
    limit: int = PAGE


class Pages:
    """Newest first. ``sight`` are the positions of the first and last row that can be seen."""

    def __init__(self, page: int = PAGE, most: int = MOST, first: int = FIRST) -> None:
        self._page = page
        self._first = min(first, page)
        self._most = most
        self.rows: list[Row] = []
        self.sight: tuple[int, int] | None = None
        #: The oldest row that there is is held.
        self.complete = False
        #: Where rows that are newer than those held begin that were let go; empty while the newest is held.
        self._above: list[int | None] = []
        #: Between the newest and what is held there may be any number of rows.
        self._gap = False
        #: Rows from after this position on are held.
        self._top: int | None = None

    def clear(self) -> None:
        """Another list."""
        self.rows, self.sight, self.complete = [], None, False
        self._above, self._gap, self._top = [], False, None

    @property
    def has_newest(self) -> bool:
        """Whether the newest row is held."""
        return not self._above

    # -- what to ask -------------------------------------------------------------------------------------

    def to_refresh(self) -> list[Question]:
        """What to ask after a change: the newest, and what is in sight further down."""
        newest = [Question(None, self._page)] if self.has_newest else []
        first, last = self._seen()
        if self.has_newest and last < self._page:
            return newest
        above = max(0, first - 1)
        after = self.rows[above - 1].position if above else self._top
        if after is None:
            return newest
        return [*newest, Question(after, min(self._page, last - above + 2))]

    def to_go_on(self) -> Question | None:
        """What to ask because an end of what is held is near to what is seen; nothing until it is seen."""
        if not self.rows or self.sight is None:
            return None
        first, last = self._seen()
        if last + _AHEAD >= len(self.rows) and not self.complete:
            missing = self._page - len(self.rows)
            return Question(self.rows[-1].position, missing if missing > 0 else self._page)
        # Over a gap the view must jump: only who goes to the very top wants that.
        if self._above and first < (1 if self._gap and len(self._above) == 1 else _AHEAD):
            return Question(self._above[-1], self._page)
        return None

    def newest(self) -> Question:
        """The first rows, wherever the view is."""
        return Question(None, self._first)

    def _seen(self) -> tuple[int, int]:
        """Places of the first and last row in sight."""
        if self.sight is None:
            return 0, 0
        return self._place(self.sight[0]), self._place(self.sight[1])

    def _place(self, position: int) -> int:
        return bisect_left(self.rows, -position, key=lambda row: -row.position)

    # -- what was answered -------------------------------------------------------------------------------

    def take(self, asked: Question, page: Sequence[Row]) -> bool:
        """Put the answer where it belongs; whether anything is another now."""
        short = len(page) < asked.limit
        low = None if short or not page else page[-1].position
        if low is not None and self._leaves_a_gap(asked, low):
            return self._begin_at(asked, page)
        held = {row.entry.key: row for row in self.rows}
        fresh = [same if (same := held.get(row.entry.key)) == row else row for row in page]
        newer = [row for row in self.rows if asked.after is not None and row.position >= asked.after]
        older = [] if low is None else [row for row in self.rows if row.position < low]
        before, complete = self.rows, self.complete
        self.rows = _unique([*newer, *fresh, *older])
        self.complete = short or (complete and bool(older))
        self._reached(asked)
        self._let_go()
        return before != self.rows

    def _leaves_a_gap(self, asked: Question, low: int) -> bool:
        """Whether there may be rows between the last one of a full page and the first one held."""
        if not self.rows or (asked.after is not None and self.rows[0].position >= asked.after):
            return False
        return low > (self.rows[0].position if self._top is None else self._top)

    def _begin_at(self, asked: Question, page: Sequence[Row]) -> bool:
        """So much is new that it does not join what is held: who reads the newest goes on there, others stay."""
        if asked.after is None and self.has_newest and self._seen()[0] > 0:
            self._above, self._gap, self._top = [None], True, self.rows[0].position + 1
            return False
        self.rows, self.complete, self.sight = list(page), False, None
        self._reached(asked)
        return True

    def _reached(self, asked: Question) -> None:
        """Rows that had been let go are held again from there on."""
        if asked.after is None:
            self._above, self._gap, self._top = [], False, None
        elif self._above and asked.after == self._above[-1]:
            self._top = self._above.pop()

    def _let_go(self) -> None:
        """Of too many rows those that are furthest from sight."""
        if len(self.rows) <= self._most:
            return
        if self._seen()[1] + _AHEAD < self._most:
            del self.rows[self._most :]
            self.complete = False
            return
        while len(self.rows) > self._most:
            self._above.append(self._top)
            self._top = self.rows[self._page - 1].position
            del self.rows[: self._page]


def _unique(rows: Sequence[Row]) -> list[Row]:
    """A call whose position moved while it was asked for stands once: where it was found last."""
    found = {row.entry.key: row for row in rows}
    return sorted(found.values(), key=lambda row: -row.position) if len(found) < len(rows) else list(rows)
