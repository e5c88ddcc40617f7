"""What is wrong with the settings, said so that an administrator finds the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from agentpanel.settings.lines import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where it stands, and in ``text`` what is wrong and what is allowed.

    ``source`` is the file, or "command line"; ``line`` counts from 1, None where there are no lines;
    ``key`` is dotted, with indexes from 0 for arrays, empty when the fault is the file's.
    """

    source: str
    line: int | None
    key: str
    text: str

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}, line {self.line}"
        return f"{place}: {self.key} {self.text}." if self.key else f"{place}: {self.text}."


class SettingsError(Exception):
    """The settings cannot be used; ``str()`` is the first problem in one sentence."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        first, *more = self.problems
        if not more:
            return str(first)
        return f"{str(first).removesuffix('.')} (and {len(more)} more)."


class WrongError(ValueError):
    """A value breaks its rule; str() follows the key's name: "must be ..."."""


def dotted(path: Path) -> str:
    """``break[1].code``; a key that is no bare one is quoted."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            bare = re.fullmatch(r"[A-Za-z0-9_-]+", step)
            text += ("." if text else "") + (step if bare else f'"{step}"')
    return text


def shown(value: object) -> str:
    """A value as TOML writes it, cut to a readable length; what holds others by its kind."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:59]}\N{HORIZONTAL ELLIPSIS}"


def nearest(word: str, known: Iterable[str], *, however_far: bool = False) -> str:
    """``, the nearest is host`` when one is near, or ``however_far`` it is; else nothing."""
    by_folded = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.0 if however_far else 0.5)
    return f", the nearest is {by_folded[found[0]]}" if found else ""
