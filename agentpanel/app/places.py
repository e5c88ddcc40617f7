"""Where the panel keeps its own files, by the custom of each system."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_log_path

_NAME = "agentpanel"


def log_file() -> Path:
    """What went wrong, for whoever mends it."""
    return user_log_path(_NAME, appauthor=False) / "agentpanel.log"
