"""What [screen_pop] may say: templates that a value of a call cannot turn into another address or program."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import urlsplit

from agentpanel.domain.moments import Moment
from agentpanel.domain.screen_pop import PLACE, PLACES, has_dot_step, is_place
from agentpanel.settings.errors import WrongError, nearest, shown
from agentpanel.settings.values import Rule, member

_ALLOWED: Final = ", ".join(f"{{{name}}}" for name in (*PLACES, "data.KEY"))
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*")
#: Characters of an address (RFC 3986); others have to be written with %.
_NOT_IN_ADDRESS: Final = re.compile(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})")
#: They run what stands in the address, or open what lies on this computer.
_NEVER: Final = ("javascript", "vbscript", "data", "file")
#: They take an argument for a command.
_SHELLS: Final = frozenset(
    {"sh", "bash", "dash", "ksh", "zsh", "fish", "csh", "tcsh", "cmd", "command", "powershell", "pwsh"}
    | {"wscript", "cscript", "mshta"}
)
_BATCH: Final = (".bat", ".cmd")

_WEB: Final = ("http", "https")
_START: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>//)?(?(rest)(?P<host>[^/?#{}]+)(?=[/?#]|$))?")

#: When it is opened, by the settings' word.
one_of_moments: Final[Rule] = member(Moment)


def scheme(value: object) -> str:
    """A scheme that the address may have."""
    if not isinstance(value, str) or not _SCHEME.fullmatch(value):
        raise WrongError(f'must be a scheme in small letters, such as "https", not {shown(value)}')
    if value in _NEVER:
        raise WrongError(f"must be none of {', '.join(_NEVER)}, which could run or open what a call brings")
    return value


def url_template(value: object) -> str:
    """An address whose scheme and host no value can change."""
    text = _template(value)
    filled = PLACE.sub("x", text)
    if odd := _NOT_IN_ADDRESS.search(filled):
        raise WrongError(f"must be an address, where {shown(odd[0])} is written as % and two digits, {_not(text)}")
    start = _START.match(text)
    if start is None or (start["host"] is None and (start["scheme"].lower() in _WEB or start["rest"] == "//")):
        raise WrongError(f'must begin with scheme and host, such as "https://crm.example/", {_not(text)}')
    try:
        parts = urlsplit(filled)
        readable = parts.port != 0 and (start["host"] is None or parts.hostname is not None)
    except ValueError:
        readable = False
    if not readable:
        raise WrongError(f"must have a host and a port that can be read, {_not(text)}")
    if has_dot_step(filled):
        raise WrongError(f'must not have "." or ".." as a step of its path, {_not(text)}')
    return text


def plain_program(value: object) -> str:
    """A program that is started as it stands; values are arguments, and no shell is between."""
    text = argument_template(value)
    if not text or PLACE.search(text):
        raise WrongError(f"must be the path of a program, without placeholders, {_not(text)}")
    # The name of a program of either system; site files are shared between them.
    name = PurePosixPath(PureWindowsPath(text).name).name.lower()
    if name.endswith(_BATCH) or name.removesuffix(".exe").removesuffix(".com") in _SHELLS:
        raise WrongError(f"must be a program that is no shell and no batch file, {_not(text)}")
    return text


def argument_template(value: object) -> str:
    """One argument of a program."""
    text = _template(value)
    if not text.isprintable():
        raise WrongError(f"must have printable characters only, {_not(text)}")
    return text


def _template(value: object) -> str:
    if not isinstance(value, str):
        raise WrongError(f"must be a text in quotes, {_not(value)}")
    for place in PLACE.finditer(value):
        if not is_place(place[1]):
            near = nearest(place[1], PLACES)
            raise WrongError(f"must not have {shown(place[0])}, which is no placeholder{near}; allowed are {_ALLOWED}")
    if re.search(r"[{}]", PLACE.sub("", value)):
        raise WrongError(f"must not have a brace without its other one, {_not(value)}")
    return value


def _not(value: object) -> str:
    return f"not {shown(value)}"
