"""Journals that are really damaged: set aside under a name that is told, and all that can be read is carried over."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from agentpanel.domain.records import Pause
from agentpanel.journal import care, caretaker, checks, copies, damage, reports, writes
from agentpanel.journal.database import migrations, open_database
from agentpanel.journal.errors import EMPTIED, FOUND_DAMAGED, MENDED_BEFORE, SET_ASIDE, SET_ASIDE_EMPTY, JournalError
from agentpanel.journal.salvage import carry_over
from agentpanel.journal.sqlite import SqliteJournal
from tests.helpers.until import until
from tests.journal.making import MORNING, entries, entry, mine, opened, report, saved
from tests.journal.old import make_old, old_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agentpanel.domain.words import Say

ROOT = Path(__file__).parent.parent.parent
ROWS = 1500
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def fill(path: Path, numbers: Iterable[int] = range(ROWS)) -> None:
    with closing(open_database(path)) as connection:
        connection.execute("BEGIN")
        for number in numbers:
            long = "x" * 9000 if number % 100 == 0 else None  # spills over into other pages
            writes.append(connection, 1, entry(number, note=f"note {number} ☎", data=long))
        reports.report(connection, 1, report(3, outcome=777))
        writes.pause(connection, 1, Pause(key="p", tenant=None, agent="joe", code=1, text="Tea", started=MORNING))
        connection.execute("COMMIT")


def pages_of(path: Path, kind: int, table: str = "entry") -> list[int]:
    """Numbers of the pages of one table, those of one kind: 13 leaves, 5 inner ones."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno", (table,)).fetchall()
    data = path.read_bytes()
    return [number for (number,) in found if data[(number - 1) * PAGE + (100 if number == 1 else 0)] == kind]


def content(path: Path) -> bytes:
    return path.read_bytes()


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def cut(path: Path, part: float) -> None:
    """The file is so much of what it was."""
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * part) // 512 * 512 + 100)


def overwrite(path: Path, number: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE)
        file.write(data)


def aside(notice: Say) -> Path:
    return Path(str(dict(notice.args)["aside"]))


async def mended(path: Path) -> tuple[Say, set[str], list[str]]:
    """What was said, the keys of the rows that are there, and a second opening's words."""
    async with opened(path) as journal:
        (notice,) = journal.notices
        rows = {row.key for row in await entries(journal, limit=10_000)}
        await saved(journal, entry(9999))
    async with opened(path) as again:
        more = [str(each) for each in again.notices]
        assert len(await entries(again, limit=10_000)) == len(rows) + 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return notice, rows, more


def keys(numbers: Iterable[int] = range(ROWS)) -> set[str]:
    return {f"call-{number}" for number in numbers}


# -- what is lost, and what is not -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "junk", [b"\0" * PAGE, b"\xff" * PAGE, b"This is no page." * (PAGE // 16)], ids=["0", "FF", "text"]
)
async def test_a_page_in_the_middle_costs_its_rows_alone(path: Path, junk: bytes) -> None:
    fill(path)
    leaves = pages_of(path, 13)
    overwrite(path, leaves[len(leaves) // 2], junk)
    before = content(path)
    notice, rows, more = await mended(path)
    lost = keys() - rows
    assert 0 < len(lost) < 40
    assert rows <= keys()
    assert notice.text == SET_ASIDE
    assert dict(notice.args)["rows"] == len(rows)
    assert dict(notice.args)["breaks"] == 1
    assert more == []
    assert content(aside(notice)) == before
    assert re.fullmatch(r"journal\.sqlite-damaged-\d{8}-\d{6}", aside(notice).name)


async def test_what_led_to_the_rows_costs_none(path: Path) -> None:
    fill(path)
    for number in pages_of(path, 5):
        overwrite(path, number, os.urandom(PAGE))
    notice, rows, _ = await mended(path)
    assert rows == keys()
    assert notice.text == SET_ASIDE


async def test_a_damaged_index_costs_no_row_and_no_word_of_one(path: Path) -> None:
    fill(path)
    for number in pages_of(path, 10, "entry_call")[:3]:
        overwrite(path, number, b"\0" * PAGE)
    async with opened(path) as journal:
        (row,) = [row for row in await journal.page(mine(limit=10_000)) if row.entry.key == "call-3"]
        assert len(journal.notices) == 1
    assert (row.entry.outcome, row.entry.note, row.entry.number) == (777, "note 3 ☎", "02079460003")
    assert row.wire is not None


async def test_long_texts_come_over_whole_from_pages(path: Path) -> None:
    fill(path)
    overwrite(path, pages_of(path, 5)[0], b"\0" * PAGE)
    async with opened(path) as journal:
        found = {row.key: row for row in await entries(journal, limit=10_000)}
    assert found["call-100"].data == "x" * 9000
    assert found["call-101"].data is None


@pytest.mark.parametrize("part", [0.3, 0.7])
async def test_a_file_that_was_cut_gives_what_is_left(path: Path, part: float) -> None:
    fill(path)
    cut(path, part)
    notice, rows, _ = await mended(path)
    assert 100 < len(rows) < ROWS
    assert notice.text == SET_ASIDE


async def test_a_garbled_header_costs_no_row(path: Path) -> None:
    fill(path)
    with path.open("r+b") as file:
        file.write(b"garbage!" * 12)
    notice, rows, _ = await mended(path)
    assert rows == keys()
    assert dict(notice.args)["detail"] == "file is not a database"


async def test_a_whole_first_page_of_zeros_costs_no_row(path: Path) -> None:
    fill(path)
    overwrite(path, 1, b"\0" * PAGE)
    _, rows, _ = await mended(path)
    assert rows == keys()


@pytest.mark.parametrize(
    "text", [b"This was a journal once.\n" * 100, b"x", b"\0" * 50_000], ids=["text", "x", "zeros"]
)
async def test_what_is_no_journal_is_set_aside_and_a_new_one_begun(path: Path, text: bytes) -> None:
    put(path, text)
    notice, rows, more = await mended(path)
    assert notice.text == SET_ASIDE_EMPTY
    assert (rows, more) == (set(), [])
    assert content(aside(notice)) == text


async def test_a_database_of_another_program_is_set_aside_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('Blue')")
    notice, rows, _ = await mended(path)
    assert rows == set()
    with closing(sqlite3.connect(aside(notice))) as other:
        assert other.execute("SELECT title FROM song").fetchall() == [("Blue",)]


async def test_a_file_of_an_older_form_is_mended_and_brought_to_the_new_one(path: Path) -> None:
    make_old(path, 2, (old_row(number, declined=number % 2) for number in range(500)))
    leaves = pages_of(path, 13)
    overwrite(path, leaves[len(leaves) // 2], b"\0" * PAGE)
    notice, rows, _ = await mended(path)
    assert 460 < len(rows) < 500
    assert notice.text == SET_ASIDE
    assert copies.copies(path) == []


# -- a panel that died, changes that are still in the log ----------------------------------------------------------

DYING = """
import os, sys
from contextlib import closing
from pathlib import Path
from tests.journal.test_damage import fill
from agentpanel.journal import writes
from agentpanel.journal.database import open_database
from tests.journal.making import entry
path = Path(sys.argv[1])
fill(path, range(300))
connection = open_database(path)
connection.execute("PRAGMA wal_autocheckpoint = 0")
for number in range(300, 400):
    writes.append(connection, 1, entry(number))
os._exit(0)
"""


def left_by_a_dying_panel(path: Path) -> None:
    subprocess.run([sys.executable, "-c", DYING, str(path)], cwd=ROOT, check=True)
    assert path.with_name("journal.sqlite-wal").stat().st_size > 0


async def test_changes_of_the_log_are_no_damage(path: Path) -> None:
    left_by_a_dying_panel(path)
    async with opened(path) as journal:
        assert journal.notices == ()
        assert {row.key for row in await entries(journal, limit=10_000)} == keys(range(400))


@pytest.mark.parametrize("harm", ["header", "empty"])
async def test_changes_of_the_log_come_over_too(path: Path, harm: str) -> None:
    left_by_a_dying_panel(path)
    with path.open("r+b") as file:
        file.write(b"garbage!" * 12) if harm == "header" else file.truncate(0)
    notice, rows, _ = await mended(path)
    assert rows >= keys(range(300, 400))
    if harm == "header":
        assert rows == keys(range(400))
    assert notice.text == SET_ASIDE


async def test_an_empty_file_in_the_place_of_one_that_was_used_is_told(path: Path) -> None:
    async with opened(path) as journal:
        assert journal.notices == ()
        await saved(journal, entry(1))
    put(path, b"")
    async with opened(path) as journal:
        assert [each.text for each in journal.notices] == [EMPTIED]
        assert await entries(journal) == []


async def test_a_power_cut_between_mending_and_changing_places_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    overwrite(path, pages_of(path, 13)[5], b"\0" * PAGE)

    def power_cut(_: Path) -> Path:
        raise KeyError

    monkeypatch.setattr(care, "_change_places", power_cut)
    with pytest.raises(KeyError):
        care.open_with_care(path)
    monkeypatch.undo()
    assert path.with_name("journal.sqlite-mended").exists()
    async with opened(path) as journal:
        assert [each.text for each in journal.notices] == [MENDED_BEFORE]
        assert len(await entries(journal, limit=10_000)) > ROWS - 40
    assert len(copies.set_aside(path)) == 1


# -- others, and the disk ----------------------------------------------------------------------------------------------


async def test_another_panel_is_not_harmed(path: Path) -> None:
    fill(path)
    async with opened(path) as first:
        await saved(first, entry(5000))
        whole = content(path)
        overwrite(path, 1, b"garbage!" * 12)
        with pytest.raises(JournalError, match=r"is damaged .* and another panel has it open; close that one"):
            await SqliteJournal.open(path)
        assert copies.set_aside(path) == []
        overwrite(path, 1, whole[:96])


async def test_without_room_nothing_is_touched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path)
    overwrite(path, pages_of(path, 13)[5], b"\0" * PAGE)
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(JournalError, match="the disk has no room"):
        await SqliteJournal.open(path)
    after = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert {name: data for name, data in after.items() if "-run" not in name} == before


async def test_panels_that_start_together_on_a_damaged_file_mend_it_once(path: Path) -> None:
    fill(path)
    overwrite(path, pages_of(path, 13)[5], b"\0" * PAGE)
    journals = await asyncio.gather(*(SqliteJournal.open(path) for _ in range(4)))
    told = [notice for journal in journals for notice in journal.notices]
    for journal in journals:
        assert len(await entries(journal, limit=10_000)) > ROWS - 40
        await journal.close(5)
    assert [each.text for each in told] == [SET_ASIDE]
    assert len(copies.set_aside(path)) == 1


# -- large files -----------------------------------------------------------------------------------------------------


async def test_a_large_file_is_looked_at_beside_the_work_and_mended_at_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "SMALL", 1000)
    fill(path)
    overwrite(path, pages_of(path, 13)[5], b"\0" * PAGE)
    told: list[Say] = []
    async with opened(path) as journal:
        journal.tell_notices(told.append)
        await until(lambda: told)
        assert [each.text for each in told] == [FOUND_DAMAGED]
        assert journal.notices == tuple(told)
    async with opened(path) as journal:
        assert [each.text for each in journal.notices] == [SET_ASIDE]
        assert len(await entries(journal, limit=10_000)) > ROWS - 40


async def test_a_large_file_is_looked_at_once_a_day(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damage, "SMALL", 1000)
    looked: list[sqlite3.Connection] = []

    def look(connection: sqlite3.Connection, enough: Callable[[], bool]) -> damage.Found:
        looked.append(connection)
        return damage.whole_check(connection, enough)

    monkeypatch.setattr(caretaker, "whole_check", look)
    fill(path)
    async with opened(path) as journal:
        await until(lambda: path.with_name("journal.sqlite-checked").exists())
        assert journal.notices == ()
    assert len(looked) == 1
    assert not checks.is_due(path)
    async with opened(path) as journal:
        assert len(await entries(journal)) == 200
    assert len(looked) == 1
    os.utime(path.with_name("journal.sqlite-checked"), (0, 0))
    async with opened(path):
        await until(lambda: len(looked) == 2)


def test_a_large_file_costs_the_start_no_time(path: Path) -> None:
    fill(path)
    looked = damage.look(path, alone=True)
    assert (looked.damage, looked.whole) == (None, True)
    assert damage.look(path, alone=False) == damage.Found(None, whole=False)


def test_a_check_is_given_up_when_it_takes_too_long(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        assert damage.whole_check(connection, lambda: True) == damage.Found(None, whole=False)
        assert damage.whole_check(connection, lambda: False) == damage.Found(None, whole=True)


def test_forms_that_the_pages_of_a_garbled_file_are_tried_by(path: Path) -> None:
    for form in range(1, len(migrations())):
        old = path.with_name(f"old{form}.sqlite")
        make_old(old, form, (old_row(number) for number in range(200)))
        with old.open("r+b") as file:
            file.write(b"garbage!" * 12)
        carried = carry_over(old, path.with_name(f"new{form}.sqlite"))
        assert (carried.rows, carried.breaks) == (200, 0)
