"""What can be done by a key: one table of texts, icons, keys and the intents behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import GoAvailable, Intent, LogOut
from agentpanel.domain.snapshot import TAGS
from agentpanel.gui.acts import Act, Action, native, with_key
from agentpanel.gui.acts_call import CALL_ACTIONS
from agentpanel.gui.marking import QT_TRANSLATE_NOOP

__all__ = ("ACTIONS", "TAG_KEYS", "Act", "Action", "bind", "control_of", "intent_of", "key_lines", "with_key")

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
    **CALL_ACTIONS,
    Act.MOVE: Action(
        QT_TRANSLATE_NOOP("actions", "Campaign"),
        QT_TRANSLATE_NOOP("actions", "Move to another campaign"),
        "move",
        "Ctrl+M",
        Control.MOVE,
    ),
    Act.QUEUES: Action(
        QT_TRANSLATE_NOOP("actions", "Queues"),
        QT_TRANSLATE_NOOP("actions", "Join queues or leave them"),
        "queues",
        "Ctrl+J",
        Control.JOIN,
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
    Act.DAY: Action(
        QT_TRANSLATE_NOOP("actions", "My day"),
        QT_TRANSLATE_NOOP("actions", "Show the sums of your day"),
        "",
        "Ctrl+G",
    ),
    Act.EXPORT: Action(
        QT_TRANSLATE_NOOP("actions", "Export"),
        QT_TRANSLATE_NOOP("actions", "Write recent calls to a file"),
        "export",
        "Ctrl+E",
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


def key_lines() -> list[str]:
    """Every key with what it does, a line each."""
    lines = [f"{native(action.key)}: {action.words.removesuffix('…')}" for action in ACTIONS.values()]
    return [*lines, *(f"{native(key)}: T{number}" for number, key in enumerate(TAG_KEYS, 1))]


def bind(window: QWidget, key: str, act: Callable[[], object]) -> QObject:
    """Do this when the key is pressed anywhere in the window."""
    shortcut = QShortcut(QKeySequence(key), window)
    shortcut.setAutoRepeat(False)  # a key that is held down asks once
    shortcut.activated.connect(act)
    return shortcut
