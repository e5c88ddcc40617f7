"""Failures on purpose, somebody else at the controls, users in place of endpoints, memberships, the list of agents."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

import agentpanel.protocol.messages as catalogue
from agentpanel.protocol.message import Message, Side
from agentpanel.protocol.messages import (
    AgentAvailable,
    AgentLogin,
    AgentUnavailable,
    DTMFPlay,
    EnumerateAgents,
    GroupMembership,
    LogOut,
    PlayMessage,
    RequestHold,
    RequestMute,
    RequestRecording,
    Requeue,
    StartWrap,
    TransactionComplete,
    TransferRequest,
)
from agentpanel.simulator.events import Event, HangUp, OfferCall, OnBehalf
from agentpanel.simulator.loading import load_scenario, parse_scenario
from agentpanel.simulator.remote import Remote
from agentpanel.simulator.scenario import ScenarioError
from agentpanel.simulator.supervising import REQUESTS
from tests.simulator.bench import QUIET, Bench, End, codes, refused, scenario, seated, talking, waiting
from tests.simulator.handing import Pair, statuses

# --- requests that are accepted and fail

FAILING = [
    (RequestHold(agent="Anna", on=True, who="1", token="k"), "HA", 2),
    (RequestHold(agent="Anna", token="k"), "HA", 1),
    (RequestMute(agent="Anna", on=True, recording_input=True, token="k"), "MK", 1),
    (RequestRecording(agent="Anna", on=True, key="two", token="k"), "RA", 2),
    (DTMFPlay(agent="Anna", digits="1", token="k"), "DS", 2),
    (PlayMessage(agent="Anna", sound="ThankYou", token="k"), "PS", 2),
    (TransferRequest(agent="Anna", to_agent="Ben", token="k"), "TA", 2),
]


@pytest.mark.parametrize(("message", "answer", "status"), FAILING, ids=[each[1] for each in FAILING])
def test_the_answer_says_that_it_failed_and_nothing_happens(message: Any, answer: str, status: int) -> None:
    code = message.META.code
    bench = Bench(scenario(f'{QUIET}\n[[inject]]\nmessage = "{code}"\ndo = "fail"\nstatus = {status}\n'))
    end = talking(bench)
    ben = seated(bench, "Ben")
    told = end.send(message)
    assert codes(told) == f"MV {answer}"
    last: Any = told[-1]
    assert last.status == status
    for field in ("on", "who", "key", "recording_input"):
        assert getattr(last, field, None) == (getattr(message, field, None) if hasattr(last, field) else None)
    call = bench.world.floor.agents["Anna"].call
    assert call is not None
    assert (call.held, call.muted, call.recordings, call.playing, call.transfer) == (False, False, set(), None, None)
    assert (bench.state(), ben.codes()) == (6, "LI")


def test_a_move_can_fail_too_and_without_a_call_nothing_else_can() -> None:
    failing = "".join(f'\n[[inject]]\nmessage = "{code}"\ndo = "fail"\nstatus = 1\n' for code in ("AM", "RH"))
    bench = Bench(scenario(QUIET + failing))
    end = waiting(bench)
    told: Any = end.write("CG:AG:AM\\ANAnna\\C2Service")
    assert (codes(told), told[0].status, told[0].to_campaign) == ("MS", 1, "Service")
    assert bench.world.floor.agents["Anna"].campaign.name == "Sales"
    assert refused(end.send(RequestHold(agent="Anna", on=True)), "no_call")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('message = "SW"\ndo = "fail"\nstatus = 1', "inject[0].message must be one of AM, DP, MA, PM, RH, RM, RR, TR"),
        ('message = "RH"\ndo = "fail"', "inject[0].status is missing"),
        ('message = "RH"\ndo = "fail"\nstatus = 5', "inject[0].status must be at most 4"),
        ('message = "RH"\ndo = "refuse"\n[[event]]\nat = 1\ndo = "transfer"', "event[0].to_agent is missing"),
    ],
)
def test_a_failure_that_cannot_be_is_named(toml: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(f"{QUIET}\n[[inject]]\n{toml}\n", file="trial.toml")
    assert words in str(caught.value)


# --- somebody else at the controls

STEPS = [
    ('do = "hold"', "HA", 13),
    ('do = "mute"', "MK", 6),
    ('do = "record"', "RA", 6),
    ('do = "play"\nsound = "ThankYou"', "PS", 6),
    ('do = "transfer"\nto_agent = "Ben"\nway = "blind"', "TA", 9),
    ('do = "transfer"\nto_agent = "Ben"\nway = "conference"', "TA", 9),
]


@pytest.mark.parametrize("named", ["", '\nagent = "Anna"'])
@pytest.mark.parametrize(("step", "told", "state"), STEPS, ids=[step[0] for step in STEPS])
def test_a_step_is_told_to_the_agent_as_if_it_had_asked(step: str, told: str, state: int, named: str) -> None:
    bench = Bench(scenario(f"{QUIET}\n[[event]]\nat = 5\n{step}{named}\n"))
    end = talking(bench)
    seated(bench, "Ben")
    bench.run(4.1)
    assert (codes(end.heard[-1:]), bench.state()) == (told, state)


def test_what_one_step_does_another_undoes() -> None:
    steps = "".join(
        f'\n[[event]]\nat = {at}\ndo = "{do}"\n'
        for at, do in enumerate(["hold", "retrieve", "mute", "unmute", "record", "stop_record"], start=5)
    )
    bench = Bench(scenario(QUIET + steps))
    end = talking(bench)
    bench.run(10)
    assert end.codes().endswith("HA HA MK MK RA RA")
    call = bench.world.floor.agents["Anna"].call
    assert call is not None
    assert (call.held, call.muted, call.recordings) == (False, False, set())


def test_a_step_that_is_not_possible_is_left_undone_with_a_line_in_the_log() -> None:
    bench = Bench(scenario(f'{QUIET}\n[[event]]\nat = 5\ndo = "hold"\n'))
    end = waiting(bench)
    bench.run(6)
    assert end.codes() == "LI NA AR"
    assert any("RH of somebody else for None: campaign_or_agent_missing" in line for line in bench.log)


class Hands(Remote):
    """The verbs of a running dialer, on a bench."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def do(self, event: Event) -> None:
        self._bench.do(event)


def test_the_verbs_of_a_running_dialer() -> None:
    pair = Pair()
    hands = Hands(pair.bench)
    hands.hold("Anna")
    hands.hold("Anna", on=False)
    hands.mute()
    hands.record(on=True)
    hands.play("ThankYou")
    hands.play()
    hands.transfer("Ben", way="blind")
    assert pair.told(pair.anna) == "HA+ HA- MK RA PS PS TA3"
    pair.bench.run(1)
    assert pair.states == (3, 6)


def test_a_refused_request_of_somebody_else_leaves_nothing_behind() -> None:
    pair = Pair()
    pair.bench.do(OnBehalf(TransferRequest(agent="Anna", to_external="none", conference=False)))
    assert (pair.told(pair.anna), pair.states) == ("", (6, 2))
    assert any("forbidden_transfer" in line for line in pair.bench.log)
    assert set(REQUESTS) == {"hold", "retrieve", "mute", "unmute", "record", "stop_record", "play", "transfer"}


def test_another_client_may_ask_about_any_agent() -> None:
    pair = Pair()
    other = pair.bench.join()
    assert codes(other.send(RequestHold(agent="Anna", on=True, token="k"))) == "MV"
    assert codes(other.send(TransferRequest(agent="Anna", to_agent="Ben", token="l"))) == "MV"
    assert pair.told(pair.anna) == "HA+ TA3"


# --- QI in place of AN

TAKE_BOTH = sorted(
    (
        kind
        for kind in vars(catalogue).values()
        if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
        if kind.META.to is Side.DIALER and {"AN", "QI"} <= {param.code for param in kind.META.params}
    ),
    key=lambda kind: kind.META.code,
)
#: What a message needs beside its agent.
MORE = {
    "DP": "\\DN1",
    "RQ": "\\GAVIP",
    "UA": "\\TDdefault\\PWx",
    "AL": "\\CNSales\\AE1",
    "MA": "\\C2Sales\\TXt",
    "KA": "\\TXt",
}


def test_the_messages_that_name_an_agent_or_a_user() -> None:
    assert [kind.META.code for kind in TAKE_BOTH] == [
        *("AA", "AL", "AU", "BD", "DP", "KA", "LO", "MA", "RH", "RM", "RQ", "RR", "SW", "TC", "UA")
    ]


@pytest.mark.parametrize("kind", TAKE_BOTH, ids=lambda kind: kind.META.code)
def test_not_both_except_to_log_in(kind: type[Message]) -> None:
    code = kind.META.code
    end = Bench().join()
    answer = end.write(f"CG:{kind.META.interfaces[0]}:{code}\\ANAnna\\QIuser{MORE.get(code, '')}")
    if code == "AL":
        assert codes(answer) == "LI"
    else:
        assert refused(answer, "exclusive_parameters")


def as_user(bench: Bench) -> End:
    end = bench.join()
    end.send(AgentLogin(campaign="Sales", agent="Anna", extension="1", user="anna.b"))
    return end


def test_a_user_works_a_whole_shift_without_naming_the_endpoint() -> None:
    bench = Bench()
    end = as_user(bench)
    assert codes(end.send(AgentAvailable(user="anna.b"))) == "NA AR"
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    for message, told in [
        (RequestHold(user="anna.b", on=True), "HA"),
        (RequestHold(user="anna.b"), "HA"),
        (RequestMute(user="anna.b", on=True), "MK"),
        (RequestRecording(user="anna.b", on=True), "RA"),
        (DTMFPlay(user="anna.b", digits="1"), "DS DS"),
        (AgentUnavailable(user="anna.b"), ""),
        (Requeue(user="anna.b", group="VIP"), "CE"),
        (TransactionComplete(user="anna.b", outcome=101), "AF"),
        (LogOut(user="anna.b"), "NO"),
    ]:
        assert codes(end.send(message)) == told, message
    assert refused(end.send(AgentAvailable(user="anna.b")), "not_logged_in")


def test_a_user_stands_for_the_session_in_a_call_and_else_for_the_last() -> None:
    bench = Bench()
    end = as_user(bench)
    end.send(AgentLogin(campaign="Sales", agent="Anna2", extension="2", user="anna.b"))
    assert codes(end.send(AgentAvailable(user="anna.b"))) == "NA AR NA AR"
    assert refused(end.send(AgentAvailable(user="anna.b")), "already_available")
    end.send(AgentUnavailable(user="anna.b", release=1))
    assert (bench.state("Anna"), bench.state("Anna2")) == (3, 2)
    assert codes(end.send(AgentAvailable(user="anna.b"))) == "NA AR"
    bench.do(OfferCall(agent="Anna"))
    bench.run(1)
    end.send(StartWrap(user="anna.b"))
    bench.run(1)
    assert (bench.state("Anna"), bench.state("Anna2")) == (7, 3)


# --- memberships


@pytest.mark.parametrize("choice", ["accept", "refuse"])
def test_joining_twice_and_leaving_what_was_not_joined(choice: str) -> None:
    end = seated(Bench(scenario(membership_again=choice)), campaign="Support")
    join, leave = GroupMembership(agent="Anna", group="VIP", on=True), GroupMembership(agent="Anna", group="VIP")
    again = [end.send(message) for message in (leave, join, join, leave, leave)]
    assert [refused(answer, "already_so") for answer in again] == [
        choice == "refuse" and number in (0, 2, 4) for number in range(5)
    ]
    assert refused(end.send(GroupMembership(agent="Anna", group="none", on=True)), "unknown_queue")


def test_memberships_end_at_logout() -> None:
    bench = Bench(scenario(membership="asked"))
    end = seated(bench, campaign="Support")
    end.send(GroupMembership(agent="Anna", group="VIP", on=True))
    end.send(LogOut(agent="Anna"))
    end.send(AgentLogin(campaign="Support", agent="Anna", extension="1"))
    end.send(AgentAvailable(agent="Anna"))
    bench.do(OfferCall(campaign="Support", queue="VIP"))
    bench.run(5)
    assert bench.state() == 3
    end.send(GroupMembership(agent="Anna", group="VIP", on=True))
    bench.run(1)
    assert bench.state() == 6


# --- EA


def test_the_list_of_agents_follows_a_transfer() -> None:
    pair = Pair()
    watcher = pair.bench.join()
    watcher.send(EnumerateAgents(transaction="t", level=2))
    pair.transfer()
    pair.accept()
    states = [(each.agent, each.detail_state) for each in watcher.heard]  # type: ignore[attr-defined]
    assert states == [("Anna", 6), ("Ben", 2), ("Anna", 9), ("Ben", 10), ("Ben", 6), ("Anna", 7)]


def test_an_ordinary_agent_may_have_the_list_unless_the_scenario_refuses() -> None:
    assert codes(seated(Bench()).send(EnumerateAgents(transaction="t"))) == "AZ"
    end = seated(Bench(scenario(agents_list="refuse")))
    assert refused(end.send(EnumerateAgents(transaction="t")), "not_permitted")


# --- the shipped scenarios


@pytest.mark.parametrize("name", ["transfers", "control"])
def test_the_scenarios_take_any_agent_on_sales_and_service(name: str) -> None:
    loaded = load_scenario(name)
    for campaign in ("Sales", "Service"):
        end = Bench(loaded).join()
        assert codes(end.send(AgentLogin(campaign=campaign, agent="Ånyone at all", extension="7"))) == "LI"


def test_transfers_has_calls_that_are_long_enough_and_queues_to_requeue_to() -> None:
    bench = Bench(load_scenario("transfers"))
    anna, ben = waiting(bench), seated(bench, "Ben", "Service")
    bench.run_until(lambda: bench.state() == 6)
    bench.run(60)
    assert bench.state() == 6
    anna.send(TransferRequest(agent="Anna", to_agent="Ben", blind=True))
    bench.run_until(lambda: bench.state("Ben") == 6)
    assert ben.codes() == "LI CU MS XA AC AC RA"
    assert codes(ben.send(Requeue(agent="Ben", group="Second line"))) == "CE"


def test_control_has_failures_and_somebody_else_at_the_controls() -> None:
    bench = Bench(load_scenario("control"))
    anna = waiting(bench)
    bench.run_until(lambda: bench.state() == 6)
    for on in (True, False):
        anna.send(RequestHold(agent="Anna", on=on))
    assert [each.status for each in anna.of(catalogue.HoldAcknowledge)] == [0, 2]
    anna.send(TransferRequest(agent="Anna", to_agent="Ben"))
    assert statuses(anna) == [2]
    bench.do(HangUp("Anna"))
    anna.send(TransactionComplete(agent="Anna", outcome=101))
    mark = len(anna.heard)
    bench.run(70)
    told = [code for code in codes(anna.heard[mark:]).split() if code in ("HA", "MK", "RA", "PS")]
    assert told == ["RA", "HA", "HA", "MK", "MK", "RA", "RA", "PS", "PS"]


def test_control_has_phones_that_nobody_picks_up() -> None:
    bench = Bench(load_scenario("control"))
    end = waiting(bench, campaign="Hotline")
    for _ in range(40):
        bench.run_until(lambda: bench.state() in (2, 6))
        if bench.state() == 2:
            break
        bench.do(HangUp("Anna"))
        end.send(TransactionComplete(agent="Anna"))
    assert end.codes().endswith("AC CE AF")


def test_no_choice_of_a_shipped_scenario_is_a_slip() -> None:
    defaults = parse_scenario('[[campaign]]\nname = "Sales"\n', file="least.toml").choices
    for name, meant in [("transfers", {"transfer_data"}), ("control", {"unanswered_offers"})]:
        chosen = load_scenario(name).choices
        changed = {
            field.name
            for field in dataclasses.fields(chosen)
            if getattr(chosen, field.name) != getattr(defaults, field.name)
        }
        assert changed == meant
