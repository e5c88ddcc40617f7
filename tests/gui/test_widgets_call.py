from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from agentpanel.domain.intents import DismissCall
from agentpanel.domain.snapshot import Recording, Shown
from agentpanel.domain.state import Work
from agentpanel.gui.widgets.call_name import caller_name
from agentpanel.gui.widgets.mark import Sign
from agentpanel.protocol.data import parse
from tests.helpers.snapshots import MARKUP, a_call, later, lost_call, of_state, seated, wrapping
from tests.helpers.window import CONTROL, Desk

if TYPE_CHECKING:
    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.call_card import CallCard


def talking(**changes: Any) -> Snapshot:
    return seated(Work.TALKING, call=a_call(connected=later(8), **changes))


def card(desk: Desk) -> CallCard:
    return desk.parts.call


def test_campaign_and_queue_come_first_then_the_number(desk: Desk) -> None:
    desk.show(talking())
    assert card(desk).campaign.text() == "Sales-UK"
    assert card(desk).queue.text() == "queue VIP"
    assert card(desk).number.text() == "+44 20 7946 0000"
    assert card(desk).name.text() == "Ms Jo Example"
    places = [each.mapTo(desk.window, each.rect().topLeft()).y() for each in (card(desk).campaign, card(desk).number)]
    assert places[0] < places[1]


def test_what_the_dialer_did_not_say_is_left_out(desk: Desk) -> None:
    desk.show(talking(number=None, queue=None, campaign=None, data=None))
    assert [each.text() for each in (card(desk).campaign, card(desk).queue, card(desk).name)] == ["", "", ""]
    assert card(desk).number.text() == "Number withheld"
    assert not card(desk).copy.isVisible()
    assert not card(desk).unfold.isEnabled()


def test_without_a_call_the_card_keeps_its_place(desk: Desk) -> None:
    desk.show(talking())
    desk.settle()
    height = card(desk).height()
    desk.show(seated(Work.READY))
    desk.settle()
    assert card(desk).campaign.text() == "No call"
    assert card(desk).number.text() == ""
    assert card(desk).clock.text() == ""
    assert card(desk).height() == height


def test_the_number_is_copied_without_what_makes_it_unique(desk: Desk) -> None:
    desk.show(talking(number="01992783287/001"))
    assert card(desk).number.text() == "01992783287"
    QTest.mouseClick(card(desk).copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "01992783287"
    desk.show(talking())
    desk.key(Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "+442079460000"


def test_clocks_tell_ringing_talking_and_wrap(desk: Desk) -> None:
    desk.clock.now = later(12)
    desk.show(of_state(Shown.OFFERED))
    assert card(desk).clock.text() == "Ringing 00:12"
    assert card(desk).abandoned.text() == "abandoned before"
    desk.clock.now = later(159)
    desk.show(talking())
    assert card(desk).clock.text() == "Talking 02:31"
    assert card(desk).abandoned.text() == ""
    desk.clock.now = later(180)
    desk.show(wrapping())
    assert card(desk).clock.text() == "Talked 02:31"
    desk.parts.draw_clocks(later(159 + 3661))
    assert card(desk).clock.text() == "Talked 02:31", "the wrap is counted with the outcome"
    desk.parts.call.set_compact(True)
    desk.parts.draw_clocks(later(159 + 3661))
    assert card(desk).clock.text() == "1:01:01"


@pytest.mark.parametrize(
    ("recording", "word", "sign"),
    [
        (Recording.ON, "Recording", Sign.RECORDING),
        (Recording.OFF, "Not recorded", Sign.OFF),
        (Recording.FAILED, "Failed to record", Sign.FAILED),
        (Recording.UNKNOWN, "Unknown if recorded", Sign.UNKNOWN),
    ],
)
def test_recording_has_a_word_and_a_shape(desk: Desk, recording: Recording, word: str, sign: Sign) -> None:
    desk.show(talking(recording=recording))
    assert card(desk).recording.word.text() == word
    assert card(desk).recording.mark.sign is sign


def test_no_two_words_of_recording_begin_alike(desk: Desk) -> None:
    beginnings = set()
    for recording in Recording:
        desk.show(talking(recording=recording))
        beginnings.add(card(desk).recording.word.text()[:4])
    assert len(beginnings) == len(Recording)


def test_signs_differ_without_colour(desk: Desk) -> None:
    desk.show(talking())
    mark = card(desk).recording.mark
    shapes = set()
    for sign in Sign:
        mark.show_sign(sign)
        image = mark.grab().toImage()
        ground = image.pixelColor(0, 0)
        inked = tuple(
            (x, y)
            for y in range(image.height())
            for x in range(image.width())
            if abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 25
        )
        shapes.add(inked)
    assert len(shapes) == len(Sign)


def test_the_data_unfolds_as_keys_and_values(desk: Desk) -> None:
    desk.show(talking(data=parse(f"Title~A~Ms|Remark~A~{MARKUP}")))
    assert not card(desk).data.isVisible()
    desk.key(Qt.Key.Key_F4)
    found = (card(desk).data.topLevelItem(at) for at in range(card(desk).data.topLevelItemCount()))
    rows = [row for row in found if row is not None]
    assert [(row.text(0), row.text(1)) for row in rows] == [("Title", "Ms"), ("Remark", MARKUP)]
    card(desk).data.setCurrentItem(rows[1])
    QTest.keyClick(card(desk).data, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == MARKUP
    desk.key(Qt.Key.Key_F4)
    assert not card(desk).data.isVisible()


def test_data_without_keys_is_one_text(desk: Desk) -> None:
    desk.show(talking(data=parse("just some words")))
    desk.key(Qt.Key.Key_F4)
    assert card(desk).data.topLevelItemCount() == 1
    row = card(desk).data.topLevelItem(0)
    assert row is not None
    assert row.text(1) == "just some words"


def test_very_long_data_costs_no_more_than_a_glance(desk: Desk) -> None:
    desk.show(talking(data=parse("x" * 128_000)))
    desk.key(Qt.Key.Key_F4)
    row = card(desk).data.topLevelItem(0)
    assert row is not None
    assert len(row.text(1)) == 500
    card(desk).data.setCurrentItem(row)
    QTest.keyClick(card(desk).data, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text()) == 128_000, "copied whole"


def test_a_call_that_was_left_behind_says_why_and_is_put_away(desk: Desk) -> None:
    desk.show(lost_call())
    assert card(desk).lost.text() == "Not sent: the connection was lost while the call was open."
    assert not card(desk).end.isVisible()
    assert not card(desk).recording.isVisible(), "nobody knows any more"
    QTest.mouseClick(card(desk).put_away, Qt.MouseButton.LeftButton)
    assert desk.asked == [DismissCall()]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Title~A~Ms|Forename~A~Jo|Surname~A~Example", "Ms Jo Example"),
        ("FIRST_NAME~A~Jo|last name~A~Example", "Jo Example"),
        ("Full_Name~A~Jo Example|Name~A~other", "Jo Example"),
        ("Customer_Name~A~Example Ltd", "Example Ltd"),
        ("Title~A~Ms|Postcode~A~AB1", ""),
        ("Title~A~|Forename~A~ |Surname~A~Example", "Example"),
        ("Contact_ID~N~1", ""),
        ("no keys at all", ""),
    ],
)
def test_a_name_is_found_where_the_keys_are_likely_ones(data: str, name: str) -> None:
    assert caller_name(a_call(data=parse(data))) == name
