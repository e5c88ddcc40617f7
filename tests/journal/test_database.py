from __future__ import annotations

import os
import sqlite3
import stat
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agentpanel.journal import reads, writes
from agentpanel.journal.database import migrations, open_database
from agentpanel.journal.errors import JournalError, sort_error
from tests.journal.making import entry, mine

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a profile's folder to its user")


def form(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@contextmanager
def without_root() -> Iterator[None]:
    """Root may write anywhere; go on as somebody who may not."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def why_not(path: Path) -> str:
    with pytest.raises((JournalError, sqlite3.Error, OSError)) as caught:
        open_database(path).close()
    return str(sort_error(caught.value, path))


def test_a_new_file_has_the_newest_form_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data" / "agentpanel" / "journal.sqlite"
    with closing(open_database(path)) as connection:
        pragmas = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]  # 2 is FULL
    assert form(path) == len(migrations())


def test_rows_of_the_first_form_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(migrations()[0])
        old.execute(
            "INSERT INTO entry (key, agent, started, started_us, note, recorded, state)"
            " VALUES ('a', 'joe', '2026-03-02T09:00:00+00:00', 1772442000000000, 'n', 1, 'confirmed')"
        )
        old.execute("PRAGMA user_version = 1")
        old.commit()
    with closing(open_database(path)) as connection:
        (row,) = reads.rows(connection, mine())
    assert (row.entry.key, row.entry.note, row.entry.recorded, row.entry.declined) == ("a", "n", True, False)
    assert form(path) == len(migrations())


def test_the_scripts_are_numbered_without_a_gap() -> None:
    folder = files("agentpanel.journal") / "migrations"
    names = sorted(each.name for each in folder.iterdir())
    assert names == [f"{number:04}.sql" for number in range(1, len(migrations()) + 1)]


@on_posix
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    path = tmp_path / "agentpanel" / "journal.sqlite"
    with closing(open_database(path)) as connection:
        writes.append(connection, 1, entry(1))
        assert {each.name: mode(each) for each in path.parent.iterdir()} == {
            "journal.sqlite": "0o600",
            "journal.sqlite-wal": "0o600",
            "journal.sqlite-shm": "0o600",
        }
    assert mode(path.parent) == "0o700"


@on_posix
def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.touch(mode=0o644)
    open_database(path).close()
    assert mode(path) == "0o600"


def test_a_newer_form_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    assert f"made by a newer version of this program (its form is 99, not {len(migrations())})" in why_not(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"This was a journal once." * 100)
    assert why_not(path) == f"the journal {path} is damaged (SQLITE_NOTADB); the panel mends it when it starts"
    assert path.read_bytes() == b"This was a journal once." * 100


def test_a_folder_in_the_files_place_is_said(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.mkdir()
    assert str(path) in why_not(path)


@on_posix
def test_a_read_only_folder_is_said() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        with without_root():
            words = why_not(folder / "journal.sqlite")
        folder.chmod(0o755)
    assert words == f"the journal {folder / 'journal.sqlite'}, or its folder, cannot be read and written by this user"


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}" / "journal.sqlite"
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _, path=path: open_database(path).close(), range(8)))
        assert form(path) == len(migrations())
