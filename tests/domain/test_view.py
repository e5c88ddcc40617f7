"""The one function from axes to shown state and controls, over every combination (panel.md 2)."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import pytest

from agentpanel.domain.controls import Control
from agentpanel.domain.guard import CONTROL_OF, refusal
from agentpanel.domain.intents import EndCall, GoAvailable, LogOut
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Axis, Call, Completion, Reason, Shown, Snapshot, Wish, begin
from agentpanel.domain.state import Link, Seat, WishKind, Work
from agentpanel.domain.view import quit_question, shown_state, view
from agentpanel.domain.words import say
from tests.helpers.playbook import RULES, Playbook

AT = Playbook().now
CALLS = (Work.OFFERED, Work.TALKING, Work.HELD, Work.TRANSFER, Work.WRAP, Work.MANUAL)


def call(**changes: object) -> Call:
    made = Call(
        key="k",
        session="S",
        session_unique=None,
        number="1",
        campaign="Sales",
        queue=None,
        data=None,
        offered=AT,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def every() -> Iterator[Snapshot]:
    axes = itertools.product(Link, Seat, WishKind, Work, (None, AT), (None, say("odd")))
    for link, seat, wish, work, release, odd in axes:
        yield dataclasses.replace(
            begin(AT),
            link=Axis(link, AT),
            seat=Axis(seat, AT),
            wish=Axis(Wish(wish, Reason(1, "Lunch")), AT),
            work=Axis(work, AT),
            release_asked=release,
            unexpected=odd,
            call=call() if work in CALLS else None,
        )


EVERY = tuple(every())


def test_every_combination_has_one_state_and_every_control_an_answer() -> None:
    for snapshot in EVERY:
        shown = view(snapshot, RULES)
        assert set(shown.controls) == set(Control)
        assert all(why is None or str(why) for why in shown.controls.values())


def test_the_shown_state_is_the_first_that_matches() -> None:
    for s in EVERY:
        link, seat, work = s.link.value, s.seat.value, s.work.value
        if link in (Link.OFFLINE, Link.FAILED):
            wanted = Shown.OFFLINE
        elif link is Link.CONNECTING:
            wanted = Shown.CONNECTING
        elif seat is Seat.OUT:
            wanted = Shown.LOGGED_OUT
        elif seat is Seat.LOGGING_OUT:
            wanted = Shown.LOGGING_OUT
        elif seat is not Seat.IN:
            wanted = Shown.LOGGING_IN
        elif s.unexpected is not None:
            wanted = Shown.UNEXPECTED
        elif work not in (Work.IDLE, Work.READY):
            wanted = Shown(work.value)
        elif s.release_asked and s.wish.value.kind in (WishKind.BREAK, WishKind.LOGOUT):
            wanted = Shown.BREAK_ASKED
        else:
            wanted = Shown.AVAILABLE if work is Work.READY else Shown.NOT_READY
        assert shown_state(s) is wanted


#: Controls that are on, by shown state, where no wish is pending and a call is open in the states of a call.
SEATED = {Control.BREAK, Control.LOGOUT, Control.JOIN}
ENTRIES = {Control.CALLBACK, Control.SALE}
IN_CALL = SEATED | ENTRIES | {Control.END_CALL, Control.COMPLETE, Control.TAG}
TALK = IN_CALL | {Control.MUTE, Control.DIGITS, Control.RECORD, Control.TRANSFER, Control.REQUEUE}
PLAIN = {
    Shown.OFFLINE: {Control.LOGIN},
    Shown.CONNECTING: {Control.LOGIN},
    Shown.LOGGED_OUT: {Control.LOGIN},
    Shown.LOGGING_IN: {Control.LOGOUT},
    Shown.LOGGING_OUT: set(),
    Shown.NOT_READY: SEATED | {Control.AVAILABLE},
    Shown.AVAILABLE: SEATED,
    Shown.RESERVED: SEATED,
    Shown.PREVIEW: SEATED,
    Shown.BREATHER: SEATED | {Control.NEXT_PREVIEW},
    Shown.MANUAL: IN_CALL,
    Shown.OFFERED: SEATED | ENTRIES | {Control.TAG},
    Shown.TALKING: TALK | {Control.HOLD},
    Shown.HELD: TALK | {Control.RETRIEVE},
    Shown.TRANSFER: TALK | {Control.HOLD},
    Shown.WRAP: SEATED | ENTRIES | {Control.AVAILABLE, Control.COMPLETE, Control.TAG},
    Shown.MONITORING: SEATED | {Control.AVAILABLE},
}


@pytest.mark.parametrize("shown", PLAIN)
def test_the_controls_of_a_state_without_a_wish(shown: Shown) -> None:
    plain = [
        s for s in EVERY if s.wish.value.kind is WishKind.NONE and s.release_asked is None and shown_state(s) is shown
    ]
    assert plain
    for s in plain:
        on = {control for control, why in view(s, RULES).controls.items() if why is None}
        assert on == PLAIN[shown]


@pytest.mark.parametrize("kind", [WishKind.BREAK, WishKind.LOGOUT])
def test_a_pending_break_or_logout_can_be_withdrawn_wherever_the_agent_sits(kind: WishKind) -> None:
    for s in EVERY:
        if s.wish.value.kind is kind and s.release_asked and s.seat.value is Seat.IN:
            if shown_state(s) in (Shown.OFFLINE, Shown.CONNECTING):
                continue
            assert view(s, RULES).on(Control.AVAILABLE)


def test_nothing_is_on_while_logging_out() -> None:
    for s in EVERY:
        if shown_state(s) is Shown.LOGGING_OUT:
            assert not any(view(s, RULES).on(control) for control in Control)


def test_the_unexpected_keeps_what_the_work_allows() -> None:
    for s in EVERY:
        if shown_state(s) is Shown.UNEXPECTED:
            calm = dataclasses.replace(s, unexpected=None)
            assert view(s, RULES).controls == view(calm, RULES).controls


def test_a_lost_call_is_completed_and_tagged_here_in_every_quiet_state() -> None:
    lost = call(lost=say("gone"))
    for s in EVERY:
        if shown_state(s) in (Shown.OFFLINE, Shown.CONNECTING, Shown.LOGGED_OUT):
            left = dataclasses.replace(s, call=lost)
            assert view(left, RULES).on(Control.COMPLETE)
            assert view(left, RULES).on(Control.TAG)


def test_a_call_whose_outcome_is_on_its_way_is_not_touched() -> None:
    s = Playbook().available().talking().ended().snapshot
    busy = dataclasses.replace(s, call=dataclasses.replace(s.call, completion=Completion.SENT))  # type: ignore[type-var]
    for control in (Control.COMPLETE, Control.TAG, Control.AVAILABLE):
        assert not view(busy, RULES).on(control)


def test_tags_need_a_dialer_that_knows_them() -> None:
    s = Playbook().available().talking().snapshot
    old = view(s, SiteRules(version=(10, 5, 0)))
    assert "10.6.138" in str(old.controls[Control.TAG])


def test_buttons_programs_and_the_guard_read_the_same_table() -> None:
    for s in EVERY[::7]:
        for intent in (GoAvailable(), LogOut(), EndCall()):
            why = view(s, RULES).controls[CONTROL_OF[type(intent)]]
            assert why is None or refusal(intent, s, RULES) == why


def test_leaving_asks_only_where_something_is_lost() -> None:
    book = Playbook()
    assert quit_question(book.snapshot) is None
    assert quit_question(book.logged_in().snapshot) is None
    assert "available" in str(quit_question(Playbook().available().snapshot))
    assert "in a call" in str(quit_question(Playbook().available().talking().snapshot))
    assert "outcome" in str(quit_question(Playbook().available().talking().ended().snapshot))
