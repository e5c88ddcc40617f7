"""The tree of commands and options. It imports nothing that a command needs, for it is built at each start."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from agentpanel import __version__
from agentpanel.commands.errors import WRONG_USAGE
from agentpanel.commands.journal_options import add_journal
from agentpanel.commands.values import address, decimal, instance, on_off, one_of, time, whole
from agentpanel.instance import DEFAULT
from agentpanel.verbs import LONGEST_WAIT, VERBS, Arg, Kind, Verb
from agentpanel.verbs.values import combination_fault, nearest

if TYPE_CHECKING:
    from argparse import Namespace, _SubParsersAction

COMMANDS: Final = ("run", "demo", "tour", "simulate", "decode", "ctl", "journal")
_ENCODINGS: Final = ("ascii", "utf-16")
#: Before the name of a verb's argument in what was parsed.
_ARG: Final = "arg_"


class Parser(ArgumentParser):
    """Wrong usage is one sentence and exit code 64; options are written in full.

    ``dashes_are_text``: it has no options, and a value may begin with a dash. ``check`` says what is wrong with the
    values together, or None.
    """

    def __init__(
        self,
        *,
        example: str = "",
        dashes_are_text: bool = False,
        check: Callable[[Namespace], str | None] = lambda _: None,
        **given: Any,
    ) -> None:
        epilog = f"example:\n  {example}"
        super().__init__(formatter_class=RawDescriptionHelpFormatter, epilog=epilog, allow_abbrev=False, **given)
        self._dashes_are_text = dashes_are_text
        self._check = check

    def error(self, message: str) -> NoReturn:
        """Called for any wrong usage."""
        if sys.stderr is not None:
            sys.stderr.write(f"{self.prog}: {message}{_hint(message)}; see {self.prog} --help\n")
        sys.exit(WRONG_USAGE)

    def parse_known_args(  # type: ignore[override]  # the base is overloaded for namespaces of other kinds
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        given = sys.argv[1:] if args is None else [*args]
        if self._dashes_are_text and not {"-h", "--help", "--"} & set(given):
            given.insert(0, "--")
        found, rest = super().parse_known_args(given, namespace)
        if not rest and (fault := self._check(found)):
            self.error(fault)
        return found, rest


def _hint(message: str) -> str:
    """What may have been meant by a word that argparse calls none of its choices."""
    found = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message)
    return nearest(found[1], re.findall(r"[\w-]+", found[2])) if found else ""


def build_parser() -> Parser:
    """The whole tree."""
    parser = Parser(
        prog="agentpanel",
        description="A desktop panel for agents of an SDMP dialer. Without a command: run.",
        example="agentpanel demo",
    )
    parser.add_argument("--version", action="version", version=f"agentpanel {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Parser, title="commands"
    )
    _add_run(commands)
    _add_demo(commands)
    _add_tour(commands)
    _add_simulate(commands)
    _add_decode(commands)
    _add_ctl(commands)
    add_journal(commands)
    return parser


def _add(commands: _SubParsersAction[Parser], name: str, says: str, example: str) -> Parser:
    return commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.", example=example)


def _add_instance(parser: Parser) -> None:
    parser.add_argument(
        "--instance", type=instance, default=DEFAULT, metavar="NAME", help="the panel's name for ctl (%(default)s)"
    )


def _add_config(parser: Parser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings in place of your own settings file")


def _add_scenario(parser: Parser) -> None:
    parser.add_argument(
        "--scenario", default="predictive", metavar="NAME|FILE", help="a shipped scenario or a file (%(default)s)"
    )
    parser.add_argument(
        "--speed", type=decimal(0, 1000, above=True), default=1.0, metavar="F", help="2 is twice as fast (1)"
    )
    parser.add_argument("--seed", type=whole(), metavar="N", help="the same number gives the same calls")


def _add_run(commands: _SubParsersAction[Parser]) -> None:
    parser = _add(commands, "run", "the panel", "agentpanel run --server dialer.example:6500")
    _add_config(parser)
    parser.add_argument("--server", type=address, metavar="HOST:PORT", help="the dialer")
    parser.add_argument("--encoding", choices=_ENCODINGS, help="ascii is the 8-bit port, utf-16 the other")
    _add_instance(parser)


def _add_demo(commands: _SubParsersAction[Parser]) -> None:
    parser = _add(commands, "demo", "the panel on a dialer of its own, to look at", "agentpanel demo --speed 2")
    _add_scenario(parser)
    _add_config(parser)
    _add_instance(parser)


def _add_tour(commands: _SubParsersAction[Parser]) -> None:
    parser = _add(commands, "tour", "pictures of the panel in each state", "agentpanel tour --out pictures")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the pictures")


def _add_simulate(commands: _SubParsersAction[Parser]) -> None:
    parser = _add(commands, "simulate", "the embedded dialer alone", "agentpanel simulate --ledger calls.jsonl")
    port = whole(0, 65535)
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="where to listen (%(default)s)")
    parser.add_argument("--ascii-port", type=port, default=6502, metavar="N", help="8-bit port, 0: a free one (6502)")
    parser.add_argument(
        "--unicode-port", type=port, default=6500, metavar="N", help="UTF-16 port, 0: a free one (6500)"
    )
    _add_scenario(parser)
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="append a line of JSON for each finished call")


def _add_decode(commands: _SubParsersAction[Parser]) -> None:
    parser = _add(
        commands,
        "decode",
        "a captured stream of bytes to one line of JSON a message",
        "agentpanel decode --encoding ascii --side dialer capture.bin",
    )
    parser.add_argument("--encoding", choices=_ENCODINGS, default="utf-16", help="of the stream (%(default)s)")
    parser.add_argument("--side", choices=("client", "dialer"), help="who sent it; without it, either")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="the stream; standard input without it")


def _add_ctl(commands: _SubParsersAction[Parser]) -> None:
    parser = _add(commands, "ctl", "drive a running panel", "agentpanel ctl --wait 5 available")
    _add_instance(parser)
    parser.add_argument(
        "--wait",
        type=decimal(0, LONGEST_WAIT),
        metavar="S",
        help="seconds to wait until the dialer has confirmed or refused",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    for verb in VERBS:
        _add_verb(verbs, verb)


def _add_verb(verbs: _SubParsersAction[Parser], verb: Verb) -> None:
    parser = verbs.add_parser(
        verb.name,
        help=verb.help,
        description=f"{verb.help[0].upper()}{verb.help[1:]}.",
        example=f"agentpanel ctl {verb.example}",
        dashes_are_text=bool(verb.args) and all(arg.place is not None for arg in verb.args),
        check=lambda found: combination_fault(verb, arguments_of(found), lambda arg: arg.label),
    )
    for arg in verb.args:
        _add_arg(parser, arg)


def arguments_of(found: Namespace) -> dict[str, Any]:
    """The arguments of a verb that were given, by their names in a request."""
    named = {name.removeprefix(_ARG): value for name, value in vars(found).items() if name.startswith(_ARG)}
    return {name: value for name, value in named.items() if value is not None}


def _add_arg(parser: ArgumentParser, arg: Arg) -> None:
    name = f"{_ARG}{arg.name}"
    if arg.place is not None:
        count = "?" if arg.optional else None
        parser.add_argument(name, type=_reads(arg), metavar=arg.place, nargs=count, help=arg.help)
    elif arg.kind is Kind.FLAG:
        parser.add_argument(f"--{arg.name}", dest=name, action="store_const", const=True, help=arg.help)
    else:
        parser.add_argument(f"--{arg.name}", dest=name, type=_reads(arg), metavar=arg.metavar, help=arg.help)


def _reads(arg: Arg) -> Callable[[str], Any]:
    if arg.choices:
        return one_of(arg.choices)
    readers: dict[Kind, Callable[[str], Any]] = {Kind.FLAG: on_off, Kind.TIME: time, Kind.TEXT: str}
    return readers.get(arg.kind) or whole(*(arg.limits or ()))
