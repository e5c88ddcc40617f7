"""What a person, or a program in their place, can ask of the desk."""

from __future__ import annotations

from dataclasses import dataclass, field

from agentpanel.domain.snapshot import Login


class Intent:
    """Base of everything that can be asked."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Connect(Intent):
    """Open the link without logging in."""


@dataclass(frozen=True, slots=True)
class LogIn(Intent):
    """Open the link where there is none, then UA where a password is given, then AL."""

    login: Login
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class GoAvailable(Intent):
    """AA now, after AF, or at the end of wrap; withdraws a break that is asked."""


@dataclass(frozen=True, slots=True)
class TakeBreak(Intent):
    """Ask to be released, for one of the site's reasons: its code or its text."""

    reason: int | str


@dataclass(frozen=True, slots=True)
class LogOut(Intent):
    """Ask to be released and then log out; while logging in, cancel."""


@dataclass(frozen=True, slots=True)
class EndCall(Intent):
    """Hang up and start wrap (SW)."""


@dataclass(frozen=True, slots=True)
class Complete(Intent):
    """Give the outcome: in a call it is armed, in wrap it leaves at once (TC). Outcome 0..9999."""

    outcome: int | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PickOutcome(Intent):
    """Choose an outcome without completing; None takes the choice back."""

    outcome: int | None


@dataclass(frozen=True, slots=True)
class WriteNote(Intent):
    """Keep a note with the call; it never leaves this computer."""

    text: str


@dataclass(frozen=True, slots=True)
class SetTag(Intent):
    """Set tag ``number`` (1..6) of the call (ST); an empty text clears it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class DismissCall(Intent):
    """Put away a call that can no longer be completed; its row stays in Recent."""


@dataclass(frozen=True, slots=True)
class Disconnect(Intent):
    """Close the link at once; the login ends as the dialer decides."""
