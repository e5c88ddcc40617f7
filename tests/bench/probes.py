"""How late the event loop comes round."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

#: Seconds between two probes, and of the idle window that is the floor.
_EVERY_S: Final = 0.005
_IDLE_S: Final = 15.0
#: What a person feels: a probe later than this is a stumble (milliseconds).
_FELT_MS: Final = 50.0
_SHARE: Final = 0.999


@dataclass(slots=True)
class Probes:
    """How late the loop came round, in milliseconds."""

    late: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.late)

    @property
    def in_time(self) -> float:
        return sum(each <= _FELT_MS for each in self.late) / len(self.late)

    def percentile(self, share: float) -> float:
        return sorted(self.late)[min(len(self.late) - 1, int(len(self.late) * share))]

    def figures(self) -> dict[str, float]:
        shares = {"p50_ms": 0.5, "p99_ms": 0.99, "p999_ms": 0.999}
        return {
            "probes": len(self.late),
            **{name: round(self.percentile(share), 2) for name, share in shares.items()},
            "longest_ms": round(self.longest, 2),
            "in_time": round(self.in_time, 5),
        }

    def smooth(self, idle: Probes) -> bool:
        """Whether nobody felt it, or a slow machine stumbles as much while it does nothing."""
        return self.in_time >= _SHARE and self.longest <= self.allowed(idle)

    @staticmethod
    def allowed(idle: Probes) -> float:
        """Milliseconds that the longest may be late."""
        return max(2 * idle.longest, _FELT_MS)


@asynccontextmanager
async def probing() -> AsyncIterator[Probes]:
    """Ask the loop to come round every few milliseconds and note how late it does."""
    probes, running = Probes(), asyncio.get_running_loop()
    handle: asyncio.TimerHandle | None = None

    def come_round(due: float) -> None:
        nonlocal handle
        now = running.time()
        probes.late.append((now - due) * 1000)
        handle = running.call_at(now + _EVERY_S, come_round, now + _EVERY_S)

    come_round(running.time())
    try:
        yield probes
    finally:
        if handle is not None:
            handle.cancel()


async def idling() -> Probes:
    """The floor: a window that does nothing."""
    async with probing() as idle:
        await asyncio.sleep(_IDLE_S)
    return idle
