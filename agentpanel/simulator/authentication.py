"""UA: who a connection is (behaviour.md 1.5)."""

from __future__ import annotations

from agentpanel.protocol.kinds import RuleBroken, identifier
from agentpanel.protocol.messages import UserAuthenticate, UserStatus
from agentpanel.simulator.faults import RefusedError
from agentpanel.simulator.floor import Floor
from agentpanel.simulator.request import Request
from agentpanel.simulator.scenario import User

DONE, NO_USER, BAD_PASSWORD, BADLY_FORMED, LOCKED, NOT_THEIR_ENDPOINT = 0, 1, 2, 3, 5, 7
_IDENTIFIER = identifier(1, 80)


def authenticate(floor: Floor, request: Request, message: UserAuthenticate) -> None:
    """UA, answered by US with RS 0 to 7; with CK the connection keeps the rights it has."""
    name = message.agent or message.user
    if name is None:
        raise RefusedError("campaign_or_agent_missing")
    if not _is_identifier(name):
        raise RefusedError("excluded_character")  # US could not carry it
    if message.auth_key is not None or message.license is not None:
        raise RefusedError("not_in_scenario")  # the vendor's own
    user = _user(floor, message)
    status = _verdict(floor, user, message)
    permissions = (user.permissions if user else floor.choices.permissions) if status == DONE else 0
    if status == DONE and not message.check_only:
        client = floor.clients[request.client]
        client.authenticated, client.permissions = True, permissions
    answer = UserStatus(tenant=message.tenant, agent=name, permissions=permissions, status=status)
    floor.say(request.client, answer, request.interface)


def _user(floor: Floor, message: UserAuthenticate) -> User | None:
    """By QI, else by AN as a user's name or as one of a user's endpoints."""
    for user in floor.scenario.users:
        by_agent = message.user is None and (message.agent == user.name or message.agent in user.endpoints)
        if message.user == user.name or by_agent:
            return user
    return None


def _verdict(floor: Floor, user: User | None, message: UserAuthenticate) -> int:
    if not _is_identifier(message.password):
        return BADLY_FORMED
    if user is None:
        return NO_USER if floor.scenario.users else DONE
    if user.answer is not None:
        return user.answer
    if floor.wrong_passwords.get(user.name, 0) >= (floor.choices.lockout_after or float("inf")):
        return LOCKED
    if user.password not in (None, message.password):
        floor.wrong_passwords[user.name] = floor.wrong_passwords.get(user.name, 0) + 1
        return BAD_PASSWORD
    if user.endpoints and message.agent is not None and message.agent not in user.endpoints:
        return NOT_THEIR_ENDPOINT
    floor.wrong_passwords.pop(user.name, None)
    return DONE


def _is_identifier(text: str) -> bool:
    try:
        _IDENTIFIER.encode(text)
    except RuleBroken:
        return False
    return True
