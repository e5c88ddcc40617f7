"""Which texts may travel to the dialer (behaviour.md 2.2, 2.3), said so that a form can show it while typing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from agentpanel.domain import words
from agentpanel.domain.words import Say, say
from agentpanel.protocol.kinds import CANNOT_TRAVEL, NOT_IN_IDENTIFIERS, size


class Fault(Enum):
    """Why a text cannot travel; the value is the template of its words, to follow the field's name."""

    # most is in characters, here and below
    EMPTY = "must not be empty (1 to {most} characters)"
    # size is in characters too
    TOO_LONG = "must have at most {most} characters, not {size}"
    BACKSLASH = "must not contain a backslash"
    # character: the first that is not allowed; excluded: all of them
    EXCLUDED = "must not contain {character} (none of {excluded})"
    # character: the first that is neither letter nor digit
    NOT_ALPHANUMERIC = 'must have letters and digits only, not "{character}"'
    # character: as U+0009
    CONTROL = "must not contain a control character ({character})"
    # character, codec: the server's code page lacks it
    NOT_IN_CODE_PAGE = "must not contain {character}, which the connection's code page {codec} lacks"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFault:
    """One fault of one text; ``str()`` fills the template in English."""

    fault: Fault
    values: dict[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.fault.value.format(**self.values)


def text_fault(
    value: str,
    max_len: int = 80,
    *,
    excluded: frozenset[str] = CANNOT_TRAVEL,
    codec: str | None = None,
) -> TextFault | None:
    """The first fault of a text of 1 to max_len characters; codec: Python's name of the connection's."""
    if not value:
        return TextFault(fault=Fault.EMPTY, values={"most": max_len})
    if size(value) > max_len:
        return TextFault(fault=Fault.TOO_LONG, values={"most": max_len, "size": size(value)})
    for character in value:
        if fault := _character_fault(character, excluded, codec):
            return fault
    return None


def identifier_fault(
    value: str, max_len: int = 80, *, strict: bool = True, codec: str | None = None
) -> TextFault | None:
    """As text_fault; ``strict`` excludes what the manual excludes in names that we make."""
    excluded = NOT_IN_IDENTIFIERS if strict else CANNOT_TRAVEL
    return text_fault(value, max_len, excluded=excluded, codec=codec)


def tenant_fault(value: str, *, strict: bool = True, codec: str | None = None) -> TextFault | None:
    """As text_fault; ``strict`` allows what the manual says of TD: letters and digits."""
    odd = next((each for each in value if not each.isalnum()), None)
    if strict and odd is not None and odd.isprintable():
        return TextFault(fault=Fault.NOT_ALPHANUMERIC, values={"character": odd})
    return text_fault(value, codec=codec)


def text_problem(value: str, max_len: int = 80, *, codec: str | None = None) -> str | None:
    """Why a free text (a tag, an extension) cannot travel, in English; None when it can."""
    return _words(text_fault(value, max_len, codec=codec))


def identifier_problem(value: str, max_len: int = 80, *, strict: bool = True, codec: str | None = None) -> str | None:
    """Why a name or password cannot travel, in English; None when it can."""
    return _words(identifier_fault(value, max_len, strict=strict, codec=codec))


def tenant_problem(value: str, *, strict: bool = True, codec: str | None = None) -> str | None:
    """Why a tenant's name cannot travel, in English; None when it can."""
    return _words(tenant_fault(value, strict=strict, codec=codec))


def _words(fault: TextFault | None) -> str | None:
    return None if fault is None else str(fault)


def _character_fault(character: str, excluded: frozenset[str], codec: str | None) -> TextFault | None:
    # Cs: half of a surrogate pair, which no encoding of the wire can carry.
    if unicodedata.category(character) in ("Cc", "Cs"):
        return TextFault(fault=Fault.CONTROL, values={"character": f"U+{ord(character):04X}"})
    if character == "\\" and excluded == CANNOT_TRAVEL:
        return TextFault(fault=Fault.BACKSLASH)
    if character in excluded:
        every = " ".join(sorted(each for each in excluded if each.isprintable()))
        return TextFault(fault=Fault.EXCLUDED, values={"character": character, "excluded": every})
    if codec is not None and not _encodable(character, codec):
        return TextFault(fault=Fault.NOT_IN_CODE_PAGE, values={"character": character, "codec": codec})
    return None


def _encodable(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def bad_entry(entry: Say | str, fault: TextFault) -> Say:
    """The sentence that names the entry and what is wrong with it."""
    return say(words.BAD_ENTRY, entry=entry, problem=Say(fault.fault.value, tuple(fault.values.items())))
