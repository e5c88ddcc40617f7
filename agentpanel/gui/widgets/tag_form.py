"""The six tags of the recording."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.intents import SetTag
from agentpanel.domain.rules import SiteRules, TagRule
from agentpanel.domain.snapshot import Call, Snapshot, Tag, TagState
from agentpanel.domain.view import View
from agentpanel.domain.words import Say
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.card import FoldingCard, smaller
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.widgets.rows import chain_tabs
from agentpanel.gui.widgets.spoken import announce
from agentpanel.gui.widgets.tag_field import TagField

#: Less than this many heights of type, and a column of tags is too narrow to be read.
_COLUMN_EM = 11


class TagForm(Retranslated, FoldingCard):
    """Each tag is asked for when its field is left, once a change, and keeps what was typed until it is taken."""

    asked = Signal(object)  #: a SetTag
    lost = Signal(str)  #: a sentence with what was typed too late

    def __init__(self, rules: SiteRules, theme: Theme, codec: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._site = rules
        self._codec = codec
        self._drawn = Drawn()
        self._rules: tuple[TagRule, ...] = ()
        self._call_key: str | None = None
        self._columns = 0
        self._refusal: Say | None = None
        self.fields: list[TagField] = []
        self.problem = ElidedLabel()
        self._grid = QGridLayout(self.body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.35))
        self._grid.setVerticalSpacing(em(self, 0.25))
        self.head.addWidget(self.problem, 100)
        self.problem.setFont(smaller(self.font()))
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._show_problem)
        self._build(rules.tags_of(None))
        self.retranslate()

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View) -> None:
        call, why = s.call, view.controls[Control.TAG]
        agent = (s.login.name or s.login.agent) if s.login is not None else ""
        if self._drawn.same(call.tags if call else None, call.key if call else None, why, agent):
            return
        self._build(self._site.tags_of(call.campaign if call is not None else s.campaign))
        self._show_call(call)
        for field in self.fields:
            field.load_stamp(agent)
            field.allow(None if why is None else say(why))
        self._show_problem()

    def flush(self) -> None:
        """Ask for what was typed and has not left its field yet: the call is about to be given away."""
        for field in self.fields:
            field.leave()

    def enter(self, number: int) -> None:
        """The key of this tag (1 to 6) was pressed."""
        self.set_open(True)
        self.fields[number - 1].editor.enter()

    def _show_call(self, call: Call | None) -> None:
        key = call.key if call is not None else None
        tags = call.tags if call is not None else (Tag(),) * len(self.fields)
        another = key != self._call_key
        if another:
            self._tell_lost()
            self._call_key, self._refusal = key, None
        for field, tag in zip(self.fields, tags, strict=True):
            if another:
                field.begin(tag)
            else:
                field.show_tag(tag)

    def _tell_lost(self) -> None:
        """The call is gone under the hands of somebody who typed: say what, so that it can be written down."""
        for field in self.fields:
            if self._call_key is not None and (text := field.unsent):
                sentence = self.tr("The call was closed before “{text}” was entered as {tag}. It was not sent.")
                self.lost.emit(fill(sentence, text=inert(text), tag=field.label.text()))

    # -- what is wrong -----------------------------------------------------------------------------------

    def _refuse(self, why: Say) -> None:
        self._refusal = why
        self._show_problem()
        announce(self, self.problem.text())

    def _show_problem(self) -> None:
        """Why the last key was not taken, else why a tag is kept here only."""
        kept = next((field for field in self.fields if field.tag.state is TagState.KEPT and field.tag.why), None)
        text = ""
        if self._refusal is not None:
            text = say(self._refusal)
        elif kept is not None and kept.tag.why is not None:
            text = fill(self.tr("{tag}: {why}"), tag=kept.label.text(), why=say(kept.tag.why))
        palette = self.problem.palette()
        palette.setColor(self.problem.foregroundRole(), self._theme.colour("bad"))
        self.problem.setPalette(palette)
        self.problem.setText(inert(text))

    def _forget_refusal(self) -> None:
        if self._refusal is not None:
            self._refusal = None
            self._show_problem()

    # -- its shape ---------------------------------------------------------------------------------------

    def _build(self, rules: tuple[TagRule, ...]) -> None:
        """Six fields as this campaign names and fills them."""
        if rules == self._rules:
            return
        self._tell_lost()
        for old in self.fields:
            for widget in (old.label, old.editor, old.mark):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
            old.deleteLater()
        self._rules, self._call_key, self._columns = rules, None, 0
        self.fields = [self._field(number, rule) for number, rule in enumerate(rules, 1)]
        self._arrange()
        chain_tabs((self.title, *(field.editor for field in self.fields)))

    def _field(self, number: int, rule: TagRule) -> TagField:
        field = TagField(number, rule, self._theme, self._codec, self)
        field.wanted.connect(lambda text: self._want(number, text))
        field.refused.connect(self._refuse)
        if hasattr(field.editor, "textEdited"):
            field.editor.textEdited.connect(self._forget_refusal)
        return field

    def _want(self, number: int, text: str) -> None:
        self._forget_refusal()
        self.asked.emit(SetTag(number, text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 3 if self.width() >= em(self, 3 * _COLUMN_EM) else 2
        if columns == self._columns:
            return
        self._columns = columns
        for place, field in enumerate(self.fields):
            row, column = divmod(place, columns)
            for offset, widget in enumerate((field.label, field.editor, field.mark)):
                self._grid.addWidget(widget, row, column * 3 + offset)
        for column in range(9):
            self._grid.setColumnStretch(column, 1 if column % 3 == 1 and column < columns * 3 else 0)

    def retranslate(self) -> None:
        self.title.say(self.tr("Tags"))
        self._drawn.forget()
        for field in self.fields:
            field.retranslate()
        self._show_problem()
