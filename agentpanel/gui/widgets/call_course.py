"""What goes on in the call besides talking: transfers there and here, who is on hold, mute, sounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication

from agentpanel.domain.parties import Answer, Incoming, Party, Target, TargetKind, Transfer, TransferStage
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Call, Instant, Recording
from agentpanel.gui.i18n import fill, short_clock
from agentpanel.gui.marking import QT_TRANSLATE_NOOP
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.widgets.spoken import announce

_STAGES: Final = {
    TransferStage.ASKED: QT_TRANSLATE_NOOP("calls", "transfer to {who} asked"),
    TransferStage.OFFERED: QT_TRANSLATE_NOOP("calls", "ringing at {who}"),
    TransferStage.CONNECTED: QT_TRANSLATE_NOOP("calls", "with {who}"),
    TransferStage.CONFERENCE: QT_TRANSLATE_NOOP("calls", "conference with {who}"),
}
_ANSWERS: Final = {
    Answer.ACCEPTED: QT_TRANSLATE_NOOP("calls", "accepted"),
    Answer.REJECTED: QT_TRANSLATE_NOOP("calls", "rejected"),
}
_SECOND: Final = {
    Recording.ON: QT_TRANSLATE_NOOP("calls", "second recording runs"),
    Recording.FAILED: QT_TRANSLATE_NOOP("calls", "second recording failed"),
}


class CallCourse:
    """One label; it is told aloud when it changes, but not each second."""

    def __init__(self, rules: SiteRules) -> None:
        self._rules = rules
        self.label = ElidedLabel()
        self.label.setFont(steady(self.label.font()))
        self.label.least_letters = 12
        self._call: Call | None = None
        self._told = ""

    def show_call(self, call: Call | None) -> None:
        """Of this call; nothing once it has ended."""
        self._call = call if call is not None and call.ended is None else None
        told = self._text(None)
        if told and told != self._told:
            announce(self.label, told)
        self._told = told
        self.label.setVisible(bool(told))

    def draw(self, now: Instant) -> None:
        self.label.setText(self._text(now))

    @property
    def words(self) -> str:
        """All of it, without the time."""
        return self._told

    def _text(self, now: Instant | None) -> str:
        if self._call is None:
            return ""
        parts, transfer = [*_parts(self._call, self._rules)], self._call.transfer
        if transfer is not None and now is not None:
            parts.append(short_clock(now.mono - transfer.since.mono))
        return " · ".join(parts)


def party_name(transfer: Transfer | None) -> str:
    """The other one of a transfer, as the site or the dialer names them, else by address."""
    known = inert(transfer.target.text or _address(transfer.target)) if transfer is not None else ""
    return known or _tr(QT_TRANSLATE_NOOP("calls", "the other party"))


def _address(target: Target) -> str:
    return VEIL.number(target.address) if target.kind is TargetKind.EXTERNAL else target.address


def incoming_words(incoming: Incoming, *, answered: bool) -> str:
    """Who gives this call, how, and what was said to that."""
    kind = QT_TRANSLATE_NOOP("calls", "transfer from {who}")
    if incoming.conference:
        kind = QT_TRANSLATE_NOOP("calls", "conference with {who}")
    elif incoming.blind:
        kind = QT_TRANSLATE_NOOP("calls", "blind transfer from {who}")
    words = _tr(kind, who=inert(incoming.sender or "") or _tr(QT_TRANSLATE_NOOP("calls", "a colleague")))
    answer = _ANSWERS.get(incoming.answer)
    return words if answer is None or answered else f"{words} · {_tr(answer)}"


def _parts(call: Call, rules: SiteRules) -> Iterator[str]:
    """The most important first: what does not fit is cut at the end, but never who is waiting."""
    if Party.CUSTOMER in call.held:
        yield _tr(QT_TRANSLATE_NOOP("calls", "customer on hold"))
    if Party.OTHER in call.held:
        yield _tr(QT_TRANSLATE_NOOP("calls", "{who} on hold"), who=party_name(call.transfer))
    if call.transfer is not None:
        yield _tr(_STAGES[call.transfer.stage], who=party_name(call.transfer))
    if call.incoming is not None:
        yield incoming_words(call.incoming, answered=call.connected is not None)
    if call.muted:
        yield _tr(QT_TRANSLATE_NOOP("calls", "you are muted"))
    yield from _media(call, rules)


def _media(call: Call, rules: SiteRules) -> Iterator[str]:
    if call.playing is not None:
        text = next((sound.text for sound in rules.sounds if sound.name == call.playing), call.playing)
        named = QT_TRANSLATE_NOOP("calls", "plays: {name}")
        yield _tr(named, name=inert(text)) if text else _tr(QT_TRANSLATE_NOOP("calls", "a sound plays"))
    if (second := _SECOND.get(call.second_recording)) is not None:
        yield _tr(second)


def _tr(text: str, **args: str) -> str:
    return fill(QCoreApplication.translate("calls", text), **args)
