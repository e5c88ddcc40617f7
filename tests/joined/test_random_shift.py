"""Whatever agents, callers, supervisors and the line do in any order: the desks and the strict dialer agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agentpanel.domain import intents as i
from agentpanel.domain.parties import Callback, Manner, Party, Target, TargetKind
from agentpanel.domain.snapshot import Login
from agentpanel.domain.state import Seat, Work
from agentpanel.simulator.agents import State
from agentpanel.simulator.events import CloseCampaign, HangUp, Kill, Move, OfferCall
from tests.helpers.joined import Joint, Seatbox
from tests.joined.site import CAMPAIGNS, NAMES, SITE, WORLD
from tests.simulator.bench import scenario

pytestmark = pytest.mark.once

#: What the panel may show for what the dialer has.
AGREES: Final = {
    State.NOT_AVAILABLE: {Work.IDLE},
    State.WAITING: {Work.READY},
    State.PREVIEWING: {Work.PREVIEW},
    State.BREATHER: {Work.BREATHER},
    State.TALKING: {Work.TALKING},
    State.WRAP: {Work.WRAP},
    State.FOLLOW_UP: {Work.MANUAL},
    State.TRANSFER: {Work.TRANSFER},
    State.OFFERED: {Work.OFFERED},
    # BM with CB keeps to its manual cycle, and says that it is a callback
    State.RESERVED: {Work.RESERVED, Work.MANUAL},
    State.HELD: {Work.HELD},
}


def _pool(other: str) -> list[i.Intent]:
    """Everything that an agent could want, whether it is possible now or not."""
    targets = [
        Target(TargetKind.AGENT, other),
        Target(TargetKind.AGENT, "nobody"),
        Target(TargetKind.EXTENSION, other.lower()),
        Target(TargetKind.EXTERNAL, "0100"),
        Target(TargetKind.QUEUE, "VIP"),
    ]
    yes_no = (True, False)
    return [
        *(i.GoAvailable(), i.TakeBreak(1), i.TakeBreak(2), i.LogOut()),
        *(i.EndCall(), i.EndCall(sound="Thanks"), i.EndCall(external="0800"), i.Complete(101, "n"), i.Complete(None)),
        *(i.SetTag(1, "a"), i.SetTag(1, ""), i.SetTag(2, "b"), i.Dial(), i.Decline(200), i.Decline(), i.NextPreview()),
        *(i.Hold(on, party) for on in yes_no for party in (None, *Party)),
        *(i.SwapHold(), i.Mute(True), i.Mute(False), i.SendDigits("12#"), i.RequeueCall("VIP"), i.ExtendWrap(20)),
        *(i.Record(on, second) for on in yes_no for second in yes_no),
        *(i.PlaySound("Thanks"), i.PlaySound(None), i.WatchColleagues(True), i.WatchColleagues(False)),
        *(i.TransferCall(target, manner) for target in targets for manner in Manner),
        *(i.AnswerTransfer(True), i.AnswerTransfer(True), i.AnswerTransfer(False)),
        *(i.MoveTo(campaign) for campaign in CAMPAIGNS),
        *(i.JoinQueue("VIP", on) for on in yes_no),
    ]


#: What each agent may ask, the other one being who a call can go to.
POOL: Final = {"Anna": _pool("Berta"), "Berta": _pool("Anna")}
#: What ends or changes much, and is asked less often.
OF_THE_SEAT: Final = (i.LogOut, i.TakeBreak, i.MoveTo, i.JoinQueue, i.WatchColleagues)
#: Of so many draws one does what ends much: hypothesis likes the least and the most, so it is one between.
SELDOM: Final = st.integers(0, 9).map(lambda drawn: drawn == 5)
RARE: Final = st.integers(0, 30).map(lambda drawn: drawn == 13)


class Shift(RuleBasedStateMachine):
    """Two agents on one dialer; after each step nothing is left on the line."""

    @initialize(campaign=st.sampled_from(CAMPAIGNS), same=st.booleans())
    def open(self, campaign: str, same: bool) -> None:
        homes = {"Anna": campaign, "Berta": campaign if same else "Support"}
        logins = {n: Login(campaign=homes[n], agent=n, extension=n.lower()) for n in NAMES}
        self.joint = Joint(scenario(WORLD), {name: (login, SITE) for name, login in logins.items()})
        for seat in self.joint.seats.values():
            seat.ask(i.LogIn(seat.login))
        self.joint.rest()
        self._rest(self.joint.seats["Anna"], i.GoAvailable())

    def _rest(self, seat: Seatbox, intent: i.Intent) -> None:
        seat.ask(intent)
        self.joint.rest()

    @rule(kind=st.integers(0, 1000), which=st.integers(0, 1000), name=st.sampled_from(NAMES), seldom=SELDOM)
    def asks(self, kind: int, which: int, name: str, seldom: bool) -> None:
        """One kind of what the desk would take now, and one of that kind."""
        seat = self.joint.seats[name]
        wanted = [intent for intent in POOL[name] if isinstance(intent, OF_THE_SEAT) is seldom]
        able = [intent for intent in wanted if seat.desk.refusal(intent) is None]
        kinds = sorted({type(intent).__name__ for intent in able})
        if kinds:
            mine = [intent for intent in able if type(intent).__name__ == kinds[kind % len(kinds)]]
            self._rest(seat, mine[which % len(mine)])

    @rule(name=st.sampled_from(NAMES), mine=st.booleans())
    def wants_a_callback(self, name: str, mine: bool) -> None:
        soon = Callback(when=self.joint.at.wall + timedelta(seconds=60), mine=mine)
        self._rest(self.joint.seats[name], i.SetCallback(soon))

    @rule(name=st.sampled_from(NAMES))
    def logs_in(self, name: str) -> None:
        seat = self.joint.seats[name]
        self._rest(seat, i.LogIn(seat.login))

    @rule(name=st.sampled_from(NAMES))
    def a_call_is_answered(self, name: str) -> None:
        seat = self.joint.seats[name]
        self._rest(seat, i.GoAvailable())
        self.joint.do(OfferCall(agent=name))
        self.joint.rest()
        self._rest(seat, i.Dial())
        self.joint.run(2.0)

    @rule(name=st.sampled_from(NAMES), comes=st.booleans())
    def far_end(self, name: str, comes: bool) -> None:
        self.joint.do(OfferCall(agent=name) if comes else HangUp(name))
        self.joint.rest()

    @rule(name=st.sampled_from(NAMES), what=st.integers(0, 3), now=RARE)
    def somebody_else(self, name: str, what: int, now: bool) -> None:
        verbs = (Kill(name, 0), Kill(name, 2), Move("Sales", name), Move("Preview", name))
        if now:
            self.joint.do(verbs[what])
            self.joint.rest()

    @rule(name=st.sampled_from(NAMES), now=RARE)
    def link_breaks(self, name: str, now: bool) -> None:
        if now:
            self.joint.seats[name].cut()
            self.joint.rest()

    @rule(campaign=st.sampled_from(CAMPAIGNS), now=RARE)
    def campaign_closes(self, campaign: str, now: bool) -> None:
        if now:
            self.joint.do(CloseCampaign(campaign))
            self.joint.rest()

    @rule(seconds=st.sampled_from([0.2, 0.6, 1.0, 2.0, 4.0, 16.0, 31.0]))
    def passes(self, seconds: float) -> None:
        self.joint.run(seconds)

    # -- what must hold ------------------------------------------------------------------------------------

    @invariant()
    def never_rejected_for_reasons_of_state(self) -> None:
        for seat in self.joint.seats.values() if hasattr(self, "joint") else ():
            wrong = [text for text in seat.refusals if not _may_be_refused(text)]
            assert not wrong, f"{seat.login.agent}: {wrong}{self.joint.story}"

    @invariant()
    def shows_what_the_dialer_has(self) -> None:
        for seat in self.joint.seats.values() if hasattr(self, "joint") else ():
            s = seat.snapshot
            if seat.end is None or s.seat.value not in (Seat.IN, Seat.OUT):
                continue
            if s.seat.value is Seat.OUT:
                assert not seat.owns_login, self.joint.story
            else:
                shown = f"{seat.login.agent} shows {s.work.value}, the dialer has {seat.dialer_state.name}"
                assert s.work.value in AGREES.get(seat.dialer_state, set()), shown + self.joint.story

    def teardown(self) -> None:
        """From wherever this ended, each agent gets to logged out."""
        if not hasattr(self, "joint"):
            return
        for seat in self.joint.seats.values():
            _leave(self.joint, seat)
        self.never_rejected_for_reasons_of_state()


def _may_be_refused(text: str) -> bool:
    """A login on a closed campaign, or while the old one is cleaned up; a move that somebody else overtook."""
    return ":AL\\" in text or ":AM\\" in text


def _leave(joint: Joint, seat: Seatbox) -> None:
    for _ in range(200):
        s = seat.snapshot
        if s.seat.value is Seat.OUT:
            return
        intents = (i.LogOut(), i.Decline(), i.AnswerTransfer(False), i.EndCall(), i.Complete(101, "n"))
        for intent in intents:
            seat.ask(intent)
            joint.rest()
        joint.run(1.0)
    raise AssertionError(f"{seat.login.agent} cannot leave" + joint.story)


TestShift = Shift.TestCase
TestShift.settings = settings(
    max_examples=80, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
