"""What a parameter's value may be: strict for what we send, tolerant for what we read.

Limits are those of the manual's tables: characters for texts, values for whole numbers. The excluded
characters are those of behaviour.md 2.2 and 2.3.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from agentpanel.protocol.errors import short
from agentpanel.protocol.framing import ENDS

#: No escape is documented for the backslash, and NUL, CR and LF end a message (behaviour.md 1.1, 2.2).
CANNOT_TRAVEL: Final = frozenset("\\" + ENDS)
#: Excluded in identifiers that we make (behaviour.md 2.3).
NOT_IN_IDENTIFIERS: Final = frozenset("/\\:*?\"<>|&%+!';") | CANNOT_TRAVEL

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,50}(?:\.[0-9]{1,50})?")


def size(value: str) -> int:
    """16-bit characters of a text, as the dialer counts: one outside the first plane takes two."""
    return len(value) if value.isascii() else len(value.encode("utf-16-le", "surrogatepass")) // 2


class RuleBroken(ValueError):
    """A value may not be sent; str() is the rule."""


@dataclass(frozen=True, slots=True)
class Kind(ABC):
    """One type of value, with its limits (None: the manual gives none)."""

    low: int | None
    high: int | None

    @property
    def loose(self) -> Kind:
        """The kind where names are not held to the strict rule (behaviour.md 2.3)."""
        return self

    @abstractmethod
    def encode(self, value: Any) -> str:
        """The wire's text. Raises RuleBroken."""

    @abstractmethod
    def decode(self, raw: str) -> tuple[Any, str | None]:
        """The value, or None where it cannot be read, and what is wrong with it."""

    def _range_problem(self, amount: int, unit: str = "") -> str | None:
        if self.low is not None and amount < self.low:
            return f"{unit}{amount} is under the least, {self.low}"
        if self.high is not None and amount > self.high:
            return f"{unit}{amount} is over the most, {self.high}"
        return None


@dataclass(frozen=True, slots=True)
class TextKind(Kind):
    """Free text; the limits count 16-bit characters, as the dialer does."""

    excluded: frozenset[str] = CANNOT_TRAVEL
    trim: bool = False

    @property
    def loose(self) -> Kind:
        """The same, but a name may hold all that a message can carry."""
        return replace(self, excluded=CANNOT_TRAVEL) if self.excluded == NOT_IN_IDENTIFIERS else self

    def encode(self, value: Any) -> str:
        if not isinstance(value, str):
            raise RuleBroken(f"a text is wanted, not {value!r}")
        if not self.excluded.isdisjoint(value):
            bad = next(character for character in value if character in self.excluded)
            raise RuleBroken(f"the character {bad!r} cannot be sent")
        if self.trim and value != value.strip():
            raise RuleBroken("blanks at the edges would be lost")
        if problem := self._range_problem(size(value), "length "):
            raise RuleBroken(problem)
        return value

    def decode(self, raw: str) -> tuple[str, str | None]:
        value = raw.strip() if self.trim else raw
        length = len(value) if value.isascii() else size(value)
        if self.low is not None and self.high is not None and self.low <= length <= self.high:
            return value, None
        return value, self._range_problem(length, "length ")


@dataclass(frozen=True, slots=True)
class WholeKind(Kind):
    """A decimal whole number; the limits are values."""

    def encode(self, value: Any) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            raise RuleBroken(f"a whole number is wanted, not {value!r}")
        if problem := self._range_problem(value):
            raise RuleBroken(problem)
        return str(int(value))

    def decode(self, raw: str) -> tuple[int | None, str | None]:
        if _WHOLE.fullmatch(raw) is None:
            return None, f"{short(raw)!r} is not a whole number"
        value = int(raw)
        return value, self._range_problem(value)


@dataclass(frozen=True, slots=True)
class NumberKind(Kind):
    """A decimal number kept digit by digit; the limits count characters.

    OLE Automation dates are of this kind: days since 30 December 1899, in the dialer's local time
    (behaviour.md 2.6). See agentpanel.protocol.ole for showing them.
    """

    def encode(self, value: Any) -> str:
        # the exponent is looked at first: 1E+999999999 would be written with all its zeros
        if not isinstance(value, Decimal) or not value.is_finite() or abs(value.adjusted()) > 50:
            raise RuleBroken(f"a decimal number is wanted, not {value!r}")
        text = f"{value:f}"
        if problem := self._range_problem(len(text), "length "):
            raise RuleBroken(problem)
        return text

    def decode(self, raw: str) -> tuple[Decimal | None, str | None]:
        if _NUMBER.fullmatch(raw) is None:
            return None, f"{short(raw)!r} is not a number"
        return Decimal(raw), self._range_problem(len(raw), "length ")


@dataclass(frozen=True, slots=True)
class FlagKind(Kind):
    """Present or absent; takes no value (behaviour.md 2.2)."""

    def encode(self, value: Any) -> str:
        if value is not True:
            raise RuleBroken(f"a flag is True or left out, not {value!r}")
        return ""

    def decode(self, raw: str) -> tuple[bool, str | None]:
        return True, f"a flag takes no value, here {short(raw)!r}" if raw else None


def text(low: int, high: int | None, *, trim: bool = False) -> Kind:
    """A text of low to high characters; ``trim`` drops blanks around what is read."""
    return TextKind(low, high, trim=trim)


def identifier(low: int, high: int) -> Kind:
    """A name of low to high characters without the excluded ones; read loosely."""
    return TextKind(low, high, NOT_IN_IDENTIFIERS)


def quoted(low: int) -> Kind:
    """A whole message inside double quotes (ER's FM): the one value that may hold backslashes."""
    return TextKind(low, None, frozenset(ENDS))


def whole(low: int, high: int) -> Kind:
    """A whole number from low to high."""
    return WholeKind(low, high)


def real(low: int, high: int) -> Kind:
    """A decimal number (an OLE date, a duration) of low to high characters."""
    return NumberKind(low, high)


def flag() -> Kind:
    """A boolean parameter: present or absent."""
    return FlagKind(0, 0)
