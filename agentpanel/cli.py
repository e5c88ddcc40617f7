"""The program: one tree of commands, one sentence on standard error for what goes wrong, and the exit code.

0 done; 1 it did not work; 2 not possible here; 64 wrong usage.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from agentpanel.commands.errors import CommandError
from agentpanel.commands.parser import COMMANDS, build_parser
from agentpanel.output import use_utf8


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command line; its exit code. Raises SystemExit for --help and wrong usage, as argparse does."""
    use_utf8()
    options = build_parser().parse_args(_with_command(sys.argv[1:] if arguments is None else arguments))
    try:
        return _carry_out(options)
    except CommandError as error:
        return _tell(options, str(error), error.code)
    except KeyboardInterrupt:
        return _tell(options, "Stopped from the keyboard.", 1)
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        # The traceback is for `python -X dev`.
        if sys.flags.dev_mode:
            raise
        return _tell(options, _sentence(error), 1)


def _with_command(arguments: Sequence[str]) -> list[str]:
    """`run` stands where no command was given."""
    first = arguments[0] if arguments else ""
    given = first in COMMANDS or first in ("-h", "--help", "--version") or (first and not first.startswith("-"))
    return [*arguments] if given else ["run", *arguments]


def _carry_out(options: Namespace) -> int:
    """Each command is imported when it is used, so that those without a window start without Qt."""
    match options.command:
        case "decode":
            from agentpanel.commands.decode import decode as command
        case "simulate":
            from agentpanel.commands.simulate import simulate as command
        case "ctl":
            from agentpanel.commands.ctl import ctl as command
        case "journal":
            from agentpanel.commands.journal import journal as command
        case "tour":
            from agentpanel.commands.window import tour as command
        case "demo":
            from agentpanel.commands.window import demo as command
        case _:
            from agentpanel.commands.window import run as command
    return command(options)


def _tell(options: Namespace, sentence: str, code: int) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"agentpanel {options.command}: {sentence}\n")
    return code


def _sentence(error: Exception) -> str:
    """The words of an error that was made for people; of another its kind too."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}." if error.strerror else str(error)
    made_here = type(error).__module__.startswith("agentpanel.")
    return str(error) if made_here else f"An error of the program itself: {type(error).__name__}: {error}"


def _reader_left() -> int:
    """The program at the other end of the pipe has read enough; what is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
