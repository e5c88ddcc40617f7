"""Recent on a real journal: in step with it whatever streams in, found as one types, corrected for good."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from agentpanel.app import recent as app_recent
from agentpanel.app.parts import Parts, build
from agentpanel.app.recent import RecentRows
from agentpanel.app.recent_pages import FIRST, PAGE
from agentpanel.domain.records import Entry, Query, Row
from agentpanel.domain.words import say
from agentpanel.gui.models.recent_choice import Choice, Days
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.journal import reads
from agentpanel.journal.errors import JournalError
from agentpanel.journal.sqlite import SqliteJournal
from agentpanel.settings.load import load_settings
from tests.helpers.recent import ENTRY, NOW
from tests.helpers.until import until
from tests.helpers.window import type_text

Result = TypeVar("Result")
#: The names of the site, and whose calls are shown before anybody has logged in.
SITE = """
outcome = [{ code = 105, text = "Sale" }, { code = 106, text = "No interest" }]
[login]
agent = "1001"
"""


@dataclass
class Bench:
    """The widget on the journal, with nobody logged in; what was asked and shown is counted."""

    parts: Parts
    ticks: Ticks
    panel: RecentPanel
    told: list[str] = field(default_factory=list)
    asked: list[Query] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    #: Texts that nobody waited for any more.
    given_up: list[str] = field(default_factory=list)
    #: Clear, and answers wait.
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def keys(self) -> list[str]:
        return [row.entry.key for row in self.panel._model.calls]

    def limits(self, text: str) -> list[int]:
        """Of the questions about this text."""
        return [query.limit for query in self.asked if query.filter.text == text]

    async def on_tick(self, work: Callable[[], Result]) -> Result:
        return await self.ticks.call(work)

    async def find(self, text: str) -> None:
        def type_in() -> None:
            self.panel.filter.setText(text)
            self.panel.head.ask()

        await self.on_tick(type_in)


@contextlib.asynccontextmanager
async def bench(qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    settings = load_settings(layers=[("site", SITE)])
    parts = await build(settings, folder / "journal.sqlite")
    ticks = Ticks()
    theme = Theme(qapp, Mode.LIGHT)
    panel = await ticks.call(lambda: RecentPanel(settings.rules, theme, now=lambda: NOW))
    made = Bench(parts, ticks, panel)
    made.answering.set()
    _count(made, monkeypatch)
    rows = await ticks.call(lambda: _start(made))
    try:
        yield made
    finally:
        await ticks.call(rows.close)
        await ticks.call(panel.close)
        ticks.stop()
        panel.deleteLater()
        await parts.journal.close(2)


def _count(made: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    page, show = made.parts.journal.page, made.panel.show_rows

    async def counted(query: Query) -> Sequence[Row]:
        made.asked.append(query)
        try:
            rows = await page(query)
            await made.answering.wait()
        except asyncio.CancelledError:
            made.given_up.append(query.filter.text)
            raise
        return rows

    def shown(rows: Sequence[Row], **how: Any) -> None:
        made.shown.append(len(rows))
        show(rows, **how)

    monkeypatch.setattr(made.parts.journal, "page", counted)
    monkeypatch.setattr(made.panel, "show_rows", shown)


def _start(made: Bench) -> RecentRows:
    made.panel.resize(760, 300)
    made.panel.show()
    return RecentRows(made.parts, made.ticks, made.panel, made.told.append)


def entry(number: int, **changes: Any) -> Entry:
    """The number-th call of the day."""
    key, started = f"k{number}", NOW - timedelta(hours=8) + timedelta(seconds=number)
    about: dict[str, Any] = {"campaign": "Support", "outcome": 105, **changes}
    return replace(ENTRY, key=key, session=f"S{number}", session_unique=None, started=started, **about)


async def write(made: Bench, *entries: Entry) -> None:
    done: list[Exception | None] = []
    for each in entries:
        made.parts.journal.append(each, done.append)
    await until(lambda: len(done) == len(entries))
    assert not any(done)


def newest(count: int, last: int) -> list[str]:
    return [f"k{number}" for number in range(last, last - count, -1)]


# -- in step -------------------------------------------------------------------------------------------------


async def test_calls_come_as_they_are_written(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1))
        await until(lambda: made.keys == ["k1"])
        await write(made, entry(2), entry(3, agent="1002"))
        await until(lambda: made.keys == ["k2", "k1"])
        assert {query.agent for query in made.asked} == {"1001"}


async def test_a_stream_of_changes_costs_a_few_questions(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await until(lambda: made.asked)
        loop = asyncio.get_running_loop()
        begun, commits = loop.time(), 0
        for number in range(1, 120):
            await write(made, entry(number))
            commits += 1
        await until(lambda: made.keys[:1] == ["k119"])
        passed = loop.time() - begun
        assert made.keys == newest(119, 119)
        assert len(made.asked) <= 3 + 2 * (passed / app_recent.PAUSE_S)
        assert len(made.asked) < commits


async def test_a_page_that_did_not_change_is_not_shown_again(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1))
        await until(lambda: made.keys == ["k1"])
        shown, asked = len(made.shown), len(made.asked)
        await write(made, entry(2, agent="1002"))
        await until(lambda: len(made.asked) > asked)
        await write(made, entry(3))
        await until(lambda: made.keys == ["k3", "k1"])
        assert len(made.shown) == shown + 1


async def test_older_calls_come_when_somebody_scrolls_down(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, *(entry(number) for number in range(1, 521)))
        await until(lambda: made.keys[:1] == ["k520"])
        await made.find("complaint")
        await until(lambda: len(made.limits("complaint")) > 1 and made.shown[-1] == PAGE)
        await made.on_tick(made.panel.table.scrollToBottom)
        await until(lambda: made.keys == newest(400, 520))
        await made.on_tick(made.panel.table.scrollToBottom)
        await until(lambda: made.keys == newest(520, 520))
        await write(made, entry(521))
        await until(lambda: made.keys == newest(521, 521))


async def test_a_supervisor_sees_the_calls_of_all(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor: list[bool] = []
    monkeypatch.setattr(app_recent, "sees_all", lambda *_: bool(supervisor))
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1), entry(2, agent="1002"), entry(3, agent=""))
        await until(lambda: made.keys == ["k1"])
        supervisor.append(True)
        made.parts.session._observers.tell()
        await until(lambda: made.keys == ["k3", "k2", "k1"])


# -- found as one types --------------------------------------------------------------------------------------


async def test_calls_are_found_by_text_name_and_choice(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        calls = [entry(1), entry(2, note="Ada"), entry(3, outcome=106)]
        await write(made, *calls)
        await until(lambda: len(made.keys) == 3)
        for text, keys in (("interest", ["k3"]), ("ADA", ["k2"]), ("sale", ["k2", "k1"]), ("", ["k3", "k2", "k1"])):
            await made.find(text)
            await until(lambda keys=keys: made.keys == keys)  # type: ignore[misc]
        await made.on_tick(lambda: made.panel.head.choose(Choice(days=Days.TODAY, outcome="code 106")))
        await until(lambda: made.keys == ["k3"])
        await made.on_tick(lambda: made.panel.head.choose(Choice(days=Days.YESTERDAY)))
        await until(lambda: made.keys == [])
        assert made.panel.table.why_empty == "No call fits the filter: Yesterday. Esc takes it back."


async def test_the_newest_question_wins(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Bob" is typed before the answer to "Ada" has come, which nobody waits for any more."""
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1, note="Ada"), entry(2, note="Bob"))
        await until(lambda: len(made.keys) == 2)
        made.answering.clear()
        await made.find("Ada")
        await until(lambda: made.asked[-1].filter.text == "Ada")
        await made.find("B")
        await made.find("Bob")
        shown = len(made.shown)
        await until(lambda: made.asked[-1].filter.text == "Bob")
        assert made.given_up[:1] == ["Ada"]
        assert "Bob" not in made.given_up
        made.answering.set()
        await until(lambda: made.keys == ["k2"])
        assert len(made.shown) == shown + 1


async def test_the_journal_drops_what_nobody_waits_for(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that would take for ever: the next key ends it, and the answer to that comes."""
    with_ada = threading.Event()

    def rows(connection: sqlite3.Connection, query: Query) -> list[Row]:
        if query.filter.text == "Ada":
            with_ada.set()
            connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
        return reads_rows(connection, query)

    reads_rows = reads.rows
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1, note="Ada"), entry(2, note="Bob"))
        await until(lambda: len(made.keys) == 2)
        monkeypatch.setattr(reads, "rows", rows)
        await made.find("Ada")
        await until(with_ada.is_set)
        await made.find("Bob")
        await until(lambda: made.keys == ["k2"])


async def test_what_is_seen_comes_first(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, *(entry(number) for number in range(1, 261)))
        await until(lambda: made.keys[:1] == ["k260"])
        await made.find("complaint")
        await until(lambda: made.limits("complaint")[:2] == [FIRST, PAGE - FIRST])
        await until(lambda: made.shown[-1] == PAGE)
        assert made.shown[-2:] == [FIRST, PAGE]
        assert made.keys == newest(PAGE, 260)


async def test_an_open_sheet_is_looked_after_though_somebody_types(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question about its call is given up with all others, and asked again."""
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1))
        await until(lambda: made.keys == ["k1"])
        sheet = await made.on_tick(lambda: made.panel.sheets.open(made.panel._model.calls[0]))
        asked = len(made.asked)
        made.answering.clear()
        await write(made, entry(1, outcome=106))
        await until(lambda: len(made.asked) > asked)
        await made.find("nobody")
        await until(lambda: made.asked[-1].filter.text == "nobody")
        made.answering.set()
        await until(lambda: sheet.row.entry.outcome == 106)
        assert made.keys == []
        await made.on_tick(sheet.reject)


async def test_a_journal_that_cannot_be_read_says_so(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await until(lambda: made.shown)

        async def fail(_: Query) -> Sequence[Row]:
            raise JournalError(say("the disk is gone"))

        monkeypatch.setattr(made.parts.journal, "page", fail)
        await made.find("x")
        await until(lambda: made.told == ["The recent calls could not be read: the disk is gone."])


# -- corrected -----------------------------------------------------------------------------------------------


async def test_a_note_and_a_tag_are_kept_and_shown(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1))
        await until(lambda: made.keys == ["k1"])
        sheet = await made.on_tick(lambda: made.panel.sheets.open(made.panel._model.calls[0]))

        def correct() -> None:
            type_text(sheet.edit.note, "told")
            sheet.edit.editors[1].put("new")
            sheet.keep()

        await made.on_tick(correct)
        await until(lambda: sheet.message.text() == "Saved on this computer.")
        (row,) = await made.parts.journal.page(Query(tenant=None, agent="1001"))
        assert row.entry.note == "told"
        assert row.corrected == (None, "new", None, None, None, None)
        assert row.entry.tags == ENTRY.tags, "the dialer's stay"
        await until(lambda: made.panel._model.calls == [row])
        await made.on_tick(sheet.reject)
        assert made.panel.sheets.all == ()


async def test_a_call_that_was_removed_cannot_be_corrected(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1))
        await until(lambda: made.keys == ["k1"])
        gone = replace(made.panel._model.calls[0], entry=entry(9))
        sheet = await made.on_tick(lambda: made.panel.sheets.open(gone))
        await made.on_tick(lambda: type_text(sheet.edit.note, "told"))
        await made.on_tick(sheet.reject)
        await until(lambda: sheet.message.text().startswith("Not saved: "))
        assert sheet.isVisible()
        assert sheet.edit.note.toPlainText() == "told"
        await made.on_tick(sheet.edit.take_back)
        await made.on_tick(sheet.reject)


async def test_an_open_sheet_follows_a_call_that_the_list_does_not_show(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1), entry(2, note="Bob"))
        await until(lambda: len(made.keys) == 2)
        sheet = await made.on_tick(lambda: made.panel.sheets.open(made.panel._model.calls[1]))
        await made.find("Bob")
        await until(lambda: made.keys == ["k2"])
        await write(made, entry(1, outcome=106))
        await until(lambda: sheet.row.entry.outcome == 106)
        assert made.keys == ["k2"]
        await made.on_tick(sheet.reject)


async def test_the_next_agent_reads_no_sheet_of_the_one_before(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = ["1001"]
    monkeypatch.setattr(app_recent, "whose_calls", lambda _: (None, agent[0]))
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1), entry(2, agent="1002"))
        await until(lambda: made.keys == ["k1"])
        sheet = await made.on_tick(lambda: made.panel.sheets.open(made.panel._model.calls[0]))
        await made.on_tick(lambda: type_text(sheet.edit.note, "to be called back"))
        agent[0] = "1002"
        made.parts.session._observers.tell()
        await until(lambda: made.keys == ["k2"])
        await until(lambda: not made.panel.sheets.all)
        (row,) = await made.parts.journal.page(Query(tenant=None, agent="1001"))
        assert row.entry.note == "to be called back"


async def test_what_is_typed_as_the_panel_goes_is_kept(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(qapp, tmp_path, monkeypatch) as made:
        await write(made, entry(1))
        await until(lambda: made.keys == ["k1"])
        sheet = await made.on_tick(lambda: made.panel.sheets.open(made.panel._model.calls[0]))
        await made.on_tick(lambda: type_text(sheet.edit.note, "last words"))
    journal = await SqliteJournal.open(tmp_path / "journal.sqlite")
    try:
        assert [row.entry.note for row in await journal.page(Query(tenant=None, agent="1001"))] == ["last words"]
    finally:
        await journal.close(1)
