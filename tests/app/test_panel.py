"""The whole panel joined: leaving, other programs, the keyring, a link that is cut."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogIn, PickOutcome, TakeBreak, WriteNote
from agentpanel.domain.records import Query, Sending
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.journal.sqlite import SqliteJournal
from agentpanel.protocol.messages import AgentAvailable, TransactionComplete
from agentpanel.session.session import Session
from agentpanel.session.wirelog import WireLog
from tests.features.desk import PanelDesk, panel_desk
from tests.features.hands import Mouse, shown_rows
from tests.helpers.until import until

AGENT = Login(campaign="Sales", agent="1001", extension="2001")
#: DS of an agent who is not logged in (behaviour.md 4.1).
OUT = 0


async def seated(desk: PanelDesk) -> None:
    assert desk.parts.session.ask(LogIn(AGENT)) is None
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)


async def talking(desk: PanelDesk, patience: float = 5) -> None:
    await seated(desk)
    assert desk.parts.session.ask(GoAvailable()) is None
    await until(lambda: desk.now.shown.value is Shown.TALKING, timeout=patience)


def question() -> QMessageBox | None:
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    return boxes[0] if boxes else None


async def answer(desk: PanelDesk, key: str) -> None:
    """Press the answer of this key in the question that is open."""
    await until(lambda: question() is not None)
    box = question()
    assert box is not None
    button = next(b for b in box.buttons() if b.objectName() == key)
    await desk.on_tick(lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton))


async def test_closing_an_idle_panel_asks_nothing(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await seated(desk)
        await desk.on_tick(desk.panel.window.close)
        await until(lambda: not desk.panel.window.isVisible())
        assert question() is None
        assert desk.server.agent_state("1001") == OUT


async def test_closing_while_available_asks_and_staying_changes_nothing(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path, scenario="predictive", speed=1) as desk:
        await seated(desk)
        desk.parts.session.ask(GoAvailable())
        await until(lambda: desk.now.shown.value is Shown.AVAILABLE)
        await desk.on_tick(desk.panel.window.close)
        await answer(desk, "stay")
        assert desk.panel.window.isVisible()
        assert desk.now.shown.value is Shown.AVAILABLE
        await desk.on_tick(desk.panel.window.close)
        await answer(desk, "leave")
        await until(lambda: not desk.panel.window.isVisible(), timeout=9)
        assert desk.server.agent_state("1001") == OUT


async def test_closing_in_a_call_ends_in_a_clean_logout(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await talking(desk)
        desk.parts.session.ask(PickOutcome(105))
        await desk.on_tick(desk.panel.window.close)
        await until(lambda: question() is not None)
        box = question()
        assert box is not None
        assert not box.isModal()
        await answer(desk, "leave")
        await until(lambda: not desk.panel.window.isVisible(), timeout=9)
        assert desk.server.agent_state("1001") == OUT
        assert [row.outcome for row in desk.server.ledger if row.agent == "1001"] == [105]


@pytest.mark.time_limit(25)
async def test_a_call_that_does_not_end_holds_the_panel_for_ten_seconds_at_most(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with panel_desk(qapp, tmp_path, scenario="predictive", speed=1) as desk:
        await talking(desk, patience=15)
        desk.parts.session.ask(WriteNote("half a note"))
        assert (await ask("quit"))["ok"] is False
        asked = asyncio.get_running_loop().time()
        assert (await ask("quit", force=True))["ok"] is True
        await until(lambda: not desk.panel.window.isVisible(), timeout=15)
    # All of it has been taken down: the socket, the window, the journal.
    assert asyncio.get_running_loop().time() - asked < 10


@pytest.mark.parametrize("way", ["quit", "signal"])
async def test_what_is_typed_is_kept_however_the_panel_is_left(
    qapp: QApplication, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agentpanel.app.panel._LEAVE_S", 0.5)
    async with panel_desk(qapp, tmp_path) as desk:
        await talking(desk)
        await type_note(desk, "wants a boat")
        if way == "quit":
            assert (await ask("quit", force=True))["ok"] is True
        else:
            os.kill(os.getpid(), signal.SIGTERM)
        await until(lambda: not desk.panel.window.isVisible())
    assert await notes_in(tmp_path) == ["wants a boat"]


async def test_an_outcome_that_the_dialer_refuses_is_given_once_while_leaving(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agentpanel.app.panel._LEAVE_S", 1.0)
    async with panel_desk(qapp, tmp_path) as desk:
        await talking(desk)
        desk.parts.session.ask(EndCall())
        await until(lambda: desk.now.shown.value is Shown.WRAP)
        desk.parts.session.ask(PickOutcome(199))
        desk.panel.leave()
        await until(lambda: not desk.panel.window.isVisible())
        lines = desk.parts.wirelog.after(0)
    sent = [line for line in lines if line.outgoing and line.name == TransactionComplete.META.name]
    assert len(sent) == 1
    assert any("1602" in line.text for line in lines if not line.outgoing)


async def test_nobody_is_told_anything_once_the_panel_is_gone(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live: list[object] = []
    for owner in (Session, WireLog, SqliteJournal):
        monkeypatch.setattr(owner, "observe", counted(owner.observe, live))
    async with panel_desk(qapp, tmp_path) as desk:
        await seated(desk)
        await desk.on_tick(desk.panel.open_wirelog)
        assert live
    assert live == []


def counted(observe: Callable[..., Callable[[], None]], live: list[object]) -> Callable[..., Callable[[], None]]:
    """``observe`` that keeps in ``live`` what was registered and not undone."""

    def observe_and_count(self: object, observer: object) -> Callable[[], None]:
        undo = observe(self, observer)
        live.append(observer)

        def undo_and_count() -> None:
            live.remove(observer)
            undo()

        return undo_and_count

    return observe_and_count


async def type_note(desk: PanelDesk, text: str) -> None:
    """Keys in the note, which has not left its field yet."""
    note = desk.panel.window.parts.outcome.note
    await until(note.isEnabled)
    await desk.on_tick(lambda: QTest.keyClicks(note, text))
    assert desk.now.call is not None
    assert desk.now.call.note != text


async def notes_in(folder: Path) -> list[str]:
    """The notes of the agent's rows, read after the panel has closed its journal."""
    journal = await SqliteJournal.open(folder / "journal.sqlite")
    try:
        return [row.entry.note for row in await journal.page(Query(tenant=None, agent="1001"))]
    finally:
        await journal.close(1)


async def ask(verb: str, wait: float | None = None, **args: Any) -> dict[str, Any]:
    from agentpanel import control_client

    request = {"verb": verb, "args": args, "wait": wait}
    return await asyncio.to_thread(control_client.call, "test", request, 20.0)


async def test_programs_get_the_refusals_that_the_window_shows(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path, scenario="predictive") as desk:
        await until(lambda: desk.now.shown.value is Shown.LOGGED_OUT)
        refused = await ask("available")
        assert refused == {"ok": False, "error": "You are not logged in."}
        assert (await ask("login", wait=5))["ok"] is True
        assert (await ask("break", reason="Nap"))["error"].startswith('"Nap" is not one of')
        told = await ask("status")
        assert set(told["controls"]) >= {"available", "break", "logout", "quit", "show", "status", "recent"}
        assert (await ask("logout", wait=5)) == {"ok": True}
        assert (await ask("recent")) == {"ok": True, "rows": []}


async def test_waiting_ends_with_the_time_that_was_given(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await talking(desk)
        answer_ = await ask("complete", wait=0.05, code=105)
        assert answer_ == {"ok": False, "error": "The dialer has not confirmed it within 0.05 s."}


async def test_a_control_pressed_twice_asks_once(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path, scenario="predictive", speed=1) as desk:
        await seated(desk)
        await asyncio.sleep(0.05)
        button = desk.panel.window.parts.agent.available
        await desk.on_tick(lambda: [QTest.mouseClick(button, Qt.MouseButton.LeftButton) for _ in range(2)])
        await until(lambda: desk.now.shown.value is Shown.AVAILABLE)
        sent = [line for line in desk.parts.wirelog.after(0) if line.outgoing and line.name == AgentAvailable.META.name]
        assert len(sent) == 1


async def test_a_cut_link_in_mid_call_keeps_the_entries_and_says_so(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await talking(desk)
        parts = desk.panel.window.parts
        await asyncio.sleep(0.05)
        await desk.on_tick(lambda: QTest.keyClicks(parts.outcome.note, "ring back on Monday"))
        desk.server.drop_clients()
        await until(lambda: desk.now.shown.value is Shown.OFFLINE)
        await desk.on_tick(desk.panel.window.flush)
        desk.parts.session.ask(Complete(105))
        await until(lambda: desk.now.call is None)
        (row,) = await desk.rows()
        assert (row.note, row.outcome, row.state) == ("ring back on Monday", 105, Sending.LOCAL)
        assert row.why is not None


async def test_garbage_and_an_endless_message_leave_the_panel_at_work(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await seated(desk)
        desk.server.send_raw(bytes(range(256)) * 8 + b"\0\0")
        desk.server.send_raw(b"A\0" * 300_000)
        desk.server.send_raw(b"\0\0")
        await until(lambda: any("damaged" in str(n.words) for n in desk.now.notices))
        assert desk.now.shown.value is Shown.NOT_READY
        hands = Mouse(desk)
        await hands.available()
        await until(lambda: desk.now.shown.value is not Shown.NOT_READY)


async def test_the_password_is_kept_where_the_form_says(
    qapp: QApplication, tmp_path: Path, memory_keyring: Any
) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        dialog: Any = await desk.on_tick(desk.panel.open_login)
        rows = dialog.form.rows
        await desk.on_tick(lambda: QTest.keyClicks(dialog.form.password, "s3cret"))
        await until(dialog.form.remember.isEnabled)
        await desk.on_tick(lambda: dialog.form.remember.setChecked(True))
        assert rows["campaign"].text == "Sales"
        await desk.on_tick(lambda: QTest.mouseClick(dialog.form.log_in, Qt.MouseButton.LeftButton))
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        await until(lambda: "s3cret" in memory_keyring.passwords.values())
        assert not dialog.isVisible()
        texts = [line.text for line in desk.parts.wirelog.after(0)]
        assert not any("s3cret" in text for text in texts)


async def test_recent_is_filtered_as_one_types(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await talking(desk)
        desk.parts.session.ask(TakeBreak(1))
        hands = Mouse(desk)
        await hands.tag(1, "needle")
        await hands.end_call()
        await until(lambda: desk.now.shown.value is Shown.WRAP)
        await hands.complete(105)
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        recent = desk.panel.window.recent
        await until(lambda: len(shown_rows(recent)) == 1)
        await desk.on_tick(lambda: recent.filter.setText("no such text"))
        await until(lambda: len(shown_rows(recent)) == 0)
        await desk.on_tick(lambda: recent.filter.setText("NEEDLE"))
        await until(lambda: len(shown_rows(recent)) == 1)
        assert [row.tags[0] for row in shown_rows(recent)] == ["needle"]


async def test_a_fault_of_ours_is_one_sentence_and_the_call_goes_on(
    qapp: QApplication, tmp_path: Path, expected_log: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_log("handling Asked failed", level=40)
    async with panel_desk(qapp, tmp_path) as desk:
        await seated(desk)
        with monkeypatch.context() as patch:
            patch.setattr("agentpanel.domain.desk.ask", broken)
            desk.parts.session.ask(GoAvailable())
        assert desk.now.shown.value is Shown.NOT_READY
        desk.parts.session.ask(GoAvailable())
        await until(lambda: desk.now.shown.value is not Shown.NOT_READY)


def broken(*_: object) -> None:
    raise RuntimeError("broken")
