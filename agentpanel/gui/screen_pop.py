"""Opens the site's page or program for a call, at the moment that the site has chosen, once a call."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from agentpanel.domain import words
from agentpanel.domain.moments import Moments
from agentpanel.domain.screen_pop import ScreenPop, Values, address_for, command_for, values_of
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.words import Say, say
from agentpanel.gui.i18n import say as in_words
from agentpanel.settings.secrets import ENVIRONMENT_KEY

log = logging.getLogger("agentpanel.screen_pop")


class ScreenPops(QObject):
    """Follows the snapshots, on ticks only: opening may run a loop of the system's."""

    failed = Signal(str)  #: why nothing was opened, as a sentence

    def __init__(self, pop: ScreenPop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pop = pop
        self._moments = Moments()
        self._agent: str | None = None

    def show_snapshot(self, s: Snapshot) -> None:
        """Open what is due."""
        if s.login is not None:
            self._agent = s.login.agent
        for moment, call in self._moments.follow(s):
            if moment is self._pop.when:
                self._open(values_of(call, self._agent))

    def _open(self, values: Values) -> None:
        if self._pop.url is not None:
            self._report(words.POP_PAGE_FAILED, _open_page(self._pop.url, values))
        else:
            self._report(words.POP_PROGRAM_FAILED, _start_program(self._pop.program, values))

    def _report(self, sentence: str, why: Say | None) -> None:
        """The log names no values: they are the customer's."""
        if why is not None:
            log.warning("Nothing was opened for a call: %s", why)
            self.failed.emit(in_words(say(sentence, why=why)))


def _open_page(url: str, values: Values) -> Say | None:
    """Why it could not be opened."""
    address = address_for(url, values)
    if isinstance(address, Say):
        return address
    # Strict, and as it is encoded: in any other way Qt would decode a part of it.
    opened = QDesktopServices.openUrl(QUrl.fromEncoded(address.encode("ascii"), QUrl.ParsingMode.StrictMode))
    return None if opened else say(words.POP_NO_OPENER)


def _start_program(program: tuple[str, ...], values: Values) -> Say | None:
    """Why it could not be started; what becomes of it then is not ours."""
    command = command_for(program, values)
    if isinstance(command, Say):
        return command
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(command[1:])
    process.setProcessEnvironment(_environment())
    # Our own output is read by programs.
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return None if _is_started(process.startDetached()) else say(words.POP_NOT_STARTED, program=command[0])


def _is_started(answer: object) -> bool:
    """PySide declares a pair of success and process id; what its releases give is the success alone."""
    return bool(answer[0]) if isinstance(answer, tuple) else answer is True


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.remove(ENVIRONMENT_KEY)  # the password is for our eyes alone
    return environment
