"""Hands at everything that can be done with a call, a record, a wrap and a seat: by mouse, and by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from agentpanel.domain.parties import Manner, TargetKind
from agentpanel.gui.widgets.call_buttons import CallButtons
from agentpanel.gui.widgets.transfer_sheet import TransferSheet
from tests.features.hands import CONTROL, Keyboard, Mouse, press, type_text
from tests.helpers.until import until

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
#: The most presses of Tab that lead anywhere in a sheet.
_TABS = 20


class CallMouse(Mouse):
    """Clicks what is to be seen and on; what is not comes to be, or the test fails."""

    # -- the call ----------------------------------------------------------------------------------------

    async def hold(self) -> None:
        """Or retrieve, or swap: whatever the button says."""
        await self.press(self._buttons.hold)

    async def hold_one(self, words: str) -> None:
        """One of two: the button opens a menu."""
        await self.press(self._buttons.hold)
        await self.choose(self._buttons.hold_menu, words)

    async def join(self) -> None:
        await self.press(self._buttons.join)

    async def mute(self) -> None:
        await self.press(self._buttons.mute)

    async def digits(self, digits: str) -> None:
        keypad = self._parts.call.keypad
        await self.press(self._buttons.keypad)
        for digit in digits:
            await self.press(keypad.keys[digit])
        await self._do(keypad.hide)

    async def record(self) -> None:
        await self.press(self._parts.call.media.record)

    async def record_second(self) -> None:
        await self.press(self._parts.call.media.second)

    async def play(self, words: str) -> None:
        await self.press(self._parts.call.media.play)
        await self.choose(self._parts.call.media.menu, words)

    async def end_with(self, words: str) -> None:
        await self.press(self._buttons.end_with)
        await self.choose(self._buttons.end_menu, words)

    # -- transfers ---------------------------------------------------------------------------------------

    async def open_transfer(self, address: str) -> TransferSheet:
        """The sheet, with this target chosen."""
        sheet = self._parts.call.transfer
        await self.press(self._buttons.transfer)
        await until(lambda: any(row.target.address == address and row.why is None for row in sheet.picker.model.rows))
        await self._do(lambda: _click_row(sheet, address))
        return sheet

    async def transfer(self, address: str, manner: Manner = Manner.SCREENED) -> None:
        sheet = await self.open_transfer(address)
        await self.press(sheet.manners.chips[manner])
        await self.press(sheet.go)

    async def requeue(self, queue: str) -> None:
        sheet = await self.open_transfer(queue)
        await self.press(sheet.go)

    async def accept(self) -> None:
        await self.press(self._buttons.accept)

    async def reject(self) -> None:
        await self.press(self._buttons.reject)

    # -- records, wrap, seat -----------------------------------------------------------------------------

    async def dial(self) -> None:
        await self.press(self._parts.preview.dial)

    async def decline(self, words: str | None = None) -> None:
        """As the button does, or with an outcome of its menu."""
        if words is None:
            await self.press(self._parts.preview.decline)
        else:
            await self.press(self._parts.preview.others)
            await self.choose(self._parts.preview.menu, words)

    async def next_record(self) -> None:
        await self.press(self._parts.preview.next)

    async def call_back(self) -> None:
        """At the time that the sheet proposes, by this agent; a sheet that closed itself is opened again."""
        extras = self._parts.outcome.extras
        while self._desk.now.call is not None and self._desk.now.call.callback is None:
            await self.press(extras.button)
            await until(extras.sheet.isVisible)
            await self._do(lambda: press(extras.sheet.set) if extras.sheet.isVisible() else None)
            await self._drawn(extras.button)

    async def extend(self) -> None:
        await self.press(self._parts.outcome.sign.extend)

    async def move(self, campaign: str) -> None:
        await self.press(self._parts.status.move_button)
        await self.choose(self._parts.status.moves, campaign)

    async def join_queue(self, queue: str) -> None:
        """Or leave it, where it was joined."""
        await self.press(self._parts.status.queues)
        await self.choose(self._parts.status.queue_menu, queue)

    # -- how ---------------------------------------------------------------------------------------------

    @property
    def _buttons(self) -> CallButtons:
        return self._parts.call.controls.buttons

    async def press(self, button: QAbstractButton) -> None:
        """Once it is there and on; a person presses what the window has drawn, not what it is about to draw."""
        await self._drawn(button)
        await until(lambda: button.isVisible() and button.isEnabled(), timeout=10.0)
        await self._do(lambda: press(button))

    async def choose(self, menu: QMenu, words: str) -> None:
        """The entry of an open menu that begins so."""

        def click() -> None:
            found = next(each for each in menu.actions() if each.text().startswith(words))
            assert found.isEnabled(), found.toolTip()
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(found).center())

        await until(menu.isVisible)
        await self._do(click)


class CallKeyboard(Keyboard):
    """The same by keys alone, each to the widget that has the focus."""

    async def hold(self) -> None:
        await self._key(Qt.Key.Key_F3)

    async def hold_one(self, words: str) -> None:
        menu = self._parts.call.controls.buttons.hold_menu
        await self._key(Qt.Key.Key_F3)
        await until(menu.isVisible)
        await self._to(menu, lambda: (active := menu.activeAction()) is not None and active.text().startswith(words))
        await self._do(lambda: QTest.keyClick(menu, Qt.Key.Key_Return))

    async def join(self) -> None:
        await self._key(Qt.Key.Key_F3, SHIFT)

    async def transfer(self, address: str, manner: Manner = Manner.SCREENED) -> None:
        sheet = self._parts.call.transfer
        await self._key(Qt.Key.Key_T, CONTROL)
        await until(sheet.isVisible)
        await self._do(lambda: type_text(sheet.picker.search, address))
        # Before the list of agents has come, the same digits are an outside number.
        colleague = (TargetKind.AGENT, address)
        await until(
            lambda: (
                (chosen := sheet.picker.chosen) is not None and (chosen.target.kind, chosen.target.address) == colleague
            )
        )
        await until(sheet.go.isEnabled)
        chip = sheet.manners.chips[manner]
        await self._to(sheet, lambda: sheet.focusWidget() is chip, Qt.Key.Key_Tab)
        await self._key(Qt.Key.Key_Space, window=sheet)
        await self._key(Qt.Key.Key_Return, window=sheet)

    async def accept(self) -> None:
        await self._key(Qt.Key.Key_F2)

    async def reject(self) -> None:
        await self._key(Qt.Key.Key_F2, SHIFT)

    async def _to(self, place: QWidget, there: Callable[[], object], key: Qt.Key = Qt.Key.Key_Down) -> None:
        """Press the key until one is there."""
        for _ in range(_TABS):
            if await self._desk.on_tick(there):
                return
            await self._do(lambda: QTest.keyClick(self._focus(place), key))
        raise AssertionError("the key does not lead there")


def _click_row(sheet: TransferSheet, address: str) -> None:
    table, rows = sheet.picker.table, sheet.picker.model.rows
    at = next(at for at, row in enumerate(rows) if row.target.address == address)
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(sheet.picker.model.index(at, 0)).center())
