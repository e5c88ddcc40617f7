"""The data of a call, parameter DT: four ways to write a dictionary [DT-Param, DT-Param-XML].

The text is the truth: it is kept as it came, and a change replaces only the value that changed, so type
flags, the namespace, foreign elements and the order stay as the sender made them (behaviour.md 2.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.notation import JsonNotation, LegacyNotation, Notation, Sheet
from agentpanel.protocol.notation_xml import XmlNotation


class DataFormat(Enum):
    """How DT is written; SP's number for it, and its name for people."""

    # the site's own, with no structure that could be known
    PLAIN = (0, "plain text")
    # <MagicXMLDocument xmlns="..."><r><c i="0" n="key" m="false" d="value" /></r></MagicXMLDocument>
    XML = (1, "XML")
    # an object of scalars; the dialer's own shape is unknown
    JSON = (2, "JSON")
    # key~N~value|key~N~value
    LEGACY = (3, "pipe and tilde")


_NOTATIONS: Final[Mapping[DataFormat, Notation]] = {
    DataFormat.XML: XmlNotation(),
    DataFormat.JSON: JsonNotation(),
    DataFormat.LEGACY: LegacyNotation(),
}


@dataclass(frozen=True, slots=True)
class CallData:
    """One DT: its text, never altered, and what it says, key to text in the order of the document."""

    format: DataFormat
    text: str
    fields: Mapping[str, str] = field(compare=False)

    def with_value(self, key: str, value: str) -> CallData:
        """The same with ``key`` overwritten or added. Raises LocalProtocolError where that cannot be written."""
        if self.fields.get(key) == value:
            return self
        notation = _NOTATIONS.get(self.format)
        sheet = notation and notation.read(self.text)
        if not notation or not sheet:
            raise LocalProtocolError("DT", key, f"cannot be set, since {self.format.value[1]} has no keys")
        _check(notation, key, value)
        return parse(_write(notation, sheet, self.text, key, value))


def parse(text: str) -> CallData:
    """Never raises: what fits no other format is plain text without fields."""
    start = text.lstrip()[:1]
    likely = {"<": DataFormat.XML, "{": DataFormat.JSON}.get(start, DataFormat.LEGACY)
    if (sheet := _NOTATIONS[likely].read(text)) is None:
        return CallData(DataFormat.PLAIN, text, MappingProxyType({}))
    return CallData(likely, text, MappingProxyType({cell.key: cell.value for cell in sheet.cells}))


def _check(notation: Notation, key: str, value: str) -> None:
    if not key:
        raise LocalProtocolError("DT", key, "a key must not be empty")
    if bad := notation.illegal.search(key + value):
        raise LocalProtocolError("DT", key, f"the character {bad[0]!r} cannot stand in this data")


def _write(notation: Notation, sheet: Sheet, text: str, key: str, value: str) -> str:
    for cell in reversed(sheet.cells):  # of a repeated key the last counts, in reading too
        if cell.key == key:
            literal = notation.value(value, text[cell.begin : cell.end])
            return text[: cell.begin] + literal + text[cell.end :]
    if (room := sheet.room) is None:
        raise LocalProtocolError("DT", key, "cannot be added, since the document has no row")
    return text[: room.begin] + room.before + notation.cell(key, value) + room.after + text[room.end :]
