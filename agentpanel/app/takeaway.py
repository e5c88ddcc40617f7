"""Takes calls away from the window: on a thread, with progress, and without a trace where it is cancelled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agentpanel.app.entries import whose_calls
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.records import Filter, Query
from agentpanel.domain.rights import sees_all
from agentpanel.domain.words import Say, say
from agentpanel.export import ExportError, StoppedError, take_away
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.windows.export_dialog import ExportDialog, Wish
from agentpanel.journal.errors import JournalBugError, sort_error
from agentpanel.session import clock

_log = logging.getLogger(__name__)

#: Seconds for the thread to clear away what it has begun, when the panel closes.
_WAIT_S: Final = 1.0


class TakeAway(QObject):
    """One file at a time, of the rows that Recent shows; ``shown``: how it is filtered."""

    def __init__(
        self,
        parts: Parts,
        ticks: Ticks,
        theme: Theme,
        window: QWidget,
        shown: Callable[[], Filter],
    ) -> None:
        super().__init__(window)
        self._parts, self._ticks, self._theme, self._window = parts, ticks, theme, window
        self._shown = shown
        self._dialog: ExportDialog | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def open(self) -> ExportDialog:
        """The dialog, filled in as Recent is filtered now; one that is writing is only brought to the front."""
        dialog = self._dialog
        if dialog is None:
            dialog = self._dialog = ExportDialog(self._parts.settings.rules, self._theme, self._window)
            dialog.wanted.connect(self._begin)
            dialog.stop_asked.connect(self._stop_it)
        if not dialog.running:
            self._fill(dialog)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def close(self) -> None:
        """Cancel what is being written and wait briefly: nothing half is left."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_WAIT_S)
        if self._dialog is not None:
            self._dialog.hide()

    def _fill(self, dialog: ExportDialog) -> None:
        whose = self._whose()
        dialog.form.show_everyone(whose is not None and whose[1] is None)
        today = clock.now().wall.astimezone().date()
        dialog.form.begin(self._shown(), today, self._parts.settings.rules.campaigns)

    def _whose(self) -> tuple[str | None, str | None] | None:
        """Tenant and agent, None for all of them; None for nobody."""
        who = whose_calls(self._parts)
        if who is None:
            return None
        everyone = sees_all(self._parts.session.snapshot, self._parts.settings.rules)
        return who[0], None if everyone else who[1]

    # -- writing -----------------------------------------------------------------------------------------

    def _begin(self, wish: Wish) -> None:
        whose = self._whose()
        if whose is None:
            self._tell_fault(say(words.NOBODY_LOGGED_IN))
            return
        self._stop = threading.Event()
        query = Query(tenant=whose[0], agent=whose[1], filter=wish.filter)
        self._thread = threading.Thread(target=self._write, args=(wish, query, self._stop), name="export", daemon=True)
        self._thread.start()

    def _stop_it(self) -> None:
        self._stop.set()

    def _write(self, wish: Wish, query: Query, stop: threading.Event) -> None:
        """On the thread."""
        path = Path(wish.path)
        try:
            calls = self._take(wish, query, path, stop)
        except StoppedError:
            self._tell(lambda dialog: dialog.show_stopped())
        except ExportError as error:
            self._post_fault(say(words.NOT_WRITTEN, reason=error.reason))
        except Exception as error:  # noqa: BLE001 -- else the dialog would wait for ever
            reason = sort_error(error, self._parts.journal_file)
            if isinstance(reason, JournalBugError):
                _log.exception("An export failed.")
            self._post_fault(say(words.NOT_EXPORTED, reason=reason.reason))
        else:
            self._tell(lambda dialog: dialog.show_done(calls, path))

    def _take(self, wish: Wish, query: Query, path: Path, stop: threading.Event) -> int:
        settings = self._parts.settings
        return take_away(
            self._parts.journal_file,
            query,
            wish.form,
            path,
            settings.rules,
            settings.server.timezone,
            told=lambda done, all_: self._tell(lambda dialog: dialog.show_progress(done, all_)),
            cancelled=stop.is_set,
        )

    def _tell(self, what: Callable[[ExportDialog], None]) -> None:
        """From the thread."""
        if self._dialog is not None:
            self._ticks.post_from_thread(partial(what, self._dialog))

    def _post_fault(self, sentence: Say) -> None:
        """From the thread."""
        self._ticks.post_from_thread(partial(self._tell_fault, sentence))

    def _tell_fault(self, sentence: Say) -> None:
        if self._dialog is not None:
            self._dialog.show_fault(in_words(sentence))
