"""What can still be read of a damaged journal, written into a new one."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from agentpanel.journal import rawpages
from agentpanel.journal.database import create, migrations, open_database
from agentpanel.journal.reading import open_existing
from agentpanel.journal.shapes import Shape, shapes

_log = logging.getLogger(__name__)

#: Rows of one transaction.
_BATCH: Final = 5000
_AS_IF_NEW: Final = "INSERT OR IGNORE INTO unfound SELECT position FROM entry"


@dataclass(frozen=True, slots=True)
class Carried:
    """How many rows and breaks came over."""

    rows: int = 0
    breaks: int = 0


def carry_over(source: Path, target: Path) -> Carried:
    """Make ``target``, a journal of the newest form, of what can be read of it. Raises sqlite3.Error, OSError."""
    carried = Carried()
    for form in _forms_to_try(source):
        target.unlink(missing_ok=True)
        carried = _carry(source, target, form)
        if carried != Carried():
            break
    with closing(open_database(target, copy=False)) as connection:
        connection.execute(_AS_IF_NEW)
        # Whole in one file before it takes the damaged one's place.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return carried


def _forms_to_try(source: Path) -> Iterable[int]:
    """The one that the header tells; without it the newest that has rows."""
    known = len(migrations())
    told = rawpages.header_form(source)
    return (told,) if told is not None and 1 <= told <= known else range(known, 0, -1)


def _carry(source: Path, target: Path, form: int) -> Carried:
    found = shapes(tuple(migrations()), form)
    with closing(create(target, form)) as connection:
        intact = [_copy(connection, shape, _by_query(source, shape)) for shape in found.values()]
        if not all(intact):
            _take_from_pages(connection, source, found)
        counted = {name: _count(connection, name) for name in found}
    return Carried(rows=counted.get("entry", 0), breaks=counted.get("pause", 0))


def _count(connection: sqlite3.Connection, table: str) -> int:
    (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(number)


def _by_query(source: Path, shape: Shape) -> Iterator[tuple[Any, ...]]:
    """As SQLite reads them; it raises where it meets the damage."""
    if source.stat().st_size == 0:
        # SQLite would take the log beside it for a stray one, and remove it.
        raise sqlite3.DatabaseError("the file is empty")
    with closing(open_existing(source, untouched=True)) as connection:
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        yield from connection.execute(f"SELECT {', '.join(shape.columns)} FROM {shape.table}")  # noqa: S608


def _copy(connection: sqlite3.Connection, shape: Shape, rows: Iterator[tuple[Any, ...]]) -> bool:
    """Whether all came; those before the damage are kept in any case."""
    while True:
        batch: list[tuple[Any, ...]] = []
        try:
            batch.extend(islice(rows, _BATCH))
        except sqlite3.Error as error:
            _log.info("A table of the damaged journal cannot be read to its end: %s", error)
            return False
        finally:
            _insert(connection, shape, batch)
        if not batch:
            return True


def _take_from_pages(connection: sqlite3.Connection, source: Path, found: dict[str, Shape]) -> None:
    """Every row of every page that is whole, wherever it stands; those that are there already stay as they are."""
    batches: dict[str, list[tuple[Any, ...]]] = {name: [] for name in found}
    for rowid, record in rawpages.records(source):
        for name, shape in found.items():
            if (rowid is not None) == shape.by_position and len(record) in shape.lengths:
                batches[name].append((rowid, *record[1:]) if shape.by_position else record)
                if len(batches[name]) == _BATCH:
                    _insert(connection, shape, batches[name])
                    batches[name] = []
    for name, shape in found.items():
        _insert(connection, shape, batches[name])


def _insert(connection: sqlite3.Connection, shape: Shape, rows: list[tuple[Any, ...]]) -> None:
    """Those that are sound and new; a key or a position that is there already is an older state of a row."""
    connection.execute("BEGIN")
    for row in filter(shape.sound, rows):
        columns = shape.columns[: len(row)]
        places = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT OR IGNORE INTO {shape.table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
            row,
        )
    connection.execute("COMMIT")
