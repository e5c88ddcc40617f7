"""The verbs of `agentpanel ctl`: the command line, the control channel and its help all read one table.

A further verb is one more entry of the table.
"""

from __future__ import annotations

from agentpanel.verbs.reading import LONGEST_WAIT, Request, WrongRequestError, read_request
from agentpanel.verbs.shape import Arg, Kind, Site, Verb
from agentpanel.verbs.table import BY_NAME, VERBS

__all__ = [
    "BY_NAME",
    "LONGEST_WAIT",
    "VERBS",
    "Arg",
    "Kind",
    "Request",
    "Site",
    "Verb",
    "WrongRequestError",
    "read_request",
]
