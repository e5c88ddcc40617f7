"""Whatever three agents do with each other's calls in any order, the World stays in one piece."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agentpanel.simulator.agents import State
from agentpanel.simulator.calls import Stage
from agentpanel.simulator.events import CloseCampaign, HangUp, Kill, Move, OfferCall
from tests.simulator.bench import QUIET, Bench, scenario
from tests.simulator.test_properties import Story, check_order

NAMES = ("Anna", "Ben", "Cara")
LIMITED = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nmax_wrap = 40\nrecord_all = true\n')
#: What whoever talks, {0}, may ask about its call and about somebody else, {1}.
TALKING = [
    *("TR\\AN{0}\\A2{1}", "TR\\AN{0}\\A2{1}\\BL", "TR\\AN{0}\\A2{1}\\C3", "TR\\AN{0}\\A2{1}\\C4"),
    *("TR\\AN{0}\\A2{1}\\C5\\RI12", "TR\\AN{0}\\EX01632960500\\BL", "TR\\AN{0}\\EX01632960500\\C3"),
    *("TR\\AN{0}\\EX01632960504\\BL", "TR\\AN{0}\\EXVIP", "RQ\\AN{0}\\GAGeneral", "PM\\AN{0}\\SNThankYou\\MI"),
    *("RH\\AN{0}\\ON\\WH1", "RH\\AN{0}\\WH1", "RH\\AN{0}\\WH1", "RH\\AN{0}\\ON\\WH2", "RH\\AN{0}\\WH2"),
    *(
        "RH\\AN{0}\\ON\\WH8",
        "SW\\AN{0}",
        "SW\\AN{0}\\EX1",
        "RM\\AN{0}\\ON\\RC",
        "RR\\AN{0}",
        "AU\\AN{0}",
        "AU\\AN{0}\\PR2",
    ),
]
OFFERED = ["TA\\AN{0}\\RS1", "TA\\AN{0}\\RS1", "TA\\AN{0}\\RS0", "AU\\AN{0}\\PR1", "AA\\AN{0}", "TC\\AN{0}"]
WRAPPING = ["TC\\AN{0}\\AO101", "TC\\AN{0}\\AO101", "AU\\AN{0}", "TR\\AN{0}\\A2{1}"]
FREE = [
    "AA\\AN{0}",
    "LO\\AN{0}",
    "AL\\CNSales\\AN{0}\\AE1",
    "AL\\CNService\\AN{0}\\AE1\\AA",
    "AU\\AN{0}",
    "GM\\AN{0}\\GAVIP\\ON",
]
STATES = {
    "talking": {State.TALKING, State.HELD, State.TRANSFER},
    "offered": {State.OFFERED},
    "wrapping": {State.WRAP},
    "free": {State.NOT_AVAILABLE, State.WAITING},
}
names = st.sampled_from(NAMES)
which = st.integers(0, 2)
asked = [
    st.tuples(st.just("ask"), st.just(state), which, st.sampled_from(requests), st.booleans())
    for state, requests in (("talking", TALKING), ("offered", OFFERED), ("wrapping", WRAPPING), ("free", FREE))
]
passed = st.tuples(st.just("run"), st.sampled_from([0.1, 0.9, 1.0, 3.0, 11.0, 16.0, 40.0]))
calls = st.tuples(st.just("do"), st.one_of(st.builds(OfferCall, agent=names), st.builds(HangUp, names)))
trouble = st.one_of(
    st.tuples(st.just("drop"), which),
    st.tuples(st.just("do"), st.builds(Kill, names, st.integers(0, 2))),
    st.tuples(st.just("do"), st.builds(Move, st.sampled_from(["Sales", "Service"]), names)),
    st.tuples(st.just("do"), st.builds(CloseCampaign, st.sampled_from(["Sales", "Service"]))),
)
#: Most of what happens is call control.
KINDS = [asked[0]] * 6 + [asked[1]] * 3 + [asked[2], asked[3], asked[3], passed, passed, passed, calls, calls]
shift = st.lists(st.sampled_from([*KINDS, trouble]).flatmap(lambda kind: kind), min_size=20, max_size=40)


class Handing(Story):
    """Anna talks; Ben on her campaign and Cara on another one can be given the call."""

    def __init__(self, **choices: Any) -> None:
        self.bench = Bench(scenario(LIMITED, **choices))
        self.ends = [self.bench.join() for _ in NAMES]
        self.sent = 0
        for number, name in enumerate(NAMES):
            self.ends[number].write(f"CG:AG:AL\\CN{'Service' if name == 'Cara' else 'Sales'}\\AN{name}\\AE{number}")
        self.ends[0].write("CG:AG:AA\\ANAnna")
        self.bench.do(OfferCall(agent="Anna"))
        self.bench.run(1)

    def play(self, action: tuple[Any, ...]) -> None:
        if action[0] == "ask":
            self.ask(*action[1:])
            self.check()
        else:
            super().play(action)

    def ask(self, state: str, which: int, request: str, next_one: bool) -> None:
        """By one of those in this state, if there is one; free agents also are those that are not logged in."""
        agents = self.bench.world.floor.agents
        able = [name for name in NAMES if (agents[name].state in STATES[state] if name in agents else state == "free")]
        if not able:
            return
        agent = able[which % len(able)]
        others = [name for name in NAMES if name != agent]
        self.sent += 1
        text = f"CG:AG:{request.format(agent, others[next_one])}\\TKt{self.sent}"
        answer = self.ends[NAMES.index(agent)].write(text)
        assert self.verdicts(answer, text, f"t{self.sent}") == 1, (text, answer)


@given(shift)
@settings(max_examples=80)
def test_calls_are_handed_on_in_any_order(actions: list[tuple[Any, ...]]) -> None:
    story = Handing()
    for action in actions:
        story.play(action)
    for name in NAMES:
        check_order(story, name)
    assert not any(end.problems for end in story.bench.ends.values())


@given(
    shift,
    st.fixed_dictionaries(
        {
            "call_on_drop": st.sampled_from(["drop", "keep"]),
            "complete_while_talking": st.sampled_from(["end", "refuse"]),
            "connects": st.sampled_from(["twice", "once"]),
            "conference_state": st.sampled_from(["talking", "transfer"]),
            "after_call": st.sampled_from(["free", "silent"]),
            "au_when_unavailable": st.sampled_from(["refuse", "free"]),
            "move_logs_in": st.booleans(),
            "requeue_back": st.booleans(),
            "tags_of": st.sampled_from(["part", "session"]),
            "transfer_data": st.sampled_from(["none", "both"]),
            "linger_s": st.sampled_from([0.0, 20.0]),
        }
    ),
)
@settings(max_examples=80)
def test_with_any_choices_too_and_in_the_end_nobody_is_left_in_a_call(
    actions: list[tuple[Any, ...]], choices: dict[str, Any]
) -> None:
    story = Handing(**choices)
    for action in actions:
        story.play(action)
    story.bench.run(600)
    story.check()
    left = story.bench.world.floor.calls.values()
    assert all(call.stage is Stage.WRAP and call.transfer is None for call in left)
