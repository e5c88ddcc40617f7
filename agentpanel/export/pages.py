"""The rows of a query, a page at a time, and how many of those that there are have been looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agentpanel.domain.records import Query, Row
from agentpanel.export.errors import StoppedError
from agentpanel.journal import reads
from agentpanel.journal.reading import begun, reading
from agentpanel.journal.rows import microseconds

#: Rows of a page: some hundredths of a second.
_PAGE: Final = 500
#: Steps of SQLite between two looks at whether the export is still wanted.
_STEPS: Final = 100_000
_FIRST: Final = datetime(1, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

_COUNT: Final = """
SELECT count(*) FROM entry WHERE tenant IS :tenant AND agent = :agent AND position >= :since AND position < :until
"""
_COUNT_ALL: Final = "SELECT count(*) FROM entry WHERE tenant IS :tenant AND position >= :since AND position < :until"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first; ``seen`` of ``all`` rows of the time and the people asked for have been looked at."""

    rows: Sequence[Row]
    seen: int
    all: int


def pages(journal: Path, query: Query, cancelled: Callable[[], bool]) -> Generator[Page, None, None]:
    """All rows of the query; a journal that is not there has none. Raises JournalError, StoppedError."""
    if not begun(journal):
        yield Page((), 0, 0)
        return
    with reading(journal) as connection:
        connection.set_progress_handler(cancelled, _STEPS)
        try:
            yield from _pages(connection, query)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise StoppedError from error
            raise


def _pages(connection: sqlite3.Connection, query: Query) -> Iterator[Page]:
    """Each page is a question of its own: a row that changes meanwhile is taken as it was when its page was read."""
    since, until = microseconds(query.filter.since or _FIRST), microseconds(query.filter.until or _LAST)
    total, seen, after = _count(connection, query, since, until), 0, None
    while True:
        rows = reads.rows(connection, replace(query, after=after, limit=_PAGE))
        if len(rows) < _PAGE:
            break
        upper = until if after is None else after
        after = rows[-1].position
        seen = min(total, seen + _count(connection, query, after, upper))
        yield Page(rows, seen, total)
    yield Page(rows, total, total)


def _count(connection: sqlite3.Connection, query: Query, since: int, until: int) -> int:
    """Of those that one may see, the rows from one position to before another."""
    who = query.agent if query.agent is not None else query.filter.agent
    values = {"tenant": query.tenant, "agent": who, "since": since, "until": until}
    (number,) = connection.execute(_COUNT_ALL if who is None else _COUNT, values).fetchone()
    return int(number)
