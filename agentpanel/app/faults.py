"""What ends a command that opens a window: one sentence, whatever it was and however deep it lay."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from typing import Final

from agentpanel.app.logs import start_log
from agentpanel.app.places import log_file
from agentpanel.instance import AlreadyRunningError, NoPlaceError
from agentpanel.journal.errors import JournalError
from agentpanel.settings.errors import SettingsError
from agentpanel.simulator.scenario import ScenarioError

_log: Final = logging.getLogger(__name__)
#: What can go wrong with the machine, the files or the settings; each says itself why.
_KNOWN: Final = (AlreadyRunningError, NoPlaceError, JournalError, ScenarioError, SettingsError, OSError)


def single(error: Exception, *more: type[Exception]) -> Exception:
    """The one to tell: the first known one, ``more`` kinds among them; what nobody knows is logged whole."""
    found = list(_leaves(error))
    known = [each for each in found if isinstance(each, (*_KNOWN, *more))]
    if len(known) < len(found):
        if not logging.getLogger().handlers:
            start_log(log_file())
        _log.error("the program met an error of its own", exc_info=error)
    return (known or found)[0]


def sentence(error: Exception) -> str:
    """One line for a person."""
    if isinstance(error, BrokenPipeError):
        return "The program that started the panel no longer reads its output."
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}."
    if isinstance(error, JournalError):
        return f"The journal cannot be used: {error}."
    made_here = isinstance(error, OSError) or type(error).__module__.startswith("agentpanel.")
    return str(error) if made_here else f"An error of the program itself: {type(error).__name__}: {error}"


def let_go_of_output() -> None:
    """Nobody reads it: what is still buffered goes nowhere, else Python would complain of it at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leaves(error: Exception) -> Iterator[Exception]:
    if isinstance(error, ExceptionGroup):
        for each in error.exceptions:
            yield from _leaves(each)
    else:
        yield error
