"""The verbs of `agentpanel ctl`, as data: the command line, the control channel and its help all read this table.

A further verb is one more line of VERBS. What the desk can be asked has ``to_intent``; the others are the
program's own (status, recent, login with the settings' defaults, show, quit).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from agentpanel.domain.intents import Complete, EndCall, GoAvailable, Intent, LogOut, SetTag, TakeBreak

Args = Mapping[str, Any]
ToIntent = Callable[[Args], Intent]


class Kind(Enum):
    """What an argument's value is in the request; the value is how a sentence names it."""

    TEXT = "a text"
    WHOLE = "a whole number"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arg:
    """One argument: its key in the request, and on the command line a place (PLACE) or an option (--name)."""

    name: str
    help: str
    place: str | None = None
    metavar: str | None = None
    kind: Kind = Kind.TEXT
    #: The least and the most of a whole number, where the desk does not judge it.
    limits: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb, with an example of its use and, where it asks something of the desk, how."""

    name: str
    help: str
    example: str
    args: tuple[Arg, ...] = ()
    to_intent: ToIntent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question that was read and fits the table; ``wait``: seconds for the dialer to confirm, None not to wait."""

    verb: str
    args: Args = field(default_factory=dict)
    wait: float | None = None

    def to_intent(self) -> Intent | None:
        """What to ask of the desk; None for the program's own verbs."""
        make = BY_NAME[self.verb].to_intent
        return None if make is None else make(self.args)


class WrongRequestError(ValueError):
    """The line is not a request; str() is the sentence."""


VERBS: Final = (
    Verb(name="status", help="what the panel shows, as one object", example="status"),
    Verb(
        name="recent",
        help="the last calls, newest first",
        example="recent --limit 5",
        args=(Arg(name="limit", metavar="N", kind=Kind.WHOLE, limits=(1, 100_000), help="at most so many rows"),),
    ),
    Verb(
        name="login",
        help="log in, with the settings' entries where none are given",
        example="login --campaign Sales --agent 1001 --extension 2001",
        args=(
            Arg(name="campaign", metavar="C", help="the campaign"),
            Arg(name="agent", metavar="A", help="the agent's name"),
            Arg(name="extension", metavar="E", help="the extension"),
        ),
    ),
    Verb(
        name="available",
        help="become available; takes a break or logout back that was asked",
        example="available",
        to_intent=lambda _: GoAvailable(),
    ),
    Verb(
        name="break",
        help="ask for a break",
        example="break Lunch",
        args=(Arg(name="reason", place="CODE|TEXT", help="a break reason of the settings: its code or its text"),),
        to_intent=lambda args: TakeBreak(args["reason"]),
    ),
    Verb(name="end-call", help="hang up and start wrap", example="end-call", to_intent=lambda _: EndCall()),
    Verb(
        name="complete",
        help="give the outcome: at once in wrap, else when the call has ended",
        example='complete 12 --note "wants the offer in writing"',
        args=(
            Arg(name="code", place="CODE", kind=Kind.WHOLE, help="the outcome"),
            Arg(name="note", metavar="TEXT", help="a note that stays on this computer"),
        ),
        to_intent=lambda args: Complete(args["code"], args.get("note")),
    ),
    Verb(
        name="tag",
        help="set a tag of the recording; an empty text clears it",
        example='tag 1 "complaint"',
        args=(
            Arg(name="number", place="N", kind=Kind.WHOLE, help="the tag, 1 to 6"),
            Arg(name="text", place="TEXT", help="what it says"),
        ),
        to_intent=lambda args: SetTag(args["number"], args["text"]),
    ),
    Verb(name="logout", help="ask to be released and log out", example="logout", to_intent=lambda _: LogOut()),
    Verb(name="show", help="bring the window to the front", example="show"),
    Verb(
        name="quit",
        help="close the panel, where its window would not ask first",
        example="quit --force",
        args=(Arg(name="force", kind=Kind.FLAG, help="ask for the break, log out, and close after 10 s at most"),),
    ),
)
BY_NAME: Final = {verb.name: verb for verb in VERBS}
#: Seconds that a program may wait for the dialer: a day.
LONGEST_WAIT: Final = 86_400
_TYPES: Final = {Kind.TEXT: str, Kind.WHOLE: int, Kind.FLAG: bool}


def read_request(line: bytes) -> Request:
    """A line of the control channel. Raises WrongRequestError."""
    try:
        found = json.loads(line)
    # A number too long for Python, or lists nested too deeply.
    except (ValueError, RecursionError) as error:
        raise WrongRequestError("The request is not a line of JSON in UTF-8.") from error
    if not isinstance(found, dict):
        raise WrongRequestError("The request is not a JSON object.")
    if odd := next((key for key in found if key not in ("verb", "args", "wait")), None):
        raise WrongRequestError(f"The request has {odd}; it may have verb, args and wait.")
    verb = _verb(found.get("verb"))
    return Request(verb=verb.name, args=_args(verb, found.get("args", {})), wait=_wait(found.get("wait")))


def _verb(name: object) -> Verb:
    if not isinstance(name, str) or name not in BY_NAME:
        what = f"no verb {name}" if isinstance(name, str) else "no verb in the request"
        raise WrongRequestError(f"There is {what}; the verbs are {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def _args(verb: Verb, found: object) -> Args:
    if not isinstance(found, dict):
        raise WrongRequestError("The request's args are not a JSON object.")
    known = {arg.name: arg for arg in verb.args}
    for key, value in found.items():
        if key not in known:
            raise WrongRequestError(f"The verb {verb.name} has no argument {key}.")
        _check(verb, known[key], value)
    for arg in verb.args:
        if arg.place is not None and arg.name not in found:
            raise WrongRequestError(f"The verb {verb.name} needs the argument {arg.name}.")
    return found


def _check(verb: Verb, arg: Arg, value: Any) -> None:
    fits = isinstance(value, _TYPES[arg.kind]) and (arg.kind is Kind.FLAG or not isinstance(value, bool))
    if fits and (arg.limits is None or arg.limits[0] <= value <= arg.limits[1]):
        return
    limits = "" if arg.limits is None else f" from {arg.limits[0]} to {arg.limits[1]}"
    raise WrongRequestError(f"The argument {arg.name} of {verb.name} must be {arg.kind.value}{limits}.")


def _wait(found: object) -> float | None:
    if found is None:
        return None
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= LONGEST_WAIT:
        return float(found)
    raise WrongRequestError(f"The request's wait must be a number of seconds from 0 to {LONGEST_WAIT}.")
