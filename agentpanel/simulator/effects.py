"""What the World wants done. The shell performs these in order."""

from __future__ import annotations

from dataclasses import dataclass

from agentpanel.protocol.message import Message
from agentpanel.simulator.ledger import LedgerRow

#: Names a timer: what it is for, and for whom.
Key = tuple[str, str | int]


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message to a client, in the client's framing, on this interface of service CG."""

    client: int
    message: Message
    interface: str


@dataclass(frozen=True, slots=True)
class Utter:
    """Send a text that need not be a message, with the terminator of the client's port."""

    client: int
    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Send bytes as they are."""

    client: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """Drop the client's socket; Dropped follows as for any lost client."""

    client: int


@dataclass(frozen=True, slots=True)
class Wake:
    """Give Woke(key) after so many real seconds; replaces an earlier Wake of the same key."""

    key: Key
    seconds: float


@dataclass(frozen=True, slots=True)
class Unwake:
    """Forget the Wake of this key; it may have gone off."""

    key: Key


@dataclass(frozen=True, slots=True)
class Finished:
    """A call is over for good."""

    row: LedgerRow


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody changed the outcome of a call that was over: ``row`` stands for ``old``."""

    old: LedgerRow
    row: LedgerRow


@dataclass(frozen=True, slots=True)
class Log:
    """A line for whoever watches."""

    text: str


Effect = Say | Utter | Raw | Close | Wake | Unwake | Finished | Changed | Log
