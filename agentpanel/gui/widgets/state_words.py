"""The words of the shown state, of the reason for it, and of what is asked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain import words
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Reason, Shown, Snapshot, Wish
from agentpanel.domain.state import Link, Seat, WishKind
from agentpanel.gui.i18n import ago, fill, say, short_clock
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.outcome_words import wrap_left
from agentpanel.gui.widgets.plain import inert

_WORDS: Final = {
    Shown.OFFLINE: QT_TRANSLATE_NOOP("states", "No connection"),
    Shown.CONNECTING: QT_TRANSLATE_NOOP("states", "Connecting"),
    Shown.LOGGED_OUT: QT_TRANSLATE_NOOP("states", "Logged out"),
    Shown.LOGGING_IN: QT_TRANSLATE_NOOP("states", "Logging in"),
    Shown.NOT_READY: QT_TRANSLATE_NOOP("states", "Not ready"),
    Shown.AVAILABLE: QT_TRANSLATE_NOOP("states", "Available"),
    Shown.BREAK_ASKED: QT_TRANSLATE_NOOP("states", "Break asked"),
    Shown.RESERVED: QT_TRANSLATE_NOOP("states", "Reserved"),
    Shown.PREVIEW: QT_TRANSLATE_NOOP("states", "Preview"),
    Shown.BREATHER: QT_TRANSLATE_NOOP("states", "Breather"),
    Shown.MANUAL: QT_TRANSLATE_NOOP("states", "Manual call"),
    Shown.OFFERED: QT_TRANSLATE_NOOP("states", "Ringing"),
    Shown.TALKING: QT_TRANSLATE_NOOP("states", "Talking"),
    Shown.HELD: QT_TRANSLATE_NOOP("states", "On hold"),
    Shown.TRANSFER: QT_TRANSLATE_NOOP("states", "Transfer"),
    Shown.WRAP: QT_TRANSLATE_NOOP("states", "Wrap"),
    Shown.MONITORING: QT_TRANSLATE_NOOP("states", "Monitoring"),
    Shown.LOGGING_OUT: QT_TRANSLATE_NOOP("states", "Logging out"),
    Shown.UNEXPECTED: QT_TRANSLATE_NOOP("states", "Unexpected"),
}
_LOGOUT_ASKED: Final = QT_TRANSLATE_NOOP("states", "Log-out asked")
_OUT: Final = (Shown.OFFLINE, Shown.CONNECTING, Shown.LOGGED_OUT)


def _tr(text: str, **args: str | int) -> str:
    return fill(QCoreApplication.translate("states", text), **args)


def state_word(s: Snapshot) -> str:
    """The shown state in a word or two."""
    asked = s.shown.value is Shown.BREAK_ASKED and s.wish.value.kind is WishKind.LOGOUT
    return _tr(_LOGOUT_ASKED if asked else _WORDS[s.shown.value])


def reason_text(reason: Reason | None, rules: SiteRules) -> str:
    """A break reason as the site names it, else its own text, else its number."""
    if reason is None:
        return ""
    rule = rules.break_by(reason.code) if reason.code is not None else None
    known = (rule.text if rule else None) or reason.text
    return inert(known) if known else _tr("Reason {number}", number=reason.code or 0)


def wish_text(wish: Wish, rules: SiteRules) -> str:
    """What was asked for: the reason of a break, or the state."""
    match wish.kind:
        case WishKind.BREAK:
            return reason_text(wish.reason, rules) or _tr("Break")
        case WishKind.LOGOUT:
            return _tr("Log out")
        case WishKind.AVAILABLE:
            return _tr("Available")
    return ""


def wish_line(s: Snapshot, rules: SiteRules, now: Instant) -> str:
    """The wish with its age; "" without one."""
    wish = s.wish.value
    if wish.kind is WishKind.NONE or s.shown.value in _OUT:
        return ""
    age = ago(now.mono - s.wish.since.mono)
    local = wish.reason is not None and wish.reason.local
    text = QT_TRANSLATE_NOOP("states", "next: {what} (asked {ago}; this reason is kept here only)")
    plain = QT_TRANSLATE_NOOP("states", "next: {what} (asked {ago})")
    return _tr(text if local else plain, what=wish_text(wish, rules), ago=age)


def short_wish(s: Snapshot, rules: SiteRules) -> str:
    """The wish where there is room for a word."""
    if s.wish.value.kind is WishKind.NONE or s.shown.value in _OUT:
        return ""
    return _tr("→ {what}", what=wish_text(s.wish.value, rules))


def detail_line(s: Snapshot, rules: SiteRules, now: Instant) -> str:
    """What belongs to the state: why, or where."""
    if s.shown.value in _OUT:
        return _away(s)
    if s.link.value is Link.STALE:
        silent = now.mono - (s.last_word or s.link.since).mono
        return say(words.STALE, seconds=max(0, int(silent)))
    if s.shown.value is Shown.UNEXPECTED and s.unexpected is not None:
        return inert(say(s.unexpected))
    if s.seat.value is Seat.TIE_UP:
        return say(words.TIE_UP)
    if s.shown.value is Shown.NOT_READY and s.free_reason is not None:
        return _break_line(s, rules, now)
    if s.shown.value is Shown.WRAP and (left := wrap_left(s, rules, now)) is not None:
        return _tr("ends in {clock} · {campaign}", clock=short_clock(left), campaign=inert(s.campaign or ""))
    return inert(s.campaign or "")


def _away(s: Snapshot) -> str:
    if s.shown.value is Shown.CONNECTING:
        return _tr("Then you are logged in.") if s.login_waiting else ""
    if s.shown.value is Shown.LOGGED_OUT:
        return _tr("Log in to take calls.")
    return _tr("The server cannot be reached.") if s.link.value is Link.FAILED else _tr("Log in to connect.")


def _break_line(s: Snapshot, rules: SiteRules, now: Instant) -> str:
    """The reason, and how much of its time is left where the site limits it."""
    reason = s.free_reason
    text = reason_text(reason, rules)
    rule = rules.break_by(reason.code) if reason is not None and reason.code is not None else None
    if rule is None or not rule.max_s:
        return text
    left = rule.max_s - (now.mono - s.shown.since.mono)
    clock = short_clock(abs(left))
    if left < 0:
        return _tr("{reason}, over its time by {clock}", reason=text, clock=clock)
    return _tr("{reason}, {clock} left", reason=text, clock=clock)
