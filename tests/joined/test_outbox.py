"""ST and TC name the agent and not the call: wherever the link is cut, none of them ever reaches another call."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agentpanel.domain import intents as i
from agentpanel.domain.records import Entry, Sending
from agentpanel.domain.snapshot import Completion, Login
from agentpanel.domain.state import Link, Seat
from agentpanel.protocol.messages import TransactionComplete
from agentpanel.simulator.events import HangUp, Kill, OfferCall
from agentpanel.simulator.ledger import LedgerRow
from tests.helpers.joined import Joint
from tests.joined.site import SITE
from tests.simulator.bench import QUIET, scenario

RULES: Final = dataclasses.replace(SITE, outcomes=(), heartbeat_s=0)
LOGIN: Final = Login(campaign="Sales", agent="Anna", extension="1")
#: What is done in a call, and how many things the line and the disk carry on after it.
DEEDS: Final = st.tuples(
    st.sampled_from(["tag", "tag", "end", "hang up", "complete", "complete", "available", "wait"]),
    st.one_of(st.integers(0, 4), st.just(50)),
)
#: A call's deeds, and what then becomes of it.
CALLS: Final = st.tuples(
    st.lists(DEEDS, min_size=2, max_size=7),
    st.sampled_from(["cut", "cut", "cut", "killed", "served", "served"]),
)
#: What may be wrong on purpose with some ST, SW or TC, besides the line.
ACCIDENTS: Final = st.lists(
    st.tuples(
        st.sampled_from(["ST", "SW", "TC"]), st.sampled_from(["refuse", "late_mv", "silence"]), st.integers(1, 4)
    ),
    max_size=3,
    unique_by=lambda each: (each[0], each[2]),
)
Call = tuple[list[tuple[str, int]], str]


def code_of(key: str) -> int:
    """The outcome that the agent gives this call, and no other."""
    return 1000 + int(key.rpartition("-")[2])


class Shift:
    """One agent who tags and completes each call in its own way."""

    def __init__(self, accidents: list[tuple[str, str, int]]) -> None:
        parts = [
            f'[[inject]]\nmessage = "{code}"\ndo = "{what}"\nnth = [{nth}]\nseconds = 2.0\n'
            for code, what, nth in accidents
        ]
        self.joint = Joint(scenario(QUIET + "".join(parts)), {"Anna": (LOGIN, RULES)})
        self.seat = self.joint.seats["Anna"]
        self.tags = 0

    # -- what happens ------------------------------------------------------------------------------------------

    def begin_call(self) -> None:
        """A new login where there is none, and the next call."""
        if self.seat.snapshot.seat.value is Seat.OUT:
            self.joint.run(3.0)  # until the dialer has cleaned up
            self.seat.ask(i.LogIn(LOGIN))
            self.joint.rest()
        if self.seat.snapshot.call is None:
            self.seat.ask(i.GoAvailable())
            self.joint.rest()
        self.joint.do(OfferCall(agent="Anna"))
        self.joint.rest()
        self.joint.run(1.0)

    def do(self, deed: str, steps: int) -> None:
        match deed:
            case "tag":
                self._tag()
            case "end":
                self.seat.ask(i.EndCall())
            case "hang up":
                self.joint.do(HangUp("Anna"))
            case "complete" | "available":
                self._complete(by_available=deed == "available")
            case "wait":
                self.joint.run(6.0)  # past every deadline
        for _ in range(steps):
            self.seat.step()
        self.check()

    def _tag(self) -> None:
        call, sent = self.seat.snapshot.call, len(self.seat.sent)
        if call is None:
            return
        self.tags += 1
        asked = self.seat.ask(i.SetTag(1 + self.tags % 6, f"{call.key}/{self.tags}"))
        if call.completion in (Completion.SAVING, Completion.SENT):
            assert (asked, len(self.seat.sent)) == (False, sent)

    def _complete(self, *, by_available: bool) -> None:
        call = self.seat.snapshot.call
        if call is None:
            return
        if by_available:
            self.seat.ask(i.PickOutcome(code_of(call.key)))
            self.seat.ask(i.GoAvailable())
        else:
            self.seat.ask(i.Complete(code_of(call.key), "note"))

    def finish_call(self, way: str) -> None:
        match way:
            case "cut":
                self.seat.cut()
            case "killed":
                self.joint.do(Kill("Anna", 2))
            case "served":
                for deed in ("end", "wait", "complete", "wait", "complete"):
                    self.do(deed, 50)
        self.check()

    def end(self) -> None:
        """The panel is cut off, calls of nobody end, and the agent comes back to what rolls forward."""
        self.joint.rest()
        self.seat.cut()
        self.joint.run(100.0)
        self.seat.ask(i.LogIn(LOGIN))
        self.joint.rest()
        self.joint.run(10.0)
        assert self.seat.snapshot.link.value is Link.UP

    # -- what must hold ------------------------------------------------------------------------------------------

    def check(self) -> None:
        """No outcome leaves twice without an ER for it, or without a link; and each row says what became of it."""
        assert not self.seat.into_nothing, self.joint.story
        sent = Counter(each.outcome for each in self.seat.sent if isinstance(each, TransactionComplete))
        refused = Counter(_outcome_in(text) for text in self.seat.errors if ":TC\\" in text)
        for outcome, times in sent.items():
            assert times <= 1 + refused[outcome], f"{outcome} {times} times{self.joint.story}"
        call = self.seat.snapshot.call
        for key, entry in self.seat.rows.items():
            assert entry.outcome in (None, code_of(key)), self.joint.story
            assert all(text.startswith(f"{key}/") for text in entry.tags if text), self.joint.story
            if call is None or call.key != key:
                self._is_settled(entry)
            elif call.completion is Completion.SENT:
                assert entry.state in (Sending.SENT, Sending.CONFIRMED), self.joint.story

    def _is_settled(self, entry: Entry) -> None:
        """A call that has left the desk: here, with the reason; confirmed; or its answer is on the way."""
        awaited = entry.key in self.seat.desk._memory.completing.values()
        fine = entry.state is Sending.CONFIRMED or (entry.state is Sending.SENT and awaited)
        assert entry.state is not Sending.UNSENT, f"{entry}{self.joint.story}"
        assert fine or entry.why is not None, f"{entry}{self.joint.story}"

    def agrees_with_the_dialer(self) -> None:
        """The dialer's book, our rows and what was told of them; nothing in the book was meant for another call."""
        keys = {entry.session: key for key, entry in self.seat.rows.items()}
        assert len(keys) == len(self.seat.rows)
        booked = {row.session: row for row in self.joint.bench.rows if row.agent == "Anna"}
        for session, row in booked.items():
            self._is_its_own(row, keys[session])
        told = {report.session: report for report in self.seat.reports}
        assert told.keys() == booked.keys(), self.joint.story
        assert all(told[session].outcome == row.outcome for session, row in booked.items())

    def _is_its_own(self, row: LedgerRow, key: str) -> None:
        entry, given = self.seat.rows[key], row.outcome is not None and row.outcome >= 1000
        assert not given or row.outcome == code_of(key), f"{row}{self.joint.story}"
        assert all(text.startswith(f"{key}/") for text in row.tags.values()), f"{row}{self.joint.story}"
        if given:
            assert entry.state in (Sending.SENT, Sending.CONFIRMED), f"{entry}{self.joint.story}"
        elif entry.outcome is not None:
            assert entry.state is not Sending.CONFIRMED, f"{entry}{self.joint.story}"


def _outcome_in(text: str) -> int | None:
    """AO of the message that an ER quotes."""
    found = text.partition("\\AO")[2].partition("\\")[0]
    return int(found) if found else None


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(calls=st.lists(CALLS, min_size=2, max_size=4), accidents=ACCIDENTS)
def test_wherever_the_line_is_cut(calls: list[Call], accidents: list[tuple[str, str, int]]) -> None:
    shift = Shift(accidents)
    for deeds, way in calls:
        shift.begin_call()
        for deed, steps in deeds:
            shift.do(deed, steps)
        shift.finish_call(way)
    shift.end()
    shift.check()
    shift.agrees_with_the_dialer()
    assert shift.seat.rows
