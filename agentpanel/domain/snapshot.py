"""What the panel knows at one moment: frozen, bounded, and with no secret in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from agentpanel.domain.controls import Control
from agentpanel.domain.parties import Callback, Colleague, Incoming, Party, Preview, Transfer
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
    # asked of the dialer by AL: no ringing, transfers taken unasked, TC made by it, every call recorded
    nailed_up: bool = False
    auto_accept: bool = False
    auto_wrap: bool = False
    record: bool = False


class TagState(Enum):
    """How far a tag has come."""

    EMPTY = "empty"
    # written, not yet acknowledged
    SENT = "sent"
    # MV came: the dialer has it
    ACCEPTED = "accepted"
    # typed before the call: leaves with its first AC
    WAITING = "waiting"
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


@dataclass(frozen=True, slots=True)
class Failed:
    """Something asked for a call was refused, failed, or is overdue; a notice says why."""

    control: Control
    at: Instant


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
    #: The outcome left, or the call was put away: the end of wrap.
    completed: Instant | None = None
    tags: tuple[Tag, ...] = (Tag(),) * TAGS
    recording: Recording = Recording.UNKNOWN
    outcome: int | None = None
    note: str = ""
    completion: Completion = Completion.NONE
    #: SW was written, CE has not come.
    ending: bool = False
    #: The number was abandoned by the dialer before (AC's AR).
    abandoned_before: bool = False
    #: A record shown before its number is connected (BP); stays with the call that comes of it.
    preview: Preview | None = None
    #: A transfer or conference that this agent began (TR), as far as it has come.
    transfer: Transfer | None = None
    #: The call was given by another agent.
    incoming: Incoming | None = None
    #: From HA, and from a TA that means the customer waits (C4).
    held: frozenset[Party] = frozenset()
    #: From MK alone; None: not said yet.
    muted: bool | None = None
    #: The second, parallel recording (KY), from RA alone.
    second_recording: Recording = Recording.UNKNOWN
    #: The sound that plays (PS 0), by its name; "" where somebody else began it.
    playing: str | None = None
    #: Asked of the dialer for this call and not answered; and what did not come about last, each time another object.
    pending: frozenset[Control] = frozenset()
    failed: Failed | None = None
    #: Asked for in TC.
    callback: Callback | None = None
    #: This call is itself a callback: whose, and for when (AC's BA and BT, as text of the wire).
    called_back_for: str | None = None
    called_back_at: str | None = None
    #: The amount of a sale, as TC's CO takes it, and the success rate, 0 to 100.
    amount: str | None = None
    success_rate: int | None = None
    #: The agent changed the data: it goes back with TC.
    data_changed: bool = False
    #: Seconds from the end of the talk to the dialer's closing of the wrap, as our own AW set it.
    wrap_limit_s: int | None = None
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
    #: The rights of this login as bits (PG of US, behaviour.md 1.5); None: no US has told them.
    rights: int | None = None
    #: A login was asked while there was no link: it goes on when the link is up.
    login_waiting: bool = False
    #: The campaign of the login, and the present one (CU moves it).
    home_campaign: str | None = None
    campaign: str | None = None
    skills: tuple[str, ...] = ()
    #: Queues that GM joined in this login.
    queues: tuple[str, ...] = ()
    #: The campaign that an AM of ours asked for, until MS.
    moving_to: str | None = None
    #: The length of the breather (P2, seconds) while in one, and whether PN was written to end it.
    breather_s: int | None = None
    next_asked: bool = False
    #: Who else is logged in, from AZ; None: not asked for. ``colleagues_off``: why there is no list.
    colleagues: tuple[Colleague, ...] | None = None
    colleagues_off: Say | None = None
    #: Why the dialer tells fewer outcomes than the settings ask for, or none; None where it tells them all.
    fewer_outcomes: Say | None = None
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
    #: Seconds from the last request to its MV, and when the dialer was last heard.
    latency_s: float | None = None
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
