"""What the system would open pages and folders with."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from collections.abc import Iterator


class Browser(QObject):
    """Keeps each address that it was given, and the task on whose stack that was."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.tasks: list[object] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(bytes(url.toEncoded().data()).decode("ascii"))
        try:
            self.tasks.append(asyncio.current_task())
        except RuntimeError:  # no loop runs
            self.tasks.append(None)


@contextmanager
def browser_for(scheme: str) -> Iterator[Browser]:
    """In place of the system's own; the application must run."""
    made = Browser()
    # PySide declares the name of the slot as bytes, and takes it as text only.
    QDesktopServices.setUrlHandler(scheme, made, "open")  # type: ignore[arg-type]
    try:
        yield made
    finally:
        QDesktopServices.unsetUrlHandler(scheme)
