"""A line of the control channel, read by the table of verbs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from agentpanel.domain.intents import Intent
from agentpanel.verbs.shape import Arg, Args, Site, Verb
from agentpanel.verbs.table import BY_NAME
from agentpanel.verbs.values import combination_fault, fits, nearest, wanted

#: Seconds that a program may wait for the dialer: a day.
LONGEST_WAIT: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question that was read and fits the table; ``wait``: seconds for the dialer to confirm, None not to wait."""

    verb: str
    args: Args = field(default_factory=dict)
    wait: float | None = None

    def to_intent(self, site: Site) -> Intent | None:
        """What to ask of the desk; None for the program's own verbs."""
        make = BY_NAME[self.verb].to_intent
        return None if make is None else make(self.args, site)


class WrongRequestError(ValueError):
    """The line is not a request; str() is the sentence."""


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
        what = f"no verb {name}{nearest(name, BY_NAME)}" if isinstance(name, str) else "no verb in the request"
        raise WrongRequestError(f"There is {what}; the verbs are {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def _args(verb: Verb, found: object) -> Args:
    if not isinstance(found, dict):
        raise WrongRequestError("The request's args are not a JSON object.")
    known = {arg.name: arg for arg in verb.args}
    for key, value in found.items():
        if key not in known:
            raise WrongRequestError(f"The verb {verb.name} has no argument {key}{nearest(key, known)}.")
        if not fits(known[key], value):
            raise WrongRequestError(_misfit(verb, known[key], value))
    for arg in verb.args:
        if arg.place is not None and not arg.optional and arg.name not in found:
            raise WrongRequestError(f"The verb {verb.name} needs the argument {arg.name}.")
    if fault := combination_fault(verb, found, lambda arg: arg.name):
        raise WrongRequestError(f"Of the arguments of {verb.name}, {fault}.")
    return found


def _misfit(verb: Verb, arg: Arg, value: Any) -> str:
    near = nearest(value, arg.choices) if arg.choices and isinstance(value, str) else ""
    return f"The argument {arg.name} of {verb.name} must be {wanted(arg)}{near}."


def _wait(found: object) -> float | None:
    if found is None:
        return None
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= LONGEST_WAIT:
        return float(found)
    raise WrongRequestError(f"The request's wait must be a number of seconds from 0 to {LONGEST_WAIT}.")
