from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.domain import words, words_call
from agentpanel.domain.colleagues import cannot_receive
from agentpanel.domain.intents import EndCall, RequeueCall, TransferCall, WatchColleagues
from agentpanel.domain.parties import Colleague, Manner, Target, TargetKind
from agentpanel.domain.rules import CallRules
from agentpanel.domain.state import Work
from agentpanel.domain.words import say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.target_rows import typed_address
from tests.helpers.snapshots import LONG, MARKUP, RULES, a_call, later, seated, wrapping
from tests.helpers.window import CONTROL, Desk, all_texts, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.transfer_sheet import TransferSheet

BOB = Target(TargetKind.AGENT, "1002", "Bob Example")
OFFICE = Target(TargetKind.EXTENSION, "2044", "Back office")
LEGAL = Target(TargetKind.EXTERNAL, "+442079461111", "Legal department")
DESK = Target(TargetKind.QUEUE, "Complaints", "Complaints desk")
CYD = Target(TargetKind.AGENT, "1003", "Cyd Sample")
SITE = dataclasses.replace(RULES, targets=(BOB, OFFICE, LEGAL, DESK))
CLOSED = dataclasses.replace(SITE, calls=CallRules(any_number=False))
COLLEAGUES = (
    Colleague(agent="1001", name="Ada Example", campaign="Sales-UK", state=6),
    Colleague(agent="1004", name="Dee Person", campaign="Sales-UK", state=6),
    Colleague(agent="1003", name="Cyd Sample", campaign="Service", state=2),
    Colleague(agent="1002", name="Robert", campaign="Sales-UK", state=2),
)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, SITE)
    made.show(talking())
    return made


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(8)), **({"colleagues": COLLEAGUES} | changes))


def sheet(desk: Desk) -> TransferSheet:
    return desk.parts.call.transfer


def open_sheet(desk: Desk) -> TransferSheet:
    """By its key."""
    desk.key(Qt.Key.Key_T, CONTROL)
    desk.qtbot.waitUntil(sheet(desk).isVisible)
    assert desk.take() == [WatchColleagues(True)]
    return sheet(desk)


def keys(desk: Desk, *pressed: Qt.Key) -> None:
    for key in pressed:
        QTest.keyClick(QApplication.focusWidget() or sheet(desk), key)


def listed(desk: Desk) -> list[tuple[str, str]]:
    return [(row.who, row.what) for row in sheet(desk).picker.model.rows]


def given(desk: Desk) -> list[object]:
    """What was asked besides the list of colleagues."""
    return [intent for intent in desk.take() if not isinstance(intent, WatchColleagues)]


def find(desk: Desk, text: str) -> None:
    sheet(desk).picker.search.selectAll()
    type_text(sheet(desk).picker.search, text)


# -- opening and closing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_the_list_of_colleagues_is_live_while_it_is_open(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.parts.call.controls.buttons.transfer.click()
    assert desk.take() == [WatchColleagues(True)]
    assert QApplication.focusWidget() is sheet(desk).picker.search
    assert not sheet(desk).isModal()
    keys(desk, Qt.Key.Key_Escape)
    assert not sheet(desk).isVisible()
    assert desk.take() == [WatchColleagues(False)]


def test_its_key_closes_it_too_and_nothing_is_left_of_last_time(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "bob")
    sheet(desk).manners.choose(Manner.BLIND)
    QTest.keyClick(sheet(desk).picker.search, Qt.Key.Key_T, CONTROL)
    assert not sheet(desk).isVisible()
    assert desk.take() == [WatchColleagues(False)]
    open_sheet(desk)
    assert sheet(desk).picker.search.text() == ""
    assert sheet(desk).manners.manner is Manner.SCREENED
    assert sheet(desk).picker.chosen is None


def test_the_keys_of_the_panel_work_in_it(desk: Desk) -> None:
    open_sheet(desk)
    keys(desk, Qt.Key.Key_F8)
    assert given(desk) == [EndCall()]


# -- who ---------------------------------------------------------------------------------------------------


def test_the_directory_comes_first_then_the_agents_who_can_take_it(desk: Desk) -> None:
    open_sheet(desk)
    assert listed(desk) == [
        ("Bob Example · 1002", "not ready, can take it"),
        ("Back office · 2044", "extension"),
        ("Legal department · +442079461111", "outside number"),
        ("Complaints desk · Complaints", "queue"),
        ("Cyd Sample · 1003", "not ready, can take it · Service"),
        ("Dee Person · 1004", "in a call"),
    ]
    assert "1001" not in all_texts(sheet(desk)), "nobody gives a call to themselves"


def test_without_a_live_list_there_is_the_directory_and_the_reason(desk: Desk) -> None:
    open_sheet(desk)
    desk.show(talking(colleagues=()))
    assert sheet(desk).live.text() == "The dialer has named nobody else who is logged in."
    off = say(words.VERBATIM, text="This dialer has no list of agents.")
    desk.show(talking(colleagues=None, colleagues_off=off))
    assert sheet(desk).live.text() == "This dialer has no list of agents."
    assert listed(desk)[0] == ("Bob Example · 1002", "agent")
    find(desk, "bob")
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(BOB, Manner.SCREENED)], "nobody knows that he cannot take it"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bob", ["Bob Example · 1002"]),
        ("EX BO", ["Bob Example · 1002"]),
        ("service", ["Cyd Sample · 1003"]),
        ("queue", ["Complaints desk · Complaints"]),
        ("1004", ["Dee Person · 1004"]),
        ("004", ["Dee Person · 1004", "004"]),
        ("nobody", []),
    ],
)
def test_typing_finds_by_name_number_and_state(desk: Desk, text: str, found: list[str]) -> None:
    open_sheet(desk)
    find(desk, text)
    assert [who for who, _ in listed(desk)] == found
    assert (sheet(desk).live.text() == "Nobody fits.") == (not found)


@pytest.mark.parametrize(
    ("state", "doing"),
    [
        (None, "state not told"),
        (1, "phone not up yet"),
        (3, "waits for a call"),
        (4, "looks at a record"),
        (5, "between two records"),
        (6, "in a call"),
        (7, "in wrap"),
        (8, "in a call of their own"),
        (9, "in a transfer"),
        (10, "phone rings"),
        (11, "listens to a call"),
        (12, "kept for a callback"),
        (13, "in a call, on hold"),
        (99, "state 99"),
    ],
)
def test_who_cannot_take_it_says_why(desk: Desk, state: int | None, doing: str) -> None:
    open_sheet(desk)
    cyd = Colleague(agent="1003", name="Cyd Sample", campaign="Sales-UK", state=state)
    desk.show(talking(colleagues=(cyd,)))
    find(desk, "cyd")
    keys(desk, Qt.Key.Key_Down)
    row = sheet(desk).picker.chosen
    assert row is not None
    assert row.what == doing
    why = cannot_receive(cyd)
    assert why is not None
    assert sheet(desk).about.text() == sheet(desk).go.why_off == in_words(why)
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == []
    assert sheet(desk).isVisible()


def test_an_agent_of_the_directory_who_is_not_on_the_list_is_not_logged_in(desk: Desk) -> None:
    open_sheet(desk)
    desk.show(talking(colleagues=COLLEAGUES[:2]))
    assert listed(desk)[0] == ("Bob Example · 1002", "not logged in")
    assert sheet(desk).picker.model.rows[0].why == "Bob Example is not logged in. Choose somebody else, or a queue."


def test_what_changes_on_the_list_leaves_the_choice(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "sample")
    assert sheet(desk).picker.chosen is not None
    busy = tuple(dataclasses.replace(each, state=6) for each in COLLEAGUES)
    desk.show(talking(colleagues=busy))
    row = sheet(desk).picker.chosen
    assert row is not None
    assert (row.target, row.what) == (CYD, "in a call · Service")
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [], "she took a call just now"
    desk.show(talking(colleagues=COLLEAGUES))
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(CYD, Manner.SCREENED)]


def test_where_the_site_wants_no_live_list_none_is_asked_for(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    rules = dataclasses.replace(SITE, calls=CallRules(live_agents=False))
    desk = open_window(qtbot, theme, memory, rules)
    desk.show(talking(colleagues=None))
    desk.key(Qt.Key.Key_T, CONTROL)
    assert sheet(desk).live.text() == in_words(words_call.NO_LIVE_AGENTS)
    keys(desk, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.take() == [TransferCall(BOB, Manner.SCREENED)]


def test_the_own_phone_in_the_directory_is_off(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    mine = Target(TargetKind.EXTENSION, "2001", "My desk")
    desk = open_window(qtbot, theme, memory, dataclasses.replace(SITE, targets=(mine,)))
    desk.show(talking(colleagues=None))
    open_sheet(desk)
    keys(desk, Qt.Key.Key_Down)
    assert sheet(desk).about.text() == in_words(words_call.OWN_CALL)


# -- numbers that are typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("0123456789", "0123456789"),
        (" +44 (20) 7946-0000 ", "+442079460000"),
        ("01.23/45", "012345"),
        ("*21#", "*21#"),
        ("12a", None),
        ("+", None),
        ("", None),
        ("1+2", None),
        ("1\\BL", None),
        ("1" * 81, None),
    ],
)
def test_a_number_is_taken_without_what_makes_it_easier_to_read(text: str, address: str | None) -> None:
    assert typed_address(text) == address


def test_any_number_can_be_typed(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "01234 567890")
    assert listed(desk) == [("01234567890", "outside number")]
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(Target(TargetKind.EXTERNAL, "01234567890"), Manner.CONFERENCE)]


def test_where_the_site_forbids_it_no_number_is_taken(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    desk = open_window(qtbot, theme, memory, CLOSED)
    desk.show(talking())
    open_sheet(desk)
    assert "any number" not in sheet(desk).picker.search.placeholderText()
    find(desk, "01234567890")
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == []


def test_enter_never_dials_the_number_of_a_colleague_who_is_busy(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "004")
    assert sheet(desk).picker.chosen is None, "Dee is in a call, and perhaps she was meant"
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == []
    keys(desk, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(Target(TargetKind.EXTERNAL, "004"), Manner.CONFERENCE)], "unless it is chosen"


@pytest.mark.parametrize("typed", ["1002", "robert"])
def test_what_was_typed_before_the_list_came_finds_its_agent(
    qtbot: QtBot, theme: Theme, memory: QSettings, typed: str
) -> None:
    desk = open_window(qtbot, theme, memory, RULES)
    desk.show(talking(colleagues=None))
    open_sheet(desk)
    find(desk, typed)
    desk.show(talking())
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(Target(TargetKind.AGENT, "1002", "Robert"), Manner.SCREENED)]


def test_who_was_chosen_stays_when_the_list_comes(desk: Desk) -> None:
    desk.show(talking(colleagues=None))
    open_sheet(desk)
    find(desk, "office")
    desk.show(talking())
    chosen = sheet(desk).picker.chosen
    assert chosen is not None
    assert chosen.target == OFFICE


def test_with_nothing_typed_and_nobody_chosen_enter_does_nothing(desk: Desk) -> None:
    open_sheet(desk)
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == []
    assert sheet(desk).go.why_off == "Choose to whom the call goes."


# -- how ---------------------------------------------------------------------------------------------------


def test_it_is_done_by_keys_alone(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "example")
    keys(desk, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet(desk).picker.table
    keys(desk, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    assert sheet(desk).go.words == "Hand over to Bob Example · 1002"
    keys(desk, Qt.Key.Key_Return)
    assert desk.take() == [TransferCall(BOB, Manner.BLIND), WatchColleagues(False)]
    assert not sheet(desk).isVisible()


def test_arrows_move_in_the_list_while_one_types(desk: Desk) -> None:
    open_sheet(desk)
    keys(desk, Qt.Key.Key_Down, Qt.Key.Key_Down)
    row = sheet(desk).picker.chosen
    assert row is not None
    assert row.target == OFFICE
    keys(desk, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(BOB, Manner.SCREENED)]


def test_a_double_click_gives_the_call(desk: Desk) -> None:
    table = open_sheet(desk).picker.table
    place = table.visualRect(sheet(desk).picker.model.index(4, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert given(desk) == [TransferCall(CYD, Manner.SCREENED)]


@pytest.mark.parametrize("manner", Manner)
def test_each_way_has_a_button_and_plain_words(desk: Desk, manner: Manner) -> None:
    open_sheet(desk)
    find(desk, "cyd")
    chip = sheet(desk).manners.chips[manner]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert [way for way, each in sheet(desk).manners.chips.items() if each.isChecked()] == [manner]
    assert sheet(desk).about.text() == chip.accessibleDescription()
    assert QApplication.focusWidget() is sheet(desk).picker.search, "a click leaves the keys where they are"
    QTest.mouseClick(sheet(desk).go, Qt.MouseButton.LeftButton)
    assert given(desk) == [TransferCall(CYD, manner)]


def test_an_outside_number_is_handed_over_or_brought_in(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "legal")
    allowed = [manner for manner, chip in sheet(desk).manners.chips.items() if chip.isEnabled()]
    assert allowed == [Manner.BLIND, Manner.CONFERENCE]
    why = sheet(desk).manners.chips[Manner.SCREENED].accessibleDescription()
    assert why == "An outside number cannot be asked: hand over, or bring them in."
    assert sheet(desk).manners.manner is Manner.CONFERENCE
    find(desk, "bob")
    assert sheet(desk).manners.manner is Manner.SCREENED, "as it was before"
    find(desk, "legal")
    sheet(desk).manners.choose(Manner.BLIND)
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(LEGAL, Manner.BLIND)]


def test_a_way_that_came_with_a_later_dialer_is_off(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    desk = open_window(qtbot, theme, memory, dataclasses.replace(SITE, version=(10, 6, 100)))
    desk.show(talking())
    open_sheet(desk)
    find(desk, "bob")
    chip = sheet(desk).manners.chips[Manner.CUSTOMER_HELD]
    assert "10.6.100" in chip.accessibleDescription()
    sheet(desk).manners.choose(Manner.CUSTOMER_HELD)
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [TransferCall(BOB, Manner.SCREENED)]


def test_a_queue_takes_the_call_back(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "complaints")
    assert not any(chip.isEnabled() or chip.isChecked() for chip in sheet(desk).manners.chips.values())
    assert sheet(desk).go.words == "Send to Complaints desk · Complaints"
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == [RequeueCall("Complaints")]


# -- while it is open --------------------------------------------------------------------------------------


def test_when_the_call_has_ended_it_stays_and_says_why(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "bob")
    desk.show(dataclasses.replace(wrapping(), colleagues=COLLEAGUES))
    assert sheet(desk).isVisible(), "what is typed must not go elsewhere"
    assert sheet(desk).about.text() == in_words(words.CALL_OVER)
    keys(desk, Qt.Key.Key_Return)
    assert given(desk) == []


def test_hostile_names_are_plain_words(desk: Desk) -> None:
    open_sheet(desk)
    desk.show(talking(colleagues=(Colleague(agent=MARKUP, name=MARKUP + LONG, campaign=MARKUP, state=2),)))
    assert listed(desk)[-1][0].startswith(MARKUP)
    find(desk, "bold")
    desk.settle()
    assert sheet(desk).width() == sheet(desk).maximumWidth()
    assert "<b>bold" not in sheet(desk).go.toolTip()


def test_everything_in_it_has_a_name(desk: Desk) -> None:
    open_sheet(desk)
    find(desk, "bob")
    picker, chips = sheet(desk).picker, sheet(desk).manners.chips
    parts: list[QWidget] = [picker.search, picker.table, sheet(desk).go, *chips.values()]
    for each in parts:
        assert each.accessibleName(), each
    index = sheet(desk).picker.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Bob Example · 1002, not ready, can take it"
    find(desk, "dee")
    spoken = sheet(desk).picker.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Dee Person · 1004, in a call. Off: Dee Person is busy."


def test_all_of_it_stands_on_the_screen(desk: Desk) -> None:
    area = desk.window.screen().availableGeometry()
    desk.window.move(area.right() - 40, area.bottom() - 40)
    open_sheet(desk)
    assert area.contains(sheet(desk).frameGeometry())
