"""Snapshots as a desk makes them, for tests and pictures of the window: one of each shown state, and strange ones."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from agentpanel.domain import words
from agentpanel.domain.parties import Preview
from agentpanel.domain.rules import (
    BreakReason,
    CampaignRule,
    OutcomeRule,
    SiteRules,
    TagKind,
    TagRule,
)
from agentpanel.domain.snapshot import (
    Axis,
    Call,
    Cause,
    Completion,
    Instant,
    Login,
    Notice,
    Reason,
    Recording,
    Shown,
    Snapshot,
    Tag,
    TagState,
    Wish,
    begin,
)
from agentpanel.domain.state import Link, Seat, WishKind, Work
from agentpanel.domain.view import shown_state
from agentpanel.domain.words import Say, say
from agentpanel.protocol.data import parse

if TYPE_CHECKING:
    from collections.abc import Callable

START: Final = Instant(1000.0, datetime(2024, 5, 6, 10, 42, 7, tzinfo=UTC))
#: What only a markup reader, a terminal or a bidirectional layout would stumble over.
MARKUP: Final = "<b>bold</b><img src='x'>&amp;"
ARABIC: Final = "خدمة العملاء"
OVERRIDE: Final = "\u202eevil\u202c\x07\ttail"
LONG: Final = "extraordinarily long words from the wire " * 12

RULES: Final = SiteRules(
    breaks=(
        BreakReason(code=1, text="Lunch", favourite=True, max_s=1800),
        BreakReason(code=2, text="Tea", favourite=True),
        BreakReason(code=3, text="Meeting", favourite=True),
        BreakReason(code=4, text="Training"),
        BreakReason(code=5, text="Personal"),
    ),
    outcomes=(
        OutcomeRule(code=105, text="Sale", category=6, favourite=True, requires=("T1",)),
        OutcomeRule(code=106, text="No interest", category=7, favourite=True),
        OutcomeRule(code=107, text="Wrong number", category=7, favourite=True),
        OutcomeRule(code=110, text="Already a customer", category=7),
        OutcomeRule(code=120, text="Needs a quote in writing", category=6),
        OutcomeRule(code=130, text="Language barrier", category=7),
        OutcomeRule(code=200, text="Not made", category=1),
    ),
    campaigns={"Sales-UK": CampaignRule(max_wrap_s=45), "Service": CampaignRule()},
    tags=(
        TagRule(label="Product", kind=TagKind.CHOICE, presets=("Fibre 100", "Fibre 500", "Mobile")),
        TagRule(label="Reference"),
        TagRule(label="Complaint", kind=TagKind.STAMP, presets=("complaint",)),
        TagRule(label="Signed by", kind=TagKind.STAMP),
        TagRule(label="Source", presets=("radio", "web", "friend")),
        TagRule(label="T6"),
    ),
)
#: As shipped: no outcomes, plain tags.
BARE_RULES: Final = SiteRules(breaks=RULES.breaks)


def later(seconds: float) -> Instant:
    """So long after START on both clocks."""
    return Instant(START.mono + seconds, START.wall + timedelta(seconds=seconds))


def snapshot(at: Instant = START, *, cause: Cause = Cause.DIALER, **changes: Any) -> Snapshot:
    """A desk with these slices replaced, and its one shown state derived as the desk does it."""
    made = dataclasses.replace(begin(at), **changes)
    since = changes["shown"].since if "shown" in changes else at
    return dataclasses.replace(made, shown=Axis(shown_state(made), since, cause))


def seated(work: Work = Work.IDLE, at: Instant = START, **changes: Any) -> Snapshot:
    """Logged in as agent 1001 to Sales-UK, doing this since ``at``."""
    link = Link.STALE if changes.pop("stale", False) else Link.UP
    slices: dict[str, Any] = {
        "link": Axis(link, at, Cause.LINK),
        "seat": Axis(Seat.IN, at, Cause.DIALER),
        "work": Axis(work, at, Cause.DIALER),
        "login": LOGIN,
        "home_campaign": LOGIN.campaign,
        "campaign": LOGIN.campaign,
        "skills": ("english", "fibre", "retention"),
        "latency_s": 0.023,
        "last_word": at,
    }
    return snapshot(at, **(slices | changes))


LOGIN: Final = Login(campaign="Sales-UK", agent="1001", extension="2001", name="Ada Example", skill_set="English")
DATA: Final = parse("Title~A~Ms|Forename~A~Jo|Surname~A~Example|Postcode~A~AB1 2CD|Contact_ID~N~00001234")


def a_call(at: Instant = START, **changes: Any) -> Call:
    """A call offered at ``at``."""
    fields: dict[str, Any] = {
        "key": "run-1",
        "session": "default_0001_00001234",
        "session_unique": "{7f3c}",
        "number": "+442079460000",
        "campaign": "Sales-UK",
        "queue": "VIP",
        "data": DATA,
        "offered": at,
    }
    return Call(**(fields | changes))


def wished(kind: WishKind, reason: Reason | None = None, at: Instant = START) -> dict[str, Any]:
    """The slices of a request that AU carries, asked at ``at``."""
    return {"wish": Axis(Wish(kind, reason), at, Cause.REQUEST), "release_asked": at}


def told(*sentences: Say, at: Instant = START) -> tuple[Notice, ...]:
    """Notices, the last one newest."""
    return tuple(Notice(words_, at, serial) for serial, words_ in enumerate(sentences, 1))


def tags(*made: Tag) -> tuple[Tag, ...]:
    """Six tags, the first ones as given."""
    return (*made, *[Tag()] * (6 - len(made)))


TALKING_CALL: Final = a_call(
    connected=later(8),
    recording=Recording.ON,
    tags=tags(
        Tag("Fibre 500", TagState.ACCEPTED),
        Tag("ORD-4711", TagState.SENT),
        Tag(),
        Tag(),
        Tag("radio", TagState.KEPT, say(words.WHY_REFUSED, code=122)),
    ),
)
#: To be decided within 30 s of START.
A_PREVIEW: Final = Preview(decides=True, limit_s=30, began=START)
LUNCH: Final = Reason(1, "Lunch")


def _seat(seat: Seat) -> Snapshot:
    return snapshot(
        link=Axis(Link.UP, START, Cause.LINK),
        seat=Axis(seat, START, Cause.REQUEST),
        login=LOGIN,
        last_word=START,
        latency_s=0.023,
    )


def _in_call(work: Work, **changes: Any) -> Snapshot:
    return seated(work, call=dataclasses.replace(TALKING_CALL, **changes))


_OF: Final[dict[Shown, Callable[[], Snapshot]]] = {
    Shown.OFFLINE: snapshot,
    Shown.CONNECTING: lambda: snapshot(link=Axis(Link.CONNECTING, START, Cause.LINK), login=LOGIN, login_waiting=True),
    Shown.LOGGED_OUT: lambda: _seat(Seat.OUT),
    Shown.LOGGING_IN: lambda: _seat(Seat.LOGGING_IN),
    Shown.LOGGING_OUT: lambda: _seat(Seat.LOGGING_OUT),
    Shown.NOT_READY: lambda: seated(free_reason=LUNCH),
    Shown.AVAILABLE: lambda: seated(Work.READY),
    Shown.BREAK_ASKED: lambda: seated(Work.READY, **wished(WishKind.BREAK, LUNCH)),
    Shown.RESERVED: lambda: seated(Work.RESERVED),
    Shown.PREVIEW: lambda: seated(Work.PREVIEW, call=a_call(queue=None, preview=A_PREVIEW)),
    Shown.BREATHER: lambda: seated(Work.BREATHER, breather_s=20),
    Shown.MANUAL: lambda: _in_call(Work.MANUAL),
    Shown.OFFERED: lambda: seated(Work.OFFERED, call=a_call(abandoned_before=True)),
    Shown.TALKING: lambda: _in_call(Work.TALKING),
    Shown.HELD: lambda: _in_call(Work.HELD),
    Shown.TRANSFER: lambda: _in_call(Work.TRANSFER),
    Shown.WRAP: lambda: _in_call(Work.WRAP, ended=later(159), outcome=105, saved=True),
    Shown.MONITORING: lambda: seated(Work.MONITORING),
    Shown.UNEXPECTED: lambda: seated(Work.READY, unexpected=say(words.OTHER_AGENT, agent="1007", own=LOGIN.agent)),
}


def of_state(shown: Shown) -> Snapshot:
    """A usual desk in this shown state."""
    return _OF[shown]()


def wrapping(**changes: Any) -> Snapshot:
    """In wrap since 159 s after START."""
    call = dataclasses.replace(TALKING_CALL, ended=later(159), **changes)
    return seated(Work.WRAP, later(159), call=call)


def lost_call() -> Snapshot:
    """The link went while a call was open: its entries stay until they are put away."""
    why = say(words.WHY_LINK_LOST)
    call = dataclasses.replace(TALKING_CALL, lost=why, ended=later(90), completion=Completion.NONE)
    sentence = say(words.LINK_LOST, reason=say(words.LINK_CLOSED_BY_PEER))
    return snapshot(login=LOGIN, call=call, notices=told(sentence))


def hostile() -> Snapshot:
    """Every text of the wire is as unpleasant as it may come."""
    call = dataclasses.replace(
        TALKING_CALL,
        number=MARKUP[:40],
        campaign=LONG[:80],
        queue=ARABIC + OVERRIDE,
        data=parse(f"{MARKUP}~A~{MARKUP}|{ARABIC}~A~{LONG}|x~A~{OVERRIDE}"),
        tags=tags(Tag(MARKUP, TagState.ACCEPTED), Tag(ARABIC, TagState.KEPT, say(words.VERBATIM, text=MARKUP))),
        note=MARKUP,
    )
    return seated(
        Work.TALKING,
        call=call,
        login=dataclasses.replace(LOGIN, agent=MARKUP, name=LONG),
        campaign=MARKUP,
        skills=(MARKUP, ARABIC),
        free_reason=Reason(None, MARKUP),
        notices=told(say(words.REFUSED_WITH_TEXT, what=MARKUP, code=9, text=ARABIC + OVERRIDE, now="", todo="")),
    )
