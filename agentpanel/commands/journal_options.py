"""The options of `agentpanel journal`. As the tree of commands it imports nothing that a command needs."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from agentpanel.commands.values import instance, one_of, whole
from agentpanel.instance import DEFAULT

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

FORMS: Final = ("csv", "jsonl", "xlsx")
_DAYS: Final = 36_500


def add_journal(commands: _SubParsersAction[Any]) -> None:
    """The command with its verbs."""
    parser = commands.add_parser(
        "journal",
        help="the calls that are kept: take them away, count, check, purge",
        description="The calls that are kept on this computer: take them away, count, check, purge.",
        example="agentpanel journal export --format csv --from 2026-03-01 --out march.csv",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    _add_export(verbs)
    _add_stats(verbs)
    _add_check(verbs)
    _add_purge(verbs)


def _add(verbs: _SubParsersAction[Any], name: str, says: str, example: str) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(
        name, help=says, description=f"{says[0].upper()}{says[1:]}.", example=f"agentpanel journal {example}"
    )
    return parser


def _add_export(verbs: _SubParsersAction[Any]) -> None:
    says = "write calls, newest first, as a table or as JSON; own ones, unless the site allows more"
    parser = _add(verbs, "export", says, "export --format xlsx --from 2026-03-01 --to 2026-03-31 --out march.xlsx")
    parser.add_argument("--format", type=one_of(FORMS), required=True, metavar="|".join(FORMS), help="csv, jsonl, xlsx")
    moment = (
        "a day such as 2026-03-02, or a time such as 2026-03-02T14:30, in the dialer's zone unless it has an offset"
    )
    parser.add_argument("--from", dest="since", type=moment_of, metavar="DATE", help=f"calls from then on: {moment}")
    parser.add_argument("--to", dest="until", type=moment_of, metavar="DATE", help="calls up to that day, or that time")
    parser.add_argument("--campaign", metavar="C", help="calls of this campaign")
    parser.add_argument("--outcome", metavar="CODE|NAME", help="calls with this outcome, or this result of the dialer")
    parser.add_argument("--tag", metavar="N|TEXT", help="calls with the tag N (1 to 6), or with a tag that has TEXT")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file; standard output without it")
    _add_whose(parser)


def _add_stats(verbs: _SubParsersAction[Any]) -> None:
    parser = _add(
        verbs, "stats", "tell how many calls there are, whose, since when, and how large the file is", "stats"
    )
    _add_whose(parser)


def _add_check(verbs: _SubParsersAction[Any]) -> None:
    _add(verbs, "check", "read the whole file and tell what is damaged; exit code 1 then", "check")


def _add_purge(verbs: _SubParsersAction[Any]) -> None:
    says = "remove calls and breaks for good, of all agents, and every copy of the file"
    parser = _add(verbs, "purge", says, "purge --older-than 90")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--before", type=moment_of, metavar="DATE", help="those that began before that day, or that time"
    )
    which.add_argument("--older-than", type=whole(0, _DAYS), metavar="DAYS", help="those that began so many days ago")
    which.add_argument("--all", action="store_true", help="all of them")
    _add_config(parser)


def _add_whose(parser: ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--agent", metavar="A", help="the calls of this agent")
    whose.add_argument("--all-agents", action="store_true", help="the calls of all agents of the tenant")
    _add_config(parser)
    parser.add_argument(
        "--instance",
        type=instance,
        default=DEFAULT,
        metavar="NAME",
        help="the panel whose agent's calls they are; without one that runs, the settings' agent (%(default)s)",
    )


def _add_config(parser: ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings in place of your own settings file")


def moment_of(text: str) -> date | datetime:
    """A day, or a time with or without an offset."""
    readers: tuple[Callable[[str], date], ...] = (date.fromisoformat, datetime.fromisoformat)
    for read in readers:
        try:
            # Without dashes it could be another kind of date, or a number.
            return read(text) if text[4:5] == "-" and "W" not in text else read("")
        except ValueError:
            continue
    raise ArgumentTypeError(f"{text!r} is not a day such as 2026-03-02 or a time such as 2026-03-02T14:30")
