"""What the values of options may be; each says what is allowed."""

from __future__ import annotations

import math
import re
from argparse import ArgumentTypeError
from collections.abc import Callable

from agentpanel.address import read_address
from agentpanel.instance import instance_name
from agentpanel.verbs import Kind
from agentpanel.verbs.values import listed, nearest, read_time


def whole(low: int | None = None, high: int | None = None) -> Callable[[str], int]:
    """A whole number in a range."""
    limits = "" if low is None else f" of at least {low}" if high is None else f" from {low} to {high}"

    def read(text: str) -> int:
        # int() would take spaces, underscores and digits of other scripts.
        if re.fullmatch(r"-?[0-9]{1,18}", text):
            number = int(text)
            if (low is None or number >= low) and (high is None or number <= high):
                return number
        raise ArgumentTypeError(f"{text!r} is not a whole number{limits}")

    return read


def decimal(low: float, high: float, *, above: bool = False) -> Callable[[str], float]:
    """A number in a range; ``above``: not the lowest itself."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if low <= number <= high and not (above and number == low):
            return number
        raise ArgumentTypeError(f"{text!r} is not a number {'above' if above else 'from'} {low:g} to {high:g}")

    return read


def one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """One of these."""

    def read(text: str) -> str:
        if text in words:
            return text
        raise ArgumentTypeError(f"{text!r} is not {listed(words)}{nearest(text, words)}")

    return read


def on_off(text: str) -> bool:
    """``on`` or ``off``."""
    return one_of(("on", "off"))(text) == "on"


def time(text: str) -> str:
    """A time as the control channel takes it; the panel, which knows the dialer's zone, reads it."""
    if read_time(text) is None:
        raise ArgumentTypeError(f"{text!r} is not {Kind.TIME.value}")
    return text


def address(text: str) -> tuple[str, int]:
    """HOST:PORT, an IPv6 address in brackets."""
    try:
        return read_address(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def instance(text: str) -> str:
    """The name of a panel."""
    try:
        return instance_name(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
