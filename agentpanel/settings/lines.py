"""Where each key of a TOML text stands, which tomllib does not tell.

The text is walked once: headers, dotted and quoted keys, and every value, so that what looks like a key
inside a string or an array is never taken for one. Text that is not valid TOML is walked as far as it goes.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

#: Keys and indexes from the root to a table, an array's element or a key, as tomllib nests them.
Path = tuple[str | int, ...]

_BLANK: Final = re.compile(r"[ \t]+")
_VOID: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_KEY: Final = re.compile(r'[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
# The last quotes of a multi-line string may touch its end: up to two more belong to the text.
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE: Final = re.compile(r"[^,\]}#\n]+")


class _BrokenError(Exception):
    """The text is not TOML from here on."""


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of each table, array element and key; of a table opened twice, the first.

    Where the text breaks the rules of TOML, what stood before the break is given.
    """
    return _scanned(text).lines


def key_at(text: str, line: int | None) -> tuple[Path, int]:
    """The last key, element or header that begins on the line, also a broken or a repeated one, and the line.

    None asks for the last of the text: where something began that never ended. The path is () when there is none.
    """
    starts = _scanned(text).last_on
    line = line or max(starts, default=1)
    return starts.get(line, ()), line


def _scanned(text: str) -> _Scanner:
    scanner = _Scanner(text)
    try:
        scanner.run()
    except (_BrokenError, RecursionError):
        pass  # the parser says what is wrong; what was found so far still helps
    return scanner


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self.last_on: dict[int, Path] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0  # newlines before here are in _line
        self._elements: dict[Path, int] = {}  # elements that each [[array]] has so far

    def run(self) -> None:
        table: Path = ()
        self._skip(_VOID)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_VOID)

    def _header(self) -> Path:
        line = self._line_here()
        array = self._text.startswith("[[", self._at)
        self._at += 2 if array else 1
        keys = self._keys()
        self._expect("]]" if array else "]")
        path = self._resolve(keys[:-1])
        self._note(path, line)
        path = (*path, keys[-1])
        if array:
            index = self._elements.get(path, 0)
            self._elements[path] = index + 1
            self.lines.setdefault(path, line)
            path = (*path, index)
        self._note(path, line)
        return path

    def _resolve(self, keys: list[str]) -> Path:
        """A header's path: an array of tables on the way means its last element."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._elements:
                path = (*path, self._elements[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line_here()
        path: Path = (*table, *self._keys())
        self._note(path, line)
        self._expect("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        first = self._text[self._at : self._at + 1]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            self._take(_STRING if first in ('"', "'") else _BARE)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        self._skip(_VOID)
        while not self._accept("]"):
            self._note((*path, index), self._line_here())
            self._value((*path, index))
            index += 1
            self._skip(_VOID)
            if not self._accept(","):
                self._expect("]")
                return
            self._skip(_VOID)

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        self._skip(_VOID)
        while not self._accept("}"):
            self._pair(path)
            self._skip(_VOID)
            if not self._accept(","):
                self._expect("}")
                return
            self._skip(_VOID)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_BLANK)
            keys.append(_unquoted(self._take(_KEY)))
            self._skip(_BLANK)
            if not self._accept("."):
                return keys

    def _note(self, path: Path, line: int) -> None:
        self.last_on[line] = path
        for size in range(1, len(path) + 1):
            self.lines.setdefault(path[:size], line)

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise _BrokenError
        self._at = match.end()
        return match.group()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _accept(self, sign: str) -> bool:
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise _BrokenError


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError as error:
        raise _BrokenError from error
