"""EO with a persist token: what is kept while the subscriber is away, and how it rolls forward."""

from __future__ import annotations

from typing import Any

import pytest

from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.protocol.messages import (
    EnumerateEnd,
    EnumerateFinished,
    EnumerateOutcomes,
    ErrorReport,
    MessageVerify,
    NewPersistentId,
    OutcomeData,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import Bench, End, codes, refused, scenario, waiting


def asking(transaction: str = "t", **more: Any) -> EnumerateOutcomes:
    fields: dict[str, Any] = {"failures": True, "successes": True, "persist": "p"} | more
    return EnumerateOutcomes(transaction=transaction, **fields)


def calls(bench: Bench, end: End, count: int) -> None:
    """Anna takes so many calls, a second each."""
    for _ in range(count):
        bench.do(OfferCall(agent="Anna"))
        bench.run(1)
        bench.do(HangUp("Anna"))
        end.send(TransactionComplete(agent="Anna", outcome=101))


def told(end: End) -> list[str]:
    return [each.session or "" for each in end.of(OutcomeData)]


def sessions(bench: Bench) -> list[str]:
    return [row.session for row in bench.rows]


def away(bench: Bench, agent: End, *, before: int, meanwhile: int, **asked: Any) -> End:
    """A subscriber hears of some calls, is cut off, and more are made."""
    watcher = bench.join()
    watcher.send(asking(**asked))
    calls(bench, agent, before)
    assert told(watcher) == sessions(bench)
    bench.drop(watcher)
    calls(bench, agent, meanwhile)
    assert told(watcher) == sessions(bench)[:before]
    return watcher


@pytest.mark.parametrize("framing", Framing)
@pytest.mark.parametrize("encoding", Encoding)
def test_what_happened_meanwhile_comes_in_order_and_new_events_behind_it(framing: Framing, encoding: Encoding) -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent = waiting(bench)
    away(bench, agent, before=2, meanwhile=5)
    back = bench.join(encoding, framing)
    assert codes(back.send(asking(rate=1, token="k"))) == "MV"
    calls(bench, agent, 2)
    assert told(back) == sessions(bench)[2:4], "one a second, and the new ones wait"
    bench.run(60)
    assert told(back) == sessions(bench)[2:]
    calls(bench, agent, 1)
    assert told(back)[-1] == sessions(bench)[-1], "at once, once all is told"
    assert not back.problems


@pytest.mark.parametrize(("rate", "after_a_second"), [(None, 100), (1, 1), (3, 3), (40, 40), (1_000_000, 150)])
def test_the_subscriber_says_how_many_a_second_it_can_take(rate: int | None, after_a_second: int) -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent = waiting(bench)
    away(bench, agent, before=0, meanwhile=150)
    back = bench.join()
    back.send(asking(rate=rate))
    bench.run(1)
    assert len(told(back)) == after_a_second
    bench.run(150)
    assert told(back) == sessions(bench)


def test_the_rate_is_what_the_client_can_take_whatever_the_speed() -> None:
    bench = Bench(scenario(persist_repeats=0), speed=20)
    agent = waiting(bench)
    away(bench, agent, before=0, meanwhile=150)
    back = bench.join()
    back.send(asking())
    bench.run(1)
    assert len(told(back)) == 100


def test_a_second_loss_amid_the_roll_forward_loses_nothing() -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent = waiting(bench)
    away(bench, agent, before=1, meanwhile=9)
    heard = sessions(bench)[:1]
    for _ in range(4):
        back = bench.join()
        back.send(asking(rate=2))
        calls(bench, agent, 1)
        bench.drop(back)
        heard += told(back)
    back = bench.join()
    back.send(asking(rate=1000))
    bench.run(1)
    assert heard + told(back) == sessions(bench)


def test_the_last_events_before_the_loss_come_again() -> None:
    bench = Bench(scenario(persist_repeats=3))
    agent = waiting(bench)
    watcher = away(bench, agent, before=5, meanwhile=2)
    back = bench.join()
    back.send(asking())
    bench.run(1)
    assert told(back) == sessions(bench)[2:]
    assert back.of(OutcomeData)[:3] == watcher.of(OutcomeData)[2:], "word for word, with the moment of the event"


def test_events_are_kept_for_an_hour() -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent = waiting(bench)
    away(bench, agent, before=0, meanwhile=3)
    bench.run(3_000)
    calls(bench, agent, 2)
    bench.run(599)
    back = bench.join()
    back.send(asking())
    bench.run(1)
    assert told(back) == sessions(bench)[3:]


def test_without_a_persist_token_all_is_lost_with_the_socket() -> None:
    bench = Bench()
    agent = waiting(bench)
    away(bench, agent, before=1, meanwhile=1, persist=None)
    back = bench.join()
    assert back.send(asking(persist=None)) == []
    bench.run(10)
    assert told(back) == []
    calls(bench, agent, 1)
    assert told(back) == sessions(bench)[-1:]


def test_ee_ends_it_for_good_here_or_from_another_connection() -> None:
    for lost in (False, True):
        bench = Bench()
        agent, watcher = waiting(bench), bench.join()
        watcher.send(asking())
        if lost:
            bench.drop(watcher)
            watcher = bench.join()
        assert codes(watcher.send(EnumerateEnd(transaction="t", token="k"))) == "MV EF"
        calls(bench, agent, 2)
        assert codes(watcher.send(asking(token="k"))) == "MV WP"
        bench.run(10)
        assert told(watcher) == []


def test_the_transaction_of_a_lost_subscriber_is_still_in_use() -> None:
    bench = Bench()
    watcher = bench.join()
    watcher.send(asking())
    bench.drop(watcher)
    assert refused(bench.join().send(asking(persist=None)), "transaction_in_use")
    assert refused(bench.join().send(asking(persist="other")), "transaction_in_use")
    assert bench.join().send(asking()) == []


def test_a_second_living_connection_takes_it_over_or_is_refused() -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent, first, second = waiting(bench), bench.join(), bench.join()
    first.send(asking())
    assert refused(first.send(asking()), "transaction_in_use")
    assert codes(second.send(asking(token="k"))) == "MV"
    assert [each.transaction for each in first.of(EnumerateFinished)] == ["t"]
    calls(bench, agent, 1)
    assert (told(first), told(second)) == ([], sessions(bench))
    bench = Bench(scenario(persist_twice="refuse"))
    agent, first, second = waiting(bench), bench.join(), bench.join()
    first.send(asking())
    assert refused(second.send(asking()), "persist_in_use")
    calls(bench, agent, 1)
    assert told(first) == sessions(bench)


def test_another_transaction_id_for_the_same_token() -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent = waiting(bench)
    away(bench, agent, before=0, meanwhile=2)
    back = bench.join()
    back.send(asking("new"))
    bench.run(1)
    assert [(each.session, each.transaction) for each in back.of(OutcomeData)] == [
        (session, "new") for session in sessions(bench)
    ]
    bench = Bench(scenario(persist_transaction="same"))
    away(bench, waiting(bench), before=0, meanwhile=1)
    back = bench.join()
    assert refused(back.send(asking("new")), "not_the_same_request")
    assert back.send(asking()) == []


def test_another_request_for_the_same_token() -> None:
    for other in ({"campaign": "Sales"}, {"failures": False}, {"tenant": "default"}):
        bench = Bench()
        agent = waiting(bench)
        away(bench, agent, before=1, meanwhile=1)
        back = bench.join()
        back.send(asking(**other))
        bench.run(10)
        assert told(back) == [], "what was kept was for another request"
        calls(bench, agent, 1)
        assert told(back) == sessions(bench)[-1:]
        bench = Bench(scenario(persist_changed="refuse"))
        away(bench, waiting(bench), before=0, meanwhile=1)
        assert refused(bench.join().send(asking(**other)), "not_the_same_request")


def test_a_dialer_that_lacks_the_token() -> None:
    bench = Bench(scenario(persist="refuse"))
    end = bench.join()
    assert refused(end.send(asking()), "superfluous_parameter")
    assert codes(end.send(asking(persist=None, token="k"))) == "MV"


def test_tokens_are_kept_apart_and_each_has_its_own_campaign() -> None:
    bench = Bench(scenario(persist_repeats=0))
    agent = waiting(bench)
    ends = [bench.join(), bench.join()]
    for end, campaign in zip(ends, ("Sales", "Service"), strict=True):
        end.send(asking(campaign, campaign=campaign, persist=campaign))
        bench.drop(end)
    calls(bench, agent, 2)
    back = [bench.join(), bench.join()]
    for end, campaign in zip(back, ("Sales", "Service"), strict=True):
        end.send(asking(campaign, campaign=campaign, persist=campaign))
    bench.run(1)
    assert [told(end) for end in back] == [sessions(bench), []]


def test_only_the_campaign_manager_asks_with_mo() -> None:
    end = Bench().join()
    assert refused(end.send(asking(management=True)), "not_permitted")
    assert end.of(MessageVerify) == []
    assert len(end.of(ErrorReport)) == 1


def test_wp_tells_that_a_token_is_new_so_that_nothing_was_kept() -> None:
    bench = Bench()
    watcher = bench.join()
    assert codes(watcher.send(asking(token="k"))) == "MV WP"
    assert watcher.last(NewPersistentId).persist == "p"
    bench.drop(watcher)
    back = bench.join()
    assert codes(back.send(asking(token="k"))) == "MV", "known"
    assert codes(back.send(asking("other", persist="a:b", token="k"))) == "MV", "WP cannot carry it"
    bench.drop(back)
    assert codes(bench.join().send(asking(campaign="Sales", token="k"))) == "MV WP", "what was kept is gone"
    silent = Bench(scenario(persist_news=False)).join()
    assert codes(silent.send(asking(token="k"))) == "MV"
