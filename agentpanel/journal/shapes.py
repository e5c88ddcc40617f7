"""What the rows of each form of the journal look like, told by its own migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from agentpanel.domain.records import Sending

#: The tables whose rows nothing else could give back.
TABLES: Final = ("entry", "pause")
_MOMENTS: Final = frozenset({"started", "connected", "ended", "completed"})
_STATES: Final = frozenset(each.value for each in Sending)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of one form: its columns in order, which of them are numbers, and how long its rows may be.

    ``lengths``: a row is shorter where a later form has added a column at the end. ``by_position``: its first column
    is the rowid.
    """

    table: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    lengths: frozenset[int]
    by_position: bool

    def sound(self, values: tuple[Any, ...]) -> bool:
        """Whether the values can be a row of it: what was read from a damaged page may be anything."""
        row = dict(zip(self.columns, values, strict=False))
        return len(values) in self.lengths and all(self._fits(name, value) for name, value in row.items())

    def _fits(self, name: str, value: Any) -> bool:
        if name in _MOMENTS:
            return value is None or _is_moment(value)
        if name == "state":
            return value in _STATES
        return value is None or isinstance(value, int if name in self.numbers else str)


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


def shapes(scripts: tuple[str, ...], form: int) -> dict[str, Shape]:
    """The tables of TABLES that the form has, by name; ``scripts`` are the migrations."""
    forms = _forms(scripts)
    return {table: _shape(table, forms[:form]) for table in TABLES if forms[form - 1].get(table)}


def _shape(table: str, forms: tuple[dict[str, tuple[tuple[str, str], ...]], ...]) -> Shape:
    described = forms[-1][table]
    columns = tuple(name for name, _ in described)
    before = [tuple(name for name, _ in form.get(table, ())) for form in forms]
    return Shape(
        table=table,
        columns=columns,
        numbers=frozenset(name for name, kind in described if kind == "INTEGER"),
        lengths=frozenset(len(names) for names in before if names and columns[: len(names)] == names),
        by_position=described[0][0] == "position",
    )


@lru_cache(maxsize=1)
def _forms(scripts: tuple[str, ...]) -> tuple[dict[str, tuple[tuple[str, str], ...]], ...]:
    """Name and type of each column of each table, for each form."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return tuple(_described(connection, script) for script in scripts)


def _described(connection: sqlite3.Connection, script: str) -> dict[str, tuple[tuple[str, str], ...]]:
    connection.executescript(script)
    return {table: tuple(_columns(connection, table)) for table in TABLES}


def _columns(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})"):
        yield name, kind
