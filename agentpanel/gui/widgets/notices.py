"""The sentences for the agent: those of the snapshot, and those that the window itself was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from agentpanel.domain import words
from agentpanel.domain.snapshot import Instant, Notice
from agentpanel.gui.i18n import say
from agentpanel.gui.widgets.plain import inert

#: Sentences that tell of something that is over soon: they go by themselves.
_PASSING: Final = frozenset(
    {
        words.LAUNCHED_BY_DIALER,
        words.LEAVES_WHEN_ENDED,
        words.LOGGED_IN_ANEW,
        words.MADE_AVAILABLE,
        words.MOVED,
        words.REASON_KEPT_HERE,
        words.STRAY_REFUSAL,
        words.ODD_MESSAGE,
        words.DAMAGED,
    }
)
#: What the form over the call says as long as it is so.
_SAID_THERE: Final = frozenset({words.MANUAL_BEGUN, words.MANUAL_CALLBACK})
#: Seconds after which a passing sentence goes.
PASSES_S: Final = 30.0
#: Sentences that are kept to be read again.
_KEPT: Final = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as it is shown."""

    text: str
    at: Instant
    passing: bool = False


class Notices:
    """Keeps the last sentences, newest last, and which one is before the agent's eyes."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._last_serial = 0
        self._current: Line | None = None
        #: What a passing sentence stands before: it is not read yet.
        self._standing: Line | None = None

    @property
    def current(self) -> Line | None:
        """The newest sentence, until it is dismissed or passes."""
        return self._current

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    def take(self, notices: tuple[Notice, ...]) -> list[Line]:
        """The snapshot's sentences; gives those that are new, oldest first."""
        new = [each for each in notices if each.serial > self._last_serial]
        kept = [each for each in new if each.words.text not in _SAID_THERE]
        lines = [Line(inert(say(each.words)), each.at, each.words.text in _PASSING) for each in kept]
        if new:
            self._last_serial = new[-1].serial
        for line in lines:
            self._add(line)
        return lines

    def add(self, text: str, at: Instant, *, passing: bool = False) -> Line:
        """A sentence of the window's own."""
        line = Line(inert(text), at, passing)
        self._add(line)
        return line

    def dismiss(self) -> None:
        """Put the one before the agent's eyes away."""
        if self._current is self._standing:
            self._standing = None
        self._current = self._standing

    def pass_by(self, now: Instant) -> bool:
        """Let a passing sentence go when its time is over; whether it went."""
        line = self._current
        if line is None or not line.passing or now.mono - line.at.mono < PASSES_S:
            return False
        self._current = self._standing
        return True

    def _add(self, line: Line) -> None:
        self._lines = [*self._lines, line][-_KEPT:]
        self._current = line
        if not line.passing:
            self._standing = line
