r"""The syntax of one message, without its meaning [Routed-SDMP].

SDMP 1.0 is ``CC\P1value\P2value``, SDMP 2.0 puts ``SS:II:`` before it. All codes are two characters.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from itertools import product
from string import ascii_letters, digits
from typing import Final

from agentpanel.protocol.errors import RemoteProtocolError, short

_HEAD: Final = re.compile(r"(?:([A-Za-z][A-Za-z0-9]):([A-Za-z][A-Za-z0-9]):)?([A-Za-z][A-Za-z0-9])")
#: All codes that there can be: a look into a set is cheaper than a pattern, and a burst has a million of them.
_CODES: Final = frozenset(map("".join, product(ascii_letters, ascii_letters + digits)))
_FM: Final = "\\FM"
#: The quote that closes FM: the last one that a parameter or the end follows, since MS may quote something too.
_CLOSING: Final = re.compile(r'"(?=\s*(?:\\|\Z))')
#: Stands in ``params`` for the code of a piece that has none.
NO_CODE: Final = ""


class Framing(Enum):
    """Which of the two message framings is sent; the value is the settings' word for it."""

    # CC\P1value
    V1 = "1.0"
    # SS:II:CC\P1value
    V2 = "2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Codes and raw values in wire order; ER's FM stands without its outer quotes.

    A piece without a code is kept under NO_CODE. ``problems`` are sentences about what was odd in the
    text; they do not count in comparisons.
    """

    code: str
    params: tuple[tuple[str, str], ...] = ()
    service: str | None = None
    interface: str | None = None
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> Frame:
        """Read either framing. Raises RemoteProtocolError when there is no message code."""
        _, backslash, body = text.partition("\\")
        service, interface, code = head_of(text)
        problems: list[str] = []
        read = _with_quote if code == "ER" else _split
        params = read(backslash + body, problems)
        _mark_repeated(params, problems)
        return cls(code=code, params=tuple(params), service=service, interface=interface, problems=tuple(problems))

    def text(self, framing: Framing = Framing.V2) -> str:
        """The message as it stands on the wire, without its terminator."""
        routed = framing is Framing.V2 and self.service and self.interface
        head = f"{self.service}:{self.interface}:{self.code}" if routed else self.code
        return head + "".join(f"\\{code}{self._quoted(code, value)}" for code, value in self.params)

    def values(self) -> dict[str, str]:
        """Code to value; of a repeated code the last counts (behaviour.md 2.2)."""
        values = dict(self.params)
        values.pop(NO_CODE, None)
        return values

    def _quoted(self, code: str, value: str) -> str:
        return f'"{value}"' if self.code == "ER" and code == "FM" else value


def head_of(text: str) -> tuple[str | None, str | None, str]:
    """Service, interface and code of a message. Raises RemoteProtocolError when there is no message code."""
    match = _HEAD.fullmatch(text.partition("\\")[0].strip())
    if match is None:
        raise RemoteProtocolError(f"no two-character message code at the start of {short(text)!r}")
    return match[1], match[2], match[3]


def values_of(text: str) -> dict[str, str]:
    """Frame.values() of a message that quotes no other, for a tenth of the cost; what has no code may stand in it."""
    pieces = text.split("\\")
    del pieces[0]
    return {piece[:2]: piece[2:] for piece in pieces}


def _split(rest: str, problems: list[str]) -> list[tuple[str, str]]:
    pieces = rest.split("\\")
    del pieces[0]
    params = [(piece[:2], piece[2:]) for piece in pieces]
    if all([code in _CODES for code, _ in params]):  # noqa: C419 - a list is twice as quick here as a generator
        return params
    return [_piece(piece, problems) for piece in pieces]


def _piece(piece: str, problems: list[str]) -> tuple[str, str]:
    if piece[:2] in _CODES:
        return piece[:2], piece[2:]
    problems.append(f"a parameter without a two-character code: {short(piece)!r}")
    return NO_CODE, piece


def _with_quote(rest: str, problems: list[str]) -> list[tuple[str, str]]:
    """Cut ER's FM out before splitting: it quotes a whole message, backslashes and all (behaviour.md 3.1)."""
    before, found, after = rest.partition(_FM)
    params = _split(before, problems)
    if found:
        value, rest = _unquote(after.lstrip(), problems)
        params += [("FM", value), *_split(rest, problems)]
    return params


def _unquote(text: str, problems: list[str]) -> tuple[str, str]:
    """What stands in the quotes, and what follows them."""
    if not text.startswith('"'):
        problems.append("FM is not in quotes")
        return text, ""
    closings = [match.start() for match in _CLOSING.finditer(text, 1)]
    end = closings[-1] if closings else text.rfind('"', 1)
    if end < 0:
        problems.append("FM has no closing quote")
        return text[1:], ""
    rest = text[end + 1 :]
    if stray := rest.partition("\\")[0].strip():
        problems.append(f"text after FM's closing quote: {short(stray)!r}")
    return text[1:end], rest


def _mark_repeated(params: list[tuple[str, str]], problems: list[str]) -> None:
    if len(dict(params)) == len(params):
        return
    times = Counter(code for code, _ in params if code != NO_CODE)
    problems.extend(f"{code} stands {count} times; the last counts" for code, count in times.items() if count > 1)
