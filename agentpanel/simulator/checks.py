"""Rules for single values of a scenario: None, or what the value must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import agentpanel.protocol.messages  # noqa: F401 -- the declarations fill the registry
from agentpanel.protocol.kinds import Kind, RuleBroken
from agentpanel.protocol.kinds import identifier as identifier_kind
from agentpanel.protocol.kinds import text as text_kind
from agentpanel.protocol.message import BY_KEY, Side
from agentpanel.protocol.version import parse_version
from agentpanel.simulator.faults import NAMES


def identifier(value: str) -> str | None:
    """A name that a message can carry as an identifier."""
    return _by_kind(identifier_kind(1, 80), value)


def travels(low: int, high: int) -> Callable[[str | None], str | None]:
    """A text of low to high characters that a message can carry."""
    return lambda value: None if value is None else _by_kind(text_kind(low, high), value)


def words(values: tuple[str, ...]) -> str | None:
    """At least one word for the data of a call, in any of its framings."""
    if not values:
        return "must not be empty"
    return next((problem for value in values if (problem := _cell(value))), None)


def cells(table: Mapping[str, str]) -> str | None:
    """Keys and values for the data of a call."""
    return next((problem for pair in table.items() for text in pair if (problem := _cell(text))), None)


def letter(value: str) -> str | None:
    return None if len(value) == 1 and value.isascii() and value.isalpha() else f"must be one letter, not {value!r}"


def message_code(value: str) -> str | None:
    """The code of a message that a client may send."""
    known = sorted({code for _, code, to in BY_KEY if to is Side.DIALER})
    return None if value in known else f"must be one of {', '.join(known)}, not {value!r}"


def digits(value: str) -> str | None:
    return None if value.isascii() and value.isdigit() else f"must be digits, not {value!r}"


def digit_keys(table: Mapping[int, object]) -> str | None:
    return None if all(0 <= each <= 9 for each in table) else "has digits from 0 to 9 as keys"


def is_zone(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"must be an IANA time zone such as Europe/London, not {value!r}"
    return None


def is_version(value: str) -> str | None:
    try:
        parse_version(value)
    except ValueError as error:
        return f"is wrong: {error}"
    return None


def sound_names(table: Mapping[str, float]) -> str | None:
    """Names that SN can carry."""
    return next((problem for name in table if (problem := _by_kind(text_kind(1, 80), name))), None)


def tag_lists(lists: tuple[tuple[str, ...], ...]) -> str | None:
    """For T1 to T6, each the texts that are drawn from."""
    if len(lists) > 6 or not all(lists):
        return "must be one to six lists, none of them empty"
    return next((problem for texts in lists for text in texts if (problem := _by_kind(text_kind(0, 80), text))), None)


def known_faults(table: Mapping[str, int]) -> str | None:
    unknown = sorted(set(table) - NAMES)
    return f"knows no {unknown[0]}; allowed are {', '.join(sorted(NAMES))}" if unknown else None


def _cell(value: str) -> str | None:
    bad = next((each for each in "|~<>" if each in value), None)
    return f"cannot hold {bad!r}" if bad else _by_kind(text_kind(0, 4000), value)


def _by_kind(kind: Kind, value: str) -> str | None:
    try:
        kind.encode(value)
    except RuleBroken as error:
        return f"cannot be {value[:40]!r}: {error}"
    return None
