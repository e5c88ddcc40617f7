"""The window: the only floor that knows Qt."""

from __future__ import annotations
