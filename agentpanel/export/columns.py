"""A row of the journal as named values, the same in every form of an export."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Final

from agentpanel.domain.records import Differs, Row, reported
from agentpanel.domain.rules import TAG_CODES, SiteRules
from agentpanel.export.hiding import hidden
from agentpanel.protocol.ole import to_datetime

Value = str | int | bool | datetime | tuple[str, ...] | None

#: What the dialer called, the moments of the call by their parameters of OZ, and how the columns call them.
_MOMENTS: Final = {"launched": "X1", "ringing": "X2", "result": "X3", "disconnected": "X4", "reported": "TS"}
#: The number of an OLE date on the wire; more digits would be no date.
_DAYS: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,40})?")

COLUMNS: Final = (
    *("started", "connected", "ended", "completed", "direction", "number", "dialed_number"),
    *("tenant", "agent", "campaign", "queue", "list", "outcome", "outcome_name", "reason", "reason_name"),
    *("own_outcome", "own_outcome_name", "differs", *TAG_CODES, "corrected", "own_tags", "note"),
    *("recorded", "declined", "retry", "state", "why", *_MOMENTS, "data"),
    *("session", "session_unique", "key", "dialer_report"),
)


class Columns:
    """Makes the values of each row; ``names`` are the site's, ``zone`` the dialer's."""

    def __init__(self, names: SiteRules, zone: tzinfo) -> None:
        self._names = names
        self._zone = zone
        self._wire_zone = zone if names.inferred.times_are_local else UTC

    def values(self, row: Row) -> tuple[Value, ...]:
        """In the order of COLUMNS."""
        said = reported(row)
        row = hidden(row) if self._names.journal.mask_numbers else row
        found = {**self._call(row), **self._result(row), **_tags(row), **self._moments(said), **_rest(row)}
        return tuple(found[name] for name in COLUMNS)

    def _call(self, row: Row) -> dict[str, Value]:
        entry = row.entry
        return {
            **{name: self._local(getattr(entry, name)) for name in ("started", "connected", "ended", "completed")},
            "direction": "inbound" if entry.inbound else "outbound",
            "number": entry.number,
            "dialed_number": reported(row).get("DN"),
            "tenant": entry.tenant,
            "agent": entry.agent or None,
            "campaign": entry.campaign,
            "queue": entry.queue,
            "list": entry.list_name,
        }

    def _result(self, row: Row) -> dict[str, Value]:
        entry, names = row.entry, self._names
        own = row.own_outcome if Differs.OUTCOME in row.differs else None
        return {
            "outcome": entry.outcome,
            "outcome_name": _named(names.outcome_text, entry.outcome),
            "reason": entry.reason,
            "reason_name": _named(names.reason_text, entry.reason),
            "own_outcome": own,
            "own_outcome_name": _named(names.outcome_text, own),
            "differs": tuple(each.value for each in Differs if each in row.differs),
        }

    def _moments(self, said: Mapping[str, str]) -> dict[str, Value]:
        """X1 to X4 and TS, told on the wire as wall times of the dialer's zone."""
        return {name: self._moment(said.get(code, "")) for name, code in _MOMENTS.items()}

    def _moment(self, days: str) -> datetime | None:
        return self._local(to_datetime(Decimal(days), self._wire_zone)) if _DAYS.fullmatch(days) else None

    def _local(self, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        try:
            return moment.astimezone(self._zone)
        except (OverflowError, ValueError):
            return moment  # a date at the edge of the calendar


def _named(name: Callable[[int], str | None], code: int | None) -> str | None:
    return None if code is None else name(code)


def tags_shown(row: Row) -> tuple[str, ...]:
    """All six; a corrected one stands in place of the one that the dialer has."""
    known = zip(row.entry.tags, row.corrected, strict=True)
    return tuple(old if new is None else new for old, new in known)


def _tags(row: Row) -> dict[str, Value]:
    own = zip(TAG_CODES, row.own_tags, strict=True) if Differs.TAGS in row.differs else ()
    return {
        **{code: tag or None for code, tag in zip(TAG_CODES, tags_shown(row), strict=True)},
        "corrected": tuple(code for code, new in zip(TAG_CODES, row.corrected, strict=True) if new is not None),
        "own_tags": tuple(f"{code} {tag}" for code, tag in own if tag),
    }


def _rest(row: Row) -> dict[str, Value]:
    entry = row.entry
    return {
        "note": entry.note or None,
        "recorded": entry.recorded,
        "declined": entry.declined,
        "retry": entry.retry,
        "state": entry.state.value,
        "why": None if entry.why is None else str(entry.why),
        "data": entry.data,
        "session": entry.session,
        "session_unique": entry.session_unique,
        "key": entry.key,
        "dialer_report": row.wire,
    }
