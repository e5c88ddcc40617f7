"""Where the site masks telephone numbers, none can be read anywhere in the windows, nor heard, nor copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from agentpanel.domain import words, words_call
from agentpanel.domain.parties import Callback, Manner, Preview, Target, TargetKind, Transfer, TransferStage
from agentpanel.domain.records import Entry, Row, Sending
from agentpanel.domain.rules import CallRules, JournalRules
from agentpanel.domain.snapshot import Shown, Snapshot
from agentpanel.domain.state import Work
from agentpanel.domain.wire import WireLine
from agentpanel.domain.words import say
from agentpanel.gui.veil import VEIL
from agentpanel.gui.windows.wirelog_window import WireLogWindow
from agentpanel.protocol.data import parse
from tests.helpers.reading import everything_told, shows_number, told_by
from tests.helpers.snapshots import RULES, START, a_call, of_state, seated, told
from tests.helpers.window import CONTROL, Desk, open_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.rules import SiteRules
    from agentpanel.gui.theme import Theme

NUMBER = "+442079460123/001"
#: As others write it: for the agent it is the same secret.
GROUPED = "020 7946 0123"
OUTSIDE = "+493012345678"
CALLBACK = "01632960555"
SITES_OWN = "+441632960000"
NUMBERS = (NUMBER, OUTSIDE, CALLBACK)
MASKING: SiteRules = replace(
    RULES,
    journal=JournalRules(mask_numbers=True),
    targets=(Target(TargetKind.EXTERNAL, SITES_OWN, "Head office"),),
    calls=CallRules(end_to=(SITES_OWN,)),
)
DATA = parse(f"Name~A~Jo Example|Phone~A~{GROUPED}|Text~A~call +44 (20) 7946-0123 first|Mobile~A~07700900123")
CALL = a_call(number=NUMBER, session=NUMBER, data=DATA)
TRANSFER = Transfer(
    target=Target(TargetKind.EXTERNAL, OUTSIDE), manner=Manner.BLIND, stage=TransferStage.CONNECTED, since=START
)
NOTICES = told(
    say(words.REFUSED_WITH_TEXT, what="x", code=9, text=f"{NUMBER} is busy, {GROUPED} as well", now="", todo=""),
    say(words_call.WITH_TARGET, target=OUTSIDE),
)


#: Windows that a test before this one has left.
OTHERS: list[QWidget] = []


@pytest.fixture(autouse=True)
def alone(qapp: QApplication) -> Iterator[None]:
    OTHERS[:] = qapp.topLevelWidgets()
    yield
    OTHERS.clear()
    VEIL.hang(RULES)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    return open_window(qtbot, theme, memory, MASKING)


def readable(*numbers: str) -> list[str]:
    """Texts in which one of the numbers can be read."""
    return [text for text in everything_told(OTHERS) if any(shows_number(text, number) for number in numbers)]


def in_state(shown: Shown) -> Snapshot:
    """The usual desk in this state, with a call that has its number everywhere."""
    usual = of_state(shown)
    if usual.call is None:
        return replace(usual, notices=NOTICES)
    callback = Callback(when=START.wall, number=CALLBACK)
    call = replace(usual.call, number=NUMBER, session=NUMBER, data=DATA, callback=callback)
    return replace(usual, call=call, notices=NOTICES)


def a_row(**changes: object) -> Row:
    entry = Entry(
        key="k",
        tenant=None,
        agent="1001",
        campaign="Sales-UK",
        session=NUMBER,
        session_unique="U1",
        number=NUMBER,
        queue=None,
        started=START.wall,
        note=f"call {GROUPED} again",
        tags=(f"asked for {GROUPED}", "", "", "", "", ""),
        data=f"Phone~A~{GROUPED}",
        outcome=105,
        state=Sending.CONFIRMED,
    )
    wire = f"\\CNSales-UK\\TN{NUMBER}\\DN{CALLBACK}\\SI{NUMBER}\\DTPhone~A~{GROUPED}\\T1asked for {GROUPED}"
    return Row(position=1, entry=replace(entry, **changes), wire=wire)  # type: ignore[arg-type]


# -- the window


@pytest.mark.parametrize("shown", list(Shown))
def test_no_state_shows_a_number(desk: Desk, shown: Shown) -> None:
    desk.show(in_state(shown))
    desk.parts.call.unfold.setChecked(True)
    desk.settle()
    assert not readable(*NUMBERS)


def test_without_masks_the_same_texts_would_have_shown_it(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    plain = open_window(qtbot, theme, memory, RULES)
    plain.show(in_state(Shown.TALKING))
    plain.settle()
    found = {number for number in NUMBERS if any(shows_number(text, number) for text in told_by(plain.window))}
    assert found == set(NUMBERS)


def test_the_last_digits_stay(desk: Desk) -> None:
    desk.show(in_state(Shown.TALKING))
    assert desk.parts.call.number.text() == "+•• •• •••• •123"


def test_a_transfer_and_a_preview_show_none_either(desk: Desk) -> None:
    desk.show(seated(Work.TRANSFER, call=replace(CALL, transfer=TRANSFER, connected=START)))
    desk.settle()
    assert not readable(*NUMBERS)
    preview = Preview(decides=True, limit_s=30, began=START)
    desk.show(seated(Work.PREVIEW, call=replace(CALL, data=None, preview=preview)))
    desk.settle()
    assert not readable(*NUMBERS)


def test_data_that_came_before_its_number_is_masked_when_that_is_told(desk: Desk) -> None:
    data = parse("Ref~A~7946 0123")
    desk.show(seated(Work.PREVIEW, call=replace(CALL, number=None, data=data)))
    desk.show(seated(Work.OFFERED, call=replace(CALL, data=data)))
    desk.settle()
    assert not readable(NUMBER)


def test_what_the_site_has_set_up_stays_readable(desk: Desk) -> None:
    desk.show(in_state(Shown.TALKING))
    desk.parts.call.transfer.open_under(desk.parts.call.controls.buttons.transfer)
    desk.settle()
    assert readable(SITES_OWN)
    desk.parts.call.transfer.hide()


def test_an_announcement_does_not_say_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("agentpanel.gui.windows.main_window.announce", lambda _, text, **__: said.append(text))
    desk.show(in_state(Shown.OFFERED))
    assert any("123" in text for text in said)
    assert not [text for text in said if shows_number(text, NUMBER)]


# -- copying and editing


def test_the_number_cannot_be_copied_and_it_is_said_why(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("before")
    desk.show(in_state(Shown.TALKING))
    assert desk.parts.call.copy.why_off == "Your site hides telephone numbers."
    desk.key(Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "before"
    assert "Your site hides telephone numbers." in everything_told(OTHERS)


@pytest.mark.parametrize(("row", "copied"), [(0, "Jo Example"), (1, "before"), (2, "before"), (3, "before")])
def test_data_with_a_number_can_be_neither_copied_nor_edited(desk: Desk, row: int, copied: str) -> None:
    QGuiApplication.clipboard().setText("before")
    desk.show(in_state(Shown.TALKING))
    desk.parts.call.unfold.setChecked(True)
    data = desk.parts.call.data
    item = data.topLevelItem(row)
    assert item is not None
    data.setCurrentItem(item)
    QTest.keyClick(data, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == copied
    data.edit_current()
    assert data.field is not None
    assert data.field.isHidden() == (copied == "before")
    assert not readable(NUMBER)


def test_a_callback_keeps_its_number_without_showing_it(desk: Desk) -> None:
    desk.show(in_state(Shown.WRAP))
    sheet = desk.parts.outcome.extras.sheet
    sheet.begin(in_state(Shown.WRAP).call)
    assert sheet.number.text() == ""
    assert sheet.callback.number == CALLBACK
    assert not readable(CALLBACK)
    sheet.number.setText("01632960777")
    assert sheet.callback.number == "01632960777"


# -- Recent, the wire log


def test_recent_and_its_sheet_show_no_number(desk: Desk) -> None:
    desk.show(in_state(Shown.AVAILABLE))
    recent = desk.parts.recent
    recent.show_rows([a_row(), replace(a_row(key="k2", started=START.wall - timedelta(days=1)), position=0)])
    sheet = recent.sheets.open(a_row())
    desk.settle()
    assert not readable(*NUMBERS)
    assert not shows_number(sheet.text(), NUMBER)


def test_the_number_of_a_call_in_recent_cannot_be_copied(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("before")
    desk.show(in_state(Shown.AVAILABLE))
    recent = desk.parts.recent
    recent.show_rows([a_row()])
    recent.table.setCurrentIndex(recent.table.model().index(recent.table.model().rowCount() - 1, 0))
    QTest.keyClick(recent.table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize(
    "text",
    [
        rf"CG:AG:AC\CNSales\AN1001\SI{NUMBER}\TN{NUMBER}\DTPhone~A~{GROUPED}",
        rf"CG:AG:TR\AN1001\EX{OUTSIDE}\TK5",
        rf"CG:AG:TC\AN1001\AO105\BN{CALLBACK}\DTcall {CALLBACK}",
        rf"CG:MG:OZ\CNSales\DTPhone~A~{GROUPED}\TN{NUMBER}\DN{CALLBACK}",
        rf"CG:AG:HA\AN1001\SI{NUMBER}",
    ],
)
def test_the_wire_log_shows_no_number(qtbot: QtBot, theme: Theme, text: str) -> None:
    VEIL.hang(MASKING)
    window = WireLogWindow(theme)
    qtbot.addWidget(window)
    window.show()
    line = WireLine(1, datetime(2024, 5, 6, tzinfo=UTC), True, text, "Message", (f"odd: '{NUMBER}'",))
    window.append(VEIL.lines([line]))
    qtbot.waitUntil(lambda: window.table.model().rowCount() == 1)
    window.table.selectRow(0)
    window.copy.click()
    told_now = [*told_by(window), QGuiApplication.clipboard().text()]
    assert not [each for each in told_now for number in NUMBERS if shows_number(each, number)]
    assert "\\AN1001" in QGuiApplication.clipboard().text() or "Sales" in QGuiApplication.clipboard().text()


# -- the veil itself


def test_while_it_is_up_every_text_stays_as_it_is() -> None:
    VEIL.hang(RULES)
    line = WireLine(1, datetime(2024, 5, 6, tzinfo=UTC), True, rf"CG:AG:AC\TN{NUMBER}")
    assert VEIL.number(NUMBER) == NUMBER
    assert VEIL.text(f"call {GROUPED}", NUMBER) == f"call {GROUPED}"
    assert VEIL.lines([line]) == [line]
    assert VEIL.why == ""


def test_it_knows_the_numbers_of_the_last_calls_and_not_of_all() -> None:
    VEIL.hang(MASKING)
    for last in range(200):
        VEIL.learn(f"555{last:05}")
    assert VEIL.text("ask 55500199") == "ask •••••199"
    assert VEIL.text("ask 55500001") == "ask 55500001"


def test_short_numbers_do_not_hide_every_figure() -> None:
    VEIL.hang(MASKING)
    assert VEIL.number("118") == "•••"
    assert VEIL.text("error 118") == "error 118"
