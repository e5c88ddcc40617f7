"""Scenarios by name (those that are shipped) or by path."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from agentpanel.resources import resource
from agentpanel.simulator import failing
from agentpanel.simulator.accidents import Injection, Step
from agentpanel.simulator.scenario import Campaign, Scenario
from agentpanel.simulator.tables import ScenarioError, read


def scenario_names() -> tuple[str, ...]:
    """The shipped scenarios."""
    names = (entry.name for entry in resource("scenarios").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_scenario(name_or_path: str | Path) -> Scenario:
    """A shipped scenario by its name, or any by its file (ending in .toml). Raises ScenarioError."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(".toml"):
        return _from_file(Path(name_or_path))
    if text not in (names := scenario_names()):
        near = get_close_matches(text, names, n=1)
        raise ScenarioError(
            f"There is no scenario {text!r}{f', the nearest is {near[0]}' if near else ''}; "
            f"shipped are {', '.join(names)}, and any file that ends in .toml can be given."
        )
    return parse_scenario(resource("scenarios", f"{text}.toml").read_text(encoding="utf-8"), file=f"{text}.toml")


def parse_scenario(text: str, *, file: str) -> Scenario:
    """``file`` is named in errors and gives the scenario its name. Raises ScenarioError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{file}: not TOML: {error}.") from error
    scenario = read(Scenario, table, file=file)
    if problem := next(_cross_checks(scenario), None):
        raise ScenarioError(f"{file}: {problem}.")
    return scenario if "name" in table else dataclasses.replace(scenario, name=Path(file).stem)


def _from_file(path: Path) -> Scenario:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: not UTF-8: {error.reason}.") from error
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror}.") from error
    return parse_scenario(text, file=str(path))


def _cross_checks(scenario: Scenario) -> Iterator[str]:
    """What single keys cannot show, as "key what"."""
    names = [campaign.name for campaign in scenario.campaigns]
    if not names:
        yield "campaign must name at least one campaign"
    if len(set(names)) < len(names):
        yield f"campaign has {next(n for n in names if names.count(n) > 1)} twice"
    if not scenario.tenants:
        yield "tenants must name at least one tenant"
    for number, campaign in enumerate(scenario.campaigns):
        yield from (f"campaign[{number}].{problem}" for problem in _campaign_checks(campaign))
    crews = [campaign.crew for campaign in scenario.campaigns]
    taken = [name for crew in crews for name in range(crew.first, crew.first + crew.agents)]
    if len(set(taken)) < len(taken):
        yield "campaign has crews with the same names; give each another crew.first"
    for number, injection in enumerate(scenario.injections):
        if problem := _injection_check(injection):
            yield f"inject[{number}].{problem}"
    for number, step in enumerate(scenario.steps):
        yield from (f"event[{number}].{problem}" for problem in _step_checks(step, names))


def _injection_check(injection: Injection) -> str | None:
    if injection.do == "no_tags" and injection.message != "TC":
        return "message must be TC for no_tags"
    return failing.check(injection.message, injection.status) if injection.do == "fail" else None


def _campaign_checks(campaign: Campaign) -> Iterator[str]:
    if campaign.queues and not campaign.inbound:
        yield "queue needs method = 5 (inbound)"
    if campaign.inbound and not campaign.queues:
        yield "queue is missing: an inbound campaign has at least one"
    if campaign.crew.agents and not campaign.crew.outcomes:
        yield "crew.outcomes must not be empty"
    for name in ("preview_s", "breather_s"):
        if getattr(campaign, name) and not campaign.asks_first:
            yield f"{name} needs method = 4 (preview)"
    if campaign.queues and not sum(queue.weight for queue in campaign.queues):
        yield "queue needs a weight above 0 somewhere"


def _step_checks(step: Step, campaigns: list[str]) -> Iterator[str]:
    if (step.at is None) == (step.after_calls is None):
        yield "at or after_calls must be given, one of the two"
    for name in ("campaign", "to_campaign"):
        value = getattr(step, name)
        if value is not None and value not in campaigns:
            yield f"{name} names no campaign of this file: {value}"
    needed = {"transfer": "to_agent", "move": "to_campaign", "send_text": "text", "send_hex": "text"}
    needed["change_outcome"] = "outcome"
    needed |= {f"{what}_campaign": "campaign" for what in ("close", "suspend", "resume")}
    if step.do in needed and getattr(step, needed[step.do]) is None:
        yield f"{needed[step.do]} is missing"
    if step.do == "send_hex" and step.text is not None and not _is_hex(step.text):
        yield "text must be bytes in hexadecimal"


def _is_hex(text: str) -> bool:
    try:
        bytes.fromhex(text)
    except ValueError:
        return False
    return True
