"""From the axes to what is shown: the one state, and which controls are on and why the others are not.

Buttons, `ctl` and the desk's own guard all read `view`; a control that is on here is taken, one that is
off is refused with the same sentence. The table below is panel.md section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from agentpanel.domain import controls_call, controls_desk, words
from agentpanel.domain.controls import Control, too_old
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Completion, Shown, Snapshot
from agentpanel.domain.state import Link, Seat, WishKind, Work
from agentpanel.domain.words import Say, say


@dataclass(frozen=True, slots=True)
class View:
    """The shown state, and for each control None (on) or why it is off."""

    shown: Shown
    controls: Mapping[Control, Say | None]

    def on(self, control: Control) -> bool:
        return self.controls[control] is None


#: A cell of the table: why the control is off, or None.
Cell = Callable[[Snapshot], Say | None]


def _on(_: Snapshot) -> Say | None:
    return None


def _off(reason: str) -> Cell:
    words_ = say(reason)
    return lambda _: words_


def _withdraw(reason: str) -> Cell:
    """Available takes a break or log-out wish back; without one it is off for this reason."""

    def cell(s: Snapshot) -> Say | None:
        kind = s.wish.value.kind
        if kind in (WishKind.BREAK, WishKind.LOGOUT):
            return None
        return say(words.WITHDRAWN_ALREADY if s.release_asked and kind is WishKind.AVAILABLE else reason)

    return cell


def _go_available(s: Snapshot) -> Say | None:
    return say(words.AVAILABLE_ASKED) if s.wish.value.kind is WishKind.AVAILABLE else None


def _break(s: Snapshot) -> Say | None:
    return say(words.LOGOUT_ASKED) if s.wish.value.kind is WishKind.LOGOUT else None


def _log_out(s: Snapshot) -> Say | None:
    return say(words.LOGOUT_ASKED) if s.wish.value.kind is WishKind.LOGOUT else None


def _log_in(s: Snapshot) -> Say | None:
    return say(words.LOGIN_UNDER_WAY) if s.login_waiting else None


def _lost_call(reason: str) -> Cell:
    """A call that can no longer reach the dialer is still completed and tagged, here only."""
    return lambda s: None if s.call is not None and s.call.lost is not None else say(reason)


def _end_call(s: Snapshot) -> Say | None:
    if s.call is None:
        return say(words.NO_CALL)
    return say(words.ENDING_NOW) if s.call.ending else controls_call.leave_transfer(s)


def _classify(s: Snapshot) -> Say | None:
    """In a preview an outcome declines the record, or waits for the call that is being dialed."""
    preview = s.call.preview if s.call is not None else None
    if preview is None:
        return _lost_call(words.FIRST_A_CALL)(s)
    return say(words.DECLINED_ALREADY) if preview.declined else _complete(s)


def _tag_early(s: Snapshot) -> Say | None:
    return say(words.NO_CALL) if s.call is None else None


def _complete(s: Snapshot) -> Say | None:
    if s.call is None:
        return say(words.FIRST_A_CALL)
    busy = s.call.completion in (Completion.SAVING, Completion.SENT)
    return say(words.COMPLETING_NOW) if busy else None


def _safe(control: Control) -> Cell:
    """While something contradicts our picture, whatever the work allows stays on."""
    return lambda s: _TABLE[_from_work(s)][control](s)


_NEED_SEAT: Final[Mapping[Control, Cell]] = {
    Control.AVAILABLE: _off(words.NOT_LOGGED_IN),
    Control.BREAK: _off(words.NOT_LOGGED_IN),
    Control.END_CALL: _off(words.NO_CALL),
    Control.COMPLETE: _lost_call(words.FIRST_A_CALL),
    Control.TAG: _lost_call(words.NO_CALL),
    Control.LOGOUT: _off(words.NOT_LOGGED_IN),
}
_SEATED: Final[Mapping[Control, Cell]] = {
    Control.LOGIN: _off(words.ALREADY_LOGGED_IN),
    Control.BREAK: _break,
    Control.LOGOUT: _log_out,
}
_WAITING: Final[Mapping[Control, Cell]] = {
    **_SEATED,
    Control.AVAILABLE: _withdraw(words.ALREADY_AVAILABLE),
    Control.END_CALL: _off(words.NO_CALL),
    Control.COMPLETE: _lost_call(words.FIRST_A_CALL),
    Control.TAG: _lost_call(words.NO_CALL),
}
_TALKING: Final[Mapping[Control, Cell]] = {
    **_SEATED,
    Control.AVAILABLE: _withdraw(words.IN_A_CALL),
    Control.END_CALL: _end_call,
    Control.COMPLETE: _complete,
    Control.TAG: _complete,
}
_PREVIEWING: Final[Mapping[Control, Cell]] = {
    **_WAITING,
    Control.AVAILABLE: _withdraw(words.CALL_COMING),
    Control.END_CALL: _off(words.NOT_CONNECTED_YET),
    Control.COMPLETE: _classify,
    Control.TAG: _tag_early,
}


def _away(reason: str) -> Mapping[Control, Cell]:
    needs_link = (Control.AVAILABLE, Control.BREAK, Control.LOGOUT)
    return {**_NEED_SEAT, Control.LOGIN: _log_in, **dict.fromkeys(needs_link, _off(reason))}


_LOGGING_OUT: Final[Mapping[Control, Cell]] = {
    control: _off(words.LOGOUT_UNDER_WAY) for control in (Control.LOGIN, *_NEED_SEAT)
}
_LOGGING_IN: Final[Mapping[Control, Cell]] = {
    **{control: _off(words.LOGIN_UNDER_WAY) for control in _NEED_SEAT},
    Control.LOGIN: _off(words.LOGIN_UNDER_WAY),
    Control.LOGOUT: _log_out,
}

_TABLE: Final[Mapping[Shown, Mapping[Control, Cell]]] = {
    Shown.OFFLINE: _away(words.NOT_CONNECTED),
    Shown.CONNECTING: _away(words.CONNECTING_NOW),
    Shown.LOGGED_OUT: {**_NEED_SEAT, Control.LOGIN: _on},
    Shown.LOGGING_IN: _LOGGING_IN,
    Shown.LOGGING_OUT: _LOGGING_OUT,
    Shown.NOT_READY: {**_WAITING, Control.AVAILABLE: _go_available},
    Shown.AVAILABLE: _WAITING,
    Shown.BREAK_ASKED: _WAITING,
    Shown.RESERVED: _WAITING,
    Shown.PREVIEW: _PREVIEWING,
    Shown.BREATHER: _PREVIEWING,
    Shown.OFFERED: {
        **_TALKING,
        Control.AVAILABLE: _withdraw(words.CALL_COMING),
        Control.END_CALL: _off(words.NOT_CONNECTED_YET),
        Control.COMPLETE: _off(words.NOT_CONNECTED_YET),
    },
    Shown.TALKING: _TALKING,
    Shown.HELD: _TALKING,
    Shown.MANUAL: _TALKING,
    Shown.TRANSFER: _TALKING,
    Shown.WRAP: {**_TALKING, Control.AVAILABLE: _complete, Control.END_CALL: _off(words.CALL_OVER)},
    Shown.MONITORING: {**_WAITING, Control.AVAILABLE: _go_available},
    Shown.UNEXPECTED: {control: _safe(control) for control in (Control.LOGIN, *_NEED_SEAT)},
}

#: Where no other control can be on, and why.
_AWAY: Final[Mapping[Shown, str]] = {
    Shown.OFFLINE: words.NOT_CONNECTED,
    Shown.CONNECTING: words.CONNECTING_NOW,
    Shown.LOGGED_OUT: words.NOT_LOGGED_IN,
    Shown.LOGGING_IN: words.LOGIN_UNDER_WAY,
    Shown.LOGGING_OUT: words.LOGOUT_UNDER_WAY,
}
_MORE: Final = {**controls_desk.CELLS, **controls_call.CELLS}

_BUSY: Final[Mapping[Work, Shown]] = {work: Shown(work.value) for work in Work if work not in (Work.IDLE, Work.READY)}


def shown_state(s: Snapshot) -> Shown:
    """The one shown state; the first that matches (panel.md 2)."""
    if s.link.value in (Link.OFFLINE, Link.FAILED):
        return Shown.OFFLINE
    if s.link.value is Link.CONNECTING:
        return Shown.CONNECTING
    if s.seat.value is not Seat.IN:
        return _from_seat(s)
    return Shown.UNEXPECTED if s.unexpected is not None else _from_work(s)


def _from_seat(s: Snapshot) -> Shown:
    if s.seat.value is Seat.OUT:
        return Shown.LOGGED_OUT
    return Shown.LOGGING_OUT if s.seat.value is Seat.LOGGING_OUT else Shown.LOGGING_IN


def _from_work(s: Snapshot) -> Shown:
    if s.seat.value is not Seat.IN:
        return _from_seat(s)
    if (busy := _BUSY.get(s.work.value)) is not None:
        return busy
    if s.wish.value.kind in (WishKind.BREAK, WishKind.LOGOUT) and s.release_asked:
        return Shown.BREAK_ASKED
    return Shown.AVAILABLE if s.work.value is Work.READY else Shown.NOT_READY


def view(s: Snapshot, rules: SiteRules) -> View:
    """What to show and which controls are on."""
    shown = shown_state(s)
    controls = {control: cell(s) for control, cell in _TABLE[shown].items()}
    away = _AWAY.get(shown)
    for control, cell_of in _MORE.items():
        controls[control] = say(away) if away is not None else cell_of(s, rules)
    for control in Control:
        if controls[control] is None:
            controls[control] = too_old(control, rules)
    return View(shown, controls)


def quit_question(s: Snapshot) -> Say | None:
    """What would be lost if the panel were closed now; None where nothing is."""
    if s.seat.value is not Seat.OUT and s.work.value in (Work.OFFERED, Work.TALKING, Work.HELD, Work.TRANSFER):
        return say(words.QUIT_IN_CALL)
    if s.seat.value is not Seat.OUT and s.work.value is Work.WRAP:
        sent = s.call is not None and s.call.completion is Completion.SENT
        return say(words.QUIT_UNCONFIRMED if sent else words.QUIT_IN_WRAP)
    if s.unsent:
        return say(words.QUIT_UNSENT)
    if s.seat.value is Seat.IN and s.work.value is not Work.IDLE:
        return say(words.QUIT_AVAILABLE)
    return None
