"""Sheets read back without the library that wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

if TYPE_CHECKING:
    from pathlib import Path

_NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Cell = tuple[str | None, str]


def sheets(path: Path) -> dict[str, list[dict[int, Cell]]]:
    """By name, the rows; each cell by its column: kind (inlineStr, b, or None for a number) and text."""
    with ZipFile(path) as book:
        assert book.testzip() is None
        names = [each.get("name") or "" for each in _parsed(book.read("xl/workbook.xml")).iter(f"{_NS}sheet")]
        return {name: _rows(book.read(f"xl/worksheets/sheet{n}.xml")) for n, name in enumerate(names, 1)}


def parts(path: Path) -> bytes:
    """All parts of the workbook, one after the other."""
    with ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def _parsed(xml: bytes) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 -- the program under test has written it


def _rows(xml: bytes) -> list[dict[int, Cell]]:
    return [dict(map(_cell, row.iter(f"{_NS}c"))) for row in _parsed(xml).iter(f"{_NS}row")]


def _cell(cell: ET.Element) -> tuple[int, Cell]:
    assert cell.find(f"{_NS}f") is None, "a formula"
    texts = [each.text or "" for each in (*cell.iter(f"{_NS}t"), *cell.iter(f"{_NS}v"))]
    return _column(cell.get("r") or ""), (cell.get("t"), _unescaped("".join(texts)))


def _column(place: str) -> int:
    number = 0
    for letter in re.sub(r"[0-9]", "", place):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    """Excel's own way to write characters that XML lacks."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
