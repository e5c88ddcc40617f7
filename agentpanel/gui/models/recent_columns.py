"""How a call of Recent is told: the cells of its row, and the lines of its details."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from agentpanel.domain import words, words_call
from agentpanel.domain.records import Entry, Sending
from agentpanel.domain.rules import TAG_CODES, SiteRules
from agentpanel.gui.i18n import fill, pretty_number, say
from agentpanel.gui.models.table import Cell, Column
from agentpanel.gui.theme import Theme
from agentpanel.gui.widgets.plain import inert

translate: Final = QCoreApplication.translate
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
#: Shape and colour of each state of sending; the shape tells them apart where colour does not.
_SHAPES: Final = {
    Sending.LOCAL: ("\N{BALLOT X}", "bad"),
    Sending.UNSENT: ("\N{BLACK RIGHT-POINTING SMALL TRIANGLE}", "warn"),
    Sending.SENT: ("\N{UPWARDS ARROW}", "muted"),
    Sending.CONFIRMED: ("\N{CHECK MARK}", "good"),
}
#: The call is still going on: nothing is late yet.
_OPEN: Final = ("\N{MIDDLE DOT}", "muted")
#: Characters at the end of a number that tell it from others.
_DIGITS: Final = 7
_NOT_SENT: Final = (Sending.LOCAL, Sending.UNSENT)
#: The dialer waits for no outcome: somebody else gives it, or there was no call.
_NONE_DUE: Final = ("\N{EN DASH}", "muted")
_WITHOUT: Final = frozenset(
    {
        words_call.WHY_GIVEN,
        words_call.WHY_REJECTED,
        words_call.WHY_NOT_ANSWERED,
        words.WHY_NOT_REACHED,
        words.WHY_WENT_BACK,
    }
)


class Teller:
    """Tells an entry in the site's names and the person's language; ``now`` gives an aware time."""

    def __init__(self, rules: SiteRules, now: Callable[[], datetime]) -> None:
        self._rules = rules
        self._now = now

    def when(self, moment: datetime) -> str:
        """The time of a call of today, else the day."""
        here, today = moment.astimezone(), self._now().astimezone()
        if here.date() == today.date():
            return f"{here:%H:%M}"
        form = "d MMM" if here.year == today.year else "d.M.yy"
        return QLocale().toString(QDate(here.year, here.month, here.day), form)

    def whole_time(self, moment: datetime) -> str:
        """Day and time to the second."""
        return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), "d MMM yyyy HH:mm:ss")

    def outcome(self, entry: Entry) -> str:
        """The agent's outcome by name and code, else what the dialer reported; a declined preview says so first."""
        told = self._result(entry)
        if not told and not entry.declined and none_due(entry) and entry.why is not None:
            return say(entry.why)
        if not entry.declined:
            return told
        declined = translate("recent", "declined")
        return fill(translate("recent", "{declined}: {outcome}"), declined=declined, outcome=told) if told else declined

    def _result(self, entry: Entry) -> str:
        if entry.outcome is not None:
            return named(self._rules.outcome_text(entry.outcome), entry.outcome)
        if entry.reason is None:
            return ""
        return named(self._rules.reason_text(entry.reason) or translate("recent", "dialer's result"), entry.reason)

    def reason(self, entry: Entry) -> str:
        """What the dialer reported of the call."""
        return "" if entry.reason is None else named(self._rules.reason_text(entry.reason), entry.reason)

    def tags(self, entry: Entry) -> list[tuple[str, str]]:
        """Label and text of each tag that is set."""
        labels = self._rules.tags_of(entry.campaign)
        codes = zip(TAG_CODES, labels, entry.tags, strict=True)
        return [
            (rule.label if rule.label == code else f"{rule.label} ({code})", text) for code, rule, text in codes if text
        ]

    def sending(self, entry: Entry) -> str:
        """How far the outcome has come, with the reason where it has not left."""
        state = progress_word(entry)
        if entry.why is None or is_open(entry):
            return state
        return fill(translate("recent", "{state}: {why}"), state=state, why=say(entry.why))


def named(name: str | None, code: int) -> str:
    """A name with its code, or the bare code."""
    return str(code) if name is None else f"{inert(name)} ({code})"


def _end_of(number: str) -> str:
    return f"\N{HORIZONTAL ELLIPSIS}{number[-_DIGITS:]}"


def is_open(entry: Entry) -> bool:
    """Whether the call of this row is going on: its outcome is not due yet."""
    return entry.why is not None and entry.why.text == words.WHY_OPEN


def none_due(entry: Entry) -> bool:
    """Whether the call of this row is over without an outcome of this agent's, and that is right so."""
    over = entry.why is not None and entry.why.text in _WITHOUT
    return over and entry.state is Sending.LOCAL and entry.outcome is None


def _unsent(entry: Entry) -> bool:
    return entry.state in _NOT_SENT and not is_open(entry) and not none_due(entry)


def _sign(entry: Entry) -> tuple[str, str]:
    if none_due(entry):
        return _NONE_DUE
    return _OPEN if is_open(entry) else _SHAPES[entry.state]


def progress_word(entry: Entry) -> str:
    """How far the row has come, in one or two words."""
    if none_due(entry):
        return translate("recent", "no outcome due")
    return translate("recent", "open") if is_open(entry) else sending_word(entry.state)


def sending_word(state: Sending) -> str:
    """The state of sending in one or two words."""
    return {
        Sending.LOCAL: translate("recent", "not sent"),
        Sending.UNSENT: translate("recent", "not sent yet"),
        Sending.SENT: translate("recent", "sent"),
        Sending.CONFIRMED: translate("recent", "confirmed"),
    }[state]


class RecentColumns:
    """The columns from the left; campaign, word and tags yield in this order on a narrow panel."""

    def __init__(self, teller: Teller, theme: Theme) -> None:
        self._tell = teller
        self._theme = theme
        #: The state's word has no column of its own: the outcome says what was not sent.
        self.terse = False
        #: There is room for the last digits alone, and it is by those that a number is known again.
        self.short_numbers = False

    def columns(self) -> tuple[Column[Entry], ...]:
        """All of them."""
        return (self._time(), self._number(), self._outcome(), self._tags(), *self._signs(), *self._texts())

    def _time(self) -> Column[Entry]:
        return Column(key="time", title=lambda: translate("recent", "Time"), cell=self.time, sample=lambda: "30 Nov")

    def _number(self) -> Column[Entry]:
        return Column(
            key="number",
            title=lambda: translate("recent", "Number"),
            cell=self.number,
            sample=lambda: "+44 20 7946 0000",
            least=lambda: _end_of("+44 20 7946 0000"),
        )

    def _outcome(self) -> Column[Entry]:
        return Column(
            key="outcome",
            title=lambda: translate("recent", "Outcome"),
            cell=self.outcome,
            sample=lambda: f"{sending_word(Sending.LOCAL)}: Sale (12)",
            least=lambda: f"{sending_word(Sending.LOCAL)}: S\N{HORIZONTAL ELLIPSIS}",
            stretch=True,
        )

    def _tags(self) -> Column[Entry]:
        return Column(
            key="tags",
            title=lambda: translate("recent", "Tags"),
            cell=self.tags,
            sample=lambda: "T1 T2 T3",
            least=lambda: "T1 T3",
            rank=1,
        )

    def _signs(self) -> tuple[Column[Entry], ...]:
        """Of one character each."""
        return (
            Column(
                key="recording",
                title=lambda: translate("recent", "Rec"),
                cell=self.recording,
                sample=lambda: "\N{BLACK CIRCLE}",
                alignment=_CENTRE,
            ),
            Column(
                key="state",
                title=lambda: "",
                cell=self.shape,
                sample=lambda: "\N{CHECK MARK}",
                alignment=_CENTRE,
            ),
        )

    def _texts(self) -> tuple[Column[Entry], ...]:
        """What there is room for on a wide panel."""
        return (
            Column(
                key="word",
                title=lambda: translate("recent", "State"),
                cell=self.word,
                sample=lambda: sending_word(Sending.UNSENT),
                rank=2,
            ),
            Column(
                key="campaign",
                title=lambda: translate("recent", "Campaign"),
                cell=self.campaign,
                sample=lambda: "Sales-UK \N{MIDDLE DOT} VIP",
                rank=3,
            ),
        )

    def time(self, entry: Entry) -> Cell:
        whole = self._tell.whole_time(entry.started)
        return Cell(self._tell.when(entry.started), tip=whole, spoken=whole)

    def number(self, entry: Entry) -> Cell:
        if entry.number is None:
            return Cell(translate("recent", "unknown"), italic=True)
        text = inert(pretty_number(entry.number))
        shown = _end_of(text) if self.short_numbers and len(text) > _DIGITS + 1 else text
        return Cell(shown, tip=inert(entry.number), spoken=text)

    def outcome(self, entry: Entry) -> Cell:
        text = self._tell.outcome(entry)
        unsent = _unsent(entry)
        tip = "\n".join(filter(None, (text, inert(entry.note), self._tell.sending(entry) if unsent else "")))
        if not (unsent and self.terse):
            return Cell(text, tip=tip, italic=unsent)
        word = translate("recent", "not sent")
        return Cell(f"{word}: {text}" if text else word, tip=tip, italic=True)

    def tags(self, entry: Entry) -> Cell:
        told = [f"{inert(label)}: {inert(text)}" for label, text in self._tell.tags(entry)]
        codes = " ".join(code for code, text in zip(TAG_CODES, entry.tags, strict=True) if text)
        return Cell(codes, tip="\n".join(told), spoken=", ".join(told))

    def recording(self, entry: Entry) -> Cell:
        if not entry.recorded:
            return Cell("", tip=translate("recent", "not recorded"), spoken=translate("recent", "not recorded"))
        told = translate("recent", "recorded")
        return Cell("\N{BLACK CIRCLE}", tip=told, spoken=told, color=self._theme.colour("recording"))

    def campaign(self, entry: Entry) -> Cell:
        parts = [inert(part) for part in (entry.campaign, entry.queue) if part]
        return Cell(" \N{MIDDLE DOT} ".join(parts), tip="\n".join(parts), spoken=", ".join(parts))

    def shape(self, entry: Entry) -> Cell:
        shape, role = _sign(entry)
        told = self._tell.sending(entry)
        return Cell(shape, tip=told, spoken=told, color=self._theme.colour(role))

    def word(self, entry: Entry) -> Cell:
        role = _sign(entry)[1]
        told = self._tell.sending(entry)
        unsent = _unsent(entry)
        color = self._theme.colour(role) if unsent else self._theme.colour("muted")
        return Cell(progress_word(entry), tip=told, spoken=told, italic=unsent, color=color)
