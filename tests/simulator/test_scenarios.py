"""Scenario files: what is shipped, what is read, and errors that name file and key."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

from agentpanel.protocol.messages import AgentLogin
from agentpanel.simulator import choices as choices_module
from agentpanel.simulator.choices import Choices
from agentpanel.simulator.faults import NAMES
from agentpanel.simulator.loading import load_scenario, parse_scenario, scenario_names
from agentpanel.simulator.outcomes import SHIPPED_OUTCOMES
from agentpanel.simulator.scenario import Campaign, Ending, Scenario, ScenarioError
from tests.simulator.bench import QUIET, Bench, codes, scenario

LEAST = '[[campaign]]\nname = "Sales"\n'


def test_the_shipped_scenarios_are_there_and_can_be_read() -> None:
    assert {"predictive", "inbound", "refusals"} <= set(scenario_names())
    for name in scenario_names():
        loaded = load_scenario(name)
        assert (loaded.name, bool(loaded.description)) == (name, True)


def test_the_default_one_takes_any_agent_on_sales_and_service() -> None:
    loaded = load_scenario("predictive")
    assert [(each.name, each.state, each.method) for each in loaded.campaigns] == [
        ("Sales", "open", 0),
        ("Service", "open", 0),
    ]
    for campaign in ("Sales", "Service"):
        end = Bench(loaded).join()
        assert codes(end.send(AgentLogin(campaign=campaign, agent="Ånyone at all", extension="7"))) == "LI"


def test_what_predictive_explains_is_what_holds_without_it() -> None:
    loaded = load_scenario("predictive")
    assert loaded.choices == Choices()
    least = parse_scenario(LEAST, file="least.toml")
    assert all(loaded.ending_of(str(digit)) is least.ending_of(str(digit)) for digit in range(10))
    assert loaded.times == least.times


def test_inbound_has_two_queues_on_support() -> None:
    support = next(each for each in load_scenario("inbound").campaigns if each.name == "Support")
    assert (support.method, [queue.name for queue in support.queues]) == (5, ["VIP", "General"])


def test_a_scenario_by_path_is_named_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(LEAST, encoding="utf-8")
    assert load_scenario(path).name == load_scenario(str(path)).name == "mine"
    named = tmp_path / "other.toml"
    named.write_text(f'name = "Named"\n{LEAST}', encoding="utf-8")
    assert load_scenario(named).name == "Named"


def test_outcomes_and_endings_add_to_the_shipped_ones() -> None:
    made = scenario(QUIET + "\n[outcomes]\n101 = 99\n[endings]\n0 = 'busy'\n")
    assert (made.reason_of(101), made.reason_of(102), made.reason_of(999)) == (99, 10, None)
    assert (made.ending_of("10"), made.ending_of("11")) == (Ending.BUSY, Ending.ANSWERED)
    assert SHIPPED_OUTCOMES[200] == 0


WRONG = [
    ("", "campaign is missing"),
    ("campaign = []", "campaign must name at least one campaign"),
    ("campaign = 3", "campaign must be a list"),
    ("campaign = [3]", "campaign[0] must be a table"),
    ("x = [", "not TOML"),
    (LEAST + "colour = 1", "campaign[0].colour is not known here"),
    (LEAST + "pase = { }", "campaign[0].pase is not known here, the nearest is pace"),
    ("tenant = 1\n" + LEAST, "tenant is not known here, the nearest is tenants"),
    ("[[campaign]]", "campaign[0].name is missing"),
    ("[[campaign]]\nname = 3", "campaign[0].name must be a text, not 3"),
    ("[[campaign]]\nname = 'a/b'", "campaign[0].name cannot be 'a/b'"),
    (LEAST + "method = 9", "campaign[0].method must be one of 0, 2, 3, 4, 5, 7, not 9"),
    (LEAST + "method = 3\npreview_s = 5", "campaign[0].preview_s needs method = 4"),
    (LEAST + "method = 4\nbreather_s = 1000", "campaign[0].breather_s must be at most 999"),
    (LEAST + "[[event]]\nat = 1\ndo = 'suspend_campaign'", "event[0].campaign is missing"),
    (LEAST + "max_wrap = 3601", "campaign[0].max_wrap must be at most 3600, not 3601"),
    (LEAST + "max_wrap = -1", "campaign[0].max_wrap must be at least 0"),
    (LEAST + "max_wrap = true", "campaign[0].max_wrap must be a number, not True"),
    (LEAST + "record_all = 1", "campaign[0].record_all must be true or false, not 1"),
    (LEAST + "last_digits = 'x'", "campaign[0].last_digits must be digits"),
    (LEAST + "prefix = 'a\\\\b'", "campaign[0].prefix cannot be"),
    (LEAST + "pace = { mode = 'soon' }", "campaign[0].pace.mode must be one of waiting"),
    (LEAST + "pace = { after = [3] }", "campaign[0].pace.after must be a list of 2"),
    (LEAST + "pace = { after = [3, 1] }", "campaign[0].pace.after must be least and most"),
    (LEAST + "pace = { after = ['a', 1] }", "campaign[0].pace.after[0] must be a number"),
    (LEAST + "pace = { every = 0 }", "campaign[0].pace.every must be at least 0.001"),
    (LEAST + "wrap_outcome = 10000", "campaign[0].wrap_outcome must be at most 9999"),
    (LEAST + LEAST, "campaign has Sales twice"),
    (LEAST + "[[campaign.queue]]\nname = 'VIP'", "campaign[0].queue needs method = 5"),
    (LEAST + "method = 5", "campaign[0].queue is missing"),
    (LEAST + "method = 5\n[[campaign.queue]]\nname = 'VIP'\nweight = 0", "campaign[0].queue needs a weight"),
    (
        LEAST + "[[campaign.contact]]\nnumber = '1'\nfields = { A = 'a|b' }",
        "campaign[0].contact[0].fields cannot hold '|'",
    ),
    (LEAST + "[choices]\none_more_call = 2", "choices.one_more_call must be at most 1"),
    (LEAST + "[choices]\nlinger = 2", "choices.linger is not known here, the nearest is linger_s"),
    (LEAST + "[choices]\nlinger_s = -2", "choices.linger_s must be at least 0"),
    (LEAST + "[choices]\nconnects = 'thrice'", "choices.connects must be one of twice, once"),
    (LEAST + "[choices]\ntext_letter = 'CC'", "choices.text_letter must be one letter"),
    (LEAST + "[times]\ntalk = [-1, 2]", "times.talk[0] must be at least 0"),
    (LEAST + "[endings]\nx = 'busy'", "endings.x must be a whole number as a key"),
    (LEAST + "[endings]\n10 = 'busy'", "endings has digits from 0 to 9 as keys"),
    (LEAST + "[endings]\n1 = 'bizzy'", "endings.1 must be one of answered"),
    (LEAST + "[outcomes]\n1 = 1000", "outcomes.1 must be at most 999"),
    (LEAST + "[errors]\nfoo = 9", "errors knows no foo; allowed are agent_in_use"),
    (LEAST + "[errors]\nno_call = 0", "errors.no_call must be at least 1"),
    (LEAST + "[people]\ntitles = []", "people.titles must not be empty"),
    (LEAST + "[people]\ntowns = ['a\\\\b']", "people.towns cannot be"),
    ("timezone = 'Mars/Dome'\n" + LEAST, "timezone must be an IANA time zone"),
    ("version = 'new'\n" + LEAST, "version is wrong"),
    ("tenants = []\n" + LEAST, "tenants must name at least one tenant"),
    (LEAST + "[[user]]\nname = 'a'\nanswer = 8", "user[0].answer must be at most 7"),
    (LEAST + "[[inject]]\nmessage = 'ZZ'\ndo = 'refuse'", "inject[0].message must be one of AA"),
    (LEAST + "[[inject]]\nmessage = 'AA'\ndo = 'explode'", "inject[0].do must be one of refuse"),
    (LEAST + "[[inject]]\nmessage = 'AA'\ndo = 'refuse'\nnth = [0]", "inject[0].nth[0] must be at least 1"),
    (LEAST + "[[inject]]\nmessage = 'AA'\ndo = 'no_tags'", "inject[0].message must be TC for no_tags"),
    (LEAST + "[[event]]\nat = 1\ndo = 'change_outcome'", "event[0].outcome is missing"),
    (LEAST + "crew = { agents = 3, outcomes = [] }", "campaign[0].crew.outcomes must not be empty"),
    (LEAST + "crew = { agents = 3, tags = [[]] }", "campaign[0].crew.tags must be one to six lists"),
    (LEAST + "crew = { agents = 3, tags = [['a\\b']] }", "campaign[0].crew.tags cannot be"),
    (LEAST + "crew.agents = 3\n[[campaign]]\nname = 'B'\ncrew.agents = 1", "campaign has crews with the same names"),
    (LEAST + "[[event]]\ndo = 'kill'", "event[0].at or after_calls must be given"),
    (LEAST + "[[event]]\nat = 1\nafter_calls = 1\ndo = 'kill'", "event[0].at or after_calls must be given"),
    (LEAST + "[[event]]\nat = 1\ndo = 'move'", "event[0].to_campaign is missing"),
    (LEAST + "[[event]]\nat = 1\ndo = 'move'\nto_campaign = 'X'", "event[0].to_campaign names no campaign"),
    (LEAST + "[[event]]\nat = 1\ndo = 'send_hex'\ntext = 'xyz'", "event[0].text must be bytes in hexadecimal"),
    (LEAST + "[[event]]\nat = 1\ndo = 'send_text'", "event[0].text is missing"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[words for _, words in WRONG])
def test_an_error_names_file_and_key_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, file="trial.toml")
    sentence = str(caught.value)
    assert sentence.startswith(f"trial.toml: {words}")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_scenario_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no scenario 'predictiv', the nearest is predictive; shipped are"):
        load_scenario("predictiv")
    with pytest.raises(ScenarioError, match=r"none\.toml: cannot be read"):
        load_scenario(tmp_path / "none.toml")
    odd = tmp_path / "odd.toml"
    odd.write_bytes(b"\xff\xfe")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        load_scenario(odd)


def test_each_choice_gives_its_section_of_the_reference() -> None:
    lines = inspect.getsource(choices_module).splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("class Choices"))
    section = False
    found = set()
    for line in lines[begin:]:
        section = bool(re.match(r"    # \d", line)) or (section and line.startswith("    "))
        if section and (field := re.match(r"    (\w+):", line)):
            found.add(field[1])
    assert found == {field.name for field in dataclasses.fields(Choices)}


def test_each_key_of_a_scenario_is_explained_in_the_default_file() -> None:
    from agentpanel.resources import resource

    text = resource("scenarios", "predictive.toml").read_text(encoding="utf-8")
    for cls in (Scenario, Campaign):
        for field in dataclasses.fields(cls):
            name = field.metadata["scenario"].name if "scenario" in field.metadata else None
            key = name or field.name
            assert key in ("name", "queue", "contact", "skill") or re.search(rf"\b{key}\b", text), key
    assert "superfluous_parameter" in NAMES
