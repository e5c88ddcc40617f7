"""What tools/protocol_coverage.toml says: where a parameter is shown, and why something is absent."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from agentpanel import domain
from agentpanel.domain.intents import Intent

#: What a sentence's place begins with, by the modules of sentences.
_WORDS: Final = ("words", "words_call")


class Reasons:
    """``panel`` and ``window`` are the names that the core and the window use."""

    def __init__(self, told: Mapping[str, Any], panel: Collection[str], window: Collection[str]) -> None:
        self._shown: dict[str, str] = told.get("shown", {})
        self._absent: list[dict[str, Any]] = told.get("absent", [])
        self._panel, self._window = panel, window

    def why(self, label: str, aspect: str) -> str:
        """Why it is absent; empty where nothing is said."""
        for pattern, what, why in self._patterns():
            if what == aspect and fnmatchcase(label, pattern):
                return why
        return ""

    def place(self, label: str) -> str:
        """Where the agent sees it; empty where nothing is said. A pattern gives way to the label itself."""
        matching = [place for pattern, place in self._shown.items() if fnmatchcase(label, pattern)]
        return self._shown.get(label, matching[0] if matching else "")

    def stale(self, absent: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Reasons that nothing needs any longer."""
        for pattern, what, _ in self._patterns():
            if not any(what == aspect and fnmatchcase(label, pattern) for label, aspect in absent):
                yield f"nothing that {pattern} names is without being {what}; take the reason out"

    def misplaced(self, used: Sequence[str]) -> Iterator[str]:
        """Places for what the panel does not use, and places that are none."""
        for pattern, place in self._shown.items():
            if not any(fnmatchcase(label, pattern) for label in used):
                yield f"the panel does not use {pattern}; take its place {place} out"
            elif fault := self._fault(place):
                yield f"{pattern} is not shown as {place}: {fault}"

    def _patterns(self) -> Iterator[tuple[str, str, str]]:
        for reason in self._absent:
            for pattern in reason["of"]:
                yield from ((pattern, what, reason["why"]) for what in _listed(reason["what"]))

    def _fault(self, place: str) -> str:
        owner, _, name = place.partition(".")
        if owner in _WORDS:
            return "" if name in self._panel else "no such sentence is used"
        kind = _kinds().get(owner)
        if kind is None:
            return f"there is no {owner}"
        is_intent = issubclass(kind, Intent)
        if name not in _members(kind) and not (is_intent and not name):
            return f"{owner} has no {name}"
        asked = owner if is_intent else name
        return "" if asked in self._window or issubclass(kind, Enum) else f"the window has no {asked}"


def _listed(what: str | list[str]) -> list[str]:
    return [what] if isinstance(what, str) else what


def _members(kind: type[Any]) -> Collection[str]:
    return kind.__members__ if issubclass(kind, Enum) else [field.name for field in dataclasses.fields(kind)]


@cache
def _kinds() -> dict[str, Any]:
    """The dataclasses and enumerations of the domain by their names."""
    names = [module.name for module in pkgutil.iter_modules(domain.__path__, f"{domain.__name__}.")]
    types = [value for name in names for value in vars(importlib.import_module(name)).values() if _is_kind(value)]
    # Of two with one name the intent is meant: the window knows nothing of effects.
    return {each.__name__: each for each in sorted(types, key=lambda each: issubclass(each, Intent))}


def _is_kind(value: object) -> bool:
    if not isinstance(value, type) or not value.__module__.startswith(domain.__name__):
        return False
    return dataclasses.is_dataclass(value) or issubclass(value, Enum)
