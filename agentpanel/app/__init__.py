"""The composition root: builds the parts, joins them, runs them, takes them down."""

from __future__ import annotations

from agentpanel.app.main import demo, run

__all__ = ["demo", "run"]
