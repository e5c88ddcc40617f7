"""A row of the journal as columns, and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from agentpanel.domain import words
from agentpanel.domain.records import NO_TAGS, Differs, Entry, Row, Sending, Tags
from agentpanel.domain.words import Say
from agentpanel.journal import joined
from agentpanel.journal.joined import data_of, own_of

TAGS: Final = joined.TAGS
#: What an entry says of itself, in the order in which it is read.
COLUMNS: Final = (
    *("key", "tenant", "agent", "campaign", "session", "session_unique", "number", "queue"),
    *("started", "connected", "ended", "completed", "outcome", "reason", "note", *TAGS, "data"),
    *("recorded", "declined", "inbound", "list_name", "retry", "state", "why"),
)
_FIXED: Final = ("fixed1", "fixed2", "fixed3", "fixed4", "fixed5", "fixed6")
#: Of these a row that is read has what a report and a person added.
ADDED: Final = ("position", "reported_outcome", "wire", "own", "differs", *_FIXED)
_TIMES: Final = ("started", "connected", "ended", "completed")
_FLAGS: Final = ("recorded", "declined", "inbound", "retry")
#: Written as they are.
_PLAIN: Final = (
    *("key", "tenant", "agent", "campaign", "session", "session_unique", "number", "queue"),
    *("outcome", "reason", "note", "data", "list_name", *_FLAGS),
)
_STATES: Final = {each.value: each for each in Sending}

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Since 1970 UTC. Raises TypeError for a time without a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def columns_of(entry: Entry, run: int) -> dict[str, Any]:
    """The columns of an entry that the panel with this run number writes."""
    return {
        **{name: getattr(entry, name) for name in _PLAIN},
        "note": storable(entry.note),
        **{name: text_of(getattr(entry, name)) for name in _TIMES},
        **tags_of(entry.tags),
        "started_us": microseconds(entry.started),
        "state": entry.state.value,
        "why": say_to_json(entry.why),
        "run": run if _unsettled(entry) else None,
    }


def row_of(record: tuple[Any, ...]) -> Row:
    """A record of ADDED and COLUMNS."""
    position, _, wire, own, differs, *corrected = record[: len(ADDED)]
    said: dict[str, Any] = {} if differs is None else own_of(own)
    return Row(
        position=position,
        entry=_entry_of(dict(zip(COLUMNS, record[len(ADDED) :], strict=True)), wire),
        own_outcome=said.get("outcome"),
        own_tags=_tags_out_of(said) if said else NO_TAGS,
        differs=_differences(differs),
        corrected=tuple(corrected),
        wire=wire,
    )


def _entry_of(value: dict[str, Any], wire: str | None) -> Entry:
    """Takes the values of COLUMNS for its own."""
    if value["data"] is None and wire is not None:
        value["data"] = data_of(wire)
    value["tags"] = _tags_out_of(value)
    for name in _TIMES:
        if (text := value[name]) is not None:
            value[name] = datetime.fromisoformat(text)
    for name in _FLAGS:
        value[name] = value[name] != 0
    value["state"] = _STATES[value["state"]]
    if (why := value["why"]) is not None:
        value["why"] = say_from_json(why)
    return Entry(**value)


@lru_cache(maxsize=256)
def _differences(text: str | None) -> frozenset[Differs]:
    return frozenset(map(Differs, (text or "").split()))


def _tags_out_of(value: dict[str, Any]) -> Tags:
    """Takes their columns away; a page has hundreds of rows to make in the time of one keystroke."""
    one, two, three = value.pop("tag1") or "", value.pop("tag2") or "", value.pop("tag3") or ""
    return one, two, three, value.pop("tag4") or "", value.pop("tag5") or "", value.pop("tag6") or ""


def tags_of(tags: Tags) -> dict[str, str | None]:
    """The columns of the tags; one that is not set is NULL."""
    return {name: tag or None for name, tag in zip(TAGS, tags, strict=True)}


def text_of(moment: datetime | None) -> str | None:
    """A time as it is kept: ISO 8601 with its offset."""
    return None if moment is None else moment.isoformat()


def storable(text: str) -> str:
    """The text without halves of pairs of UTF-16: one can be typed or handed over, but no file takes it."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def say_to_json(said: Say | None) -> str | None:
    """A template and what fills it."""
    return None if said is None else json.dumps(said, default=_plain, ensure_ascii=False)


@lru_cache(maxsize=256)
def say_from_json(text: str | None) -> Say | None:
    """What say_to_json wrote."""
    return None if text is None else _say(json.loads(text))


def _plain(said: Say) -> dict[str, Any]:
    return {"text": said.text, "args": said.args}


def _say(plain: dict[str, Any]) -> Say:
    args = tuple((name, _say(value) if isinstance(value, dict) else value) for name, value in plain["args"])
    return Say(plain["text"], args)


def _unsettled(entry: Entry) -> bool:
    """The panel that writes it will come back to this row: its call is open, or its outcome has still to leave."""
    return entry.state is Sending.UNSENT or (entry.why is not None and entry.why.text == words.WHY_OPEN)
