"""CSV that no spreadsheet takes for formulas; JSON lines that are exact."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.export.columns import COLUMNS, Columns
from agentpanel.export.plain import CsvRows, JsonRows, safe
from tests.export.rows import LONDON, NAMES, row, whole_row

STARTS = "=+-@\uff1d\uff0b\uff0d\uff20\u2212"
BLANKS = ["", " ", "\t", "\r", "\n", "\xa0", "\u3000", "\u200b", "\ufeff", "\x00", '"', "'", " \t "]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_no_cell_begins_as_a_formula(start: str, blank: str) -> None:
    assert safe(f"{blank}{start}1+1").startswith("'")


@pytest.mark.parametrize("cell", ["\t1", "\r1"])
def test_no_cell_begins_with_what_leads_into_another(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("+44 20 7946 0000", "'+44 20 7946 0000"),
        ("a;=1+1", "a;'=1+1"),
        ('a;"=1+1"', 'a;\'"=1+1"'),
        ("a\n=1+1\r\n@b", "a\n'=1+1\r\n'@b"),
        ("a\t-b", "a\t'-b"),
    ],
)
def test_nor_does_what_a_spreadsheet_of_another_country_makes_of_it(cell: str, made: str) -> None:
    assert safe(cell) == made


@pytest.mark.parametrize(
    "cell", ["", "Blue", "a=b", "1-2", "a, -b", "02079460123", "mail@example", "2026-03-02", "a; b"]
)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


@given(st.text(st.sampled_from("=+-@;,\t\r\n\"' a\uff1d\u3000"), max_size=12))
def test_whoever_splits_it_wherever_sees_no_formula(cell: str) -> None:
    for piece in re.split(r"[;\t\r\n]", safe(cell)):
        assert not re.match(rf"[\s\"']*[{re.escape(STARTS)}]", piece) or piece.lstrip(' "').startswith("'")


@given(st.text(max_size=40))
def test_only_apostrophes_are_added(cell: str) -> None:
    assert safe(cell).replace("'", "") == cell.replace("'", "")


def written(kind: type[CsvRows | JsonRows], *rows: object) -> bytes:
    out = io.BytesIO()
    made = kind(out)
    for each in rows:
        made.add(Columns(NAMES, LONDON).values(each))  # type: ignore[arg-type]
    made.finish()
    assert not out.closed
    return out.getvalue()


def test_a_table_as_excel_wants_it() -> None:
    note = 'He said "=1+1",\nthen ☎ ä; -2'
    raw = written(CsvRows, whole_row(), row(note=note))
    assert raw.startswith(b"\xef\xbb\xbfstarted,connected,")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert tuple(table[0]) == COLUMNS
    assert [len(line) for line in table] == [len(COLUMNS)] * 3
    assert table[2][COLUMNS.index("note")] == 'He said "=1+1",\nthen ☎ ä;\' -2'
    assert raw.count(b"\r\n") == 3


def _everywhere(text: str) -> dict[str, Any]:
    names = ("tenant", "agent", "campaign", "queue", "number", "note", "data", "session", "session_unique", "key")
    return {**dict.fromkeys((*names, "list_name"), text), "tags": (text,) * 6}


def test_every_column_is_safe() -> None:
    text = "=cmd|'/C calc'!A1"
    made = whole_row()
    entry = replace(
        made.entry,
        **_everywhere(text),
    )
    raw = written(CsvRows, replace(made, entry=entry, own_tags=(text,) * 6, wire=rf"\DN{text}"))
    (_, line) = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert [cell for cell in line if cell[:1] in STARTS and cell] == []
    assert sum(cell == f"'{text}" for cell in line) == 16


def test_lines_of_json_are_exact() -> None:
    text = "=1+1 \u2028 ☎ \x00 \ud800"
    first, second = (written(JsonRows, made).decode() for made in (row(note=text), whole_row()))
    assert first.endswith("}\n")
    told = json.loads(first)
    assert (told["note"], told["outcome"], told["recorded"]) == ("=1+1 \u2028 ☎ \x00 ?", None, False)
    told = json.loads(second)
    assert list(told) == list(COLUMNS)
    assert (told["outcome"], told["differs"], told["recorded"], told["T1"]) == (167, ["outcome", "tags"], True, "Blue")
    assert told["started"] == "2026-03-02T09:01:00+00:00"
    assert told["dialer_report"] == whole_row().wire
