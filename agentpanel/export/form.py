"""What rows can be taken away as."""

from __future__ import annotations

from enum import Enum


class Form(Enum):
    """The form of an export; the value is the command's word for it and the ending of a file's name."""

    # comma-separated, UTF-8 with a mark at its beginning, for Excel and its like; cells cannot become formulas
    CSV = "csv"
    # one JSON object a line, every text exactly as it is
    JSONL = "jsonl"
    # sheets of Excel
    XLSX = "xlsx"
