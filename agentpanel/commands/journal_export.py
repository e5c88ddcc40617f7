"""`agentpanel journal export`: calls to a file, or to standard output."""

from __future__ import annotations

import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Final

from agentpanel.commands.errors import WRONG_USAGE, CommandError
from agentpanel.commands.journal_whose import end_of, read_settings, start_of, whose
from agentpanel.domain.records import Filter, Query, Row
from agentpanel.domain.rules import SiteRules
from agentpanel.export.columns import tags_shown
from agentpanel.export.errors import ExportError, StoppedError
from agentpanel.export.form import Form
from agentpanel.export.taking import Wanted, not_written, pour, write_file
from agentpanel.output import json_line
from agentpanel.settings.errors import nearest
from agentpanel.settings.places import journal_file
from agentpanel.settings.settings import Settings

_STOPPED: Final = "The export was stopped; nothing of it is left."
_STOPPED_ON_THE_WAY: Final = "The export was stopped before its end."


def export(options: Namespace) -> int:
    """0 when all of it is written. Raises CommandError, JournalError, BrokenPipeError where the reader has left."""
    form = Form(options.format)
    if options.out is None:
        _need_output(form)
    settings = read_settings(options)
    wanted = _wanted(options, settings, form)
    with _stoppable(at_once=options.out is None) as stopped:
        try:
            return _write(wanted, options.out, stopped)
        except ExportError as error:
            raise CommandError(f"{error}.") from error
        except (StoppedError, KeyboardInterrupt) as error:
            raise CommandError(_STOPPED_ON_THE_WAY if options.out is None else _STOPPED) from error


def _write(wanted: Wanted, out: Path | None, stopped: Callable[[], bool]) -> int:
    if out is not None:
        rows = write_file(journal_file(), wanted, out, _silent, stopped)
        json_line({"rows": rows, "file": str(out)})
        return 0
    stream = sys.stdout.buffer
    try:
        pour(journal_file(), wanted, stream, _silent, stopped)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise not_written(error, "Standard output") from error
    return 0


def _need_output(form: Form) -> None:
    if sys.stdout is None:
        raise CommandError("There is no standard output; name a file with --out.")
    if form is Form.XLSX and sys.stdout.isatty():
        raise CommandError("A terminal cannot show xlsx; name a file with --out.", WRONG_USAGE)


def _silent(_done: int, _all: int) -> None:
    """A program's output has no place for progress."""


@contextmanager
def _stoppable(*, at_once: bool) -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or SIGTERM has come; ``at_once``: it breaks off whatever is done, such as a write that blocks.

    A file is given up between two rows only, so that nothing of it is left.
    """
    came = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        came.set()
        if at_once:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# -- which calls -----------------------------------------------------------------------------------------------


def _wanted(options: Namespace, settings: Settings, form: Form) -> Wanted:
    who, zone, rules = whose(options, settings), settings.server.timezone, settings.rules
    since, until = _times(options, zone)
    number, text = _tag(options.tag)
    outcomes, reasons = ((), ()) if options.outcome is None else _codes(options.outcome, rules)
    chosen = Filter(
        text=text or "",
        since=since,
        until=until,
        outcomes=outcomes,
        reasons=reasons,
        tags=() if number is None else (number,),
        campaign=options.campaign,
    )
    query = Query(tenant=who.tenant, agent=who.agent, filter=chosen)
    return Wanted(query=query, form=form, names=rules, zone=zone, keep=_has_tag(text))


def _times(options: Namespace, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """From when, and until before when. Raises CommandError where nothing lies between."""
    since = None if options.since is None else start_of(options.since, zone)
    until = None if options.until is None else end_of(options.until, zone)
    if since is not None and until is not None and since >= until:
        raise CommandError(f"Nothing lies between --from {options.since} and --to {options.until}.", WRONG_USAGE)
    return since, until


def _tag(given: str | None) -> tuple[int | None, str | None]:
    """A number of a tag, or a text."""
    name = (given or "").upper().removeprefix("T")
    if given is not None and len(name) == 1 and name in "123456":
        return int(name), None
    return None, given


def _has_tag(text: str | None) -> Callable[[Row], bool]:
    """Whether the text stands in a tag as it is shown; the journal finds it anywhere in a row."""
    if text is None:
        return lambda _: True
    folded = text.casefold()
    return lambda row: any(folded in tag.casefold() for tag in tags_shown(row) if tag)


def _codes(wanted: str, rules: SiteRules) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The outcomes (AO) and the dialer's results (RE) that are meant. Raises CommandError."""
    if wanted.isascii() and wanted.isdecimal():
        return (int(wanted),), ()
    folded = wanted.casefold()
    outcomes = tuple(rule.code for rule in rules.outcomes if rule.text.casefold() == folded)
    reasons = tuple(name.code for name in rules.reasons if name.text.casefold() == folded)
    if not outcomes and not reasons:
        known = [rule.text for rule in rules.outcomes] + [name.text for name in rules.reasons]
        raise CommandError(f"The settings know no outcome {wanted!r}{nearest(wanted, known)}.", WRONG_USAGE)
    return outcomes, reasons
