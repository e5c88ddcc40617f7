from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import Sending
from agentpanel.domain.words import say
from agentpanel.journal import worker
from agentpanel.journal.database import migrations
from agentpanel.journal.errors import GONE, LEFT_OUT, JournalBugError, JournalError, RowGoneError
from agentpanel.journal.jobs import Store, Write, parts_of
from agentpanel.journal.sqlite import SqliteJournal
from tests.helpers.until import until
from tests.journal.making import entries, entry, locked, mine, opened, report, saved

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentpanel.domain.words import Say

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


async def set_pragma(journal: SqliteJournal, pragma: str) -> None:
    await journal._ask(lambda connection: connection.execute(f"PRAGMA {pragma}").fetchall())


async def fill(journal: SqliteJournal) -> None:
    """From now on the disk is full, for whoever needs another page of it."""
    await set_pragma(journal, "max_page_count = 1")  # SQLite makes it what there is
    await set_pragma(journal, "cache_spill = OFF")


async def empty(journal: SqliteJournal) -> None:
    await set_pragma(journal, "max_page_count = 1000000")


def big(number: int) -> str:
    return f"{number}" * 20_000


def no_insert(action: int, *_: object) -> int:
    """Met in the midst of a transaction, which SQLite then leaves open."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_INSERT else sqlite3.SQLITE_OK


# -- faults ----------------------------------------------------------------------------------------------------


async def test_a_full_disk_is_said_and_costs_nothing_that_was_saved(path: Path) -> None:
    changes: list[bool] = []
    async with opened(path) as journal:
        await saved(journal, entry(1))
        await fill(journal)
        journal.observe(lambda: changes.append(True))
        with pytest.raises(JournalError, match=r"^the disk is full$"):
            await saved(journal, entry(2, note=big(2)))
        assert not changes
        assert await entries(journal) == [entry(1)]
        await empty(journal)
        await saved(journal, entry(2, note=big(2)))
        assert len(await journal.page(mine())) == 2


async def test_a_mark_that_meets_a_full_disk_is_made_good_later(
    path: Path, expected_log: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_RETRY_S", 0.01)
    expected_log("until the journal can be written: the disk is full", logger="agentpanel.journal")
    why = say(words.WHY_CANNOT, rule=big(1))
    async with opened(path) as journal:
        await saved(journal, entry(1, state=Sending.SENT))
        await fill(journal)
        journal.mark_sent("call-1", Sending.UNSENT, why)
        journal.report([report(1)])
        assert await entries(journal) == [entry(1, state=Sending.SENT)]
        await empty(journal)
        changes: list[bool] = []
        journal.observe(lambda: changes.append(True))
        await until(lambda: changes)
        (row,) = await entries(journal)
    assert (row.state, row.why, row.reason) == (Sending.UNSENT, why, 10)


async def test_changes_that_could_never_be_written_are_told_of_at_the_end(
    path: Path, expected_log: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_MOST_OWED", 2)
    expected_log("until the journal can be written: the disk is full", logger="agentpanel.journal")
    expected_log("No more can wait", logger="agentpanel.journal")
    expected_log("3 changes of rows are lost", logger="agentpanel.journal")
    async with opened(path) as journal:
        await saved(journal, entry(1))
        await fill(journal)
        for number in range(3):
            journal.mark_sent("call-1", Sending.LOCAL, say(words.WHY_CANNOT, rule=big(number)))
        assert (await entries(journal))[0].why is None
        assert await journal.close(5)


async def test_of_a_burst_that_could_not_be_written_no_more_is_kept_than_room_is_for(
    path: Path, expected_log: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_MOST_OWED", 1000)
    expected_log("until the journal can be written: the disk is full", logger="agentpanel.journal")
    expected_log("No more can wait", logger="agentpanel.journal")
    expected_log("1500 changes of rows are lost", logger="agentpanel.journal")
    told: list[Say] = []
    async with opened(path) as journal:
        journal.tell_notices(told.append)
        await saved(journal, entry(0))
        await fill(journal)
        for number in range(1500):
            journal.report([report(number)])
        assert len(await journal.page(mine())) == 1
        assert (journal._worker._lost, [each.text for each in told]) == (500, [LEFT_OUT])
        assert await journal.close(5)


async def test_a_burst_that_meets_a_full_disk_is_whole_when_there_is_room_again(
    path: Path, expected_log: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_RETRY_S", 0.01)
    expected_log("until the journal can be written: the disk is full", logger="agentpanel.journal")
    async with opened(path) as journal:
        await saved(journal, entry(0))
        await fill(journal)
        for begin in range(1, 12_001, 300):
            journal.report([report(number) for number in range(begin, begin + 300)])
        assert len(await journal.page(mine())) == 1
        await empty(journal)
        await until(lambda: not journal._worker._owed)
        assert len(await journal.page(mine(limit=20_000))) == 12_001


def test_what_is_owed_is_not_tried_behind_a_fault_of_the_machine(path: Path) -> None:
    tried: list[int] = []

    def perform(_connection: sqlite3.Connection, _run: int, number: int) -> None:
        tried.append(number)
        if number == 3:
            raise OSError(errno.ENOSPC, "no room")
        if number == 1:
            raise RowGoneError(say(GONE))

    writes = [Write(perform, [(number,)]) for number in range(7)]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        failures = Store(connection, 1, path).commit_each(parts_of(writes, 2))
    assert tried == [0, 1, 2, 3]
    assert [str(failure) if failure else "" for failure in failures] == ["", str(say(GONE)), *["the disk is full"] * 5]


async def test_a_journal_that_may_not_be_written_says_so(path: Path) -> None:
    async with opened(path) as journal:
        await saved(journal, entry(1))
        await journal._ask(lambda connection: connection.set_authorizer(no_insert))
        with pytest.raises(
            JournalError, match=f"^the journal {path}, or its folder, cannot be read and written by this user$"
        ):
            await saved(journal, entry(2))
        assert await entries(journal) == [entry(1)]
        await journal._ask(lambda connection: connection.set_authorizer(None))
        await saved(journal, entry(2))
        assert await entries(journal) == [entry(2), entry(1)]


async def test_a_lock_of_another_program_is_waited_for_and_then_said(path: Path) -> None:
    async with opened(path) as journal:
        with locked(path):
            answers: list[Exception | None] = []
            journal.append(entry(1), answers.append)
            await asyncio.sleep(0)
            assert answers == []
        await until(lambda: answers == [None])
        await set_pragma(journal, "busy_timeout = 10")
        with locked(path), pytest.raises(JournalError, match=f"^another program keeps the journal {path} locked$"):
            await saved(journal, entry(2))
        assert await entries(journal) == [entry(1)]


async def test_a_change_by_another_program_while_one_waits_is_no_fault(path: Path) -> None:
    async with opened(path) as journal:
        await saved(journal, entry(1))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE entry SET note = 'theirs'")
            journal.report([report(1)])
            await until(journal._worker._jobs.empty)
            other.execute("COMMIT")
        (row,) = await entries(journal)
    assert (row.note, row.reason) == ("theirs", 10)


async def test_a_fault_of_ours_is_logged_and_costs_one_row(path: Path, expected_log: Callable[..., object]) -> None:
    expected_log("a fault of this program .*surrogates", logger="agentpanel.journal", level=logging.ERROR)
    answers: list[Exception | None] = []
    async with opened(path) as journal:
        with locked(path):  # so that all three are of one commit
            for each in (entry(1), entry(2, campaign="\ud800"), entry(3)):
                journal.append(each, answers.append)
        await until(lambda: len(answers) == 3)
        assert [type(answer) for answer in answers] == [type(None), JournalBugError, type(None)]
        assert [row.key for row in await entries(journal)] == ["call-3", "call-1"]


async def test_a_fault_of_ours_is_not_tried_again(path: Path, expected_log: Callable[..., object]) -> None:
    expected_log("a fault of this program .*surrogates", logger="agentpanel.journal", level=logging.ERROR)
    async with opened(path) as journal:
        await saved(journal, entry(1))
        journal.mark_sent("call-1", Sending.LOCAL, say(words.WHY_CANNOT, rule="\ud800"))
        assert await entries(journal) == [entry(1)]
        assert await journal.close(5)  # no word of lost changes


async def test_a_question_that_fails_is_raised_where_it_is_asked(
    path: Path, expected_log: Callable[..., object]
) -> None:
    expected_log("a fault of this program", logger="agentpanel.journal", level=logging.ERROR)
    async with opened(path) as journal:
        with pytest.raises(JournalBugError, match="surrogates"):
            await journal.page(mine(tenant="\ud800"))


async def test_a_question_that_nobody_waits_for_any_more_is_not_asked(path: Path) -> None:
    asked: list[str] = []
    async with opened(path) as journal, asyncio.TaskGroup() as group:
        with locked(path):
            journal.append(entry(1), lambda _: None)
            await until(journal._worker._jobs.empty)
            forgotten = group.create_task(journal._ask(lambda _: asked.append("forgotten")))
            group.create_task(journal._ask(lambda _: asked.append("wanted")))
            await asyncio.sleep(0)
            forgotten.cancel()
            await until(forgotten.done)
    assert asked == ["wanted"]


async def test_an_answer_that_comes_too_late_does_no_harm(path: Path) -> None:
    answered = threading.Event()
    async with opened(path) as journal, asyncio.TaskGroup() as group:
        forgotten = group.create_task(journal._ask(lambda _: "an answer"))
        group.create_task(journal._ask(lambda _: answered.set()))
        await asyncio.sleep(0)
        assert answered.wait(5)  # the loop stands still: the first answer waits for it
        forgotten.cancel()
    assert forgotten.cancelled()


async def test_what_cannot_be_opened_is_raised_in_words(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {len(migrations()) + 1}")
    with pytest.raises(JournalError, match="newer version of this program"):
        await SqliteJournal.open(path)
    await until(lambda: not journal_threads())


async def test_an_opening_that_is_given_up_leaves_no_thread(path: Path) -> None:
    with locked(path), pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await SqliteJournal.open(path)
    await until(lambda: not journal_threads())


# -- closing -------------------------------------------------------------------------------------------------------


def journal_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "journal"]


async def test_closing_writes_out_what_is_queued(path: Path) -> None:
    answers: list[Exception | None] = []
    journal = await SqliteJournal.open(path)
    for number in range(2000):
        journal.append(entry(number), answers.append)
    journal.mark_sent("call-1999", Sending.CONFIRMED, None)
    assert await journal.close(5)
    assert answers == [None] * 2000
    assert [each.name for each in path.parent.iterdir() if "-run" not in each.name] == ["journal.sqlite"]
    async with opened(path) as again:
        rows = await entries(again, limit=3000)
    assert len(rows) == 2000
    assert rows[0].state is Sending.CONFIRMED


async def test_a_closed_journal_takes_nothing(path: Path, expected_log: Callable[..., object]) -> None:
    expected_log("after the journal was closed", logger="agentpanel.journal")
    journal = await SqliteJournal.open(path)
    assert await journal.close(5)
    assert await journal.close(5)
    with pytest.raises(JournalError, match=r"^the journal is closed$"):
        await saved(journal, entry(1))
    with pytest.raises(JournalError, match=r"^the journal is closed$"):
        await journal.page(mine())
    journal.mark_sent("call-1", Sending.SENT, None)


async def test_closing_does_not_wait_longer_than_it_was_told(path: Path, expected_log: Callable[..., object]) -> None:
    expected_log("was not written out after 0.05 s", logger="agentpanel.journal")
    answers: list[Exception | None] = []
    journal = await SqliteJournal.open(path)
    with locked(path):
        journal.append(entry(1), answers.append)
        assert not await journal.close(0.05)
    assert await journal.close(5)
    assert answers == [None]


def test_a_loop_that_is_gone_is_no_fault(path: Path) -> None:
    answers: list[Exception | None] = []
    runner = asyncio.Runner()
    journal = runner.run(SqliteJournal.open(path))
    with locked(path):
        journal.append(entry(1), answers.append)
        runner.close()
    journal._stop()
    for thread in journal_threads():
        thread.join(5)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT key FROM entry").fetchall() == [("call-1",)]
    assert answers == []


ENDING = """
import asyncio, logging, sys
from pathlib import Path
from agentpanel.journal.sqlite import SqliteJournal
from tests.journal.making import entry

async def main():
    journal = await SqliteJournal.open(Path(sys.argv[1]))
    print("open", flush=True)
    sys.stdin.readline()
    journal.append(entry(1), print)
    print(await journal.close(0.05), flush=True)

logging.disable()
asyncio.run(main())
"""


def test_a_disk_that_hangs_does_not_keep_the_program_from_ending(path: Path) -> None:
    command = [sys.executable, "-c", ENDING, str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as panel:
        assert panel.stdout is not None
        assert panel.stdout.readline() == "open\n"
        with locked(path):
            begun = time.monotonic()
            out, err = panel.communicate("go on\n", timeout=4)
            took = time.monotonic() - begun
    assert (out, err, panel.returncode) == ("False\n", "", 0)
    assert took < 3  # SQLite would wait for 5 s
