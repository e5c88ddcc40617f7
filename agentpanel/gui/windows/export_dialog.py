"""Taking calls away: which, as what, where to; then how far it has come, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from agentpanel.domain.records import Filter
from agentpanel.domain.rules import SiteRules
from agentpanel.export.form import Form
from agentpanel.gui.i18n import Retranslated, fill
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.export_form import ExportForm
from agentpanel.gui.widgets.plain import inert
from agentpanel.gui.windows.message import Message
from agentpanel.gui.windows.save_file import ask_for_file

#: Steps of the progress bar, whatever the number of rows.
_STEPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """The calls, the form and the file."""

    form: Form
    filter: Filter
    path: str


class ExportDialog(Retranslated, QDialog):
    """Never modal; while it runs, Escape and the window's close button cancel it and nothing else."""

    wanted = Signal(object)  #: a Wish
    stop_asked = Signal()

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self._written: Path | None = None
        self._about = ""
        self.form = ExportForm(rules, theme)
        self.bar = QProgressBar()
        self.message = Message(theme)
        self.save = PanelButton(theme, tone=Tone.STRONG, icon="export")
        self.stop = PanelButton(theme)
        self.folder = PanelButton(theme)
        self.close_ = PanelButton(theme)
        self._connect()
        self._lay_out()
        self.retranslate()
        self._show_running(False)
        self.resize(em(self, 26), self.sizeHint().height())

    @property
    def running(self) -> bool:
        """Whether a file is being written."""
        return self._running

    # -- what the program says ---------------------------------------------------------------------------

    def show_progress(self, done: int, all_: int) -> None:
        """So many of so many calls have been looked at."""
        if not self._running:
            return
        self.bar.setValue(_STEPS * done // max(1, all_))
        self.message.setText(fill(self.tr("{done} of {all} calls looked at"), done=_figure(done), all=_figure(all_)))

    def show_done(self, calls: int, path: Path) -> None:
        """It is written."""
        self._written = path
        self._show_running(False)
        one = self.tr("1 call was written to {file}.")
        many = self.tr("{n} calls were written to {file}.")
        none = self.tr("No call is like that. {file} has no more than the names of its columns.")
        words = none if not calls else one if calls == 1 else many
        self.message.inform(fill(words, n=_figure(calls), file=inert(path.name)))

    def show_stopped(self) -> None:
        """It was cancelled."""
        self._show_running(False)
        self.message.inform(self.tr("Cancelled. No file was written."))

    def show_fault(self, sentence: str) -> None:
        """Why it could not be written."""
        self._show_running(False)
        self.message.warn(sentence)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export calls"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._about = self.tr("Numbers are masked in the file: your site wants it so.") if VEIL.down else ""
        self.save.say(self.tr("Save as…"), about=self._about or self.tr("Choose the file and write the calls to it"))
        self.stop.say(self.tr("Cancel"), about=self.tr("Stop; no file is left"))
        self.folder.say(self.tr("Open the folder"), about=self.tr("Show where the file is"))
        self.close_.say(self.tr("Close"))
        self.form.retranslate()

    # -- the person --------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Escape, or the window's close button."""
        if self._running:
            self._ask_to_stop()
        else:
            super().reject()

    def _connect(self) -> None:
        self.save.clicked.connect(self._on_save)
        self.stop.clicked.connect(self._ask_to_stop)
        self.folder.clicked.connect(self._on_folder)
        self.close_.clicked.connect(self.reject)
        self.form.edited.connect(self._judge)
        self.message.resized.connect(self._fit)

    def _judge(self) -> None:
        self.save.allow(self.form.fault)
        if (fault := self.form.fault) is not None:
            self.message.warn(fault)
        elif not self._running and self._written is None:
            self.message.inform("")

    def _on_save(self) -> None:
        suffix = self.form.chosen_form.value
        name = f"calls-{QDate.currentDate().toString(Qt.DateFormat.ISODate)}.{suffix}"
        ask_for_file(self, self.tr("Export calls"), name, self._begin, lambda: None, suffix=suffix)

    def _begin(self, path: str) -> None:
        if self._running:
            return
        self._show_running(True)
        self.bar.setValue(0)
        self.message.inform(self.tr("Looking for the calls…"))
        self.wanted.emit(Wish(self.form.chosen_form, self.form.filter, path))

    def _ask_to_stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_asked.emit()

    def _on_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    # -- its shape ---------------------------------------------------------------------------------------

    def _show_running(self, running: bool) -> None:
        if running:
            self._written = None
        self._running = running
        self.form.setEnabled(not running)
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.stop.setEnabled(True)
        self.save.setVisible(not running)
        self.close_.setVisible(not running)
        self.folder.setVisible(self._written is not None)
        self._fit()

    def _fit(self) -> None:
        """As high as it needs to be, and not less wide than it is."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _lay_out(self) -> None:
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(em(self, 0.6))
        buttons = QHBoxLayout()
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        for button in (self.stop, self.close_, self.save):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(em(self, 0.6))
        for widget in (self.form, self.bar, self.message):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)


def _figure(number: int) -> str:
    """With the separators of the person's country."""
    return QLocale().toString(number)
