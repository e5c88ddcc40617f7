"""The dialer's report of a call, parameter by parameter, in words, and its moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.records import Row, reported
from agentpanel.domain.rules import TAG_CODES
from agentpanel.gui.i18n import pretty_number
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.models.recent_words import Teller, named
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.facts import Fact
from agentpanel.gui.widgets.plain import inert
from agentpanel.gui.widgets.time_line import Milestone
from agentpanel.protocol.data import parse
from agentpanel.protocol.messages import OutcomeData
from agentpanel.protocol.ole import to_datetime

translate: Final = QCoreApplication.translate
#: What people call a parameter, by its name in the catalogue; tags have the site's labels.
NAMES: Final = {
    "tenant": QT_TRANSLATE_NOOP("report", "Tenant"),
    "campaign": QT_TRANSLATE_NOOP("report", "Campaign"),
    "agent": QT_TRANSLATE_NOOP("report", "Agent"),
    "alternative_agent": QT_TRANSLATE_NOOP("report", "Agent's other name"),
    "outcome": QT_TRANSLATE_NOOP("report", "Agent's outcome"),
    "declined": QT_TRANSLATE_NOOP("report", "Declined preview"),
    "dialed_number": QT_TRANSLATE_NOOP("report", "Dialed number"),
    "data": QT_TRANSLATE_NOOP("report", "Call data"),
    "group": QT_TRANSLATE_NOOP("report", "Group"),
    "inbound": QT_TRANSLATE_NOOP("report", "Inbound"),
    "list_name": QT_TRANSLATE_NOOP("report", "List"),
    "queue": QT_TRANSLATE_NOOP("report", "Queue"),
    "retry_advise": QT_TRANSLATE_NOOP("report", "Retry advised"),
    "reason": QT_TRANSLATE_NOOP("report", "Dialer's result"),
    "session": QT_TRANSLATE_NOOP("report", "Session"),
    "session_unique": QT_TRANSLATE_NOOP("report", "Unique session"),
    "number": QT_TRANSLATE_NOOP("report", "Number"),
    "timestamp": QT_TRANSLATE_NOOP("report", "Processed"),
    "transaction": QT_TRANSLATE_NOOP("report", "Transaction"),
    "launched": QT_TRANSLATE_NOOP("report", "Launched"),
    "ringing": QT_TRANSLATE_NOOP("report", "Ringing"),
    "result": QT_TRANSLATE_NOOP("report", "Result"),
    "ended": QT_TRANSLATE_NOOP("report", "Ended"),
}
#: The same four moments of a call that the customer made.
INBOUND: Final = {
    "launched": QT_TRANSLATE_NOOP("report", "Offered"),
    "ringing": QT_TRANSLATE_NOOP("report", "Answered"),
    "result": QT_TRANSLATE_NOOP("report", "Transferred or dropped"),
    "ended": QT_TRANSLATE_NOOP("report", "Disconnected"),
}
_MOMENTS: Final = ("launched", "ringing", "result", "ended")
_TIMES: Final = frozenset((*_MOMENTS, "timestamp"))
_FLAGS: Final = frozenset(("declined", "inbound", "retry_advise"))
#: The table of OZ lacks it; some dialers send it.
_BESIDES: Final = {"YS": "session_unique"}


class ReportTeller:
    """``zone`` is the dialer's; times are told in that of this computer."""

    def __init__(self, teller: Teller, zone: tzinfo) -> None:
        self._tell = teller
        self._zone = zone if teller.rules.inferred.times_are_local else UTC

    def facts(self, row: Row) -> Iterator[Fact]:
        """Every parameter in the order of the wire; one that no table has keeps its code."""
        for code, value in reported(row).items():
            field = _field_of(code)
            yield self._name(row, code, field), self._value(row, code, field, value)

    def milestones(self, row: Row) -> list[Milestone]:
        """X1 to X4; those that did not happen, or are no times, are left out."""
        wire = reported(row)
        found = []
        for code in ("X1", "X2", "X3", "X4"):
            field = _field_of(code)
            at = self._moment(wire.get(code, ""))
            if field is not None and at is not None:
                found.append(Milestone(self._name(row, code, field), at))
        return found

    def _name(self, row: Row, code: str, field: str | None) -> str:
        if code in TAG_CODES:
            return self._tell.label(row, TAG_CODES.index(code) + 1)
        if field is None:
            return code
        of_inbound = field in INBOUND and row.entry.inbound
        return translate("report", INBOUND[field] if of_inbound else NAMES[field])

    def _value(self, row: Row, code: str, field: str | None, value: str) -> str:
        if field in _TIMES:
            return self._time(value)
        if field in _FLAGS:
            return translate("report", "yes")
        if field in ("number", "dialed_number"):
            return inert(pretty_number(value))
        if field in ("outcome", "reason") and value.isascii() and value.isdigit():
            rules = self._tell.rules
            name = rules.outcome_text(int(value)) if field == "outcome" else rules.reason_text(int(value))
            return named(name, int(value))
        shown = VEIL.parameter(code, value, row.entry.number)
        return data_lines(shown) if field == "data" else shown

    def _time(self, value: str) -> str:
        at = self._moment(value)
        if at is not None:
            return self._tell.whole_time(at)
        return translate("report", "did not happen") if _is_zero(value) else inert(value)

    def _moment(self, text: str) -> datetime | None:
        try:
            at = to_datetime(Decimal(text), self._zone)
        except InvalidOperation:
            return None
        return _to_tenths(at.astimezone()) if at is not None else None


def _to_tenths(at: datetime) -> datetime:
    """The six decimals of a day are no finer, and 3.98 s after the minute is to be read as 4."""
    tenth = timedelta(milliseconds=100)
    begun = at.replace(microsecond=0)
    return begun + round((at - begun) / tenth) * tenth


def own_milestones(row: Row) -> list[Milestone]:
    """What this panel saw of the call itself."""
    entry = row.entry
    named_times = (
        (QT_TRANSLATE_NOOP("report", "Begun"), entry.started),
        (QT_TRANSLATE_NOOP("report", "Connected"), entry.connected),
        (QT_TRANSLATE_NOOP("report", "Ended"), entry.ended),
        (QT_TRANSLATE_NOOP("report", "Completed"), entry.completed),
    )
    return [Milestone(translate("report", name), at) for name, at in named_times if at is not None]


def data_lines(text: str) -> str:
    """Key and value a line where the data has keys."""
    fields = parse(text).fields if text else {}
    return "\n".join(f"{key}: {value}" for key, value in fields.items()) or text


def _is_zero(value: str) -> bool:
    """How the wire says that something did not happen."""
    return bool(value) and not value.strip("0.")


def _field_of(code: str) -> str | None:
    param = OutcomeData.META.by_code.get(code)
    return param.field if param is not None else _BESIDES.get(code)
