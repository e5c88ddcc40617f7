from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from agentpanel.domain import words
from agentpanel.domain.records import Journal, Sending
from agentpanel.domain.words import say
from agentpanel.journal.sqlite import SqliteJournal
from tests.helpers.until import until
from tests.journal.making import entries, entry, locked, mine, opened, report, saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


# -- writing -----------------------------------------------------------------------------------------------------


async def test_what_is_saved_is_on_the_disk_when_it_is_said(path: Path) -> None:
    seen: list[int] = []

    def done(error: Exception | None) -> None:
        assert error is None
        with closing(sqlite3.connect(path)) as other:
            seen.append(other.execute("SELECT count(*) FROM entry").fetchone()[0])

    async with opened(path) as journal:
        journal.append(entry(1), done)
        await until(lambda: seen)
    assert seen == [1]


async def test_a_journal_does_what_the_desk_asks_of_one(path: Path) -> None:
    async with opened(path) as made:
        journal: Journal = made
        journal.append(entry(1, state=Sending.UNSENT), lambda _: None)
        journal.mark_sent("call-1", Sending.SENT, say(words.WHY_UNCONFIRMED))
        journal.report([report(1)])
        assert await entries(journal) == [
            entry(
                1,
                state=Sending.SENT,
                why=say(words.WHY_UNCONFIRMED),
                outcome=167,
                reason=10,
                ended=report(1).ended,
            )
        ]


async def test_answers_come_in_the_order_of_the_calls_and_on_the_loop(path: Path) -> None:
    answers: list[tuple[int, int, Exception | None]] = []

    def answer(number: int, error: Exception | None) -> None:
        answers.append((number, threading.get_ident(), error))

    async with opened(path) as journal:
        for number in range(1200):
            journal.append(entry(number), partial(answer, number))
        await until(lambda: len(answers) == 1200)
    assert answers == [(number, threading.get_ident(), None) for number in range(1200)]


async def test_what_is_queued_shares_a_commit(path: Path) -> None:
    commits: list[int] = []
    answers: list[Exception | None] = []
    async with opened(path) as journal:
        journal.observe(lambda: commits.append(len(answers)))
        with locked(path):
            for number in range(300):
                journal.append(entry(number), answers.append)
            await asyncio.sleep(0)
            assert commits == answers == []
        await until(lambda: len(answers) == 300)
    # the thread took the first as soon as it could, perhaps alone, and all the others when the lock was gone
    assert commits[-1] == 300
    assert len(commits) <= 2


async def test_observers_hear_of_changes_until_they_undo_it(path: Path) -> None:
    heard: list[str] = []
    async with opened(path) as journal:
        undo = journal.observe(lambda: heard.append("first"))
        journal.observe(lambda: heard.append("second"))
        await saved(journal, entry(1))
        await until(lambda: heard == ["first", "second"])
        undo()
        undo()
        journal.report([report(1)])
        await journal.page(mine())
        await journal.page(mine())
    assert heard == ["first", "second", "second"]


async def test_an_observer_may_leave_while_it_is_called(path: Path) -> None:
    heard: list[str] = []
    async with opened(path) as journal:

        def leave() -> None:
            heard.append("left")
            undo()

        undo = journal.observe(leave)
        journal.observe(lambda: heard.append("stayed"))
        await saved(journal, entry(1))
        await until(lambda: heard == ["left", "stayed"])


async def test_a_callback_that_fails_keeps_no_other_from_being_called(
    path: Path, expected_log: Callable[..., object]
) -> None:
    expected_log("of the journal failed", logger="asyncio", level=logging.ERROR)
    heard: list[str] = []

    def fails(_: Exception | None) -> None:
        raise RuntimeError("made to fail")

    async with opened(path) as journal:
        journal.append(entry(1), fails)
        journal.append(entry(2), lambda _: heard.append("done"))
        journal.observe(lambda: heard.append("changed"))
        await until(lambda: heard[-1:] == ["changed"])
    assert "done" in heard


# -- reports and corrections -----------------------------------------------------------------------------------------


async def test_reports_of_one_turn_are_written_together_and_in_their_place(path: Path) -> None:
    commits: list[bool] = []
    async with opened(path) as journal:
        journal.observe(lambda: commits.append(True))
        journal.append(entry(1, outcome=5), lambda _: None)
        for number in range(1, 1201):
            journal.report([report(number)])
        journal.append(entry(1, outcome=6), lambda _: None)
        rows = await journal.page(mine(limit=2000))
    assert [row.entry.session for row in rows] == [f"SI{number:04}" for number in range(1200, 0, -1)]
    assert (rows[-1].entry.outcome, rows[-1].own_outcome) == (167, 6)
    assert len(commits) <= 5


async def test_one_report_of_a_burst_that_cannot_be_kept_costs_itself_alone(
    path: Path, expected_log: Callable[..., object]
) -> None:
    expected_log("a fault of this program .*surrogates", logger="agentpanel.journal", level=logging.ERROR)
    async with opened(path) as journal:
        for number in range(1, 21):
            journal.report([report(number, queue="\ud800" if number == 7 else None)])
        rows = await journal.page(mine())
    assert [row.entry.session for row in rows] == [f"SI{number:04}" for number in range(20, 0, -1) if number != 7]


async def test_what_is_reported_last_is_written_out(path: Path) -> None:
    journal = await SqliteJournal.open(path)
    journal.report([report(1)])
    assert await journal.close(5)
    async with opened(path) as again:
        assert [row.session for row in await entries(again)] == ["SI0001"]


async def test_a_correction_is_said_to_be_saved_once_it_is_on_the_disk(path: Path) -> None:
    seen: list[object] = []

    def done(error: Exception | None) -> None:
        with closing(sqlite3.connect(path)) as other:
            seen.append((error, other.execute("SELECT note, fixed2 FROM entry").fetchone()))

    async with opened(path) as journal:
        await saved(journal, entry(1, note="typed"))
        journal.note("call-1", "corrected", done)
        await until(lambda: len(seen) == 1)
        journal.correct("call-1", 2, "x", done)
        await until(lambda: len(seen) == 2)
    assert seen == [(None, ("corrected", None)), (None, ("corrected", "x"))]


async def test_a_correction_of_a_row_that_is_gone_says_so_and_costs_no_other(path: Path) -> None:
    answers: list[Exception | None] = []
    async with opened(path) as journal:
        with locked(path):  # so that all are of one commit
            journal.append(entry(1), answers.append)
            journal.note("call-2", "x", answers.append)
            journal.correct("call-1", 1, "y", answers.append)
        await until(lambda: len(answers) == 3)
        (row,) = await journal.page(mine())
    assert list(map(str, answers)) == ["None", "the journal has this call no more", "None"]
    assert row.corrected[0] == "y"


# -- what a panel left behind ------------------------------------------------------------------------------------


async def test_rows_that_nobody_will_send_any_more_say_so(path: Path) -> None:
    lost = say(words.WHY_LINK_LOST)
    async with opened(path) as journal:
        await saved(
            journal,
            entry(1, state=Sending.UNSENT),
            entry(2, state=Sending.SENT),
            entry(3, state=Sending.CONFIRMED),
            entry(4, why=lost),
            entry(5, why=say(words.WHY_OPEN)),
            entry(6, state=Sending.SENT),
        )
        journal.mark_sent("call-6", Sending.UNSENT, say(words.WHY_REFUSED, code=406))
        assert await journal.count_unsent(None, "joe") == 2
    async with opened(path) as journal:
        rows = await entries(journal)
        assert await journal.count_unsent(None, "joe") == 0
    ended = say(words.WHY_ENDED_PROGRAM)
    assert [(row.key, row.state, row.why) for row in reversed(rows)] == [
        ("call-1", Sending.LOCAL, ended),
        ("call-2", Sending.SENT, None),
        ("call-3", Sending.CONFIRMED, None),
        ("call-4", Sending.LOCAL, lost),
        ("call-5", Sending.LOCAL, ended),
        ("call-6", Sending.LOCAL, ended),
    ]
