"""The simulator's own book of finished calls, to compare with what a client shows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

#: Who ended the talk; without agent, who ended the attempt. "transfer", "requeue": the far end went on.
EndedBy = Literal["agent", "customer", "dialer", "network", "transfer", "requeue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One agent's finished part of a call, or a call without agent.

    ``outcome`` is AO, ``reason`` RE, the times are in the scenario's zone.
    """

    session: str
    number: str
    campaign: str
    queue: str | None
    agent: str | None
    outcome: int | None
    reason: int
    tags: dict[str, str]
    started: datetime
    ended: datetime
    ended_by: EndedBy

    def as_json(self) -> str:
        """One line; times in ISO 8601 with offset."""
        fields = asdict(self)
        for name in ("started", "ended"):
            fields[name] = fields[name].isoformat(timespec="milliseconds")
        return json.dumps(fields, ensure_ascii=False)
