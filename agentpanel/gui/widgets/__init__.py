"""The parts of the window: each draws its slice of the snapshot."""

from __future__ import annotations
