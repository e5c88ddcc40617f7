"""Journals of older versions: brought to the new form with a copy of the old one, or left as they are."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.journal import copies, reads, runs
from agentpanel.journal.database import migrations, open_database
from agentpanel.journal.errors import JournalError
from agentpanel.journal.sqlite import SqliteJournal
from tests.journal.making import entries, mine, opened
from tests.journal.old import NINE, make_old, old_row
from tests.journal.test_database import form, mode, on_posix

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def content(path: Path) -> bytes:
    return path.read_bytes()


def rows_in(path: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM entry ORDER BY started_us")]


@pytest.mark.parametrize("old", range(1, len(migrations())))
async def test_every_row_of_an_older_form_is_kept_and_there_is_a_copy_of_the_file(path: Path, old: int) -> None:
    declined = {} if old == 1 else {"declined": 1}
    made = [old_row(1, note="ä ☎"), old_row(2, run=3, state="unsent", agent="ann", **declined), old_row(3, tenant="T")]
    make_old(path, old, made)
    before = rows_in(path)
    async with opened(path) as journal:
        (row,) = await journal.page(mine())
        (anns,) = await entries(journal, agent="ann")
        (other,) = await entries(journal, tenant="T")
        assert journal.notices == ()
    assert (row.entry.note, row.entry.outcome, row.own_outcome, row.entry.tags) == (
        "ä ☎",
        167,
        105,
        ("Blue", "", "", "", "", "Zebra"),
    )
    assert (anns.declined, other.key) == (old > 1, "call-3")
    assert form(path) == len(migrations())
    (copy,) = copies.copies(path)
    assert copy.name.startswith(f"journal.sqlite-form{old}-")
    assert (form(copy), rows_in(copy)) == (old, before)


@on_posix
def test_the_copy_is_its_owner_s_alone_and_one_file(path: Path) -> None:
    make_old(path, 2, [old_row(1)])
    open_database(path).close()
    assert {each.name.partition("-")[0]: mode(each) for each in path.parent.iterdir()} == {"journal.sqlite": "0o600"}
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(("wal", "shm", "part"))] == []


def test_calls_that_began_in_the_same_microsecond_stay_apart_and_in_order(path: Path) -> None:
    made = [old_row(n, started_us=NINE + (n > 3), key=f"call-{n}") for n in range(1, 6)]
    make_old(path, 2, made)
    with closing(open_database(path)) as connection:
        rows = reads.rows(connection, mine())
    assert [row.entry.key for row in rows] == ["call-5", "call-4", "call-3", "call-2", "call-1"]
    positions = [row.position for row in rows]
    assert len(set(positions)) == 5
    assert min(positions) == NINE
    assert max(positions) < NINE + 10


def test_a_hundred_thousand_rows_take_seconds(path: Path) -> None:
    make_old(path, 2, [old_row(0)])
    with closing(sqlite3.connect(path)) as old:
        names = ", ".join(name for name in old_row(0) if name not in ("key", "started_us"))
        old.executescript(
            f"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"  # noqa: S608
            f" INSERT INTO entry (key, started_us, {names})"
            f" SELECT 'call-' || i, started_us + i * 60000000, {names} FROM n JOIN entry WHERE key = 'call-0'"
        )
    begun = time.monotonic()
    with closing(open_database(path)) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (100_000,)
        waiting = connection.execute("SELECT count(*) FROM unfound").fetchone()
    assert waiting == (100_000,)
    assert time.monotonic() - begun < 15


def test_the_newest_two_copies_stay(path: Path) -> None:
    older = [path.with_name(f"journal.sqlite-form1-2026010{day}-090000") for day in (1, 2, 3)]
    for age, each in enumerate(older):
        each.write_text("a copy")
        os.utime(each, (1000 + age, 1000 + age))
    make_old(path, 2, [old_row(1)])
    open_database(path).close()
    new, last = copies.copies(path)
    assert new.name.startswith("journal.sqlite-form2-")
    assert last == older[2]


def test_without_room_the_old_file_stays_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(path, 2, [old_row(1)])
    before = path.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=100_000))
    with pytest.raises(
        JournalError, match=r"^the disk has no room to bring the journal .* to its new form .*; 5 MB must be"
    ):
        open_database(path)
    assert path.read_bytes() == before
    assert (form(path), copies.copies(path)) == (2, [])


def test_a_disk_that_is_full_in_the_midst_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(path, 2, [old_row(1)])
    real = sqlite3.connect

    def small(name: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(name, **options)
        if str(name).endswith(".part"):
            connection.execute("PRAGMA max_page_count = 2")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        open_database(path)
    monkeypatch.undo()
    assert (form(path), len(rows_in(path))) == (2, 1)
    assert [each.name for each in path.parent.iterdir() if ".part" in each.name] == []


async def test_a_panel_of_an_older_version_is_not_disturbed(path: Path) -> None:
    make_old(path, 2, [old_row(1)])
    run = runs.take_run(path)
    with pytest.raises(JournalError, match="a panel of an older version has the journal"):
        await SqliteJournal.open(path)
    assert form(path) == 2
    run.release()
    async with opened(path) as journal:
        assert len(await entries(journal)) == 1


async def test_a_newer_form_is_refused_in_words_and_never_called_damaged(path: Path) -> None:
    make_old(path, 2, [old_row(1)])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP TABLE entry; CREATE TABLE call (new TEXT); PRAGMA user_version = 99")
    before = content(path)
    with pytest.raises(JournalError, match="made by a newer version of this program"):
        await SqliteJournal.open(path)
    assert content(path) == before
