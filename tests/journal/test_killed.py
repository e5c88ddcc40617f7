from __future__ import annotations

import asyncio
import multiprocessing
import random
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import Differs, Entry, Row, Sending
from agentpanel.domain.words import say
from tests.journal import busy
from tests.journal.making import entries, entry, mine, opened, report, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

pytestmark = pytest.mark.once

# A panel that lives for a tenth of a second must not take a whole one to start.
FORKED: Final = "forkserver" in multiprocessing.get_all_start_methods()
PANELS: Final = multiprocessing.get_context("forkserver" if FORKED else "spawn")
PANELS.set_forkserver_preload(["tests.journal.busy"])
#: Each file sees so many panels killed, one after the other.
FILES, KILLS = (20, 10) if FORKED else (4, 5)
MOST_ANSWERS: Final = 60
#: Calls of one panel are fewer.
CALLS: Final = 1000


class Panel:
    """One that writes as fast as it can, until it is killed."""

    def __init__(self, process: BaseProcess, said: Connection) -> None:
        self._process = process
        self._said = said

    def answers(self, number: int) -> list[Any]:
        """So many of the things that it says are on the disk."""
        return [self._said.recv() for _ in range(number)]

    def kill(self) -> list[Any]:
        """End it at once; what else it has said until then."""
        self._process.kill()
        self._process.join()
        heard: list[Any] = []
        try:
            while True:
                heard.append(self._said.recv())
        except (EOFError, OSError):
            return heard  # perhaps in the midst of a word


@contextmanager
def panel(work: Callable[..., None], *args: object) -> Iterator[Panel]:
    said, saying = PANELS.Pipe(duplex=False)
    process = PANELS.Process(target=work, args=(*args, saying), daemon=True)  # type: ignore[attr-defined]
    process.start()
    saying.close()
    with said:
        made = Panel(process, said)
        try:
            yield made
        finally:
            made.kill()
            process.close()


def answers_before_kill(answers: int, work: Callable[..., None], *args: object) -> list[Any]:
    with panel(work, *args) as one:
        return one.answers(answers) + one.kill()


# -- nothing is lost, and nothing is there twice -----------------------------------------------------------------------


def whole(number: int) -> Entry:
    """What a call has become when all of it was worked."""
    done = replace(busy.completed(number), outcome=7, reason=10, note="thought of afterwards")
    return replace(done, ended=report(number).ended, state=Sending.CONFIRMED)


async def rows_of(path: Path, agent: str) -> dict[str | None, Row]:
    """By session, after a restart."""
    async with opened(path) as journal:
        rows = await journal.page(mine(agent=agent, limit=100_000))
    assert set(Counter(row.entry.session for row in rows).values()) <= {1}
    assert not [row for row in rows if row.entry.state is Sending.UNSENT]
    return {row.entry.session: row for row in rows}


def check_ended(row: Row, number: int) -> None:
    assert row.entry == whole(number)
    assert (row.own_outcome, row.differs, row.corrected[0]) == (5, {Differs.OUTCOME}, "corrected")


def check_begun(row: Row, step: int) -> None:
    """The call in which the panel was killed, after this answer."""
    assert (row.corrected[0] == "corrected") or step < busy.TAGGED
    assert (row.entry.outcome in (5, 7) and row.entry.note != "") or step < busy.COMPLETED


def check_file(path: Path, ended: set[str]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        breaks = dict(connection.execute("SELECT key, ended FROM pause").fetchall())
        assert [key for key in ended if breaks[key] is None] == []
        left = "SELECT count(*) FROM entry WHERE run IS NOT NULL UNION SELECT count(*) FROM pause WHERE run IS NOT NULL"
        assert connection.execute(left).fetchall() == [(0,)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def killed_again_and_again(folder: Path, seed: int) -> int:
    """How many calls were worked to their end in one file by panels of which each is killed."""
    path, chance = folder / str(seed) / "journal.sqlite", random.Random(seed)
    ended: set[int] = set()
    for kill in range(KILLS):
        heard = answers_before_kill(chance.randrange(MOST_ANSWERS), busy.shift, path, kill * CALLS + 1)
        number, step = heard[-1] if heard else (0, busy.NOTED)
        ended |= set(range(kill * CALLS + 1, number + (step == busy.NOTED)))
        rows, anns = (asyncio.run(rows_of(path, agent)) for agent in ("joe", "ann"))
        for each in ended:
            check_ended(rows[entry(each).session], each)
        if step != busy.NOTED:
            check_begun(rows[entry(number).session], step)
        assert {entry(each).session for each in ended} <= anns.keys()
    check_file(path, {busy.break_after(each).key for each in ended})
    return len(ended)


def test_a_killed_panel_loses_nothing_that_it_called_saved(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(partial(killed_again_and_again, tmp_path), range(FILES)))
    assert len(ended) == FILES
    assert min(ended) > KILLS


# -- other panels on the same file ---------------------------------------------------------------------------------


async def test_two_panels_write_to_one_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    async with opened(path) as journal:
        with panel(busy.appends, path) as other:
            theirs = await asyncio.to_thread(other.answers, 50)
            for number in range(30):
                await saved(journal, entry(number, agent="ann", state=Sending.UNSENT))
            async with opened(path):  # a third one comes: the rows of the other two are not left behind
                assert await journal.count_unsent(None, "ann") == 30
            rows = {row.key: row.state for row in await entries(journal, limit=100_000)}
        assert len(await journal.page(mine(agent="ann", limit=200))) == 30
    assert {rows[key] for key in theirs} == {Sending.UNSENT}


async def test_rows_of_the_dead_are_told_from_those_of_the_living(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    async with opened(path) as first:
        await saved(first, entry(1, agent="ann", state=Sending.UNSENT))
        keys = await asyncio.to_thread(answers_before_kill, 5, busy.appends, path)
        async with opened(path) as third:
            (living,) = await entries(third, agent="ann")
            dead = {row.key: row for row in await entries(third)}
    assert (living.state, living.why) == (Sending.UNSENT, None)
    assert {dead[key].why for key in keys} == {say(words.WHY_ENDED_PROGRAM)}
