"""One panel: its window on its session, from the first frame to the clean logout."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from agentpanel.app.day import OwnDay
from agentpanel.app.logins import Logins
from agentpanel.app.parts import Parts
from agentpanel.app.recent import RecentRows
from agentpanel.app.remote import Remote
from agentpanel.app.takeaway import TakeAway
from agentpanel.app.wires import Wires
from agentpanel.domain.intents import Complete, Connect, Disconnect, Intent, LogOut
from agentpanel.domain.state import Seat, Work
from agentpanel.domain.view import quit_question
from agentpanel.gui.alerts import Alerts
from agentpanel.gui.control import ControlServer
from agentpanel.gui.dialogs import Choice, ask
from agentpanel.gui.feed import SnapshotFeed
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.screen_pop import ScreenPops
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.windows.about_dialog import AboutDialog
from agentpanel.gui.windows.main_window import MainWindow
from agentpanel.session import clock

#: Seconds that a logout may take before the panel closes all the same. With those of the journal and the one that
#: the session gives its socket this stays below the 10 s in which the panel promises to be gone.
_LEAVE_S: Final = 7.0
#: Seconds for the journal to write what waits.
_CLOSE_S: Final = 1.5


class Panel(QObject):
    """Builds the window, joins it to the session, and ends both in order."""

    def __init__(self, parts: Parts, ticks: Ticks, theme: Theme, instance: str, about: dict[str, str]) -> None:
        """Raises AlreadyRunningError, NoPlaceError."""
        super().__init__()
        self._parts = parts
        self._session = parts.session
        self._about = about
        self._theme = theme
        self._leaving = asyncio.Event()
        self._question_open = False
        self._tried: str | None = None
        rules = parts.settings.rules
        self.ticks = ticks
        self.window = MainWindow(rules, theme, clock.now, codec=rules.codec, zone=parts.settings.server.timezone)
        self.remote = Remote(parts, self.ticks, flush=self.window.flush, show=self._bring_to_front, leave=self.leave)
        self._control = ControlServer(instance, self.remote.handle, self)
        self._feed = SnapshotFeed(lambda: self._session.snapshot, self)
        self._logins = Logins(parts, self.ticks, theme, self.window, self.window.show_message)
        self._wires = Wires(parts.wirelog, self.ticks, theme, self.window)
        self._recent = RecentRows(parts, self.ticks, self.window.recent, self._tell_soon)
        day = self.window.day
        self._day = OwnDay(parts, parts.journal, self.ticks, day.show, day.show_fault, parent=self)
        self._away = TakeAway(parts, self.ticks, theme, self.window, lambda: self.window.recent.wanted)
        self._alerts = Alerts(parts.settings.alert, theme, self.window, rules, clock.now)
        self._join()

    def _join(self) -> None:
        """The whole wiring."""
        self._undo = self._session.observe(self._feed.poke)
        self._parts.journal.tell_notices(lambda said: self._tell_soon(in_words(said)))
        self._feed.changed.connect(self.window.show_snapshot)
        self.window.asked.connect(self._on_asked)
        self.window.login_requested.connect(self.open_login)
        self.window.quit_requested.connect(self._on_quit_requested)
        self.window.wirelog_requested.connect(self.open_wirelog)
        self.window.about_requested.connect(self.open_about)
        self.window.settings_requested.connect(self._on_settings)
        self.window.export_requested.connect(self.open_export)
        self._feed.changed.connect(self._alerts.show_snapshot)
        self._alerts.show_requested.connect(self._bring_to_front)
        self._alerts.quit_requested.connect(self._on_quit_requested)
        if (pop := self._parts.settings.screen_pop) is not None:
            pops = ScreenPops(pop, self)
            self._feed.changed.connect(pops.show_snapshot)
            pops.failed.connect(self.window.show_message)

    # -- what can be done from outside --------------------------------------------------------------------

    def open_login(self) -> QWidget:
        return self._logins.show()

    def open_wirelog(self) -> QWidget:
        return self._wires.show()

    def open_export(self) -> QWidget:
        return self._away.open()

    def open_about(self) -> QWidget:
        dialog = AboutDialog(self._about, self._theme, self.window)
        dialog.show()
        return dialog

    def leave(self) -> None:
        """Log out and close, without a question."""
        self._leaving.set()

    async def run(self, *, ready: Callable[[], None]) -> None:
        """Until somebody asks to leave; then log out, with a limit in time, and take everything down.

        ``ready`` is called when other programs are answered.
        """
        await self.ticks.call(self._open)
        try:
            with _signals(self._leaving):
                await self._serve(ready)
        finally:
            await self._take_down()

    async def _serve(self, ready: Callable[[], None]) -> None:
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(self._session.run(), name="session")
            ready()
            self._begin()
            await self._leaving.wait()
            # However it was asked (a signal, a program), what is typed in the window belongs to the call.
            await self.ticks.call(self.window.flush)
            await self._log_out()
            self._session.ask(Disconnect())
            serving.cancel()

    def _open(self) -> None:
        self.window.show_snapshot(self._session.snapshot)
        self._alerts.show_snapshot(self._session.snapshot)
        self.window.show()

    def _begin(self) -> None:
        self._session.ask(Connect())
        if self._parts.settings.login.auto:
            self._logins.start()

    # -- leaving ----------------------------------------------------------------------------------------

    async def _log_out(self) -> None:
        """Ask for the release and log out; an outcome that is chosen still leaves."""
        try:
            async with asyncio.timeout(_LEAVE_S):
                self._session.ask(LogOut())
                while self._session.snapshot.seat.value is not Seat.OUT:
                    self._complete_if_chosen()
                    await self._changed()
        except TimeoutError:
            pass  # the dialer cleans up after the closed link

    def _complete_if_chosen(self) -> None:
        """Once a call: what the dialer refused it would refuse again."""
        s = self._session.snapshot
        if s.work.value is not Work.WRAP or s.call is None or s.call.outcome is None or s.call.key == self._tried:
            return
        self._tried = s.call.key
        self._session.ask(Complete(s.call.outcome))

    async def _changed(self) -> None:
        """Wait for the session's next word."""
        changed = asyncio.Event()
        undo = self._session.observe(changed.set)
        try:
            await changed.wait()
        finally:
            undo()

    async def _take_down(self) -> None:
        await self.ticks.call(self._close)
        self.ticks.stop()
        await self._parts.journal.close(_CLOSE_S)

    def _close(self) -> None:
        """What was posted before has been done: programs that waited for the logout have their answer."""
        self._undo()
        self._feed.stop()
        self._recent.close()
        self._day.close()
        self._away.close()
        self.remote.close()
        self._control.close()
        self._wires.close()
        self._logins.close()
        self._alerts.close()
        self.window.day.close()
        self.window.hide()

    # -- slots --------------------------------------------------------------------------------------------

    def _tell_soon(self, sentence: str) -> None:
        self.ticks.post(lambda: self.window.show_message(sentence))

    def _on_asked(self, intent: Intent) -> None:
        if (why := self._session.ask(intent)) is not None:
            self.window.show_message(in_words(why))

    def _on_quit_requested(self) -> None:
        self.window.flush()
        question = quit_question(self._session.snapshot)
        if question is None:
            self._leaving.set()
        elif not self._question_open:
            self._question_open = True
            leave, stay = self.tr("Close the panel"), self.tr("Stay")
            choices = [Choice("leave", leave), Choice("stay", stay)]
            title = self.tr("Close the panel?")
            ask(self.window, title, in_words(question), choices, self._on_answered, safe="stay", modal=False)

    def _on_answered(self, answer: str) -> None:
        self._question_open = False
        if answer == "leave":
            self._leaving.set()

    def _on_settings(self) -> None:
        """Settings are a file that a person edits; show its folder."""
        folder = Path(self._about["settings"]).parent
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _bring_to_front(self) -> None:
        """Somebody asked for the window: this is the one time that it comes forward by itself."""
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()


@contextlib.contextmanager
def _signals(leaving: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT end the panel in order."""
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        yield
        return
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, leaving.set)
    try:
        yield
    finally:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)
