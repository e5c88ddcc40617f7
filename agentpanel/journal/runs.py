"""Which panels are open on one journal: rows that a dead one left behind differ from those of a living one.

Each open panel holds the lock of a small file beside the journal, the first that is free. The system drops the lock
with the process, however it ends, so a number that can be locked belongs to nobody alive.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


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


def _lock(file: int) -> None:
    """BlockingIOError while somebody else has the lock. It belongs to this very opening of the file."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
