"""Where icons, scenarios, themes and the built-in settings are read from."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def resource(*parts: str) -> Traversable:
    """A file or folder under `resources/`: `resource("scenarios", "predictive.toml")`.

    An installed package holds the folder itself; a checkout, also an editable install of it, has it beside the package.
    """
    package = files("agentpanel")
    inside = package / "resources"
    folder = inside if inside.is_dir() else package / ".." / "resources"
    return folder.joinpath(*parts)
