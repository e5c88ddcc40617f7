"""What a verb of `agentpanel ctl` is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum
from typing import Any

from agentpanel.domain.intents import Intent
from agentpanel.domain.rules import SiteRules

Args = Mapping[str, Any]


class Kind(Enum):
    """What an argument's value is in the request; the value is how a sentence names it."""

    TEXT = "a text"
    WHOLE = "a whole number"
    #: On the command line an option without a value, or a place that takes on or off.
    FLAG = "true or false"
    TIME = "a time such as 2026-05-04T14:30 or 2026-05-04T14:30+02:00, or +MINUTES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arg:
    """One argument: its key in the request, and on the command line a place (PLACE) or an option (--name)."""

    name: str
    help: str
    place: str | None = None
    metavar: str | None = None
    kind: Kind = Kind.TEXT
    #: A place that may be left out; options always may.
    optional: bool = False
    #: The least and the most of a whole number, where the desk does not judge it.
    limits: tuple[int, int] | None = None
    #: The only texts that are taken, where there is a list of them.
    choices: tuple[str, ...] = ()
    #: Names of arguments that may not stand beside this one.
    excludes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name on the command line."""
        return self.place or f"--{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What an argument may have to be read by: the site's rules, the dialer's time zone, and now (aware)."""

    rules: SiteRules
    zone: tzinfo
    now: datetime


ToIntent = Callable[[Args, Site], Intent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb, with an example of its use and, where it asks something of the desk, how."""

    name: str
    help: str
    example: str
    args: tuple[Arg, ...] = ()
    #: Names of arguments of which one must be given.
    needs_one: tuple[str, ...] = ()
    to_intent: ToIntent | None = None
