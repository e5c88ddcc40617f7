"""Table models: rows in, cells out, columns as data."""

from __future__ import annotations
