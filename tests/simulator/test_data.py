"""DT on the way out and back, application data, and the times of a call."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agentpanel.protocol.data import DataFormat, parse
from agentpanel.protocol.messages import (
    AgentConnect,
    EnumerateOutcomes,
    OutcomeData,
    TransactionComplete,
)
from agentpanel.simulator.data import merged
from agentpanel.simulator.events import OfferCall
from tests.simulator.bench import QUIET, Bench, scenario, talking, waiting

DONE = TransactionComplete(agent="Anna", outcome=101)


@pytest.mark.parametrize(("framing", "expected"), [("pipe", DataFormat.LEGACY), ("xml", DataFormat.XML)])
def test_data_comes_in_the_framing_of_the_campaign_and_parses(framing: str, expected: DataFormat) -> None:
    bench = Bench(scenario(QUIET.replace('name = "Sales"\n', f'name = "Sales"\ndata = "{framing}"\n')))
    connect = talking(bench).last(AgentConnect)
    data = parse(connect.data or "")
    assert data.format is expected
    assert data.fields["Contact_ID"] == "00000001"
    assert data.fields["Telephone"] == connect.number
    assert "<?xml" not in data.text


def test_a_campaign_may_send_no_data_and_application_data() -> None:
    made = scenario(QUIET.replace('name = "Sales"\n', 'name = "Sales"\ndata = "none"\napplication_data = "Ex100"\n'))
    connect = talking(Bench(made)).last(AgentConnect)
    assert (connect.data, connect.application_data) == (None, "Ex100")


def test_data_of_tc_adds_and_overwrites_keys() -> None:
    bench = Bench()
    end = waiting(bench)
    watcher = bench.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    bench.do(OfferCall(agent="Anna", data="A~N~1|B~C~two"))
    bench.run(1)
    end.send(TransactionComplete(agent="Anna", data="B~C~deux|C~C~trois"))
    bench.run(1)
    assert watcher.last(OutcomeData).data in ("A~N~1|B~C~deux|C~C~trois", "A~N~1|B~C~deux|C~N~trois")


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        (None, None, None),
        ("A~N~1", None, "A~N~1"),
        (None, "A~N~1", "A~N~1"),
        ("A~N~1", "plain words", "plain words"),
        ("plain words", "A~N~1", "A~N~1"),
        ("A~N~1|B~N~2", "A~N~3", "A~N~3|B~N~2"),
    ],
)
def test_merging_data(old: str | None, new: str | None, after: str | None) -> None:
    assert merged(old, new) == after


def test_the_times_of_oz_are_in_order_and_in_the_dialers_zone() -> None:
    summer = scenario(QUIET)
    bench = Bench(summer, at=Bench().now.replace(month=7))
    end = waiting(bench)
    watcher = bench.join()
    watcher.send(EnumerateOutcomes(transaction="t", successes=True))
    bench.do(OfferCall(agent="Anna"))
    bench.run(11)
    end.send(DONE)
    bench.run(5)
    told = watcher.last(OutcomeData)
    times = [told.launched, told.ringing, told.result, told.ended]
    assert times == sorted(times, key=lambda each: each or 0)
    # 5 July 2024, 09:00 UTC is 10:00 in London: day 45478 and 10/24
    assert told.launched == Decimal("45478.416667")
    assert told.ended == Decimal("45478.416806")
    assert bench.rows[-1].started.isoformat() == "2024-07-05T10:00:00+01:00"
