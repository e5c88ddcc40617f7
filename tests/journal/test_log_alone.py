"""A log of changes without the file that it belongs to, and what no command may do to it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from agentpanel.export.pages import pages
from agentpanel.journal import writes
from agentpanel.journal.care import open_with_care
from agentpanel.journal.database import open_database
from agentpanel.journal.errors import SET_ASIDE, JournalError
from agentpanel.journal.purging import Purged, purge
from agentpanel.journal.reading import LOG_ALONE
from agentpanel.journal.stats import check, stats
from tests.journal.making import entries, entry, mine, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOUCHING: dict[str, Callable[[Path], object]] = {
    "stats": lambda path: stats(path, None),
    "purge": lambda path: purge(path, None),
    "export": lambda path: list(pages(path, mine(), lambda: False)),
}


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A file as a panel leaves it that died: three calls stand in the log alone."""
    live, path = tmp_path / "live.sqlite", tmp_path / "dead" / "journal.sqlite"
    path.parent.mkdir()
    with closing(open_database(live)) as connection:
        for number in range(3):
            writes.append(connection, 1, entry(number))
        for end in ("", "-wal"):
            path.with_name(path.name + end).write_bytes(live.with_name(live.name + end).read_bytes())
    return path


def lose(path: Path, how: str) -> bytes:
    """The file goes, its log stays; gives the log."""
    path.unlink() if how == "gone" else path.write_bytes(b"")
    return log(path)


def log(path: Path) -> bytes:
    return path.with_name(f"{path.name}-wal").read_bytes()


@pytest.mark.parametrize("how", ["empty", "gone"])
@pytest.mark.parametrize("command", TOUCHING)
def test_nothing_is_told_and_nothing_removed(crashed: Path, command: str, how: str) -> None:
    before = lose(crashed, how)
    with pytest.raises(JournalError, match=rf"is damaged \({LOG_ALONE}\); the panel mends it when it starts$"):
        TOUCHING[command](crashed)
    assert check(crashed) == [LOG_ALONE]
    assert log(crashed) == before


@pytest.mark.parametrize("how", ["empty", "gone"])
async def test_the_start_carries_its_calls_over(crashed: Path, how: str) -> None:
    lose(crashed, how)
    async with opened(crashed) as journal:
        assert [each.text for each in journal.notices] == [SET_ASIDE]
        assert [row.key for row in await entries(journal)] == ["call-2", "call-1", "call-0"]


def test_a_check_brings_no_change_in(crashed: Path) -> None:
    before = crashed.read_bytes(), log(crashed)
    assert check(crashed) == []
    assert (crashed.read_bytes(), log(crashed)) == before


@pytest.mark.parametrize("how", ["empty", "gone"])
def test_without_a_log_there_are_no_calls(tmp_path: Path, how: str) -> None:
    path = tmp_path / "journal.sqlite"
    if how == "empty":
        path.touch()
    copy = tmp_path / "journal.sqlite-form2-20260101-000000"
    copy.write_text("calls")
    assert (stats(path, None)["rows"], check(path)) == (0, [])
    assert [page.rows for page in pages(path, mine(), lambda: False)] == [()]
    assert purge(path, None) == Purged(files=(copy.name,))
    assert not copy.exists()


def test_what_a_check_found_is_mended_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(open_database(path)) as connection:
        for number in range(3):
            writes.append(connection, 1, entry(number))
        # A quick look does not see an index that tells something else than the rows.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, '(tenant', '(agent') WHERE name = 'entry_whose'"
        )
    assert check(path)
    opened_ = open_with_care(path)
    opened_.connection.close()
    opened_.run.release()
    assert [each.text for each in opened_.notices] == [SET_ASIDE]
    assert check(path) == []
