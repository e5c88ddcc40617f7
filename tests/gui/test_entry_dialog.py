"""The details of a call: all that is known, its course as a line, and what is noted and corrected afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from agentpanel.domain import words
from agentpanel.domain.records import Differs, Row, Sending
from agentpanel.domain.rules import JournalRules, SiteRules, TagKind, TagRule
from agentpanel.domain.words import say
from agentpanel.gui.theme import Theme
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.recent import RecentPanel
from agentpanel.gui.widgets.tag_editors import ChosenTag, StampedTag
from agentpanel.gui.widgets.time_line import Milestone, TimeLine, places_of, seconds_words
from agentpanel.gui.windows.entry_dialog import EntryDialog
from agentpanel.gui.windows.entry_edit import Afterthought
from agentpanel.gui.windows.entry_report import INBOUND, NAMES
from agentpanel.protocol.messages import OutcomeData
from tests.helpers.recent import DIALER, ENTRY, NOW, RULES, call, calls, ole, open_recent, wire
from tests.helpers.window import CONTROL, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BEGUN = NOW.replace(microsecond=0) - timedelta(minutes=8)
REPORTED = wire(
    TX="EO1",
    CN="Sales",
    AN="1001",
    GA="G1",
    LI="List 7",
    TN="+442079460000/001",
    SI="S1",
    YS="U1",
    RE="10",
    AO="13",
    RA="",
    X1=ole(BEGUN),
    X2=ole(BEGUN + timedelta(seconds=4)),
    X3=ole(BEGUN + timedelta(seconds=12)),
    X4=ole(BEGUN + timedelta(seconds=151)),
    TS=ole(BEGUN + timedelta(seconds=152)),
    T1="complaint",
    ZZ="odd",
)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> RecentPanel:
    return open_recent(qtbot, theme)


@pytest.fixture
def asked(panel: RecentPanel) -> list[Afterthought]:
    wanted: list[Afterthought] = []
    panel.keep_asked.connect(wanted.append)
    return wanted


@pytest.fixture
def sheets(panel: RecentPanel) -> Iterator[RecentPanel]:
    """Sheets that a test leaves open are closed."""
    yield panel
    for sheet in panel.sheets.all:
        sheet.edit.take_back()
        sheet.reject()


def opened(panel: RecentPanel, row: Row) -> EntryDialog:
    return panel.sheets.open(row)


def lines(sheet: EntryDialog) -> list[str]:
    return sheet.text().splitlines()


# -- what is told ------------------------------------------------------------------------------------------


def test_the_details_tell_everything(sheets: RecentPanel) -> None:
    entry = replace(
        ENTRY,
        tenant="acme",
        connected=NOW - timedelta(minutes=7),
        ended=NOW - timedelta(minutes=5),
        completed=NOW - timedelta(minutes=4),
        reason=3,
        note="two\nlines",
        data="CONTACT_ID~N~1|NAME~C~Ada",
        list_name="List 7",
        retry=True,
        state=Sending.LOCAL,
        why=say(words.WHY_LINK_LOST),
    )
    sheet = opened(sheets, call(entry))
    sheet.copy.click()
    assert QGuiApplication.clipboard().text() == sheet.text()
    assert sheet.course.words == (
        "Begun at 15:22:00; 01:00 min later: Connected at 15:23:00; 02:00 min later: Ended at 15:25:00;"
        " 01:00 min later: Completed at 15:26:00"
    )
    assert lines(sheet) == [
        f"Course of the call: {sheet.course.words}",
        "Number: +44 20 7946 0000 (+442079460000/001)",
        "Way: outbound",
        "Campaign: Sales",
        "Queue: VIP",
        "List: List 7",
        "Begun: 21 Nov 2030 15:22:00",
        "Connected: 21 Nov 2030 15:23:00",
        "Ended: 21 Nov 2030 15:25:00",
        "Talk: 02:00",
        "Completed: 21 Nov 2030 15:26:00",
        "Recording: recorded",
        "Session: S1",
        "Unique session: U1",
        "Agent: 1001",
        "Tenant: acme",
        "Call data: CONTACT_ID: 1",
        "NAME: Ada",
        "Outcome: Sale (12)",
        "Reported by the dialer: No answer (3)",
        "Retry: The dialer advises to try this number again.",
        "T1: complaint",
        "T3: English",
        "Note: two",
        "lines",
        "State: not sent: the connection was lost while the call was open",
    ]
    long = [field.toPlainText() for field in sheet.findChildren(QPlainTextEdit) if field is not sheet.edit.note]
    assert long == ["CONTACT_ID: 1\nNAME: Ada", "two\nlines"]


def test_the_details_tell_a_declined_record(sheets: RecentPanel) -> None:
    told = lines(opened(sheets, call(replace(ENTRY, outcome=None, declined=True))))
    assert "Outcome: declined" in told
    assert "Preview: The agent declined this preview: no call was made." in told


def test_what_is_not_known_is_left_out(sheets: RecentPanel) -> None:
    sheet = opened(sheets, call(replace(ENTRY, outcome=None, tags=("",) * 6, data="free <b>text</b>")))
    names = [line.partition(":")[0] for line in lines(sheet)]
    assert {"Queue", "Call data"} <= set(names)
    assert {"Outcome", "Note", "Connected", "Tenant", "T1", "The dialer's report", "Retry"}.isdisjoint(names)
    assert "free <b>text</b>" in sheet.text()


def test_a_long_label_leaves_room_for_its_tag(qtbot: QtBot, theme: Theme) -> None:
    label = "A label of a tag that goes on and on and on and on"
    panel = open_recent(qtbot, theme, replace(RULES, tags=(TagRule(label=label), *RULES.tags[1:])))
    sheet = opened(panel, call())
    qtbot.waitExposed(sheet)
    inner = sheet._area.widget()
    assert inner is not None
    assert inner.width() <= sheet._area.viewport().width()
    assert sheet.edit.labels[0].text() == label
    sheet.reject()


def test_differences_stand_first(sheets: RecentPanel) -> None:
    row = call(replace(ENTRY, outcome=13), own_outcome=12, differs=frozenset({Differs.OUTCOME}))
    sheet = opened(sheets, row)
    assert sheet.difference.isVisible()
    assert sheet.difference.text() == "≠ You: Sale (12). The dialer: No interest (13)."
    sheet.show_row(call())
    assert not sheet.difference.isVisible()


# -- the dialer's report -----------------------------------------------------------------------------------


def report(sheet: EntryDialog) -> dict[str, str]:
    told = lines(sheet)
    below = told[told.index("The dialer's report: ") + 1 :]
    return dict(line.split(": ", 1) for line in below)


def test_every_parameter_of_the_report_is_told_by_name(sheets: RecentPanel) -> None:
    told = report(opened(sheets, call(wire=REPORTED)))
    assert told == {
        "Transaction": "EO1",
        "Campaign": "Sales",
        "Agent": "1001",
        "Group": "G1",
        "List": "List 7",
        "Number": "+44 20 7946 0000",
        "Session": "S1",
        "Unique session": "U1",
        "Dialer's result": "Connected (10)",
        "Agent's outcome": "No interest (13)",
        "Retry advised": "yes",
        "Launched": "21 Nov 2030 15:22:00",
        "Ringing": "21 Nov 2030 15:22:04",
        "Result": "21 Nov 2030 15:22:12",
        "Ended": "21 Nov 2030 15:24:31",
        "Processed": "21 Nov 2030 15:24:32",
        "T1": "complaint",
        "ZZ": "odd",
    }


def test_every_parameter_of_the_catalogue_has_a_name() -> None:
    declared = {param.field for param in OutcomeData.META.params if not param.code.startswith("T") or param.code > "T6"}
    assert declared <= set(NAMES)
    assert set(INBOUND) <= set(NAMES)
    assert {each.name for each in fields(OutcomeData)} >= set(NAMES) - {"session_unique"}


@pytest.mark.parametrize(
    ("wires", "name", "value"),
    [
        ({"RE": "odd"}, "Dialer's result", "odd"),
        ({"RE": "77"}, "Dialer's result", "77"),
        ({"X1": "0.000000"}, "Launched", "did not happen"),
        ({"X1": "soon"}, "Launched", "soon"),
        ({"X1": "-1"}, "Launched", "-1"),
        ({"X1": "1e99"}, "Launched", "1e99"),
        ({"X1": "NaN"}, "Launched", "NaN"),
        ({"DD": ""}, "Declined preview", "yes"),
        ({"DT": "A~C~1"}, "Call data", "A: 1"),
    ],
)
def test_odd_values_stay_as_they_are(sheets: RecentPanel, wires: dict[str, str], name: str, value: str) -> None:
    assert report(opened(sheets, call(wire=wire(**wires)))) == {name: value}


def test_times_may_be_in_utc(qtbot: QtBot, theme: Theme) -> None:
    rules = replace(RULES, inferred=replace(RULES.inferred, times_are_local=False))
    panel = open_recent(qtbot, theme, rules)
    told = report(opened(panel, call(wire=wire(X1=ole(BEGUN)))))
    away = datetime.now(DIALER).utcoffset()
    assert away is not None
    assert told == {"Launched": f"{BEGUN + away:%d %b %Y %H:%M:%S}"}


def test_numbers_in_the_report_are_masked_where_the_site_wants_it(sheets: RecentPanel) -> None:
    VEIL.hang(replace(RULES, journal=JournalRules(mask_numbers=True)))
    try:
        data = wire(TN="+442079460000", DN="02079460000", DT="PHONE~C~02079460000", SI="S1")
        text = opened(sheets, call(replace(ENTRY, data="PHONE~C~02079460000"), wire=data)).text()
        assert "79460000" not in text.replace(" ", "")
        assert "Session: S1" in text
    finally:
        VEIL.hang(RULES)


# -- its course --------------------------------------------------------------------------------------------


def test_the_course_is_a_line_and_a_sentence(sheets: RecentPanel) -> None:
    course = opened(sheets, call(wire=REPORTED)).course
    assert course.isVisible()
    assert course.accessibleName() == "Course of the call"
    assert course.accessibleDescription() == (
        "Launched at 15:22:00; 4.0 s later: Ringing at 15:22:04; 8.0 s later: Result at 15:22:12;"
        " 02:19 min later: Ended at 15:24:31"
    )


def test_an_inbound_call_has_other_moments(sheets: RecentPanel) -> None:
    row = call(
        replace(ENTRY, inbound=True), wire=wire(X1=ole(BEGUN), X2="0.000000", X3=ole(BEGUN + timedelta(seconds=9)))
    )
    course = opened(sheets, row).course
    assert course.words == "Offered at 15:22:00; 9.0 s later: Transferred or dropped at 15:22:09"


def test_an_odd_order_is_put_right(sheets: RecentPanel) -> None:
    row = call(wire=wire(X1=ole(BEGUN), X2=ole(BEGUN - timedelta(seconds=30)), X4="nonsense"))
    assert opened(sheets, row).course.words == "Ringing at 15:21:30; 30 s later: Launched at 15:22:00"


@pytest.mark.parametrize(
    ("gaps", "places"),
    [
        ([], [0.0]),
        ([5.0], [0.0, 100.0]),
        ([0.0, 0.0], [0.0, 50.0, 100.0]),
        ([1.0, 1.0], [0.0, 50.0, 100.0]),
    ],
)
def test_dots_stand_from_edge_to_edge(gaps: list[float], places: list[float]) -> None:
    assert places_of(gaps, 0.0, 100.0) == pytest.approx(places)


def test_a_short_stretch_keeps_room_for_its_words() -> None:
    places = places_of([1.0, 1.0, 3600.0], 0.0, 300.0)
    assert places[-1] == pytest.approx(300.0)
    assert places[1] - places[0] > 50
    assert places[3] - places[2] > places[2] - places[1]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0, "0.0 s"), (9.94, "9.9 s"), (42.3, "42 s"), (151.0, "02:31 min"), (3751.0, "1:02:31 h")]
)
def test_seconds_are_told_as_finely_as_they_matter(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


@pytest.mark.parametrize("last", [(3.4, 3.5, 3.6), (0.1, 0.2, 9000.0)])
def test_no_word_below_a_dot_is_cut_off(qtbot: QtBot, theme: Theme, last: tuple[float, ...]) -> None:
    line = TimeLine(theme)
    qtbot.addWidget(line)
    line.resize(350, line.sizeHint().height())
    moments = zip(INBOUND.values(), (0.0, *last), strict=True)
    stones = [Milestone(name, BEGUN + timedelta(seconds=passed)) for name, passed in moments]
    line.show_milestones(stones)
    places = line._places()
    assert places == sorted(places)
    for at, stone in enumerate(stones):
        assert line._room(places, at) >= line._words_width(stone)


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("width", [150, 300, 900])
def test_the_line_is_painted_at_any_width(qtbot: QtBot, theme: Theme, count: int, width: int) -> None:
    line = TimeLine(theme)
    qtbot.addWidget(line)
    line.show_milestones([Milestone(f"Moment {n}", BEGUN + timedelta(seconds=n * n)) for n in range(count)])
    line.resize(width, line.sizeHint().height())
    line.show()
    picture = line.grab().toImage()
    y = round(line._line_at())
    dots = [picture.pixelColor(x, y) == theme.colour("highlight") for x in range(width)]
    edges = sum(one != other for one, other in zip([False, *dots], [*dots, False], strict=True))
    assert edges == 2 * count, "so many dots"
    line.show_milestones([])
    assert line.isHidden()


# -- note and tags -----------------------------------------------------------------------------------------


def test_a_note_is_saved_when_the_journal_says_so(sheets: RecentPanel, asked: list[Afterthought]) -> None:
    sheet = opened(sheets, call())
    assert sheet.save.why_off == "Nothing has been changed."
    type_text(sheet.edit.note, "told")
    assert sheet.save.isEnabled()
    sheet.save.click()
    assert asked == [Afterthought("k", "told")]
    assert sheet.message.text() == "Saving…"
    assert sheet.save.why_off == "The journal has not answered yet."
    sheets.show_kept("k", None)
    assert sheet.message.text() == "Saved on this computer."
    assert sheet.isVisible()
    assert sheet.save.why_off == "Nothing has been changed."


def test_what_could_not_be_saved_stays(sheets: RecentPanel, asked: list[Afterthought]) -> None:
    sheet = opened(sheets, call())
    type_text(sheet.edit.note, "told")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible(), "it waits for the disk"
    sheets.show_kept("k", "the disk is full")
    assert sheet.message.text() == "Not saved: the disk is full. What you typed stays here."
    assert sheet.edit.note.toPlainText() == "told"
    assert sheet.save.isEnabled()
    sheet.save.click()
    sheets.show_kept("k", None)
    assert sheet.isVisible(), "that it could not close is long ago"
    assert len(asked) == 2


def test_escape_saves_and_closes(sheets: RecentPanel, asked: list[Afterthought]) -> None:
    sheet = opened(sheets, call())
    type_text(sheet.edit.note, "told")
    assert sheet.close_.words == "Save and close"
    QTest.keyClick(sheet.edit.note, Qt.Key.Key_Escape)
    assert asked == [Afterthought("k", "told")]
    sheets.show_kept("k", None)
    assert not sheet.isVisible()
    assert sheets.sheets.all == ()


def test_what_is_typed_while_it_saves_is_saved_as_well(sheets: RecentPanel, asked: list[Afterthought]) -> None:
    sheet = opened(sheets, call())
    type_text(sheet.edit.note, "a")
    sheet.save.click()
    type_text(sheet.edit.note, "b")
    sheet.reject()
    sheets.show_kept("k", None)
    assert sheet.isVisible()
    assert asked == [Afterthought("k", "a"), Afterthought("k", "ab")]
    sheets.show_kept("k", None)
    assert not sheet.isVisible()


def test_nothing_typed_closes_at_once(sheets: RecentPanel, asked: list[Afterthought]) -> None:
    sheet = opened(sheets, call())
    sheet.close_.click()
    assert not sheet.isVisible()
    assert asked == []


def test_a_tag_is_corrected_and_says_that_it_stays_here(
    qtbot: QtBot, sheets: RecentPanel, asked: list[Afterthought]
) -> None:
    sheet = opened(sheets, call())
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    tag = sheet.edit.editors[1]
    tag.setFocus()
    type_text(tag, "new")
    QTest.keyClick(tag, Qt.Key.Key_S, CONTROL)
    assert asked == [Afterthought("k", None, {2: "new"})]
    assert sheet.edit.about.text() == "Kept here only: the dialer takes no tags after the outcome."
    sheets.show_kept("k", None)
    sheets.follow(call(corrected=(None, "new", None, None, None, None)))
    assert tag.value == "new"
    assert "Corrected here; the dialer has: none" in tag.accessibleDescription()
    assert "T2: new (corrected here; the dialer has: none)" in lines(sheet)


def test_a_correction_can_be_taken_back(sheets: RecentPanel, asked: list[Afterthought]) -> None:
    sheet = opened(sheets, call(corrected=("praise", None, None, None, None, None)))
    tag = sheet.edit.editors[0]
    assert tag.value == "praise"
    tag.put("complaint")
    sheet.keep()
    assert asked == [Afterthought("k", None, {1: None})], "the dialer has this one"
    sheets.show_kept("k", None)
    assert sheet.edit.unsaved is None


def test_characters_that_cannot_travel_are_refused_while_typing(sheets: RecentPanel) -> None:
    sheet = opened(sheets, call())
    tag = sheet.edit.editors[1]
    type_text(tag, "a\\")
    assert tag.value == "a"
    assert "backslash" in sheet.message.text()
    type_text(tag, "x" * 90)
    assert len(tag.value) == 80


def test_tags_are_filled_in_as_in_the_form_of_the_call(qtbot: QtBot, theme: Theme) -> None:
    tags = (
        TagRule(label="Product", kind=TagKind.CHOICE, presets=("Broadband", "Mobile")),
        TagRule(label="Who", kind=TagKind.STAMP),
        *(TagRule(label=f"T{n}") for n in range(3, 7)),
    )
    panel = open_recent(qtbot, theme, SiteRules(tags=tags))
    sheet = opened(panel, call(replace(ENTRY, tags=("",) * 6)))
    product, who = sheet.edit.editors[:2]
    assert isinstance(product, ChosenTag)
    assert isinstance(who, StampedTag)
    product.setCurrentText("Mobile")
    product.activated.emit(2)
    who.click()
    assert sheet.edit.unsaved == Afterthought("k", None, {1: "Mobile", 2: "1001"})
    assert product.accessibleName() == "Product (T1)"
    sheet.undo.click()
    assert sheet.edit.unsaved is None
    sheet.reject()


def test_a_call_that_is_open_is_written_in_the_panel(sheets: RecentPanel) -> None:
    sheet = opened(sheets, call(replace(ENTRY, why=say(words.WHY_OPEN), state=Sending.LOCAL)))
    assert sheet.edit.note.isReadOnly()
    assert not any(editor.isEnabled() for editor in sheet.edit.editors)
    assert "in the panel" in sheet.edit.about.text()
    sheets.follow(call())
    assert not sheet.edit.note.isReadOnly()
    assert all(editor.isEnabled() for editor in sheet.edit.editors)


def test_a_text_that_the_site_masks_cannot_be_changed(sheets: RecentPanel) -> None:
    VEIL.hang(replace(RULES, journal=JournalRules(mask_numbers=True)))
    try:
        sheet = opened(sheets, call(replace(ENTRY, note="call 02079460000")))
        assert sheet.edit.note.isReadOnly()
        assert "79460000" not in sheet.edit.note.toPlainText()
        assert sheet.edit.about.text() == VEIL.why
        assert sheet.edit.unsaved is None
    finally:
        VEIL.hang(RULES)


# -- it follows its call -------------------------------------------------------------------------------------


def test_a_report_that_arrives_is_shown_and_what_is_typed_stays(sheets: RecentPanel) -> None:
    sheet = opened(sheets, call(replace(ENTRY, outcome=None)))
    type_text(sheet.edit.note, "mine")
    sheets.show_rows([call(replace(ENTRY, outcome=13, tags=("dialer's", *ENTRY.tags[1:])), wire=REPORTED)])
    assert "Outcome: No interest (13)" in lines(sheet)
    assert sheet.edit.editors[0].value == "dialer's"
    assert sheet.edit.note.toPlainText() == "mine"


def test_a_call_has_one_sheet(sheets: RecentPanel) -> None:
    watched: list[Any] = []
    sheets.watched_changed.connect(watched.append)
    first = opened(sheets, call())
    assert opened(sheets, call()) is first
    other = opened(sheets, calls(1)[0])
    assert other is not first
    assert watched[-1] == {call().position, 0}
    first.reject()
    assert watched[-1] == {0}


def test_sheets_go_with_their_window(qtbot: QtBot, theme: Theme) -> None:
    panel = open_recent(qtbot, theme)
    sheet = opened(panel, call())
    kept: list[Afterthought] = []
    panel.keep_asked.connect(kept.append)
    type_text(sheet.edit.note, "told")
    panel.flush()
    panel.flush()
    assert kept == [Afterthought("k", "told")], "asked for once"
    assert sheet.parentWidget() is panel.window()
