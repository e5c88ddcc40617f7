"""What the commands that open a window are given: read from the command line, carried out by agentpanel.app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """``run``. ``config`` stands in for the user file; ``server`` is host and port; ``encoding`` the settings' word."""

    config: Path | None = None
    server: tuple[str, int] | None = None
    encoding: str | None = None
    instance: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """``demo``. ``scenario`` is a shipped one's name or a file; a ``speed`` of 2 is twice as fast."""

    scenario: str = "predictive"
    speed: float = 1.0
    seed: int | None = None
    config: Path | None = None
    instance: str = "default"
