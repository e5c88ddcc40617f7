"""`agentpanel ctl`: one verb to a running panel, its answer as one line."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from agentpanel.commands.errors import FAILED, NOT_POSSIBLE, CommandError
from agentpanel.commands.parser import arguments_of
from agentpanel.control_client import NoAnswerError, NotRunningError, call
from agentpanel.output import json_line

#: Seconds beyond --wait for the panel itself to answer; `quit --force` takes up to 10 s (commands.md).
_PATIENCE: Final = 15.0


def ctl(options: Namespace) -> int:
    """0 when the panel took the verb, 1 when it refused or did not answer. Raises CommandError where none runs."""
    request = {"verb": options.verb, "args": arguments_of(options), "wait": options.wait}
    try:
        answer = call(options.instance, request, (options.wait or 0.0) + _PATIENCE)
    except NotRunningError as error:
        raise CommandError(str(error), NOT_POSSIBLE) from error
    except NoAnswerError as error:
        answer = {"ok": False, "error": str(error)}
    json_line(answer)
    return 0 if answer.get("ok") is True else FAILED
