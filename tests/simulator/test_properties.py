"""Whatever two agents, a supervisor, the far end and time do in any order, the World stays in one piece."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agentpanel.protocol.message import Message, Unrecognised
from agentpanel.protocol.messages import ErrorReport, MessageVerify, TransferAcknowledge
from agentpanel.simulator.agents import State
from agentpanel.simulator.calls import Call, Stage
from agentpanel.simulator.events import CloseCampaign, HangUp, Kill, Move, OfferCall
from agentpanel.simulator.parties import Phase
from tests.simulator.bench import QUIET, Bench, scenario

#: What may be sent about an agent, {0}, by anybody.
REQUESTS = [
    *("AG:AL\\CNSales\\AN{0}\\AE1", "AG:AL\\CNService\\AN{0}\\AE1\\NU", "AG:AL\\CNSupport\\AN{0}\\AE1\\AW\\CR"),
    *("AG:AA\\AN{0}", "AG:AA\\AN{0}\\SKgerman", "AG:AU\\AN{0}", "AG:AU\\AN{0}\\PR1\\FR3\\FDTea", "AG:AU\\AN{0}\\PR2"),
    *(
        "AG:LO\\AN{0}",
        "AG:SW\\AN{0}",
        "AG:SW\\AN{0}\\AO105",
        "AG:TC\\AN{0}\\AO101",
        "AG:TC\\AN{0}\\DTA~N~1",
        "AG:TC\\AN{0}",
    ),
    *("AG:TC\\AN{0}\\AO200", "AG:ST\\AN{0}\\T1x\\T6", "AG:AW\\AN{0}\\MW30", "AG:AW\\AN{0}\\MW-1\\WO120"),
    *("AG:RR\\AN{0}\\ON", "AG:RR\\AN{0}", "AG:RH\\AN{0}\\ON", "AG:RH\\AN{0}", "AG:RM\\AN{0}\\ON", "AG:DP\\AN{0}\\DN12"),
    *("AG:TR\\AN{0}\\A2Ben", "AG:TR\\AN{0}\\A2Anna\\BL", "AG:TR\\AN{0}\\A2Ben\\C3", "AG:TR\\AN{0}\\A2Anna\\C4"),
    *(
        "AG:TR\\AN{0}\\A2Ben\\C5",
        "AG:TR\\AN{0}\\EX01632960500\\BL",
        "AG:TR\\AN{0}\\EX01632960500\\C3",
        "AG:TA\\AN{0}\\RS1",
    ),
    *(
        "AG:TA\\AN{0}\\RS0",
        "AG:RH\\AN{0}\\ON\\WH2",
        "AG:RH\\AN{0}\\ON\\WH8",
        "AG:RQ\\AN{0}\\GAGeneral",
        "AG:PM\\AN{0}\\SNThankYou",
    ),
    *("AG:GM\\AN{0}\\GAVIP\\ON", "AG:AM\\AN{0}\\C2Service", "AG:AA\\AN{0}\\ZZ", "AG:PN\\AN{0}"),
    *("MA:KA\\AN{0}\\TXk", "MA:KA\\AN{0}\\TXk\\PR2", "MA:MA\\AN{0}\\C2Sales\\TXm", "MA:MA\\AN{0}\\C2Service\\PR1\\TXm"),
    *(
        "MA:EO\\TXeo\\FO\\SO",
        "MA:EO\\TXlast\\FO\\SO\\PSp",
        "MA:EO\\TXlast\\SO\\PSp\\CS1",
        "MA:EE\\TXlast",
        "MA:EA\\TXea\\LD3",
        "MA:EA\\TXea2\\CNSales",
        "MA:EE\\TXeo",
        "MA:EE\\TXea",
        "MA:VS\\VI5",
        "MA:VS",
    ),
]
PACED = QUIET.replace('pace = { mode = "asked" }', "max_wrap = 40\nrecord_all = true", 1)
IN_CALL = {
    Stage.OFFERED: {State.OFFERED},
    Stage.TALKING: {State.TALKING, State.HELD, State.TRANSFER},
    Stage.ENDING: {State.TALKING, State.HELD, State.TRANSFER},
    Stage.WRAP: {State.WRAP},
}
agents = st.sampled_from(["Anna", "Ben"])
requests = st.tuples(st.just("send"), st.integers(0, 2), st.sampled_from(REQUESTS), agents)
passing = st.tuples(st.just("run"), st.sampled_from([0.1, 0.5, 1.0, 2.0, 5.0, 30.0, 100.0]))
drops = st.tuples(st.just("drop"), st.integers(0, 2))
verbs = st.tuples(
    st.just("do"),
    st.one_of(
        st.builds(OfferCall, agent=agents),
        st.builds(OfferCall, campaign=st.sampled_from(["Sales", "Service", "Support"])),
        st.builds(HangUp, agents),
        st.builds(Kill, agents, st.integers(0, 2)),
        st.builds(Move, st.sampled_from(["Sales", "Service"]), agents),
        st.builds(CloseCampaign, st.just("Service")),
    ),
)
#: A shift mostly goes on: the usual way through a call comes often.
usual = st.lists(st.one_of(requests, requests, requests, passing, passing, verbs, drops), min_size=10, max_size=60)


class Story:
    """Plays actions on a World and checks after each that it still holds together."""

    def __init__(self, **choices: Any) -> None:
        self.bench = Bench(scenario(PACED, **choices))
        self.ends = [self.bench.join() for _ in range(3)]
        self.tokens = count(1)
        for number, name in enumerate(("Anna", "Ben")):
            self.send(number, "AG:AL\\CNSales\\AN{0}\\AE1", name)
            self.send(number, "AG:AA\\AN{0}", name)

    def play(self, action: tuple[Any, ...]) -> None:
        kind, *rest = action
        verbs: dict[str, Callable[..., None]] = {
            "send": self.send,
            "run": self.bench.run,
            "drop": self.drop,
            "do": self.bench.do,
        }
        verbs[kind](*rest)
        self.check()

    def send(self, end: int, request: str, agent: str) -> None:
        token = f"k{next(self.tokens)}"
        text = f"CG:{request.format(agent)}\\TK{token}"
        answer = self.ends[end].write(text)
        assert self.verdicts(answer, text, token) == 1, (text, answer)

    def verdicts(self, answer: list[Message], text: str, token: str) -> int:
        """How often the request was accepted or refused; MV stands before all that it brought about."""
        refused = [each for each in answer if isinstance(each, ErrorReport)]
        accepted = [each for each in answer if isinstance(each, MessageVerify)]
        assert all(each.faulty == text for each in refused)
        assert all(each.token == token for each in accepted)
        assert not accepted or answer[0] is accepted[0]
        assert not refused or len(answer) == 1
        return len(refused) + len(accepted)

    def drop(self, end: int) -> None:
        self.bench.drop(self.ends[end])
        self.ends[end] = self.bench.join()

    def check(self) -> None:
        floor = self.bench.world.floor
        for agent in floor.agents.values():
            assert (agent.call is None) == (agent.state not in set().union(*IN_CALL.values()))
            assert agent.call is not None or agent.available == (agent.state not in (State.TIE_UP, State.NOT_AVAILABLE))
            assert agent.lent_by is None or agent.call is not None
            if agent.call is not None:
                assert floor.calls[agent.call.ordinal] is agent.call
                assert agent.state in IN_CALL[agent.call.stage]
        for call in floor.calls.values():
            assert (call.agent is None) == (call.stage in (Stage.DIALING, Stage.QUEUED))
            assert call.agent is None or floor.agents[call.agent].call is call
            self.check_transfer(call)
        parts = [(row.session, row.agent, row.started, row.ended) for row in self.bench.rows]
        assert len(parts) == len(set(parts))
        for end in self.bench.ends.values():
            assert end.problems == []
            assert not any(isinstance(message, Unrecognised) for message in end.heard)

    def check_transfer(self, call: Call) -> None:
        """Both parts know of each other, and the sender talks for as long as it lasts."""
        transfer = call.transfer
        if transfer is None:
            return
        parts = [part for part in (transfer.sender, transfer.target) if part is not None]
        assert call in parts
        assert all(part.transfer is transfer for part in parts)
        assert all(self.bench.world.floor.calls.get(part.ordinal) is part for part in parts)
        assert transfer.sender.stage in (Stage.TALKING, Stage.ENDING)
        assert transfer.target is None or (transfer.target.stage is Stage.OFFERED) == (transfer.phase is Phase.OFFERED)
        assert transfer.phase is not Phase.CONSULTING or call.held or transfer.second_held or call is transfer.target


@given(usual)
@settings(max_examples=150)
def test_the_world_holds_together_whatever_happens(actions: list[tuple[Any, ...]]) -> None:
    story = Story()
    for action in actions:
        story.play(action)
    assert story.bench.now >= Bench().now


@given(
    usual,
    st.fixed_dictionaries(
        {
            "call_on_drop": st.sampled_from(["drop", "keep"]),
            "complete_while_talking": st.sampled_from(["end", "refuse"]),
            "second_au": st.sampled_from(["refuse", "replace"]),
            "au_when_unavailable": st.sampled_from(["refuse", "free"]),
            "connects": st.sampled_from(["twice", "once"]),
            "move_logs_in": st.booleans(),
            "one_more_call": st.sampled_from([0.0, 1.0]),
            "linger_s": st.sampled_from([0.0, 20.0]),
        }
    ),
)
@settings(max_examples=100)
def test_it_does_so_with_any_choices(actions: list[tuple[Any, ...]], choices: dict[str, Any]) -> None:
    story = Story(**choices)
    for action in actions:
        story.play(action)
    assert story.bench.now >= Bench().now


#: What an agent may be told after what, seen from the agent's own connection (RA, HA, MK and DS aside).
FOLLOWS = {
    "": {"LI", "NO"},  # NO alone: a nailed-up login that was given up
    "LI": {"NA", "NO", "CU", "AC"},
    "NA": {"AR"},
    "AR": {"AC", "AF", "CU"},
    "AC": {"AC", "CE", "TA0"},
    "TA0": {"CE", "AR", "AF", "CU"},  # a blind sender has no CE
    "CE": {"AR", "AF", "CU"},
    "AF": {"NA", "NO", "CU", "AC"},
    "CU": {"MS"},
    "MS": {"NA", "NO", "CU", "AC"},
    "NO": {"LI", "NO"},
}


@given(usual)
@settings(max_examples=150)
def test_an_agent_is_told_a_story_that_makes_sense(actions: list[tuple[Any, ...]]) -> None:
    story = Story()
    for action in actions:
        if action[0] != "drop":
            story.play(action)
    for name in ("Anna", "Ben"):
        check_order(story, name)
    assert story.bench.ends


def check_order(story: Story, name: str) -> None:
    """One agent's messages in order over all connections, each of a kind that may follow the one before."""
    told = [
        told_code(message)
        for end in story.bench.ends.values()
        for message in end.heard
        if getattr(message, "agent", None) == name and told_code(message) in FOLLOWS
    ]
    owners = {
        end.number
        for end in story.bench.ends.values()
        for message in end.heard
        if getattr(message, "agent", None) == name and message.META.code in FOLLOWS
    }
    if len(owners) == 1:
        for before, after in zip(["", *told], told, strict=False):
            assert after in FOLLOWS[before], told


def told_code(message: Message) -> str:
    """TA with its RS, since only one of them ends anything."""
    return f"TA{message.status}" if isinstance(message, TransferAcknowledge) else message.META.code


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_harm_it(data: bytes, wide: bool) -> None:
    from agentpanel.protocol.framing import Encoding

    bench = Bench()
    end = bench.join(Encoding.UTF16 if wide else Encoding.ASCII)
    end.give(data)
    assert all(isinstance(message, ErrorReport) for message in end.heard)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_any_text_behind_a_code_is_accepted_or_quoted(text: str) -> None:
    bench = Bench()
    end = bench.join()
    sent = f"CG:MA:VS\\{text}"
    answer = end.write(sent)
    assert all(each.faulty == sent.strip("\r\n") for each in answer if isinstance(each, ErrorReport))
    assert len(answer) == 1
