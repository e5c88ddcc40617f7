"""Opening the journal with care: looked at first, mended where it is damaged, and nobody else's file changed."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agentpanel.domain.words import Say, say
from agentpanel.journal import checks, runs
from agentpanel.journal.copies import beside, need_room, stamped
from agentpanel.journal.damage import look
from agentpanel.journal.database import BUSY_S, form_of, migrations, open_database
from agentpanel.journal.errors import (
    DAMAGED_IN_USE,
    EMPTIED,
    LOCKED,
    MENDED_BEFORE,
    OLD_PANEL,
    SET_ASIDE,
    SET_ASIDE_EMPTY,
    JournalError,
)
from agentpanel.journal.rawpages import header_form
from agentpanel.journal.reading import open_existing
from agentpanel.journal.salvage import Carried, carry_over

#: A damaged file and what is made of it need room at one time.
_ROOM: Final = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """The open file, the number of this panel, and what the agent is to be told.

    ``whole``: all of the file was looked at.
    """

    connection: sqlite3.Connection
    run: runs.Run
    notices: tuple[Say, ...]
    whole: bool


def open_with_care(path: Path) -> Opened:
    """Open, mend or make the journal. Raises JournalError, sqlite3.Error, OSError; then no file has changed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with runs.opening(path, BUSY_S):
            return _open(path)
    except TimeoutError as error:
        raise JournalError(say(LOCKED, path=str(path))) from error


def _open(path: Path) -> Opened:
    alone = not runs.held(path)
    notices, whole = _looked_after(path, alone=alone)
    connection = open_database(path)
    try:
        return Opened(connection, runs.take_run(path), notices, whole)
    except BaseException:
        connection.close()
        raise


def _looked_after(path: Path, *, alone: bool) -> tuple[tuple[Say, ...], bool]:
    """What to tell the agent, and whether all of the file was looked at. Raises JournalError."""
    notices = (*_mended_before(path, alone=alone), *_emptied(path))
    if path.exists() and (header_form(path) or 0) > len(migrations()):
        return notices, True  # a newer version's: opening it says so
    found = look(path, alone=alone, thorough=alone and checks.damage_was_found(path))
    if found.damage is not None:
        notices += (_mend(path, found.damage, alone=alone),)
        checks.forget(path)
    elif not alone:
        _need_newest(path)
    return notices, found.whole


def _emptied(path: Path) -> tuple[Say, ...]:
    """An empty file is what a first start may leave, but not a later one."""
    empty = path.exists() and path.stat().st_size == 0
    return (say(EMPTIED, path=str(path)),) if empty and runs.were_here(path) else ()


def _need_newest(path: Path) -> None:
    """A panel that has the file open would not know it any more. Raises JournalError."""
    connection = open_existing(path)
    try:
        form = form_of(connection)
    finally:
        connection.close()
    if 0 < form < len(migrations()):
        raise JournalError(say(OLD_PANEL, path=str(path)))


# -- mending ---------------------------------------------------------------------------------------------------


def _mend(path: Path, damage: str, *, alone: bool) -> Say:
    """Put what can be read of the file in its place, and the file aside; what to tell the agent."""
    if not alone:
        raise JournalError(say(DAMAGED_IN_USE, path=str(path), detail=damage))
    need_room(path, _ROOM)
    path.touch(mode=0o600)  # somebody may have removed it, and left the log
    being_made = path.with_name(f"{path.name}-mending")
    try:
        carried = carry_over(path, being_made)
    except BaseException:
        for each in beside(being_made):
            each.unlink()
        raise
    being_made.replace(_mended(path))
    return _told(damage, _change_places(path), carried)


def _mended_before(path: Path, *, alone: bool) -> tuple[Say, ...]:
    """Go on where a power cut came between the two: what was mended is whole and waits for its place."""
    if not alone or not _mended(path).exists():
        return ()
    return (say(MENDED_BEFORE, aside=str(_change_places(path))),)


def _change_places(path: Path) -> Path:
    """The damaged file goes aside with what belongs to it, and the mended one takes its place; where it went."""
    aside = stamped(path, "damaged")
    _drop_what_says_nothing(path)
    # First what belongs to it: a log beside another file would be taken for that one's.
    for each in reversed(beside(path)):
        each.replace(aside.with_name(aside.name + each.name.removeprefix(path.name)))
    _mended(path).replace(path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)
    return aside


def _drop_what_says_nothing(path: Path) -> None:
    """A log without changes, and the index of it, which SQLite makes anew."""
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size == 0:
        log.unlink()


def _mended(path: Path) -> Path:
    return path.with_name(f"{path.name}-mended")


def _told(damage: str, aside: Path, carried: Carried) -> Say:
    if carried == Carried():
        return say(SET_ASIDE_EMPTY, detail=damage, aside=str(aside))
    return say(SET_ASIDE, detail=damage, aside=str(aside), rows=carried.rows, breaks=carried.breaks)
