"""What can be done by a key: the actions by name, and how one is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import Intent
from agentpanel.gui.i18n import fill


class Act(Enum):
    """Every action of the main window that has a key."""

    AVAILABLE = "available"
    BREAK = "break"
    LOG_IN = "log-in"
    LOG_OUT = "log-out"
    END_CALL = "end-call"
    END_WITH = "end-with"
    HOLD = "hold"
    JOIN = "join"
    MUTE = "mute"
    KEYPAD = "keypad"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    REJECT = "reject"
    RECORD = "record"
    PLAY = "play"
    DIAL = "dial"
    DECLINE = "decline"
    NEXT_RECORD = "next-record"
    COMPLETE = "complete"
    OUTCOME = "outcome"
    NOTE = "note"
    CALLBACK = "callback"
    EXTEND = "extend"
    MOVE = "move"
    QUEUES = "queues"
    COPY_NUMBER = "copy-number"
    CALL_DATA = "call-data"
    RECENT = "recent"
    DAY = "day"
    EXPORT = "export"
    DISMISS = "dismiss"
    SWITCH = "switch"
    WIRE_LOG = "wire-log"
    SETTINGS = "settings"
    ABOUT = "about"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Action:
    """``text`` and ``about`` are English, to be translated; ``intent`` is what a press asks, where it needs no more."""

    text: str
    about: str
    icon: str
    key: str
    control: Control | None = None
    intent: Callable[[], Intent] | None = None

    @property
    def words(self) -> str:
        """The text in the person's language."""
        return QCoreApplication.translate("actions", self.text)

    @property
    def help(self) -> str:
        """What it does, with its key."""
        return with_key(QCoreApplication.translate("actions", self.about), self.key)


def with_key(text: str, key: str) -> str:
    """A help text with the key as it is written on this system."""
    return fill(QCoreApplication.translate("actions", "{text} ({key})"), text=text, key=native(key))


def native(key: str) -> str:
    """A key as it is written on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
