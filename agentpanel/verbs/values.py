"""What the arguments of verbs may be, for the command line and the control channel alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from agentpanel.verbs.shape import Arg, Args, Kind, Site, Verb

#: Minutes from now that a time may lie ahead: a year.
FURTHEST: Final = 527_040
_MINUTES: Final = re.compile(r"\+([0-9]{1,6})")
_POINT: Final = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?")


def fits(arg: Arg, value: object) -> bool:
    """Whether the value of a request is one that the argument takes."""
    match arg.kind:
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.TIME:
            return isinstance(value, str) and read_time(value) is not None
        case Kind.TEXT:
            return isinstance(value, str) and (not arg.choices or value in arg.choices)
        case Kind.WHOLE:
            if not isinstance(value, int) or isinstance(value, bool):
                return False
            return arg.limits is None or arg.limits[0] <= value <= arg.limits[1]


def wanted(arg: Arg) -> str:
    """What a value must be, to follow "must be"."""
    if arg.choices:
        return listed(arg.choices)
    return arg.kind.value if arg.limits is None else f"{arg.kind.value} from {arg.limits[0]} to {arg.limits[1]}"


def nearest(text: str, known: Iterable[str]) -> str:
    """``, the nearest is customer`` where one is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and only for mistakes

    found = get_close_matches(text.casefold(), known, n=1, cutoff=0.6)
    return f", the nearest is {found[0]}" if found else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *more, final = words
    return f"{', '.join(more)} {last} {final}" if more else final


def combination_fault(verb: Verb, given: Args, label: Callable[[Arg], str]) -> str | None:
    """Why these arguments cannot stand together; ``given`` holds those that were given."""
    by_name = {arg.name: arg for arg in verb.args}
    there = [by_name[name] for name, value in given.items() if name in by_name and value is not False]
    for arg in there:
        if other := next((each for each in there if each.name in arg.excludes), None):
            return f"{label(other)} and {label(arg)} exclude each other"
    if verb.needs_one and not any(arg.name in verb.needs_one for arg in there):
        return f"one of {listed([label(by_name[name]) for name in verb.needs_one], 'and')} is needed"
    return None


def read_time(text: str) -> datetime | timedelta | None:
    """A point in time, aware where the text has an offset; or so long from now. None: it is neither."""
    if ahead := _MINUTES.fullmatch(text):
        minutes = int(ahead[1])
        return timedelta(minutes=minutes) if 0 < minutes <= FURTHEST else None
    if not _POINT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def moment(text: str, site: Site) -> datetime:
    """The point in time that a text means, in the dialer's zone, which also stands in for a missing offset.

    Raises ValueError for a text that is no time.
    """
    read = read_time(text)
    if read is None:
        raise ValueError(text)
    if isinstance(read, timedelta):
        read = site.now + read
    elif read.tzinfo is None:
        read = read.replace(tzinfo=site.zone)
    # By way of UTC: a time that the clocks skip in spring becomes the one that they show then.
    return read.astimezone(UTC).astimezone(site.zone)
