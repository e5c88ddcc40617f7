"""DT: the data of a call as one text, in the framing of the scenario (behaviour.md 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from agentpanel.protocol.data import parse
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.simulator.choices import Choices

#: The longest DT that a message can carry.
_LONGEST: Final = 128_000


def rendered(fields: Mapping[str, str], framing: str, choices: Choices) -> str | None:
    """The text of DT; None where there is nothing to send."""
    if not fields or framing == "none":
        return None
    return _xml(fields, choices) if framing == "xml" else _pipe(fields, choices)


def merged(old: str | None, new: str | None) -> str | None:
    """A later DT adds and overwrites keys; a text without keys takes the place of all."""
    if new is None or old is None:
        return old if new is None else new
    kept, changes = parse(old), parse(new).fields
    try:
        for name, value in changes.items():
            kept = kept.with_value(name, value)
    except LocalProtocolError:
        return new
    return kept.text if changes and len(kept.text) <= _LONGEST else new


def _pipe(fields: Mapping[str, str], choices: Choices) -> str:
    letters = {True: "N", False: choices.text_letter}
    return "|".join(f"{name}~{letters[value.isdecimal()]}~{value}" for name, value in fields.items())


def _xml(fields: Mapping[str, str], choices: Choices) -> str:
    columns = "".join(
        f'<c i="0" n={quoteattr(name)} m="{"true" if value.isdecimal() else "false"}" d={quoteattr(value)} />'
        for name, value in fields.items()
    )
    return f"<MagicXMLDocument xmlns={quoteattr(choices.xml_namespace)}><r>{columns}</r></MagicXMLDocument>"
