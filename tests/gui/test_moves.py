"""Where the agent works: home and present campaign always in sight, and the ways to others and to queues."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import JoinQueue, MoveTo
from agentpanel.domain.parties import Target, TargetKind
from agentpanel.domain.rules import CallRules, SkillSet
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import Work
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from tests.helpers.snapshots import LOGIN, MARKUP, RULES, of_state, seated
from tests.helpers.window import CONTROL, Desk, open_window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu
    from pytestqt.qtbot import QtBot

    from agentpanel.gui.widgets.status_line import StatusLine

SITE = dataclasses.replace(
    RULES,
    calls=CallRules(moves=("Sales-UK", "Service", "R&D")),
    skill_sets=(SkillSet(name="English", queues=("VIP", "Standard")), SkillSet(name="All", queues=("VIP",))),
    targets=(
        Target(TargetKind.QUEUE, "Billing", "Bills"),
        Target(TargetKind.AGENT, "1002"),
    ),
)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, SITE)
    made.show(seated(Work.READY))
    return made


def line(desk: Desk) -> StatusLine:
    return desk.parts.status


def texts(menu: QMenu) -> list[tuple[str, bool, bool]]:
    """Text, whether it is ticked, and whether it can be chosen."""
    return [(action.text(), action.isChecked(), action.isEnabled()) for action in menu.actions()]


# -- where ---------------------------------------------------------------------------------------------------


def test_at_home_the_campaign_stands_alone(desk: Desk) -> None:
    assert line(desk).seat.text() == "Sales-UK · 1001"


def test_away_from_home_both_are_shown(desk: Desk) -> None:
    desk.show(seated(Work.READY, campaign="Service"))
    assert line(desk).seat.text() == "Service (home Sales-UK) · 1001"
    desk.window.resize(700, 640)
    desk.settle()
    assert line(desk).seat.toolTip() == "You work for Service; your home campaign is Sales-UK."


def test_a_move_under_way_is_shown(desk: Desk) -> None:
    desk.show(seated(Work.READY, moving_to="Service"))
    assert line(desk).seat.text() == "Sales-UK · moving to Service · 1001"
    assert line(desk).move_button.why_off == in_words(words.MOVING_ALREADY, campaign="Service")


@pytest.mark.parametrize(("width", "height"), [(320, 200), (380, 640), (700, 640)])
def test_home_and_present_campaign_are_seen_in_every_size(desk: Desk, width: int, height: int) -> None:
    desk.window.resize(width, height)
    desk.show(seated(Work.READY, campaign="Service"))
    desk.settle()
    seat = line(desk).seat
    assert seat.isVisible()
    shown = seat.fontMetrics().horizontalAdvance("Service (home Sales-UK)")
    assert seat.width() >= shown
    for button in (line(desk).move_button, line(desk).queues, line(desk).about):
        place = button.mapTo(desk.window, button.rect().center())
        assert desk.window.childAt(place) is button


def test_a_link_that_is_not_good_keeps_its_words(desk: Desk) -> None:
    desk.window.resize(320, 640)
    desk.show(seated(Work.READY, campaign="Service", stale=True))
    desk.settle()
    assert line(desk).link.isVisible()
    assert line(desk).link.text() == "Link silent"


def test_names_from_the_wire_are_plain_text(desk: Desk) -> None:
    desk.show(seated(Work.READY, campaign=MARKUP, queues=(MARKUP, "a\nb")))
    assert MARKUP in line(desk).seat.text()
    assert line(desk).queue_menu.actions()[-1].text() == "a b"
    assert line(desk).queue_menu.actions()[-2].text() == MARKUP.replace("&", "&&")


# -- moves ---------------------------------------------------------------------------------------------------


def test_the_menu_has_the_campaigns_of_the_site(desk: Desk) -> None:
    desk.show(seated(Work.READY, campaign="Service"))
    assert texts(line(desk).moves) == [
        ("Sales-UK (home)", False, True),
        ("Service", True, False),
        ("R&&D", False, True),
    ]


def test_a_move_is_asked_for_by_button(desk: Desk) -> None:
    QTest.mouseClick(line(desk).move_button, Qt.MouseButton.LeftButton)
    assert line(desk).moves.isVisible()
    QTest.keyClick(line(desk).moves, Qt.Key.Key_Return)
    assert desk.asked == [MoveTo("Service")]
    assert texts(line(desk).moves)[1] == ("Service", False, True), "ticked when the dialer has moved the agent"


def test_a_move_is_asked_for_by_key(desk: Desk) -> None:
    desk.key(Qt.Key.Key_M, CONTROL)
    assert line(desk).moves.isVisible()
    line(desk).moves.actions()[2].trigger()
    assert desk.asked == [MoveTo("R&D")]


def test_without_campaigns_there_is_no_button_and_the_key_says_why(
    qtbot: QtBot, theme: Theme, memory: QSettings
) -> None:
    desk = open_window(qtbot, theme, memory, RULES)
    desk.show(seated(Work.READY))
    assert not line(desk).move_button.isVisible()
    assert not line(desk).queues.isVisible()
    desk.key(Qt.Key.Key_M, CONTROL)
    assert desk.parts.notice.text.text() == in_words(words.NO_MOVES)
    desk.key(Qt.Key.Key_J, CONTROL)
    assert desk.parts.notice.text.text() == "Your site has set up no queues."


def test_before_the_login_neither_is_on(desk: Desk) -> None:
    desk.show(of_state(Shown.LOGGED_OUT))
    assert line(desk).move_button.why_off == line(desk).queues.why_off == in_words(words.NOT_LOGGED_IN)


# -- queues --------------------------------------------------------------------------------------------------


def test_the_queues_of_skill_sets_targets_and_login_are_known(desk: Desk) -> None:
    desk.show(seated(Work.READY, queues=("VIP", "Other")))
    assert texts(line(desk).queue_menu) == [
        ("VIP", True, True),
        ("Standard", False, True),
        ("Billing", False, True),
        ("Other", True, True),
    ]


def test_queues_are_joined_and_left(desk: Desk) -> None:
    desk.show(seated(Work.READY, queues=("VIP",)))
    desk.key(Qt.Key.Key_J, CONTROL)
    assert line(desk).queue_menu.isVisible()
    QTest.keyClick(line(desk).queue_menu, Qt.Key.Key_Return)
    line(desk).queue_menu.actions()[2].trigger()
    assert desk.asked == [JoinQueue("VIP", on=False), JoinQueue("Billing", on=True)]
    assert [ticked for _, ticked, _ in texts(line(desk).queue_menu)] == [True, False, False]
    desk.show(seated(Work.READY, queues=("Billing",)))
    assert [ticked for _, ticked, _ in texts(line(desk).queue_menu)] == [False, False, True]


def test_both_have_names_for_a_screen_reader(desk: Desk) -> None:
    assert line(desk).move_button.accessibleName() == "Campaign"
    assert line(desk).queues.accessibleName() == "Queues"
    assert line(desk).moves.accessibleName() == "Campaigns to move to"
    assert line(desk).queue_menu.accessibleName() == "Queues to join or leave"
    assert LOGIN.campaign in line(desk).seat.text()
