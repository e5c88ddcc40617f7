"""What the site opens for a call: templates of the site, filled with values of the call.

The values come from callers and other systems, so nothing in them may become a part of the template: in an
address they are percent-encoded whole, and what a program would take for an option of its own is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from agentpanel.domain import words
from agentpanel.domain.moments import Moment
from agentpanel.domain.snapshot import Call
from agentpanel.domain.words import Say, say

#: The placeholders of a template, beside ``data.KEY``.
PLACES: Final = ("number", "session", "session_unique", "campaign", "queue", "agent")
_DATA: Final = "data."
PLACE: Final = re.compile(r"\{([^{}]*)\}")
#: What options begin with, here or on Windows.
_OPTION_SIGNS: Final = ("-", "/")
#: After this argument programs take nothing for an option.
_NO_MORE_OPTIONS: Final = "--"
_SUFFIX: Final = re.compile(r"(?<=[0-9])/.*", re.DOTALL)

#: The value of a placeholder.
Values = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenPop:
    """What is opened and when: an address (URL), or a program and its arguments."""

    when: Moment
    url: str | None = None
    program: tuple[str, ...] = ()


def is_place(name: str) -> bool:
    """Whether this is a placeholder, without its braces."""
    return name in PLACES or (name.startswith(_DATA) and name != _DATA)


def values_of(call: Call, agent: str | None) -> Values:
    """The values of this call; what is not known is empty. The number is without the suffix that makes it unique."""
    known = {
        "number": _SUFFIX.sub("", call.number or ""),
        "session": call.session or call.number,
        "session_unique": call.session_unique,
        "campaign": call.campaign,
        "queue": call.queue,
        "agent": agent,
    }

    def value(place: str) -> str:
        if place.startswith(_DATA):
            found = call.data.fields.get(place.removeprefix(_DATA)) if call.data is not None else None
        else:
            found = known[place]
        # Half of a surrogate pair is no character: neither an address nor an argument can hold it.
        return (found or "").encode("utf-8", "replace").decode("utf-8")

    return value


def address_for(url: str, values: Values) -> str | Say:
    """The address with each value percent-encoded to the last reserved character; why not, where one steps aside."""
    filled = PLACE.sub(lambda place: quote(values(place[1]), safe=""), url)
    if has_dot_step(filled):
        return say(words.POP_STEPS_ASIDE)
    return filled


def has_dot_step(url: str) -> bool:
    """Whether a browser would take a step of the path for "here" or "one up", which no encoding prevents."""
    return any(unquote(step) in (".", "..") for step in urlsplit(url).path.split("/"))


def command_for(program: tuple[str, ...], values: Values) -> list[str] | Say:
    """Program and arguments, for no shell; why not, where a value would be taken for an option."""
    command, options_end = [program[0]], False
    for template in program[1:]:
        argument = PLACE.sub(lambda place: values(place[1]), template)
        if "\0" in argument:
            return say(words.POP_ZERO)
        if template.startswith("{") and argument.startswith(_OPTION_SIGNS) and not options_end:
            return say(words.POP_OPTION, sign=argument[0])
        options_end = options_end or template == _NO_MORE_OPTIONS
        command.append(argument)
    return command
