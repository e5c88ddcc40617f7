"""Which request is still unanswered (behaviour.md 2.5). Given the time; reads no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from agentpanel.protocol.message import Message


class Stage(Enum):
    """How far the dialer's answer to a request has come."""

    # written, nothing heard
    WRITTEN = "written"
    # MV came: it passed error checking, which is not yet "done"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A message that went out with a token, and when (monotonic seconds)."""

    token: str
    message: Message
    sent: float
    stage: Stage = Stage.WRITTEN


class Ledger:
    """Token to request, until it is settled."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._count = 0
        self._open: dict[str, Request] = {}

    def issue(self, make: Callable[[str], Message], now: float) -> Request:
        """Enter the message that ``make`` builds with a fresh token."""
        self._count += 1
        token = f"{self._prefix}{self._count}"
        request = Request(token=token, message=make(token), sent=now)
        self._open[token] = request
        return request

    def find(self, token: str | None) -> Request | None:
        return None if token is None else self._open.get(token)

    def accept(self, token: str) -> Request | None:
        """MV came; the request stays open for its functional answer."""
        if (request := self._open.get(token)) is not None:
            self._open[token] = request = replace(request, stage=Stage.ACCEPTED)
        return request

    def settle(self, token: str) -> Request | None:
        """Done or refused: forget it."""
        return self._open.pop(token, None)

    def clear(self) -> None:
        """The link is gone, and the answers with it."""
        self._open.clear()

    @property
    def open(self) -> tuple[Request, ...]:
        """Unsettled requests, oldest first."""
        return tuple(self._open.values())
