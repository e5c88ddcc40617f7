"""Ways of working a real panel: the mouse, the keyboard, another program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from agentpanel import control_client
from agentpanel.domain.records import Entry, Row
from agentpanel.domain.status import row, status
from agentpanel.gui.models.recent import RecentModel
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.windows.login_dialog import LoginDialog
from agentpanel.session import clock
from tests.features.desk import PanelDesk
from tests.features.shift import Json
from tests.helpers.until import until

CONTROL = Qt.KeyboardModifier.ControlModifier


def recent_model(recent: RecentPanel) -> RecentModel:
    """What the table of Recent shows its rows from."""
    model = recent.table.model()
    assert isinstance(model, RecentModel)
    return model


def shown_calls(recent: RecentPanel) -> list[Row]:
    """What the table shows, newest first, without the days."""
    return recent_model(recent).calls


def shown_rows(recent: RecentPanel) -> list[Entry]:
    """The same, without what the panel itself did where the dialer's word differs."""
    return [call.entry for call in shown_calls(recent)]


def type_text(widget: QWidget, text: str) -> None:
    """As an input method would: QTest knows keys for ASCII only."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(widget, event)


def press(button: QAbstractButton) -> None:
    """With the mouse. What stands open elsewhere closes by that, as the window system would have it."""
    popup = QApplication.activePopupWidget()
    if popup is not None and popup is not button.window():
        popup.close()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class _WindowHands:
    """What eyes and hands at a window have in common."""

    def __init__(self, desk: PanelDesk) -> None:
        self._desk = desk
        self._window = desk.panel.window
        self._parts = desk.panel.window.parts

    async def look(self) -> Json:
        return status(self._desk.now, self._desk.parts.settings.rules, clock.now())

    async def recent(self) -> list[Json]:
        """What the table of Recent shows, row by row."""
        return [row(entry) for entry in await self._desk.on_tick(lambda: shown_rows(self._window.recent))]

    async def _do(self, work: Callable[[], object]) -> None:
        await self._desk.on_tick(work)

    async def _drawn(self, control: QWidget) -> bool:
        """A click on a control that the window still shows as off does nothing, as for a person."""
        await asyncio.sleep(0.03)
        return await self._desk.on_tick(control.isEnabled)

    async def _login_dialog(self) -> LoginDialog:
        found: list[LoginDialog] = []

        def visible() -> bool:
            found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, LoginDialog) and w.isVisible()]
            return bool(found)

        await until(visible)
        return found[0]


class Mouse(_WindowHands):
    """Clicks, and types into the field that was clicked."""

    async def log_in(self, campaign: str) -> None:
        await self._click(self._parts.agent.door)
        dialog = await self._login_dialog()
        field = dialog.form.rows["campaign"].field
        await self._do(lambda: self._type(field, campaign))
        await self._do(lambda: QTest.mouseClick(dialog.form.log_in, Qt.MouseButton.LeftButton))

    async def available(self) -> None:
        await self._click(self._parts.agent.available)

    async def take_break(self, code: int) -> None:
        chip = self._parts.reasons.chips[code - 1]
        await self._click(chip)

    async def end_call(self) -> None:
        await self._click(self._parts.call.end)

    async def complete(self, code: int) -> None:
        await self._drawn(self._parts.outcome.picker)
        await self._do(lambda: self._type(self._parts.outcome.picker, str(code)))
        await self._click(self._parts.outcome.complete)

    async def tag(self, number: int, text: str) -> None:
        editor = self._parts.tags.fields[number - 1].editor
        await self._drawn(editor)
        await self._do(lambda: self._type(editor, text))
        await self._do(lambda: QTest.keyClick(editor, Qt.Key.Key_Return))

    async def log_out(self) -> None:
        await self._click(self._parts.agent.door)

    async def _click(self, button: QAbstractButton) -> None:
        await self._drawn(button)
        await self._do(lambda: press(button))

    def _type(self, field: QWidget, text: str) -> None:
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        assert line is not None
        line.setFocus()
        line.selectAll()
        type_text(line, text)


class Keyboard(_WindowHands):
    """Keys alone, each to the widget that has the focus, as the window system would send them."""

    async def log_in(self, campaign: str) -> None:
        await self._key(Qt.Key.Key_3, CONTROL)
        dialog = await self._login_dialog()
        await self._key(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier, dialog)
        await self._keys(campaign, dialog)
        await self._key(Qt.Key.Key_Return, window=dialog)

    async def available(self) -> None:
        await self._key(Qt.Key.Key_1, CONTROL)

    async def take_break(self, code: int) -> None:
        await self._key(Qt.Key.Key_2, CONTROL)
        menu = self._parts.agent.menu
        if await self._desk.on_tick(menu.isVisible):
            await self._do(lambda: QTest.keyClick(menu, Qt.Key(Qt.Key.Key_0 + code)))

    async def end_call(self) -> None:
        await self._key(Qt.Key.Key_F8)

    async def complete(self, code: int) -> None:
        await self._key(Qt.Key.Key_F6)
        await self._keys(str(code))
        await self._key(Qt.Key.Key_Return, CONTROL)

    async def tag(self, number: int, text: str) -> None:
        await self._key(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        await self._keys(text)
        await self._key(Qt.Key.Key_Return)

    async def log_out(self) -> None:
        await self._key(Qt.Key.Key_3, CONTROL)

    async def _key(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        window: QWidget | None = None,
    ) -> None:
        await self._activate(window or self._window)
        await self._do(lambda: QTest.keyClick(self._focus(window), key, modifier))

    async def _keys(self, text: str, window: QWidget | None = None) -> None:
        def type_over() -> None:
            focus = self._focus(window)
            QTest.keyClick(focus, Qt.Key.Key_A, CONTROL)
            type_text(focus, text)

        await self._do(type_over)

    async def _activate(self, window: QWidget) -> None:
        """No window manager gives the keys to a window here."""
        await asyncio.sleep(0.03)
        await self._do(window.activateWindow)
        await until(lambda: window.isActiveWindow() or not window.isVisible())

    def _focus(self, window: QWidget | None) -> QWidget:
        top = window or self._window
        held: QWidget | None = top.focusWidget()
        return top if held is None else held


class Program:
    """The control channel, asked from a thread as another program would ask it."""

    def __init__(self, desk: PanelDesk, instance: str = "test") -> None:
        self._desk = desk
        self._instance = instance

    async def look(self) -> Json:
        return await self._ask("status")

    async def recent(self) -> list[Json]:
        rows: list[Json] = (await self._ask("recent", limit=1000))["rows"]
        return rows

    async def log_in(self, campaign: str) -> None:
        await self._ask("login", campaign=campaign, agent="1001", extension="2001")

    async def available(self) -> None:
        await self._ask("available")

    async def take_break(self, code: int) -> None:
        await self._ask("break", reason=str(code))

    async def end_call(self) -> None:
        await self._ask("end-call")

    async def complete(self, code: int) -> None:
        await self._ask("complete", code=code)

    async def tag(self, number: int, text: str) -> None:
        await self._ask("tag", number=number, text=text)

    async def log_out(self) -> None:
        await self._ask("logout")

    async def _ask(self, verb: str, **args: Any) -> Json:
        request = {"verb": verb, "args": args, "wait": None}
        return await asyncio.to_thread(control_client.call, self._instance, request, 10.0)
