"""EO: a subscription to outcomes begins, or one that outlived its socket goes on (behaviour.md 8)."""

from __future__ import annotations

from collections import deque
from typing import Final

from agentpanel.protocol.messages import EnumerateFinished, EnumerateOutcomes, NewPersistentId
from agentpanel.simulator import enumerations, reporting
from agentpanel.simulator.checks import identifier
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request
from agentpanel.simulator.subscriptions import DEFAULT_RATE, Subscription

#: The bits of PG, supervisor and super user, of which one is needed (behaviour.md 1.5).
_SUPERVISOR: Final = 2 | 256


def ask(floor: Floor, request: Request, message: EnumerateOutcomes) -> None:
    """EO: OZ for each outcome from now on; with the PS of a transaction that lives, that one goes on."""
    _check(floor, request, message)
    known = _persistent(floor, message)
    made = enumerations.subscription(floor, request, message, besides=known)
    made.failures, made.successes = message.failures, message.successes
    made.persist, made.rate = message.persist, message.rate or DEFAULT_RATE
    made.told = deque(maxlen=floor.choices.persist_repeats)
    if known is None:
        floor.subscriptions.append(made)
    else:
        _check_again(floor, known, made)
        _take_place(floor, known, made)
    if known is not None and known.asks_for == made.asks_for:
        made.waiting = known.waiting
        reporting.roll(floor, made)
    elif made.persist is not None:
        _say_new(floor, made.client, made.persist)


def _check(floor: Floor, request: Request, message: EnumerateOutcomes) -> None:
    """Raises RefusedError for what nobody may ask, or not this client."""
    if message.management:
        raise RefusedError("not_permitted")  # MO is for the campaign manager only
    if message.persist is not None and floor.choices.persist == "refuse":
        raise RefusedError("superfluous_parameter")
    may_all = floor.choices.tenant_outcomes == "allow" or floor.clients[request.client].permissions & _SUPERVISOR
    if message.campaign is None and not may_all:
        raise RefusedError("not_permitted")


def _persistent(floor: Floor, message: EnumerateOutcomes) -> Subscription | None:
    """The transaction that has this PS."""
    if message.persist is None:
        return None
    return next((each for each in floor.subscriptions if each.persist == message.persist), None)


def _check_again(floor: Floor, known: Subscription, made: Subscription) -> None:
    """Whether the client may have what another request has begun. Raises RefusedError."""
    if known.client == made.client:
        raise RefusedError("transaction_in_use")
    if known.client is not None and floor.choices.persist_twice == "refuse":
        raise RefusedError("persist_in_use")
    same_name = known.transaction == made.transaction or floor.choices.persist_transaction == "any"
    same_wish = known.asks_for == made.asks_for or floor.choices.persist_changed == "replace"
    if not (same_name and same_wish):
        raise RefusedError("not_the_same_request")


def _take_place(floor: Floor, known: Subscription, made: Subscription) -> None:
    """In the old one's place; a living subscriber hears that its own is over."""
    if known.client is not None:
        floor.say(known.client, EnumerateFinished(tenant=known.tenant, transaction=known.transaction), "MA")
        known.lose()
    floor.subscriptions[floor.subscriptions.index(known)] = made
    floor.unwake(("roll", known.number))


def _say_new(floor: Floor, client: int | None, persist: str) -> None:
    """WP: nothing was kept under this PS. A PS that WP cannot carry goes without."""
    if floor.choices.persist_news and identifier(persist) is None:
        floor.say(client, NewPersistentId(persist=persist), "MA")
