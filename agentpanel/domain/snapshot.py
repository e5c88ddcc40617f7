"""What the panel knows at one moment: frozen, bounded, and with no secret in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from agentpanel.domain.records import Sending
from agentpanel.domain.state import Link, Seat, WishKind, Work
from agentpanel.domain.words import Say
from agentpanel.protocol.data import CallData

T = TypeVar("T")

#: The number of recording tags of a session, T1 to T6 (behaviour.md 6).
TAGS = 6


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on two clocks: monotonic seconds for ages, an aware time for people."""

    mono: float
    wall: datetime


class Cause(Enum):
    """Who moved an axis."""

    START = "start"
    DIALER = "dialer"
    REQUEST = "request"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Axis(Generic[T]):
    """A value, since when, and by what."""

    value: T
    since: Instant
    cause: Cause = Cause.START


class Shown(Enum):
    """The one state that the window shows; the value is the word of `ctl status`."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    LOGGED_OUT = "logged_out"
    LOGGING_IN = "logging_in"
    NOT_READY = "not_ready"
    AVAILABLE = "available"
    BREAK_ASKED = "break_asked"
    RESERVED = "reserved"
    PREVIEW = "preview"
    BREATHER = "breather"
    MANUAL = "manual"
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    TRANSFER = "transfer"
    WRAP = "wrap"
    MONITORING = "monitoring"
    LOGGING_OUT = "logging_out"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Reason:
    """A break reason: the site's code (0..999999) and text, either may be missing (behaviour.md 4.4)."""

    code: int | None = None
    text: str | None = None
    #: Changed by the agent after the AU had left: the dialer does not know it.
    local: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked and is not confirmed."""

    kind: WishKind = WishKind.NONE
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who sits here; the password is not part of it."""

    campaign: str
    agent: str
    extension: str
    tenant: str | None = None
    name: str | None = None
    team: str | None = None
    user: str | None = None
    skill_set: str | None = None


class TagState(Enum):
    """How far a tag has come."""

    EMPTY = "empty"
    # written, not yet acknowledged
    SENT = "sent"
    # MV came: the dialer has it
    ACCEPTED = "accepted"
    # ER came, or it cannot reach the dialer any more: kept here only
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Tag:
    """One of T1 to T6: what the agent typed, and what became of it."""

    value: str = ""
    state: TagState = TagState.EMPTY
    why: Say | None = None


class Recording(Enum):
    """From RA alone (behaviour.md 6); the value is the word of `ctl status`."""

    UNKNOWN = "unknown"
    ON = "on"
    OFF = "off"
    FAILED = "failed"


class Completion(Enum):
    """How far the outcome of the call has come."""

    NONE = "none"
    # chosen in the call: leaves when it has ended
    ARMED = "armed"
    # being written to the journal
    SAVING = "saving"
    # TC was written
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The open call, or the last one that could not be completed (``lost`` says why)."""

    #: This panel's own key of the call's row, unique for ever.
    key: str
    session: str | None
    session_unique: str | None
    number: str | None
    campaign: str | None
    queue: str | None
    data: CallData | None
    offered: Instant
    connected: Instant | None = None
    ended: Instant | None = None
    tags: tuple[Tag, ...] = (Tag(),) * TAGS
    recording: Recording = Recording.UNKNOWN
    outcome: int | None = None
    note: str = ""
    completion: Completion = Completion.NONE
    #: SW was written, CE has not come.
    ending: bool = False
    #: The number was abandoned by the dialer before (AC's AR).
    abandoned_before: bool = False
    #: The row on disk is what the screen shows.
    saved: bool = False
    lost: Say | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that has left the desk: the key of its row, and how far its outcome came."""

    key: str
    state: Sending


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the agent; ``serial`` tells one from the next with the same words."""

    words: Say
    at: Instant
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The agent's desk at one moment."""

    link: Axis[Link]
    seat: Axis[Seat]
    wish: Axis[Wish]
    work: Axis[Work]
    #: The one shown state (panel.md 2), derived from the rest when the snapshot was made.
    shown: Axis[Shown]
    login: Login | None = None
    #: A login was asked while there was no link: it goes on when the link is up.
    login_waiting: bool = False
    #: The campaign of the login, and the present one (CU moves it).
    home_campaign: str | None = None
    campaign: str | None = None
    skills: tuple[str, ...] = ()
    #: AU was written and AF has not come: no AA may leave (behaviour.md 4.4).
    release_asked: Instant | None = None
    #: Why the agent is not ready, when AF or the agent said.
    free_reason: Reason | None = None
    call: Call | None = None
    #: What contradicts our picture, until the dialer's next LI, NA, AR, AF or NO.
    unexpected: Say | None = None
    notices: tuple[Notice, ...] = ()
    #: The row of the call before, and how far it came.
    finished: Finished | None = None
    #: Rows whose outcome waits to be written to the dialer.
    unsent: frozenset[str] = field(default_factory=frozenset)
    #: Seconds from the last request to its MV.
    latency_s: float | None = None
    #: When the dialer was last heard.
    last_word: Instant | None = None

    @property
    def notice(self) -> Notice | None:
        """The last sentence for the agent."""
        return self.notices[-1] if self.notices else None


def begin(at: Instant) -> Snapshot:
    """The desk before anything happened."""
    return Snapshot(
        link=Axis(Link.OFFLINE, at),
        seat=Axis(Seat.OUT, at),
        wish=Axis(Wish(), at),
        work=Axis(Work.IDLE, at),
        shown=Axis(Shown.OFFLINE, at),
    )
