"""One call as each book has it: the dialer's ledger, the journal's row, the cells of Recent's table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from PySide6.QtCore import Qt

from agentpanel.domain import words
from agentpanel.domain.records import Differs, Row, Sending, reported
from agentpanel.domain.rules import TAG_CODES
from agentpanel.gui.models.recent import RecentModel
from agentpanel.gui.models.recent_columns import DIFFERS
from agentpanel.protocol.ole import to_datetime
from agentpanel.simulator.ledger import LedgerRow

_SPOKEN: Final = Qt.ItemDataRole.AccessibleTextRole
#: Seconds by which a moment that the panel took itself may be off: a socket and a busy machine lie between.
_NEAR_S: Final = 1.0
#: Seconds that six decimals of a day hold.
_EXACT_S: Final = 0.09
_CODE: Final = re.compile(r"\((\d+)\)|\b(\d+)$")


class Line(NamedTuple):
    """What the books are compared by: SI, TN, CN, QN, AO, RE and the tags that are set."""

    session: str | None
    number: str | None
    campaign: str | None
    queue: str | None
    outcome: int | None
    reason: int | None
    tags: dict[str, str]


class Told(NamedTuple):
    """What a person reads in a row of Recent, in the codes of the wire."""

    number: str
    campaign: str
    queue: str
    result: int | None
    tags: tuple[str, ...]


def of_ledger(row: LedgerRow) -> Line:
    """Of a call that went on elsewhere without an outcome from here, the dialer tells this agent no result."""
    reason = None if was_given(row) else row.reason
    return Line(row.session, row.number, row.campaign, row.queue, row.outcome, reason, dict(row.tags))


def was_given(row: LedgerRow) -> bool:
    """The agent's part ended without TC and OZ: somebody else has the call."""
    return row.outcome is None and row.ended_by == "transfer"


def of_row(row: Row) -> Line:
    """As the dialer has it; a tag that it has not told beside others is here only, and marked."""
    entry, wire = row.entry, reported(row)
    tags = set_tags(entry.tags)
    told = {code: text for code, text in wire.items() if code in TAG_CODES}
    if Differs.TAGS in row.differs and told:
        tags = {code: text for code, text in tags.items() if code in told}
    session = entry.session or entry.number
    return Line(session, entry.number, entry.campaign, entry.queue, entry.outcome, entry.reason, tags)


def set_tags(tags: Sequence[str]) -> dict[str, str]:
    return {code: text for code, text in zip(TAG_CODES, tags, strict=True) if text}


def should_read(booked: LedgerRow, row: Row) -> Told:
    """How Recent should tell it: the agent's outcome, else what became of the number; and all tags, with a mark."""
    line = of_ledger(booked)
    result = line.reason if line.outcome is None else line.outcome
    tags = (*set_tags(row.entry.tags), DIFFERS) if Differs.TAGS in row.differs else (*booked.tags,)
    return Told(booked.number, booked.campaign, booked.queue or "", result, tags)


def reads(model: RecentModel, row: Row) -> Told:
    """What stands in its cells; of cells that are cut short, what is said of them."""
    at = next(at for at, line in enumerate(model.rows) if line == row)

    def cell(key: str, role: int = Qt.ItemDataRole.DisplayRole) -> str:
        return str(model.index(at, model.column(key)).data(role))

    code = _CODE.search(cell("outcome"))
    tags = tuple(cell("tags").split())
    campaign = cell("campaign").partition(" \N{MIDDLE DOT} ")[0]
    number = "".join(filter(str.isalnum, cell("number", _SPOKEN)))
    return Told(number, campaign, cell("queue"), int(code[1] or code[2]) if code else None, tags)


def check_details(booked: LedgerRow, row: Row) -> None:
    """Beyond the line: whose it is, when it was, the dialer's own report, and how far its outcome has come."""
    entry = row.entry
    assert entry.ended is not None
    assert entry.started.timestamp() <= booked.ended.timestamp() + _NEAR_S
    assert booked.started.timestamp() - _NEAR_S <= (entry.connected or entry.ended).timestamp()
    assert abs((entry.ended - booked.ended).total_seconds()) < _NEAR_S, (entry, booked)
    assert bool(row.wire) is not was_given(booked), (entry, booked)
    if row.wire:
        _check_report(booked, reported(row))
    assert entry.state not in (Sending.UNSENT, Sending.SENT), entry
    assert entry.state is Sending.CONFIRMED or entry.why is not None, entry
    assert entry.why is None or entry.why.text != words.WHY_OPEN, entry
    assert set_tags(entry.tags).items() >= booked.tags.items()
    assert row.differs <= {Differs.TAGS, Differs.OUTCOME}, row


def _check_report(booked: LedgerRow, wire: Mapping[str, str]) -> None:
    """All of OZ is kept as it came."""
    outcome = None if booked.outcome is None else str(booked.outcome)
    assert (wire["SI"], wire.get("AO"), wire["RE"]) == (booked.session, outcome, str(booked.reason))
    assert (wire["CN"], wire.get("TN"), wire.get("QN")) == (booked.campaign, booked.number, booked.queue)
    assert {code: text for code, text in wire.items() if code in TAG_CODES} == dict(booked.tags)
    assert ("DD" in wire) == (booked.outcome is not None and "X1" not in wire)
    for code, moment in (("X1", booked.started), ("X4", booked.ended)):
        if code in wire:
            assert abs((_moment(wire[code], moment) - moment).total_seconds()) < _EXACT_S


def _moment(days: str, like: datetime) -> datetime:
    found = to_datetime(Decimal(days), like.tzinfo or UTC)
    assert found is not None
    return found
