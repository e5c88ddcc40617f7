"""Whether the dialer's own ledger, the journal and what Recent shows tell the same of an agent's calls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from agentpanel.domain import words, words_call
from agentpanel.domain.records import Query, Row
from agentpanel.simulator.ledger import LedgerRow
from tests.features.books import Line, check_details, of_ledger, of_row, reads, should_read, was_given
from tests.features.desk import PanelDesk
from tests.features.hands import recent_model, shown_calls

#: Rows of what never became this agent's call: the dialer books no part in it.
_NO_PART = (words_call.WHY_REJECTED, words_call.WHY_NOT_ANSWERED, words.WHY_WENT_BACK)
#: Seconds for the last report and the last look at the journal.
_PATIENCE_S = 8.0


class Account:
    """All three books of one agent, oldest call first."""

    def __init__(self, desk: PanelDesk, agent: str, *, alone_on: Iterable[str] = ()) -> None:
        """``alone_on``: campaigns whose failed numbers the agent saw (progressive), though they are nobody's part."""
        self._desk = desk
        self._agent = agent
        self._alone_on = frozenset(alone_on)

    def booked(self) -> list[Line]:
        """What the dialer has."""
        return [of_ledger(each) for each in self._booked()]

    def shown(self) -> list[Line]:
        """What the window's table has, without the offers that came to nothing."""
        return [of_row(each) for each in _parts(self._shown())]

    def offers(self) -> list[str]:
        """Why each offer came to nothing, as its row says."""
        return [each.entry.why.text for each in self._shown() if _is_no_part(each) and each.entry.why is not None]

    async def reported(self, count: int) -> list[Row]:
        """So many rows, once each has the dialer's last word and the window shows it."""
        end = asyncio.get_running_loop().time() + _PATIENCE_S
        while True:
            kept = await self._kept()
            outcomes = [row.entry.outcome for row in kept if row.wire]
            if outcomes == [each.outcome for each in self._booked()] and self._shown() == kept:
                break
            assert asyncio.get_running_loop().time() < end, kept
            await asyncio.sleep(0.02)
        assert len(kept) == count
        return kept

    async def agrees(self) -> int:
        """All come to have the same rows; how many."""
        end = asyncio.get_running_loop().time() + _PATIENCE_S
        while not self._is_settled(kept := await self._kept()):
            if asyncio.get_running_loop().time() > end:
                break
            await asyncio.sleep(0.02)
        assert [of_row(each) for each in _parts(kept)] == self.booked()
        assert await self._desk.on_tick(self._shown) == kept
        for booked, row in zip(self._booked(), _parts(kept), strict=True):
            check_details(booked, row)
        await self._check_cells(_parts(kept))
        return len(self.booked())

    async def _check_cells(self, kept: Sequence[Row]) -> None:
        """What stands in the table's cells is what the dialer has."""
        model = recent_model(self._desk.panel.window.recent)
        told = await self._desk.on_tick(lambda: [reads(model, row) for row in kept])
        assert told == [should_read(booked, row) for booked, row in zip(self._booked(), kept, strict=True)]

    def _is_settled(self, kept: list[Row]) -> bool:
        booked = self._booked()
        parts = _parts(kept)
        same = [of_row(each) for each in parts] == self.booked() and self._shown() == kept
        return same and all(row.wire or was_given(each) for each, row in zip(booked, parts, strict=True))

    async def _kept(self) -> list[Row]:
        """What the journal has."""
        page = await self._desk.parts.journal.page(Query(tenant=None, agent=self._agent, limit=1000))
        return list(reversed(page))

    def _shown(self) -> list[Row]:
        return list(reversed(shown_calls(self._desk.panel.window.recent)))

    def _booked(self) -> list[LedgerRow]:
        return [each for each in self._desk.server.ledger if self._is_mine(each)]

    def _is_mine(self, each: LedgerRow) -> bool:
        return each.agent == self._agent or (each.agent is None and each.campaign in self._alone_on)


def _parts(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not _is_no_part(row)]


def _is_no_part(row: Row) -> bool:
    entry = row.entry
    return entry.connected is None and entry.why is not None and entry.why.text in _NO_PART
