"""Progressive mode: the record is on the screen while its number is being dialed."""

from __future__ import annotations

from agentpanel.protocol.messages import (
    AgentConnect,
    AgentUnavailable,
    BeginDial,
    BeginPreview,
    EnumerateOutcomes,
    NumberBack,
    OutcomeData,
    SetTags,
    TransactionComplete,
)
from agentpanel.simulator.events import HangUp
from tests.simulator.bench import codes, refused, waiting
from tests.simulator.modes import ANSWERS, BUSY, MODES, SILENT, bench, shown

DONE = TransactionComplete(agent="Anna", outcome=101)
BREAK = AgentUnavailable(agent="Anna", reason_code=3)


def test_bp_has_the_number_and_one_ac_connects() -> None:
    made = bench()
    end = shown(made, "Progressive")
    said = end.last(BeginPreview)
    assert (said.begin_dial, said.number, said.breather_only) == (False, ANSWERS, False)
    assert made.state() == 4
    made.run(2.1)
    assert (end.codes(), made.state()) == ("LI NA AR BP AC", 6)
    connected = end.last(AgentConnect)
    assert (connected.session_unique, connected.number) == (said.session_unique, ANSWERS)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AR"
    assert (made.rows[-1].agent, made.rows[-1].reason) == ("Anna", 10)


def test_a_failed_call_brings_nb_ar_and_the_next_record() -> None:
    toml = MODES.replace('max_wrap = 20\npace = { mode = "asked" }', 'last_digits = "4"\npace = { after = [1.0, 1.0] }')
    made = bench(toml)
    watcher = made.join()
    watcher.send(EnumerateOutcomes(transaction="t", failures=True, successes=True))
    end = waiting(made, campaign="Progressive")
    made.run_until(lambda: len(end.of(NumberBack)) == 3)
    assert end.codes() == "LI NA AR" + " BP NB AR" * 3
    told, back = end.of(BeginPreview), end.of(NumberBack)
    assert [each.session for each in told] == [each.session for each in back]
    assert {(each.reason, each.agent, each.declined) for each in back} == {(1, "Anna", False)}
    assert refused(end.send(DONE), "nothing_to_complete")
    assert [(row.agent, row.reason, row.ended_by) for row in made.rows] == [(None, 1, "network")] * 3
    assert [each.agent for each in watcher.of(OutcomeData)] == [None] * 3


def test_the_agent_decides_nothing() -> None:
    made = bench()
    end = shown(made, "Progressive")
    for message in (BeginDial(agent="Anna"), BeginDial(agent="Anna", declined=True)):
        assert refused(end.send(message), "no_preview")
    assert refused(end.send(SetTags(agent="Anna", tag1="x")), "no_call")
    assert refused(end.send(DONE), "nothing_to_complete")


def test_a_break_while_it_is_dialed_waits_for_the_tc() -> None:
    made = bench()
    end = shown(made, "Progressive")
    assert end.send(BREAK) == []
    made.run(2.1)
    made.do(HangUp("Anna"))
    assert codes(end.send(DONE)) == "AF"


def test_a_break_while_it_is_dialed_is_granted_when_nobody_is_reached() -> None:
    made = bench()
    end = shown(made, "Progressive", SILENT)
    end.send(BREAK)
    made.run(39)
    assert made.state() == 4
    made.run(2)
    assert end.codes() == "LI NA AR BP NB AF"


def test_the_maximum_wrap_holds_and_autowrap_does_not() -> None:
    made = bench()
    end = shown(made, "Progressive", auto_wrap=True)
    made.run(3)
    made.do(HangUp("Anna"))
    made.run(19)
    assert made.state() == 7
    made.run(2)
    assert (end.codes().split()[-1], made.state()) == ("AR", 3)


def test_the_next_number_is_for_the_one_who_waits_longest() -> None:
    toml = MODES.replace('max_wrap = 20\npace = { mode = "asked" }', 'pace = { mode = "interval", every = 5.0 }')
    made = bench(toml)
    anna = waiting(made, campaign="Progressive")
    made.run(1)
    ben = waiting(made, "Ben", "Progressive")
    made.run(4.5)
    assert (anna.codes(), ben.codes()) == ("LI NA AR BP", "LI NA AR")


def test_nobody_is_reached_at_busy_numbers() -> None:
    made = bench()
    end = shown(made, "Progressive", BUSY)
    made.run(10)
    assert (end.codes(), made.state()) == ("LI NA AR BP NB AR", 3)
