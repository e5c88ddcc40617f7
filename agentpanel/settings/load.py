"""From files and the command line to Settings: read, check, lay over one another, build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, Final

from agentpanel.resources import resource
from agentpanel.settings.build import build_settings
from agentpanel.settings.check import check_layer
from agentpanel.settings.cross import cross_problems
from agentpanel.settings.errors import Problem, SettingsError
from agentpanel.settings.layers import Layer, file_layer, override_layer, text_layer
from agentpanel.settings.schema import settings_schema
from agentpanel.settings.settings import Settings
from agentpanel.settings.site import site_problems

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


def load_settings(
    *,
    site_file: FilePath | None = None,
    user_file: FilePath | None = None,
    config_file: FilePath | None = None,
    layers: Sequence[tuple[str, str]] = (),
    overrides: Mapping[str, object] = _NOTHING,
) -> Settings:
    """Built-in defaults, then ``layers`` (name, TOML text), site file, user file, overrides: later wins.

    ``config_file`` stands in for the user file and must exist; the others may be missing. ``overrides`` maps
    dotted keys to values, None for not given. Single keys win singly, arrays of tables as a whole.
    Raises SettingsError with all problems found.
    """
    given, site = _read(layers, site_file, user_file, config_file)
    default = text_layer("default.toml", resource("default.toml").read_text(encoding="utf-8"))
    sources = [default, *given, override_layer(overrides)]
    schema = settings_schema(strict=_strict(sources))
    problems: list[Problem] = []
    merged: dict[str, Any] = {}
    for source in sources:
        values, wrong = check_layer(source, schema)
        problems += wrong
        _lay_over(merged, values)
    problems = problems or [*site_problems(site, sources), *cross_problems(merged, sources)]
    if problems:
        raise SettingsError(problems)
    return build_settings(merged)


def _read(
    layers: Sequence[tuple[str, str]],
    site_file: FilePath | None,
    user_file: FilePath | None,
    config_file: FilePath | None,
) -> tuple[list[Layer], Layer | None]:
    """The layers between the defaults and the command line, and which of them is the site's.

    One file that is no TOML does not hide another.
    """
    problems: list[Problem] = []

    def read(path: FilePath | None, *, needed: bool) -> Layer | None:
        try:
            return file_layer(path, needed=needed) if path is not None else None
        except SettingsError as error:
            problems.extend(error.problems)
            return None

    made = [text_layer(name, text) for name, text in layers]
    site = read(site_file, needed=False)
    user = read(config_file or user_file, needed=config_file is not None)
    if problems:
        raise SettingsError(problems)
    return [*made, *(layer for layer in (site, user) if layer is not None)], site


def _strict(sources: Iterable[Layer]) -> bool:
    """What the last source says of inferred.strict_identifiers; it decides how names are checked."""
    tables = [each.data.get("inferred") for each in sources]
    said = [table.get("strict_identifiers") for table in tables if isinstance(table, dict)]
    return next((value for value in reversed(said) if isinstance(value, bool)), True)


def _lay_over(base: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _lay_over(base[key], value)
        else:
            base[key] = value
