"""The transaction by which the dialer tells of outcomes, and its names (behaviour.md 8)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from agentpanel.domain.snapshot import Login

#: PS has 1 to 80 characters, TX 1 to 87; one name serves as both.
_MOST: Final = 80
#: What may stand in a name as it is: nothing that any table or page excludes, and not the dot that joins the parts.
_PLAIN: Final = re.compile("[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeList:
    """One EO: of ``campaign``, or of the whole tenant; ``token`` is its TX and, where it persists, its PS."""

    token: str
    everybody: bool
    campaign: str | None
    persists: bool
    #: Asked for again after the dialer had ended it unasked: once is enough.
    renewed: bool = False


def fixed_token(login: Login, campaign: str | None) -> str:
    """The same in every run of the panel, and another for each tenant, agent, and campaign (None: all of them).

    Fit to be an identifier: what is long, or has other characters than most names have, is hashed.
    """
    parts = ("agentpanel", login.tenant or "", login.agent, *(() if campaign is None else (campaign,)))
    name = ".".join(parts)
    if len(name) <= _MOST and all(_PLAIN.fullmatch(part) for part in parts):
        return name
    return f"agentpanel-{hashlib.sha256(repr(parts).encode()).hexdigest()[:40]}"
