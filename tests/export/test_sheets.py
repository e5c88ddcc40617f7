"""Sheets of Excel: text stays text, long cells and long tables are handled in words, nothing is left lying about."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentpanel.domain.records import Row
from agentpanel.export.columns import COLUMNS, Columns, Value
from agentpanel.export.sheets import CHARACTERS, CUT, SheetRows, fitting
from tests.export.reading import Cell, parts, sheets
from tests.export.rows import LONDON, NAMES, row, whole_row

NOTE = COLUMNS.index("note")


def write(path: Path, *rows: Row, most: int = 1000) -> dict[str, list[dict[int, Cell]]]:
    columns = Columns(NAMES, LONDON)
    return write_values(path, *(columns.values(each) for each in rows), most=most)


def write_values(path: Path, *rows: tuple[Value, ...], most: int = 1000) -> dict[str, list[dict[int, Cell]]]:
    with path.open("wb") as out, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = SheetRows(out, folder, stack, most)
        for values in rows:
            made.add(values)
        made.finish()
    return sheets(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.xlsx"


def test_a_whole_row(path: Path) -> None:
    heading, made = write(path, whole_row())["Calls"]
    assert [heading[at][1] for at in range(len(COLUMNS))] == list(COLUMNS)
    found = {COLUMNS[at]: cell for at, cell in made.items()}
    assert found["started"] == ("inlineStr", "2026-03-02T09:01:00+00:00")
    assert (found["number"], found["outcome"], found["recorded"]) == (
        ("inlineStr", "02079460123"),
        (None, "167"),
        ("b", "1"),
    )
    assert found["differs"] == ("inlineStr", "outcome, tags")
    assert not {"T3", "result", "disconnected"} & set(found)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@x",
        "+44",
        "-1",
        "0207",
        "1e5",
        "http://x.example",
        "mailto:a@b",
        "{=1}",
        " x ",
        "_x0041_",
        "a\x01b\x1f",
    ],
)
def test_text_stays_text(path: Path, text: str) -> None:
    made = write(path, row(note=text))["Calls"][1]
    assert made[NOTE] == ("inlineStr", text)
    assert b"hyperlink" not in parts(path)


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_any_text_comes_back(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = write_values(Path(folder) / "x.xlsx", (text, "end"))["Calls"][1]
    wanted = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert made.get(0, ("inlineStr", ""))[1].replace("\r\n", "\n").replace("\r", "\n") == wanted.replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


def test_a_full_sheet_is_followed_by_another(path: Path) -> None:
    found = write(path, *(row(note=f"n{number}") for number in range(25)), most=11)
    assert {name: len(rows) for name, rows in found.items()} == {"Calls": 11, "Calls 2": 11, "Calls 3": 6}
    assert [rows[1][NOTE][1] for rows in found.values()] == ["n0", "n10", "n20"]
    assert all(rows[0][0][1] == "started" for rows in found.values())


def test_what_is_too_long_for_a_cell_is_cut_and_says_so(path: Path) -> None:
    made = write(path, row(data="x" * 100_000))["Calls"][1][COLUMNS.index("data")][1]
    assert len(made) == CHARACTERS
    assert made.endswith(CUT)


def test_lengths_are_counted_as_excel_does() -> None:
    assert fitting("x" * CHARACTERS) == "x" * CHARACTERS
    pairs = "\N{BLACK TELEPHONE}\N{GRINNING FACE}" * CHARACTERS
    made = fitting(pairs)
    assert len(made.encode("utf-16-le")) // 2 in (CHARACTERS, CHARACTERS - 1)
    assert made.removesuffix(CUT) in pairs


def test_a_workbook_that_is_given_up_leaves_nothing_open(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as out, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=tmp_path)))
        made = SheetRows(out, folder, stack)
        made.add(Columns(NAMES, LONDON).values(whole_row()))
        assert list(folder.iterdir())
    assert [each.name for each in tmp_path.iterdir()] == ["x"]
