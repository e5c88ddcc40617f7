"""Journals as older versions of this program made them: their own scripts, their own rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from agentpanel.journal.database import migrations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NINE: Final = 1_772_442_000_000_000  # 2 March 2026, 9 UTC


def old_row(number: int, **changes: Any) -> dict[str, Any]:
    """The number-th call of a morning, a minute each; every column that the first form has."""
    return {
        "key": f"call-{number}",
        "tenant": None,
        "agent": "joe",
        "campaign": "Sales",
        "session": f"SI{number:06}",
        "session_unique": "{4D0A}",
        "number": f"0207946{number:06}",
        "queue": None,
        "started": "2026-03-02T09:00:00+00:00",
        "started_us": NINE + number * 60_000_000,
        "connected": "2026-03-02T09:00:10+00:00",
        "ended": "2026-03-02T09:01:00+00:00",
        "outcome": 105,
        "reason": 10,
        "note": f"note {number}",
        "tag1": "Blue",
        "tag2": None,
        "tag3": None,
        "tag4": None,
        "tag5": None,
        "tag6": "Zebra",
        "recorded": 1,
        "state": "confirmed",
        "why": None,
        "reported_us": NINE + number * 60_000_000,
        "reported_outcome": 167,
        "run": None,
        "data": "some data",
        **changes,
    }


def make_old(path: Path, form: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """A file as the version with this form left it: WAL, its scripts, its rows."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for script in migrations()[:form]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {form}")
        for row in rows:
            connection.execute(_insert(tuple(row)), row)
        connection.commit()


@lru_cache
def _insert(names: tuple[str, ...]) -> str:
    return f"INSERT INTO entry ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"  # noqa: S608
