"""What one value of the settings may be. A rule takes what TOML gave and returns what we keep, or raises WrongError."""

from __future__ import annotations

import codecs
import ipaddress
import re
from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from agentpanel.domain.identifiers import identifier_problem, tenant_problem, text_problem
from agentpanel.protocol.version import Version, parse_version
from agentpanel.settings.errors import WrongError, nearest, shown

Rule = Callable[[object], Any]

#: Python's names of code pages whose first 128 characters are those of ASCII, as the 8-bit port's syntax needs.
_CODE_PAGES: Final = re.compile(r"ascii|utf-8|iso8859-\d+|cp\d+|koi8-[rtu]|mac-[a-z]+|hp-roman8|kz1048|ptcp154|tis-620")
_ASCII: Final = bytes(range(128))


def whole(low: int, high: int) -> Rule:
    """A whole number; true and false are none."""

    def rule(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise WrongError(f"must be a whole number from {low} to {high}, not {shown(value)}")

    return rule


def whole_or_none(low: int, high: int) -> Rule:
    """A whole number, or 0 for none."""

    def rule(value: object) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and (value == 0 or low <= value <= high):
            return value or None
        raise WrongError(f"must be 0 or a whole number from {low} to {high}, not {shown(value)}")

    return rule


def number(low: int, high: int) -> Rule:
    """A number with or without a fraction."""

    def rule(value: object) -> float:
        if isinstance(value, int | float) and value is not True and value is not False and low <= value <= high:
            return float(value)
        raise WrongError(f"must be a number from {low} to {high}, not {shown(value)}")

    return rule


def yes_no(value: object) -> bool:
    """``true`` or ``false``."""
    if isinstance(value, bool):
        return value
    raise WrongError(f"must be true or false, not {shown(value)}")


def one_of(*words: str) -> Rule:
    """One of some words, written exactly."""
    quoted = [f'"{word}"' for word in words]
    allowed = " or ".join([", ".join(quoted[:-1]), quoted[-1]])

    def rule(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        hint = nearest(value, words) if isinstance(value, str) else ""
        if isinstance(value, float) and str(value) in words:
            hint = "; put it in quotes"
        raise WrongError(f"must be {allowed}, not {shown(value)}{hint}")

    return rule


def member(members: type[Enum]) -> Rule:
    """One member of an enumeration, by its value."""
    word = one_of(*(each.value for each in members))
    return lambda value: members(word(value))


def text(problem: Callable[[str], str | None]) -> Rule:
    """A text with which ``problem`` finds no fault."""

    def rule(value: object) -> str:
        if not isinstance(value, str):
            raise WrongError(f"must be a text in quotes, not {shown(value)}")
        if found := problem(value):
            raise WrongError(found)
        return value

    return rule


def identifier(*, strict: bool, max_len: int = 80) -> Rule:
    """A name that travels to the dialer."""
    return text(lambda value: identifier_problem(value, max_len, strict=strict))


def free_text(max_len: int) -> Rule:
    """A text that travels to the dialer and is no name."""
    return text(lambda value: text_problem(value, max_len))


def _label_problem(value: str) -> str | None:
    if value.strip() and value.isprintable() and len(value) <= 200:
        return None
    return f"must be a text of 1 to 200 printable characters, not {shown(value)}"


#: A text that is only shown.
label: Final = text(_label_problem)


def tenant(*, strict: bool) -> Rule:
    """TD, the tenant's name."""
    return text(lambda value: tenant_problem(value, strict=strict))


def skill(*, strict: bool) -> Rule:
    """One skill of SK, where a comma ends it."""
    name = identifier(strict=strict)

    def rule(value: object) -> str:
        found: str = name(value)
        if "," in found:
            raise WrongError(f"must be one skill without a comma, not {shown(value)}")
        return found

    return rule


def or_none(rule: Rule) -> Rule:
    """An empty text takes back what an earlier file set."""
    return lambda value: None if value == "" else rule(value)


def host(value: object) -> str:
    """A host name or an address, without a port."""
    if isinstance(value, str) and _is_host(value):
        return value
    apart = ""
    if isinstance(value, str) and re.fullmatch(r"[^:\s]+:\d+", value):
        apart = "; the port has a key of its own"
    raise WrongError(f"must be a host name or an IP address, not {shown(value)}{apart}")


def version(value: object) -> Version:
    """The dialer's version."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}){1,2}", value):
        return parse_version(value)
    hint = "; put it in quotes" if isinstance(value, float) else ""
    raise WrongError(f'must be a version such as "10.7.1401", not {shown(value)}{hint}')


def code_page(value: object) -> str:
    """Python's name of a code page of the 8-bit port."""
    if isinstance(value, str) and (name := _codec_name(value)):
        return name
    raise WrongError(f'must be a code page that extends ASCII, such as "cp1252" or "latin-1", not {shown(value)}')


def _is_host(value: str) -> bool:
    names = value.removesuffix(".").split(".")
    if len(value) <= 253 and all(re.fullmatch(r"[\w-]{1,63}", name) for name in names):
        return True
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _codec_name(value: str) -> str | None:
    try:
        name = codecs.lookup(value).name
    except (LookupError, ValueError):
        return None
    if not _CODE_PAGES.fullmatch(name):
        return None
    # EBCDIC has names of the same form.
    return name if _ASCII.decode(name, "replace") == _ASCII.decode("ascii") else None
