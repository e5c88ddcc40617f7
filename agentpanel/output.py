"""Standard output for programs: JSON in UTF-8, a line each, at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from io import TextIOWrapper


def use_utf8() -> None:
    """UTF-8 on both outputs whatever the system's code page; half a surrogate pair is written as JSON escapes it."""
    for stream in (sys.stdout, sys.stderr):
        # Without a console (pythonw) there is no stream.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def json_line(value: Mapping[str, object], *, flushed: bool = True) -> None:
    """Write one object; ``flushed`` so that a program at the other end of a pipe sees it now."""
    if sys.stdout is not None:
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    if flushed:
        flush()


def flush() -> None:
    """Send on what was written. Raises BrokenPipeError where nobody reads any more."""
    if sys.stdout is not None:
        sys.stdout.flush()
