"""A thread beside the journal's: it finds out what is too old and whether the file is whole, and only reads."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from agentpanel.domain.rules import JournalRules
from agentpanel.domain.words import Say, say
from agentpanel.journal import checks
from agentpanel.journal.copies import drop_old_copies
from agentpanel.journal.damage import whole_check
from agentpanel.journal.errors import FOUND_DAMAGED
from agentpanel.journal.reading import open_existing
from agentpanel.journal.retention import Retention, boundary, now

_log = logging.getLogger(__name__)

#: Seconds between two rounds.
_ROUND_S: Final = 3600.0
_DAY_S: Final = 86_400.0
#: Seconds that the end of the panel waits for it.
_STOP_S: Final = 0.5


def has_work(rules: JournalRules, *, whole: bool) -> bool:
    """Whether anything is to be removed one day, or the file is still to be looked at."""
    return bool(rules.keep_days or rules.keep_rows) or not whole


class Caretaker:
    """Goes its round at the start and once an hour. ``tell`` comes on its thread with what the agent must know.

    ``remove`` comes there too, with what the journal's thread is to remove. It is a daemon, as the journal's thread.
    """

    def __init__(
        self,
        path: Path,
        rules: JournalRules,
        *,
        whole: bool,
        remove: Callable[[Retention], None],
        tell: Callable[[Say], None],
    ) -> None:
        self._path = path
        self._rules = rules
        self._whole = whole
        self._remove = remove
        self._tell = tell
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal care", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give up what it does and wait a moment for its end, so that the last one to close the file is the writer."""
        self._ended.set()
        self._thread.join(_STOP_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with closing(open_existing(self._path)) as connection:
                    self._round(connection)
            except (sqlite3.Error, OSError) as error:
                if not self._ended.is_set():
                    _log.info("The journal could not be looked after: %s", error)
            self._ended.wait(_ROUND_S)

    def _round(self, connection: sqlite3.Connection) -> None:
        moment = now()
        if before := boundary(connection, self._rules, moment):
            self._remove(Retention(before))
        if self._rules.keep_days:
            # All that an older copy has is too old by now.
            drop_old_copies(self._path, before=moment.timestamp() - self._rules.keep_days * _DAY_S)
        if not self._whole and checks.is_due(self._path):
            self._check(connection)

    def _check(self, connection: sqlite3.Connection) -> None:
        found = whole_check(connection, self._ended.is_set)
        if found.damage is None and not found.whole:
            return  # given up
        checks.note(self._path, damaged=found.damage is not None)
        if found.damage is not None:
            self._tell(say(FOUND_DAMAGED, path=str(self._path), detail=found.damage))
