"""What a person, or a program in their place, can ask of the desk."""

from __future__ import annotations

from dataclasses import dataclass, field

from agentpanel.domain.parties import Callback, Manner, Party, Target
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
    """Hang up and start wrap (SW); with a sound for the customer, or the customer sent to an outside address."""

    sound: str | None = None
    external: str | None = None


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


# -- previews (behaviour.md 4.7) ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dial(Intent):
    """Dial the number of the preview now (BD)."""


@dataclass(frozen=True, slots=True)
class Decline(Intent):
    """Do not dial it (BD with DD); an outcome 0..9999 may classify the call that was not made."""

    outcome: int | None = None


@dataclass(frozen=True, slots=True)
class NextPreview(Intent):
    """End the breather between previews (PN)."""


# -- the call at hand (behaviour.md 4.12, 6) ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hold(Intent):
    """Put somebody on hold or fetch them back (RH); without a party, the one who is there (WH left out)."""

    on: bool
    party: Party | None = None


@dataclass(frozen=True, slots=True)
class SwapHold(Intent):
    """Talk to the other one of two: the present hold is turned round (RH with WH 8)."""


@dataclass(frozen=True, slots=True)
class Mute(Intent):
    """Mute the agent's microphone or end that (RM)."""

    on: bool


@dataclass(frozen=True, slots=True)
class SendDigits(Intent):
    """Play digits 0-9 # * A-D into the call (DP)."""

    digits: str


@dataclass(frozen=True, slots=True)
class Record(Intent):
    """Start or stop the recording (RR), or the second, parallel one (KY)."""

    on: bool
    second: bool = False


@dataclass(frozen=True, slots=True)
class PlaySound(Intent):
    """Play a sound of the settings to everyone in the call (PM); None stops the one that plays."""

    name: str | None


# -- to somebody else (behaviour.md 4.11) -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TransferCall(Intent):
    """Give the call to somebody, or fetch them into it (TR); a queue takes it by RQ."""

    target: Target
    manner: Manner = Manner.SCREENED


@dataclass(frozen=True, slots=True)
class AnswerTransfer(Intent):
    """Accept or reject a transfer that is offered (TA)."""

    accept: bool


@dataclass(frozen=True, slots=True)
class RequeueCall(Intent):
    """Send the call back to a queue (RQ)."""

    queue: str


@dataclass(frozen=True, slots=True)
class WatchColleagues(Intent):
    """Ask for the live list of agents (EA), or end that (EE)."""

    on: bool


# -- wrap and outcome (behaviour.md 4.10, 4.13, 5) ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetCallback(Intent):
    """Ask for a callback with the outcome (BT, BN, BA of TC); None takes that back."""

    callback: Callback | None


@dataclass(frozen=True, slots=True)
class SetSale(Intent):
    """The amount (CO: a signed decimal of up to six digits) and success rate (SR: 0..100) that go with TC."""

    amount: str | None
    success_rate: int | None


@dataclass(frozen=True, slots=True)
class EditData(Intent):
    """Change one value of the call's data; it goes back with TC in the framing it came in."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class ExtendWrap(Intent):
    """So many more seconds of wrap, from now (AW)."""

    seconds: int


# -- moves and queues (behaviour.md 4.9, 7) -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MoveTo(Intent):
    """Move to another campaign (AM)."""

    campaign: str


@dataclass(frozen=True, slots=True)
class JoinQueue(Intent):
    """Join a queue or leave it (GM)."""

    queue: str
    on: bool = True
