"""Why a message is rejected, and the number that its ER carries.

The manual's own table of error codes is lost but for a few (behaviour.md 3.1). Those are used where their
condition matches. Every other condition has a number of the simulator's own, from 9001 on, that no real
dialer is known to use; a scenario may give it another one under ``[errors]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Conditions whose number the manual states.
STATED: Final[Mapping[str, int]] = {
    "campaign_or_agent_missing": 30,
    "call_not_identified": 120,
    "invalid_cause": 406,
    "transaction_missing": 803,
}

#: Conditions whose number is unknown, with the simulator's own number.
OWN: Final[Mapping[str, int]] = {
    # syntax and limits (behaviour.md 2)
    "unknown_message": 9001,
    "malformed": 9002,
    "superfluous_parameter": 9003,
    "missing_parameter": 9004,
    "not_numeric": 9005,
    "out_of_limits": 9006,
    "excluded_character": 9007,
    "flag_with_value": 9008,
    "repeated_parameter": 9009,
    "exclusive_parameters": 9010,
    # who and where (1.5, 2.4, 4.3)
    "unknown_tenant": 9020,
    "tenant_missing": 9021,
    "not_authenticated": 9022,
    "unknown_campaign": 9023,
    "campaign_closed": 9024,
    "wrong_campaign": 9025,
    "agent_in_use": 9026,
    "not_logged_in": 9027,
    # going available and away (4.4)
    "already_available": 9030,
    "awaiting_free": 9031,
    "not_available": 9032,
    "already_releasing": 9033,
    "not_free": 9034,
    "tie_up": 9035,
    # in a call (4.2, 5, 6)
    "no_call": 9040,
    "nothing_to_complete": 9041,
    "forbidden_outcome": 9042,
    "unknown_outcome": 9043,
    "recording_fixed": 9044,
    "already_so": 9045,
    "in_call": 9046,
    "unknown_sound": 9047,
    "sound_plays": 9048,
    # transfers and conferences (4.11)
    "no_transfer": 9060,
    "transfer_in_progress": 9061,
    "forbidden_transfer": 9062,
    "no_second_party": 9063,
    # previews (4.7)
    "no_preview": 9070,
    "already_dialed": 9071,
    "no_breather": 9072,
    # management (4.9, 7, 8)
    "unknown_queue": 9050,
    "transaction_in_use": 9051,
    "unknown_transaction": 9052,
    "not_permitted": 9053,
    "persist_in_use": 9054,
    "not_the_same_request": 9055,
    # what this dialer does not play, and what a scenario refuses on purpose
    "not_in_scenario": 9090,
    "refused_by_scenario": 9091,
}

NAMES: Final = frozenset(STATED) | frozenset(OWN)


class RefusedError(Exception):
    """A message is rejected as a whole; ``name`` is one of NAMES, ``number`` stands in for its own."""

    def __init__(self, name: str, number: int | None = None) -> None:
        self.name = name
        self.number = number
        super().__init__(name)


def number_of(refused: RefusedError, table: Mapping[str, int]) -> int:
    """EC, 1..9999: the refusal's own number, else the scenario's, else STATED or OWN."""
    if refused.number is not None:
        return refused.number
    name = refused.name
    return table.get(name) or STATED.get(name) or OWN[name]
