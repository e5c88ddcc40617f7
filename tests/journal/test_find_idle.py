"""Texts are made on the journal's thread, when nothing else is to do."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.journal import find_idle, find_index
from tests.helpers.until import until
from tests.journal.finding import in_memory, keys, put
from tests.journal.making import entry, locked, mine, opened, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agentpanel.domain.records import Entry
    from agentpanel.journal.sqlite import SqliteJournal


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with in_memory() as made:
        yield made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_idle, "QUIET_S", 0.0)
    monkeypatch.setattr(find_idle, "_BUSY_S", 0.02)
    monkeypatch.setattr(find_idle, "_FAULTY_S", 0.02)


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as other:
        (number,) = other.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(number)


def numbered(first: int, last: int) -> list[Entry]:
    return [entry(n, note=f"note {n}") for n in range(first, last)]


async def test_texts_are_made_when_nothing_else_is_to_do(path: Path) -> None:
    heard: list[str] = []
    async with opened(path) as journal:
        journal.observe(lambda: heard.append("changed"))
        await saved(journal, *numbered(0, 30))
        commits = len(heard)
        await until(lambda: count(path, "found_content") == 30 and count(path, "unfound") == 0)
        assert [row.entry.key for row in await journal.page(mine(text="note 17"))] == ["call-17"]
        # nobody is told of it, for no row has changed
        assert len(heard) == commits
        assert await asks(journal, "PRAGMA synchronous") == 2
        assert await asks(journal, "PRAGMA busy_timeout") == 5000


async def asks(journal: SqliteJournal, statement: str) -> Any:
    return (await journal._ask(lambda connection: connection.execute(statement).fetchone()))[0]


async def test_what_a_dead_panel_left_is_made_after_the_start(path: Path) -> None:
    async with opened(path) as journal:
        await saved(journal, *numbered(0, 3))
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DELETE FROM found")
        other.execute("INSERT OR IGNORE INTO unfound SELECT position FROM entry")
    async with opened(path):
        await until(lambda: count(path, "unfound") == 0)
    assert count(path, "found_content") == 3


async def test_another_programs_lock_is_not_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []

    def make_slice(connection: sqlite3.Connection) -> int:
        tried.append(time.monotonic())
        return find_index.make_slice(connection)

    monkeypatch.setattr(find_idle, "make_slice", make_slice)
    monkeypatch.setattr(find_idle, "merge_slice", lambda _: False)
    async with opened(path) as journal:
        with locked(path):
            tried.clear()
            assert journal._worker._indexing is not None
            journal._worker._indexing.changed(time.monotonic())
            await journal.page(mine())  # wakes the thread
            await until(lambda: len(tried) > 3)
            assert tried[-1] - tried[0] < 2  # SQLite would wait for 5 s each time
            assert await journal.page(mine(text="note")) == []
        await saved(journal, *numbered(0, 3))
        await until(lambda: count(path, "found_content") == 3 and count(path, "unfound") == 0)


async def test_a_full_disk_is_waited_out_in_silence(path: Path) -> None:
    async with opened(path) as journal:
        await saved(journal, *numbered(0, 3))
        await until(lambda: count(path, "unfound") == 0)
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("DELETE FROM found")
            other.execute("UPDATE entry SET note = note || hex(randomblob(20000))")
            other.execute("INSERT OR IGNORE INTO unfound SELECT position FROM entry")
        await asks(journal, "PRAGMA max_page_count = 1")
        assert len(await journal.page(mine(text="note"))) == 3
        await asks(journal, "PRAGMA max_page_count = 1000000")
        await saved(journal, *numbered(3, 4))
        await until(lambda: count(path, "unfound") == 0)


async def test_a_question_that_nobody_waits_for_any_more_is_given_up(path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    async with opened(path) as journal, asyncio.TaskGroup() as group:
        await saved(journal, entry(1))
        asked = group.create_task(asks(journal, endless))
        await until(journal._worker._jobs.empty)
        asked.cancel()
        # the next does not wait for its end, and nothing was harmed
        assert len(await journal.page(mine())) == 1
        await saved(journal, entry(2))
        assert asked.cancelled()


def test_a_burst_is_not_disturbed_but_by_a_slice_a_second(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_idle, "QUIET_S", 0.25)
    indexing = find_idle.Indexing(connection, 0.0)
    while indexing.wait_s(0.0) == 0 or indexing.wait_s(0.0) < 1:
        indexing.step(0.0)
    done = []
    for tick in range(1, 501):  # a change each 10 ms
        now = tick / 100
        put(connection, entry(tick))
        indexing.changed(now)
        if indexing.wait_s(now) == 0:
            indexing.step(now)
            done.append(now)
    assert 3 <= len(done) <= 5
    assert indexing.wait_s(5.0) <= 0.25


def test_a_slice_ends_where_its_texts_are_long(connection: sqlite3.Connection) -> None:
    put(connection, *(entry(n, note="x" * 30_000) for n in range(6)), *(entry(n) for n in range(10, 1100)))
    assert find_index.make_slice(connection) == find_index.SLICE_ROWS
    while (made := find_index.make_slice(connection)) >= find_index.SLICE_ROWS:
        pass
    assert made < 100
    assert connection.execute("SELECT count(*) FROM unfound").fetchone()[0] > 0


def test_a_fault_of_ours_ends_it_and_is_logged(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[..., object]
) -> None:
    expected_log("texts of rows cannot be made", logger="agentpanel.journal", level=logging.ERROR)

    def fails(_: object) -> str:
        raise RuntimeError("made to fail")

    monkeypatch.setattr(find_index, "haystack", fails)
    put(connection, entry(1))
    indexing = find_idle.Indexing(connection, 0.0)
    for _ in range(5):
        indexing.step(0.0)
    indexing.changed(1.0)
    assert indexing.wait_s(1.0) == float("inf")
    assert not connection.in_transaction
    assert keys(connection) == ["call-1"]
