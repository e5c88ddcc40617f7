"""A row of the journal as columns, and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.records import Entry, OutcomeReport, Sending, Tags
from agentpanel.domain.words import Say

TAGS: Final = ("tag1", "tag2", "tag3", "tag4", "tag5", "tag6")
#: What an entry says of itself, in the order in which it is read.
COLUMNS: Final = (
    *("key", "tenant", "agent", "campaign", "session", "session_unique", "number", "queue"),
    *("started", "connected", "ended", "outcome", "reason", "note", *TAGS, "data", "recorded", "declined"),
    *("state", "why"),
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry as it is to be shown: with the dialer's outcome where it reported one (panel.md 5)."""

    #: Query.after pages on from here.
    position: int
    entry: Entry
    #: The agent's outcome; where it is not the entry's, the dialer's word differs.
    own_outcome: int | None


def microseconds(moment: datetime) -> int:
    """Since 1970 UTC. Raises TypeError for a time without a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def columns_of(entry: Entry, run: int) -> dict[str, Any]:
    """The columns of an entry that the panel with this run number writes."""
    return {
        "key": entry.key,
        "tenant": entry.tenant,
        "agent": entry.agent,
        "campaign": entry.campaign,
        "session": entry.session,
        "session_unique": entry.session_unique,
        "number": entry.number,
        "queue": entry.queue,
        "started": entry.started.isoformat(),
        "started_us": microseconds(entry.started),
        "connected": _text_of(entry.connected),
        "ended": _text_of(entry.ended),
        "outcome": entry.outcome,
        "reason": entry.reason,
        "note": entry.note,
        **tags_of(entry.tags),
        "recorded": entry.recorded,
        "declined": entry.declined,
        "state": entry.state.value,
        "why": say_to_json(entry.why),
        "reported_us": None,
        "reported_outcome": None,
        "run": run if _unsettled(entry) else None,
        "data": entry.data,
    }


def columns_of_report(report: OutcomeReport) -> dict[str, Any]:
    """The columns that the dialer's report fills."""
    return {
        "campaign": report.campaign,
        "session": report.session,
        "number": report.number,
        "queue": report.queue,
        "ended": _text_of(report.ended),
        "outcome": report.outcome,
        "reason": report.reason,
        **tags_of(report.tags),
        "declined": report.declined,
        "reported_us": microseconds(report.processed),
        "reported_outcome": report.outcome,
    }


def entry_of_report(report: OutcomeReport) -> Entry:
    """The entry of a call that only the dialer knows; a repeated report has the same key."""
    identity = (report.tenant, report.agent, report.session, report.number, microseconds(report.processed))
    return Entry(
        key=f"report {json.dumps(identity)}",
        tenant=report.tenant,
        agent=report.agent,
        campaign=report.campaign,
        session=report.session,
        session_unique=None,
        number=report.number,
        queue=report.queue,
        started=moment_of(report),
        ended=report.ended,
        outcome=report.outcome,
        reason=report.reason,
        tags=report.tags,
        declined=report.declined,
        state=Sending.CONFIRMED,
    )


def moment_of(report: OutcomeReport) -> datetime:
    """When the reported call was, as near to its start as the dialer told."""
    return report.started or report.ended or report.processed


def row_of(record: tuple[Any, ...]) -> Row:
    """A record of position, reported outcome and COLUMNS."""
    position, reported_outcome, *values = record
    value: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
    own_outcome = value["outcome"]
    value["outcome"] = own_outcome if reported_outcome is None else reported_outcome
    value["tags"] = tuple(value.pop(tag) or "" for tag in TAGS)
    for name in ("started", "connected", "ended"):
        value[name] = None if value[name] is None else datetime.fromisoformat(value[name])
    for name in ("recorded", "declined"):
        value[name] = bool(value[name])
    value["state"] = Sending(value["state"])
    value["why"] = say_from_json(value["why"])
    return Row(position=position, entry=Entry(**value), own_outcome=own_outcome)


def tags_of(tags: Tags) -> dict[str, str | None]:
    """The columns of the tags; one that is not set is NULL, so that a report can fill it."""
    return {name: tag or None for name, tag in zip(TAGS, tags, strict=True)}


def say_to_json(said: Say | None) -> str | None:
    """A template and what fills it."""
    return None if said is None else json.dumps(said, default=_plain, ensure_ascii=False)


def say_from_json(text: str | None) -> Say | None:
    """What say_to_json wrote."""
    return None if text is None else _say(json.loads(text))


def _plain(said: Say) -> dict[str, Any]:
    return {"text": said.text, "args": said.args}


def _say(plain: dict[str, Any]) -> Say:
    args = tuple((name, _say(value) if isinstance(value, dict) else value) for name, value in plain["args"])
    return Say(plain["text"], args)


def _text_of(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _unsettled(entry: Entry) -> bool:
    """The panel that writes it will come back to this row: its call is open, or its outcome has still to leave."""
    return entry.state is Sending.UNSENT or (entry.why is not None and entry.why.text == words.WHY_OPEN)
