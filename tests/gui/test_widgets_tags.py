from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from agentpanel.domain import words
from agentpanel.domain.intents import SetTag
from agentpanel.domain.snapshot import Tag, TagState
from agentpanel.domain.state import Work
from agentpanel.domain.words import say
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.mark import Sign
from agentpanel.gui.widgets.tag_editors import ChosenTag, StampedTag, TypedTag
from tests.helpers.snapshots import LOGIN, RULES, a_call, later, seated, tags
from tests.helpers.window import ALT, Desk, open_window, type_text

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


# -- asking ------------------------------------------------------------------------------------------------


def test_enter_asks_for_the_tag_once(desk: Desk) -> None:
    desk.key(Qt.Key.Key_2, ALT)
    type_text(typed(desk), "ORD-1 é")
    assert desk.asked == [], "not while it is typed"
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    QTest.keyClick(typed(desk), Qt.Key.Key_Tab)
    assert desk.asked == [SetTag(2, "ORD-1 é")]


def test_leaving_the_field_asks_for_the_tag(desk: Desk) -> None:
    typed(desk).setFocus()
    type_text(typed(desk), "ORD-1")
    QTest.keyClick(typed(desk), Qt.Key.Key_Tab)
    assert desk.take() == [SetTag(2, "ORD-1")]
    typed(desk).setFocus()
    QTest.keyClick(typed(desk), Qt.Key.Key_Tab)
    assert desk.take() == [], "nothing was changed"


def test_an_empty_text_clears(desk: Desk) -> None:
    desk.show(talking(Tag(), Tag("ORD-1", TagState.ACCEPTED)))
    typed(desk).setFocus()
    typed(desk).selectAll()
    QTest.keyClick(typed(desk), Qt.Key.Key_Delete)
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    assert desk.asked == [SetTag(2, "")]


def test_a_preset_is_taken_from_the_list(desk: Desk) -> None:
    desk.key(Qt.Key.Key_5, ALT)
    source = typed(desk, 5)
    QTest.keyClick(source, Qt.Key.Key_Down)
    popup = source.completer().popup()
    assert popup is not None
    desk.qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert desk.asked == [SetTag(5, "web")]
    assert source.text() == "web"


def test_typing_proposes_presets(desk: Desk) -> None:
    source = typed(desk, 5)
    source.setFocus()
    QTest.keyClicks(source, "RI")
    popup = source.completer().popup()
    assert popup is not None
    desk.qtbot.waitUntil(popup.isVisible)
    model = source.completer().completionModel()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["friend"]
    assert desk.asked == []


def test_a_choice_is_asked_for_when_it_is_made(desk: Desk) -> None:
    product = field(desk, 1).editor
    assert isinstance(product, ChosenTag)
    assert [product.itemText(at) for at in range(product.count())] == ["", "Fibre 100", "Fibre 500", "Mobile"]
    product.setFocus()
    QTest.keyClick(product, Qt.Key.Key_Down)
    assert desk.asked == [SetTag(1, "Fibre 100")]


def test_the_wheel_changes_no_choice_in_passing(desk: Desk) -> None:
    product = field(desk, 1).editor
    assert isinstance(product, ChosenTag)
    QTest.qWaitForWindowActive(desk.window)
    _roll(product)
    assert (product.value, desk.asked) == ("", [])
    product.setFocus()
    _roll(product)
    assert product.value == "Fibre 100"


def _roll(widget: ChosenTag) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(widget, event)


def test_a_stamp_sets_and_clears(desk: Desk) -> None:
    complaint = field(desk, 3).editor
    assert isinstance(complaint, StampedTag)
    assert complaint.words == "complaint"
    QTest.mouseClick(complaint, Qt.MouseButton.LeftButton)
    assert desk.take() == [SetTag(3, "complaint")]
    desk.show(talking(Tag(), Tag(), Tag("complaint", TagState.SENT)))
    assert complaint.isChecked()
    QTest.mouseClick(complaint, Qt.MouseButton.LeftButton)
    assert desk.take() == [SetTag(3, "")]


def test_a_stamp_without_a_preset_is_the_agents_name(desk: Desk) -> None:
    desk.key(Qt.Key.Key_4, ALT)
    assert desk.take() == [SetTag(4, "Ada Example")]
    nameless = dataclasses.replace(talking(), login=dataclasses.replace(LOGIN, name=None))
    desk.show(nameless)
    assert isinstance(field(desk, 4).editor, StampedTag)
    desk.key(Qt.Key.Key_4, ALT)
    desk.key(Qt.Key.Key_4, ALT)
    assert desk.take()[-1] == SetTag(4, "1001")


# -- what became of it -------------------------------------------------------------------------------------


def test_the_mark_follows_the_tag(desk: Desk) -> None:
    mark = field(desk).mark
    assert mark.sign is Sign.NOTHING
    typed(desk).setFocus()
    type_text(typed(desk), "ORD-1")
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    desk.show(talking(Tag(), Tag("ORD-1", TagState.SENT)))
    assert mark.sign is Sign.SENDING
    desk.show(talking(Tag(), Tag("ORD-1", TagState.ACCEPTED)))
    assert mark.sign is Sign.DONE
    assert typed(desk).accessibleDescription() == "The dialer has this tag."
    why = say(words.WHY_REFUSED, code=122)
    desk.show(talking(Tag(), Tag("ORD-1", TagState.KEPT, why)))
    assert mark.sign is Sign.FAILED
    assert typed(desk).text() == "ORD-1", "a refused text is kept"
    assert desk.parts.tags.problem.text() == "Reference: the dialer refused it (error 122)"
    assert "error 122" in typed(desk).accessibleDescription()


def test_a_text_that_has_not_left_is_marked(desk: Desk) -> None:
    typed(desk).setFocus()
    type_text(typed(desk), "ORD-1")
    QTest.keyClick(typed(desk), Qt.Key.Key_Return)
    assert field(desk).mark.sign is Sign.UNSENT, "asked for, and not taken up by the desk"
