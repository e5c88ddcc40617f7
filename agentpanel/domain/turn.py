"""The handling of one event: a snapshot in the making, and the effects that it will have.

A Turn is made by the Desk for one event and forgotten after it. What must be remembered from one event
to the next, but is nobody's to see, is in Memory.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Final, cast

from agentpanel.domain.controls import Control
from agentpanel.domain.effects import Effect, Send, Unwake, Wake
from agentpanel.domain.events import Deadline
from agentpanel.domain.parties import Transfer
from agentpanel.domain.records import Pause
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Axis, Cause, Instant, Notice, Reason, Snapshot, Wish
from agentpanel.domain.state import LINK, SEAT, WORK, Heard, LinkTrigger, SeatTrigger, WishKind
from agentpanel.domain.transactions import OutcomeList
from agentpanel.domain.words import Say, say
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import TransferToAgent
from agentpanel.protocol.tokens import Ledger, Request, Stage
from agentpanel.protocol.version import reached

#: Sentences that a snapshot carries; the older ones are in the wire log's time line anyway.
_NOTICES: Final = 20


#: What only a login has, as it stands without one.
SEAT_LEFT: Final[dict[str, Any]] = {
    "queues": (),
    "moving_to": None,
    "breather_s": None,
    "next_asked": False,
    "colleagues": None,
    "colleagues_off": None,
    "fewer_outcomes": None,
}


@dataclass(slots=True)
class Memory:
    """What the desk remembers between events."""

    ledger: Ledger
    #: Unique for ever: begins every row's key.
    key_prefix: str
    password: str | None = field(default=None, repr=False)
    notices: int = 0
    calls: int = 0
    #: The last version number given to a row.
    versions: dict[str, int] = field(default_factory=dict)
    #: Token of a TC to the key of its row.
    completing: dict[str, str] = field(default_factory=dict)
    #: Rows whose call a logout ended before any answer to their outcome: silence is no yes.
    doubtful: set[str] = field(default_factory=set)
    #: Key of a row to why its outcome was refused, until another one is given.
    refusals: dict[str, Say] = field(default_factory=dict)
    #: Token of an ST to the key of the call whose tags it carried.
    tagging: dict[str, str] = field(default_factory=dict)
    #: This dialer acknowledges by MV, so what it has not acknowledged it has not read.
    acknowledges: bool = False
    #: A manual cycle (BM) runs: the agent dials, so that the first AC is the connection.
    by_phone: bool = False
    #: When AF was heard last, monotonic seconds.
    freed: float = float("-inf")
    #: The outcomes asked for by EO, how many times any were, and the transactions (TX) whose EF follows an EE.
    outcomes: OutcomeList | None = None
    lists: int = 0
    ending: list[str] = field(default_factory=list)
    #: The persist token (PS) of outcomes that a lost link left, to be asked for again.
    left: str | None = None
    #: The dialer refused the outcomes of all agents in this login.
    all_refused: bool = False
    #: The break that lasts, and how many there were.
    pause: Pause | None = None
    pauses: int = 0
    heartbeat_refused: bool = False
    #: Token of an AW to the key of the call that it is for, and the limit it asks for.
    extending: dict[str, tuple[str, int]] = field(default_factory=dict)
    #: An AW of ours holds: it is taken back when its call is closed.
    extended: bool = False
    #: Token of a GM to its queue, and whether it joins.
    joining: dict[str, tuple[str, bool]] = field(default_factory=dict)
    #: Queues to be in: a login ends all, so the next one joins them again.
    queues: tuple[str, ...] = ()
    #: Token of an unanswered request about a call to that call's key and what it asks for.
    controlling: dict[str, tuple[str, Control]] = field(default_factory=dict)
    #: Token of a TR to the transfer that it begins.
    transferring: dict[str, Transfer] = field(default_factory=dict)
    #: XA came before the call that it belongs to.
    handed: TransferToAgent | None = None
    #: The transaction (TX) of the list of agents asked for by EA.
    watching: str | None = None


class Turn:
    """One event's work. ``snapshot`` is replaced as it goes; ``effects`` are in the order of doing."""

    def __init__(self, snapshot: Snapshot, rules: SiteRules, memory: Memory, at: Instant, zone: tzinfo) -> None:
        """``zone`` is the dialer's, for points in time on the wire (behaviour.md 2.6)."""
        self.zone = zone if rules.inferred.times_are_local else UTC
        self.snapshot = snapshot
        self.rules = rules
        self.memory = memory
        self.at = at
        self.effects: list[Effect] = []

    def set(self, **changes: Any) -> None:
        self.snapshot = dataclasses.replace(self.snapshot, **changes)

    def do(self, effect: Effect) -> None:
        self.effects.append(effect)

    def tell(self, text: str, /, **args: str | int | Say) -> None:
        """Show the agent a sentence."""
        self.tell_words(say(text, **args))

    def tell_words(self, words: Say) -> None:
        self.memory.notices += 1
        notice = Notice(words, self.at, self.memory.notices)
        self.set(notices=(*self.snapshot.notices, notice)[-_NOTICES:])

    # -- axes: each answers whether the trigger fits ----------------------------------------------------

    def move_link(self, trigger: LinkTrigger) -> bool:
        there = LINK[self.snapshot.link.value].get(trigger)
        if there is None:
            return False
        self.set(link=Axis(there, self.at, Cause.LINK))
        return True

    def move_seat(self, trigger: SeatTrigger, cause: Cause = Cause.DIALER) -> bool:
        there = SEAT[self.snapshot.seat.value].get(trigger)
        if there is None:
            return False
        if there is not self.snapshot.seat.value:
            self.set(seat=Axis(there, self.at, cause))
        return True

    def move_work(self, heard: Heard, cause: Cause = Cause.DIALER) -> bool:
        there = WORK[self.snapshot.work.value].get(heard)
        if there is None:
            return False
        if there is not self.snapshot.work.value:
            self.set(work=Axis(there, self.at, cause))
        return True

    def wish(self, kind: WishKind, reason: Reason | None = None, cause: Cause = Cause.REQUEST) -> None:
        wanted = Wish(kind, reason)
        if wanted != self.snapshot.wish.value:
            since = self.at if kind is not self.snapshot.wish.value.kind else self.snapshot.wish.since
            self.set(wish=Axis(wanted, since, cause))

    def wishes(self, kind: WishKind) -> bool:
        return self.snapshot.wish.value.kind is kind

    # -- requests -----------------------------------------------------------------------------------------

    def about_me(self) -> dict[str, Any]:
        """The fields that name this agent in a request of the agent layer."""
        s = self.snapshot
        login = s.login
        campaign = s.campaign if self.rules.inferred.campaign_after_cu else s.home_campaign
        return {
            "tenant": login.tenant if login and self.rules.inferred.send_tenant else None,
            "campaign": campaign,
            "agent": login.agent if login else None,
        }

    def request(self, make: type[Message], **fields: Any) -> Request:
        """Send a message with a fresh token and watch for its answer."""
        named, build = self._name_who(make, fields), cast(Callable[..., Message], make)
        made = self.memory.ledger.issue(lambda token: build(**named, token=token), self.at.mono)
        self.do(Send(made.message))
        self.watch(made.token)
        return made

    def _name_who(self, make: type[Message], fields: dict[str, Any]) -> dict[str, Any]:
        """The user in place of the endpoint, where the message takes one or the other (behaviour.md 4.16)."""
        login, user = self.snapshot.login, make.META.by_code.get("QI")
        if login is None or not login.user or user is None or not self.rules.inferred.name_the_user:
            return fields
        either = "QI" in make.META.exclusive and fields.get("agent") == login.agent
        if not either or not reached(self.rules.version, user.since):
            return fields
        return {**fields, "agent": None, "user": login.user}

    def watch(self, token: str) -> None:
        """(Re)start the deadline of a request."""
        if self.rules.request_timeout_s > 0:
            self.do(Wake(Deadline(token), self.rules.request_timeout_s))

    def settle(self, token: str) -> Request | None:
        """The request has had its answer."""
        if self.rules.request_timeout_s > 0:
            self.do(Unwake(Deadline(token)))
        return self.memory.ledger.settle(token)

    def settle_all(self, *kinds: type[Message]) -> list[Request]:
        """Requests of these kinds have had their answer, which does not repeat the token (behaviour.md 2.5)."""
        mine = [r for r in self.memory.ledger.open if isinstance(r.message, kinds)]
        for request in mine:
            self.settle(request.token)
        return mine

    def settle_read(self, *kinds: type[Message]) -> list[Request]:
        """As settle_all, but one that the dialer has not read yet stays open: its answer is still to come."""
        read = [r for r in self.memory.ledger.open if isinstance(r.message, kinds) and self.was_read(r)]
        for request in read:
            self.settle(request.token)
        return read

    def was_read(self, request: Request) -> bool:
        """Whether what the dialer says now can be its answer to this request (MV comes first, behaviour.md 2.5)."""
        return request.stage is Stage.ACCEPTED or not self.memory.acknowledges

    def awaits(self, kind: type[Message]) -> bool:
        """Whether a request of this kind is unanswered."""
        return any(isinstance(r.message, kind) for r in self.memory.ledger.open)
