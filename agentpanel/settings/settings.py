"""The settings as the program reads them: checked, complete, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum
from typing import Final

from agentpanel.address import address_text
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.screen_pop import ScreenPop
from agentpanel.protocol.connection import Dialect
from agentpanel.protocol.frame import Framing
from agentpanel.protocol.framing import Encoding
from agentpanel.protocol.version import Version


class Theme(Enum):
    """The window's colours; the value is the settings' word for it."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


#: The dialer's 8-bit port; its other port speaks UTF-16 (behaviour.md 1.1).
ASCII_PORT: Final = 6502


def encoding_for(encoding: Encoding | None, port: int) -> Encoding:
    """The encoding that was set, else the one of the port."""
    return encoding or (Encoding.ASCII if port == ASCII_PORT else Encoding.UTF16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the dialer is and how it talks. ``timezone`` is the dialer's; seconds are 0 for none.

    ``encoding_set`` is None where the port decides the encoding.
    """

    host: str
    port: int
    encoding_set: Encoding | None
    code_page: str
    framing: Framing
    version: Version
    timezone: tzinfo
    heartbeat_s: int
    request_timeout_s: float

    @property
    def encoding(self) -> Encoding:
        """The encoding on the wire."""
        return encoding_for(self.encoding_set, self.port)

    @property
    def address(self) -> str:
        """``host:port``, an IPv6 address in brackets."""
        return address_text((self.host, self.port))

    @property
    def codec(self) -> str:
        """Python's name of the encoding on the wire, for agentpanel.domain.identifiers."""
        return "utf-16-le" if self.encoding is Encoding.UTF16 else self.code_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What the login form starts with; ``user`` is QI. ``auto``: log in at start without asking.

    The last four are asked of the dialer with every login (AL): see agentpanel.domain.snapshot.Login.
    """

    tenant: str | None = None
    campaign: str | None = None
    agent: str | None = None
    name: str | None = None
    extension: str | None = None
    team: str | None = None
    user: str | None = None
    skill_set: str | None = None
    auto: bool = False
    nailed_up: bool = False
    auto_accept: bool = False
    auto_wrap: bool = False
    record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How the window looks."""

    theme: Theme = Theme.SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """How an arriving call is told: in the task bar, by the tray icon, by a sound, by coming to the front.

    None of them takes the keyboard from another program.
    """

    flash: bool = True
    tray: bool = True
    sound: bool = True
    raise_: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of them."""

    server: Server
    login: Login
    window: Window
    alert: Alert
    screen_pop: ScreenPop | None
    rules: SiteRules

    @property
    def dialect(self) -> Dialect:
        """How our end of the connection talks."""
        return self.dialect_for((self.server.host, self.server.port))

    def dialect_for(self, address: tuple[str, int]) -> Dialect:
        """How our end would talk to the dialer at another host and port."""
        return Dialect(
            encoding=encoding_for(self.server.encoding_set, address[1]),
            code_page=self.server.code_page,
            framing=self.server.framing,
            version=self.server.version,
            auth_interface=self.rules.inferred.auth_interface.value,
            strict_identifiers=self.rules.inferred.strict_identifiers,
            max_text=self.rules.inferred.max_text,
        )
