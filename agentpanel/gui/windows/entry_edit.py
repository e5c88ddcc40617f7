"""Note and tags of a call that is over: changed here, and kept here only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from agentpanel.domain.records import Row
from agentpanel.domain.rules import TAG_CODES, TagKind, TagRule
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.models.recent_words import Teller, is_open
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.card import mute, small_bold, smaller
from agentpanel.gui.widgets.field import NoteField
from agentpanel.gui.widgets.mark import Mark, Sign
from agentpanel.gui.widgets.plain import ElidedLabel, PlainLabel, inert, tip
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.widgets.tag_editors import LABEL_EM, ChosenTag, StampedTag, TypedTag, editor_of

Editor = TypedTag | ChosenTag | StampedTag


@dataclass(frozen=True, slots=True)
class Afterthought:
    """What somebody changed of the call ``key`` afterwards: None is a note that stays.

    ``tags`` by number 1 to 6; None takes a correction back.
    """

    key: str
    note: str | None = None
    tags: Mapping[int, str | None] = field(default_factory=lambda: MappingProxyType({}))


class EntryEdit(Retranslated, QWidget):
    """What is typed belongs to the person: the row changes only what nobody has touched."""

    changed = Signal()  #: something was typed, chosen or taken back
    refused = Signal(object)  #: a Say: what was typed or pasted was not taken

    def __init__(
        self, row: Row, teller: Teller, theme: Theme, codec: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._teller = teller
        self._row = row
        self._rules = teller.rules.tags_of(row.entry.campaign)
        self.title = PlainLabel()
        self.about = PlainLabel()
        self.note = NoteField(theme, lines=3)
        self.note_label = PlainLabel()
        self.editors = [editor_of(number, rule, theme, codec) for number, rule in enumerate(self._rules, 1)]
        self.labels: list[QLabel] = [ElidedLabel() for _ in self.editors]
        self.marks = [Mark(theme) for _ in self.editors]
        self._note = ""
        self._tags = [""] * len(self.editors)
        self._connect()
        self._lay_out()
        self._settle(row)
        self.retranslate()

    # -- to and from the row -----------------------------------------------------------------------------

    @property
    def unsaved(self) -> Afterthought | None:
        """What was changed and is not kept yet."""
        note = self.note.toPlainText()
        tags = {
            at: self._fix(at, editor.value) for at, editor in enumerate(self.editors, 1) if self._is_new(at, editor)
        }
        if note == self._note and not tags:
            return None
        return Afterthought(self._row.entry.key, note if note != self._note else None, tags)

    def show_row(self, row: Row) -> None:
        """The same call as the journal has it now."""
        self._row = row
        self._settle(row)
        self._draw()

    def settle(self, kept: Afterthought) -> None:
        """This is kept now; what was typed since is not."""
        if kept.note is not None:
            self._note = kept.note
        for number, text in kept.tags.items():
            self._tags[number - 1] = self._row.entry.tags[number - 1] if text is None else text
        self._draw()

    def take_back(self) -> None:
        """Show what is kept."""
        self.note.setPlainText(self._note)
        for editor, text in zip(self.editors, self._tags, strict=True):
            editor.put(text)
        self._draw()
        self.changed.emit()

    def _is_new(self, number: int, editor: Editor) -> bool:
        return editor.value != self._tags[number - 1]

    def _fix(self, number: int, text: str) -> str | None:
        """What the dialer has anyway is no correction."""
        return None if text == self._row.entry.tags[number - 1] else text

    def _settle(self, row: Row) -> None:
        # What has a masked number cannot be changed either, so no mask is ever kept in place of a number.
        shown = partial(VEIL.text, number=row.entry.number)
        untouched, self._note = self.note.toPlainText() == self._note, shown(row.entry.note)
        if untouched and self.note.toPlainText() != self._note:
            self.note.setPlainText(self._note)
            self._note = self.note.toPlainText()  # Qt has its own mind about ends of lines
        for at, (tag, fixed) in enumerate(zip(row.entry.tags, row.corrected, strict=True)):
            before, self._tags[at] = self._tags[at], shown(tag if fixed is None else fixed)
            if self.editors[at].value == before:
                self.editors[at].put(self._tags[at])

    # -- looks -------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.title.setText(self.tr("Note and tags"))
        self.note_label.setText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note"))
        for number, rule in enumerate(self._rules, 1):
            self.labels[number - 1].setText(inert(rule.label))
        self._draw()

    def _draw(self) -> None:
        why = self._why_off()
        self.about.setText(why or self.tr("Kept here only: the dialer takes no tags after the outcome."))
        self.note.setReadOnly(bool(why))
        self.note.setAccessibleDescription(self.about.text())
        for at, editor in enumerate(self.editors):
            editor.setEnabled(not why)
            self._draw_tag(at, editor)

    def _draw_tag(self, at: int, editor: Editor) -> None:
        unsaved, corrected = self._is_new(at + 1, editor), self._row.corrected[at] is not None
        sign = Sign.UNSENT if unsaved else Sign.DONE if corrected else Sign.NOTHING
        self.marks[at].show_sign(sign)
        said = self._said(at, unsaved=unsaved, corrected=corrected)
        self.marks[at].setToolTip(tip(said))
        editor.setToolTip(tip(said))
        editor.setAccessibleName(self._teller.label(self._row, at + 1))
        editor.setAccessibleDescription(said or self.about.text())

    def _said(self, at: int, *, unsaved: bool, corrected: bool) -> str:
        if unsaved:
            return self.tr("Not saved yet.")
        if not corrected:
            return ""
        before = inert(VEIL.text(self._row.entry.tags[at], self._row.entry.number)) or self.tr("none")
        return fill(self.tr("Corrected here; the dialer has: {before}"), before=before)

    def _why_off(self) -> str:
        entry = self._row.entry
        if is_open(entry):
            return self.tr("This call is still open: write its note and tags in the panel.")
        texts = (entry.note, *entry.tags, *filter(None, self._row.corrected))
        if any(VEIL.hides(text, entry.number) for text in texts):
            return VEIL.why
        return ""

    # -- its shape ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.note.textChanged.connect(self._edited)
        for number, (editor, rule) in enumerate(zip(self.editors, self._rules, strict=True), 1):
            editor.refused.connect(self.refused)
            editor.done.connect(self._edited)
            if isinstance(editor, TypedTag):
                editor.textChanged.connect(self._edited)
            if isinstance(editor, StampedTag):
                editor.load(_stamp(rule, self._row))
            self.marks[number - 1].setObjectName(TAG_CODES[number - 1])

    def _edited(self) -> None:
        self._draw()
        self.changed.emit()

    def _lay_out(self) -> None:
        self.title.setFont(small_bold(self.font()))
        self.about.setFont(smaller(self.font()))
        self.about.setWordWrap(True)
        for label in (self.about, self.note_label, *self.labels):
            mute(label)
        for label in self.labels:
            label.setMaximumWidth(em(label, LABEL_EM))
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self, 0.4))
        grid.setVerticalSpacing(em(self, 0.3))
        grid.addWidget(self.note_label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.note, 0, 1, 1, 5)
        for at, trio in enumerate(zip(self.labels, self.editors, self.marks, strict=True)):
            for offset, widget in enumerate(trio):
                grid.addWidget(widget, 1 + at // 2, 3 * (at % 2) + offset)
        for column in (1, 4):
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self.title)
        layout.addLayout(grid)
        layout.addWidget(self.about)
        chain_tabs((self.note, *self.editors))


def _stamp(rule: TagRule, row: Row) -> str:
    """What a press of a stamp sets: the first preset, else who had the call."""
    return rule.presets[0] if rule.kind is TagKind.STAMP and rule.presets else row.entry.agent
