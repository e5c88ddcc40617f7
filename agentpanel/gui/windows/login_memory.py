"""What was typed into the login form last, without the password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSettings

from agentpanel.gui.windows.login_flags import FLAGS
from agentpanel.settings.settings import Settings

_GROUP: Final = "login"
_KEYS: Final = ("tenant", "campaign", "agent", "name", "extension", "team", "user", "skill_set")


class LoginMemory:
    """Beside the window's place in QSettings: it is a habit of this person, not a setting."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def texts(self, settings: Settings) -> dict[str, str]:
        """What the form starts with: the settings' entries, and what was typed last where they have none.

        They always have a server; one that was typed last stays until the settings name another.
        """
        last = self._text("server") if self._text("configured_server") == settings.server.address else ""
        texts = {key: getattr(settings.login, key) or self._text(key) for key in _KEYS}
        if settings.rules.skill_set(texts["skill_set"]) is None:
            texts["skill_set"] = ""
        return {"server": last or settings.server.address, **texts}

    def flags(self, settings: Settings) -> dict[str, bool]:
        """What is ticked at first: what the settings say, and what was ticked last."""
        return {key: bool(getattr(settings.login, key)) or self._text(key) == "yes" for key in FLAGS}

    @property
    def remember(self) -> bool:
        """Whether the person wanted the password to be kept."""
        return self._text("remember") == "yes"

    def keep(self, texts: Mapping[str, str], flags: Mapping[str, bool], settings: Settings, *, remember: bool) -> None:
        """For the next time."""
        for key in ("server", *_KEYS):
            self._store.setValue(f"{_GROUP}/{key}", texts[key])
        for key, on in flags.items():
            self._store.setValue(f"{_GROUP}/{key}", "yes" if on else "no")
        self._store.setValue(f"{_GROUP}/configured_server", settings.server.address)
        self._store.setValue(f"{_GROUP}/remember", "yes" if remember else "no")

    def _text(self, key: str) -> str:
        value = self._store.value(f"{_GROUP}/{key}", "")
        return value if isinstance(value, str) else ""
