"""Why a command could not be carried out."""

from __future__ import annotations

from typing import Final

FAILED: Final = 1
NOT_POSSIBLE: Final = 2
WRONG_USAGE: Final = 64


class CommandError(Exception):
    """One sentence for the person at the terminal, and the exit code."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code
