"""Which panels are open on one journal: rows that a dead one left behind differ from those of a living one.

Each open panel holds the lock of a small file beside the journal, the first that is free. The system drops the lock
with the process, however it ends, so a number that can be locked belongs to nobody alive.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: The number of the lock that a panel has while it opens the journal; no panel's own.
_OPENING: Final = 0


class Run:
    """A number, from 1, that no other open panel has until release()."""

    def __init__(self, number: int, file: int) -> None:
        self.number = number
        self._file = file

    def release(self) -> None:
        """Another panel may have the number."""
        os.close(self._file)


def take_run(journal: Path) -> Run:
    """The lowest free number. Raises OSError."""
    numbers = (take_if_free(journal, number) for number in count(1))
    return next(run for run in numbers if run is not None)


def take_if_free(journal: Path, number: int) -> Run | None:
    """This number, or None while an open panel has it. Raises OSError."""
    path = journal.with_name(f"{journal.name}-run{number}")
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file)
    except BlockingIOError:
        os.close(file)
        return None
    except BaseException:
        os.close(file)
        raise
    return Run(number, file)


@contextmanager
def ended(journal: Path, number: int) -> Iterator[bool]:
    """Whether nobody alive has the number; nobody can take it inside the block."""
    run = take_if_free(journal, number)
    try:
        yield run is not None
    finally:
        if run is not None:
            run.release()


def held(journal: Path) -> list[int]:
    """The numbers of all who have the journal open. Raises OSError."""
    return [number for number in _numbers(journal) if number != _OPENING and _is_held(journal, number)]


def were_here(journal: Path) -> bool:
    """Whether a panel has ever had the journal open."""
    return any(number != _OPENING for number in _numbers(journal))


@contextmanager
def opening(journal: Path, timeout: float) -> Iterator[None]:
    """Panels that start at the same time come in one after the other. Raises TimeoutError, OSError."""
    end = time.monotonic() + timeout
    while (turn := take_if_free(journal, _OPENING)) is None:
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)
    try:
        yield
    finally:
        turn.release()


def _numbers(journal: Path) -> list[int]:
    names = (each.name for each in journal.parent.iterdir() if each.name.startswith(f"{journal.name}-run"))
    ends = (name.removeprefix(f"{journal.name}-run") for name in names)
    return [int(end) for end in ends if end.isdecimal()]


def _is_held(journal: Path, number: int) -> bool:
    with ended(journal, number) as has_ended:
        return not has_ended


def _lock(file: int) -> None:
    """BlockingIOError while somebody else has the lock. It belongs to this very opening of the file."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
