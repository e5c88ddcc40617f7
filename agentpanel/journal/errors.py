"""What can go wrong with the journal, told apart: the machine's faults from our own.

A fault of the machine (the disk is full) is said to the agent; one of ours is logged with its traceback as well.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Final

from agentpanel.domain.words import Say, say

DISK_FULL: Final = "the disk is full"
NOT_WRITABLE: Final = "the journal {path}, or its folder, cannot be read and written by this user"
LOCKED: Final = "another program keeps the journal {path} locked"
DISK_FAULT: Final = "the disk of the journal {path} reports a fault ({detail})"
DAMAGED: Final = "the journal {path} is damaged ({detail}); the panel mends it when it starts"
NEWER: Final = "the journal {path} was made by a newer version of this program (its form is {found}, not {known})"
OLDER: Final = (
    "the journal {path} has an older form ({found}, not {known}); start the panel once, which brings it to the new one"
)
BUSY_PURGE: Final = (
    "another program keeps the journal {path} busy; the calls are removed from it, but traces may be left on the disk: "
    "close the panel, then purge again"
)
NO_ROOM: Final = (
    "the disk has no room to bring the journal {path} to its new form or to mend it; {megabytes} MB must be free"
)
DAMAGED_IN_USE: Final = (
    "the journal {path} is damaged ({detail}) and another panel has it open; close that one, then start again"
)
OLD_PANEL: Final = (
    "a panel of an older version has the journal {path} open, which has to be brought to a new form; close that one, "
    "then start again"
)
CLOSED: Final = "the journal is closed"
GIVEN_UP: Final = "nobody waits for the answer any more"
GONE: Final = "the journal has this call no more"
OWN_FAULT: Final = "the journal has met a fault of this program ({detail})"

# Said to the agent once.
SET_ASIDE: Final = (
    "The journal was damaged ({detail}). It is kept as {aside}; {rows} calls and {breaks} breaks could be read from it "
    "and are here."
)
SET_ASIDE_EMPTY: Final = (
    "The journal was damaged ({detail}), and nothing in it could be read. It is kept as {aside}; a new one is begun."
)
MENDED_BEFORE: Final = "The journal was damaged and is mended; the damaged one is kept as {aside}."
EMPTIED: Final = "The journal {path} was empty although it had been in use; a new one is begun."
LEFT_OUT: Final = (
    "The journal could not be written for so long that from now on calls which the dialer reports are left out of "
    "Recent. Free the disk, or end the program that keeps the journal busy."
)
FOUND_DAMAGED: Final = (
    "The journal {path} is damaged ({detail}). What can be read is kept; it is mended when the panel starts again."
)

#: By SQLite's primary result code.
_BY_CODE: Final = {
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: NOT_WRITABLE,
    sqlite3.SQLITE_PERM: NOT_WRITABLE,
    sqlite3.SQLITE_AUTH: NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: NOT_WRITABLE,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_IOERR: DISK_FAULT,
    sqlite3.SQLITE_PROTOCOL: DISK_FAULT,
    sqlite3.SQLITE_NOLFS: DISK_FAULT,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
#: By the system's number; every other one is a fault of the disk.
_BY_ERRNO: Final = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EACCES: NOT_WRITABLE,
    errno.EPERM: NOT_WRITABLE,
    errno.EROFS: NOT_WRITABLE,
    errno.EISDIR: NOT_WRITABLE,
    errno.ENOTDIR: NOT_WRITABLE,
    errno.EEXIST: NOT_WRITABLE,
}


class JournalError(Exception):
    """The journal could not do it; ``str()`` is the reason, made to stand inside a sentence."""

    def __init__(self, reason: Say) -> None:
        super().__init__(str(reason))
        self.reason = reason


class JournalBugError(JournalError):
    """The fault is this program's."""


class RowGoneError(JournalError):
    """The row that was to be changed has been removed."""


def is_machines(failure: Exception | None) -> bool:
    """Whether the machine is at fault: whatever else is written would meet the same."""
    return isinstance(failure, JournalError) and not isinstance(failure, JournalBugError | RowGoneError)


def sort_error(error: Exception, path: Path) -> JournalError:
    """Put an exception met while working on the file into words."""
    match error:
        case JournalError():
            return error
        case sqlite3.Error():
            # The module's own complaints (a closed connection) carry no code.
            code = getattr(error, "sqlite_errorcode", None)
            template = None if code is None else _BY_CODE.get(code & 0xFF)
            detail = getattr(error, "sqlite_errorname", "")
        case OSError():
            template = _BY_ERRNO.get(error.errno or 0, DISK_FAULT)
            detail = error.strerror or str(error)
        case _:
            template, detail = None, ""
    if template is None:
        return JournalBugError(say(OWN_FAULT, detail=f"{type(error).__name__}: {error}"))
    return JournalError(say(template, path=str(path), detail=detail))
