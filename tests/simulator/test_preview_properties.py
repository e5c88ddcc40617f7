"""Previews, manual cycles and callbacks in any order with breaks, moves, drops and campaigns that stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agentpanel.protocol.message import Unrecognised
from agentpanel.protocol.messages import ErrorReport, MessageVerify
from agentpanel.simulator.agents import State
from agentpanel.simulator.calls import Stage
from agentpanel.simulator.events import (
    CloseCampaign,
    HangUp,
    Kill,
    Move,
    OfferCall,
    ResumeCampaign,
    SuspendCampaign,
)
from tests.simulator.bench import Bench, scenario
from tests.simulator.modes import MODES

CAMPAIGNS = ["Sales", "Preview", "Timed", "Progressive", "Manual", "Support"]
REQUESTS = [
    *(f"AL\\CN{campaign}\\AN{{0}}\\AE1" for campaign in CAMPAIGNS),
    *("AA\\AN{0}", "AA\\AN{0}", "AU\\AN{0}", "AU\\AN{0}\\PR1", "AU\\AN{0}\\PR2", "LO\\AN{0}", "SW\\AN{0}"),
    *("BD\\AN{0}", "BD\\AN{0}", "BD\\AN{0}\\DD", "BD\\AN{0}\\DD\\AO200", "BD\\AN{0}\\AO200", "PN\\AN{0}"),
    *("TC\\AN{0}", "TC\\AN{0}\\AO101", "TC\\AN{0}\\AO200", "ST\\AN{0}\\T1x", "RH\\AN{0}\\ON", "RH\\AN{0}"),
    *("TC\\AN{0}\\BT45356.4", "TC\\AN{0}\\BT45356.4\\BAAnna", "TC\\AN{0}\\BT45356.38\\BABen\\BN4", "TC\\AN{0}\\BA{0}"),
    *(f"AM\\AN{{0}}\\C2{campaign}" for campaign in CAMPAIGNS),
]
PACED = MODES.replace('pace = { mode = "asked" }', "pace = { after = [1.0, 4.0] }")
#: What an agent with a call in this stage may be doing.
IN_CALL = {
    Stage.BOUND: {State.PREVIEWING, State.RESERVED},
    Stage.LAUNCHED: {State.PREVIEWING, State.FOLLOW_UP, State.RESERVED},
    Stage.OFFERED: {State.OFFERED},
    Stage.TALKING: {State.TALKING, State.HELD},
    Stage.ENDING: {State.TALKING, State.HELD},
    Stage.WRAP: {State.WRAP},
}
NEEDS_CALL = {State.PREVIEWING, State.OFFERED, State.TALKING, State.HELD, State.WRAP}
#: What an agent may be told after what, seen from the agent's own connection.
FOLLOWS = {
    "": {"LI"},
    "LI": {"NA", "NO", "CU"},
    "NA": {"AR"},
    "AR": {"AC", "AF", "CU", "BP", "BM", "AR"},
    "BP": {"AC", "NB", "AF", "AR", "CU", "CE"},
    "NB": {"AR", "AF", "BP", "CE", "CU"},
    "BM": {"AC", "AF", "CU", "BM", "AR"},
    "AC": {"AC", "CE"},
    "CE": {"AR", "AF", "CU", "BP"},
    "AF": {"NA", "NO", "CU"},
    "CU": {"MS"},
    "MS": {"NA", "NO", "CU"},
    "NO": {"LI"},
}
agents = st.sampled_from(["Anna", "Ben"])
campaigns = st.sampled_from(CAMPAIGNS)
requests = st.tuples(st.just("send"), st.sampled_from(REQUESTS), agents)
passing = st.tuples(st.just("run"), st.sampled_from([0.1, 1.0, 2.0, 5.0, 12.0, 40.0, 300.0]))
drops = st.tuples(st.just("drop"), agents)
verbs = st.tuples(
    st.just("do"),
    st.one_of(
        st.builds(OfferCall, agent=agents, number=st.sampled_from([None, "1", "4", "5"])),
        st.builds(HangUp, agents),
        st.builds(HangUp, agents),
        st.builds(Kill, agents, st.integers(0, 2)),
        st.builds(Move, campaigns, agents),
        st.builds(SuspendCampaign, campaigns),
        st.builds(ResumeCampaign, campaigns),
        st.builds(CloseCampaign, st.just("Timed")),
    ),
)
shift = st.lists(st.one_of(requests, requests, requests, passing, passing, verbs, drops), min_size=10, max_size=60)
choices = st.fixed_dictionaries(
    {
        "call_on_drop": st.sampled_from(["drop", "keep"]),
        "preview_connects": st.sampled_from(["once", "twice"]),
        "failed_preview": st.sampled_from(["wrap", "ready"]),
        "breather_after_decline": st.booleans(),
        "callback_after_s": st.sampled_from([None, 0.0, 5.0]),
        "callback_patience_s": st.sampled_from([1.0, 20.0]),
        "callback_session": st.sampled_from(["new", "same"]),
        "linger_s": st.sampled_from([0.0, 20.0]),
    }
)


class Story:
    """Two agents, each with a connection of its own."""

    def __init__(self, start: str, made: dict[str, Any]) -> None:
        self.bench = Bench(scenario(PACED, **made))
        self.ends = {name: self.bench.join() for name in ("Anna", "Ben")}
        for name in self.ends:
            self.send(f"AL\\CN{start}\\AN{{0}}\\AE1", name)
            self.send("AA\\AN{0}", name)

    def play(self, action: tuple[Any, ...]) -> None:
        kind, *rest = action
        plays: dict[str, Callable[..., None]] = {
            "send": self.send,
            "run": self.bench.run,
            "drop": self.drop,
            "do": self.bench.do,
        }
        plays[kind](*rest)
        self.check()

    def send(self, request: str, agent: str) -> None:
        answer = self.ends[agent].write(f"CG:AG:{request.format(agent)}\\TKk")
        assert sum(isinstance(each, ErrorReport | MessageVerify) for each in answer) == 1
        assert not any(isinstance(each, ErrorReport) for each in answer) or len(answer) == 1

    def drop(self, agent: str) -> None:
        self.bench.drop(self.ends[agent])
        self.ends[agent] = self.bench.join()

    def check(self) -> None:
        floor = self.bench.world.floor
        for agent in floor.agents.values():
            assert agent.available == (agent.state not in (State.TIE_UP, State.NOT_AVAILABLE))
            assert agent.call is not None or agent.state not in NEEDS_CALL
            if agent.call is not None:
                assert floor.calls[agent.call.ordinal] is agent.call
                assert agent.state in IN_CALL[agent.call.stage]
        for call in floor.calls.values():
            assert (call.agent is None) == (call.stage in (Stage.DIALING, Stage.QUEUED))
            assert call.agent is None or floor.agents[call.agent].call is call
        for end in self.bench.ends.values():
            assert end.problems == []
            assert not any(isinstance(message, Unrecognised) for message in end.heard)


@given(campaigns, shift, choices)
@settings(max_examples=50)
def test_the_world_holds_together_in_every_mode(start: str, actions: list[Any], made: dict[str, Any]) -> None:
    story = Story(start, made)
    for action in actions:
        story.play(action)
    assert story.bench.world.floor.agents.keys() <= {"Anna", "Ben"}


@given(campaigns, shift, choices)
@settings(max_examples=50)
def test_the_story_makes_sense_and_everybody_gets_out(start: str, actions: list[Any], made: dict[str, Any]) -> None:
    story = Story(start, made)
    for action in actions:
        if action[0] != "drop":
            story.play(action)
    for name in ("Anna", "Ben"):
        story.bench.do(Kill(name, 2))
    assert story.bench.world.floor.agents == {}
    for name in ("Anna", "Ben"):
        told = [each.META.code for each in story.ends[name].heard if each.META.code in FOLLOWS]
        for before, after in zip(["", *told], told, strict=False):
            assert after in FOLLOWS[before], told
