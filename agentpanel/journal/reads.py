"""What asks for rows."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any, Final

from agentpanel.domain.records import Query, Row
from agentpanel.journal import find
from agentpanel.journal.find import SELECTED, Record
from agentpanel.journal.find_wanted import Wanted, only, wanted
from agentpanel.journal.rows import row_of

#: So many rows are fetched by one statement.
_FETCHED: Final = 500

_ONE_AGENT: Final = f"""
SELECT {SELECTED} FROM entry INDEXED BY entry_whose
WHERE {{where}} AND position >= :since AND position < :before ORDER BY position DESC LIMIT :limit
"""  # noqa: S608
_ALL_AGENTS: Final = f"""
SELECT {SELECTED} FROM entry NOT INDEXED
WHERE {{where}} AND position >= :since AND position < :before ORDER BY position DESC LIMIT :limit
"""  # noqa: S608
# One step along the index for each agent, however many rows each has.
_AGENTS: Final = """
WITH RECURSIVE known(agent) AS (
    SELECT min(agent) FROM entry WHERE tenant IS :tenant
    UNION ALL
    SELECT (SELECT min(agent) FROM entry WHERE tenant IS :tenant AND agent > known.agent) FROM known
    WHERE known.agent IS NOT NULL
)
SELECT agent FROM known WHERE agent IS NOT NULL
"""
_POSITIONS: Final = """
SELECT position FROM entry INDEXED BY entry_whose
WHERE tenant IS :tenant AND agent = :agent AND position >= :since AND position < :before
ORDER BY position DESC LIMIT :limit
"""
_FETCH: Final = f"SELECT {SELECTED} FROM entry WHERE position IN ({{places}}) ORDER BY position DESC"  # noqa: S608

_UNSENT: Final = """
SELECT count(*) FROM entry INDEXED BY entry_run
WHERE run IS NOT NULL AND state = 'unsent' AND tenant IS :tenant AND agent = :agent
"""


def rows(connection: sqlite3.Connection, query: Query) -> list[Row]:
    """Newest call first; what a text is looked for in is find_text.haystack(), upper and lower case alike."""
    try:
        return _rows(connection, query)
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) is not None:
            raise
    # The module's own complaint: a text on the disk is none. It shall cost itself alone, though reading is slower then.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    return _rows(connection, query)


def _rows(connection: sqlite3.Connection, query: Query) -> list[Row]:
    asked = wanted(connection, query)
    if asked.filtered:
        with closing(find.records(connection, asked)) as found:
            return [row_of(record) for record in islice(found, query.limit)]
    return [row_of(record) for record in _unfiltered(connection, query.tenant, asked)]


def count_unsent(connection: sqlite3.Connection, tenant: str | None, agent: str) -> int:
    """How many rows of this agent wait to be written to the dialer."""
    (number,) = connection.execute(_UNSENT, {"tenant": tenant, "agent": agent}).fetchone()
    return int(number)


def _unfiltered(connection: sqlite3.Connection, tenant: str | None, asked: Wanted) -> Iterator[Record]:
    values = {**asked.values, "since": asked.since, "before": asked.before}
    if asked.agent is not None:
        return connection.execute(_ONE_AGENT.format(where=asked.where), values)
    if only(connection, tenant, None):
        return connection.execute(_ALL_AGENTS.format(where=asked.where), values)
    # Rows of other tenants may stand in the way in any number.
    return _fetched(connection, _newest_of_all(connection, values))


def _newest_of_all(connection: sqlite3.Connection, values: dict[str, Any]) -> list[int]:
    """The positions of a tenant's newest rows, its agents asked one by one."""
    newest: list[int] = []
    for (agent,) in connection.execute(_AGENTS, values):
        since = newest[-1] if newest and len(newest) == values["limit"] else values["since"]
        more = connection.execute(_POSITIONS, {**values, "agent": agent, "since": since}).fetchall()
        if more:
            newest = heapq.nlargest(values["limit"], [*newest, *(position for (position,) in more)])
    return newest


def _fetched(connection: sqlite3.Connection, positions: Sequence[int]) -> Iterator[Record]:
    for at in range(0, len(positions), _FETCHED):
        some = positions[at : at + _FETCHED]
        places = ", ".join("?" * len(some))
        yield from connection.execute(_FETCH.format(places=places), some)
