"""An agent at work through the window: what comes is served, in whatever way of working."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Final

from agentpanel.domain.snapshot import Snapshot
from tests.features.account import Account
from tests.features.desk import PanelDesk
from tests.features.hands_call import CallMouse
from tests.features.shift import Json

SALE: Final = 105
_PATIENCE_S: Final = 20.0


class Work:
    """The mouse, and eyes on what is shown."""

    def __init__(self, desk: PanelDesk, *, alone_on: Collection[str] = ()) -> None:
        self.desk = desk
        self.mouse = CallMouse(desk)
        self.account = Account(desk, "1001", alone_on=alone_on)
        self.served = 0

    @property
    def now(self) -> Snapshot:
        return self.desk.now

    # -- seeing ------------------------------------------------------------------------------------------

    async def until(self, wanted: Callable[[Json], object], what: str) -> Json:
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE_S
        while not wanted(now := await self.mouse.look()):
            assert loop.time() < end, f"{what} did not come; the panel shows {now}"
            await asyncio.sleep(0.005)
        return now

    async def shows(self, *states: str) -> Json:
        return await self.until(lambda now: now["shown"] in states, " or ".join(states))

    async def told(self, words: str) -> None:
        """Of the sentences so far one says it; gaps in a template fit anything."""
        pieces = [piece.partition("}")[2] if at else piece for at, piece in enumerate(words.split("{"))]
        await self.until(
            lambda _: any(all(piece in str(notice.words) for piece in pieces) for notice in self.now.notices), words
        )

    @property
    def key(self) -> str:
        """Of the call or record at hand."""
        assert self.now.call is not None
        return self.now.call.key

    async def without(self, key: str) -> None:
        """This call or record has left the desk."""
        await self.until(lambda _: self.now.call is None or self.now.call.key != key, "the end of the call")

    # -- working -----------------------------------------------------------------------------------------

    async def begin(self, campaign: str, *, tries: int = 1) -> None:
        """Log in, as often as the dialer wants it, and be available."""
        for _ in range(tries):
            await self.mouse.log_in(campaign)
            await self.shows("not_ready", "logged_out")
        await self.shows("not_ready")
        await self.mouse.available()
        await self.until(lambda now: now["shown"] != "not_ready", "being available")

    async def talks(self) -> Json:
        """The next call; a record is dialed, whatever failed is completed."""
        while True:
            now = await self.shows("talking", "preview", "wrap")
            if now["shown"] == "talking":
                return now
            if now["shown"] == "wrap":
                await self.finish()
            elif now["call"]["preview"]["decides"] and not now["call"]["preview"]["dialing"]:
                await self.mouse.dial()
                await self.until(lambda now: not _is_undecided(now), "the dialing")
            else:
                await self.until(lambda now: now["shown"] != "preview", "the end of the dialing")

    async def finish(self, outcome: int = SALE) -> None:
        """Hang up, unless the other end has, and give the outcome."""
        while (await self.shows("talking", "held", "transfer", "wrap"))["shown"] != "wrap":
            await self.mouse.end_call()
            await asyncio.sleep(0.02)
        key = self.key
        await self.mouse.complete(outcome)
        await self.without(key)
        self.served += 1

    async def serve(self, calls: int = 1) -> None:
        for _ in range(calls):
            await self.talks()
            await self.finish()

    async def serve_through(self, calls: int) -> None:
        """So many calls more, with another login wherever somebody ended the last one."""
        campaign = self.now.campaign
        goal = self.served + calls
        while self.served < goal:
            shown = (await self.shows("talking", "wrap", "logged_out"))["shown"]
            if shown == "logged_out":
                await self.begin(str(campaign))
            else:
                await self.finish()

    async def serve_until_callback(self) -> None:
        """Whatever comes before the callback that is due; then it is talked."""
        while (await self.talks()) and self.now.call is not None and self.now.call.called_back_at is None:
            await self.finish()

    async def leave(self) -> None:
        """Log out, and serve what still comes."""
        await self.mouse.log_out()
        while (await self.shows("logged_out", "wrap", "talking"))["shown"] != "logged_out":
            await self.finish()

    async def serve_until(self, *states: str) -> None:
        """Whatever comes before."""
        while (await self.shows(*states, "wrap", "talking"))["shown"] not in states:
            await self.finish()


def _is_undecided(now: Json) -> bool:
    preview = now["call"]["preview"] if now["call"] else None
    return preview is not None and now["shown"] == "preview" and not preview["dialing"]
