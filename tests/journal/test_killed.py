from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from agentpanel.domain import words
from agentpanel.domain.records import Sending
from agentpanel.domain.words import say
from tests.journal.making import entry, mine, opened, saved

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 24


@contextmanager
def busy(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A panel that writes as fast as it can, until it is killed."""
    command = [sys.executable, "-m", "tests.journal.busy", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as panel:
        try:
            yield panel
        finally:
            panel.kill()


def said_by(panel: subprocess.Popen[str]) -> IO[str]:
    assert panel.stdout is not None
    return panel.stdout


def acknowledged_before_kill(path: Path, rows: int) -> list[str]:
    """The rows that were said to be on the disk by a panel that is killed after so many, or soon after."""
    with busy(path) as panel:
        keys = [next(said_by(panel)).strip() for _ in range(rows)]
        panel.kill()
        return keys + [line.strip() for line in said_by(panel)]


async def rows_after(path: Path) -> list[tuple[str, Sending, str]]:
    async with opened(path) as journal:
        page = await journal.page(mine(limit=100_000))
    return [(row.key, row.state, str(row.why)) for row in page]


def killed(folder: Path, number: int) -> None:
    """One round: nothing that was acknowledged is lost, nothing is there twice, and all is said to be unsent."""
    path = folder / str(number) / "journal.sqlite"
    keys = acknowledged_before_kill(path, random.Random(number).randint(1, 120))
    rows = asyncio.run(rows_after(path))
    counted = Counter(key for key, _, _ in rows)
    assert set(keys) <= set(counted)
    assert set(counted.values()) == {1}
    assert {(state, why) for _, state, why in rows} == {(Sending.LOCAL, words.WHY_ENDED_PROGRAM)}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_killed_panel_loses_nothing_that_it_called_saved(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        rounds = list(pool.map(partial(killed, tmp_path), range(ROUNDS)))
    assert len(rounds) == ROUNDS


async def test_two_panels_write_to_one_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    async with opened(path) as journal:
        with busy(path) as other:
            theirs = [(await asyncio.to_thread(next, said_by(other))).strip() for _ in range(50)]
            for number in range(30):
                await saved(journal, entry(number, agent="ann", state=Sending.UNSENT))
            async with opened(path):  # a third one comes: the rows of the other two are not left behind
                assert await journal.count_unsent(None, "ann") == 30
            rows = {row.key: row.state for row in await journal.page(mine(limit=100_000))}
        assert len(await journal.page(mine(agent="ann", limit=200))) == 30
    assert {rows[key] for key in theirs} == {Sending.UNSENT}


async def test_rows_of_the_dead_are_told_from_those_of_the_living(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    async with opened(path) as first:
        await saved(first, entry(1, agent="ann", state=Sending.UNSENT))
        keys = await asyncio.to_thread(acknowledged_before_kill, path, 5)
        async with opened(path) as third:
            (living,) = await third.page(mine(agent="ann"))
            dead = {row.key: row for row in await third.page(mine())}
    assert (living.state, living.why) == (Sending.UNSENT, None)
    assert {dead[key].why for key in keys} == {say(words.WHY_ENDED_PROGRAM)}
