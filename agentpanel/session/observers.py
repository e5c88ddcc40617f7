"""Who wants to be told; a fault of one costs neither the others nor what they look at."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, Generic, ParamSpec

_log: Final = logging.getLogger(__name__)
_Told = ParamSpec("_Told")


class Observers(Generic[_Told]):
    """Told in the order in which they came."""

    def __init__(self) -> None:
        self._observers: list[Callable[_Told, None]] = []

    def __bool__(self) -> bool:
        """Whether anybody wants to be told."""
        return bool(self._observers)

    def add(self, observer: Callable[_Told, None]) -> Callable[[], None]:
        """Tell this one too; gives the undo."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def tell(self, *args: _Told.args, **kwargs: _Told.kwargs) -> None:
        """Tell each of them. Never raises."""
        for observer in tuple(self._observers):
            try:
                observer(*args, **kwargs)
            except Exception:  # noqa: BLE001 - whatever it is, the agent keeps the call
                _log.exception("an observer failed")
