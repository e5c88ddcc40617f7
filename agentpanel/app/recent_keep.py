"""Notes and tags that somebody corrects after the call: kept in the journal, and never sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from agentpanel.domain.words import Say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.windows.entry_edit import Afterthought
from agentpanel.journal.errors import JournalError
from agentpanel.journal.sqlite import SqliteJournal


class Keeper:
    """Hands each change to the journal and says once all of it is on the disk, or why not."""

    def __init__(self, journal: SqliteJournal, ticks: Ticks, tell: Callable[[str, str | None], None]) -> None:
        """``tell`` gets the call's key, and a reason or None; it is called on ticks."""
        self._journal = journal
        self._ticks = ticks
        self._tell: Callable[[str, str | None], None] | None = tell

    def close(self) -> None:
        """Tell nobody any more: the window is being taken down. What was asked for is kept all the same."""
        self._tell = None

    def keep(self, wanted: Afterthought) -> None:
        """The note, and each tag that was changed."""
        answers = _Answers(len(wanted.tags) + (wanted.note is not None), partial(self._answer, wanted.key))
        if wanted.note is not None:
            self._journal.note(wanted.key, wanted.note, answers.take)
        for number, text in wanted.tags.items():
            self._journal.correct(wanted.key, number, text, answers.take)

    def _answer(self, key: str, failure: Exception | None) -> None:
        why = None if failure is None else in_words(_reason(failure))
        if self._tell is not None:
            self._ticks.post(partial(self._tell, key, why))


class _Answers:
    """Waits for so many answers; the first failure among them counts."""

    def __init__(self, due: int, done: Callable[[Exception | None], None]) -> None:
        self._due = due
        self._done = done
        self._failure: Exception | None = None

    def take(self, failure: Exception | None) -> None:
        self._due -= 1
        self._failure = self._failure or failure
        if self._due == 0:
            self._done(self._failure)


def _reason(failure: Exception) -> str | Say:
    return failure.reason if isinstance(failure, JournalError) else str(failure)
