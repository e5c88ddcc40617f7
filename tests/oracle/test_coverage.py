"""docs/protocol-coverage.md is what the code does, and whatever is absent says why."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import pytest

from tests.oracle.tables import Entry
from tools import protocol_coverage
from tools.coverage_reasons import Reasons
from tools.message_use import Code, names_in
from tools.protocol_coverage import COMMAND, DOCUMENT, FIELDS, Coverage, coverage, document, documented

HEAD: Final = """
from typing import Any, cast
from agentpanel.protocol.message import Message
from agentpanel.protocol.messages import (
    AgentAvailable, AgentFree, AgentUnavailable, OutcomeData, SetTags, StartWrap, TransactionComplete
)
from agentpanel.protocol.messages import LogOut as LogOutMessage
from agentpanel.domain.intents import LogOut
"""


@pytest.fixture(scope="module")
def found() -> Coverage:
    return coverage()


def test_the_document_is_what_the_script_writes(found: Coverage) -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(found), f"docs/protocol-coverage.md is out of date; run: {COMMAND}"


def test_what_is_absent_says_why_and_no_reason_is_left_over(found: Coverage) -> None:
    assert found.problems() == []


def test_the_agent_layer_is_there_whole(found: Coverage) -> None:
    labels = {section.message.label for section in found.sections}
    assert len(labels) == len(found.sections)
    assert {"to AA", "to UA", "to TA", "from AC", "from TA", "from XA", "from ER", "to EO", "from OZ"} <= labels
    assert all(section.params for section in found.sections if section.message.label != "from DA")


# -- what is made -----------------------------------------------------------------------------------------


def made(source: str, kind: str = "AgentUnavailable") -> set[str] | None:
    return Code([HEAD + source], FIELDS).made.get(kind)


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("AgentUnavailable(agent='1', reason_code=1)", {"agent", "reason_code"}),
        ("turn.request(AgentUnavailable, agent='1')", {"agent"}),
        ("AgentUnavailable(**{'agent': '1', 'campaign': 'C', 'nonsense': 1})", {"agent", "campaign"}),
        ("AgentUnavailable(**dict(agent='1'))", {"agent"}),
        ("def f():\n more = {'agent': 1}\n more['campaign'] = 2\n AgentUnavailable(**more)", {"agent", "campaign"}),
        (
            "def f(me):\n AgentUnavailable(**me.heads() | {'user': 1})\ndef heads():\n return {'agent': 1}",
            {"agent", "user"},
        ),
        ("class A:\n @property\n def heads(self): return {'agent': 1}\n\nAgentUnavailable(**x.heads)", {"agent"}),
        ("NAMES = {1: 'agent'}\ndef f(n):\n AgentUnavailable(**{NAMES[n]: 1})", {"agent"}),
        (
            "N = {1: 'agent'}\ndef f(n):\n d = {}\n if name := N.get(n):\n  d[name] = 1\n AgentUnavailable(**d)",
            {"agent"},
        ),
        ("def f():\n AgentUnavailable(**{n: 1 for n in ('agent', 'user')})", {"agent", "user"}),
        ("def f(a):\n kind = AgentUnavailable if a else StartWrap\n t.request(kind, agent=1)", {"agent"}),
        (
            "def ask(make, **more):\n make(agent=1, **more)\nask(AgentUnavailable, user=1)\nask(StartWrap, play=1)",
            {"agent", "user"},
        ),
        (
            "def ask(k, **more):\n d, make = more, cast(Any, k)\n make(**d, token=1)\nask(AgentUnavailable, agent=1)",
            {"agent", "token"},
        ),
        ("isinstance(x, AgentUnavailable)\nturn.settle_all(AgentUnavailable)", None),
    ],
)
def test_fields_that_are_given_are_found(source: str, fields: set[str] | None) -> None:
    assert made(source) == fields


def test_a_field_of_a_pattern_is_found() -> None:
    tags = {f"tag{n}" for n in range(1, 7)}
    assert made("SetTags(**{f'tag{n}': t for n, t in x})", "SetTags") == tags
    assert made("TAGS = ('tag1', 'tag2')\nSetTags(**{name: t for name, t in zip(TAGS, x)})", "SetTags") == {
        "tag1",
        "tag2",
    }


def test_a_message_is_told_from_an_intent_of_that_name() -> None:
    assert made("LogOut()", "LogOut") is None
    assert made("LogOutMessage(agent=1)", "LogOut") == {"agent"}


# -- what is read -----------------------------------------------------------------------------------------


def read(source: str, kind: str = "AgentFree") -> set[str]:
    return Code([HEAD + source], FIELDS).read[kind]


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("def f(said: AgentFree): said.reason_code", {"reason_code"}),
        ("def f(said: AgentFree | OutcomeData): said.agent", {"agent"}),
        ("Both = AgentFree | OutcomeData\ndef f(said: Both): said.agent", {"agent"}),
        ("def f(x: Message):\n if isinstance(x, AgentFree): x.reason_text", {"reason_text"}),
        ("def f(x: Message):\n match x:\n  case AgentFree(reason_code=code): code", {"reason_code"}),
        ("def f(said: AgentFree): g(1, said)\ndef g(n, said: Any): said.agent", {"agent"}),
        ("def g(said: Any): said.agent\nTABLE = {AgentFree: g}", {"agent"}),
        ("def f(x: Message): getattr(x, 'agent', None)", {"agent"}),
        ("def f(said: AgentFree): said.made_up", set()),
        ("def f(said: OutcomeData): said.agent", set()),
        ("def f(said: AgentFree):\n if said.agent: raise RefusedError('not_in_scenario')", set()),
        ("def f(said: AgentFree):\n if said.agent: raise RefusedError('no_call')", {"agent"}),
    ],
)
def test_fields_that_are_read_are_found(source: str, fields: set[str]) -> None:
    assert read(source) == fields


def test_a_field_by_its_pattern_is_found() -> None:
    source = "def f(said: OutcomeData): [getattr(said, f'tag{n}') for n in range(1, 7)]"
    assert read(source, "OutcomeData") == {f"tag{n}" for n in range(1, 7)}


def test_a_code_that_a_frame_is_asked_for_is_found() -> None:
    assert Code(["def f(frame): frame.values().get('TD')"], {}).codes == {"TD"}


def test_codes_are_read_where_the_readers_of_a_class_are_taken() -> None:
    readers = "_READ = OutcomeData.META.readers\ndef f(values): values.get('AO'), g('RE')\n"
    found = Code([HEAD + readers, HEAD + "def f(values): values.get('SI')"], FIELDS).raw
    assert {"AO", "RE"} <= found["OutcomeData"]
    assert "SI" not in found["OutcomeData"]
    assert "AgentFree" not in found


# -- reasons ----------------------------------------------------------------------------------------------

WINDOW: Final = "def f(call): call.queue, TakeBreak(1)"
PANEL: Final = HEAD + "TransactionComplete(outcome=1, agent=2)\ndef f(said: AgentFree): said.reason_code, words.FREED"


@cache
def two() -> list[Entry]:
    return [entry for entry in documented() if entry.label in ("agent_to-TC", "agent_from-AF")]


def told(**reasons: Any) -> Coverage:
    """Coverage of TC and AF alone by made-up code."""
    panel = Code([PANEL], FIELDS)
    simulator = Code([HEAD + "AgentFree(agent=1)\ndef f(message: TransactionComplete): message.outcome"], FIELDS)
    return Coverage(two(), panel, simulator, Reasons(reasons, panel.names, names_in([WINDOW])))


def absent(of: str, what: str) -> dict[str, Any]:
    return {"of": [of], "what": what, "why": "because"}


def test_an_absence_wants_a_reason() -> None:
    assert "to TC.BT is not sent; say why" in told().problems()
    assert "from AF.FR is not shown; say why" in told().problems()
    assert "from AF.FR is not played; say why" in told().problems()
    assert "to TC.AO is not sent; say why" not in told().problems()
    given = told(absent=[absent("to TC.B?", "sent")])
    assert "to TC.BT is not sent; say why" not in given.problems()
    assert "| `BT` callback_time | yes | no | | no | sent: because; played: no reason given |" in document(given)


@pytest.mark.parametrize(("of", "what"), [("to TC.AO", "sent"), ("to TC.XX", "sent"), ("from AF", "handled")])
def test_a_reason_that_nothing_needs_is_told(of: str, what: str) -> None:
    problems = told(absent=[absent(of, what)]).problems()
    assert f"nothing that {of} names is without being {what}; take the reason out" in problems


@pytest.mark.parametrize(
    ("label", "place", "fault"),
    [
        ("from AF.FR", "Call.queue", None),
        ("from AF.*", "words.FREED", None),
        ("to TC.AO", "TakeBreak.reason", None),
        ("to TC.AO", "TakeBreak", None),
        ("to TC.AO", "Shown.WRAP", None),
        ("to TC.AO", "Call.colour", "to TC.AO is not shown as Call.colour: Call has no colour"),
        ("to TC.AO", "Call.outcome", "to TC.AO is not shown as Call.outcome: the window has no outcome"),
        ("to TC.AO", "Complete.outcome", "to TC.AO is not shown as Complete.outcome: the window has no Complete"),
        ("to TC.AO", "words.NONE_SUCH", "to TC.AO is not shown as words.NONE_SUCH: no such sentence is used"),
        ("to TC.AO", "Nothing.at_all", "to TC.AO is not shown as Nothing.at_all: there is no Nothing"),
        ("to TC.BT", "Call.queue", "the panel does not use to TC.BT; take its place Call.queue out"),
    ],
)
def test_a_place_must_exist(label: str, place: str, fault: str | None) -> None:
    problems = told(shown={label: place}).problems()
    assert [each for each in problems if place in each] == ([fault] if fault else [])


def test_the_label_itself_goes_before_a_pattern() -> None:
    reasons = Reasons({"shown": {"to *.AO": "Call.queue", "to TC.AO": "Call.outcome"}}, (), ())
    assert (reasons.place("to TC.AO"), reasons.place("to SW.AO"), reasons.place("to SW.EX")) == (
        "Call.outcome",
        "Call.queue",
        "",
    )


def test_the_script_writes_and_tells(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(protocol_coverage, "ROOT", tmp_path)
    monkeypatch.setattr(protocol_coverage, "DOCUMENT", tmp_path / "made.md")
    monkeypatch.setattr(protocol_coverage, "coverage", told)
    assert protocol_coverage.main() == 1
    assert "from AF.FR is not played; say why\n" in capsys.readouterr().out
    assert (tmp_path / "made.md").read_text(encoding="utf-8") == document(told())
