"""The floor's own errors: ours (a fault of the caller) and theirs (a fault of the peer)."""

from __future__ import annotations


class ProtocolError(Exception):
    """Base of every error that this floor raises."""


class LocalProtocolError(ProtocolError):
    """We were about to send something that breaks the rules; names message, parameter and rule."""

    def __init__(self, message: str, parameter: str | None, rule: str) -> None:
        self.message = message
        self.parameter = parameter
        self.rule = rule
        where = message if parameter is None else f"{message} {parameter}"
        super().__init__(f"{where}: {rule}")


class RemoteProtocolError(ProtocolError):
    """The peer's text is not a message."""


def short(text: str) -> str:
    """The text, cut to what fits in an error's sentence."""
    return text if len(text) <= 40 else text[:40] + "…"
