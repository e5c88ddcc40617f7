"""The agent's desk: events in, a new snapshot and a list of effects out. Pure.

This is the only place where a Snapshot is replaced. The order of one event's work is always the same:
the event's handler moves the axes through the tables of state.py, adds effects in the order of doing, and
tells the agent what happened; at the end the one shown state is derived again. A handler never undoes
another's work, and never assumes that what the dialer says was caused by what we asked.
"""

from __future__ import annotations

from datetime import tzinfo

from agentpanel.domain import words
from agentpanel.domain.answers import accepted, not_sent, overdue, refused
from agentpanel.domain.asked import ask, start_login
from agentpanel.domain.completing import send_outcome, waited
from agentpanel.domain.effects import Effect
from agentpanel.domain.events import (
    Asked,
    Deadline,
    Event,
    Heartbeat,
    Launching,
    LinkFailed,
    LinkLost,
    LinkUp,
    NotSent,
    Received,
    Recorded,
    RecordFailed,
    Reported,
    Saving,
    Woke,
)
from agentpanel.domain.guard import refusal
from agentpanel.domain.heard import hear
from agentpanel.domain.intents import Intent
from agentpanel.domain.links import link_up, look_for_life, lose_link
from agentpanel.domain.outcome_reports import outcomes_reported
from agentpanel.domain.previews import launched
from agentpanel.domain.rows import change_call
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Axis, Cause, Instant, Snapshot, begin
from agentpanel.domain.state import Link, LinkTrigger
from agentpanel.domain.turn import Memory, Turn
from agentpanel.domain.view import shown_state
from agentpanel.domain.words import Say, say
from agentpanel.protocol.codec import Reading
from agentpanel.protocol.framing import Damaged
from agentpanel.protocol.messages import ErrorReport, MessageVerify, OutcomeData
from agentpanel.protocol.tokens import Ledger


class Desk:
    """One agent's desk. ``prefix`` makes tokens, transactions and row keys unique to this run of the panel."""

    def __init__(self, rules: SiteRules, zone: tzinfo, *, prefix: str, at: Instant) -> None:
        self.snapshot: Snapshot = begin(at)
        self._rules = rules
        self._zone = zone
        self._memory = Memory(Ledger(f"{prefix}."), prefix)

    @property
    def rules(self) -> SiteRules:
        return self._rules

    def refusal(self, intent: Intent) -> Say | None:
        """Why this cannot be asked now, or None."""
        return refusal(intent, self.snapshot, self._rules)

    def handle(self, event: Event, at: Instant) -> list[Effect]:
        """Take one event; give what is to be done, in order. An intent that is refused does nothing."""
        turn = Turn(self.snapshot, self._rules, self._memory, at, self._zone)
        self._dispatch(turn, event)
        shown = shown_state(turn.snapshot)
        if shown is not turn.snapshot.shown.value:
            turn.set(shown=Axis(shown, at, _cause(event)))
        self.snapshot = turn.snapshot
        return turn.effects

    def _dispatch(self, turn: Turn, event: Event) -> None:  # noqa: C901 - one flat match on all events
        match event:
            case Received(what):
                self._received(turn, what)
            case Reported(readings):
                self._hear_from(turn)
                outcomes_reported(turn, readings)
            case Asked(intent):
                if refusal(intent, turn.snapshot, self._rules) is None:
                    ask(turn, intent)
            case Woke(alarm):
                _woke(turn, alarm)
            case Recorded(key, version):
                self._journal_answered(turn, key, version, saved=True)
            case RecordFailed(key, version, reason):
                turn.tell(words.NOT_SAVED, reason=reason)
                self._journal_answered(turn, key, version, saved=False)
            case NotSent(token, rule):
                not_sent(turn, token, rule)
            case LinkUp():
                link_up(turn)
                if turn.snapshot.login_waiting and turn.snapshot.link.value is Link.UP:
                    start_login(turn)
            case LinkLost(reason):
                lose_link(turn, say(words.VERBATIM, text=reason) if reason else say(words.LINK_CLOSED_BY_PEER))
            case LinkFailed(address, reason):
                turn.set(login_waiting=False)
                if turn.move_link(LinkTrigger.GAVE_UP):
                    turn.tell(words.LINK_FAILED, address=address, reason=reason)

    def _received(self, turn: Turn, what: Reading | Damaged) -> None:
        self._hear_from(turn)
        if isinstance(what, Damaged):
            turn.tell(words.DAMAGED)
            return
        if what.is_a(OutcomeData):
            outcomes_reported(turn, (what,))
            return
        match what.message:
            case MessageVerify() as said:
                accepted(turn, said)
            case ErrorReport() as said:
                refused(turn, said)
            case said:
                hear(turn, said)

    def _hear_from(self, turn: Turn) -> None:
        turn.set(last_word=turn.at)
        turn.move_link(LinkTrigger.HEARD)

    def _journal_answered(self, turn: Turn, key: str, version: int, *, saved: bool) -> None:
        """Only the answer for the newest version counts: an outcome must not leave on an older one's."""
        if self._memory.versions.get(key) != version:
            return
        call = turn.snapshot.call
        if call is not None and call.key == key:
            change_call(turn, saved=saved)
        send_outcome(turn, key)


def _woke(turn: Turn, alarm: object) -> None:
    match alarm:
        case Deadline(token):
            overdue(turn, token)
        case Heartbeat():
            look_for_life(turn)
        case Saving(key):
            waited(turn, key)
        case Launching(key):
            launched(turn, key)


def _cause(event: Event) -> Cause:
    match event:
        case Received():
            return Cause.DIALER
        case Asked():
            return Cause.REQUEST
    return Cause.LINK
