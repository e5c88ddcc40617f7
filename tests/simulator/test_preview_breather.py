"""Preview mode: the breather, the limit of wrap, and what AZ tells."""

from __future__ import annotations

from agentpanel.protocol.messages import (
    AdjustWrap,
    AgentUnavailable,
    BeginDial,
    BeginPreview,
    EnumerateAgents,
    PreviewNow,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp, OfferCall
from tests.simulator.bench import codes, refused, seated
from tests.simulator.modes import BUSY, bench, shown

DIAL = BeginDial(agent="Anna", token="k")
DECLINE = BeginDial(agent="Anna", declined=True, token="k")
DONE = TransactionComplete(agent="Anna", outcome=101)


# --- the breather


def test_the_breather_comes_after_a_call_instead_of_ar_and_pn_ends_it() -> None:
    made = bench()
    end = shown(made, "Timed")
    end.send(DIAL)
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "BP"
    said = end.last(BeginPreview)
    assert (said.breather_only, said.breather, said.begin_dial) == (True, 10, False)
    assert (said.session, said.session_unique, said.data, said.number) == (None, None, None, None)
    assert made.state() == 5
    assert refused(end.send(DIAL), "no_preview")
    made.do(OfferCall(agent="Anna"))
    assert made.state() == 5
    assert codes(end.send(PreviewNow(agent="Anna", token="p"))) == "MV AR BP"
    made.run(11)
    assert made.state() == 4


def test_the_breather_ends_by_itself() -> None:
    made = bench()
    end = shown(made, "Timed")
    assert codes(end.send(DECLINE)) == "MV NB BP"
    made.run(9.9)
    assert made.state() == 5
    made.run(0.2)
    assert (end.codes().split()[-1], made.state()) == ("AR", 3)
    assert refused(end.send(PreviewNow(agent="Anna")), "no_breather")


def test_a_declined_record_may_have_no_breather() -> None:
    made = bench(breather_after_decline=False)
    end = shown(made, "Timed")
    assert codes(end.send(DECLINE)) == "MV NB AR"
    made = bench(breather_after_decline=False)
    end = shown(made, "Timed")
    end.send(DIAL)
    made.run(3)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "BP"


def test_pn_is_refused_outside_a_breather() -> None:
    made = bench()
    end = seated(made, campaign="Timed")
    assert refused(end.send(PreviewNow(agent="Anna")), "no_breather")
    end = shown(bench(), "Timed")
    assert refused(end.send(PreviewNow(agent="Anna")), "no_breather")


# --- wrap


def test_the_maximum_wrap_holds_and_the_breather_follows() -> None:
    made = bench()
    end = shown(made, "Timed", BUSY)
    end.send(DIAL)
    made.run_until(lambda: made.state() == 7)
    made.run(19.9)
    assert made.state() == 7
    made.run(0.2)
    assert made.state() == 5
    assert (made.rows[-1].outcome, made.rows[-1].agent) == (120, "Anna")
    assert refused(end.send(DONE), "nothing_to_complete")


def test_aw_lengthens_the_wrap_of_a_preview() -> None:
    made = bench()
    end = shown(made, "Timed")
    end.send(DIAL)
    made.run(3)
    made.do(HangUp("Anna"))
    end.send(AdjustWrap(agent="Anna", max_wrap=50))
    made.run(49)
    assert made.state() == 7
    made.run(2)
    assert made.state() == 5


def test_autowrap_is_for_predictive_campaigns_alone() -> None:
    made = bench()
    end = shown(made, auto_wrap=True)
    end.send(DIAL)
    made.run(3)
    made.do(HangUp("Anna"))
    assert (end.codes().split()[-1], made.state()) == ("CE", 7)


# --- AZ


def test_az_tells_previewing_and_the_breather() -> None:
    made = bench()
    watcher = made.join()
    watcher.send(EnumerateAgents(transaction="t"))
    end = shown(made, "Timed")
    end.send(DECLINE)
    end.send(AgentUnavailable(agent="Anna"))
    assert [each.detail_state for each in watcher.heard if hasattr(each, "detail_state")] == [2, 3, 4, 5, 2]
    assert {each.dialing_method for each in watcher.heard if hasattr(each, "dialing_method")} == {4}
