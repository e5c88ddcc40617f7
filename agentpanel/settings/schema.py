"""Which keys the settings have and what each may be: the table of commands.md "Settings (TOML)"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any, Final

from agentpanel.domain.parties import TargetKind
from agentpanel.domain.rules import TAG_CODES, Inferred, TagKind
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.settings.pops import argument_template, one_of_moments, plain_program, scheme, url_template
from agentpanel.settings.settings import Theme
from agentpanel.settings.values import (
    Rule,
    code_page,
    free_text,
    host,
    identifier,
    label,
    member,
    number,
    one_of,
    or_none,
    skill,
    tenant,
    text,
    version,
    whole,
    whole_or_none,
    yes_no,
)
from agentpanel.settings.zone import zone_named

#: What an outcome may want before TC goes: the local note, a callback, a sale's amount and success rate, a tag.
REQUIREMENTS: Final = ("note", "callback", "amount", "success", *TAG_CODES)
_SECONDS_OF_A_DAY: Final = 86_400
_ANY_TEXT: Final = text(lambda _value: None)
#: Characters of the longest address of a transfer, an extension (AE).
LONGEST_ADDRESS: Final = 120


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values, each once if ``unique``; ``most`` limits their length joined by commas.

    ``first``: the rule of the first one where it has one of its own.
    """

    rule: Rule
    most: int | None = None
    unique: bool = True
    first: Rule | None = None

    def rule_at(self, index: int) -> Rule:
        """What the value at this place may be."""
        return self.first if index == 0 and self.first is not None else self.rule


@dataclass(frozen=True, slots=True)
class Table:
    """A table of known keys. ``needed``: alternatives of which one key at least must be there."""

    keys: Mapping[str, Node]
    needed: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Tables whose names the site chooses."""

    name: Rule
    table: Table


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array of tables ([[name]]); the values of ``unique`` keys must differ, upper and lower case alike."""

    table: Table
    unique: tuple[str, ...] = field(default=())


Node = Rule | ListOf | Table | Named | ArrayOf


def settings_schema(*, strict: bool) -> Table:
    """The whole tree; ``strict`` is the inferred setting strict_identifiers."""
    name = identifier(strict=strict)
    return Table(
        {
            "server": _server(),
            "login": _login(name, strict=strict),
            "window": Table({"theme": member(Theme)}),
            "alert": Table(dict.fromkeys(("flash", "tray", "sound", "raise"), yes_no)),
            "screen_pop": _screen_pop(),
            "break": _breaks(name),
            "outcome": _outcomes(),
            "reason": _reasons(),
            "campaign": Named(name, _campaign()),
            "tags": _tags(),
            "skill_set": _skill_sets(name, strict=strict),
            "sound": _sounds(),
            "target": _targets(),
            "calls": _calls(name),
            "journal": _journal(),
            "inferred": Table({each.name: _inferred(each.default, each.metadata) for each in fields(Inferred)}),
        }
    )


def _server() -> Table:
    return Table(
        {
            "host": host,
            "port": whole(1, 65_535),
            "encoding": member(Encoding),
            "code_page": or_none(code_page),
            "framing": member(Framing),
            "version": version,
            "timezone": or_none(lambda value: zone_named(_ANY_TEXT(value))),
            "heartbeat_s": whole(0, 99_999),
            "request_timeout_s": number(0, 3600),
        }
    )


def _login(name: Rule, *, strict: bool) -> Table:
    return Table(
        {
            "tenant": or_none(tenant(strict=strict)),
            "campaign": or_none(name),
            "agent": or_none(name),
            "name": or_none(free_text(80)),
            "extension": or_none(free_text(120)),
            "team": or_none(free_text(80)),
            "user": or_none(name),
            "skill_set": or_none(label),
            **dict.fromkeys(("auto", "nailed_up", "auto_accept", "auto_wrap", "record"), yes_no),
        }
    )


def _breaks(name: Rule) -> ArrayOf:
    keys: dict[str, Node] = {
        "code": whole(0, 999_999),
        "text": name,
        "favourite": yes_no,
        "max_s": whole(0, _SECONDS_OF_A_DAY),
    }
    return ArrayOf(Table(keys, needed=(("code", "text"),)), unique=("code", "text"))


def _outcomes() -> ArrayOf:
    keys: dict[str, Node] = {
        "code": whole(0, 9999),
        "text": label,
        "category": whole(1, 16),
        "favourite": yes_no,
        "requires": ListOf(one_of(*REQUIREMENTS)),
    }
    return ArrayOf(Table(keys, needed=(("code",), ("text",))), unique=("code",))


def _reasons() -> ArrayOf:
    keys: dict[str, Node] = {
        "code": whole(0, 999),
        "text": label,
        "class": one_of("connected", "not_connected", "agent", "system"),
    }
    return ArrayOf(Table(keys, needed=(("code",), ("text",))), unique=("code",))


def _campaign() -> Table:
    return Table({"max_wrap_s": whole(0, 3600), "tests_allowed": yes_no, "tags": _tags()})


def _tags() -> Table:
    tag = Table(
        {
            "label": label,
            "kind": member(TagKind),
            "presets": ListOf(free_text(80)),
            "required": yes_no,
        }
    )
    return Table(dict.fromkeys(TAG_CODES, tag))


def _skill_sets(name: Rule, *, strict: bool) -> ArrayOf:
    keys: dict[str, Node] = {
        "name": label,
        "skills": ListOf(skill(strict=strict), most=4000),
        "queues": ListOf(name),
    }
    return ArrayOf(Table(keys, needed=(("name",),)), unique=("name",))


def _sounds() -> ArrayOf:
    keys: dict[str, Node] = {"name": free_text(80), "text": label, "at_end": yes_no}
    return ArrayOf(Table(keys, needed=(("name",), ("text",))), unique=("name", "text"))


def _targets() -> ArrayOf:
    """What an address may be depends on the kind: agentpanel.settings.cross."""
    keys: dict[str, Node] = {"text": label, "kind": member(TargetKind), "address": free_text(LONGEST_ADDRESS)}
    return ArrayOf(Table(keys, needed=(("kind",), ("address",))), unique=("text",))


def _calls(name: Rule) -> Table:
    return Table(
        {
            "ring_limit_s": whole_or_none(12, 600),
            "any_number": yes_no,
            "end_to": ListOf(free_text(80)),
            "second_recording": or_none(free_text(80)),
            "moves": ListOf(name),
            "keep_home": yes_no,
            "live_agents": yes_no,
            "amount": yes_no,
            "success_rate": yes_no,
            "wrap_warning_s": whole(0, 3600),
            "customer_zone_key": or_none(label),
        }
    )


def _journal() -> Table:
    return Table(
        {
            "keep_days": whole(0, 36_500),
            "keep_rows": whole(0, 100_000_000),
            "all_agents": yes_no,
            "mask_numbers": yes_no,
            "outcomes_per_s": whole(1, 1_000_000),
        }
    )


def _screen_pop() -> Table:
    return Table(
        {
            "url": or_none(url_template),
            "program": ListOf(argument_template, unique=False, first=plain_program),
            "when": one_of_moments,
            "schemes": ListOf(scheme),
        }
    )


def _inferred(default: object, metadata: Mapping[str, Any]) -> Rule:
    if isinstance(default, bool):
        return yes_no
    if isinstance(default, Enum):
        return member(type(default))
    return whole(*metadata["range"])
