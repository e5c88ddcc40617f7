"""The two clocks, read together."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from agentpanel.domain.snapshot import Instant


def now() -> Instant:
    """This moment: monotonic seconds, and local time with its offset."""
    return Instant(time.monotonic(), datetime.now(UTC).astimezone())
