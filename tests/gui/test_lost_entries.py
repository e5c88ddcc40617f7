"""What was typed and can go nowhere any more is told, never just gone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import SetCallback
from agentpanel.domain.rules import CallRules
from agentpanel.domain.snapshot import Axis, Cause, Completion
from agentpanel.domain.state import Link, Work
from agentpanel.domain.words import say
from agentpanel.gui.theme import Theme
from tests.helpers.snapshots import RULES, START, a_call, later, lost_call, seated, wrapping
from tests.helpers.window import CONTROL, Desk, open_window, type_text

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.callback_sheet import CallbackSheet

SHIFT = Qt.KeyboardModifier.ShiftModifier
SITE = dataclasses.replace(RULES, calls=CallRules(amount=True, success_rate=True))


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Desk:
    memory = QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)
    made = open_window(qtbot, theme, memory, SITE)
    made.show(talking())
    made.activate()
    return made


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(1), **changes))


def cut(**changes: Any) -> Snapshot:
    """The link went while this call was open."""
    call = a_call(connected=later(1), lost=say(words.WHY_LINK_LOST), **changes)
    return dataclasses.replace(lost_call(), call=call, notices=(), link=Axis(Link.OFFLINE, START, Cause.LINK))


def told(desk: Desk) -> str:
    line = desk.parts.notice.notices.current
    return "" if line is None else line.text


def half_set(desk: Desk) -> CallbackSheet:
    """A callback by anyone on another number is entered, and not set."""
    desk.key(Qt.Key.Key_B, CONTROL | SHIFT)
    sheet = desk.parts.outcome.extras.sheet
    assert sheet.isVisible()
    QTest.mouseClick(sheet.another, Qt.MouseButton.LeftButton)
    type_text(sheet.number, "01632960001")
    QTest.mouseClick(sheet.anyone, Qt.MouseButton.LeftButton)
    return sheet


# -- a callback ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "after",
    [cut(), talking(key="run-2"), seated(Work.READY), wrapping(completion=Completion.SENT, outcome=106)],
    ids=["link lost", "another call", "closed by the dialer", "outcome sent"],
)
def test_a_callback_that_was_not_set_is_told(desk: Desk, after: Snapshot) -> None:
    sheet = half_set(desk)
    desk.show(after)
    assert not sheet.isVisible()
    assert told(desk).startswith("This was entered and not set: Call back Mon 6 May ")
    assert told(desk).endswith(" · 01632960001 · by anyone")
    assert desk.asked == []


def test_it_is_told_once(desk: Desk) -> None:
    half_set(desk)
    desk.show(cut())
    desk.key(Qt.Key.Key_D, CONTROL)
    desk.show(cut(note="typed after"))
    desk.show(seated(Work.READY))
    assert told(desk) == ""


@pytest.mark.parametrize("end", ["set", "cancel"])
def test_what_was_set_or_cancelled_is_not_told(desk: Desk, end: str) -> None:
    sheet = half_set(desk)
    QTest.mouseClick(getattr(sheet, end), Qt.MouseButton.LeftButton)
    assert [type(each) for each in desk.asked] == ([SetCallback] if end == "set" else [])
    desk.show(seated(Work.READY))
    assert told(desk) == ""


def test_cancel_forgets_what_was_entered(desk: Desk) -> None:
    sheet = half_set(desk)
    before = sheet.callback
    QTest.mouseClick(sheet.cancel, Qt.MouseButton.LeftButton)
    desk.key(Qt.Key.Key_B, CONTROL | SHIFT)
    assert sheet.callback != before
    assert sheet.callback.number is None
    assert sheet.callback.mine


def test_the_time_is_typed_from_the_hour_on_and_enter_sets_it(desk: Desk) -> None:
    desk.key(Qt.Key.Key_B, CONTROL | SHIFT)
    sheet = desk.parts.outcome.extras.sheet
    desk.qtbot.waitUntil(sheet.hour.hasFocus)
    QTest.keyClicks(sheet.hour, "2355")
    QTest.keyClick(sheet.hour, Qt.Key.Key_Return)
    (asked,) = desk.take()
    assert isinstance(asked, SetCallback)
    assert asked.callback is not None
    assert (asked.callback.when.hour, asked.callback.when.minute) == (23, 55)


# -- amount, success rate, data ------------------------------------------------------------------------------


def test_an_amount_stays_to_be_read_when_the_link_is_lost_and_is_told_when_the_call_goes(desk: Desk) -> None:
    sale = desk.parts.outcome.extras.sale
    sale.amount.setFocus()
    type_text(sale.amount, "20.99")
    for note in ("", "typed after"):
        desk.show(cut(note=note))
        assert sale.amount.text() == "20.99"
    assert desk.asked == []
    desk.show(seated(Work.READY))
    assert sale.amount.text() == ""
    assert told(desk) == "The call was closed before this was kept: Amount 20.99"


def test_a_value_that_is_being_edited_is_told(desk: Desk) -> None:
    data = desk.parts.call.data
    desk.parts.call.toggle_data()
    data.setFocus()
    item = data.topLevelItem(3)
    assert item is not None
    data.setCurrentItem(item)
    QTest.keyClick(data, Qt.Key.Key_Return)
    assert data.field is not None
    data.field.selectAll()
    type_text(data.field, "EC1A 1BB")
    desk.show(cut())
    assert told(desk) == "This was typed and not kept: Postcode EC1A 1BB"
    assert desk.asked == []
