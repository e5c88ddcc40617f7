"""The filter of Recent: what is typed and chosen, what is seen of it, and how it is taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.records import ALL_ROWS, Filter
from agentpanel.domain.words import say
from agentpanel.gui.models.recent_choice import NOTHING_CHOSEN, Choice, Days, outcomes
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.recent import RecentPanel
from tests.helpers.recent import NOW, RULES, call, calls, open_recent, show_everyone
from tests.helpers.snapshots import seated

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = date(2030, 11, 21)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RecentPanel:
    return open_recent(qtbot, theme)


@pytest.fixture
def asked(panel: RecentPanel) -> list[Filter]:
    filters: list[Filter] = []
    panel.query_changed.connect(filters.append)
    return filters


# -- the text ----------------------------------------------------------------------------------------------


def test_the_filter_asks_once_when_the_typing_pauses(qtbot: QtBot, panel: RecentPanel, asked: list[Filter]) -> None:
    QTest.keyClicks(panel.filter, "7946")
    assert asked == []
    qtbot.waitUntil(lambda: asked == [Filter(text="7946")])
    QTest.keyClicks(panel.filter, " ")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked == [Filter(text="7946")], "spaces around are nothing"


def test_enter_asks_at_once(panel: RecentPanel, asked: list[Filter]) -> None:
    panel.head._pause.setInterval(10_000)
    QTest.keyClicks(panel.filter, "sale")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked == [Filter(text="sale")]
    assert panel.wanted == asked[-1]
    panel.filter.clear()
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked == [Filter(text="sale"), ALL_ROWS]


def test_escape_takes_back_the_text_first_and_then_the_filters(panel: RecentPanel, asked: list[Filter]) -> None:
    panel.head.choose(Choice(tags=frozenset({1})))
    panel.filter.setText("sale")
    panel.head.ask()
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert (panel.filter.text(), panel.head.choice.tags) == ("", {1})
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.head.choice == NOTHING_CHOSEN
    assert asked[-2:] == [Filter(tags=(1,)), ALL_ROWS]
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert len(asked) == 4, "there is nothing left"


def test_escape_in_the_list_does_the_same(panel: RecentPanel, asked: list[Filter]) -> None:
    panel.show_rows(calls(5))
    panel.head.choose(Choice(days=Days.TODAY))
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert asked[-1] == ALL_ROWS


# -- what is chosen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "since", "until"),
    [
        (Choice(days=Days.TODAY), TODAY, TODAY + timedelta(days=1)),
        (Choice(days=Days.YESTERDAY), TODAY - timedelta(days=1), TODAY),
        (Choice(days=Days.WEEK), TODAY - timedelta(days=6), TODAY + timedelta(days=1)),
        (Choice(days=Days.DATE, day=date(2030, 3, 31)), date(2030, 3, 31), date(2030, 4, 1)),
    ],
)
def test_days_begin_and_end_at_midnight_here(choice: Choice, since: date, until: date) -> None:
    assert choice.filter("", TODAY, RULES) == Filter(since=midnight(since), until=midnight(until))


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("class not_connected", Filter(reasons=(3,))),
        ("class connected", Filter(reasons=(10,))),
        ("code 13", Filter(outcomes=(13,))),
        ("not sent", Filter(not_sent=True)),
    ],
)
def test_outcomes_become_codes(outcome: str, wanted: Filter) -> None:
    assert Choice(outcome=outcome).filter("", TODAY, RULES) == wanted


def test_the_outcomes_are_those_of_the_site() -> None:
    assert [text for _, text in outcomes(RULES)] == [
        "any",
        "Connected",
        "Not connected",
        "Not sent",
        "No interest (13)",
        "Sale (12)",
    ]


def test_the_sheet_filters_at_once(panel: RecentPanel, asked: list[Filter]) -> None:
    sheet = panel.head.sheet
    panel.head.button.click()
    assert sheet.isVisible()
    sheet.days.setCurrentIndex(1)
    sheet.outcome.setCurrentIndex(3)
    sheet.tags[2].click()
    sheet.tags[1].click()
    sheet.campaign.setCurrentText("Sales")
    assert asked[-1] == Filter(
        since=midnight(TODAY), until=midnight(TODAY + timedelta(days=1)), tags=(1, 2), campaign="Sales", not_sent=True
    )
    sheet.clear.click()
    assert asked[-1] == ALL_ROWS
    assert not sheet.clear.isEnabled()
    panel.head.button.click()
    assert not sheet.isVisible()


def test_one_day_is_chosen_from_a_calendar(panel: RecentPanel, asked: list[Filter]) -> None:
    sheet = panel.head.sheet
    panel.head.open_sheet()
    assert not sheet.day.isVisible()
    sheet.days.setCurrentIndex(list(Days).index(Days.DATE))
    assert sheet.day.isVisible()
    assert asked[-1].since == midnight(TODAY), "today, as it was shown"
    sheet.day.put(NOW - timedelta(days=3))
    assert asked[-1] == Filter(since=midnight(date(2030, 11, 18)), until=midnight(date(2030, 11, 19)))
    sheet.hide()


def test_an_agent_can_be_chosen_where_all_are_shown(panel: RecentPanel, asked: list[Filter]) -> None:
    sheet = panel.head.sheet
    panel.head.open_sheet()
    assert not sheet.agent.isVisible()
    sheet.hide()
    show_everyone(panel)
    panel.show_rows([call()])
    panel.head.open_sheet()
    assert sheet.agent.isVisible()
    assert [sheet.agent.itemText(at) for at in range(sheet.agent.count())] == ["", "1001"]
    sheet.agent.setCurrentText("1002")
    assert asked[-1] == Filter(agent="1002")
    sheet.hide()


def test_who_is_no_supervisor_any_more_filters_by_no_agent(panel: RecentPanel, asked: list[Filter]) -> None:
    show_everyone(panel)
    panel.head.choose(Choice(agent="1002", days=Days.TODAY))
    panel.show_slice(seated(rights=1))
    assert panel.head.choice == Choice(days=Days.TODAY)
    assert asked[-1].agent is None


def test_names_at_hand_are_those_that_were_seen(panel: RecentPanel) -> None:
    panel.show_rows([call()])
    panel.head.open_sheet()
    field = panel.head.sheet.campaign
    assert [field.itemText(at) for at in range(field.count())] == ["", "Sales", "Service"]
    panel.head.sheet.hide()


# -- what is seen of it --------------------------------------------------------------------------------------


def test_each_filter_is_a_chip_that_takes_it_back(panel: RecentPanel, asked: list[Filter]) -> None:
    assert panel.head.chips.isHidden()
    panel.head.choose(Choice(days=Days.WEEK, outcome="code 12", tags=frozenset({3}), campaign="Sales"))
    told = [chip.words.removesuffix(" \N{MULTIPLICATION SIGN}") for chip in panel.head.chips.chips]
    assert told == ["Last 7 days", "Sale (12)", "T3 set", "Sales"]
    assert panel.head.chips.chips[1].accessibleName() == "Take back the filter Sale (12)"
    assert panel.head.button.words == "4"
    assert panel.head.button.accessibleDescription().startswith("Filtered by Last 7 days, Sale (12), T3 set, Sales.")
    panel.head.chips.chips[1].click()
    assert panel.head.choice == Choice(days=Days.WEEK, tags=frozenset({3}), campaign="Sales")
    assert asked[-1].outcomes == ()
    panel.head.chips.all_off.click()
    assert panel.head.chips.isHidden()
    assert panel.head.button.words == ""


def test_a_chip_that_goes_gives_the_keys_to_the_field(qtbot: QtBot, panel: RecentPanel) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.head.choose(Choice(days=Days.WEEK, outcome="code 12"))
    panel.head.chips.chips[0].setFocus()
    QTest.keyClick(panel.head.chips.chips[0], Qt.Key.Key_Space)
    assert panel.focusWidget() is panel.filter
    assert panel.head.choice == Choice(outcome="code 12")


def test_a_long_filter_leaves_room_for_others(panel: RecentPanel) -> None:
    panel.resize(380, 300)
    panel.head.choose(Choice(days=Days.TODAY, campaign="A campaign with a very long name indeed"))
    (first, second) = panel.head.chips.chips
    assert not first.isHidden()
    assert not second.isHidden()
    assert "A campaign with a very long name indeed" in second.accessibleName()


def test_an_empty_list_says_why(panel: RecentPanel) -> None:
    panel.show_rows([])
    assert panel.table.why_empty == "Your calls will stand here."
    assert panel.table.accessibleDescription() == "Your calls will stand here."
    panel.filter.setText("xyz")
    panel.head.ask()
    panel.show_rows([])
    assert panel.table.why_empty == "No call contains this text."
    panel.head.choose(Choice(days=Days.TODAY))
    panel.show_rows([])
    assert "contains this text and fits the filter: Today." in panel.table.why_empty
    panel.filter.clear()
    panel.head.ask()
    panel.show_rows([])
    assert panel.table.why_empty == "No call fits the filter: Today. Esc takes it back."
    panel.show_rows([call()])
    assert panel.table.why_empty == ""
    assert panel.table.accessibleDescription() == ""


def test_a_supervisor_is_promised_the_calls_of_all(panel: RecentPanel) -> None:
    show_everyone(panel)
    panel.show_rows([])
    assert panel.table.why_empty == "The calls of all agents will stand here."


def test_why_fewer_calls_are_told_of_can_be_asked(panel: RecentPanel) -> None:
    told: list[str] = []
    panel.explained.connect(told.append)
    panel.show_slice(seated())
    assert panel.head.why_fewer.isHidden()
    panel.show_slice(seated(fewer_outcomes=say(words.OUTCOMES_GAP)))
    assert panel.head.why_fewer.isVisible()
    panel.head.why_fewer.click()
    assert told == [words.OUTCOMES_GAP]
    panel.show_slice(seated())
    assert panel.head.why_fewer.isHidden()


def test_past_midnight_today_is_asked_for_anew(qtbot: QtBot, theme: Theme) -> None:
    times = [NOW]
    panel = open_recent(qtbot, theme, now=lambda: times[0])
    asked: list[Filter] = []
    panel.query_changed.connect(asked.append)
    panel.head.choose(Choice(days=Days.TODAY))
    times[0] = NOW + timedelta(days=1)
    panel.head._look_at_day()
    assert [each.since for each in asked] == [midnight(TODAY), midnight(TODAY + timedelta(days=1))]
