"""The outcomes of a day as a picture of bars, for those who would rather look than read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.day_words import Bar, bars_text
from agentpanel.gui.widgets.plain import elided

#: Heights in heights of type: of a row, and of the bar in it.
_ROW_EM: Final = 1.3
_BAR_EM: Final = 0.8
#: The widest that names become, as a share of the picture.
_NAMES: Final = 0.45


class DayBars(Retranslated, QWidget):
    """One row a bar: its name, the bar, the number of calls. All of it is in the accessible description too."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.retranslate()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """These; the same again costs nothing."""
        if tuple(bars) == self._bars:
            return
        grown = len(bars) != len(self._bars)
        self._bars = tuple(bars)
        self._describe()
        if grown:
            self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Outcomes of the day"))
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 16), max(1, len(self._bars)) * em(self, _ROW_EM))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 10), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._bars:
            self._paint_bars(painter)
        else:
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(self.rect(), _FLAT, bars_text(()))
        painter.end()

    def _describe(self) -> None:
        told = bars_text(self._bars)
        self.setAccessibleDescription(told)
        self.setToolTip(told if self._bars else "")

    def _paint_bars(self, painter: QPainter) -> None:
        """Every bar is as long against the longest as its calls are."""
        metrics, row = self.fontMetrics(), min(em(self, _ROW_EM), self.height() // len(self._bars))
        widest = max(metrics.horizontalAdvance(bar.name) for bar in self._bars) + 2
        names = min(widest, round(self.width() * _NAMES))
        number = metrics.horizontalAdvance(str(max(bar.calls for bar in self._bars))) + em(self, 0.5)
        room = self.width() - names - number - em(self, 0.5)
        most = max(bar.calls for bar in self._bars)
        for at, bar in enumerate(self._bars):
            length = max(2, round(room * bar.calls / most))
            self._paint_row(painter, bar, QRect(0, at * row, self.width(), row), names, length)

    def _paint_row(self, painter: QPainter, bar: Bar, row: QRect, names: int, length: int) -> None:
        height = em(self, _BAR_EM)
        left = names + em(self, 0.5)
        box = QRect(left, row.top() + (row.height() - height) // 2, length, height)
        colour = self._theme.colour("muted" if bar.rest else "highlight")
        ink.box(painter, QRectF(self._mirrored(box)), min(length / 2, height / 5), colour, None)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        name = elided(painter.fontMetrics(), bar.name, names)
        painter.drawText(self._mirrored(QRect(0, row.top(), names, row.height())), _FLAT, name)
        number = QRect(QPoint(left + length + em(self, 0.25), row.top()), QSize(self.width(), row.height()))
        painter.drawText(self._mirrored(number), _FLAT | Qt.TextFlag.TextDontClip, str(bar.calls))

    def _mirrored(self, place: QRect) -> QRect:
        """Where it stands when the language is written from the right."""
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return place
        return QRect(self.width() - place.right() - 1, place.top(), place.width(), place.height())


_FLAT: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
