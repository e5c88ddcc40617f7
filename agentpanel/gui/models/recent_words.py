"""How a call of Recent is told in words: the site's names, the person's language, the zone of this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from agentpanel.domain import words, words_call
from agentpanel.domain.records import Differs, Entry, Row, Sending
from agentpanel.domain.rules import TAG_CODES, SiteRules
from agentpanel.gui.i18n import fill, say, short_clock
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.plain import inert

translate: Final = QCoreApplication.translate
_NOT_SENT: Final = (Sending.LOCAL, Sending.UNSENT)
#: Why the dialer waits for no outcome: somebody else gives it, or there was no call.
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
    """Tells a call; ``now`` gives an aware time."""

    def __init__(self, rules: SiteRules, now: Callable[[], datetime]) -> None:
        self.rules = rules
        self._now = now
        #: The calls of all agents are shown, so none of them is "yours".
        self.everyone = False

    # -- times -------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self._now().astimezone().date()

    def when(self, moment: datetime) -> str:
        """The time of day; the day stands above it."""
        return f"{moment.astimezone():%H:%M}"

    def day(self, day: date) -> str:
        """Today, Yesterday, or the day of the week and the date; with the year where it is another."""
        today = self.today
        if day == today:
            return translate("recent", "Today")
        if day == today - timedelta(days=1):
            return translate("recent", "Yesterday")
        form = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
        return QLocale().toString(QDate(day.year, day.month, day.day), form)

    def whole_time(self, moment: datetime) -> str:
        """Day and time to the second."""
        return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), "d MMM yyyy HH:mm:ss")

    def duration(self, entry: Entry) -> str:
        """How long the talk was; "" where there was none or its ends are not known."""
        if entry.connected is None or entry.ended is None:
            return ""
        return short_clock((entry.ended - entry.connected).total_seconds())

    # -- outcome -----------------------------------------------------------------------------------------

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
            return self.agents_outcome(entry.outcome)
        if entry.reason is None:
            return ""
        return named(self.rules.reason_text(entry.reason) or translate("recent", "dialer's result"), entry.reason)

    def agents_outcome(self, code: int | None) -> str:
        """An AO by name and code."""
        return translate("recent", "none") if code is None else named(self.rules.outcome_text(code), code)

    def reason(self, entry: Entry) -> str:
        """What the dialer reported of the call."""
        return "" if entry.reason is None else named(self.rules.reason_text(entry.reason), entry.reason)

    def sending(self, entry: Entry) -> str:
        """How far the outcome has come, with the reason where it has not left."""
        state = progress_word(entry)
        if entry.why is None or is_open(entry):
            return state
        return fill(translate("recent", "{state}: {why}"), state=state, why=say(entry.why))

    # -- tags --------------------------------------------------------------------------------------------

    def label(self, row: Row, number: int) -> str:
        """The label of T1 (1) to T6 in the call's campaign, with the tag's code."""
        code, rule = TAG_CODES[number - 1], self.rules.tags_of(row.entry.campaign)[number - 1]
        return inert(rule.label if rule.label == code else f"{rule.label} ({code})")

    def tags(self, row: Row) -> list[tuple[str, str]]:
        """Label and text of each tag that is set or was corrected."""
        told = ((number, self._tag(row, number)) for number in range(1, len(TAG_CODES) + 1))
        return [(self.label(row, number), text) for number, text in told if text]

    def _tag(self, row: Row, number: int) -> str:
        text, fixed = (shown_text(row, each) for each in (row.entry.tags[number - 1], row.corrected[number - 1]))
        if row.corrected[number - 1] is None:
            return text
        before = text or translate("recent", "none")
        return fill(
            translate("recent", "{tag} (corrected here; the dialer has: {before})"),
            tag=fixed or translate("recent", "none"),
            before=before,
        )

    # -- what the dialer says otherwise --------------------------------------------------------------------

    def differences(self, row: Row) -> list[str]:
        """A sentence for each difference between what the panel did and what the dialer reported."""
        return list(self._differences(row)) if row.differs else []

    def _differences(self, row: Row) -> Iterator[str]:
        if Differs.OUTCOME in row.differs:
            own, theirs = self.agents_outcome(row.own_outcome), self.agents_outcome(row.entry.outcome)
            yield fill(self._contrast(), own=own, theirs=theirs)
        if Differs.TAGS in row.differs:
            pairs = zip(range(1, len(TAG_CODES) + 1), row.own_tags, row.entry.tags, strict=True)
            for number, own, theirs in pairs:
                if own != theirs:
                    none = translate("recent", "none")
                    mine, its = (shown_text(row, text) or none for text in (own, theirs))
                    told = fill(self._contrast(), own=mine, theirs=its)
                    yield fill(translate("recent", "{tag}: {told}"), tag=self.label(row, number), told=told)
        if Differs.DECLINED in row.differs:
            yield self._declined(row.entry)
        yield from (text for part, text in _others().items() if part in row.differs)

    def _contrast(self) -> str:
        if self.everyone:
            return translate("recent", "The agent: {own}. The dialer: {theirs}.")
        return translate("recent", "You: {own}. The dialer: {theirs}.")

    def _declined(self, entry: Entry) -> str:
        if entry.declined:
            return translate("recent", "The dialer says that this preview was declined; the panel had not declined it.")
        return translate("recent", "The panel declined this preview; the dialer does not say so.")


def _others() -> dict[Differs, str]:
    return {
        Differs.NUMBER: translate("recent", "The dialer reports another number than the panel was told."),
        Differs.CAMPAIGN: translate("recent", "The dialer reports another campaign than the panel was told."),
        Differs.QUEUE: translate("recent", "The dialer reports another queue than the panel was told."),
    }


def shown_text(row: Row, text: str | None) -> str:
    """A tag or note as it may be shown, in one line."""
    return inert(VEIL.text(text or "", row.entry.number))


def named(name: str | None, code: int) -> str:
    """A name with its code, or the bare code."""
    return str(code) if name is None else f"{inert(name)} ({code})"


def is_open(entry: Entry) -> bool:
    """Whether the call of this row is going on: its outcome is not due yet."""
    return entry.why is not None and entry.why.text == words.WHY_OPEN


def none_due(entry: Entry) -> bool:
    """Whether the call of this row is over without an outcome of this agent's, and that is right so."""
    over = entry.why is not None and entry.why.text in _WITHOUT
    return over and entry.state is Sending.LOCAL and entry.outcome is None


def is_unsent(entry: Entry) -> bool:
    """Whether something was due that the dialer does not have."""
    return entry.state in _NOT_SENT and not is_open(entry) and not none_due(entry)


def progress_word(entry: Entry) -> str:
    """How far the row has come, in one or two words."""
    if none_due(entry):
        return translate("recent", "no outcome due")
    return translate("recent", "open") if is_open(entry) else sending_word(entry.state)


def sending_word(state: Sending) -> str:
    """The state of sending in one or two words."""
    return _SENDING[state]()


_SENDING: Final = {
    Sending.LOCAL: lambda: translate("recent", "not sent"),
    Sending.UNSENT: lambda: translate("recent", "not sent yet"),
    Sending.SENT: lambda: translate("recent", "sent"),
    Sending.CONFIRMED: lambda: translate("recent", "confirmed"),
}
