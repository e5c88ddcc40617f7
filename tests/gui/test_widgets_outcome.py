from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import Complete, PickOutcome, SetTag, WriteNote
from agentpanel.domain.snapshot import Completion, Tag
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.mark import Sign
from agentpanel.gui.widgets.outcome_list import CODE, OutcomeList
from tests.helpers.snapshots import BARE_RULES, RULES, a_call, later, seated, wrapping
from tests.helpers.window import CONTROL, Desk, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.button import PanelButton
    from agentpanel.gui.widgets.outcome_form import OutcomeForm


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, RULES)
    made.show(talking())
    made.activate()
    return made


@pytest.fixture
def bare(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    """A site that has set up no outcomes."""
    made = open_window(qtbot, theme, memory, BARE_RULES)
    made.show(talking())
    made.activate()
    return made


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(1), **changes))


def form(desk: Desk) -> OutcomeForm:
    return desk.parts.outcome


def find(desk: Desk, text: str, *keys: Qt.Key) -> None:
    """F6, type, and these keys."""
    desk.key(Qt.Key.Key_F6)
    type_text(form(desk).picker, text)
    for key in keys:
        QTest.keyClick(form(desk).picker, key)


def chip(desk: Desk, code: int) -> PanelButton:
    return next(button for button, rule in form(desk).chips if rule.code == code)


# -- what is missing -----------------------------------------------------------------------------------------


def test_tags_that_are_required_are_named_at_the_end_of_the_talk(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    tags = (dataclasses.replace(RULES.tags[0], label="Product", required=True), *RULES.tags[1:])
    desk = open_window(qtbot, theme, memory, dataclasses.replace(RULES, tags=tags))
    desk.show(talking(tags=(Tag(),) * 6))
    assert form(desk).progress.text() != in_words(words.MISSING_TAGS, tags="Product")
    desk.show(wrapping(tags=(Tag(),) * 6))
    assert form(desk).progress.text() == in_words(words.MISSING_TAGS, tags="Product")
    desk.show(wrapping(tags=(Tag("Mobile"), *(Tag(),) * 5)))
    assert form(desk).progress.text() != in_words(words.MISSING_TAGS, tags="Product")


# -- choosing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["105", "sale", "SALE", " Sale ", "Sale · 105"])
def test_enter_takes_a_name_or_a_number(desk: Desk, text: str) -> None:
    find(desk, text, Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(105)]
    assert form(desk).picker.text() == "Sale · 105"


def test_part_of_one_name_alone_is_enough(desk: Desk) -> None:
    find(desk, "barr", Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(130)]


@pytest.mark.parametrize("text", ["re", "4711", "xyz", "-1"])
def test_what_means_no_outcome_is_not_guessed(desk: Desk, text: str) -> None:
    find(desk, text, Qt.Key.Key_Return)
    assert desk.asked == []
    assert form(desk).progress.text() == in_words(words.UNKNOWN_OUTCOME, code=text)
    assert form(desk).mark.sign is Sign.FAILED
    assert form(desk).picker.text() == text, "it stays, to be mended"
    type_text(form(desk).picker, "x")
    assert form(desk).progress.text() == ""


def test_typing_proposes_what_has_it_in_name_or_number(desk: Desk) -> None:
    picker = form(desk).picker
    for text, expected in (("no", [106, 200]), ("12", [120]), ("11", [110])):
        find(desk, text)
        desk.qtbot.waitUntil(lambda: picker.listing)
        model = picker.completer().completionModel()
        assert [model.index(row, 0).data(CODE) for row in range(model.rowCount())] == expected
        QTest.keyClick(picker, Qt.Key.Key_Escape)


def test_a_proposal_is_taken_by_keys(desk: Desk) -> None:
    find(desk, "")
    picker = form(desk).picker
    QTest.keyClick(picker, Qt.Key.Key_Down)
    desk.qtbot.waitUntil(lambda: picker.listing)
    popup = picker.completer().popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(106)]
    assert picker.text() == "No interest · 106"


def test_the_list_does_not_outlast_the_call(desk: Desk) -> None:
    find(desk, "no")
    desk.qtbot.waitUntil(lambda: form(desk).picker.listing)
    desk.show(seated(Work.READY))
    assert not form(desk).picker.listing, "it would keep the keys"


def test_favourites_choose_and_take_back(desk: Desk) -> None:
    assert [button.words for button, _ in form(desk).chips] == ["Sale", "No interest", "Wrong number"]
    QTest.mouseClick(chip(desk, 106), Qt.MouseButton.LeftButton)
    assert form(desk).picker.text() == "No interest · 106"
    desk.show(talking(outcome=106))
    assert [button.isChecked() for button, _ in form(desk).chips] == [False, True, False]
    QTest.mouseClick(chip(desk, 106), Qt.MouseButton.LeftButton)
    assert desk.asked == [PickOutcome(106), PickOutcome(None)]
    assert form(desk).picker.text() == ""


def test_an_emptied_field_takes_the_choice_back(desk: Desk) -> None:
    desk.show(talking(outcome=105))
    find(desk, "")
    QTest.keyClick(form(desk).picker, Qt.Key.Key_Delete)
    QTest.keyClick(form(desk).picker, Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(None)]


def test_all_are_listed_and_the_unfit_ones_are_off_with_the_reason(desk: Desk) -> None:
    QTest.mouseClick(form(desk).more, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: form(desk).picker.listing)
    outcomes = OutcomeList(RULES)
    codes = [outcomes.index(row).data(CODE) for row in range(outcomes.rowCount())]
    assert codes == [rule.code for rule in RULES.outcomes]
    rows = [outcomes.index(row) for row in range(outcomes.rowCount())]
    off = [index for index in rows if not outcomes.flags(index) & Qt.ItemFlag.ItemIsEnabled]
    assert [index.data(CODE) for index in off] == [200]
    assert off[0].data(Qt.ItemDataRole.ToolTipRole) == in_words(words.OUTCOME_UNFIT, code=200)


def test_an_unfit_outcome_is_refused_with_the_reason(desk: Desk) -> None:
    find(desk, "200", Qt.Key.Key_Return)
    assert desk.asked == []
    assert form(desk).progress.text() == in_words(words.OUTCOME_UNFIT, code=200)


def test_without_set_up_outcomes_any_number_goes(bare: Desk) -> None:
    find(bare, "4711", Qt.Key.Key_Return)
    assert bare.take() == [PickOutcome(4711)]
    assert form(bare).picker.text() == "4711"
    find(bare, "0", Qt.Key.Key_Return)
    assert bare.take() == [PickOutcome(0)]
    assert not form(bare).more.isVisible()


@pytest.mark.parametrize("text", ["x", "-", "²"])
def test_without_set_up_outcomes_only_a_number_is_taken(bare: Desk, text: str) -> None:
    find(bare, f"47{text}11")
    assert form(bare).picker.text() == "4711"
    find(bare, f"{text}")
    assert form(bare).progress.text() == in_words(words.OUTCOME_RANGE)
    find(bare, "47112")
    assert form(bare).picker.text() == "4711"


def test_typing_is_not_overwritten(desk: Desk) -> None:
    find(desk, "lang")
    desk.show(talking(outcome=106))
    assert form(desk).picker.text() == "lang"
    QTest.keyClick(form(desk).picker, Qt.Key.Key_Return)
    assert desk.asked == [PickOutcome(130)]
    desk.show(talking(outcome=110))
    desk.parts.agent.pause.setFocus()
    desk.show(talking(outcome=106))
    assert form(desk).picker.text() == "No interest · 106"


# -- giving ------------------------------------------------------------------------------------------------


def test_complete_takes_what_is_typed_and_not_entered_yet(desk: Desk) -> None:
    desk.show(wrapping())
    find(desk, "106")
    QTest.mouseClick(form(desk).complete, Qt.MouseButton.LeftButton)
    assert desk.asked == [PickOutcome(106), Complete(106, "")]


def test_complete_sends_tags_and_note_first(desk: Desk) -> None:
    desk.show(wrapping(outcome=105))
    desk.parts.tags.fields[5].editor.put("late")
    form(desk).note.setPlainText("wants a letter")
    desk.key(Qt.Key.Key_Return, CONTROL)
    assert desk.asked == [SetTag(6, "late"), WriteNote("wants a letter"), Complete(105, "wants a letter")]


def test_complete_does_nothing_with_a_text_that_is_no_outcome(desk: Desk) -> None:
    desk.show(wrapping())
    find(desk, "xyz")
    desk.key(Qt.Key.Key_Return, CONTROL)
    assert desk.asked == []
    assert desk.window.focusWidget() is form(desk).picker
    assert form(desk).mark.sign is Sign.FAILED


def test_complete_without_an_outcome_is_the_desks_to_judge(desk: Desk) -> None:
    desk.show(wrapping())
    desk.key(Qt.Key.Key_Return, CONTROL)
    assert desk.asked == [Complete(None, "")]


@pytest.mark.parametrize(
    ("completion", "saved", "text", "sign"),
    [
        (Completion.NONE, False, "", Sign.NOTHING),
        (Completion.NONE, True, "Saved on this computer", Sign.DONE),
        (Completion.ARMED, True, "The outcome is sent when the call has ended.", Sign.UNSENT),
        (Completion.SAVING, False, "Being saved…", Sign.SENDING),
        (Completion.SENT, True, "Sent, not confirmed yet", Sign.SENDING),
    ],
)
def test_what_became_of_it_is_said(desk: Desk, completion: Completion, saved: bool, text: str, sign: Sign) -> None:
    desk.show(talking(outcome=105, completion=completion, saved=saved))
    assert form(desk).progress.text() == text
    assert form(desk).mark.sign is sign
    assert form(desk).complete.isEnabled() == (completion not in (Completion.SAVING, Completion.SENT))


# -- wrap --------------------------------------------------------------------------------------------------


def test_the_wrap_counts_down_where_its_limit_is_known(desk: Desk) -> None:
    desk.clock.now = later(159 + 18)
    desk.show(wrapping())
    assert form(desk).wrap.text() == "wrap ends in 00:27"
    desk.parts.draw_clocks(later(159 + 60))
    assert form(desk).wrap.text() == "wrap ends in 00:00"


def test_the_wrap_counts_up_where_it_has_no_limit(desk: Desk) -> None:
    desk.clock.now = later(159 + 75)
    desk.show(wrapping(campaign="Service"))
    assert form(desk).wrap.text() == "wrap 01:15"
    desk.show(talking())
    assert form(desk).wrap.text() == ""
