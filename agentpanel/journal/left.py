"""What a panel that ended has left unsettled."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from agentpanel.domain import words
from agentpanel.domain.words import say
from agentpanel.journal import runs
from agentpanel.journal.rows import say_to_json

_RUNS: Final = """
SELECT run FROM entry INDEXED BY entry_run WHERE run IS NOT NULL
UNION SELECT run FROM pause INDEXED BY pause_run WHERE run IS NOT NULL
"""
_ROWS: Final = "UPDATE entry SET state = 'local', why = ?, run = NULL WHERE run = ?"
# Nobody knows when it ended.
_BREAKS: Final = "UPDATE pause SET run = NULL WHERE run = ?"


def settle_what_is_left(connection: sqlite3.Connection, path: Path, own_run: int) -> None:
    """Rows whose panel ended before it had settled them become local ones that say so, breaks such without an end."""
    for (number,) in connection.execute(_RUNS).fetchall():
        if number == own_run:
            _settle(connection, number)
            continue
        with runs.ended(path, number) as has_ended:
            if has_ended:
                _settle(connection, number)


def _settle(connection: sqlite3.Connection, run: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_ROWS, (say_to_json(say(words.WHY_ENDED_PROGRAM)), run))
        connection.execute(_BREAKS, (run,))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
