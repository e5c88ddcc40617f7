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
from tests.helpers.until import until
from tests.journal.making import entry, locked, mine, opened, report, saved

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
        journal.report(report(1))
        assert await journal.page(mine()) == [
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
        journal.report(report(1))
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
        rows = await journal.page(mine())
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
