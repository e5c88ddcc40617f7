"""The session on a real socket, against the emulator and against a peer that misbehaves."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from agentpanel.domain.intents import (
    Complete,
    Disconnect,
    EndCall,
    LogIn,
    LogOut,
    PickOutcome,
    SetTag,
    TakeBreak,
    WriteNote,
)
from agentpanel.domain.records import Sending
from agentpanel.domain.snapshot import Shown, TagState
from agentpanel.domain.state import Link
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from tests.helpers.rig import AGENT, Rig, rig
from tests.helpers.until import until

DIALECTS = [Dialect(encoding=encoding, framing=framing) for encoding in Encoding for framing in Framing]


async def one_call(panel: Rig, tag: str) -> None:
    await panel.shows(Shown.TALKING)
    panel.ask(SetTag(1, tag))
    await until(lambda: panel.now.call is not None and panel.now.call.tags[0].state is TagState.ACCEPTED)
    if panel.session.ask(EndCall()) is None:
        await until(lambda: panel.shown is Shown.WRAP)
    await panel.shows(Shown.WRAP)
    panel.ask(Complete(101))
    await until(lambda: panel.shown is not Shown.WRAP)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: f"{d.encoding.value}-{d.framing.value}")
async def test_a_short_shift_on_each_port_and_framing(tmp_path: Path, dialect: Dialect) -> None:
    async with rig(tmp_path, dialect=dialect) as panel:
        await panel.go_available()
        for n in range(3):
            await one_call(panel, f"tag {n}")
        panel.ask(TakeBreak("Lunch"))

        def released() -> bool:
            if panel.shown is Shown.WRAP:
                panel.session.ask(Complete(101))
            return panel.shown is Shown.NOT_READY

        await until(released)
        panel.ask(LogOut())
        await panel.shows(Shown.LOGGED_OUT)
        mine = [row for row in panel.server.ledger if row.agent == "1001"]
        rows = list(reversed(await panel.rows()))
        assert [(r.session, r.outcome, r.tags) for r in mine] == [
            (e.session, e.outcome, {"T1": e.tags[0]} if e.tags[0] else {}) for e in rows
        ]
        assert {entry.state for entry in rows} == {Sending.CONFIRMED}
        await until(lambda: panel.now.unsent == frozenset())


async def test_the_dialers_report_fills_the_reason(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await panel.go_available()
        await one_call(panel, "x")
        rows = await panel.rows()
        for _ in range(200):
            rows = await panel.rows()
            if rows[-1].reason is not None:
                break
            await asyncio.sleep(0.01)
        assert rows[-1].reason == 10


async def test_a_lost_link_is_shown_and_what_was_typed_is_on_disk(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await panel.go_available()
        await panel.shows(Shown.TALKING)
        panel.ask(WriteNote("wants a call tomorrow"))
        panel.ask(PickOutcome(101))
        panel.server.drop_clients()
        await panel.shows(Shown.OFFLINE)
        await until(lambda: panel.now.call is not None and panel.now.call.saved)
        (row,) = await panel.rows()
        assert (row.note, row.outcome, row.state) == ("wants a call tomorrow", 101, Sending.LOCAL)
        panel.ask(Complete(101))
        await until(lambda: panel.now.call is None)


async def test_logging_in_again_after_a_lost_link(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await panel.log_in()
        panel.server.drop_clients()
        await panel.shows(Shown.OFFLINE)

        def back() -> bool:
            panel.session.ask(LogIn(AGENT))
            return panel.shown is Shown.NOT_READY

        await until(back, timeout=8)


async def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with rig(tmp_path) as panel:
        panel.session.go_to(("127.0.0.1", port), Dialect())
        panel.ask(LogIn(AGENT))
        await until(lambda: panel.now.link.value is Link.FAILED)
        assert f"127.0.0.1:{port}" in str(panel.now.notice and panel.now.notice.words)


async def test_garbage_costs_nothing_but_a_sentence(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await panel.log_in()
        panel.server.send_raw(b"\x00\xd8\x00\x00" + "nonsense".encode("utf-16-le") + b"\0\0")
        await until(lambda: panel.now.notice is not None and "damaged" in str(panel.now.notice.words))
        assert panel.shown is Shown.NOT_READY
        panel.ask(LogOut())
        await panel.shows(Shown.LOGGED_OUT)


async def test_a_character_that_the_code_page_lacks_is_said_to_stay_here(tmp_path: Path) -> None:
    async with rig(tmp_path, dialect=Dialect(encoding=Encoding.ASCII)) as panel:
        await panel.go_available()
        await panel.shows(Shown.TALKING, Shown.OFFERED)
        panel.ask(SetTag(1, "Łódź"))
        assert panel.now.call is not None
        assert panel.now.call.tags[0].state is TagState.KEPT
        assert "cannot be sent" in str(panel.now.notice and panel.now.notice.words)


async def test_passwords_never_stand_in_the_wire_log(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await panel.log_in("s3cret")
        texts = [line.text for line in panel.wirelog.after(0)]
        assert any("UA" in text and "***" in text for text in texts)
        assert not any("s3cret" in text for text in texts)


async def test_closing_the_link_is_not_reported_as_a_loss(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        await panel.log_in()
        panel.ask(Disconnect())
        await panel.shows(Shown.OFFLINE)
        assert panel.now.link.value is Link.OFFLINE
        assert not any("lost" in str(notice.words) for notice in panel.now.notices)


async def test_an_unsubscribed_observer_hears_no_more(tmp_path: Path) -> None:
    async with rig(tmp_path) as panel:
        heard: list[int] = []
        undo = panel.session.observe(lambda: heard.append(1))
        await panel.log_in()
        assert heard
        undo()
        before = len(heard)
        panel.ask(LogOut())
        await panel.shows(Shown.LOGGED_OUT)
        assert len(heard) == before
