"""A program that appends rows for ever and says which are on the disk: python -m tests.journal.busy FILE."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from agentpanel.domain.records import Sending
from agentpanel.journal.sqlite import SqliteJournal
from tests.journal.making import entry

#: Rows queued at a time, so that a commit has some of several.
_AHEAD = 5


async def main(path: Path) -> None:
    """Runs until it is killed. Each line is the key of a row whose ``done`` came."""
    journal = await SqliteJournal.open(path)
    room = asyncio.Semaphore(_AHEAD)
    number = 0
    while True:
        await room.acquire()
        number += 1
        key = f"{os.getpid()}-{number}"

        def done(error: Exception | None, key: str = key) -> None:
            assert error is None, error
            os.write(1, f"{key}\n".encode())
            room.release()

        journal.append(entry(number, key=key, state=Sending.UNSENT), done)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
