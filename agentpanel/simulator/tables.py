"""TOML tables read into dataclasses, by their annotations; a fault names file and key.

``key(...)`` adds a rule to a field: another name in the file, limits of a number, or a check of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_RULES: Final = "scenario"


class ScenarioError(Exception):
    """A scenario cannot be used; one sentence that names file and key."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    name: str | None = None
    low: float | None = None
    high: float | None = None
    check: Callable[[Any], str | None] | None = None


def key(
    *,
    name: str | None = None,
    low: float | None = None,
    high: float | None = None,
    check: Callable[[Any], str | None] | None = None,
    **default: Any,
) -> Any:
    """Declare a field; ``check`` gives None, or what the value must be."""
    rules = _Rules(name=name, low=low, high=high, check=check)
    return dataclasses.field(**default, metadata={_RULES: rules})


def read(cls: type[_T], table: object, *, file: str, at: str = "") -> _T:
    """Make a ``cls`` from a table. Raises ScenarioError."""
    place = _Place(file, at)
    if not isinstance(table, dict):
        place.fail("must be a table")
    fields, hints = _fields(cls), _hints(cls)
    for name in table:
        if name not in fields:
            near = get_close_matches(name, fields, n=1)
            hint = f", the nearest is {near[0]}" if near else f", allowed are {', '.join(fields)}"
            place.under(name).fail(f"is not known here{hint}")
    values = {}
    for name, field in fields.items():
        if name in table:
            values[field.name] = _value(hints[field.name], table[name], place.under(name), _rules(field))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            place.under(name).fail("is missing")
    return cls(**values)


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """Where in which file; what is wrong there is raised from here."""

    file: str
    at: str

    def under(self, step: str | int) -> _Place:
        if isinstance(step, int):
            return _Place(self.file, f"{self.at}[{step}]")
        return _Place(self.file, f"{self.at}.{step}" if self.at else step)

    def fail(self, what: str) -> NoReturn:
        raise ScenarioError(f"{self.file}: {self.at} {what}." if self.at else f"{self.file}: {what}.")


def _fields(cls: Any) -> Mapping[str, dataclasses.Field[Any]]:
    return {_rules(field).name or field.name: field for field in dataclasses.fields(cls)}


def _hints(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _rules(field: dataclasses.Field[Any]) -> _Rules:
    rules: _Rules = field.metadata.get(_RULES, _Rules())
    return rules


def _value(hint: Any, raw: object, place: _Place, rules: _Rules) -> object:
    value = _typed(hint, raw, place, rules)
    if rules.check is not None and (wrong := rules.check(value)):
        place.fail(wrong)
    return value


def _typed(hint: Any, raw: object, place: _Place, rules: _Rules) -> object:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _typed(next(a for a in get_args(hint) if a is not NoneType), raw, place, rules)
    if origin is Literal:
        return _one_of(raw, get_args(hint), place)
    if origin is tuple:
        return _list(get_args(hint), raw, place, rules)
    if origin is dict:
        return _dict(get_args(hint), raw, place, rules)
    if dataclasses.is_dataclass(hint):
        return read(hint, raw, file=place.file, at=place.at)  # type: ignore[arg-type]  # a class, not an instance
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(_one_of(raw, tuple(member.value for member in hint), place))
    return _plain(hint, raw, place, rules)


def _one_of(raw: object, allowed: tuple[object, ...], place: _Place) -> object:
    if raw not in allowed:
        place.fail(f"must be one of {', '.join(str(each) for each in allowed)}, not {raw!r}")
    return raw


def _list(hints: tuple[Any, ...], raw: object, place: _Place, rules: _Rules) -> tuple[object, ...]:
    if not isinstance(raw, list):
        place.fail("must be a list")
    if hints[-1] is Ellipsis:
        return tuple(_typed(hints[0], each, place.under(n), rules) for n, each in enumerate(raw))
    if len(raw) != len(hints):
        place.fail(f"must be a list of {len(hints)}")
    pairs = enumerate(zip(hints, raw, strict=True))
    values = tuple(_typed(hint, each, place.under(n), rules) for n, (hint, each) in pairs)
    if hints == (float, float) and values[0] > values[1]:  # type: ignore[operator]  # both are floats
        place.fail("must be least and most, in this order")
    return values


def _dict(hints: tuple[Any, ...], raw: object, place: _Place, rules: _Rules) -> dict[object, object]:
    if not isinstance(raw, dict):
        place.fail("must be a table")
    made = {}
    for name, each in raw.items():
        here = place.under(name)
        made[_whole_key(name, here) if hints[0] is int else name] = _typed(hints[1], each, here, rules)
    return made


def _whole_key(name: str, place: _Place) -> int:
    if not (name.isascii() and name.isdigit()):
        place.fail("must be a whole number as a key")
    return int(name)


_WORDS: Final[Mapping[type, str]] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _plain(hint: type, raw: object, place: _Place, rules: _Rules) -> object:
    if hint is float and isinstance(raw, int) and not isinstance(raw, bool):
        raw = float(raw)
    if type(raw) is not hint:
        place.fail(f"must be {_WORDS[hint]}, not {raw!r}")
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if rules.low is not None and raw < rules.low:
            place.fail(f"must be at least {rules.low:g}, not {raw:g}")
        if rules.high is not None and raw > rules.high:
            place.fail(f"must be at most {rules.high:g}, not {raw:g}")
    return raw
