"""What each field of the login form may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from agentpanel.address import read_address
from agentpanel.domain.identifiers import TextFault, identifier_fault, tenant_fault, text_fault
from agentpanel.domain.words import Say, say
from agentpanel.protocol.framing import Encoding
from agentpanel.settings.errors import WrongError
from agentpanel.settings.settings import Settings
from agentpanel.settings.values import host

#: AE is longer than the other texts (behaviour.md 2.3).
_EXTENSION: Final = 120
_TEXT: Final = 80
# Like those of domain.identifiers, they follow the field's name.
_NEEDED: Final = str(QT_TRANSLATE_NOOP("words", "is needed"))
_NO_ADDRESS: Final = str(QT_TRANSLATE_NOOP("words", "must be HOST:PORT, such as dialer.example:6500"))
NEEDED: Final = ("server", "campaign", "agent", "extension")


class LoginRules:
    """The faults of the form's texts, for a server that may be typed anew at any time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._codec: str | None = settings.server.codec
        self._strict = settings.rules.inferred.strict_identifiers

    def use_server(self, text: str) -> None:
        """Characters must fit the code page of this server's connection."""
        try:
            dialect = self._settings.dialect_for(read_address(text))
        except ValueError:
            return
        self._codec = "utf-16-le" if dialect.encoding is Encoding.UTF16 else dialect.code_page

    def fault(self, key: str, text: str) -> Say | None:
        """Why this text is not good, to follow the field's name; None also for one that may be left out."""
        if key == "server":
            return _server_fault(text) if text else None
        found = self._check(key)(text) if text else None
        return None if found is None else say(found.fault.value, **found.values)

    def typing_fault(self, key: str) -> Callable[[str], Say | None]:
        """For a field: why a change is not taken. What is merely unfinished is."""
        return lambda text: None if key == "server" else self.fault(key, text)

    def _check(self, key: str) -> Callable[[str], TextFault | None]:
        if key == "tenant":
            return lambda text: tenant_fault(text, strict=self._strict, codec=self._codec)
        if key in ("extension", "name", "team"):
            most = _EXTENSION if key == "extension" else _TEXT
            return lambda text: text_fault(text, most, codec=self._codec)
        return lambda text: identifier_fault(text, strict=self._strict, codec=self._codec)


def missing() -> Say:
    """Why an empty field that is needed is not good."""
    return say(_NEEDED)


def _server_fault(text: str) -> Say | None:
    try:
        host(read_address(text)[0])
    except (ValueError, WrongError):
        return say(_NO_ADDRESS)
    return None
