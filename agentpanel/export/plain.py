"""Rows as text: CSV that no spreadsheet takes for formulas, and JSON lines that are exact."""

from __future__ import annotations

import csv
import json
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from agentpanel.export.columns import COLUMNS, Value

#: What a spreadsheet takes for the beginning of a formula, also in full width and as a typographic minus.
_FORMULA: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
#: What may stand before it: blanks of any kind, what has no width, quotes.
_BEFORE: Final = "\\s\\x00-\\x20\\x7f-\\xa0\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\"'"
# A spreadsheet of another country splits at semicolons or tabs, and does not know quotes in the midst of a cell; so
# what comes after those, or after the end of a line, is made safe as well.
_UNSAFE: Final = re.compile(f"(^|[;\\t]|\\r\\n?|\\n)(?=[{_BEFORE}]*[{_FORMULA}])|^(?=[\\t\\r])")
_SIGN: Final = re.compile(f"[{_FORMULA}]|^[\\t\\r]")
#: Makes text of the cell for every spreadsheet; it is seen there, which is the price.
_AS_TEXT: Final = "'"


class CsvRows:
    """A table in UTF-8 with a mark at its beginning (Excel would guess another encoding), lines ended by CR LF."""

    def __init__(self, out: BinaryIO) -> None:
        out.write(BOM_UTF8)
        self._table = csv.writer(_Utf8(out))
        self._table.writerow(COLUMNS)

    def add(self, values: Sequence[Value]) -> None:
        """One more row."""
        self._table.writerow([_cell(value) for value in values])

    def finish(self) -> None:
        """Nothing is held back."""


class _Utf8:
    """Not a TextIOWrapper, which closes the stream with itself."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> None:
        self._out.write(text.encode("utf-8", "replace"))


class JsonRows:
    """An object a line in UTF-8; a value that is not there is null."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def add(self, values: Sequence[Value]) -> None:
        """One more row."""
        line = json.dumps(dict(zip(COLUMNS, values, strict=True)), ensure_ascii=False, default=datetime.isoformat)
        self._out.write(line.encode("utf-8", "replace") + b"\n")

    def finish(self) -> None:
        """Nothing is held back."""


def cell_text(value: Value) -> str:
    """A value as a person reads it in a cell; times are ISO 8601 with offset."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case tuple():
            return ", ".join(value)
    return str(value)


def _cell(value: Value) -> str:
    """Times, numbers and yes or no are none of what was typed or sent, and begin no formula."""
    return safe(cell_text(value)) if isinstance(value, str | tuple) else cell_text(value)


def safe(cell: str) -> str:
    """The cell with an apostrophe before each place at which a spreadsheet could see a formula begin."""
    if _SIGN.search(cell) is None:
        return cell  # most cells; the rest takes ten times as long
    return _UNSAFE.sub(rf"\1{_AS_TEXT}", cell)
