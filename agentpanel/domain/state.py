"""The four axes of an agent's state and the tables by which they change.

The law of this file: everything that moves an axis stands in these tables. A table is keyed by the
value and by a trigger; a pair that is not in a table does not fit, changes nothing, and is reported by the
caller. Triggers are named for what was heard, never for what was asked: LI, NA, NO, AF and AR also come
unasked (behaviour.md 4.2), so nobody may assume having caused them. Two messages that mean different
things at different times are split before the table: the first AC of a call is OFFERED, the second
CONNECTED (4.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Link(Enum):
    """The connection to the dialer."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    UP = "up"
    # the heartbeat is late: what we show may be old
    STALE = "stale"
    # gave up; says why
    FAILED = "failed"


class Seat(Enum):
    """The login."""

    OUT = "out"
    AUTHENTICATING = "authenticating"
    LOGGING_IN = "logging_in"
    # accepted, but LI does not come: the station is probably not up yet (4.3)
    TIE_UP = "tie_up"
    IN = "in"
    LOGGING_OUT = "logging_out"


class WishKind(Enum):
    """What the agent asked for and the dialer has not confirmed."""

    NONE = "none"
    AVAILABLE = "available"
    BREAK = "break"
    LOGOUT = "logout"


class Work(Enum):
    """What the agent is doing, in the dialer's words (4.1)."""

    # logged in, not available (DS 2)
    IDLE = "idle"
    # waiting for a call (DS 3)
    READY = "ready"
    # waiting, reserved for a callback (DS 12)
    RESERVED = "reserved"
    PREVIEW = "preview"
    BREATHER = "breather"
    MANUAL = "manual"
    # the phone rings (DS 10)
    OFFERED = "offered"
    TALKING = "talking"
    HELD = "held"
    TRANSFER = "transfer"
    # the voice has ended, TC is owed (DS 7)
    WRAP = "wrap"
    MONITORING = "monitoring"


class Heard(Enum):
    """Triggers of the work axis."""

    # NA
    AVAILABLE = "available"
    # AR
    READY = "ready"
    # AR with CB: reserved for a callback
    RESERVED = "reserved"
    # the first AC of a call
    OFFERED = "offered"
    # the second AC of a call, or the only one where the site says so
    CONNECTED = "connected"
    # BP that shows a record
    PREVIEWED = "previewed"
    # BP with PN: a pause before the next one
    BREATHING = "breathing"
    # BM: a manual cycle
    MANUAL = "manual"
    # TA: our transfer is offered, connected, or a conference
    TRANSFERRING = "transferring"
    # TA: it is over, or never came about
    TRANSFERRED = "transferred"
    # HA with ON: the call is held, whoever asked for it
    HELD = "held"
    # HA without ON
    RETRIEVED = "retrieved"
    # CE
    ENDED = "ended"
    # AF
    FREE = "free"
    # NO, or the link is lost
    GONE = "gone"


class SeatTrigger(Enum):
    """Triggers of the seat axis."""

    # UA was written
    CHECKING = "checking"
    # AL was written
    ASKING = "asking"
    # AL was accepted, LI is overdue
    WAITING = "waiting"
    # LI
    LOGGED_IN = "logged_in"
    # LO was written
    LEAVING = "leaving"
    # LO was refused or never answered
    STAYING = "staying"
    # NO, a refused login, or the link is lost
    LOGGED_OUT = "logged_out"


class LinkTrigger(Enum):
    """Triggers of the link axis."""

    OPENING = "opening"
    OPENED = "opened"
    LATE = "late"
    HEARD = "heard"
    LOST = "lost"
    GAVE_UP = "gave_up"


_CALLS: Final = {Heard.OFFERED: Work.OFFERED, Heard.CONNECTED: Work.TALKING}
#: What the dialer may say at any time: it is right, whatever we believed.
_ALWAYS: Final = {
    Heard.READY: Work.READY,
    Heard.RESERVED: Work.RESERVED,
    Heard.FREE: Work.IDLE,
    Heard.GONE: Work.IDLE,
    Heard.PREVIEWED: Work.PREVIEW,
    Heard.BREATHING: Work.BREATHER,
    Heard.MANUAL: Work.MANUAL,
}
_WAITING: Final = {**_ALWAYS, **_CALLS, Heard.AVAILABLE: Work.READY}
#: Another call may be announced while one is open: it is served, and told as a contradiction.
_IN_CALL: Final = {**_ALWAYS, **_CALLS, Heard.ENDED: Work.WRAP}

WORK: Final[Mapping[Work, Mapping[Heard, Work]]] = {
    Work.IDLE: _WAITING,
    Work.READY: _WAITING,
    Work.RESERVED: {**_ALWAYS, **_CALLS, Heard.AVAILABLE: Work.RESERVED},
    # NA alone, as after a move, ends nothing: AR follows it
    Work.PREVIEW: {**_ALWAYS, **_CALLS, Heard.AVAILABLE: Work.PREVIEW, Heard.ENDED: Work.WRAP},
    Work.BREATHER: {**_ALWAYS, **_CALLS, Heard.AVAILABLE: Work.BREATHER},
    Work.MANUAL: {**_ALWAYS, **_CALLS, Heard.AVAILABLE: Work.MANUAL, Heard.ENDED: Work.WRAP},
    Work.OFFERED: _IN_CALL,
    Work.TALKING: {**_IN_CALL, Heard.HELD: Work.HELD, Heard.TRANSFERRING: Work.TRANSFER},
    Work.HELD: {**_IN_CALL, Heard.RETRIEVED: Work.TALKING, Heard.TRANSFERRING: Work.TRANSFER},
    Work.TRANSFER: {
        **_IN_CALL,
        Heard.AVAILABLE: Work.TRANSFER,
        Heard.TRANSFERRING: Work.TRANSFER,
        Heard.TRANSFERRED: Work.TALKING,
    },
    # a new call may be announced before the AR that follows our TC was read
    Work.WRAP: {**_ALWAYS, **_CALLS, Heard.AVAILABLE: Work.WRAP},
    Work.MONITORING: {**_ALWAYS, **_CALLS, Heard.ENDED: Work.IDLE},
}

_DIALER_RULES: Final = {SeatTrigger.LOGGED_IN: Seat.IN, SeatTrigger.LOGGED_OUT: Seat.OUT}
SEAT: Final[Mapping[Seat, Mapping[SeatTrigger, Seat]]] = {
    Seat.OUT: {
        **_DIALER_RULES,
        SeatTrigger.CHECKING: Seat.AUTHENTICATING,
        SeatTrigger.ASKING: Seat.LOGGING_IN,
    },
    Seat.AUTHENTICATING: {**_DIALER_RULES, SeatTrigger.ASKING: Seat.LOGGING_IN},
    Seat.LOGGING_IN: {**_DIALER_RULES, SeatTrigger.WAITING: Seat.TIE_UP},
    Seat.TIE_UP: _DIALER_RULES,
    Seat.IN: {**_DIALER_RULES, SeatTrigger.LEAVING: Seat.LOGGING_OUT},
    Seat.LOGGING_OUT: {**_DIALER_RULES, SeatTrigger.STAYING: Seat.IN},
}

LINK: Final[Mapping[Link, Mapping[LinkTrigger, Link]]] = {
    Link.OFFLINE: {LinkTrigger.OPENING: Link.CONNECTING},
    Link.CONNECTING: {
        LinkTrigger.OPENED: Link.UP,
        LinkTrigger.GAVE_UP: Link.FAILED,
        LinkTrigger.LOST: Link.OFFLINE,
    },
    Link.UP: {LinkTrigger.LATE: Link.STALE, LinkTrigger.LOST: Link.OFFLINE},
    Link.STALE: {LinkTrigger.HEARD: Link.UP, LinkTrigger.LOST: Link.OFFLINE},
    Link.FAILED: {LinkTrigger.OPENING: Link.CONNECTING},
}
