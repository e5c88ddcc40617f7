"""What is kept of each call, in SQLite, on a thread of its own."""

from __future__ import annotations
