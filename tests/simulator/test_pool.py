"""The pool: endings by last digit, pace, queues, skills, several agents, and the seed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from agentpanel.protocol.messages import AgentAvailable, AgentConnect, GroupMembership, TransactionComplete
from agentpanel.simulator.events import CloseCampaign, OfferCall
from agentpanel.simulator.loading import load_scenario
from tests.simulator.bench import QUIET, Bench, End, scenario, seated, talking, waiting

PACED = QUIET.replace('name = "Sales"\npace = { mode = "asked" }', 'name = "Sales"\n%s')


def paced(campaign: str) -> Bench:
    return Bench(scenario(PACED % campaign))


def serve(bench: Bench, end: End, calls: int, name: str = "Anna") -> None:
    for _ in range(calls):
        bench.run_until(lambda: bench.state(name) == 7)
        end.send(TransactionComplete(agent=name))


@pytest.mark.parametrize(
    ("digit", "reason", "ended_by"),
    [(4, 1, "network"), (5, 2, "dialer"), (6, 5, "dialer"), (7, 3, "dialer")],
)
def test_the_last_digit_chooses_how_an_attempt_fails(digit: int, reason: int, ended_by: str) -> None:
    bench = paced(f'last_digits = "{digit}"')
    waiting(bench)
    bench.run_until(lambda: bench.rows)
    row = bench.rows[0]
    assert row.number.endswith(str(digit))
    assert (row.reason, row.agent, row.outcome, row.ended_by) == (reason, None, None, ended_by)


@pytest.mark.parametrize(("digit", "talk"), [(0, 30), (8, 2), (9, 200)])
def test_the_last_digit_chooses_how_long_a_call_lasts(digit: int, talk: float) -> None:
    bench = paced(f'last_digits = "{digit}"')
    end = waiting(bench)
    bench.run_until(lambda: bench.state() == 6)
    begun = bench.now
    bench.run_until(lambda: bench.state() == 7)
    assert (bench.now - begun).total_seconds() == talk
    assert end.last(AgentConnect).number == bench.world.floor.agents["Anna"].call.number  # type: ignore[union-attr]


def test_a_scenario_may_give_the_digits_other_endings() -> None:
    text = PACED % 'last_digits = "0"' + "\n[endings]\n0 = 'unobtainable'\n"
    bench = Bench(scenario(text))
    waiting(bench)
    bench.run_until(lambda: bench.rows)
    assert bench.rows[0].reason == 20
    assert bench.world.floor.scenario.ending_of("017/001").value == "fax"
    assert bench.world.floor.scenario.ending_of("unknown").value == "answered"


def test_a_call_arrives_some_seconds_after_the_agent_gets_ready() -> None:
    bench = Bench(load_scenario("predictive"))
    end = waiting(bench)
    for _ in range(30):
        ready = bench.now
        bench.run_until(lambda: bench.state() == 10)
        assert 3.0 <= (bench.now - ready).total_seconds() <= 8.0
        bench.run_until(lambda: bench.state() == 7)
        end.send(TransactionComplete(agent="Anna"))
    assert len({ac.session for ac in end.of(AgentConnect)}) == 30


def test_nobody_is_called_for_an_agent_that_is_not_available() -> None:
    bench = Bench(load_scenario("predictive"))
    seated(bench)
    bench.run(600)
    assert not bench.rows
    assert not bench.world.floor.calls


def test_each_waiting_agent_gets_a_call_and_never_two() -> None:
    bench = paced("")
    ends = {name: waiting(bench, name) for name in ("Anna", "Ben", "Cleo")}
    for _ in range(10):
        for name, end in ends.items():
            serve(bench, end, 1, name)
    sessions = [ac.session for end in ends.values() for ac in end.of(AgentConnect)[::2]]
    assert len(sessions) == len(set(sessions))
    assert all(len(end.of(AgentConnect)) >= 20 for end in ends.values())


def test_the_one_who_waited_longest_gets_the_call() -> None:
    bench = Bench()
    ends = []
    for name in ("Zoe", "Anna"):
        ends.append(waiting(bench, name))
        bench.run(1)
    bench.do(OfferCall(campaign="Sales"))
    assert [bool(end.of(AgentConnect)) for end in ends] == [True, False]


def test_calls_stay_on_their_campaign() -> None:
    bench = Bench()
    sales, service = waiting(bench), waiting(bench, "Ben", "Service")
    bench.do(OfferCall(campaign="Service"))
    assert not sales.of(AgentConnect)
    assert service.last(AgentConnect).campaign == "Service"


def test_a_closed_campaign_dials_no_more() -> None:
    bench = paced("")
    waiting(bench)
    bench.do(CloseCampaign("Sales"))
    bench.run(600)
    assert not bench.rows


def test_interval_pace_dials_regularly_for_whoever_waits() -> None:
    bench = paced('pace = { mode = "interval", every = 20.0 }')
    end = waiting(bench)
    begun = bench.now
    bench.run_until(lambda: bench.state() == 10)
    assert (bench.now - begun).total_seconds() == 22.0
    serve(bench, end, 3)
    assert len(end.of(AgentConnect)) == 6


def test_inbound_calls_come_whether_somebody_waits_or_not_and_give_up() -> None:
    text = QUIET.replace(
        'method = 5\npace = { mode = "asked" }', 'method = 5\npace = { mode = "poisson", every = 5.0 }'
    )
    bench = Bench(scenario(text, queue_patience_s=10.0))
    seated(bench, campaign="Support")
    bench.run(120)
    assert len(bench.rows) > 5
    assert {(row.reason, row.ended_by, row.queue) for row in bench.rows} == {(7, "customer", "VIP")}
    assert {round((row.ended - row.started).total_seconds()) for row in bench.rows} == {10}


def test_a_queued_caller_goes_to_the_next_agent_that_is_ready() -> None:
    bench = Bench()
    bench.join()
    bench.do(OfferCall(campaign="Support", queue="General"))
    bench.run(5)
    end = seated(bench, campaign="Support")
    assert not end.of(AgentConnect)
    end.send(AgentAvailable(agent="Anna"))
    assert end.last(AgentConnect).queue == "General"
    hidden = talking(Bench(scenario(queue_in_ac=False)), campaign="Support")
    assert hidden.last(AgentConnect).queue is None


def test_queues_may_need_membership() -> None:
    bench = Bench(scenario(membership="asked"))
    end = waiting(bench, campaign="Support")
    bench.do(OfferCall(campaign="Support", queue="VIP"))
    assert not end.of(AgentConnect)
    end.send(GroupMembership(agent="Anna", group="VIP", on=True))
    assert end.last(AgentConnect).queue == "VIP"
    end.send(GroupMembership(agent="Anna", group="VIP"))
    bench.run_until(lambda: bench.state() == 7)
    end.send(TransactionComplete(agent="Anna"))
    bench.do(OfferCall(campaign="Support", queue="VIP"))
    bench.run(10)
    assert bench.state() == 3


@pytest.mark.parametrize("choice", ["prefer", "require"])
def test_skills_are_a_preference_or_a_condition(choice: str) -> None:
    text = QUIET.replace('name = "Sales"\n', 'name = "Sales"\nskill = "german"\n')
    bench = Bench(scenario(text, skills=choice))
    first = waiting(bench, "Ben")
    bench.run(1)
    skilled = seated(bench)
    skilled.send(AgentAvailable(agent="Anna", skills="french, german"))
    bench.do(OfferCall(campaign="Sales"))
    assert skilled.of(AgentConnect)
    bench.do(OfferCall(campaign="Sales"))
    assert bool(first.of(AgentConnect)) == (choice == "prefer")


def test_a_call_for_one_agent_waits_for_that_agent() -> None:
    bench = Bench()
    other = waiting(bench, "Ben")
    end = seated(bench)
    bench.do(OfferCall(agent="Anna", number="01632960777"))
    bench.run(5)
    assert not other.of(AgentConnect)
    end.send(AgentAvailable(agent="Anna"))
    assert end.last(AgentConnect).number == "01632960777"


def test_contacts_come_in_their_order_and_again() -> None:
    bench = Bench(load_scenario("inbound"))
    end = waiting(bench, campaign="Support")
    serve(bench, end, 7)
    numbers = [ac.number for ac in end.of(AgentConnect)[::2]]
    assert numbers[:2] == ["01632960101", "01632960209"]
    assert "" in numbers
    assert not end.problems


def story(seed: int, *, hurry: float = 0.0, speed: float = 1.0) -> list[tuple[object, ...]]:
    """Numbers, order and outcomes of a shift; the agent takes a different time over wrap."""
    bench = Bench(load_scenario("predictive"), seed=seed, speed=speed)
    end = waiting(bench)
    for _ in range(15):
        bench.run_until(lambda: bench.state() == 7)
        bench.run(hurry)
        end.send(TransactionComplete(agent="Anna"))
    served = [row for row in bench.rows if row.agent]
    return [
        (row.number, row.session, row.reason, round((row.ended - row.started).total_seconds() * speed))
        for row in served
    ]


def test_the_same_seed_gives_the_same_calls_however_long_the_agent_takes() -> None:
    assert story(5) == story(5) == story(5, hurry=17.0)
    assert [each[:3] for each in story(5, speed=50.0)] == [each[:3] for each in story(5)]
    assert story(5) != story(6)


def test_guids_of_two_runs_with_one_seed_differ() -> None:
    first, second = Bench(), Bench(at=Bench().now.replace(year=2025))
    ids = [talking(bench).last(AgentConnect).session_unique for bench in (first, second)]
    assert ids[0] != ids[1]


def test_speed_divides_every_wait() -> None:
    lengths = []
    for speed in (1.0, 10.0):
        bench = Bench(load_scenario("predictive"), seed=5, speed=speed)
        end = waiting(bench)
        begun = bench.now
        serve(bench, end, 5)
        lengths.append((bench.now - begun).total_seconds())
    slow, fast = lengths
    assert abs(slow / fast - 10) < 0.01


def test_times_between_calls_are_drawn_and_not_all_alike() -> None:
    bench = Bench(load_scenario("predictive"))
    end = waiting(bench)
    serve(bench, end, 6)
    starts = [row.started for row in bench.rows if row.agent]
    assert len({later - earlier for earlier, later in pairwise(starts)}) == 5


def test_a_world_needs_a_speed() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Bench(speed=0)
