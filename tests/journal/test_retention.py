"""Rows go when they are too old or too many: a few at a time, and never one that somebody works on."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from agentpanel.domain.records import Pause, Sending
from agentpanel.domain.rules import JournalRules
from agentpanel.journal import caretaker, retention, writes
from agentpanel.journal.database import open_database
from agentpanel.journal.retention import Removed, Retention, boundary, remove_some
from agentpanel.journal.sqlite import SqliteJournal
from tests.helpers.until import until
from tests.journal.making import entries, entry, locked, mine, saved

if TYPE_CHECKING:
    from pathlib import Path

NOW = retention.now()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def fill(path: Path, *ages: float) -> None:
    """A call and a break for each number of days."""
    with closing(open_database(path)) as connection:
        connection.execute("BEGIN")
        for number, days in enumerate(ages):
            writes.append(connection, 1, entry(number, started=ago(days), note=f"note {number}"))
            pause = Pause(key=f"p{number}", tenant=None, agent="joe", code=1, text=None, started=ago(days), ended=NOW)
            writes.pause(connection, 1, pause)
        connection.execute("COMMIT")


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(number)


async def kept(path: Path, rules: JournalRules, rows: int) -> list[str]:
    """The keys that are left once there are so many."""
    journal = await SqliteJournal.open(path, rules)
    changes: list[bool] = []
    journal.observe(lambda: changes.append(True))
    await until(lambda: changes)
    assert count(path, "entry") == rows
    found = [row.key for row in await entries(journal, limit=10_000)]
    await journal.close(5)
    return found


async def test_what_is_too_old_goes_at_the_start(path: Path) -> None:
    fill(path, 400, 31, 29, 1)
    assert await kept(path, JournalRules(keep_days=30), 2) == ["call-3", "call-2"]
    assert count(path, "pause") == 2


async def test_what_is_too_many_goes_the_oldest_first(path: Path) -> None:
    fill(path, *range(50, 0, -1))
    assert await kept(path, JournalRules(keep_days=0, keep_rows=3), 3) == ["call-49", "call-48", "call-47"]
    assert count(path, "pause") == 3


async def test_both_limits_hold(path: Path) -> None:
    fill(path, *range(10, 0, -1))
    assert len(await kept(path, JournalRules(keep_days=5, keep_rows=8), 4)) == 4


async def test_without_limits_everything_stays_and_no_thread_looks_after_it(path: Path) -> None:
    fill(path, 10_000)
    journal = await SqliteJournal.open(path, JournalRules(keep_days=0))
    assert len(await entries(journal)) == 1
    assert not caretaker.has_work(JournalRules(keep_days=0), whole=True)
    await journal.close(5)


async def test_what_went_is_found_no_more(path: Path) -> None:
    fill(path, 400, 1)
    journal = await SqliteJournal.open(path)
    await until(lambda: count(path, "unfound") == 0)
    assert len(await journal.page(mine(limit=5))) == 2
    await journal.close(5)
    assert count(path, "found_content") == 2
    await kept(path, JournalRules(keep_days=30), 1)
    assert count(path, "found_content") == 1


async def test_a_call_that_a_living_panel_works_on_stays_whatever_its_age(path: Path) -> None:
    first = await SqliteJournal.open(path)
    await saved(first, entry(1, started=ago(900), state=Sending.UNSENT), entry(2, started=ago(900)))
    assert await kept(path, JournalRules(keep_days=1), 1) == ["call-1"]
    first.mark_sent("call-1", Sending.CONFIRMED, None)
    assert (await entries(first))[0].state is Sending.CONFIRMED
    await first.close(5)
    assert await kept(path, JournalRules(keep_days=1), 0) == []


async def test_it_goes_on_every_hour(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caretaker, "_ROUND_S", 0.05)
    journal = await SqliteJournal.open(path, JournalRules(keep_days=30))
    await saved(journal, entry(1, started=ago(31)), entry(2, started=NOW))
    await until(lambda: count(path, "entry") == 1)
    assert [row.key for row in await entries(journal)] == ["call-2"]
    await journal.close(5)


def test_a_slice_is_short_and_the_rest_comes_later(path: Path) -> None:
    fill(path, *[100] * 3000)
    with closing(open_database(path)) as connection:
        cleaning = Retention(boundary(connection, JournalRules(keep_days=30), NOW))
        took = []
        more = True
        while more:
            begun = time.monotonic()
            more = cleaning.step(connection)
            took.append(time.monotonic() - begun)
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (0,)
    assert len(took) > 10
    assert sorted(took)[len(took) // 2] < 0.1


def test_a_slice_does_not_wait_for_another_program(path: Path) -> None:
    fill(path, 100)
    with closing(open_database(path)) as connection:
        with locked(path):
            begun = time.monotonic()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                Retention(2**60).step(connection)
            assert time.monotonic() - begun < 2
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (5000,)
        assert Retention(2**60).step(connection)


def test_a_slice_that_fails_has_removed_nothing(path: Path) -> None:
    fill(path, 100)
    with closing(open_database(path)) as connection:
        connection.execute("CREATE TRIGGER no BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'no'); END")
        with pytest.raises(sqlite3.IntegrityError, match="no"):
            remove_some(connection, 2**60, 5)
        assert not connection.in_transaction
        connection.execute("DROP TRIGGER no")
        assert remove_some(connection, 2**60, 5) == Removed(rows=1)
        assert remove_some(connection, 2**60, 5) == Removed(breaks=1)
        assert remove_some(connection, 2**60, 5) == Removed()


async def test_copies_go_when_all_in_them_is_too_old(path: Path) -> None:
    fill(path, 400)
    old, young = (path.with_name(f"journal.sqlite-form2-{day}-090000") for day in ("20200101", "20300101"))
    for each, days in ((old, 40), (young, 1)):
        each.write_text("a copy")
        os.utime(each, (ago(days).timestamp(),) * 2)
    await kept(path, JournalRules(keep_days=30), 0)
    assert [each.exists() for each in (old, young)] == [False, True]
