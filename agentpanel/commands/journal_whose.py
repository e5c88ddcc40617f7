"""Whose calls a command may tell: those of the agent who is logged in, or all where the site allows it."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from agentpanel.commands.errors import CommandError
from agentpanel.control_client import NoAnswerError, NotRunningError, call
from agentpanel.settings.load import load_settings
from agentpanel.settings.places import site_file_path, user_file_path
from agentpanel.settings.settings import Settings

#: Seconds for a running panel to say who is logged in.
_PATIENCE_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Whose:
    """Calls of this tenant and agent; None: of all its agents."""

    tenant: str | None
    agent: str | None


def read_settings(options: Namespace) -> Settings:
    """As the panel reads them. Raises SettingsError."""
    return load_settings(site_file=site_file_path(), user_file=user_file_path(), config_file=options.config)


def whose(options: Namespace, settings: Settings) -> Whose:
    """Raises CommandError where nobody is known, or more is asked for than the site allows."""
    who = whose_if_known(options, settings)
    if who is None:
        raise CommandError(
            f"Nobody is logged in at a panel named {options.instance}, and the settings name no agent; "
            "log in there, or set login.agent."
        )
    return who


def whose_if_known(options: Namespace, settings: Settings) -> Whose | None:
    """Raises CommandError where more is asked for than the site allows."""
    login = settings.login
    tenant, agent, sees_all = login.tenant, login.agent, settings.rules.journal.all_agents
    if (panel := _panel(options.instance)) is not None and panel.get("agent"):
        tenant, agent, sees_all = panel.get("tenant"), panel["agent"], panel.get("sees_all", False)
    wants_others = options.all_agents or options.agent not in (None, agent)
    if wants_others and not sees_all:
        raise CommandError(_refusal(settings, agent))
    if options.all_agents:
        return Whose(tenant, None)
    # "" asks for the calls that no agent had.
    named = agent if options.agent is None else options.agent
    return None if named is None else Whose(tenant, named)


def start_of(when: date | datetime, zone: tzinfo) -> datetime:
    """The first moment of a day, or the time itself, in the dialer's zone where it has no offset."""
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=zone)
    return when if when.tzinfo is not None else when.replace(tzinfo=zone)


def end_of(when: date | datetime, zone: tzinfo) -> datetime:
    """The first moment after a day, or the time itself; the last one of the calendar where none comes after."""
    if isinstance(when, datetime):
        return start_of(when, zone)
    if when == date.max:
        return datetime.max.replace(tzinfo=zone)
    return start_of(when + timedelta(days=1), zone)


def _panel(instance: str) -> dict[str, Any] | None:
    """The status of the running panel, if one runs."""
    try:
        answer = call(instance, {"verb": "status", "args": {}, "wait": None}, _PATIENCE_S)
    except NotRunningError:
        return None
    except NoAnswerError as error:
        raise CommandError(f"Who is logged in could not be asked: {error}") from error
    return answer if answer.get("ok") is True else None


def _refusal(settings: Settings, agent: str | None) -> str:
    if not settings.rules.journal.all_agents:
        return "Calls of other agents are not yours to see here: the setting journal.all_agents is off."
    return f"Calls of other agents are not yours to see: {agent} has not the right of a supervisor."
