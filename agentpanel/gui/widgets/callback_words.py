"""A callback in words: its time where the dialer is and where the customer is, and who calls whom."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from agentpanel.domain.parties import Callback
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call
from agentpanel.gui.i18n import fill, pretty_number
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.plain import inert


def _tr(text: str, **args: str | int) -> str:
    return fill(QCoreApplication.translate("callbacks", text), **args)


def zone_name(zone: tzinfo) -> str:
    """The IANA name, or "" for the machine's own zone, which has none."""
    return zone.key if isinstance(zone, ZoneInfo) else ""


def customer_zone(call: Call | None, rules: SiteRules) -> ZoneInfo | None:
    """The customer's zone, where the site names the key of the data that holds it and a zone of that name exists."""
    key = rules.calls.customer_zone_key
    data = call.data if call is not None else None
    name = data.fields.get(key, "").strip() if key and data is not None else ""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def exists(when: datetime) -> bool:
    """Whether the clocks of its zone show this time at all: they skip an hour when summer begins."""
    back = when.astimezone(UTC).astimezone(when.tzinfo)
    return back.replace(tzinfo=None) == when.replace(tzinfo=None)


def moment_text(when: datetime) -> str:
    """Day and time, as its zone's clocks show it."""
    moment = QDateTime(QDate(when.year, when.month, when.day), QTime(when.hour, when.minute))
    return QLocale().toString(moment, "ddd d MMM HH:mm")


def for_customer(when: datetime, zone: ZoneInfo | None) -> str:
    """The same moment on the customer's clock, or ""."""
    if zone is None:
        return ""
    there = moment_text(when.astimezone(zone))
    text = QT_TRANSLATE_NOOP("callbacks", "For the customer: {time} ({zone})")
    return _tr(text, time=there, zone=inert(zone.key))


def _short_for_customer(when: datetime, zone: ZoneInfo | None) -> str:
    if zone is None:
        return ""
    there = when.astimezone(zone)
    clock = f"{there:%H:%M}" if there.date() == when.date() else moment_text(there)
    return _tr(QT_TRANSLATE_NOOP("callbacks", "{time} for the customer"), time=clock)


def callback_text(callback: Callback, zone: tzinfo, customer: ZoneInfo | None) -> str:
    """All of it in a line."""
    when = callback.when.astimezone(zone)
    mine = QT_TRANSLATE_NOOP("callbacks", "by me")
    anyone = QT_TRANSLATE_NOOP("callbacks", "by anyone")
    parts = [
        _tr(QT_TRANSLATE_NOOP("callbacks", "Call back {time}"), time=moment_text(when)),
        _short_for_customer(when, customer),
        inert(pretty_number(callback.number)) if callback.number else "",
        _tr(mine if callback.mine else anyone),
    ]
    return " · ".join(part for part in parts if part)
