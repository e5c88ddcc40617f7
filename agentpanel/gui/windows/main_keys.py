"""The keys of the main window: each does what its control does, and says why where that is off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from agentpanel.domain.snapshot import TAGS
from agentpanel.gui.actions import ACTIONS, TAG_KEYS, Act, bind
from agentpanel.gui.widgets.button import PanelButton

if TYPE_CHECKING:
    from agentpanel.gui.windows.main_window import MainWindow


def bind_keys(window: MainWindow, place: QWidget) -> None:
    """Connect the table of actions with the parts, for keys pressed in this window of the panel: itself or a sheet.

    "Log in" and "Log out" share a key as they share a place.
    """
    parts = window.parts
    acts: dict[Act, Callable[[], object]] = {
        Act.AVAILABLE: lambda: _press(window, parts.agent.available),
        Act.BREAK: lambda: _press(window, parts.agent.pause),
        Act.LOG_OUT: lambda: _press(window, parts.agent.door),
        Act.END_CALL: lambda: _press(window, parts.call.end),
        **_call_acts(window),
        Act.DIAL: lambda: _press(window, parts.preview.leading),
        Act.DECLINE: lambda: _press(window, parts.preview.decline),
        Act.COMPLETE: lambda: _press(window, parts.outcome.complete),
        Act.OUTCOME: lambda: _enter(window, parts.outcome.picker, window.enter_outcome),
        Act.NOTE: lambda: _enter(window, parts.outcome.note, window.enter_note),
        Act.CALLBACK: lambda: _press(window, parts.outcome.extras.button),
        Act.EXTEND: lambda: _press(window, parts.outcome.sign.extend),
        Act.MOVE: lambda: _press(window, parts.status.move_button),
        Act.QUEUES: lambda: _press(window, parts.status.queues),
        Act.COPY_NUMBER: partial(_copy_number, window),
        Act.CALL_DATA: parts.call.toggle_data,
        Act.DISMISS: parts.notice.put_away,
        **_window_acts(window),
    }
    for act, do in acts.items():
        bind(place, ACTIONS[act].key, do)
    for number, key in zip(range(1, TAGS + 1), TAG_KEYS, strict=True):
        bind(place, key, _to_tag(window, number))


def _window_acts(window: MainWindow) -> dict[Act, Callable[[], object]]:
    return {
        Act.RECENT: window.enter_recent,
        Act.DAY: window.day.open,
        Act.EXPORT: window.export_requested.emit,
        Act.SWITCH: window.switch_layout,
        Act.WIRE_LOG: window.wirelog_requested.emit,
        Act.SETTINGS: window.settings_requested.emit,
        Act.ABOUT: window.about_requested.emit,
        Act.QUIT: window.quit_requested.emit,
    }


def _call_acts(window: MainWindow) -> dict[Act, Callable[[], object]]:
    buttons, media = window.parts.call.controls.buttons, window.parts.call.media
    pressed = {
        Act.END_WITH: buttons.end_with,
        Act.HOLD: buttons.hold,
        Act.JOIN: buttons.join,
        Act.MUTE: buttons.mute,
        Act.KEYPAD: buttons.keypad,
        Act.TRANSFER: buttons.transfer,
        Act.ACCEPT: buttons.accept,
        Act.REJECT: buttons.reject,
        Act.RECORD: media.record,
        Act.PLAY: media.play,
    }
    return {act: partial(_press, window, button) for act, button in pressed.items()}


def _to_tag(window: MainWindow, number: int) -> Callable[[], None]:
    def enter() -> None:
        _enter(window, window.parts.tags.fields[number - 1].editor, lambda: window.enter_tag(number))

    return enter


def _copy_number(window: MainWindow) -> None:
    """Where there is no number the button is hidden, and nothing happens."""
    if (why := window.parts.call.copy.why_off) is None:
        window.parts.call.copy_number()
    else:
        window.tell_off(why)


def _press(window: MainWindow, button: PanelButton) -> None:
    if button.why_off is None:
        button.click()
    else:
        window.tell_off(button.why_off)


def _enter(window: MainWindow, field: QWidget, enter: Callable[[], object]) -> None:
    if field.isEnabled():
        enter()
    else:
        window.tell_off(field.accessibleDescription())
