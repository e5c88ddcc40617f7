"""Enumeration transactions: who asked for what, and the events that are kept for one that outlives its socket."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from agentpanel.protocol.messages import OutcomeData

#: Events a second that roll forward where the request has no CS (behaviour.md 8).
DEFAULT_RATE: Final = 100


class Kept(NamedTuple):
    """An event of a persistent transaction, and when it happened."""

    at: datetime
    event: OutcomeData


@dataclass(slots=True, kw_only=True)
class Subscription:
    """EO, or EA with its level. ``client`` is None while a persistent one (PS) waits for its subscriber."""

    number: int
    transaction: str
    client: int | None
    tenant: str | None
    campaign: str | None
    level: int | None = None  # LD of EA; None: EO
    failures: bool = False
    successes: bool = False
    persist: str | None = None  # PS
    rate: int = DEFAULT_RATE  # CS
    waiting: deque[Kept] = field(default_factory=deque)  # not told yet, oldest first
    told: deque[Kept] = field(default_factory=deque)  # the last ones told, which may not have arrived
    rolling_since: datetime | None = None
    rolled: int = 0  # events since then

    @property
    def asks_for(self) -> tuple[str | None, str | None, bool, bool]:
        """What makes two requests the same one."""
        return self.tenant, self.campaign, self.failures, self.successes

    def wants(self, campaign: str, *, success: bool) -> bool:
        """Whether the outcome of such a call goes to this subscriber."""
        wanted = self.successes if success else self.failures
        return self.level is None and wanted and self.campaign in (None, campaign)

    def lose(self) -> None:
        """Its connection is gone: what was told last may not have arrived, and comes first."""
        self.client = self.rolling_since = None
        self.waiting.extendleft(reversed(self.told))
        self.told.clear()
