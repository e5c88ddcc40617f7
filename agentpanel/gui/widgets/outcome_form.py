"""The outcome of the call: found, chosen, and given; with the note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain import words
from agentpanel.domain.controls import Control
from agentpanel.domain.guard import outcome_fault
from agentpanel.domain.intents import Complete, PickOutcome, WriteNote
from agentpanel.domain.previews import is_undecided
from agentpanel.domain.required import missing_tags
from agentpanel.domain.rules import OutcomeRule, SiteRules
from agentpanel.domain.snapshot import Call, Completion, Instant, Shown, Snapshot
from agentpanel.domain.view import View
from agentpanel.domain.words import Say
from agentpanel.gui.actions import ACTIONS, Act
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton, Tone
from agentpanel.gui.widgets.card import FoldingCard, smaller
from agentpanel.gui.widgets.chip_row import ChipRow
from agentpanel.gui.widgets.drawn import Drawn
from agentpanel.gui.widgets.mark import Mark, Sign
from agentpanel.gui.widgets.note_keeper import NoteKeeper
from agentpanel.gui.widgets.outcome_extras import OutcomeExtras
from agentpanel.gui.widgets.outcome_picker import OutcomePicker
from agentpanel.gui.widgets.outcome_words import progress
from agentpanel.gui.widgets.plain import ElidedLabel, inert
from agentpanel.gui.widgets.spoken import announce
from agentpanel.gui.widgets.wrap_sign import WrapSign

_GIVEN: Final = (Completion.SAVING, Completion.SENT)


class OutcomeForm(Retranslated, FoldingCard):
    """Chosen during the call or in wrap; what it shows of the sending comes from the snapshot alone."""

    asked = Signal(object)  #: a PickOutcome, WriteNote, SetCallback, SetSale, ExtendWrap or Complete
    leaving = Signal()  #: just before Complete: what is typed elsewhere must be on its way first
    lost = Signal(str)  #: a sentence with what was typed too late

    def __init__(
        self,
        rules: SiteRules,
        theme: Theme,
        now: Callable[[], Instant],
        zone: tzinfo,
        parent: QWidget | None = None,
    ) -> None:
        """``zone``: the dialer's, in which callbacks are set."""
        super().__init__(theme, parent)
        self._site = rules
        self._drawn = Drawn()
        self._call: Call | None = None
        self._wrapping = False
        self._problem: Say | None = None
        self.picker = OutcomePicker(rules, theme)
        self.complete = PanelButton(theme, icon="complete")
        self.more = PanelButton(theme, tone=Tone.QUIET)
        self.more.height_em = CHIP_EM
        self.chips = [self._chip(each) for each in rules.outcomes if each.favourite]
        self.note = NoteKeeper(theme)
        self.mark = Mark(theme)
        self.progress = ElidedLabel()
        self.extras = OutcomeExtras(rules, theme, now, zone)
        self.extras.lost.connect(self.lost)
        self.sign = WrapSign(rules, theme, self)
        self.wrap = self.sign.clock
        self._connect()
        self._compact = False
        self._heights = {False: em(self, 8.5), True: em(self, 2.5)}
        self._lay_out()
        theme.changed.connect(self._show_progress)
        self.retranslate()

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View, now: Instant) -> None:
        self.extras.show_slice(s, view)
        self.sign.show_slice(s, view, now)
        why = view.controls[Control.COMPLETE]
        wrapping = view.shown is Shown.WRAP
        if self._drawn.same(s.call, why, wrapping):
            return
        another = (s.call.key if s.call else None) != (self._call.key if self._call else None)
        self._show_call(s.call, another=another)
        self._call, self._wrapping = s.call, wrapping
        self._allow(None if why is None else say(why))
        self._show_progress()

    def draw_clocks(self, now: Instant) -> None:
        """The wrap, counting down where its limit is known."""
        self.sign.draw_clocks(now)

    def flush(self) -> bool:
        """Ask for what was typed and not asked for yet; False where that is no outcome."""
        self.note.keep()
        self.extras.sale.keep()
        return self.picker.resolve()

    def give(self) -> None:
        """Complete with what is chosen; first what is typed elsewhere is asked for."""
        if not self.complete.isEnabled():
            return
        self.leaving.emit()
        if self.flush():
            self.asked.emit(Complete(self.picker.outcome, self.note.toPlainText()))
        else:
            self.picker.setFocus()

    def enter(self) -> None:
        """The key of the outcome was pressed."""
        self.set_open(True)
        self.picker.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.picker.selectAll()

    def enter_note(self) -> None:
        """The key of the note was pressed."""
        self.set_open(True)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_call(self, call: Call | None, *, another: bool) -> None:
        self.picker.fit(launched=not is_undecided(call))
        outcome, note = (call.outcome, call.note) if call is not None else (None, "")
        if another:
            self._tell_lost()
            self._problem = None
            self.picker.begin(outcome)
            self.note.begin(note)
        else:
            self.picker.show_outcome(outcome)
            self.note.show_note(note)
        for chip, rule in self.chips:
            chip.setChecked(rule.code == outcome)

    def _tell_lost(self) -> None:
        """The call is gone under the hands of somebody who typed: say what, so that it can be written down."""
        if self._call is not None and (text := self.note.unsent):
            self.lost.emit(fill(self.tr("The call was closed before this note was kept: {text}"), text=inert(text)))

    def _allow(self, why: str | None) -> None:
        self.complete.allow(why)
        given = self._call is not None and self._call.completion in _GIVEN
        # A note is this computer's own: it can be written as long as there is a call.
        self.note.setEnabled(self._call is not None and not given)
        help_ = say(words.NO_CALL) if self._call is None else why if given else ACTIONS[Act.NOTE].help
        self.note.setToolTip(help_ or "")
        self.note.setAccessibleDescription(help_ or "")
        self.picker.setEnabled(why is None)
        self.more.allow(why)
        for chip, rule in self.chips:
            unfit = outcome_fault(rule.code, self._site, launched=not is_undecided(self._call))
            chip.allow(why if why is not None else None if unfit is None else say(unfit))
        self.picker.setToolTip(why or ACTIONS[Act.OUTCOME].help)
        self.picker.setAccessibleDescription(why or ACTIONS[Act.OUTCOME].help)
        ready = self._wrapping and why is None and self._call is not None and self._call.outcome is not None
        self.complete.strengthen(Tone.STRONG if ready else Tone.PLAIN)

    def _show_progress(self) -> None:
        text, sign = progress(self._call, self._problem or self._unfit())
        self.mark.show_sign(sign)
        self.progress.setText(text)
        told = bool(text) and not (self._compact and sign is Sign.DONE)
        for widget in (self.mark, self.progress):
            widget.setVisible(told or not self._compact)
        self.picker.mark_bad(self._problem is not None)

    def _unfit(self) -> Say | None:
        """What was chosen over a record may not fit the call that came of it, or tags are missing at its end."""
        call = self._call
        if call is None or call.lost is not None or call.completion in _GIVEN:
            return None
        unfit = outcome_fault(call.outcome, self._site, launched=not is_undecided(call))
        return unfit or (missing_tags(call, self._site) if self._wrapping else None)

    # -- asking ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.picker.picked.connect(self._pick)
        self.picker.unknown.connect(self._refuse)
        self.picker.refused.connect(self._refuse)
        self.picker.textEdited.connect(self._forget_problem)
        self.complete.clicked.connect(self.give)
        self.more.clicked.connect(self._list_all)
        self.extras.asked.connect(self.asked)
        self.extras.refused.connect(self._refuse)
        self.sign.asked.connect(self.asked)
        self.note.wanted.connect(lambda text: self.asked.emit(WriteNote(text)))

    def _chip(self, rule: OutcomeRule) -> tuple[PanelButton, OutcomeRule]:
        chip = PanelButton(self._theme)
        chip.height_em = CHIP_EM
        chip.setCheckable(True)
        chip.clicked.connect(lambda on: self._pick_favourite(rule.code if on else None))
        return chip, rule

    def _pick_favourite(self, code: int | None) -> None:
        self.picker.begin(code)
        self._pick(code)

    def _pick(self, code: int | None) -> None:
        self._forget_problem()
        for chip, rule in self.chips:
            chip.setChecked(rule.code == code)
        self.asked.emit(PickOutcome(code))
        self.extras.look_at(code)

    def _list_all(self) -> None:
        self.picker.setFocus(Qt.FocusReason.PopupFocusReason)
        self.picker.list_all()

    def _refuse(self, why: Say) -> None:
        self._problem = why
        self._show_progress()
        announce(self, self.progress.text())

    def _forget_problem(self) -> None:
        if self._problem is not None:
            self._problem = None
            self._show_progress()

    # -- its shape ---------------------------------------------------------------------------------------

    def height_when(self, *, compact: bool) -> int:
        """The height of the picker alone, or with favourites and note."""
        if compact == self._compact:
            self._heights[compact] = self.sizeHint().height()
        return self._heights[compact]

    def set_compact(self, compact: bool) -> None:
        """The picker and its button alone, for small windows."""
        if compact == self._compact:
            return
        self._compact = compact
        for widget in (self.note, self.title):
            widget.setVisible(not compact)
        self._row.setVisible(bool(self.chips) and not compact)
        self.set_open(True)
        self._show_progress()

    def _lay_out(self) -> None:
        self.progress.setFont(smaller(self.font()))
        self.head.addWidget(self.mark)
        self.head.addWidget(self.progress, 100)
        self.head.addWidget(self.wrap)
        self.head.addWidget(self.sign.extend)
        self.head.setSpacing(em(self, 0.3))
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.4))
        top.addWidget(self.picker, 1)
        top.addWidget(self.extras.button)
        top.addWidget(self.complete)
        layout.addLayout(top)
        self._row = ChipRow(self.more)
        self._row.put([chip for chip, _ in self.chips])
        layout.addWidget(self._row)
        self._row.setVisible(bool(self.chips))  # only now: without a parent it would be a window
        layout.addWidget(self.extras)
        layout.addWidget(self.note)
        layout.addWidget(self.sign.warning)

    def retranslate(self) -> None:
        self.title.say(self.tr("Outcome"))
        self.picker.setAccessibleName(self.tr("Outcome"))
        self.picker.setPlaceholderText(
            self.tr("type to find…") if self._site.outcomes else self.tr("a number, 0 to 9999")
        )
        self.complete.say(ACTIONS[Act.COMPLETE].words, about=ACTIONS[Act.COMPLETE].help)
        self.more.say(self.tr("all…"), about=self.tr("All outcomes"), name=self.tr("All outcomes"))
        self.note.setPlaceholderText(self.tr("Note; it stays on this computer"))
        self.note.setAccessibleName(ACTIONS[Act.NOTE].words)
        for chip, rule in self.chips:
            name = fill(self.tr("Outcome: {text}"), text=inert(rule.text))
            chip.say(inert(rule.text), about=f"{name} · {rule.code}", name=name)
        self.sign.retranslate()
        self._drawn.forget()
        self._show_progress()
