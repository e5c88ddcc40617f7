"""What only the merged settings can break: values that are right alone and wrong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from agentpanel.domain.identifiers import identifier_problem, text_problem
from agentpanel.domain.parties import TargetKind
from agentpanel.domain.rules import TagKind
from agentpanel.protocol.framing import Encoding
from agentpanel.settings.build import build_server
from agentpanel.settings.errors import Problem, nearest, shown
from agentpanel.settings.layers import Layer
from agentpanel.settings.lines import Path
from agentpanel.settings.schema import LONGEST_ADDRESS

Values = Mapping[str, Any]

#: The key of [calls] that shows the field which an outcome may want.
_ASKED_FOR_BY: Final = {"amount": "amount", "success": "success_rate"}


def cross_problems(values: Values, sources: Sequence[Layer]) -> Iterator[Problem]:
    """All of them; each names the source that spoke last at its place."""
    faults = [
        *_code_page(values, sources),
        *_skill_set(values),
        *_choices(values),
        *_requirements(values),
        *_addresses(values),
        *_screen_pop(values),
        *_code_page_lacks(values),
    ]
    for path, text in faults:
        yield sources[_last_at(sources, path)].problem(path, text)


def _last_at(sources: Sequence[Layer], path: Path) -> int:
    """The index of the last source that says something at the path, or at the nearest table around it."""
    for size in range(len(path), 0, -1):
        for index in reversed(range(len(sources))):
            if sources[index].has(path[:size]):
                return index
    return 0


def _code_page(values: Values, sources: Sequence[Layer]) -> Iterator[tuple[Path, str]]:
    server = values["server"]
    if not server.get("code_page") or build_server(server).encoding is Encoding.ASCII:
        return
    # A later source that chose UTF-16 leaves an earlier one's code page without use, not wrong.
    decided_by = ("server", "encoding" if "encoding" in server else "port")
    if _last_at(sources, ("server", "code_page")) >= _last_at(sources, decided_by):
        yield ("server", "code_page"), 'is allowed only with encoding = "ascii"'


def _skill_set(values: Values) -> Iterator[tuple[Path, str]]:
    wanted = values.get("login", {}).get("skill_set")
    names = [each["name"] for each in values.get("skill_set", ())]
    if wanted is not None and wanted not in names:
        allowed = f"allowed are {', '.join(names)}" if names else "there is no [[skill_set]]"
        yield (
            ("login", "skill_set"),
            f"must be the name of a [[skill_set]], not {shown(wanted)}{nearest(wanted, names)}; {allowed}",
        )


def _choices(values: Values) -> Iterator[tuple[Path, str]]:
    site = values["tags"]
    owners: list[tuple[Path, Values]] = [(("tags",), site)]
    for name, campaign in values.get("campaign", {}).items():
        own = campaign.get("tags", {})
        merged = {code: {**site[code], **tag} for code, tag in own.items()}
        owners.append((("campaign", name, "tags"), merged))
    for path, tags in owners:
        for code, tag in tags.items():
            if tag.get("kind") is TagKind.CHOICE and not tag.get("presets"):
                yield (*path, code, "kind"), 'may be "choice" only where there are presets'


def _requirements(values: Values) -> Iterator[tuple[Path, str]]:
    """What an outcome wants must be asked for somewhere."""
    calls = values.get("calls", {})
    for index, outcome in enumerate(values.get("outcome", ())):
        for place, wanted in enumerate(outcome.get("requires", ())):
            key = _ASKED_FOR_BY.get(wanted)
            if key is not None and not calls.get(key):
                yield ("outcome", index, "requires", place), f'may be "{wanted}" only with calls.{key} = true'


def _addresses(values: Values) -> Iterator[tuple[Path, str]]:
    """What a target's address may be depends on its kind."""
    strict = values.get("inferred", {}).get("strict_identifiers", True)
    for index, target in enumerate(values.get("target", ())):
        kind, address = target["kind"], target["address"]
        if kind in (TargetKind.AGENT, TargetKind.QUEUE):
            problem = identifier_problem(address, strict=strict)
        else:
            problem = text_problem(address, LONGEST_ADDRESS if kind is TargetKind.EXTENSION else 80)
        if problem:
            yield ("target", index, "address"), problem


def _screen_pop(values: Values) -> Iterator[tuple[Path, str]]:
    pop = values["screen_pop"]
    url, schemes = pop.get("url"), pop["schemes"]
    if url and pop.get("program"):
        yield ("screen_pop", "program"), 'may not be set beside url; one of them is taken back by "" or []'
    if url and (scheme := url.partition(":")[0].lower()) not in schemes:
        yield (
            ("screen_pop", "url"),
            f"must have a scheme of screen_pop.schemes ({', '.join(schemes) or 'there is none'}), not {shown(scheme)}",
        )


def _code_page_lacks(values: Values) -> Iterator[tuple[Path, str]]:
    codec = build_server(values["server"]).codec
    for path, text in _travelling(values):
        # Texts that passed their own rule: whatever is left is the code page's fault.
        if problem := text_problem(text, len(text), codec=codec):
            yield path, problem


def _travelling(values: Values) -> Iterator[tuple[Path, str]]:
    """Texts that are sent to the dialer as they stand."""
    for key, value in values.get("login", {}).items():
        if isinstance(value, str) and key != "skill_set":
            yield ("login", key), value
    for index, reason in enumerate(values.get("break", ())):
        if "text" in reason:
            yield ("break", index, "text"), reason["text"]
    for index, skill_set in enumerate(values.get("skill_set", ())):
        for key in ("skills", "queues"):
            for place, text in enumerate(skill_set.get(key, ())):
                yield ("skill_set", index, key, place), text
    for code, tag in values["tags"].items():
        for place, text in enumerate(tag.get("presets", ())):
            yield ("tags", code, "presets", place), text
    yield from _travelling_in_calls(values)


def _travelling_in_calls(values: Values) -> Iterator[tuple[Path, str]]:
    for index, sound in enumerate(values.get("sound", ())):
        yield ("sound", index, "name"), sound["name"]
    for index, target in enumerate(values.get("target", ())):
        yield ("target", index, "address"), target["address"]
    calls = values.get("calls", {})
    for key in ("end_to", "moves"):
        for place, text in enumerate(calls.get(key, ())):
            yield ("calls", key, place), text
    if calls.get("second_recording"):
        yield ("calls", "second_recording"), calls["second_recording"]
