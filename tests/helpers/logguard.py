"""A warning that nobody expected fails the test in which it was logged."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Expected:
    """A record that a test announced."""

    pattern: str
    logger: str
    level: int
    seen: int = 0

    def takes(self, record: logging.LogRecord) -> bool:
        """Whether this is the announced record; counts it."""
        taken = (
            record.levelno == self.level
            and record.name.startswith(self.logger)
            and re.search(self.pattern, record.getMessage()) is not None
        )
        self.seen += taken
        return taken


@dataclass
class LogGuard(logging.Handler):
    """Keeps the records of WARNING and above of one test."""

    records: list[logging.LogRecord] = field(default_factory=list)
    expectations: list[Expected] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        """Called by the root logger."""
        self.records.append(record)

    def expect(self, pattern: str, *, logger: str = "", level: int = logging.WARNING) -> Expected:
        """Announce records whose text matches the regular expression; at least one must come."""
        expected = Expected(pattern, logger, level)
        self.expectations.append(expected)
        return expected

    def complaints(self) -> list[str]:
        """What was logged unexpectedly, and what was expected in vain."""
        unexpected = [r for r in self.records if not any(e.takes(r) for e in self.expectations)]
        return [f"unexpected {r.levelname} of {r.name}: {r.getMessage()}{_why(r)}" for r in unexpected] + [
            f"nothing logged like {e.pattern!r} at {logging.getLevelName(e.level)}"
            for e in self.expectations
            if not e.seen
        ]


def _why(record: logging.LogRecord) -> str:
    return "\n" + logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
