"""The own day whole: four figures, a picture of the outcomes, and a table of all the numbers behind it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, QEvent, QLocale, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Instant
from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.models.day import DayModel
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone
from agentpanel.gui.widgets.card import mute, small_bold, smaller
from agentpanel.gui.widgets.clock_label import steady
from agentpanel.gui.widgets.data_table import DataTable
from agentpanel.gui.widgets.day_bars import DayBars
from agentpanel.gui.widgets.day_words import Day, DayRow, bars, figures, remarks, rows
from agentpanel.gui.widgets.plain import PlainLabel

_FIGURES: Final = 4
#: How much larger figures are than other words.
_LARGE: Final = 1.5


class DayWindow(Retranslated, QDialog):
    """Stays open beside the panel and follows the day; it stands still while it is hidden."""

    def __init__(self, rules: SiteRules, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self._day: Day | None = None
        self._now: Instant | None = None
        self._fault = ""
        self._model = DayModel(self)
        self.title = PlainLabel()
        self.figures = tuple((PlainLabel(), PlainLabel()) for _ in range(_FIGURES))
        self.remarks = PlainLabel()
        self.bars_title = PlainLabel()
        self.bars = DayBars(theme)
        self.table = DataTable(self._model)
        self.close_ = PanelButton(theme, tone=Tone.STRONG)
        self.close_.clicked.connect(self.accept)
        self._set_up()
        self._lay_out()
        self.retranslate()
        self.resize(em(self, 25), em(self, 34))

    def show_day(self, day: Day | None, now: Instant) -> None:
        """The sums of today."""
        self._day, self._now, self._fault = day, now, ""
        self._draw()

    def show_fault(self, sentence: str) -> None:
        """Why they are not known."""
        self._day, self._fault = None, sentence
        self._draw()

    def draw_clocks(self, now: Instant) -> None:
        """A second has passed."""
        self._now = now
        if self._day is not None and any((self._day.grows.talk, self._day.grows.wrap, self._day.grows.rest)):
            self._draw()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("My day"))
        self.bars_title.setText(self.tr("Outcomes"))
        self.table.setAccessibleName(self.tr("All numbers of the day"))
        self.close_.say(self.tr("Close"))
        self._model.redraw()
        self._draw()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._draw(shown=True)
        return super().event(event)

    # -- drawing -----------------------------------------------------------------------------------------

    def _draw(self, *, shown: bool = False) -> None:
        """What is equal is not painted again: labels and the model see to that."""
        if not (shown or self.isVisible()):
            return
        day, now = self._day, self._now
        if day is None or now is None:
            self._draw_nothing()
            return
        _put(self.title, QLocale().toString(QDate(day.day.year, day.day.month, day.day.day)))
        for (value, name), (told, figure) in zip(self.figures, figures(day, now), strict=True):
            _put(name, told)
            _put(value, figure)
        self._remark(" \N{MIDDLE DOT} ".join(remarks(day.sums)))
        self._show_parts(True)
        self.bars.show_bars(bars(day.sums, self._rules))
        self._show_rows(rows(day, now, self._rules))

    def _draw_nothing(self) -> None:
        _put(self.title, self.tr("Today"))
        for value, name in self.figures:
            _put(value, "")
            _put(name, "")
        self._remark(self._fault or self.tr("Log in, and your day is summed up here."))
        self._show_parts(False)
        self.bars.show_bars(())
        self._model.show_rows(())

    def _show_parts(self, known: bool) -> None:
        """What is not known looks like nothing, not like none."""
        for widget in (self.bars_title, self.bars, self.table):
            widget.setVisible(known)

    def _show_rows(self, wanted: list[DayRow]) -> None:
        """The row that the keys are on and the place stay where rows come and go."""
        before, top = self.table.current_row, self.table.verticalScrollBar().value()
        self._model.show_rows(wanted)
        if before is None or self.table.current_row is not None:
            return
        here = next((at for at, row in enumerate(wanted) if (row.kind, row.what) == (before.kind, before.what)), 0)
        self.table.setCurrentIndex(self._model.index(here, 0))
        self.table.verticalScrollBar().setValue(top)

    def _remark(self, text: str) -> None:
        _put(self.remarks, text)
        self.remarks.setVisible(bool(text))

    # -- its shape ---------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.title.setFont(small_bold(self.font()))
        self.bars_title.setFont(small_bold(self.font()))
        self.remarks.setWordWrap(True)
        mute(self.remarks)
        mute(self.bars_title)
        for value, name in self.figures:
            font = steady(self.font())
            font.setPointSizeF(font.pointSizeF() * _LARGE)
            value.setFont(font)
            name.setFont(smaller(self.font()))
            mute(name)
        self.bars.setForegroundRole(QPalette.ColorRole.WindowText)
        self.close_.setDefault(True)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        for at, (value, name) in enumerate(self.figures):
            grid.addWidget(value, 0, at, Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(name, 1, at, Qt.AlignmentFlag.AlignLeading)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_)
        layout = QVBoxLayout(self)
        layout.setSpacing(em(self, 0.5))
        layout.addWidget(self.title)
        layout.addLayout(grid)
        for widget in (self.remarks, self.bars_title, self.bars):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        layout.addLayout(foot)
        self.table.setMinimumHeight(em(self, 7))


def _put(label: PlainLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
