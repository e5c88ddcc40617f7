"""Rows in a journal in memory, to be found."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agentpanel.domain.records import Filter
from agentpanel.journal import reads, writes
from agentpanel.journal.database import migrations
from agentpanel.journal.find_index import make_slice, merge_slice
from tests.journal.making import mine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentpanel.domain.records import Entry


@contextmanager
def in_memory() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        for script in migrations():
            made.executescript(script)
        yield made


def put(connection: sqlite3.Connection, *entries: Entry) -> None:
    """Write them; their texts are still to be made."""
    for each in entries:
        writes.append(connection, 1, each)
        touched(connection, each.key)


def touched(connection: sqlite3.Connection, key: str) -> None:
    """The row was written: its text is out of date."""
    connection.execute("INSERT OR IGNORE INTO unfound SELECT position FROM entry WHERE key = ?", (key,))


def make_texts(connection: sqlite3.Connection) -> None:
    """What is done while nothing else is to do."""
    while make_slice(connection):
        while merge_slice(connection):
            pass


def keys(connection: sqlite3.Connection, **query: Any) -> list[str]:
    """The keys of joe's rows for a query, or of a filter whose parts are given."""
    parts = {name: query.pop(name) for name in tuple(query) if name in Filter.__slots__ and name != "agent"}
    return [row.entry.key for row in reads.rows(connection, replace(mine(**query), filter=Filter(**parts)))]
