"""What asks for rows."""

from __future__ import annotations

import sqlite3
from typing import Final

from agentpanel.domain.records import Query
from agentpanel.journal.rows import COLUMNS, TAGS, Row, row_of

#: SQLite takes no longer pattern, in bytes.
_LONGEST_PATTERN: Final = 50_000

# The long texts come last: a row that matches before need not be read whole.
_SEARCHED: Final = (
    *("number", "note", *TAGS, "campaign", "queue"),
    *("CAST(coalesce(reported_outcome, outcome) AS TEXT)", "data"),
)
_MINE: Final = f"""
SELECT position, reported_outcome, {", ".join(COLUMNS)} FROM entry
WHERE tenant IS :tenant AND agent = :agent
"""  # noqa: S608
_OLDER: Final = "AND (started_us, position) < (SELECT started_us, position FROM entry WHERE position = :after)"
_MATCHES: Final = [rf"{name} LIKE :pattern ESCAPE '\'" for name in _SEARCHED]
_HOLDING: Final = f"AND ({' OR '.join(_MATCHES)})"
_NEWEST_FIRST: Final = "ORDER BY started_us DESC, position DESC LIMIT :limit"

_UNSENT: Final = """
SELECT count(*) FROM entry INDEXED BY entry_run
WHERE run IS NOT NULL AND state = 'unsent' AND tenant IS :tenant AND agent = :agent
"""


def rows(connection: sqlite3.Connection, query: Query) -> list[Row]:
    """Newest call first; the text may stand anywhere in a searched column, A to Z in either case."""
    pattern = f"%{_literally(query.text)}%"
    if len(pattern.encode()) > _LONGEST_PATTERN:
        return []
    parts = [_MINE, _OLDER if query.after is not None else "", _HOLDING if query.text else "", _NEWEST_FIRST]
    values = {
        "tenant": query.tenant,
        "agent": query.agent,
        "after": query.after,
        "pattern": pattern,
        "limit": query.limit,
    }
    return [row_of(record) for record in connection.execute("\n".join(parts), values)]


def count_unsent(connection: sqlite3.Connection, tenant: str | None, agent: str) -> int:
    """How many rows of this agent wait to be written to the dialer."""
    (number,) = connection.execute(_UNSENT, {"tenant": tenant, "agent": agent}).fetchone()
    return int(number)


def _literally(text: str) -> str:
    for special in ("\\", "%", "_"):
        text = text.replace(special, f"\\{special}")
    return text
