"""Records before their calls: decided on with the time that is left, by button and by key, in every layout."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import Decline, Dial, NextPreview, PickOutcome
from agentpanel.domain.parties import Preview
from agentpanel.domain.rules import OutcomeRule
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.mark import Sign
from tests.helpers.snapshots import RULES, START, a_call, later, of_state, seated, told
from tests.helpers.window import Desk, open_window

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.preview_form import PreviewForm

SHIFT = Qt.KeyboardModifier.ShiftModifier
NOTHING = Qt.KeyboardModifier.NoModifier
SITE = dataclasses.replace(
    RULES, outcomes=(*RULES.outcomes, OutcomeRule(code=201, text="Do not call", category=1, favourite=True))
)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    return open_window(qtbot, theme, memory, SITE)


def record(outcome: int | None = None, key: str = "run-1", **preview: Any) -> Snapshot:
    fields: dict[str, Any] = {"decides": True, "limit_s": 30, "began": START}
    made = Preview(**(fields | preview))
    return seated(Work.PREVIEW, call=a_call(preview=made, outcome=outcome, key=key, queue=None))


def form(desk: Desk) -> PreviewForm:
    return desk.parts.preview


# -- what it says --------------------------------------------------------------------------------------------


def test_it_is_there_only_while_there_is_something_to_decide(desk: Desk) -> None:
    for mode in ("panel", "bar"):
        desk.window.set_layout_mode(mode)
        desk.settle()
        shown_in = set()
        for shown in Shown:
            desk.show(of_state(shown))
            if form(desk).isVisible():
                shown_in.add(shown)
        manual = {Shown.MANUAL} if mode == "panel" else set()
        assert shown_in == {Shown.PREVIEW, Shown.BREATHER} | manual


def test_a_lost_link_takes_the_decision_away(desk: Desk) -> None:
    desk.show(record())
    assert form(desk).isVisible()
    desk.show(dataclasses.replace(of_state(Shown.OFFLINE), work=record().work, call=record().call))
    assert not form(desk).isVisible()


@pytest.mark.parametrize(
    ("passed", "text"),
    [(0, "dialed in 00:30"), (0.4, "dialed in 00:30"), (12, "dialed in 00:18"), (31, "dialed in 00:00")],
)
def test_the_time_that_is_left_is_drawn_from_the_beginning(desk: Desk, passed: float, text: str) -> None:
    desk.clock.now = later(passed)
    desk.show(record())
    assert form(desk).clock.text() == text
    assert form(desk).clock.accessibleName() == text


def test_it_counts_down_while_nothing_else_happens(desk: Desk) -> None:
    desk.show(record())
    colours = set()
    for passed, text in (
        (1, "dialed in 00:29"),
        (19, "dialed in 00:11"),
        (20, "dialed in 00:10"),
        (29, "dialed in 00:01"),
    ):
        desk.parts.draw_clocks(later(passed))
        assert form(desk).clock.text() == text
        colours.add((passed >= 20, form(desk).clock.palette().windowText().color().name()))
    assert len(colours) == 2, "the last ten seconds stand out"


def test_without_a_limit_it_says_so(desk: Desk) -> None:
    desk.show(record(limit_s=None))
    desk.parts.draw_clocks(later(500))
    assert form(desk).clock.text() == "no time limit"


def test_a_number_that_is_being_dialed_has_a_clock_and_no_choice(desk: Desk) -> None:
    desk.clock.now = later(11)
    desk.show(record(dialing=later(4)))
    assert form(desk).sentence.text() == in_words(words.DIALING_NOW)
    assert form(desk).clock.text() == "00:07"
    assert form(desk).dial.why_off == form(desk).decline.why_off == in_words(words.DIALING_NOW)


def test_progressive_says_that_the_dialer_dials(desk: Desk) -> None:
    desk.clock.now = later(5)
    desk.show(record(decides=False, limit_s=None, dialing=START))
    assert form(desk).sentence.text() == in_words(words.DIALER_DIALS)
    assert form(desk).clock.text() == "00:05"
    assert not form(desk).dial.isVisible()
    assert not form(desk).decline.isVisible()
    desk.key(Qt.Key.Key_F9)
    assert desk.asked == []
    assert desk.parts.notice.text.text() == in_words(words.DIALING_NOW)


def test_a_number_that_came_back_says_why(desk: Desk) -> None:
    desk.show(record(dialing=START, failed=2))
    assert form(desk).sentence.text() == in_words(words.NOT_REACHED, why="result 2")
    assert form(desk).clock.text() == ""


def test_a_declined_record_says_so(desk: Desk) -> None:
    desk.show(record(declined=True))
    assert form(desk).sentence.text() == "Declined. Wait for the dialer."
    assert form(desk).dial.why_off == in_words(words.DECLINED_ALREADY)


def test_a_manual_cycle_is_told_in_plain_words(desk: Desk) -> None:
    desk.show(seated(Work.MANUAL, call=a_call()))
    assert form(desk).sentence.text() == in_words(words.MANUAL_BEGUN)
    assert "phone" in form(desk).sentence.text()
    assert not form(desk).dial.isVisible()
    desk.show(seated(Work.MANUAL, call=a_call(called_back_at="45000")))
    assert form(desk).sentence.text() == in_words(words.MANUAL_CALLBACK)


# -- the record ----------------------------------------------------------------------------------------------


def test_the_record_stands_open_and_folds_when_it_is_over(desk: Desk) -> None:
    data = desk.parts.call.data
    desk.show(of_state(Shown.TALKING))
    assert not data.isVisible()
    desk.show(record())
    assert data.isVisible()
    assert data.topLevelItemCount() == 5
    connected = a_call(preview=Preview(decides=True, began=START, dialing=later(4)), connected=later(9))
    desk.show(seated(Work.TALKING, call=connected))
    assert data.isVisible(), "the agent talks from it"
    desk.show(seated(Work.BREATHER, breather_s=20))
    desk.show(of_state(Shown.TALKING))
    assert not data.isVisible()


def test_a_fold_that_the_person_closed_opens_for_the_next_record_alone(desk: Desk) -> None:
    desk.show(record())
    QTest.mouseClick(desk.parts.call.unfold, Qt.MouseButton.LeftButton)
    desk.show(record(dialing=later(1)))
    assert not desk.parts.call.data.isVisible()
    desk.show(record(key="run-2"))
    assert desk.parts.call.data.isVisible()


def test_a_fold_that_was_open_before_stays_open(desk: Desk) -> None:
    desk.show(of_state(Shown.TALKING))
    desk.parts.call.toggle_data()
    desk.show(record())
    desk.show(of_state(Shown.TALKING))
    assert desk.parts.call.data.isVisible()


@pytest.mark.parametrize(("mode", "size"), [("bar", (720, 40)), ("panel", (320, 200))])
def test_where_there_is_no_room_a_button_shows_it(desk: Desk, mode: str, size: tuple[int, int]) -> None:
    desk.window.set_layout_mode(mode)
    desk.window.resize(*size)
    desk.show(record())
    desk.settle()
    for button in (form(desk).dial, form(desk).decline, form(desk).look):
        assert button.isVisible()
        assert form(desk).rect().contains(button.geometry())
        assert button.width() >= button.minimumSizeHint().width()
    QTest.mouseClick(form(desk).look, Qt.MouseButton.LeftButton)
    assert form(desk).sheet.isVisible()
    item = form(desk).record.topLevelItem(2)
    assert item is not None
    assert item.text(1) == "Example"
    desk.show(of_state(Shown.AVAILABLE))
    assert not form(desk).sheet.isVisible()


def test_the_bar_shows_whose_record_it_is_in_the_calls_place(desk: Desk) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(of_state(Shown.TALKING))
    desk.settle()
    place = desk.parts.call.geometry()
    desk.show(record())
    desk.settle()
    assert form(desk).geometry() == place
    assert not desk.parts.call.isVisible()
    assert form(desk).who.text() == "Ms Jo Example"
    assert form(desk).clock.text() == "00:30"
    desk.show(seated(Work.MANUAL, call=a_call()))
    assert desk.parts.call.isVisible()
    desk.show(record())
    desk.window.set_layout_mode("panel")
    desk.settle()
    assert desk.parts.call.isVisible()
    assert form(desk).isVisible()


# -- deciding ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_dial_and_decline_by_button(desk: Desk, mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.show(record())
    QTest.mouseClick(form(desk).dial, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form(desk).decline, Qt.MouseButton.LeftButton)
    assert desk.asked == [Dial(), Decline(None)]


def test_dial_decline_and_next_by_key(desk: Desk) -> None:
    desk.show(record())
    desk.key(Qt.Key.Key_F9)
    desk.key(Qt.Key.Key_F9, SHIFT)
    desk.show(seated(Work.BREATHER, breather_s=20))
    desk.key(Qt.Key.Key_F9)
    assert desk.asked == [Dial(), Decline(None), NextPreview()]


@pytest.mark.parametrize(("modifier", "shown"), [(NOTHING, Shown.TALKING), (SHIFT, Shown.AVAILABLE)])
def test_without_a_record_the_keys_say_why_not(desk: Desk, modifier: Qt.KeyboardModifier, shown: Shown) -> None:
    desk.show(of_state(shown))
    desk.key(Qt.Key.Key_F9, modifier)
    assert desk.asked == []
    assert desk.parts.notice.text.text() == in_words(words.NO_PREVIEW)


def test_the_chosen_outcome_goes_with_declining_where_it_fits(desk: Desk) -> None:
    for outcome, hint in ((201, "as Do not call · 201"), (105, ""), (None, "")):
        desk.show(record(outcome=outcome))
        QTest.mouseClick(form(desk).decline, Qt.MouseButton.LeftButton)
        assert hint in form(desk).decline.accessibleName()
    assert desk.asked == [Decline(201), Decline(None), Decline(None)]


def test_the_menu_declines_as_something_and_says_why_the_others_are_off(desk: Desk) -> None:
    desk.show(record())
    QTest.mouseClick(form(desk).others, Qt.MouseButton.LeftButton)
    menu = form(desk).menu
    assert menu.isVisible()
    lines = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in lines if action.isEnabled()] == ["Not made · 200", "Do not call · 201"]
    off = [action for action in lines if not action.isEnabled()]
    assert len(off) == 6
    assert off[0].toolTip() == in_words(words.OUTCOME_FOR_MADE, code=105)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.asked == [Decline(201)]


def test_over_a_record_other_outcomes_fit_than_after_a_call(desk: Desk) -> None:
    chips = {rule.code: chip for chip, rule in desk.parts.outcome.chips}
    picker = desk.parts.outcome.picker
    desk.show(record())
    assert {code: chip.isEnabled() for code, chip in chips.items()} == {105: False, 106: False, 107: False, 201: True}
    desk.activate()
    for text in ("105", "201"):
        picker.setFocus()
        picker.selectAll()
        QTest.keyClicks(picker, text)
        QTest.keyClick(picker, Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(201)]
    desk.show(record(dialing=later(2)))
    assert {code: chip.isEnabled() for code, chip in chips.items()} == {105: True, 106: True, 107: True, 201: False}


def test_an_outcome_that_does_not_fit_the_call_that_came_of_it_is_marked(desk: Desk) -> None:
    desk.show(record(outcome=201))
    assert desk.parts.outcome.mark.sign is Sign.NOTHING
    desk.show(record(outcome=201, dialing=later(2)))
    assert desk.parts.outcome.mark.sign is Sign.FAILED
    assert desk.parts.outcome.progress.text() == in_words(words.OUTCOME_UNFIT, code=201)


# -- between records -----------------------------------------------------------------------------------------


def test_the_pause_counts_down_and_can_be_ended(desk: Desk) -> None:
    desk.show(seated(Work.BREATHER, breather_s=20))
    desk.parts.draw_clocks(later(6))
    assert form(desk).clock.text() == "next in 00:14"
    QTest.mouseClick(form(desk).next, Qt.MouseButton.LeftButton)
    assert desk.asked == [NextPreview()]
    desk.show(seated(Work.BREATHER, breather_s=20, next_asked=True))
    assert form(desk).clock.text() == ""
    assert form(desk).next.why_off == in_words(words.NEXT_ASKED)


def test_a_pause_without_a_length_has_no_clock(desk: Desk) -> None:
    desk.show(seated(Work.BREATHER))
    assert form(desk).clock.text() == ""
    assert form(desk).next.isEnabled()


# -- the card before there is a call -------------------------------------------------------------------------


def test_over_a_record_there_is_nothing_of_a_call_that_is_not_there_yet(desk: Desk) -> None:
    card = desk.parts.call
    of_a_call = (card.controls, card.recording, card.clock, card.media.record)
    for preview in ({}, {"dialing": later(2)}, {"declined": True}):
        desk.show(record(**preview))
        assert not any(part.isVisible() for part in of_a_call)
    desk.show(seated(Work.TALKING, call=a_call(preview=Preview(decides=True, began=START), connected=later(9))))
    assert all(part.isVisible() for part in of_a_call)


@pytest.mark.parametrize(
    ("data", "number", "leads", "aside"),
    [
        (True, None, "Ms Jo Example", ""),
        (False, None, "Number not told yet", ""),
        (True, "+442079460000", "+44 20 7946 0000", "Ms Jo Example"),
    ],
)
def test_the_name_leads_until_the_number_is_told(
    desk: Desk, data: bool, number: str | None, leads: str, aside: str
) -> None:
    made = a_call(preview=Preview(decides=True, began=START), number=number)
    desk.show(seated(Work.PREVIEW, call=made if data else dataclasses.replace(made, data=None)))
    assert desk.parts.call.number.text() == leads
    assert desk.parts.call.name.text() == aside


# -- a manual cycle ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told_by", "who"),
    [(words.MANUAL_BEGUN, "Dial with your phone"), (words.MANUAL_CALLBACK, "Callback: dial with your phone")],
)
def test_the_bar_says_what_to_do_in_a_manual_cycle(desk: Desk, told_by: str, who: str) -> None:
    desk.window.set_layout_mode("bar")
    desk.show(seated(Work.MANUAL, notices=told(words.say(told_by))))
    desk.settle()
    assert form(desk).isVisible()
    assert form(desk).who.text() == who
    assert in_words(words.say(told_by)) in form(desk).who.toolTip()
    assert not desk.parts.call.isVisible()


def test_a_manual_cycle_is_said_in_one_place(desk: Desk) -> None:
    desk.show(seated(Work.MANUAL, notices=told(words.say(words.MANUAL_CALLBACK))))
    assert form(desk).sentence.text() == in_words(words.say(words.MANUAL_CALLBACK))
    assert desk.parts.notice.notices.lines == ()
    assert not desk.parts.notice.isVisible()
