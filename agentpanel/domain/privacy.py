"""Telephone numbers that nobody shall read off a screen, a file or a log."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: Stands for a digit that is not shown.
BULLET: Final = "\N{BULLET}"
#: How many digits at the end stay, so that an agent may tell one call from another.
SHOWN: Final = 3

#: The fewest digits that are taken for a number wherever they are written as one.
LEAST_WRITTEN: Final = 8
#: A number of so many digits is told by them, also without its country's or area's prefix.
_TELLING: Final = 7
_DIGIT: Final = re.compile(r"\d")
_BETWEEN: Final = r"[\s().\-/]*"
#: What is told by its own beginning: +44 20 ..., 0044 20 ..., and 020... without a gap, which a date has.
_WRITTEN: Final = re.compile(
    rf"(?<![\w+])(?:\+|00)[1-9](?:{_BETWEEN}\d){{7,14}}(?!\w)|(?<![\w+])0[1-9]\d{{8,12}}(?!\w)", re.ASCII
)


def masked(number: str) -> str:
    """The number with its last three digits, each other one a bullet; three or fewer are hidden wholly.

    A masked number stays as it is.
    """
    if BULLET in number:
        return number
    digits = len(_DIGIT.findall(number))
    hidden = digits - SHOWN if digits > SHOWN else digits
    return _DIGIT.sub(BULLET, number, count=hidden) if hidden else number


def masked_call(number: str) -> str:
    """The number of a call as masked() has it; what stands behind a slash makes it unique, and stays."""
    told, slash, unique = number.partition("/")
    return masked(told) + slash + unique


def masked_text(text: str, number: str | None) -> str:
    """``text`` with that number masked wherever it stands, however it is grouped, with or without its prefix."""
    pattern = _pattern(number) if number and text else None
    return text if pattern is None else pattern.sub(lambda found: masked(found[0]), text)


def masked_written(text: str) -> str:
    """``text`` with whatever is plainly written as a telephone number masked, whosever it is."""
    return _WRITTEN.sub(lambda found: masked(found[0]), text)


@lru_cache(maxsize=256)
def _pattern(number: str) -> re.Pattern[str] | None:
    """Finds the number, or what is left of it without some of its first digits; None if it has no digit."""
    digits = _DIGIT.findall(number)
    if not digits:
        return None
    if len(digits) < _TELLING:
        return re.compile(rf"(?<!\d){_BETWEEN.join(digits)}(?!\d)")
    tails = (_BETWEEN.join(digits[cut:]) for cut in range(len(digits) - _TELLING + 1))
    return re.compile("|".join(tails))
