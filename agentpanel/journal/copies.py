"""A copy of the journal beside it, made before its form is changed; the newest ones are kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from agentpanel.domain.words import say
from agentpanel.journal.errors import NO_ROOM, JournalError

#: How many copies stay.
_KEPT: Final = 2
#: What a change of form takes, in sizes of the file: the copy, the log of what changes, and what becomes larger.
_ROOM: Final = 4
_SPARE: Final = 4 * 1024 * 1024
_MEGABYTE: Final = 1024 * 1024
_STAMP: Final = "%Y%m%d-%H%M%S"


def copy_before_migration(path: Path, form: int) -> Path:
    """Write ``NAME-form2-20260302-090000`` beside the file, which nobody may write meanwhile.

    Raises JournalError where there is no room for it and the change, sqlite3.Error, OSError; then there is no copy.
    """
    need_room(path, _ROOM)
    copy = stamped(path, f"form{form}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            # One file, and on the disk: it may be all that is left.
            target.execute("PRAGMA journal_mode = DELETE")
        part.replace(copy)
    except BaseException:
        for each in beside(part):
            each.unlink(missing_ok=True)
        raise
    return copy


def need_room(path: Path, times: int) -> None:
    """Raises JournalError where the disk has less room than so many times the journal. Raises OSError."""
    size = sum(each.stat().st_size for each in beside(path))
    needed = times * size + _SPARE
    if shutil.disk_usage(path.parent).free < needed:
        raise JournalError(say(NO_ROOM, path=str(path), megabytes=-(-needed // _MEGABYTE)))


def stamped(path: Path, what: str) -> Path:
    """A name beside the file with the time of day, which nothing has yet."""
    name = f"{path.name}-{what}-{time.strftime(_STAMP)}"
    tries = (path.with_name(name if number == 1 else f"{name}-{number}") for number in range(1, 1000))
    return next(each for each in tries if not each.exists())


def beside(path: Path) -> list[Path]:
    """The file and those that belong to it while it is open, or that a crash left."""
    return [each for each in (path, *(path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))) if each.exists()]


def copies(path: Path) -> list[Path]:
    """All copies, the newest first."""
    return sorted(_found(path, "form"), key=lambda each: (each.stat().st_mtime, each.name), reverse=True)


def set_aside(path: Path) -> list[Path]:
    """All damaged files that were set aside, with what belongs to them."""
    return sorted(_found(path, "damaged-"))


def _found(path: Path, what: str) -> Iterator[Path]:
    there = path.parent.iterdir() if path.parent.exists() else ()
    return (each for each in there if each.name.startswith(f"{path.name}-{what}"))


def drop_old_copies(path: Path, *, before: float = 0.0) -> None:
    """Remove all but the newest, and those made before that time (seconds since 1970). Raises OSError."""
    for place, copy in enumerate(copies(path)):
        if place >= _KEPT or copy.stat().st_mtime < before:
            copy.unlink(missing_ok=True)
