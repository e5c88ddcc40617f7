"""The columns of Recent: what stands in the cells of a call's row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt

from agentpanel.domain.records import Differs, Entry, Row, Sending
from agentpanel.domain.rules import TAG_CODES
from agentpanel.gui.i18n import pretty_number
from agentpanel.gui.models.recent_words import (
    Teller,
    is_open,
    is_unsent,
    none_due,
    progress_word,
    sending_word,
    shown_text,
)
from agentpanel.gui.models.table import Cell, Column
from agentpanel.gui.theme import Theme
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.call_name import name_in
from agentpanel.gui.widgets.plain import inert
from agentpanel.protocol.data import parse

#: A line of the table: a call, or the day that the calls below it were on.
Line = Row | date

translate: Final = QCoreApplication.translate
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
#: The dialer's word is another than the panel's.
DIFFERS: Final = "\N{NOT EQUAL TO}"
#: Changed here after the call.
CORRECTED: Final = "\N{LOWER RIGHT PENCIL}"
#: Shape and colour of each state of sending; the shape tells them apart where colour does not.
_SHAPES: Final = {
    Sending.LOCAL: ("\N{BALLOT X}", "bad"),
    Sending.UNSENT: ("\N{BLACK RIGHT-POINTING SMALL TRIANGLE}", "warn"),
    Sending.SENT: ("\N{UPWARDS ARROW}", "muted"),
    Sending.CONFIRMED: ("\N{CHECK MARK}", "good"),
}
#: The call is still going on: nothing is late yet.
_OPEN: Final = ("\N{MIDDLE DOT}", "muted")
#: The dialer waits for no outcome.
_NONE_DUE: Final = ("\N{EN DASH}", "muted")
#: Characters at the end of a number that tell it from others.
_DIGITS: Final = 7


class RecentColumns:
    """All columns from the left. On a narrow panel those of the highest rank yield first."""

    def __init__(self, teller: Teller, theme: Theme) -> None:
        self._tell = teller
        self._theme = theme
        #: The keys of the columns that are shown; what has no column of its own stands in another.
        self.shown: frozenset[str] = frozenset()
        #: There is room for the last digits alone, and it is by those that a number is known again.
        self.short_numbers = False

    def columns(self) -> tuple[Column[Line], ...]:
        """All of them, also those that nobody has chosen."""
        return (*self._about_whom(), *self._about_result(), *self._signs(), *self._texts())

    def _about_whom(self) -> tuple[Column[Line], ...]:
        return (
            self._column("time", lambda: translate("recent", "Time"), self.time, "00:00", day=True),
            self._column("direction", lambda: translate("recent", "Way"), self.direction, "\N{SOUTH WEST ARROW}", 8),
            Column(
                key="number",
                title=lambda: translate("recent", "Number"),
                cell=_of_calls(self.number),
                sample=lambda: "+44 20 7946 0000",
                least=lambda: _end_of("+44 20 7946 0000"),
            ),
            self._column("name", lambda: translate("recent", "Name"), self.name, "Ms Example-Name", 7),
        )

    def _about_result(self) -> tuple[Column[Line], ...]:
        return (
            Column(
                key="outcome",
                title=lambda: translate("recent", "Outcome"),
                cell=_of_calls(self.outcome),
                sample=lambda: f"{sending_word(Sending.LOCAL)}: Sale (12)",
                least=lambda: f"{sending_word(Sending.LOCAL)}: S\N{HORIZONTAL ELLIPSIS}",
                stretch=True,
            ),
            self._column("agent", lambda: translate("recent", "Agent"), self.agent, "Agent 1001", 2),
            Column(
                key="tags",
                title=lambda: translate("recent", "Tags"),
                cell=_of_calls(self.tags),
                sample=lambda: "T1 T2 T3",
                least=lambda: "T1 T3",
                rank=3,
            ),
        )

    def _signs(self) -> tuple[Column[Line], ...]:
        """Of one character each."""
        return (
            self._column(
                "recording", lambda: translate("recent", "Rec"), self.recording, "\N{BLACK CIRCLE}", sign=True
            ),
            self._column("state", lambda: "", self.shape, "\N{CHECK MARK}", sign=True),
        )

    def _texts(self) -> tuple[Column[Line], ...]:
        """What there is room for on a wide panel."""
        return (
            self._column("word", lambda: translate("recent", "State"), self.word, sending_word(Sending.UNSENT), 4),
            self._column(
                "campaign", lambda: translate("recent", "Campaign"), self.campaign, "Sales-UK \N{MIDDLE DOT} VIP", 5
            ),
            self._column("queue", lambda: translate("recent", "Queue"), self.queue, "Service-VIP", 6),
            self._column("list", lambda: translate("recent", "List"), self.list_name, "List-2030", 9),
            self._column("duration", lambda: translate("recent", "Talk"), self.duration, "1:00:00", 10),
            self._column("note", lambda: translate("recent", "Note"), self.note, "Wants the offer in writing", 11),
        )

    def _column(
        self,
        key: str,
        title: Callable[[], str],
        cell: Callable[[Row], Cell],
        sample: str,
        rank: int = 0,
        *,
        sign: bool = False,
        day: bool = False,
    ) -> Column[Line]:
        told = _of_calls(cell, self.day if day else None)
        if sign:
            return Column(key=key, title=title, cell=told, sample=lambda: sample, rank=rank, alignment=_CENTRE)
        return Column(key=key, title=title, cell=told, sample=lambda: sample, rank=rank)

    # -- cells -------------------------------------------------------------------------------------------

    def day(self, day: date) -> Cell:
        """Of the line above the calls of a day; it is painted over the whole width."""
        return Cell(self._tell.day(day))

    def time(self, row: Row) -> Cell:
        whole = partial(self._tell.whole_time, row.entry.started)
        return Cell(self._tell.when(row.entry.started), tip=whole, spoken=whole)

    def direction(self, row: Row) -> Cell:
        if row.entry.inbound:
            told = translate("recent", "inbound")
            return Cell("\N{SOUTH WEST ARROW}", tip=told, spoken=told)
        told = translate("recent", "outbound")
        return Cell("\N{NORTH EAST ARROW}", tip=told, spoken=told)

    def number(self, row: Row) -> Cell:
        number = row.entry.number
        if number is None:
            return Cell(translate("recent", "unknown"), italic=True)
        text = inert(pretty_number(number))
        shown = _end_of(text) if self.short_numbers and len(text) > _DIGITS + 1 else text
        return Cell(shown, tip=lambda: inert(VEIL.number(number)), spoken=text)

    def name(self, row: Row) -> Cell:
        return Cell(name_in(parse(row.entry.data).fields, row.entry.number) if row.entry.data else "")

    def agent(self, row: Row) -> Cell:
        return Cell(inert(row.entry.agent)) if row.entry.agent else Cell(translate("recent", "none"), italic=True)

    def outcome(self, row: Row) -> Cell:
        text, unsent = self._tell.outcome(row.entry), is_unsent(row.entry)
        tip = partial(self._about_outcome, row, text)
        if unsent and "word" not in self.shown:
            word = translate("recent", "not sent")
            text = f"{word}: {text}" if text else word
        # Differing tags have their own column where there is room for it.
        marked = row.differs - {Differs.TAGS} or (row.differs and "tags" not in self.shown)
        shown = f"{DIFFERS} {text}" if marked else text
        spoken = partial(self._spoken_outcome, row, text) if row.differs else text
        return Cell(shown, tip=tip, spoken=spoken, italic=unsent)

    def _about_outcome(self, row: Row, text: str) -> str:
        sending = self._tell.sending(row.entry) if is_unsent(row.entry) else ""
        parts = (text, shown_text(row, row.entry.note), sending, *self._tell.differences(row))
        return "\n".join(filter(None, parts))

    def _spoken_outcome(self, row: Row, text: str) -> str:
        return ". ".join(filter(None, (text, *self._tell.differences(row))))

    def tags(self, row: Row) -> Cell:
        marks = [_tag_mark(row, at) for at in range(len(TAG_CODES))]
        codes = " ".join(filter(None, (*marks, DIFFERS if Differs.TAGS in row.differs else "")))
        return Cell(
            codes, tip=lambda: "\n".join(self._about_tags(row)), spoken=lambda: ", ".join(self._about_tags(row))
        )

    def _about_tags(self, row: Row) -> list[str]:
        told = [f"{label}: {text}" for label, text in self._tell.tags(row)]
        return told + (self._tell.differences(row) if Differs.TAGS in row.differs else [])

    def recording(self, row: Row) -> Cell:
        if not row.entry.recorded:
            return Cell("", tip=translate("recent", "not recorded"), spoken=translate("recent", "not recorded"))
        told = translate("recent", "recorded")
        return Cell("\N{BLACK CIRCLE}", tip=told, spoken=told, color=self._theme.colour("recording"))

    def campaign(self, row: Row) -> Cell:
        queue = None if "queue" in self.shown else row.entry.queue
        parts = [inert(part) for part in (row.entry.campaign, queue) if part]
        return Cell(" \N{MIDDLE DOT} ".join(parts), tip="\n".join(parts), spoken=", ".join(parts))

    def queue(self, row: Row) -> Cell:
        return Cell(inert(row.entry.queue or ""))

    def list_name(self, row: Row) -> Cell:
        return Cell(inert(row.entry.list_name or ""))

    def duration(self, row: Row) -> Cell:
        return Cell(self._tell.duration(row.entry))

    def note(self, row: Row) -> Cell:
        note = shown_text(row, row.entry.note)
        return Cell(note, tip=note)

    def shape(self, row: Row) -> Cell:
        shape, role = _sign(row.entry)
        told = partial(self._tell.sending, row.entry)
        return Cell(shape, tip=told, spoken=told, color=self._theme.colour(role))

    def word(self, row: Row) -> Cell:
        role = _sign(row.entry)[1]
        told = partial(self._tell.sending, row.entry)
        unsent = is_unsent(row.entry)
        color = self._theme.colour(role) if unsent else self._theme.colour("muted")
        return Cell(progress_word(row.entry), tip=told, spoken=told, italic=unsent, color=color)


def _of_calls(cell: Callable[[Row], Cell], of_day: Callable[[date], Cell] | None = None) -> Callable[[Line], Cell]:
    """The cell of a call; that of a day is empty in all columns but one."""

    def tell(line: Line) -> Cell:
        if isinstance(line, Row):
            return cell(line)
        return of_day(line) if of_day is not None else Cell("")

    return tell


def _end_of(number: str) -> str:
    return f"\N{HORIZONTAL ELLIPSIS}{number[-_DIGITS:]}"


def _tag_mark(row: Row, at: int) -> str:
    """The tag's code, with a pencil where it was corrected here; "" for a tag that is not set."""
    fixed = row.corrected[at]
    if fixed is not None:
        return f"{TAG_CODES[at]}{CORRECTED}"
    return TAG_CODES[at] if row.entry.tags[at] else ""


def _sign(entry: Entry) -> tuple[str, str]:
    if none_due(entry):
        return _NONE_DUE
    return _OPEN if is_open(entry) else _SHAPES[entry.state]
