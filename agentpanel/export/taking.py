"""Takes rows away: page by page from the journal to a file that is there whole or not at all."""

from __future__ import annotations

import errno
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from agentpanel.domain.records import Query, Row
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.words import say
from agentpanel.export.columns import Columns, Value
from agentpanel.export.errors import CANNOT_WRITE, DISK_FULL, TOO_BIG, ExportError, StoppedError
from agentpanel.export.files import whole_file
from agentpanel.export.form import Form
from agentpanel.export.pages import Page, pages
from agentpanel.export.plain import CsvRows, JsonRows

#: Seconds between two words of how far it has come.
_TOLD_S: Final = 0.1

_WORDS: Final = {errno.ENOSPC: DISK_FULL, errno.EDQUOT: DISK_FULL, errno.EFBIG: TOO_BIG}

Told = Callable[[int, int], None]


class Rows(Protocol):
    """What an export is written to."""

    def add(self, values: Sequence[Value]) -> None:
        """One more row."""

    def finish(self) -> None:
        """Write out what is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is taken away; ``keep`` has the last word on each row. ``zone`` is the dialer's."""

    query: Query
    form: Form
    names: SiteRules
    zone: tzinfo
    keep: Callable[[Row], bool] = lambda _: True


def take_away(  # noqa: PLR0917 -- as many as an export has questions to answer
    journal: Path,
    query: Query,
    form: Form,
    out: Path,
    names: SiteRules,
    zone: tzinfo,
    *,
    told: Told,
    cancelled: Callable[[], bool],
) -> int:
    """Write the rows of ``query`` (its ``after`` and ``limit`` do not count) to ``out``, newest first; how many.

    For a thread of its own: it blocks. ``told(done, all)`` comes on that thread some ten times a second: rows looked
    at, and rows that there are to look at. ``cancelled()`` is asked as often, from the same thread. A file that stands
    at ``out`` is replaced once the new one is whole. Numbers are masked where ``names.journal`` says so; ``zone`` is
    the dialer's. Raises JournalError, ExportError, and StoppedError when cancelled.
    """
    return write_file(journal, Wanted(query=query, form=form, names=names, zone=zone), out, told, cancelled)


def write_file(journal: Path, wanted: Wanted, out: Path, told: Told, cancelled: Callable[[], bool]) -> int:
    """Write to a file, as take_away does."""
    try:
        with whole_file(out) as file:
            return pour(journal, wanted, file, told, cancelled)
    except OSError as error:
        raise not_written(error, str(out)) from error


def not_written(error: OSError, place: str) -> ExportError:
    """Why nothing can be written there."""
    why = error.strerror or str(error)
    return ExportError(say(_WORDS.get(error.errno or 0, CANNOT_WRITE), path=place, why=why))


def pour(journal: Path, wanted: Wanted, out: BinaryIO, told: Told, cancelled: Callable[[], bool]) -> int:
    """Write to a stream; how many rows. Raises JournalError, StoppedError, and OSError of the stream."""
    with ExitStack() as stack:
        found = stack.enter_context(closing(pages(journal, wanted.query, cancelled)))
        # A journal that cannot be read is found out before the stream has a heading.
        first = next(found)
        rows = _rows(wanted.form, out, stack)
        columns = Columns(wanted.names, wanted.zone)
        every = chain((first,), found)
        written = export(every, lambda row: rows.add(columns.values(row)), wanted.keep, told, cancelled)
        rows.finish()
        return written


def export(
    found: Iterable[Page],
    add: Callable[[Row], None],
    keep: Callable[[Row], bool],
    told: Told,
    cancelled: Callable[[], bool],
) -> int:
    """Add the rows that are kept; how many. Raises StoppedError."""
    written, next_word = 0, 0.0
    for page in found:
        for row in filter(keep, page.rows):
            add(row)
            written += 1
        if cancelled():
            raise StoppedError
        if page.seen == page.all or time.monotonic() > next_word:
            told(page.seen, page.all)
            next_word = time.monotonic() + _TOLD_S
    return written


def _rows(form: Form, out: BinaryIO, stack: ExitStack) -> Rows:
    match form:
        case Form.CSV:
            return CsvRows(out)
        case Form.JSONL:
            return JsonRows(out)
    from agentpanel.export.sheets import SheetRows  # noqa: PLC0415 -- a large library that only this form needs

    # What is not packed yet is as private as the rest: the folder is its owner's alone.
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="agentpanel-export-"))
    return SheetRows(out, Path(folder), stack)
