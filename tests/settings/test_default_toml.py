"""The built-in file is also the administrator's pattern: what it says in comments must hold."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from enum import Enum

from agentpanel.domain.parties import TargetKind
from agentpanel.domain.rules import CallRules, Inferred, SiteRules, Sound
from agentpanel.resources import resource
from agentpanel.settings.load import load_settings
from agentpanel.settings.schema import Table, settings_schema
from agentpanel.settings.settings import Alert, Login
from agentpanel.simulator.scenario import SHIPPED_SOUNDS

TEXT = resource("default.toml").read_text(encoding="utf-8")
#: Tables of single keys.
PLAIN = ("server", "login", "window", "alert", "screen_pop", "calls", "journal", "inferred")


def test_the_short_break_list() -> None:
    breaks = load_settings().rules.breaks
    assert [(each.code, each.text) for each in breaks] == [
        (1, "Lunch"),
        (2, "Tea"),
        (3, "Meeting"),
        (4, "Training"),
        (5, "Personal"),
    ]
    assert [each.favourite for each in breaks] == [True, True, True, False, False]


def test_the_names_of_the_dialer_s_results() -> None:
    rules = load_settings().rules
    assert len(rules.reasons) == 27
    assert rules.reason_text(0) == "Not Made"
    assert rules.reason_text(10) == "Connected"
    assert rules.reason_text(99) == "Do not call, this campaign"
    assert rules.reason_text(11) is None
    assert {each.class_ for each in rules.reasons} == {"connected", "not_connected", "agent", "system"}


def test_the_rules_defaults_are_those_of_the_file() -> None:
    built_in, bare = load_settings().rules, SiteRules()
    plain = ("tags", "request_timeout_s", "heartbeat_s", "version", "inferred", "calls", "journal")
    for name in (*plain, "campaigns", "outcomes", "sounds", "targets"):
        assert getattr(built_in, name) == getattr(bare, name), name


def test_what_the_comments_show_may_be_set_and_is_what_holds_without() -> None:
    pattern = re.sub(r"^#: ", "", TEXT, flags=re.MULTILINE)
    shown = tomllib.loads(pattern)
    rules = load_settings(layers=[("pattern", pattern)]).rules
    assert rules.outcomes[0].text == shown["outcome"][0]["text"]
    assert rules.sounds == (Sound(**shown["sound"][0]),)
    assert [each.text for each in rules.targets] == [shown["target"][0]["text"]]
    without_examples = {key: shown[key] for key in (*PLAIN, "tags")}
    text = "".join(
        f"[{table}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
        for table, values in without_examples.items()
    )
    found, without = load_settings(layers=[("shown", text)]), load_settings()
    assert found.server.encoding is without.server.encoding
    assert replace(found, server=replace(found.server, encoding_set=None)) == without


def test_every_plain_key_is_shown() -> None:
    shown = tomllib.loads(re.sub(r"^#: ", "", TEXT, flags=re.MULTILINE))
    schema = settings_schema(strict=True)
    for name in PLAIN:
        table = schema.keys[name]
        assert isinstance(table, Table)
        assert list(shown[name]) == list(table.keys), name


def test_the_inferred_values_in_the_comments_are_the_defaults() -> None:
    shown = tomllib.loads(re.sub(r"^#: ", "", TEXT, flags=re.MULTILINE))["inferred"]
    defaults = {each.name: each.default for each in fields(Inferred)}
    assert shown == {name: value.value if isinstance(value, Enum) else value for name, value in defaults.items()}


def test_the_values_of_calls_alert_and_login_in_the_comments_are_the_defaults() -> None:
    shown = tomllib.loads(re.sub(r"^#: ", "", TEXT, flags=re.MULTILINE))
    none_of = {"ring_limit_s": 0, "second_recording": "", "customer_zone_key": ""}
    for each in fields(CallRules):
        default = none_of[each.name] if each.default is None else each.default
        assert shown["calls"][each.name] == (list(default) if isinstance(default, tuple) else default), each.name
    assert shown["alert"] == {each.name.removesuffix("_"): each.default for each in fields(Alert)}
    given = {each.name: each.default for each in fields(Login)}
    assert shown["login"] == {name: "" if value is None else value for name, value in given.items()}


def test_no_page_is_opened_without_a_site_that_says_which() -> None:
    assert load_settings().screen_pop is None


def test_the_demonstration_has_something_of_everything() -> None:
    demo = resource("demo.toml").read_text(encoding="utf-8")
    rules = load_settings(layers=[("demo.toml", demo)]).rules
    assert {target.kind for target in rules.targets} == set(TargetKind)
    assert {sound.at_end for sound in rules.sounds} == {True, False}
    assert {need for outcome in rules.outcomes for need in outcome.requires} >= {"callback", "amount", "note"}
    assert rules.calls.moves
    assert rules.calls.end_to
    # The dialer of the demonstration knows the sounds that it is asked to play.
    assert {sound.name for sound in rules.sounds} == set(SHIPPED_SOUNDS)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
