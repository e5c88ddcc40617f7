"""Who logs in where nobody typed it: the settings' entries, and the password that is kept for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from agentpanel.address import address_text
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.snapshot import Login
from agentpanel.domain.words import Say, say
from agentpanel.settings.secrets import Found, Unfit
from agentpanel.settings.settings import Settings

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def login_of(settings: Settings, given: Mapping[str, Any] = _NOTHING) -> Login:
    """The settings' entries; what is ``given`` of campaign, agent and extension wins, an empty text too."""
    known = settings.login
    return Login(
        campaign=given.get("campaign", known.campaign or ""),
        agent=given.get("agent", known.agent or ""),
        extension=given.get("extension", known.extension or ""),
        tenant=known.tenant,
        name=known.name,
        team=known.team,
        user=known.user,
        skill_set=known.skill_set,
        nailed_up=known.nailed_up,
        auto_accept=known.auto_accept,
        auto_wrap=known.auto_wrap,
        record=known.record,
    )


def whose_calls(parts: Parts) -> tuple[str | None, str] | None:
    """Tenant and agent whose rows are shown: of the login, before the first one of the settings."""
    login = parts.session.snapshot.login or login_of(parts.settings)
    return (login.tenant, login.agent) if login.agent else None


async def kept_password(parts: Parts, login: Login) -> str | Say | None:
    """The password of this login, None where there is none or no keyring; a sentence where it cannot be sent."""
    server = address_text(parts.session.address)
    found = await parts.secrets.read(server, login.tenant, login.user or login.agent)
    if isinstance(found, Unfit):
        return unfit(found)
    return found.password if isinstance(found, Found) else None


def unfit(found: Unfit) -> Say:
    """Why the password is not used."""
    return say(words.PASSWORD_UNFIT, where=found.where, problem=found.problem)
