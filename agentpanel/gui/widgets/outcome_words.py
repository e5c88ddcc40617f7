"""How far the outcome has come, and how long the wrap lasts, in words."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from agentpanel.domain import words
from agentpanel.domain.controls_desk import wrap_limit
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Completion, Instant, Snapshot
from agentpanel.domain.words import Say
from agentpanel.gui.i18n import fill, say, short_clock
from agentpanel.gui.widgets.mark import Sign
from agentpanel.gui.widgets.plain import inert


def progress(call: Call | None, problem: Say | None) -> tuple[str, Sign]:
    """What became of the entries; a problem with what was typed comes first."""
    if problem is not None:
        return inert(say(problem)), Sign.FAILED
    if call is None:
        return "", Sign.NOTHING
    match call.completion:
        case Completion.ARMED:
            return say(words.LEAVES_WHEN_ENDED), Sign.UNSENT
        case Completion.SAVING:
            return QCoreApplication.translate("outcomes", "Being saved…"), Sign.SENDING
        case Completion.SENT:
            return QCoreApplication.translate("outcomes", "Sent, not confirmed yet"), Sign.SENDING
    if call.saved:
        return QCoreApplication.translate("outcomes", "Saved on this computer"), Sign.DONE
    return "", Sign.NOTHING


def wrap_clock(s: Snapshot, rules: SiteRules, now: Instant) -> str:
    """The wrap: what is left of it where its limit is known, else how long it lasts."""
    call = s.call
    if call is None or call.ended is None:
        return ""
    lasted = now.mono - call.ended.mono
    left = wrap_left(s, rules, now)
    if left is None:
        return fill(QCoreApplication.translate("outcomes", "wrap {clock}"), clock=short_clock(lasted))
    return fill(QCoreApplication.translate("outcomes", "wrap ends in {clock}"), clock=short_clock(left))


def wrap_left(s: Snapshot, rules: SiteRules, now: Instant) -> int | None:
    """Seconds until the dialer closes the call, begun ones whole; None where there is no limit, or none is known."""
    limit = wrap_limit(s, rules)
    if s.call is None or s.call.ended is None or not limit:
        return None
    return math.ceil(max(0.0, limit - (now.mono - s.call.ended.mono)))
