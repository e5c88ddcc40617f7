"""What a row can be found by, as one text: made alike for the index, for rows that wait for it, and for what is typed.

Behind the text stand marks, of three characters each: one for whose row it is, its campaign, its codes, each tag that
is set. Three characters are one entry of the index, which makes a mark the quickest thing to ask for. Two values may
share a mark, so what it finds is looked at again. No mark can be typed: its characters are taken out of every text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from agentpanel.domain.records import Sending
from agentpanel.journal.joined import TAGS, data_of
from agentpanel.journal.rows import ADDED, COLUMNS

#: What a search reads of a row, in this order; row_of() takes it.
FIELDS: Final = (*ADDED, *COLUMNS)
#: An outcome was given that has not reached the dialer; ``own`` is what the panel has of a call that was reported.
NOT_SENT: Final = """(entry.state IN ('local', 'unsent') AND
CASE WHEN entry.own IS NULL THEN entry.outcome ELSE json_extract(entry.own, '$[3]') END IS NOT NULL)"""

#: Of the data that came with a call (DT, up to 128,000 characters) this much can be found.
MOST_DATA: Final = 4_000

# Between two fields, so that no text is found across them.
_BETWEEN: Final = "\x07"
_TAKEN: Final = re.compile("[\x00-\x06\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: What the second and third character of a mark are made of.
_SIGNS: Final = [chr(code) for code in (*range(0x0E, 0x20), *range(0x80, 0x85), *range(0x86, 0xA0))]
_MARKS: Final = len(_SIGNS) ** 2

_AT: Final = {name: at for at, name in enumerate(FIELDS)}
_TEXTS: Final = [_AT[name] for name in ("agent", "campaign", "queue", "list_name", "number", "note")]
_TAGS: Final = [(_AT[tag], _AT[f"fixed{number}"]) for number, tag in enumerate(TAGS, 1)]
_WIRE: Final = _AT["wire"]
_DATA, _NUMBER, _REASON, _STATE = _AT["data"], _AT["number"], _AT["reason"], _AT["state"]
_TENANT, _AGENT, _CAMPAIGN = _AT["tenant"], _AT["agent"], _AT["campaign"]
_OUTCOME = _AT["outcome"]
_ON_ITS_WAY: Final = (Sending.LOCAL.value, Sending.UNSENT.value)
_BLANKS: Final = str.maketrans("", "", " -().")


def outcome_of(record: Sequence[Any]) -> int | None:
    """AO of a record of FIELDS."""
    outcome: int | None = record[_OUTCOME]
    return outcome


def reason_of(record: Sequence[Any]) -> int | None:
    """RE of a record of FIELDS."""
    reason: int | None = record[_REASON]
    return reason


def haystack(record: Sequence[Any]) -> str:
    """The text of a record of FIELDS; of its data the first MOST_DATA characters."""
    outcome, reason = record[_OUTCOME], record[_REASON]
    parts = [record[at] for at in _TEXTS]
    parts += [record[at] for pair in _TAGS for at in pair]
    parts += ["" if code is None else str(code) for code in (outcome, reason)]
    if (number := record[_NUMBER]) and (bare := number.translate(_BLANKS)) != number:
        parts.append(bare)
    if data := record[_DATA] or data_of(record[_WIRE]):
        parts.append(data[:MOST_DATA])
    text = _TAKEN.sub("", _BETWEEN.join(filter(None, parts)).casefold())
    return f"{text}{_BETWEEN}{''.join(_marks(record, outcome, reason))}"


def needles(typed: str) -> tuple[str, ...]:
    """What a haystack contains, one of them, where the row contains what was typed; () for what holds in every row.

    A number is found as well where it was typed with other blanks than it has.
    """
    text = _TAKEN.sub("", typed.casefold()).replace(_BETWEEN, "")
    bare = text.translate(_BLANKS)
    if not bare.removeprefix("+").isdecimal() or bare == text:
        return (text,) if text else ()
    return text, bare


def mark_of_owner(tenant: str | None, agent: str) -> str:
    return _mark("\x01", f"{_or_none(tenant)}\n{agent}")


def mark_of_tenant(tenant: str | None) -> str:
    return _mark("\x02", _or_none(tenant))


def mark_of_campaign(campaign: str) -> str:
    return _mark("\x03", campaign)


def mark_of_outcome(code: int) -> str:
    return _sign("\x04", code)


def mark_of_reason(code: int) -> str:
    return _sign("\x05", code)


def mark_of_tag(number: int) -> str:
    return _sign("\x06", number)


def mark_of_not_sent() -> str:
    """Of rows that are on their way to the dialer, or will never reach it."""
    return _sign("\x08", 1)


def _marks(record: Sequence[Any], outcome: int | None, reason: int | None) -> list[str]:
    marks = [mark_of_owner(record[_TENANT], record[_AGENT]), mark_of_tenant(record[_TENANT])]
    if (campaign := record[_CAMPAIGN]) is not None:
        marks.append(mark_of_campaign(campaign))
    if outcome is not None:
        marks.append(mark_of_outcome(outcome))
    if reason is not None:
        marks.append(mark_of_reason(reason))
    if record[_STATE] in _ON_ITS_WAY:
        marks.append(mark_of_not_sent())
    for number, (tag, fixed) in enumerate(_TAGS, 1):
        if record[fixed] if record[fixed] is not None else record[tag]:
            marks.append(mark_of_tag(number))
    return marks


@lru_cache(maxsize=1024)
def _mark(kind: str, value: str) -> str:
    # The index keeps it for years: a hash that no version of Python changes.
    return _sign(kind, zlib.crc32(value.encode("utf-8", "surrogatepass")))


def _sign(kind: str, number: int) -> str:
    first, second = divmod(number % _MARKS, len(_SIGNS))
    return f"{kind}{_SIGNS[first]}{_SIGNS[second]}"


def _or_none(tenant: str | None) -> str:
    return "-" if tenant is None else f"={tenant}"
