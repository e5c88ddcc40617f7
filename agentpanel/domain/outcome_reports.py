"""OZ: the dialer's own account of calls, kept beside what the panel did (behaviour.md 5, 8).

After a gap it comes in bursts of thousands, so a whole batch is one event, and of each OZ no more is read here than the
journal has columns for; the rest is kept as it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from agentpanel.domain.effects import Report
from agentpanel.domain.records import OutcomeReport, Tags
from agentpanel.domain.turn import Turn
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.messages import OutcomeData
from agentpanel.protocol.ole import text_to_datetime

_READ: Final = OutcomeData.META.readers


def outcomes_reported(turn: Turn, readings: tuple[Reading, ...]) -> None:
    """Keep what is this agent's business: its own calls, and all others under a list of the whole tenant."""
    login, listed = turn.snapshot.login, turn.memory.outcomes
    if login is None:
        return
    everybody, reports = listed is not None and listed.everybody, []
    for reading in readings:
        values = reading.values()
        # AG is "usually the same as AN", also of previews
        agent = values.get("AN") or values.get("AG") or ""
        if everybody or agent == login.agent:
            reports.append(_report(values, reading, agent, login.tenant, turn))
    if reports:
        turn.do(Report(tuple(reports)))


def _report(values: Mapping[str, str], reading: Reading, agent: str, tenant: str | None, turn: Turn) -> OutcomeReport:
    zone, get = turn.zone, values.get
    return OutcomeReport(
        tenant=tenant,
        agent=agent,
        campaign=get("CN") or None,
        session=get("SI") or None,
        session_unique=get("YS") or None,
        number=get("TN") or None,
        queue=get("QN") or None,
        outcome=_whole(values, "AO"),
        reason=_whole(values, "RE"),
        tags=_tags(values),
        started=_moment(values, "X1", zone) or _moment(values, "X3", zone),
        ended=_moment(values, "X4", zone),
        processed=_moment(values, "TS", zone) or turn.at.wall,
        declined="DD" in values,
        inbound="IB" in values,
        list_name=get("LI") or None,
        retry="RA" in values,
        wire=_wire(reading),
    )


def _tags(values: Mapping[str, str]) -> Tags:
    get = values.get
    return (get("T1", ""), get("T2", ""), get("T3", ""), get("T4", ""), get("T5", ""), get("T6", ""))


def _whole(values: Mapping[str, str], code: str) -> Any:
    """The number, or None where there is none or it cannot be read."""
    return _READ[code][1](values[code])[0] if code in values else None


def _moment(values: Mapping[str, str], code: str, zone: tzinfo) -> datetime | None:
    return text_to_datetime(values[code], zone) if code in values else None


def _wire(reading: Reading) -> str:
    """All parameters as they came."""
    return reading.text[max(reading.text.find("\\"), 0) :]
