"""Panels that write as fast as they can until they are killed, and say what is on the disk."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from agentpanel.domain.records import Pause, Sending
from agentpanel.journal.sqlite import SqliteJournal
from tests.journal.making import entry, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from agentpanel.domain.records import Entry
    from agentpanel.journal.jobs import Done

#: Answers that are waited for at a time, so that a commit has some of several.
_AHEAD: Final = 5
#: What of a call is answered, in this order. Whatever was asked for before an answer is on the disk as well.
BEGUN, TAGGED, COMPLETED, NOTED = range(4)


def appends(path: Path, said: Connection) -> None:
    """Append rows that wait to be sent; ``said`` gets the key of each that is on the disk."""
    asyncio.run(_for_ever(path, partial(_append, said)))


def shift(path: Path, first: int, said: Connection) -> None:
    """Work calls from that number on; ``said`` gets number and step of each answer."""
    asyncio.run(_for_ever(path, partial(_work, said), first))


async def _for_ever(path: Path, work: Callable[[SqliteJournal, int, _Room], None], first: int = 1) -> None:
    journal = await SqliteJournal.open(path)
    room = _Room()
    for number in count(first):
        await room.free.wait()
        work(journal, number, room)


class _Room:
    """Set while few answers are due."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.free.set()
        self._due = 0

    def answer(self, say: Callable[[], None]) -> Done:
        """For one more answer, which is said when it comes."""
        self._due += 1
        self._look()

        def done(error: Exception | None) -> None:
            assert error is None, error
            say()
            self._due -= 1
            self._look()

        return done

    def _look(self) -> None:
        (self.free.set if self._due < _AHEAD else self.free.clear)()


def _append(said: Connection, journal: SqliteJournal, number: int, room: _Room) -> None:
    key = f"{os.getpid()}-{number}"
    journal.append(entry(number, key=key, state=Sending.UNSENT), room.answer(partial(said.send, key)))


def _work(said: Connection, journal: SqliteJournal, number: int, room: _Room) -> None:
    """One call from its beginning to what is thought of afterwards, and a break after it."""

    def answer(step: int) -> Done:
        return room.answer(partial(said.send, (number, step)))

    call, rest = entry(number), break_after(number)
    journal.append(call, answer(BEGUN))
    journal.correct(call.key, 1, "corrected", answer(TAGGED))
    journal.append(completed(number), answer(COMPLETED))
    journal.mark_sent(call.key, Sending.SENT, None)
    journal.report([report(number, outcome=7)])
    journal.report([report(number, agent="ann")])
    journal.report([report(number, outcome=7)])
    journal.mark_sent(call.key, Sending.CONFIRMED, None)
    journal.pause(replace(rest, ended=None))
    journal.pause(rest)
    journal.note(call.key, "thought of afterwards", answer(NOTED))


def completed(number: int) -> Entry:
    return entry(number, outcome=5, note="typed", state=Sending.UNSENT)


def break_after(number: int) -> Pause:
    began = entry(number).started + timedelta(seconds=50)
    ended = began + timedelta(seconds=5)
    return Pause(key=f"break-{number}", tenant=None, agent="joe", code=1, text="Tea", started=began, ended=ended)
