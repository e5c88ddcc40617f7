"""The desk told to programs: the objects of `ctl status` and `ctl recent` (texts as on the wire)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentpanel.domain.controls import Control
from agentpanel.domain.parties import Callback, Preview
from agentpanel.domain.records import Entry
from agentpanel.domain.rights import sees_all
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Instant, Reason, Snapshot
from agentpanel.domain.state import WishKind
from agentpanel.domain.status_call import control_of_call
from agentpanel.domain.view import View, view

Json = dict[str, Any]


def status(s: Snapshot, rules: SiteRules, now: Instant, *, always: Sequence[str] = ()) -> Json:
    """The object of `ctl status`; ``always`` are verbs beyond the desk's that would be taken now."""
    shown = view(s, rules)
    return {
        "shown": shown.shown.value,
        "since_s": max(0.0, now.mono - s.shown.since.mono),
        "link": s.link.value.value,
        "seat": s.seat.value.value,
        "work": s.work.value.value,
        "wish": _wish(s, now),
        "campaign": s.campaign,
        "home_campaign": s.home_campaign,
        "moving_to": s.moving_to,
        "tenant": s.login.tenant if s.login else None,
        "agent": s.login.agent if s.login else None,
        "sees_all": sees_all(s, rules),
        "skills": list(s.skills),
        "queues": list(s.queues),
        "call": None if s.call is None else _call(s.call),
        "controls": [*_verbs(shown), *always],
        "unsent": len(s.unsent),
        "notice": str(s.notice.words) if s.notice else None,
    }


def row(entry: Entry) -> Json:
    """One object of `ctl recent`."""
    return {
        "session": entry.session or entry.number,
        "number": entry.number,
        "campaign": entry.campaign,
        "queue": entry.queue,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "tags": _named(entry.tags),
        "started": entry.started.isoformat(),
        "state": entry.state.value,
        "declined": entry.declined,
    }


def _verbs(shown: View) -> list[str]:
    """Who may join a queue may leave one too."""
    on = [control for control, why in shown.controls.items() if why is None]
    return [control.value for control in on] + (["leave"] if Control.JOIN in on else [])


def _named(tags: Sequence[str]) -> dict[str, str]:
    return {f"T{n}": text for n, text in enumerate(tags, 1) if text}


def _wish(s: Snapshot, now: Instant) -> Json | None:
    wish = s.wish.value
    if wish.kind is WishKind.NONE:
        return None
    return {
        "kind": wish.kind.value,
        "reason": None if wish.reason is None else _reason(wish.reason),
        "asked_s": max(0.0, now.mono - s.wish.since.mono),
    }


def _reason(reason: Reason) -> Json:
    return {"code": reason.code, "text": reason.text}


def _call(call: Call) -> Json:
    data = call.data
    keyed = dict(data.fields) if data is not None and data.fields else None
    return {
        "session": call.session or call.number,
        "number": call.number,
        "campaign": call.campaign,
        "queue": call.queue,
        "data": keyed if keyed is not None else (data.text if data is not None else None),
        "tags": _named([tag.value for tag in call.tags]),
        "recording": call.recording.value,
        "outcome": call.outcome,
        "preview": None if call.preview is None else _preview(call.preview),
        "callback": None if call.callback is None else _callback(call.callback),
        "amount": call.amount,
        "success_rate": call.success_rate,
        **control_of_call(call),
    }


def _preview(preview: Preview) -> Json:
    return {
        "decides": preview.decides,
        "limit_s": preview.limit_s,
        "dialing": preview.dialing is not None,
        "declined": preview.declined,
    }


def _callback(callback: Callback) -> Json:
    return {"when": callback.when.isoformat(), "number": callback.number, "mine": callback.mine}
