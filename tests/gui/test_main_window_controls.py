from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from agentpanel.domain import words
from agentpanel.domain.controls import Control
from agentpanel.domain.guard import outcome_fault
from agentpanel.domain.intents import EndCall, GoAvailable, LogOut, SetTag, TakeBreak
from agentpanel.domain.previews import is_undecided
from agentpanel.domain.snapshot import Shown
from agentpanel.domain.state import WishKind, Work
from agentpanel.domain.view import view
from agentpanel.domain.words import say
from agentpanel.gui.i18n import say as in_words
from agentpanel.gui.theme import Theme
from tests.helpers.snapshots import (
    LUNCH,
    RULES,
    hostile,
    later,
    lost_call,
    of_state,
    seated,
    told,
    wished,
)
from tests.helpers.window import Desk, open_window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from _pytest.mark.structures import ParameterSet
    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot

#: Desks beside the usual ones of each state: wishes, a silent link, a call that was left behind.
OTHERS = {
    "wish to log out": lambda: seated(Work.READY, **wished(WishKind.LOGOUT)),
    "break withdrawn": lambda: seated(Work.READY, **wished(WishKind.AVAILABLE)),
    "break asked in a call": lambda: dataclasses.replace(of_state(Shown.TALKING), **wished(WishKind.BREAK, LUNCH)),
    "break asked in wrap": lambda: dataclasses.replace(of_state(Shown.WRAP), **wished(WishKind.BREAK, LUNCH)),
    "silent": lambda: seated(Work.READY, stale=True),
    "lost call": lost_call,
    "hostile": hostile,
}


def everything() -> Sequence[ParameterSet]:
    return [pytest.param(lambda shown=shown: of_state(shown), id=shown.value) for shown in Shown] + [
        pytest.param(make, id=name) for name, make in OTHERS.items()
    ]


# -- controls ----------------------------------------------------------------------------------------------


def widgets_of(desk: Desk, made: Snapshot) -> dict[Control, list[QWidget]]:
    parts = desk.parts
    call = made.call
    fits = {rule.code for rule in RULES.outcomes if not outcome_fault(rule.code, RULES, not is_undecided(call))}
    fit = [chip for chip, rule in parts.outcome.chips if rule.code in fits]
    extras, preview = parts.outcome.extras, parts.preview
    return {
        Control.AVAILABLE: [parts.agent.available],
        Control.BREAK: [parts.agent.pause, *parts.reasons.chips, parts.reasons.more],
        Control.END_CALL: [parts.call.end],
        Control.COMPLETE: [parts.outcome.complete, parts.outcome.picker, parts.outcome.more, *fit],
        Control.DIAL: [preview.dial],
        Control.DECLINE: [preview.decline, preview.others],
        Control.NEXT_PREVIEW: [preview.next],
        Control.CALLBACK: [extras.button, extras.line.edit, extras.line.remove],
        Control.SALE: [extras.sale.amount, extras.sale.rate],
        Control.EXTEND: [parts.outcome.sign.extend],
        Control.MOVE: [parts.status.move_button],
        Control.TAG: [field.editor for field in parts.tags.fields],
    }


@pytest.mark.parametrize("make", everything())
@pytest.mark.parametrize("mode", ["panel", "bar"])
def test_controls_are_on_iff_the_view_says_so(desk: Desk, make: Callable[[], Snapshot], mode: str) -> None:
    desk.window.set_layout_mode(mode)
    desk.show(make())
    allowed = view(make(), RULES)
    door = Control.LOGIN if make().seat.value.value == "out" else Control.LOGOUT
    controls = widgets_of(desk, make()) | {door: [desk.parts.agent.door]}
    for control, widgets in controls.items():
        why = allowed.controls[control]
        for widget in widgets:
            assert widget.isEnabled() == (why is None), (control, widget.accessibleName())
            if why is not None:
                assert in_words(why) in widget.accessibleDescription()
                assert widget.toolTip()


def test_too_old_a_dialer_says_why_tags_are_off(qtbot: QtBot, theme: Theme, memory: QSettings) -> None:
    old = dataclasses.replace(RULES, version=(10, 6, 100))
    desk = open_window(qtbot, theme, memory, old)
    desk.show(of_state(Shown.TALKING))
    editor = desk.parts.tags.fields[0].editor
    assert not editor.isEnabled()
    assert "10.6.100" in editor.toolTip()


@pytest.mark.parametrize(
    ("shown", "press", "asked"),
    [
        (Shown.NOT_READY, lambda p: p.agent.available, GoAvailable()),
        (Shown.BREAK_ASKED, lambda p: p.agent.available, GoAvailable()),
        (Shown.BREAK_ASKED, lambda p: p.state.withdraw, GoAvailable()),
        (Shown.AVAILABLE, lambda p: p.reasons.chips[1], TakeBreak(2)),
        (Shown.AVAILABLE, lambda p: p.agent.door, LogOut()),
        (Shown.LOGGING_IN, lambda p: p.agent.door, LogOut()),
        (Shown.TALKING, lambda p: p.call.end, EndCall()),
    ],
)
def test_a_press_asks(desk: Desk, shown: Shown, press: Callable[..., QWidget], asked: object) -> None:
    desk.show(of_state(shown))
    QTest.mouseClick(press(desk.parts), Qt.MouseButton.LeftButton)
    assert desk.asked == [asked]


def test_log_in_and_log_out_share_a_place(desk: Desk) -> None:
    wanted: list[str] = []
    desk.window.login_requested.connect(lambda: wanted.append("login"))
    desk.show(of_state(Shown.LOGGED_OUT))
    assert desk.parts.agent.door.words == "Log in…"
    QTest.mouseClick(desk.parts.agent.door, Qt.MouseButton.LeftButton)
    assert wanted == ["login"]
    assert desk.asked == []
    desk.show(of_state(Shown.LOGGING_IN))
    assert desk.parts.agent.door.accessibleName() == "Log out, cancel"
    desk.show(of_state(Shown.AVAILABLE))
    assert desk.parts.agent.door.accessibleName() == "Log out"


def test_available_says_what_it_would_do(desk: Desk) -> None:
    names = {}
    for shown in (Shown.NOT_READY, Shown.BREAK_ASKED, Shown.WRAP, Shown.AVAILABLE):
        desk.show(of_state(shown))
        names[shown] = desk.parts.agent.available.accessibleName()
    assert names == {
        Shown.NOT_READY: "Available",
        Shown.BREAK_ASKED: "Available, withdraws",
        Shown.WRAP: "Available, ends wrap",
        Shown.AVAILABLE: "Available",
    }


@pytest.mark.parametrize(("mode", "width"), [("panel", 380), ("panel", 320), ("bar", 720), ("bar", 1280)])
def test_the_buttons_of_availability_never_move(desk: Desk, mode: str, width: int) -> None:
    desk.window.set_layout_mode(mode)
    desk.window.resize(width, 640 if mode == "panel" else 40)
    places = set()
    notice = told(say(words.REFUSED, what=say(words.THE_BREAK), code=406, now="", todo=say(words.TRY_AGAIN)))
    for make in [*OTHERS.values(), *(lambda shown=shown: of_state(shown) for shown in Shown)]:
        for snapshot in (make(), dataclasses.replace(make(), notices=notice)):
            desk.show(snapshot)
            desk.settle()
            bar = desk.parts.agent
            buttons = (bar.available, bar.pause, bar.door)
            places.add(tuple(QRect(b.mapTo(desk.window, b.rect().topLeft()), b.size()).getRect() for b in buttons))
    assert len(places) == 1


def test_the_wish_tells_its_age_and_can_be_withdrawn(desk: Desk) -> None:
    desk.clock.now = later(12)
    desk.show(of_state(Shown.BREAK_ASKED))
    assert desk.parts.state.wish.text() == "next: Lunch (asked 12 s ago)"
    assert desk.parts.state.withdraw.isVisible()
    desk.show(seated(Work.READY, **wished(WishKind.LOGOUT)))
    assert desk.parts.state.word.text() == "Log-out asked"
    assert desk.parts.state.wish.text() == "next: Log out (asked 12 s ago)"
    desk.show(seated(Work.READY, **wished(WishKind.AVAILABLE)))
    assert not desk.parts.state.withdraw.isVisible(), "there is nothing to take back"
    local = wished(WishKind.BREAK, dataclasses.replace(LUNCH, local=True))
    desk.show(seated(Work.READY, **local))
    assert "kept here only" in desk.parts.state.wish.text()
    desk.show(of_state(Shown.AVAILABLE))
    assert not desk.parts.state.wish.isVisible()


def test_in_wrap_only_the_available_button_ends_the_wrap(desk: Desk) -> None:
    desk.show(dataclasses.replace(of_state(Shown.WRAP), **wished(WishKind.BREAK, LUNCH)))
    assert desk.parts.state.wish.text().startswith("next: Lunch")
    assert not desk.parts.state.withdraw.isVisible()


def test_what_is_typed_leaves_before_the_wrap_is_ended(desk: Desk) -> None:
    desk.show(of_state(Shown.WRAP))
    reference = desk.parts.tags.fields[1].editor
    reference.setFocus()
    reference.put("ORD-9")
    QTest.mouseClick(desk.parts.agent.available, Qt.MouseButton.LeftButton)
    assert desk.take() == [SetTag(2, "ORD-9"), GoAvailable()]
