"""What an agent did between two moments, summed up."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from agentpanel.domain.records import DaySums
from agentpanel.journal.find_text import NOT_SENT
from agentpanel.journal.joined import TAGS
from agentpanel.journal.rows import microseconds

#: A row stands at its start, or just after where others stand; this much (microseconds) is ample.
_NEAR_US: Final = 3_600_000_000

_SHOWN_TAGS: Final = ", ".join(f"coalesce(fixed{number}, {tag}, '')" for number, tag in enumerate(TAGS, 1))
_CALLS: Final = f"""
SELECT declined, {NOT_SENT}, run IS NOT NULL, connected, ended, completed, outcome, {_SHOWN_TAGS}
FROM entry INDEXED BY entry_whose
WHERE tenant IS :tenant AND agent = :agent AND position >= :since - :near AND position < :until + :near
AND started_us >= :since AND started_us < :until
"""  # noqa: S608
# A break without an end lasts while the panel that began it lives; a later panel takes the run away.
_BREAKS: Final = """
SELECT started_us, ended_us, run IS NOT NULL FROM pause INDEXED BY pause_whose
WHERE tenant IS :tenant AND agent = :agent AND started_us < :until
AND (ended_us > :since OR ended_us IS NULL AND (run IS NOT NULL OR started_us >= :since))
"""


def day(connection: sqlite3.Connection, tenant: str | None, agent: str, since: datetime, until: datetime) -> DaySums:
    """Sums of the calls that began from ``since`` until before ``until``, and of the breaks as far as they lie there.

    A call or a break that still lasts counts up to ``until``; both moments are aware.
    """
    begin, end = microseconds(since), microseconds(until)
    values = {"tenant": tenant, "agent": agent, "since": begin, "until": end, "near": _NEAR_US}
    with closing(connection.execute(_CALLS, values)) as calls, closing(connection.execute(_BREAKS, values)) as breaks:
        return DaySums(**_calls(calls, until), **_breaks(breaks, begin, end))


def _calls(rows: Iterable[tuple[Any, ...]], until: datetime) -> dict[str, Any]:
    counted = Counter[str]()
    seconds = {"talk_s": 0.0, "wrap_s": 0.0}
    outcomes, tags = Counter[int | None](), Counter[tuple[int, str]]()
    for declined, not_sent, lasting, connected, ended, completed, outcome, *texts in rows:
        counted["not_sent"] += not_sent
        counted["declined" if declined else "calls"] += 1
        if declined:
            continue
        seconds["talk_s"] += _between(connected, ended, until if lasting else None)
        seconds["wrap_s"] += _between(ended, completed, until if lasting else None)
        outcomes[outcome] += 1
        tags.update((number, text) for number, text in enumerate(texts, 1) if text)
    return {**counted, **seconds, "outcomes": MappingProxyType(outcomes), "tags": MappingProxyType(tags)}


def _between(begun: str | None, over: str | None, otherwise: datetime | None) -> float:
    """Seconds; ``otherwise`` is the end of what has none yet, None where it is not known."""
    end = otherwise if over is None else datetime.fromisoformat(over)
    if begun is None or end is None:
        return 0.0
    # The clock may have been set back meanwhile.
    return max(0.0, (end - datetime.fromisoformat(begun)).total_seconds())


def _breaks(rows: Iterable[tuple[Any, ...]], since: int, until: int) -> dict[str, Any]:
    number, microseconds_, unknown = 0, 0, 0
    for begun, over, lasting in rows:
        if over is None and not lasting:
            unknown += 1
            continue
        number += 1
        microseconds_ += max(0, min(until, until if over is None else over) - max(since, begun))
    return {"breaks": number, "break_s": microseconds_ / 1e6, "unknown_ends": unknown}
