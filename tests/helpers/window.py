"""A real main window with snapshots only: no session, no loop of asyncio."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.domain.intents import Intent
from agentpanel.domain.rules import SiteRules
from agentpanel.gui.windows.main_window import MainWindow
from tests.helpers.snapshots import START

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Instant, Snapshot
    from agentpanel.gui.theme import Theme
    from agentpanel.gui.windows.main_parts import Parts

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NOTHING = Qt.KeyboardModifier.NoModifier


@dataclass
class Clock:
    """The time that the window sees."""

    now: Instant = START

    def __call__(self) -> Instant:
        return self.now


@dataclass
class Desk:
    """A window, and what it asked for."""

    window: MainWindow
    clock: Clock
    qtbot: QtBot
    asked: list[Intent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window.asked.connect(self.asked.append)

    @property
    def parts(self) -> Parts:
        return self.window.parts

    def show(self, snapshot: Snapshot) -> None:
        """As the feed does."""
        self.window.show_snapshot(snapshot)

    def settle(self) -> None:
        """Let layouts and repaints that are due happen."""
        for _ in range(4):
            QApplication.sendPostedEvents()
            QTest.qWait(0)

    def activate(self) -> None:
        """Be the window that has the keys."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        """Press a key where the focus is."""
        self.activate()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def take(self) -> list[Intent]:
        """What was asked since the last time."""
        asked, self.asked[:] = self.asked.copy(), []
        return asked


def open_window(
    qtbot: QtBot,
    theme: Theme,
    memory: QSettings,
    rules: SiteRules,
    *,
    size: tuple[int, int] = (380, 640),
    codec: str | None = None,
) -> Desk:
    """A visible window of this size."""
    clock = Clock()
    window = MainWindow(rules, theme, clock, codec=codec, memory=memory)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    return Desk(window, clock, qtbot)


def type_text(widget: QWidget, text: str) -> None:
    """As an input method would: QTest knows keys for ASCII only."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, NOTHING, character))


def all_texts(widget: QWidget) -> str:
    """Every text that a person or a screen reader is given in this widget and those inside it."""
    found = []
    for each in [widget, *widget.findChildren(QWidget)]:
        getters = (getattr(each, name, None) for name in ("text", "toPlainText", "placeholderText"))
        found += [str(get()) for get in getters if callable(get)]
        found += [each.toolTip(), each.accessibleName(), each.accessibleDescription()]
    return "\n".join(found)
