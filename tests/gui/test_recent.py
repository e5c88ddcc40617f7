"""Recent: what a row says, that it keeps its place, and what the keys do."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from agentpanel.domain import words, words_call
from agentpanel.domain.records import Entry, Sending
from agentpanel.domain.rules import TAG_CODES, CampaignRule, OutcomeRule, ReasonName, SiteRules, TagRule
from agentpanel.domain.words import Say, say
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.windows.entry_dialog import EntryDialog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from tests.helpers.logguard import LogGuard

NOW = datetime(2030, 11, 21, 15, 30).astimezone()
RULES = SiteRules(
    outcomes=(OutcomeRule(code=12, text="Sale"), OutcomeRule(code=13, text="No interest")),
    reasons=(ReasonName(code=3, text="No answer"),),
    campaigns={"Service": CampaignRule(tags=tuple(TagRule(label=f"Label {code}") for code in TAG_CODES))},
)
ENTRY = Entry(
    key="k",
    tenant=None,
    agent="1001",
    campaign="Sales",
    session="S1",
    session_unique="U1",
    number="+442079460000/001",
    queue="VIP",
    started=NOW - timedelta(minutes=8),
    outcome=12,
    tags=("complaint", "", "English", "", "", ""),
    recorded=True,
    state=Sending.CONFIRMED,
)


def entries(count: int, start: int = 0) -> list[Entry]:
    """Newest first; a greater number is a newer call."""
    numbers = range(start + count - 1, start - 1, -1)
    return [replace(ENTRY, key=f"k{n}", number=f"+4420794{n:05}") for n in numbers]


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Mode.LIGHT)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RecentPanel:
    made = RecentPanel(RULES, theme, now=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(760, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def cell(panel: RecentPanel, key: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole, row: int = 0) -> Any:
    model = panel.table.model()
    at = next(at for at, column in enumerate(panel._model.columns) if column.key == key)
    return model.data(model.index(row, at), role)


def row_texts(panel: RecentPanel, *keys: str) -> list[str]:
    return [cell(panel, key) for key in keys]


# -- what a row says -------------------------------------------------------------------------------------


def test_a_row_tells_the_call(panel: RecentPanel) -> None:
    panel.show_rows([ENTRY])
    assert row_texts(panel, "time", "number", "outcome", "tags", "campaign", "word") == [
        "15:22",
        "+44 20 7946 0000",
        "Sale (12)",
        "T1 T3",
        "Sales · VIP",
        "confirmed",
    ]
    assert cell(panel, "recording", Qt.ItemDataRole.AccessibleTextRole) == "recorded"
    assert cell(panel, "tags", Qt.ItemDataRole.AccessibleTextRole) == "T1: complaint, T3: English"
    assert cell(panel, "time", Qt.ItemDataRole.AccessibleTextRole) == "21 Nov 2030 15:22:00"


@pytest.mark.parametrize(
    ("entry", "key", "text"),
    [
        (replace(ENTRY, outcome=77), "outcome", "77"),
        (replace(ENTRY, outcome=None, reason=3), "outcome", "No answer (3)"),
        (replace(ENTRY, outcome=None, reason=99), "outcome", "dialer's result (99)"),
        (replace(ENTRY, outcome=0, reason=3), "outcome", "0"),
        (replace(ENTRY, outcome=None), "outcome", ""),
        (replace(ENTRY, declined=True), "outcome", "declined: Sale (12)"),
        (replace(ENTRY, outcome=None, declined=True), "outcome", "declined"),
        (replace(ENTRY, outcome=None, reason=3, declined=True), "outcome", "declined: No answer (3)"),
        (replace(ENTRY, number=None), "number", "unknown"),
        (replace(ENTRY, campaign=None, queue=None), "campaign", ""),
        (replace(ENTRY, started=NOW - timedelta(days=1)), "time", "20 Nov"),
        (replace(ENTRY, started=datetime(2029, 3, 2, 12, tzinfo=UTC)), "time", "2.3.29"),
        (replace(ENTRY, recorded=False), "recording", ""),
        (replace(ENTRY, number="12\n34"), "number", "12 34"),
    ],
)
def test_a_row_tells_what_is_odd(panel: RecentPanel, entry: Entry, key: str, text: str) -> None:
    panel.show_rows([entry])
    assert cell(panel, key) == text


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
    panel.show_rows([replace(ENTRY, state=state)])
    font = cell(panel, "word", Qt.ItemDataRole.FontRole)
    assert cell(panel, "word") == word
    assert (font is not None and font.italic()) is word.startswith("not sent")
    assert cell(panel, "state", Qt.ItemDataRole.ForegroundRole).color() == theme.colour(role)
    assert cell(panel, "state", Qt.ItemDataRole.AccessibleTextRole) == word


def test_the_four_states_have_four_shapes(panel: RecentPanel) -> None:
    panel.show_rows([replace(ENTRY, key=state.value, state=state) for state in Sending])
    assert len({cell(panel, "state", row=row) for row in range(4)}) == 4


def test_why_it_was_not_sent_stands_in_the_tip(panel: RecentPanel) -> None:
    panel.show_rows([replace(ENTRY, state=Sending.LOCAL, why=say(words.WHY_REFUSED, code=406))])
    reason = "not sent: the dialer refused it (error 406)"
    assert cell(panel, "word", Qt.ItemDataRole.ToolTipRole) == reason
    assert cell(panel, "state", Qt.ItemDataRole.AccessibleTextRole) == reason
    assert reason in cell(panel, "outcome", Qt.ItemDataRole.ToolTipRole)


def test_tags_have_the_labels_of_their_campaign(panel: RecentPanel) -> None:
    panel.show_rows([replace(ENTRY, campaign="Service")])
    assert cell(panel, "tags", Qt.ItemDataRole.ToolTipRole) == "Label T1 (T1): complaint\nLabel T3 (T3): English"


def test_new_colours_are_taken_at_once(panel: RecentPanel, theme: Theme) -> None:
    panel.show_rows([ENTRY])
    light = cell(panel, "state", Qt.ItemDataRole.ForegroundRole).color()
    theme.choose(Mode.DARK)
    dark = cell(panel, "state", Qt.ItemDataRole.ForegroundRole).color()
    theme.choose(Mode.LIGHT)
    assert dark != light == cell(panel, "state", Qt.ItemDataRole.ForegroundRole).color()


# -- widths ----------------------------------------------------------------------------------------------


def shown_columns(panel: RecentPanel) -> list[str]:
    columns = panel._model.columns
    return [column.key for at, column in enumerate(columns) if not panel.table.isColumnHidden(at)]


@pytest.mark.parametrize("width", [300, 340, 400, 500, 600, 900])
def test_what_is_shown_fits(panel: RecentPanel, width: int) -> None:
    panel.show_rows(entries(50))
    panel.resize(width, 300)
    QApplication.sendPostedEvents()
    header = panel.table.horizontalHeader()
    assert header.length() <= panel.table.viewport().width()
    assert {"time", "number", "outcome", "recording", "state"} <= set(shown_columns(panel))
    assert ("campaign" in shown_columns(panel)) <= ("word" in shown_columns(panel)) <= ("tags" in shown_columns(panel))


def test_a_narrow_panel_still_says_not_sent(panel: RecentPanel) -> None:
    panel.show_rows([replace(ENTRY, state=Sending.LOCAL), replace(ENTRY, key="other")])
    assert row_texts(panel, "outcome", "word") == ["Sale (12)", "not sent"]
    panel.resize(340, 300)
    assert "word" not in shown_columns(panel)
    assert row_texts(panel, "outcome", "number") == ["not sent: Sale (12)", "…46 0000"]
    assert cell(panel, "number", Qt.ItemDataRole.AccessibleTextRole) == "+44 20 7946 0000"
    assert cell(panel, "outcome", row=1) == "Sale (12)"
    panel.resize(760, 300)
    assert cell(panel, "outcome") == "Sale (12)"


def test_rows_have_one_height_from_the_font(panel: RecentPanel) -> None:
    panel.show_rows(entries(20))
    heights = {panel.table.rowHeight(row) for row in range(20)}
    font = panel.table.font()
    font.setPointSize(font.pointSize() * 2)
    panel.table.setFont(font)
    bigger = {panel.table.rowHeight(row) for row in range(20)}
    assert len(heights) == len(bigger) == 1
    assert bigger.pop() > heights.pop() * 1.5


# -- the model -------------------------------------------------------------------------------------------


@pytest.fixture
def changes(panel: RecentPanel) -> list[tuple[str, int, int]]:
    """What the view is told: kind, first and last row."""
    told: list[tuple[str, int, int]] = []
    model = panel.table.model()
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", first, last)))
    model.dataChanged.connect(lambda first, last: told.append(("changed", first.row(), last.row())))
    model.modelReset.connect(lambda: told.append(("reset", 0, 0)))
    return told


def keys(panel: RecentPanel) -> list[str]:
    return [entry.key for entry in panel._model.rows]


def test_the_first_page_is_one_change(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    panel.show_rows(entries(200))
    assert changes == [("reset", 0, 0)]
    assert len(keys(panel)) == 200


def test_new_calls_come_in_on_top_as_one_batch(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    panel.show_rows(entries(200))
    changes.clear()
    panel.show_rows(entries(200, start=3))
    assert changes == [("out", 197, 199), ("in", 0, 2)]
    assert keys(panel) == [entry.key for entry in entries(200, start=3)]


def test_a_changed_call_is_changed_in_its_place(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    rows = entries(10)
    panel.show_rows(rows)
    changes.clear()
    panel.show_rows([*rows[:3], replace(rows[3], outcome=13), *rows[4:7], replace(rows[7], outcome=13), *rows[8:]])
    assert changes == [("changed", 3, 7)]
    assert cell(panel, "outcome", row=3) == "No interest (13)"
    assert cell(panel, "outcome", row=4) == "Sale (12)"


def test_the_same_rows_change_nothing(panel: RecentPanel, changes: list[tuple[str, int, int]]) -> None:
    panel.show_rows([])
    panel.show_rows(entries(10))
    changes.clear()
    panel.show_rows(entries(10))
    assert changes == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (entries(5), entries(5, start=100)),
        (entries(5), []),
        (entries(5), entries(5)[1:]),
        (entries(5), [*entries(5)[:2], *entries(5)[3:]]),
        (entries(5), entries(5)[::-1]),
        (entries(3, start=2), entries(5)),
        (entries(5), entries(9, start=-2)),
    ],
)
def test_any_page_can_follow_any_other(
    panel: RecentPanel, qtmodeltester: ModelTester, before: list[Entry], after: list[Entry]
) -> None:
    panel.show_rows(before)
    panel.show_rows(after)
    assert keys(panel) == [entry.key for entry in after]
    assert [cell(panel, "number", row=row) for row in range(len(after))] == [cell_of(entry, panel) for entry in after]
    qtmodeltester.check(panel.table.model())  # type: ignore[no-untyped-call]


def cell_of(entry: Entry, panel: RecentPanel) -> str:
    return panel._columns.number(entry).text


def test_roles_that_nobody_needs_cost_nothing(panel: RecentPanel) -> None:
    panel.show_rows([ENTRY])
    panel._model.redraw()
    for role in (Qt.ItemDataRole.SizeHintRole, Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.DecorationRole):
        assert cell(panel, "number", role) is None
    assert panel._model._cells == {}, "no cell was made for them"


# -- its place -------------------------------------------------------------------------------------------


def select(panel: RecentPanel, row: int) -> str:
    panel.table.setCurrentIndex(panel.table.model().index(row, 0))
    return keys(panel)[row]


def top(panel: RecentPanel) -> str:
    return keys(panel)[panel.table.rowAt(0)]


def test_the_selected_call_stays_selected(panel: RecentPanel) -> None:
    panel.show_rows(entries(50))
    key = select(panel, 4)
    panel.show_rows(entries(50, start=2))
    assert [entry.key for entry in panel.table.selected_rows] == [key]
    panel.show_rows([entry for entry in entries(50, start=2) if entry.key != "k50"])
    assert [entry.key for entry in panel.table.selected_rows] == [key], "also over a reset"
    assert panel.table.current_row is not None
    panel.show_rows(entries(3, start=500))
    assert panel.table.selected_rows == []


def test_who_reads_further_down_is_not_moved(panel: RecentPanel) -> None:
    panel.show_rows(entries(100))
    panel.table.verticalScrollBar().setValue(30)
    before = top(panel)
    panel.show_rows(entries(104))
    assert top(panel) == before
    panel.show_rows([entry for entry in entries(104) if entry.key != "k100"])
    assert top(panel) == before


def test_who_reads_the_newest_sees_the_newest(panel: RecentPanel) -> None:
    panel.show_rows(entries(100))
    panel.show_rows(entries(103))
    assert top(panel) == "k102"


# -- the filter ------------------------------------------------------------------------------------------


@pytest.fixture
def asked(panel: RecentPanel) -> list[str]:
    texts: list[str] = []
    panel.query_changed.connect(texts.append)
    return texts


def test_the_filter_asks_once_when_the_typing_pauses(qtbot: QtBot, panel: RecentPanel, asked: list[str]) -> None:
    QTest.keyClicks(panel.filter, "7946")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["7946"])
    QTest.keyClicks(panel.filter, " ")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked == ["7946"], "spaces around are nothing"


def test_enter_asks_at_once(panel: RecentPanel, asked: list[str]) -> None:
    panel._pause.setInterval(10_000)
    QTest.keyClicks(panel.filter, "sale")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked == ["sale"]
    panel.filter.clear()
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    assert asked == ["sale", ""]


def test_an_empty_list_says_why(panel: RecentPanel, asked: list[str]) -> None:
    panel.show_rows([])
    assert panel._nothing.isVisible()
    assert panel._nothing.text() == "Your calls will stand here."
    QTest.keyClicks(panel.filter, "xyz")
    QTest.keyClick(panel.filter, Qt.Key.Key_Return)
    panel.show_rows([])
    assert panel._nothing.text() == "No call contains this text."
    panel.show_rows([ENTRY])
    assert not panel._nothing.isVisible()
    assert panel.table.isVisible()
    assert asked == ["xyz"]


# -- keys ------------------------------------------------------------------------------------------------


def details(panel: RecentPanel) -> Sequence[EntryDialog]:
    return [each for each in panel.findChildren(EntryDialog) if each.isVisible()]


@pytest.fixture
def opened(panel: RecentPanel) -> Iterator[list[Entry]]:
    wanted: list[Entry] = []
    panel.detail_requested.connect(wanted.append)
    yield wanted
    for dialog in details(panel):
        dialog.reject()


def test_enter_opens_the_details(panel: RecentPanel, opened: list[Entry]) -> None:
    panel.show_rows(entries(5))
    key = select(panel, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert [entry.key for entry in opened] == [key]
    assert [dialog.isModal() for dialog in details(panel)] == [False], "nothing is modal during a call"


def test_a_double_click_opens_the_details(panel: RecentPanel, opened: list[Entry]) -> None:
    panel.show_rows(entries(5))
    place = panel.table.visualRect(panel.table.model().index(3, 2)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [], "one click selects"
    QTest.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [entry.key for entry in opened] == [keys(panel)[3]]


def test_nothing_opens_without_a_row(panel: RecentPanel, opened: list[Entry]) -> None:
    panel.show_rows(entries(5))
    panel.table.setCurrentIndex(panel.table.model().index(-1, -1))
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    panel._details.trigger()
    assert opened == []


def test_the_number_is_copied_as_it_came(panel: RecentPanel) -> None:
    panel.show_rows([ENTRY, replace(ENTRY, key="none", number=None)])
    select(panel, 0)
    QTest.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "+442079460000/001"
    select(panel, 1)
    panel._copy.trigger()
    assert QGuiApplication.clipboard().text() == "+442079460000/001", "there is no other number"


def test_tab_leaves_the_table(qtbot: QtBot, panel: RecentPanel) -> None:
    panel.show_rows(entries(5))
    panel.activateWindow()
    panel.filter.setFocus()
    qtbot.waitUntil(panel.filter.hasFocus)
    QTest.keyClick(panel.filter, Qt.Key.Key_Tab)
    assert panel.table.hasFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Tab)
    assert not panel.table.hasFocus()


def test_the_menu_of_a_row_does_not_block(panel: RecentPanel) -> None:
    panel.show_rows(entries(5))
    panel.table.customContextMenuRequested.emit(panel.table.visualRect(panel.table.model().index(1, 1)).center())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["&Details…", "&Copy number"]
    menu.close()


def test_every_part_has_a_name(panel: RecentPanel) -> None:
    assert panel.filter.accessibleName() == "Filter recent calls"
    assert panel.table.accessibleName() == "Recent calls"
    assert panel.title.buddy() is panel.filter


# -- details ---------------------------------------------------------------------------------------------


def test_the_details_tell_everything(qtbot: QtBot, panel: RecentPanel, theme: Theme) -> None:
    entry = replace(
        ENTRY,
        tenant="acme",
        connected=NOW - timedelta(minutes=7),
        ended=NOW - timedelta(minutes=5),
        reason=3,
        note="two\nlines",
        data="CONTACT_ID~N~1|NAME~C~Ada",
        state=Sending.LOCAL,
        why=say(words.WHY_LINK_LOST),
    )
    dialog = EntryDialog(entry, panel._teller, theme)
    qtbot.addWidget(dialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Number: +44 20 7946 0000 (+442079460000/001)",
        "Campaign: Sales",
        "Queue: VIP",
        "Offered: 21 Nov 2030 15:22:00",
        "Connected: 21 Nov 2030 15:23:00",
        "Ended: 21 Nov 2030 15:25:00",
        "Recording: recorded",
        "Session: S1",
        "Unique session: U1",
        "Agent: 1001",
        "Tenant: acme",
        "Call data: CONTACT_ID: 1",
        "NAME: Ada",
        "Outcome: Sale (12)",
        "Reported by the dialer: No answer (3)",
        "T1: complaint",
        "T3: English",
        "Note: two",
        "lines",
        "State: not sent: the connection was lost while the call was open",
    ]
    assert [field.toPlainText() for field in dialog.findChildren(QPlainTextEdit)] == [
        "CONTACT_ID: 1\nNAME: Ada",
        "two\nlines",
    ]


def test_the_details_tell_a_declined_record(qtbot: QtBot, panel: RecentPanel, theme: Theme) -> None:
    declined = replace(ENTRY, outcome=None, declined=True)
    dialog = EntryDialog(declined, panel._teller, theme)
    qtbot.addWidget(dialog)
    assert "Outcome: declined" in dialog.text()


def test_what_is_not_known_is_left_out(qtbot: QtBot, panel: RecentPanel, theme: Theme) -> None:
    dialog = EntryDialog(replace(ENTRY, outcome=None, tags=("",) * 6, data="free <b>text</b>"), panel._teller, theme)
    qtbot.addWidget(dialog)
    names = [line.partition(":")[0] for line in dialog.text().splitlines()]
    assert {"Queue", "Call data"} <= set(names)
    assert {"Outcome", "Note", "Connected", "Tenant", "T1"}.isdisjoint(names)
    assert "free <b>text</b>" in dialog.text()


def test_painting_a_page_is_quick(panel: RecentPanel) -> None:
    """A frame has 16 ms; the first picture of 200 rows paints only those in sight."""
    panel.show_rows(entries(200))
    told: list[int] = []
    counted = panel._model._cells_of

    def count(row: int) -> Any:
        told.append(row)
        return counted(row)

    panel._model._cells_of = count  # type: ignore[method-assign]
    panel._model.redraw()
    image = QImage(QSize(760, 300), QImage.Format.Format_RGB32)
    panel.table.selectionModel().select(panel.table.model().index(0, 0), QItemSelectionModel.SelectionFlag.Select)
    panel.render(image)
    assert max(told) < 30


def test_a_row_that_cannot_be_told_is_logged_once(panel: RecentPanel, log_guard: LogGuard) -> None:
    log_guard.expect("a row cannot be told", level=logging.ERROR)
    panel.show_rows([replace(ENTRY, tags=("",))])  # type: ignore[arg-type]
    image = QImage(QSize(760, 300), QImage.Format.Format_RGB32)
    panel.render(image)
    told = len(log_guard.records)
    panel.render(image)
    assert cell(panel, "number") == "?"
    assert len(log_guard.records) == told > 0


# -- rows that owe nothing -----------------------------------------------------------------------------------


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
    panel.show_rows([owing])
    assert cell(panel, "outcome") == text
    assert cell(panel, "state") == "\N{EN DASH}"
    assert cell(panel, "word") == "no outcome due"
    panel.show_rows([replace(owing, outcome=12)])
    assert cell(panel, "word") == "not sent"
