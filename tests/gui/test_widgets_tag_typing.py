from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from agentpanel.domain.intents import SetTag
from agentpanel.domain.rules import CampaignRule, TagKind, TagRule
from agentpanel.domain.snapshot import Tag, TagState
from agentpanel.domain.state import Work
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.tag_editors import TypedTag
from tests.helpers.snapshots import RULES, a_call, later, seated, tags
from tests.helpers.window import ALT, CONTROL, Desk, open_window, type_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot
    from agentpanel.gui.widgets.tag_field import TagField


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    made = open_window(qtbot, theme, memory, RULES)
    made.show(talking())
    made.activate()
    return made


def talking(*made: Tag, key: str = "run-1") -> Snapshot:
    return seated(Work.TALKING, call=a_call(key=key, connected=later(1), tags=tags(*made)))


def typed(desk: Desk, number: int = 2) -> TypedTag:
    editor = desk.parts.tags.fields[number - 1].editor
    assert isinstance(editor, TypedTag)
    return editor


def field(desk: Desk, number: int = 2) -> TagField:
    return desk.parts.tags.fields[number - 1]


# -- refusing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\\", "\0", "\n", "\r", "\x07"])
def test_what_cannot_travel_is_not_taken_while_typing(desk: Desk, character: str) -> None:
    typed(desk).setFocus()
    type_text(typed(desk), "AB")
    typed(desk).insert(character)
    assert typed(desk).text() == "AB"
    assert "the tag 2: must not contain" in desk.parts.tags.problem.text()
    type_text(typed(desk), "C")
    assert typed(desk).text() == "ABC"
    assert desk.parts.tags.problem.text() == ""


def test_the_eighty_first_character_is_not_taken(desk: Desk) -> None:
    typed(desk).setFocus()
    typed(desk).insert("x" * 80)
    type_text(typed(desk), "y")
    assert typed(desk).text() == "x" * 80
    assert desk.parts.tags.problem.text() == "the tag 2: must have at most 80 characters, not 81."


@pytest.mark.parametrize("pasted", ["x" * 81, "one\ntwo", "back\\slash", "x" * 200_000])
def test_a_paste_is_refused_whole_and_said_so(desk: Desk, pasted: str) -> None:
    typed(desk).setFocus()
    type_text(typed(desk), "kept")
    typed(desk).selectAll()
    QGuiApplication.clipboard().setText(pasted)
    QTest.keyClick(typed(desk), Qt.Key.Key_V, CONTROL)
    assert typed(desk).text() == "kept", "nothing is cut silently, nothing is lost"
    assert desk.parts.tags.problem.text().startswith("the tag 2: must")


def test_a_character_that_the_code_page_lacks_is_refused(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    desk = open_window(qtbot, theme, memory, RULES, codec="latin-1")
    desk.show(talking())
    desk.activate()
    typed(desk).setFocus()
    type_text(typed(desk), "aé€")
    assert typed(desk).text() == "aé"
    assert "latin-1" in desk.parts.tags.problem.text()


# -- typing and snapshots ----------------------------------------------------------------------------------


def test_a_snapshot_changes_a_field_that_nobody_types_in(desk: Desk) -> None:
    desk.show(talking(Tag("Mobile", TagState.SENT), Tag("from ctl", TagState.SENT)))
    assert typed(desk).text() == "from ctl"
    assert field(desk, 1).editor.value == "Mobile"
    desk.show(talking(Tag("beyond the list", TagState.SENT)))
    assert field(desk, 1).editor.value == "beyond the list"
    assert desk.asked == [], "what the desk says is not asked for again"


def test_a_snapshot_never_changes_what_is_being_typed(desk: Desk) -> None:
    typed(desk).setFocus()
    type_text(typed(desk), "half")
    desk.show(talking(Tag(), Tag("from elsewhere", TagState.SENT)))
    assert typed(desk).text() == "half"
    type_text(typed(desk), " done")
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    assert desk.asked == [SetTag(2, "half done")]


def test_the_focus_alone_keeps_a_field_too(desk: Desk) -> None:
    typed(desk).setFocus()
    desk.show(talking(Tag(), Tag("from elsewhere", TagState.SENT)))
    assert typed(desk).text() == ""
    QTest.keyClick(typed(desk), Qt.Key.Key_Tab)
    assert typed(desk).text() == "from elsewhere"
    assert desk.asked == []


def test_unsent_text_is_kept_without_the_focus(desk: Desk) -> None:
    typed(desk).put("typed")
    desk.show(talking(Tag(), Tag("from elsewhere", TagState.SENT)))
    assert typed(desk).text() == "typed"


def test_a_text_of_the_last_call_never_reaches_the_next_one(desk: Desk) -> None:
    typed(desk).setFocus()
    type_text(typed(desk), "of the last call")
    desk.show(talking(key="run-2"))
    assert typed(desk).text() == ""
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    assert desk.asked == []
    sentence = desk.parts.notice.text.text()
    assert "of the last call" in sentence, "it is shown, so that it can be written down"
    assert "Reference" in sentence


def test_each_campaign_has_its_own_labels(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    own = tuple(TagRule(label=f"Own {number}", kind=TagKind.TEXT) for number in range(1, 7))
    campaigns = {**RULES.campaigns, "Service": CampaignRule(tags=own)}
    desk = open_window(qtbot, theme, memory, dataclasses.replace(RULES, campaigns=campaigns))
    desk.show(talking())
    assert field(desk, 1).label.text() == "Product"
    desk.show(seated(Work.TALKING, call=a_call(key="run-2", campaign="Service", connected=later(1))))
    assert [each.label.text() for each in desk.parts.tags.fields] == [f"Own {number}" for number in range(1, 7)]
    assert field(desk, 1).editor.isEnabled()
    desk.key(Qt.Key.Key_1, ALT)
    type_text(typed(desk, 1), "x")
    QTest.keyClick(typed(desk, 1), Qt.Key.Key_Return)
    assert desk.asked == [SetTag(1, "x")]


def test_names_tell_label_and_number(desk: Desk) -> None:
    names = [each.editor.accessibleName() for each in desk.parts.tags.fields]
    assert names == [
        "Product, tag T1",
        "Reference, tag T2",
        "Complaint, tag T3",
        "Signed by, tag T4",
        "Source, tag T5",
        "T6",
    ]
