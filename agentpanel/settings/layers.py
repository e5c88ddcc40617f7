"""One source of settings: a file, a text, or the command line, read and parsed but not yet checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from agentpanel.settings.errors import Problem, SettingsError, dotted
from agentpanel.settings.lines import Path, key_at, key_lines

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Data as TOML gave it; ``lines`` is empty for a source that has none."""

    source: str
    data: Mapping[str, Any]
    lines: Mapping[Path, int] = field(default_factory=dict)

    def problem(self, path: Path, text: str) -> Problem:
        """A problem at the line of the path, or of the nearest table around it."""
        steps = (path[:size] for size in range(len(path), 0, -1))
        line = next((self.lines[step] for step in steps if step in self.lines), None)
        return Problem(source=self.source, line=line, key=dotted(path), text=text)

    def has(self, path: Path) -> bool:
        """Whether this layer says anything at the path."""
        node: Any = self.data
        for step in path:
            if isinstance(step, int):
                if not isinstance(node, list) or step >= len(node):
                    return False
            elif not isinstance(node, Mapping) or step not in node:
                return False
            node = node[step]
        return True


def file_layer(path: FilePath, *, needed: bool) -> Layer | None:
    """A TOML file; None when it is missing and not needed. Raises SettingsError."""
    source = str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        if not needed:
            return None
        raise _unreadable(source, "there is no such file") from error
    except OSError as error:
        raise _unreadable(source, f"it cannot be read: {error.strerror or error}") from error
    return text_layer(source, _decoded(source, raw))


def text_layer(source: str, text: str) -> Layer:
    """A TOML text under the name ``source``. Raises SettingsError."""
    text = text.removeprefix("\N{BYTE ORDER MARK}")
    try:
        data = tomllib.loads(text)
        return Layer(source=source, data=data, lines=key_lines(text))
    except ValueError as error:  # also of an integer with thousands of digits
        raise SettingsError([_syntax_problem(source, text, str(error))]) from error
    except RecursionError as error:
        raise _unreadable(source, "the values are nested too deeply") from error


def override_layer(overrides: Mapping[str, object]) -> Layer:
    """Dotted keys from the command line; None means not given."""
    data: dict[str, Any] = {}
    for key, value in overrides.items():
        if value is not None:
            *tables, last = key.split(".")
            node = data
            for table in tables:
                node = node.setdefault(table, {})
            node[last] = value
    return Layer(source="command line", data=data)


def _decoded(source: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        text = f"byte 0x{raw[error.start]:02X} is not UTF-8, which is the only encoding allowed"
        raise SettingsError([Problem(source=source, line=line, key="", text=text)]) from error


def _unreadable(source: str, text: str) -> SettingsError:
    return SettingsError([Problem(source=source, line=None, key="", text=text)])


def _syntax_problem(source: str, text: str, message: str) -> Problem:
    place = _PLACE.search(message)
    what = _PLACE.sub("", message).replace("\n", "\\n")
    path: Path = ()
    line, column = None, ""
    if place is not None:
        path, line = key_at(text, int(place[1]) if place[1] else None)
        column = f" at column {place[2]}" if place[2] else ""
    words = f"{'is' if path else 'this is'} not TOML: {what[:1].lower()}{what[1:]}{column}"
    allowed = "allowed are [table], key = value and # comment"
    return Problem(source=source, line=line, key=dotted(path), text=f"{words}; {allowed}")
