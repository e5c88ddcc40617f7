"""The built-in file is also the administrator's pattern: what it says in comments must hold."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from enum import Enum

from agentpanel.domain.rules import Inferred, SiteRules
from agentpanel.resources import resource
from agentpanel.settings.load import load_settings
from agentpanel.settings.schema import Table, settings_schema

TEXT = resource("default.toml").read_text(encoding="utf-8")


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
    for name in ("tags", "request_timeout_s", "heartbeat_s", "version", "inferred", "campaigns", "outcomes"):
        assert getattr(built_in, name) == getattr(bare, name), name


def test_what_the_comments_show_may_be_set_and_is_what_holds_without() -> None:
    pattern = re.sub(r"^#: ", "", TEXT, flags=re.MULTILINE)
    shown = tomllib.loads(pattern)
    examples = {key: shown.pop(key) for key in ("outcome", "campaign", "skill_set")}
    assert load_settings(layers=[("pattern", pattern)]).rules.outcomes[0].text == examples["outcome"][0]["text"]
    without_examples = {key: shown[key] for key in ("server", "login", "window", "tags", "inferred")}
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
    for name in ("server", "login", "window", "inferred"):
        table = schema.keys[name]
        assert isinstance(table, Table)
        assert list(shown[name]) == list(table.keys), name


def test_the_inferred_values_in_the_comments_are_the_defaults() -> None:
    shown = tomllib.loads(re.sub(r"^#: ", "", TEXT, flags=re.MULTILINE))["inferred"]
    defaults = {each.name: each.default for each in fields(Inferred)}
    assert shown == {name: value.value if isinstance(value, Enum) else value for name, value in defaults.items()}


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)
