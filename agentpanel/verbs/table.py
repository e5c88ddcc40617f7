"""The verbs of `agentpanel ctl`, as data.

What the desk can be asked has ``to_intent``; the others are the program's own (status, recent, login with the
settings' defaults, show, quit).
"""

from __future__ import annotations

from typing import Final

from agentpanel.verbs.calls import CALLS
from agentpanel.verbs.outcomes import OUTCOMES, PREVIEWS
from agentpanel.verbs.seat import PROGRAM, SEAT

VERBS: Final = (*PROGRAM, *SEAT, *PREVIEWS, *CALLS, *OUTCOMES)
BY_NAME: Final = {verb.name: verb for verb in VERBS}
