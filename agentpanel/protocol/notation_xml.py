"""The XML notation of DT: one row of cells in a MagicXMLDocument [DT-Param-XML].

Expat says where each element stands; the text itself is edited in place. A document type declaration is
refused, and with it every entity that could grow.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from agentpanel.protocol.notation import Cell, Notation, Room, Sheet

_TAG: Final = re.compile(r"<[^\s/>]+")
_ATTRIBUTE: Final = re.compile(r"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_EMPTY_TAG_END: Final = re.compile(r"\s*/>")
_NUMERIC: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?|true|false")
#: A character reference carries what could not travel, or would be read as markup or as a plain blank.
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\\": "&#92;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


class XmlNotation(Notation):
    """Each ``c`` of a row has the key in n and the value in d; i is 0, m seems to mark numbers."""

    # what no XML document can hold, not even by reference
    illegal = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

    def read(self, text: str) -> Sheet | None:
        try:
            return _Reader(text).read()
        except (expat.ExpatError, UnicodeEncodeError, _RefusedError):
            return None

    def value(self, value: str, old: str) -> str:
        return _quoted(value) if old else f" d={_quoted(value)}"

    def cell(self, key: str, value: str) -> str:
        numeric = "true" if _NUMERIC.fullmatch(value) else "false"
        return f' i="0" n={_quoted(key)} m="{numeric}" d={_quoted(value)} />'


class _RefusedError(Exception):
    """Another document than the dialer's, or one with a document type declaration."""


class _Reader:
    """Walks one document once; notes where values stand and where the first row has room."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._raw = text.encode()
        self._byte = self._char = 0  # the same place, counted in both
        self._path: list[str] = []
        self._cells: list[Cell] = []
        self._room: Room | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self) -> Sheet:
        self._parser.Parse(self._raw, True)
        return Sheet(tuple(self._cells), self._room)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(":")[2])
        match self._path:
            case ["MagicXMLDocument"]:
                pass
            case [_]:
                self._refuse()
            case [_, "r"] if self._room is None:
                self._note_empty_row(name)
            case [_, "r", "c"] if "n" in attributes:
                self._note_cell(attributes)

    def _end(self, name: str) -> None:
        if self._path[1:] == ["r"] and self._room is None:
            place = self._place()
            self._room = Room(place, place, before=_cell_tag(name))
        self._path.pop()

    def _refuse(self, *_: object) -> None:
        raise _RefusedError

    def _note_empty_row(self, name: str) -> None:
        _, end = self._attributes()
        if closing := _EMPTY_TAG_END.match(self._text, end):
            self._room = Room(*closing.span(), before=">" + _cell_tag(name), after=f"</{name}>")

    def _note_cell(self, attributes: dict[str, str]) -> None:
        spans, end = self._attributes()
        self._cells.append(Cell(attributes["n"], attributes.get("d", ""), *spans.get("d", (end, end))))

    def _attributes(self) -> tuple[dict[str, tuple[int, int]], int]:
        """Of the tag that starts here: where each attribute's quoted value stands, and where the last one ends."""
        spans = {}
        tag = _TAG.match(self._text, self._place())
        end = tag.end() if tag else self._char
        while attribute := _ATTRIBUTE.match(self._text, end):
            spans[attribute[1]] = attribute.span(2)
            end = attribute.end()
        return spans, end

    def _place(self) -> int:
        """The parser's place in the text; expat counts bytes."""
        byte = self._parser.CurrentByteIndex
        self._char += len(self._raw[self._byte : byte].decode())
        self._byte = byte
        return self._char


def _quoted(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def _cell_tag(row: str) -> str:
    """The start of a cell in the row's own namespace."""
    return f"<{row[:-1]}c"
