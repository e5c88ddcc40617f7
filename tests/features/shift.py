"""A shift of fifty calls, told once; whoever has hands can work it: the mouse, the keyboard, or another program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

from agentpanel.simulator.ledger import LedgerRow
from agentpanel.simulator.server import Server

Json = dict[str, Any]
#: What the ledger and Recent are compared by: session, number, campaign, AO, RE, tags.
Line = tuple[str | None, str | None, str | None, int | None, int | None, dict[str, str]]

IN_CALL = {"offered", "talking", "held"}
SALE, RETRY, REFUSED, CLOSED_BY_DIALER = 105, 150, 199, 120


class Hands(Protocol):
    """One way of working the panel. Each does what its control does and returns when it was pressed."""

    async def look(self) -> Json:
        """The object of `ctl status`."""

    async def recent(self) -> list[Json]:
        """All rows, newest first."""

    async def log_in(self, campaign: str) -> None: ...
    async def available(self) -> None: ...
    async def take_break(self, code: int) -> None: ...
    async def end_call(self) -> None: ...
    async def complete(self, code: int) -> None: ...
    async def tag(self, number: int, text: str) -> None: ...
    async def log_out(self) -> None: ...


@dataclass(slots=True)
class Shift:
    """Works the shift with the hands it is given."""

    hands: Hands
    server: Server
    agent: str = "1001"
    served: int = 0
    refused_breaks: int = 0
    seen: list[str] = field(default_factory=list)

    # -- seeing -----------------------------------------------------------------------------------------

    async def until(self, wanted: Callable[[Json], object], what: str, timeout: float = 15.0) -> Json:
        """Look until it is so."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while not wanted(now := await self.hands.look()):
            assert loop.time() < end, f"{what} did not come; the panel shows {now}"
            await asyncio.sleep(0.005)
        self.seen.append(now["shown"])
        return now

    async def shows(self, *wanted: str) -> Json:
        return await self.until(lambda now: now["shown"] in wanted, " or ".join(wanted))

    @property
    def finished(self) -> list[LedgerRow]:
        return [row for row in self.server.ledger if row.agent == self.agent]

    # -- working ----------------------------------------------------------------------------------------

    async def serve(self) -> None:
        """One call: tag it, end it or let the other end hang up, give the outcome before or after."""
        number = self.served
        now = await self.until(lambda now: now["shown"] in ("talking", "wrap"), "a call")
        session = now["call"]["session"]
        await self.hands.tag(1, f"call {number}")
        await self.until(lambda now: not _is_open(now, session) or "T1" in now["call"]["tags"], "the tag")
        if number % 3 == 0:
            await self.hands.tag(4, f"T1 \u00e4 {number}")
        armed = number % 4 == 1 and (await self.hands.look())["shown"] == "talking"
        if armed:
            await self.hands.complete(SALE)
        if number % 5 and (await self.hands.look())["shown"] == "talking":
            await self.hands.end_call()
        if not armed:
            await self.shows("wrap")
            await self.give_outcome(number)
        await self.until(lambda now: not _is_open(now, session), "the end of the call")
        self.served += 1

    async def give_outcome(self, number: int) -> None:
        """Once the dialer refuses the outcome, and another is given."""
        if number == 7:
            await self.hands.complete(REFUSED)
            await self.until(lambda now: "1602" in str(now["notice"]), "the refusal of the outcome")
        await self.hands.complete(RETRY if number % 2 else SALE)

    async def serve_until(self, wanted: Collection[str], what: str) -> None:
        """Serve whatever calls come until the panel shows it."""
        while True:
            now = await self.until(lambda now: now["shown"] in {*wanted, *IN_CALL, "wrap"}, what)
            if now["shown"] in wanted:
                return
            await self.serve()

    async def serve_calls(self, count: int) -> None:
        while self.served < count:
            await self.shows("talking", "wrap")
            await self.serve()

    async def take_break(self, code: int) -> None:
        """Ask, serve what still comes, be released."""
        await self.hands.take_break(code)
        await self.serve_until({"not_ready"}, "the release")

    async def be_available(self) -> None:
        await self.hands.available()
        await self.shows("available", *IN_CALL, "wrap")

    # -- the shift --------------------------------------------------------------------------------------

    async def work(self, calls: int = 50) -> None:
        """Breaks, one refused, one withdrawn; an unasked logout; a wrap that the dialer closes."""
        await self.hands.log_in("Sales")
        await self.shows("not_ready")
        await self.be_available()
        await self.serve_calls(calls // 5)
        await self.take_break(1)
        await self.be_available()
        await self.serve_calls(2 * calls // 5)
        await self.refused_break()
        await self.serve_calls(3 * calls // 5)
        await self.withdrawn_break()
        await self.serve_calls(4 * calls // 5)
        await self.unasked_logout()
        await self.closed_wrap()
        await self.serve_calls(calls)
        await self.hands.log_out()
        await self.serve_until({"logged_out"}, "the logout")

    async def refused_break(self) -> None:
        before = (await self.hands.look())["notice"]
        await self.hands.take_break(2)
        now = await self.until(
            lambda now: now["notice"] != before and "the break" in str(now["notice"]), "the refusal of the break"
        )
        assert now["wish"] is None
        self.refused_breaks += 1

    async def withdrawn_break(self) -> None:
        """AA may leave only after AF: the panel asks, serves what comes, and is available again by itself."""
        await self.shows("talking", "wrap")
        await self.hands.take_break(1)
        await self.until(lambda now: now["wish"] is not None and now["wish"]["kind"] == "break", "the wish")
        await self.until(lambda now: now["shown"] != "offered", "the connection")
        if (await self.hands.look())["shown"] == "talking":
            await self.hands.available()
            now = await self.hands.look()
            assert now["wish"] is None or now["wish"]["kind"] == "available"
            await self.serve_until({"available"}, "being available again")
        else:
            await self.serve_until({"not_ready"}, "the release")
            await self.be_available()

    async def unasked_logout(self) -> None:
        """A supervisor logs the agent out; then it is the other campaign's turn."""
        self.server.kill(self.agent)
        await self.serve_until({"logged_out"}, "the unasked logout")
        await self.hands.log_in("Service")
        await self.shows("not_ready")
        await self.be_available()

    async def closed_wrap(self) -> None:
        """The maximum wrap of Service passes: the dialer closes the call with its own outcome."""
        now = await self.shows("talking", "wrap")
        session = now["call"]["session"]
        if now["shown"] == "talking":
            await self.hands.end_call()
        await self.until(lambda now: not _is_open(now, session), "the end of the wrap")
        self.served += 1

    # -- the account --------------------------------------------------------------------------------------

    def ledger(self) -> list[Line]:
        return [
            (row.session, row.number, row.campaign, row.outcome, row.reason, dict(row.tags)) for row in self.finished
        ]

    async def panel(self) -> list[Line]:
        rows = reversed(await self.hands.recent())
        return [
            (row["session"], row["number"], row["campaign"], row["outcome"], row["reason"], row["tags"]) for row in rows
        ]

    async def agree(self) -> None:
        """The simulator's own ledger equals what Recent shows, row by row."""
        shown, booked = await self.panel(), self.ledger()
        for _ in range(250):
            if shown == booked:
                break
            await asyncio.sleep(0.02)
            shown, booked = await self.panel(), self.ledger()
        assert shown == booked
        assert len(booked) >= self.served > 0


def _is_open(now: Json, session: str | None) -> bool:
    return now["call"] is not None and now["call"]["session"] == session
