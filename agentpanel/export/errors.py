"""Why rows could not be taken away, in words that the window can translate."""

from __future__ import annotations

from typing import Final

from agentpanel.domain.words import Say

CANNOT_WRITE: Final = "{path} cannot be written: {why}"
DISK_FULL: Final = "{path} cannot be written: the disk is full"
TOO_BIG: Final = "{path} cannot be written: the file system takes no file of that size"


class ExportError(Exception):
    """It could not be written; ``str()`` is the reason, made to stand inside a sentence."""

    def __init__(self, reason: Say) -> None:
        super().__init__(str(reason))
        self.reason = reason


class StoppedError(Exception):
    """Who asked for it does not want it any more; nothing of it is left."""
