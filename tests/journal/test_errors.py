from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from agentpanel.domain.words import say
from agentpanel.journal.errors import CLOSED, JournalBugError, JournalError, sort_error

PATH = Path("/home/joe/journal.sqlite")


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    error.sqlite_errorname = "SQLITE_NAME"
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), "the disk is full"),
        (
            sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED),
            f"the journal {PATH}, or its folder, cannot be read and written by this user",
        ),
        (
            sqlite_error(sqlite3.SQLITE_CANTOPEN),
            f"the journal {PATH}, or its folder, cannot be read and written by this user",
        ),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), f"another program keeps the journal {PATH} locked"),
        (sqlite_error(sqlite3.SQLITE_IOERR_FSYNC), f"the disk of the journal {PATH} reports a fault (SQLITE_NAME)"),
        (
            sqlite_error(sqlite3.SQLITE_NOTADB),
            f"the journal {PATH} is damaged (SQLITE_NAME); the panel mends it when it starts",
        ),
        (OSError(errno.ENOSPC, "no space"), "the disk is full"),
        (
            OSError(errno.EROFS, "read-only"),
            f"the journal {PATH}, or its folder, cannot be read and written by this user",
        ),
        (OSError(errno.EIO, os.strerror(errno.EIO)), f"({os.strerror(errno.EIO)})"),
    ],
)
def test_faults_of_the_machine_are_said_plainly(error: Exception, words: str) -> None:
    sorted_out = sort_error(error, PATH)
    assert words in str(sorted_out)
    assert not isinstance(sorted_out, JournalBugError)


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error(sqlite3.SQLITE_CONSTRAINT_UNIQUE),
        sqlite_error(sqlite3.SQLITE_ERROR),
        sqlite3.ProgrammingError("Cannot operate on a closed database."),
        ValueError("naive"),
    ],
)
def test_anything_else_is_our_own_fault(error: Exception) -> None:
    sorted_out = sort_error(error, PATH)
    assert isinstance(sorted_out, JournalBugError)
    assert str(error) in str(sorted_out)


def test_what_is_sorted_stays_so() -> None:
    closed = JournalError(say(CLOSED))
    assert sort_error(closed, PATH) is closed
    assert closed.reason == say(CLOSED)
