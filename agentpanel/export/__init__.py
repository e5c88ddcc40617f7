"""Rows of the journal taken away: as CSV, JSON lines or an Excel sheet. Without Qt, on whatever thread asks."""

from __future__ import annotations

from agentpanel.export.errors import ExportError, StoppedError
from agentpanel.export.form import Form
from agentpanel.export.taking import take_away

__all__ = ["ExportError", "Form", "StoppedError", "take_away"]
