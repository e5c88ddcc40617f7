"""Recent: what a row says, under which day it stands, and that it keeps its place."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from agentpanel.domain import words, words_call
from agentpanel.domain.records import Differs, Row, Sending
from agentpanel.domain.words import Say, say
from agentpanel.gui.models.recent_columns import CORRECTED
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.widgets.recent import RecentPanel
from tests.helpers.recent import ENTRY, NOW, call, calls, cell, keys, open_recent, select, show_everyone

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from tests.helpers.logguard import LogGuard

TIP = Qt.ItemDataRole.ToolTipRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
INK = Qt.ItemDataRole.ForegroundRole


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RecentPanel:
    return open_recent(qtbot, theme)


def row_texts(panel: RecentPanel, *columns: str) -> list[str]:
    return [cell(panel, key) for key in columns]


# -- what a row says -------------------------------------------------------------------------------------


def test_a_row_tells_the_call(panel: RecentPanel) -> None:
    panel.show_rows([call()])
    assert row_texts(panel, "time", "number", "outcome", "tags", "campaign", "word") == [
        "15:22",
        "+44 20 7946 0000",
        "Sale (12)",
        "T1 T3",
        "Sales · VIP",
        "confirmed",
    ]
    assert cell(panel, "recording", SPOKEN) == "recorded"
    assert cell(panel, "tags", SPOKEN) == "T1: complaint, T3: English"
    assert cell(panel, "time", SPOKEN) == "21 Nov 2030 15:22:00"


@pytest.mark.parametrize(
    ("changes", "key", "text"),
    [
        ({"outcome": 77}, "outcome", "77"),
        ({"outcome": None, "reason": 3}, "outcome", "No answer (3)"),
        ({"outcome": None, "reason": 99}, "outcome", "dialer's result (99)"),
        ({"outcome": 0, "reason": 3}, "outcome", "0"),
        ({"outcome": None}, "outcome", ""),
        ({"declined": True}, "outcome", "declined: Sale (12)"),
        ({"outcome": None, "declined": True}, "outcome", "declined"),
        ({"outcome": None, "reason": 3, "declined": True}, "outcome", "declined: No answer (3)"),
        ({"number": None}, "number", "unknown"),
        ({"campaign": None, "queue": None}, "campaign", ""),
        ({"recorded": False}, "recording", ""),
        ({"number": "12\n34"}, "number", "12 34"),
        ({"agent": ""}, "agent", "none"),
        ({"list_name": "L 1"}, "list", "L 1"),
        ({"note": "two\nlines"}, "note", "two lines"),
        ({"data": "forename~C~Ada|surname~C~Lovelace"}, "name", "Ada Lovelace"),
        ({"data": "free text"}, "name", ""),
        ({"connected": NOW, "ended": NOW + timedelta(seconds=151)}, "duration", "02:31"),
        ({"connected": NOW}, "duration", ""),
    ],
)
def test_a_row_tells_what_is_odd(panel: RecentPanel, changes: dict[str, Any], key: str, text: str) -> None:
    panel.show_rows([call(replace(ENTRY, **changes))])
    assert cell(panel, key) == text


def test_the_way_of_a_call_is_a_shape_and_a_word(panel: RecentPanel) -> None:
    panel.show_rows([call(), call(replace(ENTRY, key="in", inbound=True, started=NOW - timedelta(minutes=9)))])
    assert cell(panel, "direction") != cell(panel, "direction", row=1)
    assert [cell(panel, "direction", SPOKEN, row=row) for row in (0, 1)] == ["outbound", "inbound"]


@pytest.mark.parametrize(
    ("state", "word", "role"),
    [
        (Sending.CONFIRMED, "confirmed", "good"),
        (Sending.SENT, "sent", "muted"),
        (Sending.UNSENT, "not sent yet", "warn"),
        (Sending.LOCAL, "not sent", "bad"),
    ],
)
def test_how_far_an_outcome_has_come(panel: RecentPanel, theme: Theme, state: Sending, word: str, role: str) -> None:
    panel.show_rows([call(replace(ENTRY, state=state))])
    font = cell(panel, "word", Qt.ItemDataRole.FontRole)
    assert cell(panel, "word") == word
    assert (font is not None and font.italic()) is word.startswith("not sent")
    assert cell(panel, "state", INK).color() == theme.colour(role)
    assert cell(panel, "state", SPOKEN) == word


def test_the_four_states_have_four_shapes(panel: RecentPanel) -> None:
    panel.show_rows([call(replace(ENTRY, key=state.value, state=state)) for state in Sending])
    assert len({cell(panel, "state", row=row) for row in range(4)}) == 4


def test_why_it_was_not_sent_stands_in_the_tip(panel: RecentPanel) -> None:
    panel.show_rows([call(replace(ENTRY, state=Sending.LOCAL, why=say(words.WHY_REFUSED, code=406)))])
    reason = "not sent: the dialer refused it (error 406)"
    assert cell(panel, "word", TIP) == reason
    assert cell(panel, "state", SPOKEN) == reason
    assert reason in cell(panel, "outcome", TIP)


def test_tags_have_the_labels_of_their_campaign(panel: RecentPanel) -> None:
    panel.show_rows([call(replace(ENTRY, campaign="Service"))])
    assert cell(panel, "tags", TIP) == "Label T1 (T1): complaint\nLabel T3 (T3): English"


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (say(words_call.WHY_GIVEN, target="Second agent"), "given to Second agent"),
        (say(words_call.WHY_NOT_ANSWERED), "it was not answered"),
        (say(words_call.WHY_REJECTED), "you rejected it"),
        (say(words.WHY_NOT_REACHED), "the number was not reached"),
    ],
)
def test_a_call_that_owes_no_outcome_is_not_called_unsent(panel: RecentPanel, why: Say, text: str) -> None:
    owing = replace(ENTRY, state=Sending.LOCAL, outcome=None, reason=None, why=why)
    panel.show_rows([call(owing)])
    assert cell(panel, "outcome") == text
    assert cell(panel, "state") == "\N{EN DASH}"
    assert cell(panel, "word") == "no outcome due"
    panel.show_rows([call(replace(owing, outcome=12))])
    assert cell(panel, "word") == "not sent"


def test_new_colours_are_taken_at_once(panel: RecentPanel, theme: Theme) -> None:
    panel.show_rows([call()])
    light = cell(panel, "state", INK).color()
    theme.choose(Mode.DARK)
    dark = cell(panel, "state", INK).color()
    theme.choose(Mode.LIGHT)
    assert dark != light == cell(panel, "state", INK).color()


# -- where the dialer's word is another, and what was corrected --------------------------------------------


def test_another_outcome_of_the_dialer_is_marked_and_told(panel: RecentPanel) -> None:
    panel.show_rows([call(replace(ENTRY, outcome=13), own_outcome=12, differs=frozenset({Differs.OUTCOME}))])
    told = "You: Sale (12). The dialer: No interest (13)."
    assert cell(panel, "outcome") == "≠ No interest (13)"
    assert told in cell(panel, "outcome", TIP)
    assert told in cell(panel, "outcome", SPOKEN)
    show_everyone(panel)
    assert "The agent: Sale (12)." in cell(panel, "outcome", TIP), "a supervisor was not there"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            call(replace(ENTRY, outcome=13), differs=frozenset({Differs.OUTCOME})),
            "You: none. The dialer: No interest (13).",
        ),
        (call(differs=frozenset({Differs.NUMBER})), "The dialer reports another number than the panel was told."),
        (call(differs=frozenset({Differs.QUEUE})), "The dialer reports another queue than the panel was told."),
        (call(differs=frozenset({Differs.CAMPAIGN})), "The dialer reports another campaign than the panel was told."),
        (
            call(differs=frozenset({Differs.DECLINED})),
            "The panel declined this preview; the dialer does not say so.",
        ),
        (
            call(replace(ENTRY, declined=True), differs=frozenset({Differs.DECLINED})),
            "The dialer says that this preview was declined; the panel had not declined it.",
        ),
    ],
)
def test_every_difference_has_its_words(panel: RecentPanel, row: Row, told: str) -> None:
    panel.show_rows([row])
    assert cell(panel, "outcome").startswith("≠ ")
    assert told in cell(panel, "outcome", SPOKEN)


def test_differing_tags_are_marked_where_the_tags_stand(panel: RecentPanel) -> None:
    own = ("complaint", "praise", "", "", "", "")
    panel.show_rows([call(own_tags=own, differs=frozenset({Differs.TAGS}))])
    assert cell(panel, "tags") == "T1 T3 ≠"
    assert "T2: You: praise. The dialer: none." in cell(panel, "tags", SPOKEN)
    assert "T3: You: none. The dialer: English." in cell(panel, "tags", TIP)
    assert cell(panel, "outcome") == "Sale (12)"
    panel.resize(306, 300)
    assert cell(panel, "outcome").startswith("≠ "), "where the tags have no room"


def test_a_corrected_tag_is_marked_and_says_what_the_dialer_has(panel: RecentPanel) -> None:
    panel.show_rows([call(corrected=("praise", "new", "", None, None, None))])
    assert cell(panel, "tags").split() == [f"T{n}{CORRECTED}" for n in (1, 2, 3)]
    assert cell(panel, "tags", TIP).splitlines() == [
        "T1: praise (corrected here; the dialer has: complaint)",
        "T2: new (corrected here; the dialer has: none)",
        "T3: none (corrected here; the dialer has: English)",
    ]


# -- days ------------------------------------------------------------------------------------------------


def days_of(panel: RecentPanel) -> list[str]:
    model = panel._model
    return [model.data(model.index(at, 0)) for at, line in enumerate(model.rows) if isinstance(line, date)]


def over_days() -> list[Row]:
    """Two calls each of today, yesterday, the Saturday before, and a year ago."""
    back = [timedelta(), timedelta(days=1), timedelta(days=5), timedelta(days=400)]
    starts = [NOW - days - timedelta(minutes=minutes) for days in back for minutes in (8, 20)]
    return [call(replace(ENTRY, key=f"k{at}", started=start)) for at, start in enumerate(starts)]


def test_calls_stand_under_their_days(panel: RecentPanel) -> None:
    panel.show_rows(over_days())
    assert days_of(panel) == ["Today", "Yesterday", "Saturday 16 November", "Wednesday 17 October 2029"]
    assert [isinstance(line, Row) for line in panel._model.rows] == [False, True, True] * 4


def test_a_day_is_that_of_this_computer_s_zone(panel: RecentPanel) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    late, early = midnight - timedelta(seconds=1), midnight
    panel.show_rows([call(replace(ENTRY, key=f"{start}", started=start.astimezone(UTC))) for start in (early, late)])
    assert days_of(panel) == ["Today", "Yesterday"]


def test_keys_step_over_the_days(panel: RecentPanel) -> None:
    panel.show_rows(over_days())
    table, action, none = panel.table, panel.table.CursorAction, Qt.KeyboardModifier.NoModifier
    seen = []
    table.step_to_first()
    for _ in range(9):
        assert table.call is not None
        seen.append(table.call.entry.key)
        table.setCurrentIndex(table.moveCursor(action.MoveDown, none))
    assert seen == [*(f"k{n}" for n in range(8)), "k7"]
    table.setCurrentIndex(table.moveCursor(action.MoveHome, none))
    assert table.call == over_days()[0]
    table.setCurrentIndex(table.moveCursor(action.MoveUp, none))
    assert table.call == over_days()[0], "there is nothing above but the day"


def test_a_day_can_neither_be_selected_nor_opened(panel: RecentPanel) -> None:
    panel.show_rows(over_days())
    index = panel._model.index(0, 0)
    assert panel._model.flags(index) == Qt.ItemFlag.NoItemFlags
    opened: list[Row] = []
    panel.detail_requested.connect(opened.append)
    panel.table.doubleClicked.emit(index)
    panel.table.setCurrentIndex(index)
    panel.calls.details.trigger()
    assert opened == []


def test_past_midnight_today_is_yesterday(qtbot: QtBot, theme: Theme) -> None:
    times = [NOW]
    panel = open_recent(qtbot, theme, now=lambda: times[0])
    panel.show_rows([call()])
    assert days_of(panel) == ["Today"]
    times[0] = NOW + timedelta(days=1)
    panel.head._look_at_day()
    assert days_of(panel) == ["Yesterday"]


def test_a_day_is_painted_over_the_whole_width(panel: RecentPanel, theme: Theme) -> None:
    panel.show_rows(over_days())
    picture = panel.table.viewport().grab().toImage()
    y = panel.table.rowViewportPosition(0) + 1
    for x in (1, picture.width() // 2, picture.width() - 2):
        assert picture.pixelColor(x, y) == theme.colour("window")


# -- the model -------------------------------------------------------------------------------------------


@pytest.fixture
def changes(panel: RecentPanel) -> list[tuple[str, int, int]]:
    """What the view is told: kind, first and last line; the day of all calls is line 0."""
    told: list[tuple[str, int, int]] = []
    model = panel.table.model()
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", first, last)))
    model.dataChanged.connect(lambda first, last: told.append(("changed", first.row(), last.row())))
    model.modelReset.connect(lambda: told.append(("reset", 0, 0)))
    return told


def test_the_first_page_is_one_change(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    panel.show_rows(calls(200))
    assert changes == [("in", 0, 200)]
    assert len(keys(panel)) == 200


def test_new_calls_come_in_on_top_as_one_batch(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    panel.show_rows(calls(200))
    changes.clear()
    panel.show_rows(calls(200, start=3))
    assert changes == [("out", 198, 200), ("in", 1, 3)]
    assert keys(panel) == [row.entry.key for row in calls(200, start=3)]


def test_a_changed_call_is_changed_in_its_place(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    rows = calls(10)
    panel.show_rows(rows)
    changes.clear()
    other = [replace(row, entry=replace(row.entry, outcome=13)) for row in rows]
    panel.show_rows([*rows[:3], other[3], *rows[4:7], other[7], *rows[8:]])
    assert changes == [("changed", 4, 8)]
    assert cell(panel, "outcome", row=3) == "No interest (13)"
    assert cell(panel, "outcome", row=4) == "Sale (12)"


def test_calls_that_come_late_go_in_between(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    rows = calls(30)
    panel.show_rows([*rows[:10], *rows[15:20], *rows[21:]])
    changes.clear()
    panel.show_rows(rows)
    assert changes == [("in", 11, 15), ("in", 21, 21)]


def test_the_same_rows_change_nothing(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    panel.show_rows([])
    panel.show_rows(calls(10))
    changes.clear()
    panel.show_rows(calls(10))
    assert changes == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (calls(5), calls(5, start=100)),
        (calls(5), []),
        (calls(5), calls(5)[1:]),
        (calls(5), [*calls(5)[:2], *calls(5)[3:]]),
        (calls(5), calls(5)[::-1]),
        (calls(3, start=2), calls(5)),
        (calls(5), calls(9, start=-2)),
        (calls(99)[::2], calls(99)[1::3]),
        (over_days(), over_days()[3:5]),
        (over_days()[5:], over_days()),
    ],
)
def test_any_page_can_follow_any_other(
    panel: RecentPanel, qtmodeltester: ModelTester, before: list[Row], after: list[Row]
) -> None:
    panel.show_rows(before)
    panel.show_rows(after)
    assert keys(panel) == [row.entry.key for row in after]
    texts = [panel._columns.number(row).text for row in after]
    assert [cell(panel, "number", row=row) for row in range(len(after))] == texts
    qtmodeltester.check(panel.table.model())  # type: ignore[no-untyped-call]


def test_roles_that_nobody_needs_cost_nothing(panel: RecentPanel) -> None:
    panel.show_rows([call()])
    panel._model.redraw()
    for role in (Qt.ItemDataRole.SizeHintRole, Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.DecorationRole):
        assert cell(panel, "number", role) is None
    assert panel._model._cells == {}, "no cell was made for them"


def test_painting_a_page_is_quick(panel: RecentPanel) -> None:
    """A frame has 16 ms; the first picture of 200 rows paints only those in sight."""
    panel.show_rows(calls(200))
    told: list[int] = []
    counted = panel._model._tell

    def count(row: int, at: int) -> Any:
        told.append(row)
        return counted(row, at)

    panel._model._tell = count  # type: ignore[method-assign]
    panel._model.redraw()
    image = QImage(QSize(760, 300), QImage.Format.Format_RGB32)
    panel.table.selectionModel().select(panel.table.model().index(1, 0), QItemSelectionModel.SelectionFlag.Select)
    panel.render(image)
    assert max(told) < 30
    shown = [at for at in range(len(panel._model.columns)) if not panel.table.isColumnHidden(at)]
    assert len(told) <= (max(told) + 1) * len(shown), "each cell once, and none of a hidden column"


def test_a_row_that_cannot_be_told_is_logged_once(panel: RecentPanel, log_guard: LogGuard) -> None:
    log_guard.expect("a row cannot be told", level=logging.ERROR)
    panel.show_rows([call(replace(ENTRY, tags=("",)))])  # type: ignore[arg-type]
    image = QImage(QSize(760, 300), QImage.Format.Format_RGB32)
    panel.render(image)
    told = len(log_guard.records)
    panel.render(image)
    assert cell(panel, "number") == "?"
    assert len(log_guard.records) == told > 0


def test_a_tip_that_cannot_be_told_is_logged_once(panel: RecentPanel, log_guard: LogGuard) -> None:
    log_guard.expect("a row cannot be told", level=logging.ERROR)
    panel.show_rows([call(differs=frozenset({Differs.TAGS}), own_tags=("",))])
    assert cell(panel, "number") == "+44 20 7946 0000"
    assert [cell(panel, "tags", TIP) for _ in range(3)] == ["?", None, None]
    assert len(log_guard.records) == 1


# -- its place -------------------------------------------------------------------------------------------


def top(panel: RecentPanel) -> str:
    line = panel._model.rows[panel.table.rowAt(0)]
    return line.entry.key if isinstance(line, Row) else str(line)


def test_the_selected_call_stays_selected(panel: RecentPanel) -> None:
    panel.show_rows(calls(50))
    key = select(panel, 4)
    panel.show_rows(calls(50, start=2))
    assert panel.table.call is not None
    assert panel.table.call.entry.key == key
    panel.show_rows([row for row in calls(50, start=2) if row.entry.key != "k50"])
    assert panel.table.call.entry.key == key
    panel.show_rows([*calls(50, start=2)[::-1]])
    assert panel.table.call is not None
    assert panel.table.call.entry.key == key, "also over a reset"
    panel.show_rows(calls(3, start=500))
    assert panel.table.selected_rows == []


def test_who_reads_further_down_is_not_moved(panel: RecentPanel) -> None:
    panel.show_rows(calls(100))
    panel.table.verticalScrollBar().setValue(30)
    before = top(panel)
    panel.show_rows(calls(104))
    assert top(panel) == before
    panel.show_rows([row for row in calls(104) if row.entry.key != "k100"])
    assert top(panel) == before


def test_who_reads_the_oldest_is_not_moved_by_new_calls(panel: RecentPanel) -> None:
    panel.show_rows(calls(100))
    panel.table.scrollToBottom()
    before = top(panel)
    panel.show_rows(calls(140))
    assert top(panel) == before


def test_who_reads_the_newest_sees_the_newest(panel: RecentPanel) -> None:
    panel.show_rows(calls(100))
    panel.show_rows(calls(103))
    assert keys(panel)[0] == "k102"
    assert panel.table.verticalScrollBar().value() == 0


def test_another_list_begins_at_its_top(panel: RecentPanel) -> None:
    panel.show_rows(calls(100))
    panel.table.verticalScrollBar().setValue(30)
    panel.show_rows(calls(100)[::2], anew=True)
    assert panel.table.verticalScrollBar().value() == 0


def test_it_tells_what_can_be_seen(panel: RecentPanel) -> None:
    seen: list[tuple[int, int] | None] = []
    panel.sight_changed.connect(seen.append)
    panel.show_rows(calls(100))
    first = seen[-1]
    panel.table.executeDelayedItemsLayout()
    panel.table.verticalScrollBar().setValue(50)
    second = seen[-1]
    assert first is not None
    assert second is not None
    assert first[0] == 99
    assert second[0] == 50
    assert 5 < first[0] - first[1] < 30
    panel.show_rows([])
    assert seen[-1] is None


# -- the day that stays at the top -----------------------------------------------------------------------------


def of_many_days() -> list[Row]:
    """Three calls a day."""
    return [call(replace(ENTRY, key=f"d{n}", started=NOW - timedelta(hours=8 * n))) for n in range(60)]


def test_the_day_of_the_topmost_call_stays_in_sight(panel: RecentPanel) -> None:
    panel.show_rows(of_many_days())
    panel.table.executeDelayedItemsLayout()
    assert panel.table.strip.words == ""
    panel.table.verticalScrollBar().setValue(2)
    assert panel.table.strip.words == "Today"
    assert panel.table.strip.isVisible()
    panel.table.verticalScrollBar().setValue(10)
    assert panel.table.strip.words == "Tuesday 19 November"
    panel.show_rows([])
    assert panel.table.strip.words == ""


def test_no_call_with_the_keys_is_below_the_day(panel: RecentPanel) -> None:
    panel.show_rows(of_many_days())
    panel.table.setFocus()
    for key in (Qt.Key.Key_End, *[Qt.Key.Key_Up] * 30, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        QTest.keyClick(panel.table, key)
        top = panel.table.rowViewportPosition(panel.table.currentIndex().row())
        assert not panel.table.strip.words or top >= panel.table.strip.height() - 1


def test_a_low_list_gives_its_rows_to_calls(panel: RecentPanel) -> None:
    panel.show_rows(of_many_days())
    panel.resize(380, 80)
    panel.table.verticalScrollBar().setValue(2)
    assert panel.table.strip.words == ""
