"""Rows as sheets of Excel, in constant memory. Text stays text: no formula, number or link is made of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from agentpanel.export.columns import COLUMNS, Value
from agentpanel.export.plain import cell_text

#: What a sheet takes, its heading among them.
ROWS: Final = 1_048_576
#: What a cell takes, in the units of UTF-16 that Excel counts.
CHARACTERS: Final = 32_767
CUT: Final = " … (cut here: a cell of Excel takes 32,767 characters; CSV and JSON have the whole text)"
#: Two signs that no XML has, and half pairs of surrogates.
_NO_XML: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")
#: Columns wide enough for a time with its offset.
_WIDTH: Final = 26


class SheetRows:
    """A workbook of one sheet, or of several where one is full; ``folder`` takes the parts that are not yet packed."""

    def __init__(self, out: BinaryIO, folder: Path, stack: ExitStack, most: int = ROWS) -> None:
        self._out = out
        self._most = most
        self._made = 0
        self._next = 0
        self._stack = stack
        # A stream may end before the workbook does, which packs itself in one go and would complain of it.
        self._packed = folder / "book.xlsx"
        self._book = Workbook(str(self._packed), {"constant_memory": True, "tmpdir": str(folder)})
        self._book.use_zip64()
        self._bold = self._book.add_format({"bold": True})
        self._sheet = self._new_sheet()

    def add(self, values: Sequence[Value]) -> None:
        """One more row, on another sheet where this one is full."""
        if self._next == self._most:
            self._sheet = self._new_sheet()
        for column, value in enumerate(values):
            self._put(column, value)
        self._next += 1

    def finish(self) -> None:
        """Pack the parts into the file. Raises OSError."""
        try:
            self._book.close()
        except FileCreateError as error:
            # The library wraps what the system said.
            raise error.args[0] from error
        with self._packed.open("rb") as packed:
            shutil.copyfileobj(packed, self._out)

    def _new_sheet(self) -> Any:
        self._made += 1
        # Parts of a workbook that is given up are closed before their folder goes.
        sheet: Worksheet = self._book.add_worksheet("Calls" if self._made == 1 else f"Calls {self._made}")
        self._stack.callback(sheet.row_data_fh.close)
        sheet.set_column(0, len(COLUMNS) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, self._bold)
        self._next = 1
        return sheet

    def _put(self, column: int, value: Value) -> None:
        match value:
            case None | "" | ():
                pass  # an empty cell takes no place
            case bool():
                self._sheet.write_boolean(self._next, column, value)
            case int():
                self._sheet.write_number(self._next, column, value)
            case _:
                self._sheet.write_string(self._next, column, fitting(cell_text(value)))


def fitting(text: str) -> str:
    """The text as long as a cell takes it; where it is cut, it says so."""
    if text.isascii() and len(text) <= CHARACTERS:
        return text  # most texts
    raw = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-16-le", "replace")
    if len(raw) <= 2 * CHARACTERS:
        return raw.decode("utf-16-le")
    # Half a pair of surrogates at the cut is dropped.
    return raw[: 2 * (CHARACTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT
