"""The login form: who logs in where. It asks nothing of the network; it says what it was told and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from agentpanel.address import address_text, read_address
from agentpanel.domain.snapshot import Login
from agentpanel.gui.theme import Theme
from agentpanel.gui.windows.login_layout import LoginLayout
from agentpanel.gui.windows.login_memory import LoginMemory
from agentpanel.gui.windows.login_row import Row
from agentpanel.gui.windows.login_rules import LoginRules
from agentpanel.settings.settings import Settings

#: Milliseconds after the last key before a password is looked for; a name is typed on within this time.
PAUSE_MS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginForm:
    """What was asked for; ``server`` is host:port, ``password`` None where none was typed or found."""

    server: str
    login: Login
    password: str | None = field(default=None, repr=False)
    remember: bool = False


#: Whose password it is: server, tenant, and the user where one is given, else the agent.
_Identity = tuple[str, str | None, str]


class LoginDialog(QDialog):
    """Stays until it is told that the login was taken (accept) or the person closes it."""

    submitted = Signal(object)  #: LoginForm
    #: server, tenant (None without one), and the user or else the agent; answered by offer_password()
    password_wanted = Signal(str, object, str)

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None, *, store: QSettings | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._rules = LoginRules(settings)
        self._memory = LoginMemory(store if store is not None else QSettings())
        self.form = LoginLayout(self, settings.rules, self._rules, theme)
        self._asked_for: _Identity | None = None
        self._typed_password = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._fill()
        self._connect()

    # -- what the program says ---------------------------------------------------------------------------

    def offer_password(self, server: str, tenant: str | None, agent: str, password: str | None, where: str) -> None:
        """The answer to password_wanted; ``where`` it is kept, or would be, in words, "" where it cannot be.

        An answer for somebody else is too late; what the person has typed stays.
        """
        if (server, tenant, agent) != self._identity():
            return
        self.form.tell_where(where)
        if password is not None and not self._typed_password:
            self._row("password").put(password)
            self.form.remember.setChecked(True)

    def set_busy(self, text: str | None) -> None:
        """Say what is going on and take no entries; None when it is over."""
        self.form.lock(text)

    def show_error(self, text: str) -> None:
        """Say why it did not work; the entries stay."""
        self.form.lock(None)
        self.form.message.warn(text)

    def show(self) -> None:
        """Open it, or bring the open one forward."""
        super().show()
        self.raise_()
        self.activateWindow()

    # -- Qt ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asked_for = None
        self._want_password()
        self.form.focus_first_open()

    def done(self, result: int) -> None:
        """No password is left in a window that is hidden."""
        super().done(result)
        self._pause.stop()
        self._forget_password()
        self.form.lock(None)
        self.form.message.inform("")

    # -- the person ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._pause.timeout.connect(self._want_password)
        self.form.password.textEdited.connect(self._on_password_edited)
        for key in ("server", "tenant", "user", "agent"):
            self._row(key).edited.connect(self._on_identity_edited)
        self._row("server").edited.connect(self._on_server_edited)
        self.form.log_in.clicked.connect(self._submit)
        self.form.cancel.clicked.connect(self.reject)

    def _fill(self) -> None:
        for key, text in self._memory.texts(self._settings).items():
            self._row(key).put(text)
        self._rules.use_server(self._row("server").text)
        self.form.flags.put(self._memory.flags(self._settings))
        self.form.remember.setChecked(self._memory.remember)
        self.form.unfold_what_is_wrong()

    def _on_password_edited(self) -> None:
        self._typed_password = bool(self.form.password.text())

    def _on_identity_edited(self) -> None:
        if self._asked_for is not None and self._identity() != self._asked_for and not self._typed_password:
            self._forget_password()
        self._pause.start()

    def _on_server_edited(self) -> None:
        self._rules.use_server(self._row("server").text)
        for row in self.form.rows.values():
            if row.key != "server":
                row.look_again()

    def _forget_password(self) -> None:
        self._row("password").put("")
        self._typed_password = False

    def _want_password(self) -> None:
        identity = self._identity()
        if identity is not None and identity != self._asked_for:
            self._asked_for = identity
            self.password_wanted.emit(*identity)

    def _identity(self) -> _Identity | None:
        """None while it is not complete."""
        server, tenant, user, agent = (self._row(key) for key in ("server", "tenant", "user", "agent"))
        who = user.text or agent.text
        if not (who and all(row.good for row in (server, tenant, user, agent))):
            return None
        return self._server(), tenant.text or None, who

    def _server(self) -> str:
        """In the one way of writing it."""
        return address_text(read_address(self._row("server").text))

    def _submit(self) -> None:
        wrong = [row for row in self.form.rows.values() if not row.judge()]
        if wrong:
            self.form.go_to(wrong[0])
            return
        texts = {key: row.text for key, row in self.form.rows.items()}
        form = self._read(texts)
        kept = {**texts, "server": form.server}
        self._memory.keep(kept, self.form.flags.values, self._settings, remember=form.remember)
        self.form.message.inform("")
        self.submitted.emit(form)

    def _read(self, texts: dict[str, str]) -> LoginForm:
        login = Login(
            campaign=texts["campaign"],
            agent=texts["agent"],
            extension=texts["extension"],
            tenant=texts["tenant"] or None,
            name=texts["name"] or None,
            team=texts["team"] or None,
            user=texts["user"] or None,
            skill_set=texts["skill_set"] or None,
            **self.form.flags.values,
        )
        remember = self.form.remember.isEnabled() and self.form.remember.isChecked()
        return LoginForm(server=self._server(), login=login, password=texts["password"] or None, remember=remember)

    def _row(self, key: str) -> Row:
        return self.form.rows[key]
