"""The windows."""

from __future__ import annotations
