"""The login form and the keyring behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agentpanel.address import read_address
from agentpanel.app.entries import kept_password, login_of, unfit
from agentpanel.app.parts import Parts
from agentpanel.domain import words
from agentpanel.domain.intents import Disconnect, LogIn
from agentpanel.domain.snapshot import Login
from agentpanel.domain.state import Link
from agentpanel.domain.words import Say, say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.gui.windows.login_dialog import LoginDialog, LoginForm
from agentpanel.gui.windows.main_place import habits
from agentpanel.session.tasks import spawn
from agentpanel.settings.secrets import Found, Kept, Missing, Unavailable, Unfit


class Logins(QObject):
    """Shows the form, looks passwords up and keeps them, and asks the desk."""

    def __init__(self, parts: Parts, ticks: Ticks, theme: Theme, parent: QWidget, tell: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._parts = parts
        self._ticks = ticks
        self._tell = tell
        self._looked_up: tuple[str, str | None, str] | None = None
        self._dialog = LoginDialog(parts.settings, theme, parent, store=habits())
        self._dialog.password_wanted.connect(self._on_password_wanted)
        self._dialog.submitted.connect(self._on_submitted)

    def show(self) -> LoginDialog:
        self._dialog.show()
        return self._dialog

    def close(self) -> None:
        self._dialog.close()

    def start(self) -> None:
        """The settings say: log in at start, without asking."""
        spawn(self._log_in_unasked(login_of(self._parts.settings)), name="login at start")

    async def _log_in_unasked(self, login: Login) -> None:
        password = await kept_password(self._parts, login)
        if isinstance(password, Say):
            self._ticks.post(lambda: self._tell(in_words(password)))
        else:
            self._ticks.post(lambda: self._ask(login, password))

    def _ask(self, login: Login, password: str | None) -> None:
        why = self._parts.session.ask(LogIn(login, password))
        if why is not None:
            self._tell(in_words(why))

    # -- the form ---------------------------------------------------------------------------------------

    def _on_password_wanted(self, server: str, tenant: str | None, agent: str) -> None:
        self._looked_up = (server, tenant, agent)
        spawn(self._look_up(server, tenant, agent), name="password")

    async def _look_up(self, server: str, tenant: str | None, agent: str) -> None:
        found = await self._parts.secrets.read(server, tenant, agent)
        self._ticks.post(lambda: self._offer((server, tenant, agent), found))

    def _offer(self, who: tuple[str, str | None, str], found: Found | Missing | Unfit | Unavailable) -> None:
        """To the form, whose entries may be somebody else's by now."""
        if who != self._looked_up:
            return
        password = found.password if isinstance(found, Found) else None
        where = "" if isinstance(found, Unavailable) else found.where
        self._dialog.offer_password(*who, password, where)
        if isinstance(found, Unfit) and self._dialog.isVisible():
            self._dialog.show_error(in_words(unfit(found)))

    def _on_submitted(self, form: LoginForm) -> None:
        self._use_server(form.server)
        why = self._parts.session.ask(LogIn(form.login, form.password))
        if why is not None:
            self._dialog.show_error(in_words(why))
            return
        self._dialog.accept()
        spawn(self._keep(form), name="keeping the password")

    def _use_server(self, server: str) -> None:
        """Another server than the present one: close the link, the login opens the new one."""
        session = self._parts.session
        address = read_address(server)
        if address == session.address:
            return
        if session.snapshot.link.value not in (Link.OFFLINE, Link.FAILED):
            session.ask(Disconnect())
        session.go_to(address, self._parts.settings.dialect_for(address))

    async def _keep(self, form: LoginForm) -> None:
        secrets, login = self._parts.secrets, form.login
        who = (form.server, login.tenant, login.user or login.agent)
        if form.remember and form.password:
            answer = await secrets.write(*who, form.password)
        elif not form.remember and form.password:
            await secrets.forget(*who)
            return
        else:
            return
        if isinstance(answer, Unavailable):
            self._ticks.post(lambda: self._tell(in_words(say(words.NOT_REMEMBERED, why=answer.reason))))
        elif isinstance(answer, Kept):
            self._ticks.post(lambda: self._tell(in_words(say(words.REMEMBERED, where=answer.where))))
