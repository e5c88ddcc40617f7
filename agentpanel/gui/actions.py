"""What can be done by a key: one table of texts, icons, keys and the intents behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from agentpanel.domain.intents import EndCall, GoAvailable, Intent, LogOut
from agentpanel.domain.snapshot import TAGS
from agentpanel.domain.view import Control
from agentpanel.gui.i18n import fill
from agentpanel.gui.marking import QT_TRANSLATE_NOOP


class Act(Enum):
    """Every action of the main window that has a key."""

    AVAILABLE = "available"
    BREAK = "break"
    LOG_IN = "log-in"
    LOG_OUT = "log-out"
    END_CALL = "end-call"
    COMPLETE = "complete"
    OUTCOME = "outcome"
    NOTE = "note"
    COPY_NUMBER = "copy-number"
    CALL_DATA = "call-data"
    RECENT = "recent"
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


ACTIONS: Final[dict[Act, Action]] = {
    Act.AVAILABLE: Action(
        QT_TRANSLATE_NOOP("actions", "Available"),
        QT_TRANSLATE_NOOP("actions", "Take calls"),
        "available",
        "Ctrl+1",
        Control.AVAILABLE,
        GoAvailable,
    ),
    Act.BREAK: Action(
        QT_TRANSLATE_NOOP("actions", "Break"),
        QT_TRANSLATE_NOOP("actions", "Ask for a break, with a reason"),
        "break",
        "Ctrl+2",
        Control.BREAK,
    ),
    Act.LOG_OUT: Action(
        QT_TRANSLATE_NOOP("actions", "Log out"),
        QT_TRANSLATE_NOOP("actions", "Log out, after the release where one is needed"),
        "logout",
        "Ctrl+3",
        Control.LOGOUT,
        LogOut,
    ),
    Act.LOG_IN: Action(
        QT_TRANSLATE_NOOP("actions", "Log in…"),
        QT_TRANSLATE_NOOP("actions", "Connect to the dialer and log in"),
        "login",
        "Ctrl+3",
        Control.LOGIN,
    ),
    Act.END_CALL: Action(
        QT_TRANSLATE_NOOP("actions", "End call"),
        QT_TRANSLATE_NOOP("actions", "Hang up and start the wrap"),
        "end-call",
        "F8",
        Control.END_CALL,
        EndCall,
    ),
    Act.COMPLETE: Action(
        QT_TRANSLATE_NOOP("actions", "Complete"),
        QT_TRANSLATE_NOOP("actions", "Give the outcome; during a call it leaves when the call has ended"),
        "complete",
        "Ctrl+Return",
        Control.COMPLETE,
    ),
    Act.OUTCOME: Action(
        QT_TRANSLATE_NOOP("actions", "Outcome"),
        QT_TRANSLATE_NOOP("actions", "Find an outcome by its name or number"),
        "search",
        "F6",
        Control.COMPLETE,
    ),
    Act.NOTE: Action(
        QT_TRANSLATE_NOOP("actions", "Note"),
        QT_TRANSLATE_NOOP("actions", "Write a note; it stays on this computer"),
        "",
        "F7",
        Control.COMPLETE,
    ),
    Act.COPY_NUMBER: Action(
        QT_TRANSLATE_NOOP("actions", "Copy the number"),
        QT_TRANSLATE_NOOP("actions", "Put the number of the call on the clipboard"),
        "copy",
        "Ctrl+Shift+C",
    ),
    Act.CALL_DATA: Action(
        QT_TRANSLATE_NOOP("actions", "Data"),
        QT_TRANSLATE_NOOP("actions", "Show or hide the data that came with the call"),
        "",
        "F4",
    ),
    Act.RECENT: Action(
        QT_TRANSLATE_NOOP("actions", "Recent"),
        QT_TRANSLATE_NOOP("actions", "Find a recent call"),
        "",
        "Ctrl+F",
    ),
    Act.DISMISS: Action(
        QT_TRANSLATE_NOOP("actions", "Dismiss"),
        QT_TRANSLATE_NOOP("actions", "Put this message away"),
        "",
        "Ctrl+D",
    ),
    Act.SWITCH: Action(
        QT_TRANSLATE_NOOP("actions", "Panel or bar"),
        QT_TRANSLATE_NOOP("actions", "Show the window as a panel or as a bar"),
        "bar",
        "Ctrl+B",
    ),
    Act.WIRE_LOG: Action(
        QT_TRANSLATE_NOOP("actions", "Wire log"),
        QT_TRANSLATE_NOOP("actions", "Show what went over the connection"),
        "wirelog",
        "F12",
    ),
    Act.SETTINGS: Action(
        QT_TRANSLATE_NOOP("actions", "Settings"),
        QT_TRANSLATE_NOOP("actions", "Open the folder with your settings file"),
        "settings",
        "Ctrl+,",
    ),
    Act.ABOUT: Action(
        QT_TRANSLATE_NOOP("actions", "About"),
        QT_TRANSLATE_NOOP("actions", "Show the version and the keys"),
        "about",
        "F1",
    ),
    Act.QUIT: Action(
        QT_TRANSLATE_NOOP("actions", "Quit"),
        QT_TRANSLATE_NOOP("actions", "Log out and close the panel"),
        "",
        "Ctrl+Q",
    ),
}
#: The keys of the tags T1 to T6: they lead to the field, or stamp.
TAG_KEYS: Final = tuple(f"Alt+{number}" for number in range(1, TAGS + 1))


def control_of(act: Act) -> Control:
    """What of the view decides whether it is on."""
    control = ACTIONS[act].control
    if control is None:
        raise LookupError(f"{act} is always on")
    return control


def intent_of(act: Act) -> Intent:
    """What a press asks, where the action alone says it."""
    make = ACTIONS[act].intent
    if make is None:
        raise LookupError(f"{act} needs more to be asked")
    return make()


def with_key(text: str, key: str) -> str:
    """A help text with the key as it is written on this system."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return fill(QCoreApplication.translate("actions", "{text} ({key})"), text=text, key=native)


def bind(window: QWidget, key: str, act: Callable[[], object]) -> QObject:
    """Do this when the key is pressed anywhere in the window."""
    shortcut = QShortcut(QKeySequence(key), window)
    shortcut.setAutoRepeat(False)  # a key that is held down asks once
    shortcut.activated.connect(act)
    return shortcut
