"""A socket that closes: what the dialer cleans up, and when the agent may come back."""

from __future__ import annotations

import pytest

from agentpanel.protocol.messages import AgentData, AgentLogin, DialerAdvise, EnumerateAgents, SetTags, VerifyStatus
from agentpanel.simulator.events import DropClients, Heard, OfferCall
from tests.simulator.bench import Bench, codes, refused, scenario, seated, talking, waiting, wrapping

AGAIN = AgentLogin(campaign="Sales", agent="Anna", extension="1001")


def test_a_lost_login_is_in_use_for_a_while_and_then_free() -> None:
    bench = Bench(scenario(linger_s=2.0))
    end = waiting(bench)
    bench.drop(end)
    bench.run(1.9)
    back = bench.join()
    assert refused(back.send(AGAIN), "agent_in_use")
    bench.run(0.2)
    assert codes(back.send(AGAIN)) == "LI"


def test_a_lost_agent_gets_no_more_calls_and_cannot_be_spoken_for() -> None:
    bench = Bench(scenario(linger_s=5.0))
    end = waiting(bench)
    bench.drop(end)
    bench.do(OfferCall(campaign="Sales"))
    bench.run(1)
    assert bench.state() == 2
    assert refused(bench.join().write("CG:AG:AA\\ANAnna"), "not_logged_in")


@pytest.mark.parametrize("place", [talking, wrapping])
def test_a_lost_agents_call_is_closed_in_its_place(place: object) -> None:
    bench = Bench()
    assert callable(place)
    end = place(bench)
    end.send(SetTags(agent="Anna", tag1="kept"))
    bench.drop(end)
    row = bench.rows[-1]
    assert (row.agent, row.outcome, row.tags) == ("Anna", None, {"T1": "kept"})
    assert row.ended_by == ("dialer" if place is talking else "customer")
    bench.run(2)
    assert bench.state() == 0


def test_a_live_call_may_be_kept_to_its_end() -> None:
    bench = Bench(scenario(call_on_drop="keep"))
    end = talking(bench)
    bench.drop(end)
    bench.run(20)
    assert bench.state() == 6
    assert refused(bench.join().send(AGAIN), "agent_in_use")
    bench.run(20)
    assert bench.rows[-1].ended_by == "customer"
    assert bench.state() == 0


def test_a_drop_while_the_phone_rings_or_the_station_ties_up() -> None:
    bench = Bench()
    end = waiting(bench)
    bench.do(OfferCall(agent="Anna"))
    bench.drop(end)
    bench.run(5)
    assert (bench.state(), len(bench.rows)) == (0, 1)
    end = bench.join()
    end.write("CG:AG:AL\\CNSales\\ANAnna\\AE1\\NU")
    bench.drop(end)
    bench.run(5)
    assert bench.state() == 0


def test_watchers_hear_of_the_cleaning_up() -> None:
    bench = Bench()
    end, watcher = waiting(bench), bench.join()
    watcher.send(EnumerateAgents(transaction="t"))
    bench.drop(end)
    bench.run(2)
    assert [each.detail_state for each in watcher.of(AgentData)] == [3, 2, 0]


def test_only_what_the_connection_owned_goes_with_it() -> None:
    bench = Bench()
    anna, ben = seated(bench), seated(bench, "Ben")
    bench.drop(anna)
    bench.run(10)
    assert bench.state("Ben") == 2
    assert codes(ben.write("CG:AG:AA\\ANBen")) == "NA AR"


def test_one_connection_may_own_several_agents() -> None:
    bench = Bench()
    end = seated(bench)
    end.send(AgentLogin(campaign="Service", agent="Ben", extension="2"))
    bench.drop(end)
    bench.run(5)
    assert (bench.state("Anna"), bench.state("Ben")) == (0, 0)


def test_the_heartbeat_stops_with_the_socket() -> None:
    bench = Bench()
    end = bench.join()
    end.send(VerifyStatus(interval=5))
    bench.run(11)
    bench.drop(end)
    bench.run(60)
    assert len(end.of(DialerAdvise)) == 2


def test_a_message_that_was_read_before_the_drop_was_seen_does_no_harm() -> None:
    bench = Bench()
    end = bench.join()
    bench.drop(end)
    bench.do(Heard(end.number, "CG:AG:AA\\ANAnna", None))
    assert end.heard == []


def test_dropping_all_clients_closes_each_socket() -> None:
    bench = Bench()
    ends = [seated(bench), seated(bench, "Ben")]
    bench.do(DropClients())
    assert all(end.closed for end in ends)


def test_heartbeat_by_interval_at_once_and_off() -> None:
    bench = Bench(speed=100)
    end = bench.join()
    assert codes(end.send(VerifyStatus(token="k"))) == "MV DA"
    assert codes(end.send(VerifyStatus(interval=30))) == ""
    bench.run(29)
    assert codes(end.send(VerifyStatus())) == "DA"
    bench.run(32)
    assert end.codes() == "MV DA DA DA DA"
    end.send(VerifyStatus(interval=10))
    bench.run(21)
    assert len(end.of(DialerAdvise)) == 6
    end.send(VerifyStatus(interval=0))
    bench.run(100)
    assert len(end.of(DialerAdvise)) == 6
