"""Whether Recent and the dialer's own ledger tell the same of an agent's calls."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from agentpanel.domain import words, words_call
from agentpanel.domain.records import Entry
from agentpanel.domain.status import row
from agentpanel.simulator.ledger import LedgerRow
from tests.features.desk import PanelDesk
from tests.features.hands import shown_rows
from tests.features.shift import Line
from tests.helpers.until import until

#: Rows of what never became this agent's call: the dialer books no part in it.
_NO_PART = (words_call.WHY_REJECTED, words_call.WHY_NOT_ANSWERED, words.WHY_WENT_BACK)


class Account:
    """Both books of one agent, oldest call first."""

    def __init__(self, desk: PanelDesk, agent: str, *, alone_on: Iterable[str] = ()) -> None:
        """``alone_on``: campaigns whose failed numbers the agent saw (progressive), though they are nobody's part."""
        self._desk = desk
        self._agent = agent
        self._alone_on = frozenset(alone_on)

    def booked(self) -> list[Line]:
        """What the dialer has."""
        return [_of_ledger(each) for each in self._desk.server.ledger if self._is_mine(each)]

    def shown(self) -> list[Line]:
        """What the window's table has, without the offers that came to nothing."""
        return [_of_recent(each) for each in self._entries() if not _is_no_part(each)]

    def offers(self) -> list[str]:
        """Why each offer came to nothing, as its row says."""
        return [each.why.text for each in self._entries() if _is_no_part(each) and each.why is not None]

    async def agrees(self) -> int:
        """Both come to have the same rows; how many."""
        with contextlib.suppress(AssertionError):
            await until(lambda: self.shown() == self.booked())
        assert self.shown() == self.booked()
        return len(self.booked())

    def _entries(self) -> list[Entry]:
        return list(reversed(shown_rows(self._desk.panel.window.recent)))

    def _is_mine(self, each: LedgerRow) -> bool:
        return each.agent == self._agent or (each.agent is None and each.campaign in self._alone_on)


def _is_no_part(entry: Entry) -> bool:
    return entry.connected is None and entry.why is not None and entry.why.text in _NO_PART


def _of_recent(entry: Entry) -> Line:
    told = row(entry)
    return (told["session"], told["number"], told["campaign"], told["outcome"], told["reason"], told["tags"])


def _of_ledger(each: LedgerRow) -> Line:
    """Of a call that went on elsewhere without an outcome from here, the dialer tells this agent no result."""
    given = each.outcome is None and each.ended_by == "transfer"
    reason = None if given else each.reason
    return each.session, each.number, each.campaign, each.outcome, reason, dict(each.tags)
