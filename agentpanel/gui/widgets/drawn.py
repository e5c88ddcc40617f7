"""What a widget drew last, so that it draws only what is new."""

from __future__ import annotations


class Drawn:
    """Remembers the parts of a snapshot that stand on the screen."""

    def __init__(self) -> None:
        self._parts: tuple[object, ...] | None = None

    def same(self, *parts: object) -> bool:
        """Whether these are drawn already; from now on they are. The same objects cost no look into them."""
        before, self._parts = self._parts, parts
        return before == parts

    def forget(self) -> None:
        """Draw again at the next occasion: the language or the colours changed."""
        self._parts = None
