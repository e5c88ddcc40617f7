"""`agentpanel journal`: the calls that are kept, for other programs and for whoever looks after the computer."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, tzinfo

from agentpanel.commands.errors import FAILED, CommandError
from agentpanel.commands.journal_whose import read_settings, start_of, whose_if_known
from agentpanel.journal.errors import JournalError
from agentpanel.journal.purging import purge
from agentpanel.journal.stats import check, stats
from agentpanel.output import json_line
from agentpanel.settings.places import journal_file


def journal(options: Namespace) -> int:
    """The verb's exit code. Raises CommandError, SettingsError."""
    try:
        match options.verb:
            case "export":
                from agentpanel.commands.journal_export import export

                return export(options)
            case "stats":
                return _stats(options)
            case "check":
                return _check()
        return _purge(options)
    except JournalError as error:
        text = str(error)
        raise CommandError(f"{text[:1].upper()}{text[1:]}.") from error


def _stats(options: Namespace) -> int:
    who = whose_if_known(options, read_settings(options))
    numbers = stats(journal_file(), None if who is None else (who.tenant, who.agent))
    json_line({"path": str(journal_file()), **numbers})
    return 0


def _check() -> int:
    faults = check(journal_file())
    json_line({"ok": not faults, "path": str(journal_file()), "problems": faults})
    return FAILED if faults else 0


def _purge(options: Namespace) -> int:
    before = _before(options, read_settings(options).server.timezone)
    json_line(asdict(purge(journal_file(), before)))
    return 0


def _before(options: Namespace, zone: tzinfo) -> datetime | None:
    if options.all:
        return None
    if options.before is not None:
        return start_of(options.before, zone)
    return datetime.now(UTC) - timedelta(days=options.older_than)
