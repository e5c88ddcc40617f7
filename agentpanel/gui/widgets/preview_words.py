"""What a preview, the pause between two, or a manual cycle asks of the agent, and how long it lasts, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from agentpanel.domain import words
from agentpanel.domain.parties import Preview
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant, Snapshot
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import fill, pretty_number, say, short_clock
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.widgets.call_name import caller_name
from agentpanel.gui.widgets.plain import inert

#: Seconds before the end of a limit from which its clock stands out.
HURRY_S = 10


@dataclass(frozen=True, slots=True)
class Count:
    """A clock: its time alone, the same in words, and whether the end is near."""

    time: str = ""
    words: str = ""
    hurry: bool = False


def _tr(text: str, **args: str | int) -> str:
    return fill(QCoreApplication.translate("previews", text), **args)


def sentence(s: Snapshot, rules: SiteRules) -> str:
    """What is going on, and what to do."""
    if s.work.value is Work.MANUAL:
        return say(words.MANUAL_CALLBACK if _is_callback(s) else words.MANUAL_BEGUN)
    if s.work.value is Work.BREATHER:
        later = _tr(QT_TRANSLATE_NOOP("previews", "The next record comes when there is one."))
        return later if s.next_asked else _tr(QT_TRANSLATE_NOOP("previews", "Pause before the next record."))
    preview = s.call.preview if s.call is not None else None
    return "" if preview is None else _of_preview(preview, rules)


def _of_preview(preview: Preview, rules: SiteRules) -> str:
    if preview.failed is not None:
        why = rules.reason_text(preview.failed) or _tr(
            QT_TRANSLATE_NOOP("previews", "result {number}"), number=preview.failed
        )
        return say(words.NOT_REACHED, why=inert(why))
    if preview.declined:
        return _tr(QT_TRANSLATE_NOOP("previews", "Declined. Wait for the dialer."))
    if not preview.decides:
        return say(words.DIALER_DIALS)
    if preview.dialing is not None:
        return say(words.DIALING_NOW)
    return _tr(QT_TRANSLATE_NOOP("previews", "Dial or decline this record."))


def _is_callback(s: Snapshot) -> bool:
    """A manual cycle has no call yet that could tell: the sentence does with which it began."""
    if s.call is not None and s.call.called_back_at is not None:
        return True
    begun = [each.words.text for each in s.notices if each.at.mono >= s.work.since.mono]
    return words.MANUAL_CALLBACK in begun


def who(s: Snapshot) -> str:
    """Whose record it is: the name, else the number where the dialer told it; without a record, what to do."""
    if s.work.value is Work.MANUAL:
        return _tr(
            QT_TRANSLATE_NOOP("previews", "Callback: dial with your phone")
            if _is_callback(s)
            else QT_TRANSLATE_NOOP("previews", "Dial with your phone")
        )
    call = s.call
    if call is None:
        return ""
    return caller_name(call) or inert(pretty_number(call.number) if call.number else "")


def count(s: Snapshot, now: Instant) -> Count:
    """What is left of a limit, else how long it lasts already; drawn from its beginning."""
    if s.work.value is Work.BREATHER:
        if s.next_asked or not s.breather_s:
            return Count()
        return _left(s.breather_s, s.work.since, now, QT_TRANSLATE_NOOP("previews", "next in {clock}"), hurries=False)
    preview = s.call.preview if s.call is not None else None
    if s.work.value is not Work.PREVIEW or preview is None or preview.declined or preview.failed is not None:
        return Count()
    if preview.dialing is not None:
        clock = short_clock(now.mono - preview.dialing.mono)
        return Count(clock, clock)
    if not preview.limit_s:
        return Count(words=_tr(QT_TRANSLATE_NOOP("previews", "no time limit")))
    return _left(preview.limit_s, preview.began, now, QT_TRANSLATE_NOOP("previews", "dialed in {clock}"), hurries=True)


def _left(limit: int, since: Instant, now: Instant, template: str, *, hurries: bool) -> Count:
    left = max(0.0, limit - (now.mono - since.mono))
    # A limit counts down to nothing: what is left of a second is shown as one.
    clock = short_clock(math.ceil(left))
    return Count(clock, _tr(template, clock=clock), hurries and left <= HURRY_S)
