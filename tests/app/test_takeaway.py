"""Taking calls away from the window: a real journal, a real file, a thread that can be stopped."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import stat
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from agentpanel.app import takeaway
from agentpanel.app.parts import Parts, build
from agentpanel.app.takeaway import TakeAway
from agentpanel.domain.records import ALL_ROWS, Entry, Filter, Sending
from agentpanel.domain.words import say
from agentpanel.export import take_away
from agentpanel.export.form import Form
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.windows.export_dialog import ExportDialog
from agentpanel.journal.errors import DAMAGED, JournalError
from agentpanel.settings.load import load_settings
from tests.helpers.until import until

pytestmark = pytest.mark.usefixtures("qapp")
#: Not long ago: what is old is removed from the journal.
BEGUN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)


def entry(number: int, agent: str = "1001") -> Entry:
    return Entry(
        key=f"{agent}-{number}",
        tenant=None,
        agent=agent,
        campaign="Sales",
        session=f"s{agent}{number}",
        session_unique=None,
        number=f"+4420794{number:05}",
        queue=None,
        started=BEGUN + timedelta(minutes=number),
        outcome=105,
        state=Sending.CONFIRMED,
    )


@dataclass
class Bench:
    """What a test works with."""

    away: TakeAway
    parts: Parts
    ticks: Ticks
    shown: Filter = ALL_ROWS

    async def open(self) -> ExportDialog:
        return await self.ticks.call(self.away.open)

    async def ask(self, dialog: ExportDialog, path: Path, form: Form = Form.JSONL) -> None:
        """As the dialog does once the file is chosen."""
        await self.ticks.call(lambda: dialog.form.form.setCurrentIndex(list(Form).index(form)))
        await self.ticks.call(lambda: dialog._begin(str(path)))


@contextlib.asynccontextmanager
async def bench(app: Any, folder: Path, **login: str) -> AsyncIterator[Bench]:
    overrides = {f"login.{key}": value for key, value in ({"agent": "1001"} | login).items()}
    parts = await build(load_settings(overrides=overrides), folder / "journal.sqlite")
    ticks = Ticks()
    window = QWidget()
    made = Bench(TakeAway(parts, ticks, Theme(app, Mode.LIGHT), window, lambda: made.shown), parts, ticks)
    try:
        for number in range(20):
            await written(parts, entry(number))
        await written(parts, entry(1, "1002"))
        yield made
    finally:
        await ticks.call(made.away.close)
        ticks.stop()
        await parts.journal.close(2)
        window.deleteLater()


async def written(parts: Parts, row: Entry) -> None:
    done: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
    parts.journal.append(row, done.set_result)
    assert await done is None


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The writing waits until it is cancelled; gives the threads that it ran on."""
    threads: list[threading.Thread] = []

    def wait_first(*args: Any, cancelled: Callable[[], bool], **more: Any) -> int:
        threads.append(threading.current_thread())
        end = time.monotonic() + 5
        while not cancelled() and time.monotonic() < end:
            time.sleep(0.005)
        return take_away(*args, cancelled=cancelled, **more)

    monkeypatch.setattr(takeaway, "take_away", wait_first)
    return threads


async def test_the_own_calls_are_written_and_told(qapp: Any, tmp_path: Path) -> None:
    async with bench(qapp, tmp_path) as b:
        dialog, out = await b.open(), tmp_path / "calls.jsonl"
        await b.ask(dialog, out)
        await until(lambda: not dialog.running)
        assert dialog.message.text() == "20 calls were written to calls.jsonl."
        assert len(lines(out)) == 20
        assert {line["agent"] for line in lines(out)} == {"1001"}
        if sys.platform != "win32":
            assert stat.S_IMODE(out.stat().st_mode) == 0o600


async def test_only_what_fits_the_form_is_written(qapp: Any, tmp_path: Path) -> None:
    async with bench(qapp, tmp_path) as b:
        b.shown = Filter(since=BEGUN + timedelta(days=1))
        dialog, out = await b.open(), tmp_path / "calls.csv"
        assert dialog.form.first.isChecked()
        await b.ask(dialog, out, Form.CSV)
        await until(lambda: not dialog.running)
        assert dialog.message.text().startswith("No call is like that.")
        assert len(out.read_text("utf-8-sig").splitlines()) == 1


async def test_the_window_lives_while_it_is_written_and_a_cancelled_one_leaves_nothing(
    qapp: Any, tmp_path: Path, held: list[threading.Thread]
) -> None:
    async with bench(qapp, tmp_path) as b:
        out = tmp_path / "out" / "calls.jsonl"
        out.parent.mkdir()
        dialog = await b.open()
        await b.ask(dialog, out)
        await until(lambda: held)
        assert held[0] is not threading.main_thread()
        assert dialog.running
        await b.ticks.call(dialog.reject)
        await until(lambda: not dialog.running)
        assert dialog.message.text() == "Cancelled. No file was written."
        assert not list(out.parent.iterdir())


async def test_leaving_in_the_middle_leaves_nothing(qapp: Any, tmp_path: Path, held: list[threading.Thread]) -> None:
    out = tmp_path / "out" / "calls.jsonl"
    out.parent.mkdir()
    async with bench(qapp, tmp_path) as b:
        await b.ask(await b.open(), out)
        await until(lambda: held)
    assert not held[0].is_alive()
    assert not list(out.parent.iterdir())


async def test_an_old_file_stays_where_the_new_one_was_cancelled(
    qapp: Any, tmp_path: Path, held: list[threading.Thread]
) -> None:
    async with bench(qapp, tmp_path) as b:
        out = tmp_path / "calls.jsonl"
        out.write_text("yesterday's\n")
        dialog = await b.open()
        await b.ask(dialog, out)
        await until(lambda: held)
        await b.ticks.call(dialog.reject)
        await until(lambda: not dialog.running)
        assert out.read_text() == "yesterday's\n"


@pytest.mark.parametrize("place", ["missing/calls.csv", "."])
async def test_what_cannot_be_written_is_told_in_a_sentence(qapp: Any, tmp_path: Path, place: str) -> None:
    async with bench(qapp, tmp_path) as b:
        dialog = await b.open()
        await b.ask(dialog, tmp_path / place, Form.CSV)
        await until(lambda: not dialog.running)
        told = dialog.message.text()
        assert told.startswith("The calls could not be exported: ")
        assert told.endswith(" Choose another place or another name, and try again.")
        assert not dialog.folder.isVisible()


def fails(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fail(*_: Any, **__: Any) -> int:
        raise fault

    monkeypatch.setattr(takeaway, "take_away", fail)


async def said_after_it_failed(app: Any, folder: Path) -> str:
    async with bench(app, folder) as b:
        dialog = await b.open()
        await b.ask(dialog, folder / "calls.csv", Form.CSV)
        await until(lambda: not dialog.running)
        return dialog.message.text()


async def test_a_journal_that_cannot_be_read_is_not_put_down_to_the_place(
    qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(monkeypatch, JournalError(say(DAMAGED, path="J", detail="cut")))
    assert await said_after_it_failed(qapp, tmp_path) == (
        "The calls could not be exported: the journal J is damaged (cut); the panel mends it when it starts."
    )


async def test_a_fault_of_ours_ends_the_wait_too(
    qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    fails(monkeypatch, KeyError("x"))
    expected_log("An export failed", level=logging.ERROR)
    assert await said_after_it_failed(qapp, tmp_path) == (
        "The calls could not be exported: the journal has met a fault of this program (KeyError: 'x')."
    )


async def test_without_an_agent_nothing_is_taken(qapp: Any, tmp_path: Path) -> None:
    async with bench(qapp, tmp_path, agent="") as b:
        dialog = await b.open()
        await b.ask(dialog, tmp_path / "calls.csv")
        await until(lambda: not dialog.running)
        assert dialog.message.text() == "It is not known whose calls these are: log in first."
        assert not (tmp_path / "calls.csv").exists()


async def test_who_sees_all_agents_takes_them_all(qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeaway, "sees_all", lambda *_: True)
    async with bench(qapp, tmp_path) as b:
        dialog = await b.open()
        assert not dialog.form.agent.isHidden()
        await b.ask(dialog, tmp_path / "calls.jsonl")
        await until(lambda: not dialog.running)
        assert {line["agent"] for line in lines(tmp_path / "calls.jsonl")} == {"1001", "1002"}


async def test_one_that_runs_keeps_its_choices(qapp: Any, tmp_path: Path, held: list[threading.Thread]) -> None:
    async with bench(qapp, tmp_path) as b:
        dialog = await b.open()
        await b.ask(dialog, tmp_path / "calls.jsonl")
        await until(lambda: held)
        b.shown = replace(ALL_ROWS, text="other")
        assert await b.open() is dialog
        assert dialog.form.text.text() == ""
        await b.ticks.call(dialog.reject)
        await until(lambda: not dialog.running)
