"""Accidents on purpose and steps at their time."""

from __future__ import annotations

import pytest

from agentpanel.protocol.framing import Encoding
from agentpanel.protocol.message import Unrecognised
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentUnavailable,
    ErrorReport,
    MessageVerify,
    NowLoggedOut,
    SetTags,
    StartWrap,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall, Woke
from agentpanel.simulator.loading import load_scenario
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, seated, talking, waiting, wrapping


def injected(toml: str) -> Bench:
    return Bench(scenario(f"{QUIET}\n[[inject]]\n{toml}\n"))


def stepped(toml: str) -> Bench:
    return Bench(scenario(f"{QUIET}\n[[event]]\n{toml}\n"))


def test_the_nth_message_is_refused_and_the_others_pass() -> None:
    bench = injected('message = "AL"\nnth = [1, 3]\ndo = "refuse"')
    end = bench.join()
    answers = [end.send(AgentLogin(campaign="Sales", agent=name, extension="1")) for name in ("A", "B", "C", "D")]
    assert [codes(each) for each in answers] == ["ER", "LI", "ER", "LI"]
    assert refused(answers[0], "refused_by_scenario")


def test_a_refusal_may_have_a_number_of_its_own() -> None:
    bench = injected('message = "AU"\ndo = "refuse"\nerror = 1602')
    end = waiting(bench)
    end.send(AgentUnavailable(agent="Anna"))
    assert end.last(ErrorReport).error_code == 1602
    assert bench.state() == 3


def test_a_parameter_a_value_and_an_agent_narrow_it_down() -> None:
    end = talking(injected('message = "ST"\nparameter = "T2"\ndo = "refuse"'))
    assert end.send(SetTags(agent="Anna", tag1="x")) == []
    assert refused(end.send(SetTags(agent="Anna", tag2="x")), "refused_by_scenario")
    end = wrapping(injected('message = "TC"\nparameter = "AO"\nvalue = "199"\ndo = "refuse"'))
    assert refused(end.send(TransactionComplete(agent="Anna", outcome=199)), "refused_by_scenario")
    assert codes(end.send(TransactionComplete(agent="Anna", outcome=198))) == "AR"
    bench = injected('message = "AA"\nagent = "Ben"\ndo = "refuse"')
    assert codes(seated(bench).send(AgentAvailable(agent="Anna"))) == "NA AR"
    assert refused(seated(bench, "Ben").send(AgentAvailable(agent="Ben")), "refused_by_scenario")


def test_a_message_that_is_faulty_anyway_is_not_counted() -> None:
    end = injected('message = "AL"\nnth = [1]\ndo = "refuse"').join()
    assert refused(end.write("CG:AG:AL\\CNSales\\ANAnna"), "missing_parameter")
    assert refused(end.write("CG:AG:AL\\CNSales\\ANAnna\\AE1"), "refused_by_scenario")


def test_mv_may_come_late_after_all_that_it_confirms() -> None:
    bench = injected('message = "AA"\ndo = "late_mv"\nseconds = 7.0')
    end = seated(bench)
    assert codes(end.send(AgentAvailable(agent="Anna", token="k"))) == "NA AR"
    bench.run(6.9)
    assert not end.of(MessageVerify)
    bench.run(0.2)
    assert end.last(MessageVerify).token == "k"


def test_mv_may_come_for_what_is_never_done_and_nothing_at_all_may_come() -> None:
    bench = injected('message = "SW"\nnth = [1]\ndo = "mv_only"')
    end = talking(bench)
    assert codes(end.send(StartWrap(agent="Anna", token="k"))) == "MV"
    bench.run(5)
    assert bench.state() == 6
    end.send(StartWrap(agent="Anna"))
    bench.run(5)
    assert bench.state() == 7
    bench = injected('message = "SW"\ndo = "silence"')
    end = talking(bench)
    assert end.send(StartWrap(agent="Anna", token="k")) == []
    bench.run(5)
    assert bench.state() == 6


# --- steps


def test_a_step_at_its_time_and_with_speed() -> None:
    bench = stepped('at = 30\ndo = "kill"')
    end = waiting(bench)
    bench.run(29.9)
    assert end.codes() == "LI NA AR"
    bench.run(1)
    assert end.codes() == "LI NA AR AF NO"


def finish(bench: Bench, end: End, name: str = "Anna") -> None:
    """A whole call of this agent, from the offer to its TC."""
    bench.do(OfferCall(agent=name))
    bench.run(1)
    bench.do(HangUp(name))
    end.send(TransactionComplete(agent=name))


def test_a_step_after_calls_of_a_campaign_and_a_delay() -> None:
    bench = stepped('after_calls = 2\ncampaign = "Sales"\ndelay = 5\ndo = "kill"\nagent = "Anna"')
    other, end = waiting(bench, "Ben", "Service"), waiting(bench)
    for _ in range(3):
        finish(bench, other, "Ben")
    finish(bench, end)
    bench.run(20)
    assert bench.state() == 3
    finish(bench, end)
    bench.run(4.9)
    assert bench.state() == 3
    bench.run(1)
    assert end.codes().endswith("AR AF NO")
    assert "NO" not in other.codes()
    bench.run(100)
    assert end.codes().count("NO") == 1


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ('do = "kill"\nrelease = 1', "AF NO"),
        ('do = "move"\nto_campaign = "Service"', "CU MS NA AR"),
        ('do = "close_campaign"\ncampaign = "Sales"', "AF NO"),
        ('do = "offer_call"\nnumber = "123"', "AC AC"),
        ('do = "send_text"\ntext = "CG:AG:ZZ"', "ZZ"),
        ('do = "hang_up"', ""),
    ],
)
def test_each_step_reaches_the_agent(step: str, told: str) -> None:
    bench = stepped(f"at = 10\n{step}")
    end = waiting(bench)
    mark = len(end.texts)
    bench.run(12)
    assert " ".join(text[:2] for text in end.texts[mark:]) == told


def test_the_far_end_can_be_made_to_hang_up_and_the_sockets_to_drop() -> None:
    bench = stepped('at = 10\ndo = "hang_up"')
    end = talking(bench)
    bench.run(10)
    assert end.codes().endswith("CE")
    bench = stepped('at = 10\ndo = "drop_clients"')
    end = waiting(bench)
    bench.run(11)
    assert end.closed


@pytest.mark.parametrize("encoding", list(Encoding))
def test_garbage_costs_its_neighbours_nothing(encoding: Encoding) -> None:
    bench = Bench(load_scenario("refusals"))
    steps = [number for number, step in enumerate(bench.world.floor.scenario.steps) if step.do.startswith("send_")]
    end = bench.join(encoding)
    assert len(steps) >= 3
    for number in steps:
        bench.do(Woke(("step", number)))
        end.write("CG:MA:VS")
    assert [message.META.code for message in end.heard if not isinstance(message, Unrecognised)] == ["DA"] * len(steps)
    assert len(end.problems) >= 2


def test_the_refusals_scenario_makes_the_trouble_that_it_promises() -> None:
    bench = Bench(load_scenario("refusals"), seed=1)
    end = bench.join()
    login = AgentLogin(campaign="Sales", agent="Anna", extension="1")
    assert [codes(end.send(login)) for _ in range(2)] == ["ER", "LI"]
    end.send(AgentAvailable(agent="Anna"))
    bench.run_until(lambda: bench.state() == 7)
    assert refused(end.send(SetTags(agent="Anna", tag3="x")), "refused_by_scenario")
    assert end.send(SetTags(agent="Anna", tag1="x")) == []
    assert refused(end.send(TransactionComplete(agent="Anna", outcome=160)), "invalid_cause")
    end.send(TransactionComplete(agent="Anna", outcome=199))
    assert end.last(ErrorReport).error_code == 1602
    assert refused(end.send(AgentUnavailable(agent="Anna")), "refused_by_scenario")
    bench.run(21)
    assert bench.rows[-1].outcome == 120
    bench.run_until(lambda: end.of(NowLoggedOut), limit=600)
    assert len([row for row in bench.rows if row.agent]) == 5
