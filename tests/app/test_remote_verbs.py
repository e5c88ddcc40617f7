"""The verbs of `ctl` at a running panel: through the real socket, desk and dialer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentpanel import control_client
from agentpanel.domain.intents import Disconnect, EndCall, GoAvailable, LogIn
from agentpanel.domain.snapshot import Login, Shown
from tests.features.desk import PanelDesk, panel_desk
from tests.helpers.until import until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


async def ctl(verb: str, **args: Any) -> dict[str, Any]:
    request = {"verb": verb, "args": args, "wait": None}
    return await asyncio.to_thread(control_client.call, "test", request, 20.0)


@contextlib.asynccontextmanager
async def talking(app: QApplication, folder: Path) -> AsyncIterator[PanelDesk]:
    """A panel in a call, which at the end is not waited for."""
    async with panel_desk(app, folder) as desk:
        await _into_a_call(desk)
        yield desk
        desk.parts.session.ask(Disconnect())


async def _into_a_call(desk: PanelDesk) -> None:
    desk.parts.session.ask(LogIn(Login(campaign="Sales", agent="1001", extension="2001")))
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)
    desk.parts.session.ask(GoAvailable())
    await until(lambda: desk.now.shown.value is Shown.TALKING)


async def test_what_goes_with_the_outcome_is_set_and_told(qapp: QApplication, tmp_path: Path) -> None:
    async with talking(qapp, tmp_path) as desk:
        began = datetime.now().astimezone()
        assert await ctl("callback", when="+60", anyone=True) == {"ok": True}
        assert await ctl("sale", amount="20.99", success=50) == {"ok": True}
        assert await ctl("data", key="Postcode", value="ZZ9 9ZZ") == {"ok": True}
        call = (await ctl("status"))["call"]
        due = datetime.fromisoformat(call["callback"]["when"]) - began
        assert timedelta(minutes=60) <= due < timedelta(minutes=61)
        assert (call["callback"]["number"], call["callback"]["mine"]) == (None, False)
        assert (call["amount"], call["success_rate"]) == ("20.99", 50)
        assert call["data"]["Postcode"] == "ZZ9 9ZZ"
        assert await ctl("callback", clear=True) == {"ok": True}
        assert (await ctl("status"))["call"]["callback"] is None
        desk.parts.session.ask(EndCall())
        await until(lambda: desk.now.shown.value is Shown.WRAP)


async def test_a_verb_is_refused_as_its_control_is(qapp: QApplication, tmp_path: Path) -> None:
    async with talking(qapp, tmp_path):
        controls = set((await ctl("status"))["controls"])
        off = {"dial", "decline", "next-preview", "accept", "reject"}
        assert off.isdisjoint(controls)
        for verb in off:
            refused = await ctl(verb)
            assert refused["ok"] is False
            assert refused["error"].endswith("."), verb
        assert {"callback", "sale", "join", "leave"} <= controls


async def test_a_time_that_is_none_is_refused_before_the_desk_hears_of_it(qapp: QApplication, tmp_path: Path) -> None:
    async with talking(qapp, tmp_path) as desk:
        refused = await ctl("callback", when="soon")
        assert refused["error"].startswith("The argument when of callback must be a time such as 2026-05-04T14:30")
        assert desk.now.call is not None
        assert desk.now.call.callback is None
