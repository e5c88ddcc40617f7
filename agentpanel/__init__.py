"""agentpanel: a desktop panel for agents of an SDMP dialer."""

from __future__ import annotations

__version__ = "0.1.0"
