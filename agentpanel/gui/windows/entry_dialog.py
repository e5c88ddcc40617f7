"""One call of Recent with all that is known of it: to read, to copy, and to note what comes to mind afterwards."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from agentpanel.domain.records import Row
from agentpanel.domain.words import Say
from agentpanel.gui.i18n import Retranslated, fill, pretty_number, say
from agentpanel.gui.models.recent_columns import DIFFERS
from agentpanel.gui.models.recent_words import Teller
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.card import small_bold
from agentpanel.gui.widgets.facts import Fact, Facts, as_text
from agentpanel.gui.widgets.plain import PlainLabel, inert
from agentpanel.gui.widgets.rows import fill_row
from agentpanel.gui.widgets.time_line import TimeLine
from agentpanel.gui.windows.entry_edit import Afterthought, EntryEdit
from agentpanel.gui.windows.entry_facts import facts_of
from agentpanel.gui.windows.entry_report import ReportTeller, own_milestones
from agentpanel.gui.windows.message import Message

_WIDTH_EM: Final = 28
_MOST_EM: Final = 42


class EntryDialog(Retranslated, QDialog):
    """Follows its call while it is open. Closing it keeps what was typed, and waits until that is on the disk."""

    keep_asked = Signal(object)  #: an Afterthought

    def __init__(
        self,
        row: Row,
        teller: Teller,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        zone: tzinfo,
        codec: str | None = None,
    ) -> None:
        """``zone`` is the dialer's; ``codec`` the code page of the connection."""
        super().__init__(parent)
        self._row = row
        self._teller = teller
        self._theme = theme
        self._report = ReportTeller(teller, zone)
        self._shown: tuple[list[Fact], list[Fact]] | None = None
        #: What the journal has not answered for yet.
        self._asked: Afterthought | None = None
        self._leaving = False
        self.difference, self.report_title = PlainLabel(), PlainLabel()
        self.course = TimeLine(theme)
        self.edit = EntryEdit(row, teller, theme, codec)
        self.message = Message(theme)
        self._facts, self._reported = Facts(), Facts()
        self._area = QScrollArea()
        self.copy, self.undo = PanelButton(theme, icon="copy"), PanelButton(theme)
        self.save, self.close_ = PanelButton(theme), PanelButton(theme, tone=Tone.STRONG)
        self._connect()
        self._lay_out()
        self.retranslate()
        self._size()

    @property
    def row(self) -> Row:
        """The call."""
        return self._row

    # -- what it shows -----------------------------------------------------------------------------------

    def show_row(self, row: Row) -> None:
        """The same call as the journal has it now; what is being typed stays."""
        if row != self._row:
            self._row = row
            self.edit.show_row(row)
            self._draw()

    def show_kept(self, why: str | None) -> None:
        """What was asked for is on the disk, or is not: ``why``."""
        asked, self._asked = self._asked, None
        if asked is None:
            return
        if why is not None:
            self._leaving = False
            self.message.warn(fill(self.tr("Not saved: {why}. What you typed stays here."), why=inert(why)))
        else:
            self.edit.settle(asked)
            self.message.inform(self.tr("Saved on this computer."))
        self._draw_buttons()
        if self._leaving:
            self._leave()

    def text(self) -> str:
        """All that is shown, a line each."""
        facts, reported = self._lines()
        course = [(self.course.accessibleName(), self.course.words)] if self.course.words else []
        heads: list[Fact] = [(self.report_title.text(), "")] if reported else []
        return as_text([*course, *facts, *heads, *reported])

    def retranslate(self) -> None:
        """Fill it anew in the person's language."""
        self.setWindowTitle(self.tr("Call details"))
        self._area.setAccessibleName(self.windowTitle())
        self.report_title.setText(self.tr("The dialer's report"))
        self.copy.say(self.tr("Copy all"))
        self.undo.say(self.tr("Undo"), about=self.tr("Take back what was changed and not saved"))
        self.save.say(self.tr("Save"), about=self.tr("Keep note and tags on this computer (Ctrl+S)"))
        self._shown = None
        self._draw()

    def _draw(self) -> None:
        number = self._row.entry.number
        if number is not None:
            self.setWindowTitle(fill(self.tr("Call details: {number}"), number=inert(pretty_number(number))))
        told = self._teller.differences(self._row)
        self.difference.setText("\n".join(f"{DIFFERS} {each}" for each in told))
        self.difference.setVisible(bool(told))
        self.course.show_milestones(self._report.milestones(self._row) or own_milestones(self._row))
        lines = self._lines()
        if lines != self._shown:
            self._shown = lines
            self._facts.show_facts(lines[0])
            self._reported.show_facts(lines[1])
            self.report_title.setVisible(bool(lines[1]))
        self._draw_buttons()

    def _draw_buttons(self) -> None:
        unsaved = self.edit.unsaved is not None
        waiting = self.tr("The journal has not answered yet.") if self._asked is not None else None
        nothing = None if unsaved else self.tr("Nothing has been changed.")
        self.save.allow(waiting or nothing)
        self.undo.setVisible(unsaved)
        self.close_.say(self.tr("Save and close") if unsaved else self.tr("Close"))

    def _lines(self) -> tuple[list[Fact], list[Fact]]:
        return list(facts_of(self._row, self._teller)), list(self._report.facts(self._row))

    # -- the person --------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Ask for what was typed, once."""
        wanted = self.edit.unsaved
        if wanted is None or self._asked is not None:
            return
        self._asked = wanted
        self.message.inform(self.tr("Saving…"))
        self._draw_buttons()
        self.keep_asked.emit(wanted)

    def edit_note(self) -> None:
        """To the note."""
        self.edit.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._area.ensureWidgetVisible(self.edit.note)

    def reject(self) -> None:
        """Escape, the window's own button, or Close: what was typed is kept first."""
        self._leaving = True
        self._leave()

    def _leave(self) -> None:
        if self.edit.unsaved is not None or self._asked is not None:
            self.keep()
        else:
            super().reject()

    def _on_changed(self) -> None:
        self._leaving = False
        if self._asked is None:
            self.message.inform("")
        self._draw_buttons()

    def _on_refused(self, why: Say) -> None:
        self.message.warn(say(why))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    # -- its shape ---------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.copy.clicked.connect(self._on_copy_clicked)
        self.undo.clicked.connect(self.edit.take_back)
        self.save.clicked.connect(self.keep)
        self.close_.clicked.connect(self.reject)
        self.edit.changed.connect(self._on_changed)
        self.edit.refused.connect(self._on_refused)
        self._theme.changed.connect(self._ink)
        QShortcut(QKeySequence.StandardKey.Save, self, self.keep)

    def _lay_out(self) -> None:
        self.difference.setWordWrap(True)
        self.report_title.setFont(small_bold(self.font()))
        self._ink()
        self._area.setWidget(self._body())
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for button in (self.copy, self.undo, self.close_):
            button.setAutoDefault(False)  # Enter in a field saves
        self.save.setDefault(True)
        buttons = QHBoxLayout()
        fill_row(buttons, (self.copy, self.undo, None, self.save, self.close_))
        layout = QVBoxLayout(self)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.message)
        layout.addLayout(buttons)

    def _body(self) -> QWidget:
        """What scrolls."""
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, em(self, 0.4), 0)  # what scrolls does not touch the bar
        body.setSpacing(em(self, 0.6))
        for part in (self.difference, self.course, self._facts, self.edit, self.report_title, self._reported):
            if isinstance(part, Facts):
                part.setHorizontalSpacing(em(self, 0.75))
                body.addLayout(part)
            else:
                body.addWidget(part)
        body.addStretch(1)
        return inner

    def _ink(self) -> None:
        palette = self.difference.palette()
        palette.setColor(self.difference.foregroundRole(), self._theme.colour("warn"))
        self.difference.setPalette(palette)

    def _size(self) -> None:
        """High enough for most of it, within reason."""
        width = em(self, _WIDTH_EM)
        inner = self._area.widget()
        layout = inner.layout() if inner is not None else None
        needed = layout.totalHeightForWidth(width) if layout is not None else 0
        self.resize(width, min(max(needed, 0) + em(self, 4), em(self, _MOST_EM)))
