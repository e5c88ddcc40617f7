"""What goes with the outcome: a callback in two zones, an amount, a success rate, changed data."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, QEvent, QObject, QSettings, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agentpanel.domain import words
from agentpanel.domain.intents import Complete, EditData, PickOutcome, SetCallback, SetSale
from agentpanel.domain.parties import Callback
from agentpanel.domain.rules import CallRules, OutcomeRule
from agentpanel.domain.snapshot import Completion
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.callback_times import QUICK, rounded_up
from agentpanel.gui.widgets.callback_words import callback_text, customer_zone, exists
from agentpanel.gui.widgets.mark import Sign
from agentpanel.gui.windows.main_window import MainWindow
from agentpanel.protocol.data import parse
from tests.helpers.snapshots import RULES, START, a_call, later, seated, wrapping
from tests.helpers.window import CONTROL, Clock, Desk, type_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from agentpanel.domain.rules import SiteRules
    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.call_data import CallDataList
    from agentpanel.gui.widgets.callback_sheet import CallbackSheet
    from agentpanel.gui.widgets.outcome_extras import OutcomeExtras

    Open = Callable[[SiteRules], Desk]

LONDON, YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
SHIFT = Qt.KeyboardModifier.ShiftModifier
SITE = dataclasses.replace(
    RULES,
    calls=CallRules(customer_zone_key="Zone"),
    outcomes=(
        *RULES.outcomes,
        OutcomeRule(code=140, text="Call back", category=7, favourite=True, requires=("callback",)),
        OutcomeRule(code=141, text="Donation", category=6, requires=("amount", "success")),
    ),
)
DATA = parse("Name~A~Jo|Zone~A~America/New_York|Postcode~A~AB1 2CD")
#: START is Monday 10:42:07 UTC, 11:42:07 in London, 06:42:07 in New York.
TOMORROW = datetime(2024, 5, 7, 9, 0, tzinfo=LONDON)


@pytest.fixture
def open_site(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Open:
    """A window whose dialer stands in London."""

    def make(rules: SiteRules) -> Desk:
        memory = QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)
        clock = Clock()
        window = MainWindow(rules, theme, clock, memory=memory, zone=LONDON)
        qtbot.addWidget(window)
        window.resize(380, 640)
        window.show()
        qtbot.waitExposed(window)
        return Desk(window, clock, qtbot)

    return make


@pytest.fixture
def desk(open_site: Open) -> Desk:
    made = open_site(SITE)
    made.show(talking())
    made.activate()
    return made


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(1), **({"data": DATA} | changes)))


def extras(desk: Desk) -> OutcomeExtras:
    return desk.parts.outcome.extras


def opened(desk: Desk) -> CallbackSheet:
    QTest.mouseClick(extras(desk).button, Qt.MouseButton.LeftButton)
    assert extras(desk).sheet.isVisible()
    return extras(desk).sheet


def put(sheet: CallbackSheet, day: date, hour: int, minute: int = 0) -> None:
    sheet.day.setDate(QDate(day.year, day.month, day.day))
    sheet.hour.setTime(QTime(hour, minute))


# -- the time ------------------------------------------------------------------------------------------------


def test_it_begins_with_an_hour_from_now_in_the_dialers_zone(desk: Desk) -> None:
    sheet = opened(desk)
    assert sheet.callback == Callback(when=datetime(2024, 5, 6, 12, 45, tzinfo=LONDON), number=None, mine=True)
    assert sheet.zone.text() == "Europe/London"
    assert sheet.hour.accessibleName() == "Time, Europe/London"
    assert sheet.customer.text() == "For the customer: Mon 6 May 07:45 (America/New_York)"


def test_a_day_and_a_time_are_set_and_asked_for(desk: Desk) -> None:
    sheet = opened(desk)
    put(sheet, date(2024, 5, 9), 16, 30)
    assert sheet.customer.text() == "For the customer: Thu 9 May 11:30 (America/New_York)"
    QTest.mouseClick(sheet.set, Qt.MouseButton.LeftButton)
    when = datetime(2024, 5, 9, 16, 30, tzinfo=LONDON)
    assert desk.asked == [SetCallback(Callback(when=when))]
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    ("chip", "when"),
    [
        (0, datetime(2024, 5, 6, 12, 45, tzinfo=LONDON)),
        (1, datetime(2024, 5, 6, 14, 45, tzinfo=LONDON)),
        (2, TOMORROW),
        (3, datetime(2024, 5, 7, 14, 0, tzinfo=LONDON)),
        (4, datetime(2024, 5, 13, 9, 0, tzinfo=LONDON)),
    ],
)
def test_one_press_for_what_is_often_asked(desk: Desk, chip: int, when: datetime) -> None:
    sheet = opened(desk)
    QTest.mouseClick(sheet.quick[chip][0], Qt.MouseButton.LeftButton)
    sheet.take()
    assert desk.asked == [SetCallback(Callback(when=when))]


@pytest.mark.parametrize(
    ("now", "then"), [((10, 40, 0), "10:40"), ((10, 40, 1), "10:45"), ((10, 44, 59), "10:45"), ((23, 58, 0), "00:00")]
)
def test_rounding_is_up_to_five_minutes(now: tuple[int, int, int], then: str) -> None:
    moment = datetime(2024, 5, 6, *now, tzinfo=UTC)
    assert f"{rounded_up(moment):%H:%M}" == then
    assert timedelta() <= rounded_up(moment) - moment < timedelta(minutes=5)


def test_an_hour_from_now_is_an_hour_also_when_the_clocks_change() -> None:
    before = datetime(2024, 3, 31, 0, 30, tzinfo=LONDON)
    assert QUICK[0].of(before).astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=1)
    assert f"{QUICK[0].of(before):%H:%M}" == "02:30"


def test_a_time_that_the_clocks_skip_is_refused(desk: Desk) -> None:
    sheet = opened(desk)
    put(sheet, date(2025, 3, 30), 1, 30)
    assert not exists(sheet.callback.when)
    assert sheet.problem.text() == "There is no such time on that day: the clocks are set forward."
    sheet.take()
    assert desk.asked == []
    put(sheet, date(2025, 3, 30), 2, 30)
    assert sheet.set.isEnabled()


def test_a_time_that_is_past_is_refused_with_the_reason(desk: Desk) -> None:
    sheet = opened(desk)
    put(sheet, date(2024, 5, 6), 11, 42)
    assert sheet.set.why_off == sheet.problem.text() == in_words(words.CALLBACK_PAST)
    assert in_words(words.CALLBACK_PAST) in sheet.hour.accessibleDescription()
    sheet.take()
    assert desk.asked == []
    assert sheet.isVisible()
    put(sheet, date(2024, 5, 6), 11, 43)
    assert sheet.set.isEnabled()
    assert not sheet.problem.isVisible()


def test_no_day_before_today_can_be_chosen(desk: Desk) -> None:
    sheet = opened(desk)
    sheet.day.setDate(QDate(2024, 5, 1))
    assert sheet.day.day == date(2024, 5, 6)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe", " "])
def test_a_zone_that_is_none_is_not_shown(desk: Desk, name: str) -> None:
    data = parse(f"Name~A~Jo|Zone~A~{name}")
    desk.show(talking(key="run-2", data=data))
    assert customer_zone(a_call(data=data), SITE) is None
    assert not opened(desk).customer.isVisible()


def test_without_a_key_or_data_there_is_no_customers_zone() -> None:
    assert customer_zone(a_call(data=DATA), RULES) is None
    assert customer_zone(a_call(data=None), SITE) is None
    assert customer_zone(None, SITE) is None
    assert customer_zone(a_call(data=DATA), SITE) == YORK


# -- number and agent ----------------------------------------------------------------------------------------


def test_another_number_and_anyone(desk: Desk) -> None:
    sheet = opened(desk)
    assert not sheet.number.isEnabled()
    QTest.mouseClick(sheet.another, Qt.MouseButton.LeftButton)
    assert sheet.problem.text() == "The other number is missing."
    QTest.keyClicks(sheet.number, "+44 20")
    QTest.mouseClick(sheet.anyone, Qt.MouseButton.LeftButton)
    QTest.keyClick(sheet.number, Qt.Key.Key_Return)
    when = datetime(2024, 5, 6, 12, 45, tzinfo=LONDON)
    assert desk.asked == [SetCallback(Callback(when=when, number="+44 20", mine=False))]


def test_what_cannot_travel_is_refused_while_typing(desk: Desk) -> None:
    sheet = opened(desk)
    QTest.mouseClick(sheet.another, Qt.MouseButton.LeftButton)
    QTest.keyClicks(sheet.number, "12\\3")
    assert sheet.number.text() == "123"
    QTest.keyClicks(sheet.number, "\\")
    assert "backslash" in sheet.problem.text()
    QTest.keyClicks(sheet.number, "4")
    assert not sheet.problem.isVisible()


def test_going_back_to_the_same_number_forgets_the_other(desk: Desk) -> None:
    sheet = opened(desk)
    QTest.mouseClick(sheet.another, Qt.MouseButton.LeftButton)
    QTest.keyClicks(sheet.number, "123")
    QTest.mouseClick(sheet.same, Qt.MouseButton.LeftButton)
    assert sheet.callback.number is None


# -- the line ------------------------------------------------------------------------------------------------


def test_a_set_callback_is_a_line_that_can_be_changed_and_taken_back(desk: Desk) -> None:
    callback = Callback(when=TOMORROW, number="+442079460111", mine=False)
    assert not extras(desk).line.isVisible()
    desk.show(talking(callback=callback))
    assert extras(desk).line.isVisible()
    text = "Call back Tue 7 May 09:00 · 04:00 for the customer · +44 20 7946 0111 · by anyone"
    assert extras(desk).line.text.text() == text
    QTest.mouseClick(extras(desk).line.edit, Qt.MouseButton.LeftButton)
    assert extras(desk).sheet.isVisible()
    QTest.keyClick(extras(desk).sheet, Qt.Key.Key_Escape)
    assert not extras(desk).sheet.isVisible()
    QTest.mouseClick(extras(desk).line.remove, Qt.MouseButton.LeftButton)
    assert desk.asked == [SetCallback(None)]


def test_the_line_tells_the_customers_day_where_it_is_another() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    late = Callback(when=datetime(2024, 5, 7, 17, 0, tzinfo=LONDON))
    assert callback_text(late, LONDON, tokyo) == "Call back Tue 7 May 17:00 · Wed 8 May 01:00 for the customer · by me"
    assert callback_text(late, LONDON, None) == "Call back Tue 7 May 17:00 · by me"


def test_the_sheet_begins_with_what_stands(desk: Desk) -> None:
    callback = Callback(when=TOMORROW, number="123", mine=False)
    desk.show(talking(key="run-2", callback=callback))
    assert opened(desk).callback == callback


def test_what_was_entered_stays_for_this_call_alone(desk: Desk) -> None:
    put(opened(desk), date(2024, 5, 9), 16)
    extras(desk).sheet.hide()
    desk.show(talking(note="other"))
    assert opened(desk).callback.when == datetime(2024, 5, 9, 16, 0, tzinfo=LONDON)
    desk.show(talking(key="run-2"))
    assert not extras(desk).sheet.isVisible()
    assert opened(desk).callback.when.day == 6


# -- what an outcome requires --------------------------------------------------------------------------------


def test_an_outcome_that_requires_a_callback_opens_it(desk: Desk) -> None:
    chip = next(chip for chip, rule in desk.parts.outcome.chips if rule.code == 140)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert extras(desk).sheet.isVisible()
    assert desk.take() == [PickOutcome(140)]


def test_it_opens_neither_for_another_nor_where_one_is_set_nor_by_a_snapshot(desk: Desk) -> None:
    chip = next(chip for chip, rule in desk.parts.outcome.chips if rule.code == 106)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    desk.show(talking(outcome=140))
    assert not extras(desk).sheet.isVisible(), "another program chose it: the person is elsewhere"
    desk.show(talking(callback=Callback(when=TOMORROW)))
    chip = next(chip for chip, rule in desk.parts.outcome.chips if rule.code == 140)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not extras(desk).sheet.isVisible()
    assert desk.asked == [PickOutcome(106), PickOutcome(140)]


def test_the_key_opens_it_and_says_why_not(desk: Desk) -> None:
    desk.key(Qt.Key.Key_B, CONTROL | SHIFT)
    assert extras(desk).sheet.isVisible()
    extras(desk).sheet.hide()
    desk.show(seated(Work.READY))
    desk.key(Qt.Key.Key_B, CONTROL | SHIFT)
    assert not extras(desk).sheet.isVisible()
    assert desk.parts.notice.text.text() == in_words(words.NO_CALL)


def test_it_closes_when_the_outcome_has_left(desk: Desk) -> None:
    sheet = opened(desk)
    desk.show(wrapping(completion=Completion.SENT, outcome=106))
    assert not sheet.isVisible()
    assert extras(desk).button.why_off == in_words(words.COMPLETING_NOW)


def test_it_works_out_of_the_bars_sheet(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.settle()
    desk.window.enter_outcome()
    sheet = opened(desk)
    QTest.mouseClick(sheet.quick[2][0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(sheet.set, Qt.MouseButton.LeftButton)
    assert desk.asked == [SetCallback(Callback(when=TOMORROW))]
    assert desk.parts.outcome.isVisible()


# -- amount and success --------------------------------------------------------------------------------------


def selling(desk: Desk) -> OutcomeExtras:
    desk.show(talking(outcome=141))
    assert extras(desk).sale.amount.isVisible()
    return extras(desk)


def test_they_are_there_where_site_or_outcome_want_them(desk: Desk, open_site: Open) -> None:
    assert not extras(desk).sale.isVisible()
    assert selling(desk).sale.rate.isVisible()
    other = open_site(dataclasses.replace(SITE, calls=CallRules(amount=True)))
    other.show(talking())
    assert extras(other).sale.amount.isVisible()
    assert not extras(other).sale.rate.isVisible()


class Shows(QObject):
    """Remembers every window that came on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_nothing_flashes_up_while_the_window_is_built(
    qapp: QApplication, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    rules = dataclasses.replace(SITE, calls=CallRules(amount=True, success_rate=True))
    memory = QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)
    shows = Shows()
    qapp.installEventFilter(shows)
    window = MainWindow(rules, theme, Clock(), memory=memory)
    qtbot.addWidget(window)
    assert shows.seen == []
    window.show()
    qapp.removeEventFilter(shows)
    assert shows.seen == ["MainWindow"]


def test_an_amount_leaves_with_enter_and_when_the_field_is_left(desk: Desk) -> None:
    sale = selling(desk).sale
    sale.amount.setFocus()
    type_text(sale.amount, "-20.99")
    QTest.keyClick(sale.amount, Qt.Key.Key_Return)
    sale.rate.setFocus()
    type_text(sale.rate, "80")
    desk.parts.outcome.note.setFocus()
    assert desk.asked == [SetSale("-20.99", None), SetSale("-20.99", 80)]
    desk.show(talking(outcome=141, amount="-20.99", success_rate=80))
    sale.amount.setFocus()
    sale.amount.clear()
    QTest.keyClick(sale.amount, Qt.Key.Key_Return)
    assert desk.asked[2:] == [SetSale(None, 80)]


@pytest.mark.parametrize(
    ("typed", "stays"), [("12a.5", "12.5"), ("1234567", "123456"), ("1.2.3", "1.23"), ("--5", "-5"), ("5-", "5")]
)
def test_what_is_no_amount_is_refused_while_typing(desk: Desk, typed: str, stays: str) -> None:
    sale = selling(desk).sale
    sale.amount.setFocus()
    type_text(sale.amount, typed)
    assert sale.amount.text() == stays
    assert desk.parts.outcome.progress.text() == in_words(words.BAD_AMOUNT)


@pytest.mark.parametrize(("typed", "stays"), [("101", "10"), ("x5", "5"), ("1000", "100"), ("-1", "1")])
def test_what_is_no_rate_is_refused_while_typing(desk: Desk, typed: str, stays: str) -> None:
    sale = selling(desk).sale
    sale.rate.setFocus()
    type_text(sale.rate, typed)
    assert sale.rate.text() == stays
    assert desk.parts.outcome.progress.text() == in_words(words.BAD_SUCCESS)


@pytest.mark.parametrize("typed", ["-", ".", "+."])
def test_what_is_only_begun_is_not_asked_for(desk: Desk, typed: str) -> None:
    sale = selling(desk).sale
    sale.amount.setFocus()
    type_text(sale.amount, typed)
    QTest.keyClick(sale.amount, Qt.Key.Key_Return)
    assert desk.asked == []
    assert desk.parts.outcome.mark.sign is Sign.FAILED


def test_completing_asks_for_it_first(desk: Desk) -> None:
    desk.show(wrapping(outcome=141, note=""))
    extras(desk).sale.amount.setText("5")
    extras(desk).sale.rate.setText("9")
    QTest.mouseClick(desk.parts.outcome.complete, Qt.MouseButton.LeftButton)
    assert desk.asked == [SetSale("5", 9), Complete(141, "")]


def test_another_call_begins_empty(desk: Desk) -> None:
    selling(desk).sale.amount.setText("5")
    desk.show(talking(key="run-2", outcome=141))
    assert extras(desk).sale.amount.text() == ""
    extras(desk).sale.keep()
    assert desk.asked == []


# -- data ----------------------------------------------------------------------------------------------------


def data_of(desk: Desk) -> CallDataList:
    if not desk.parts.call.data.isVisible():
        desk.parts.call.toggle_data()
    desk.settle()
    return desk.parts.call.data


def edit(desk: Desk, row: int, text: str) -> CallDataList:
    found = data_of(desk)
    item = found.topLevelItem(row)
    assert item is not None
    found.setFocus()
    found.setCurrentItem(item)
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert found.field is not None
    assert found.field.isVisible()
    found.field.selectAll()
    type_text(found.field, text)
    return found


def test_a_value_is_edited_over_its_cell(desk: Desk) -> None:
    found = edit(desk, 2, "EC1A 1BB")
    field, item = found.field, found.topLevelItem(2)
    assert field is not None
    assert item is not None
    assert field.accessibleName() == "Postcode"
    assert field.geometry().contains(found.visualItemRect(item).center())
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.asked == [EditData("Postcode", "EC1A 1BB")]
    assert not field.isVisible()
    assert found.hasFocus()


def test_leaving_asks_and_escape_does_not(desk: Desk) -> None:
    edit(desk, 0, "Joan")
    desk.parts.outcome.note.setFocus()
    assert desk.take() == [EditData("Name", "Joan")]
    found = edit(desk, 0, "Jean")
    assert found.field is not None
    QTest.keyClick(found.field, Qt.Key.Key_Escape)
    desk.parts.outcome.note.setFocus()
    assert desk.asked == []


def test_the_same_value_is_not_asked_for(desk: Desk) -> None:
    found = edit(desk, 0, "Jo")
    assert found.field is not None
    QTest.keyClick(found.field, Qt.Key.Key_Return)
    assert desk.asked == []


@pytest.mark.parametrize("character", ["\\", "~", "|"])
def test_what_cannot_stand_in_the_data_is_refused_while_typing(desk: Desk, character: str) -> None:
    found = edit(desk, 0, f"a{character}b")
    assert found.field is not None
    assert found.field.text() == "ab"
    assert "Name" in desk.parts.notice.text.text()


def test_changed_values_are_marked(desk: Desk) -> None:
    found = data_of(desk)
    assert DATA is not None
    desk.show(talking(data=DATA.with_value("Name", "Joan"), data_changed=True))
    texts = [found.topLevelItem(row).text(1) for row in range(3)]  # type: ignore[union-attr]
    assert texts == ["Joan \N{LOWER RIGHT PENCIL}", "America/New_York", "AB1 2CD"]
    spoken = found.topLevelItem(0).data(1, Qt.ItemDataRole.AccessibleTextRole)  # type: ignore[union-attr]
    assert spoken == "Joan, changed by you; it goes back with the outcome"
    desk.show(talking(key="run-2"))
    assert found.topLevelItem(0).text(1) == "Jo"  # type: ignore[union-attr]


def test_what_is_being_typed_survives_a_snapshot_of_the_same_call(desk: Desk) -> None:
    found = edit(desk, 2, "EC1A")
    desk.show(talking(data=DATA.with_value("Name", "Joan"), data_changed=True))
    assert found.field is not None
    assert found.field.isVisible()
    assert found.field.text() == "EC1A"
    desk.show(talking(key="run-2"))
    assert not found.field.isVisible()
    assert desk.asked == []


def test_completing_asks_for_what_is_typed_first(desk: Desk) -> None:
    desk.show(wrapping(data=DATA, outcome=106, note=""))
    edit(desk, 2, "EC1A")
    desk.parts.outcome.give()
    assert desk.asked == [EditData("Postcode", "EC1A"), Complete(106, "")]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"completion": Completion.SENT}, words.COMPLETING_NOW),
        ({"data": parse("no keys at all")}, words.NO_FIELDS),
    ],
)
def test_where_it_may_not_be_changed_it_says_why(desk: Desk, changes: dict[str, Any], why: str) -> None:
    desk.show(talking(**changes))
    found = data_of(desk)
    item = found.topLevelItem(0)
    assert item is not None
    found.setCurrentItem(item)
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert found.field is not None
    assert not found.field.isVisible()
    assert desk.parts.notice.text.text() == in_words(why)


def test_start_is_a_monday() -> None:
    assert START.wall.weekday() == 0
