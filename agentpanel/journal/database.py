"""The journal's file: made for its owner alone, brought to the newest form, set to lose nothing."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from agentpanel.domain.words import say
from agentpanel.journal.errors import NEWER, JournalError

#: Seconds to wait for another program that is writing.
BUSY_S: Final = 5.0


def open_database(path: Path) -> sqlite3.Connection:
    """Open the journal, or make an empty one. Raises JournalError for a newer form, sqlite3.Error, OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives the files that it puts beside this one the same mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    # Transactions are begun and ended in plain sight: the module begins none of its own.
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    scripts = migrations()
    # A newer file is left as it is.
    form = _form(connection, path, len(scripts))
    _write_ahead(connection)
    # A commit is on the disk when it returns, also after a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    if form == len(scripts):
        return
    connection.execute("BEGIN IMMEDIATE")
    # Read again: another panel may have been quicker.
    for script in scripts[_form(connection, path, len(scripts)) :]:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(scripts)}")
    connection.execute("COMMIT")


def migrations() -> list[str]:
    """The scripts in order; the first makes form 1 of an empty file."""
    folder = files("agentpanel.journal") / "migrations"
    scripts = sorted((each for each in folder.iterdir() if each.name.endswith(".sql")), key=lambda each: each.name)
    return [each.read_text(encoding="utf-8") for each in scripts]


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Here SQLite itself does not wait for a lock, and two panels may make the file at one time."""
    end = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _form(connection: sqlite3.Connection, path: Path, known: int) -> int:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > known:
        raise JournalError(say(NEWER, path=str(path), found=found, known=known))
    return int(found)


def _statements(script: str) -> Iterator[str]:
    """One by one: executescript() would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
