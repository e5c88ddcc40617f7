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
from agentpanel.journal.copies import copy_before_migration, drop_old_copies
from agentpanel.journal.errors import NEWER, JournalError

#: Seconds to wait for another program that is writing.
BUSY_S: Final = 5.0


def open_database(path: Path, *, copy: bool = True) -> sqlite3.Connection:
    """Open the journal, or make an empty one. Raises JournalError for a newer form, sqlite3.Error, OSError.

    A file of an older form is copied before it is changed, unless ``copy`` is false.
    """
    connection = _connect(path)
    try:
        _prepare(connection, path, copy=copy)
    except BaseException:
        connection.close()
        raise
    return connection


def create(path: Path, form: int) -> sqlite3.Connection:
    """A new file of this form; migrations bring it further when it is opened. Raises sqlite3.Error, OSError."""
    connection = _connect(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        _run_scripts(connection, migrations()[:form], form)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives the files that it puts beside this one the same mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    # Transactions are begun and ended in plain sight: the module begins none of its own.
    return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)


def _prepare(connection: sqlite3.Connection, path: Path, *, copy: bool) -> None:
    scripts = migrations()
    # A newer file is left as it is.
    form = _form(connection, path, len(scripts))
    _write_ahead(connection)
    # A commit is on the disk when it returns, also after a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    # What is removed is overwritten, also where SQLite was built without that.
    connection.execute("PRAGMA secure_delete = ON")
    if form == len(scripts):
        return
    connection.execute("BEGIN IMMEDIATE")
    # Read again: another panel may have been quicker.
    form = _form(connection, path, len(scripts))
    if copy and 0 < form < len(scripts):
        copy_before_migration(path, form)
    _run_scripts(connection, scripts[form:], len(scripts))
    drop_old_copies(path)


def _run_scripts(connection: sqlite3.Connection, scripts: list[str], form: int) -> None:
    """Ends the transaction."""
    for script in scripts:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {form}")
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


def form_of(connection: sqlite3.Connection) -> int:
    """The form of the file; 0 for one that is empty."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)


def _form(connection: sqlite3.Connection, path: Path, known: int) -> int:
    found = form_of(connection)
    if found > known:
        raise JournalError(say(NEWER, path=str(path), found=found, known=known))
    return found


def _statements(script: str) -> Iterator[str]:
    """One by one: executescript() would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
