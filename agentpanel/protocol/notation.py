"""How a dictionary is written in DT: where its values stand in the text, and how new ones are put there."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Final


@dataclass(frozen=True, slots=True)
class Cell:
    """A key, its value, and the stretch of text that writes the value (quotes included)."""

    key: str
    value: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Room:
    """The stretch of text that a new cell replaces, and what stands around the cell then."""

    begin: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells in order, and the room for one more, where there is any."""

    cells: tuple[Cell, ...]
    room: Room | None


class Notation(ABC):
    """One way to write a dictionary. What ``illegal`` finds in a key or value cannot be written."""

    illegal: ClassVar[re.Pattern[str]]

    @abstractmethod
    def read(self, text: str) -> Sheet | None:
        """None where the text is not written this way. Never raises."""

    @abstractmethod
    def value(self, value: str, old: str) -> str:
        """What stands for a value in place of ``old``."""

    @abstractmethod
    def cell(self, key: str, value: str) -> str:
        """What stands for a new key and its value."""


class LegacyNotation(Notation):
    """``key~N~value`` joined by pipes; the middle letter is a type flag."""

    illegal = re.compile(r"[|~\\\0\r\n]")
    _CELL: Final = re.compile(r"([^~|]+)~[A-Za-z]?~([^|]*)")

    def read(self, text: str) -> Sheet | None:
        cells = []
        begin = 0
        for piece in text.removesuffix("|").split("|"):
            if (match := self._CELL.fullmatch(piece)) is None:
                return None
            cells.append(Cell(match[1], match[2], begin + match.start(2), begin + match.end()))
            begin += len(piece) + 1
        before, after = ("", "|") if text.endswith("|") else ("|", "")
        return Sheet(tuple(cells), Room(len(text), len(text), before, after))

    def value(self, value: str, old: str) -> str:  # noqa: ARG002 - the text is the same whatever it replaces
        return value

    def cell(self, key: str, value: str) -> str:
        # N stands with most values that the manual shows; what the other letters say is unknown
        return f"{key}~N~{value}"


class JsonNotation(Notation):
    """An object of scalars; null reads as an empty text, numbers keep their digits."""

    # a backslash cannot travel, and without it there are no escapes
    illegal = re.compile(r'["\\\x00-\x1f]')
    _STRING: Final = r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+"'
    _NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
    _CELL: Final = re.compile(rf"\s*({_STRING})\s*:\s*({_STRING}|{_NUMBER.pattern}|true|false|null)\s*")

    def read(self, text: str) -> Sheet | None:
        opening = text.find("{")
        if re.fullmatch(r"\s*\{\s*\}\s*", text):
            return Sheet((), Room(opening + 1, opening + 1))
        cells = []
        at, mark = opening, "{"
        while mark in ("{", ","):
            if (match := self._CELL.match(text, at + 1)) is None:
                return None
            cells.append(Cell(json.loads(match[1]), self._plain(match[2]), match.start(2), match.end(2)))
            at = match.end()
            mark = text[at : at + 1]
        if mark != "}" or text[at + 1 :].strip() or text[:opening].strip():
            return None
        return Sheet(tuple(cells), Room(cells[-1].end, cells[-1].end, before=","))

    def value(self, value: str, old: str) -> str:
        numeric = self._NUMBER.fullmatch(old) and self._NUMBER.fullmatch(value)
        logical = {old, value} <= {"true", "false"}
        return value if numeric or logical else f'"{value}"'

    def cell(self, key: str, value: str) -> str:
        return f'"{key}":"{value}"'

    def _plain(self, literal: str) -> str:
        if literal.startswith('"'):
            return str(json.loads(literal))
        return "" if literal == "null" else literal
