"""Who sits where: agent, present campaign and home, and a move that is under way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.snapshot import Snapshot
from agentpanel.gui.i18n import fill
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.plain import inert


def _tr(text: str, **args: str) -> str:
    return fill(QCoreApplication.translate("seats", text), **args)


def is_away(s: Snapshot) -> bool:
    """Whether the present campaign is not the one of the login."""
    return bool(s.home_campaign and s.campaign and s.home_campaign != s.campaign)


def seat_text(s: Snapshot) -> str:
    """In small print."""
    place = inert(s.campaign or "")
    if s.moving_to:
        moving = _tr(QT_TRANSLATE_NOOP("seats", "moving to {campaign}"), campaign=inert(s.moving_to))
        place = " · ".join(filter(None, (place, moving)))
    elif is_away(s):
        home = inert(s.home_campaign or "")
        place = _tr(QT_TRANSLATE_NOOP("seats", "{campaign} (home {home})"), campaign=place, home=home)
    agent = inert(s.login.agent) if s.login is not None else ""
    return " · ".join(filter(None, (place, agent)))


def seat_tip(s: Snapshot) -> str:
    """In a sentence."""
    if not s.campaign:
        return ""
    home, campaign = inert(s.home_campaign or s.campaign), inert(s.campaign)
    return _tr(
        QT_TRANSLATE_NOOP("seats", "You work for {campaign}; your home campaign is {home}."),
        campaign=campaign,
        home=home,
    )
