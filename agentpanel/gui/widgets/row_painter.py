"""Draws rows of plain text as the style draws them, in a fraction of its time: it would ask for seven roles a cell."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QTableView

from agentpanel.gui.models.table import Cell

_CUT: Final = Qt.TextElideMode.ElideRight


class _Place(NamedTuple):
    """Where the texts of a column stand; ``share`` of the room that a text leaves is at its left."""

    column: int
    left: int
    width: int
    share: float


class _Letters(NamedTuple):
    """``baseline`` is counted from the top of a row."""

    font: QFont
    metrics: QFontMetricsF
    baseline: float


class RowPainter:
    """For one turn of painting: fonts, colour and the places of the columns are looked up once for all rows."""

    def __init__(self, table: QTableView, painter: QPainter, alignments: Sequence[Qt.AlignmentFlag]) -> None:
        self._painter = painter
        self._ink = table.palette().color(QPalette.ColorRole.Text)
        self._letters = {italic: _letters(table, italic) for italic in (False, True)}
        self._places = [_place(table, at, alignment) for at, alignment in enumerate(alignments)]
        self._places = [each for each in self._places if not table.isColumnHidden(each.column)]
        #: Most words of a page stand in it many times, and measuring takes half as long as drawing.
        self._fitted: dict[tuple[str, int, bool], tuple[str, float]] = {}
        painter.setLayoutDirection(table.layoutDirection())

    @property
    def columns(self) -> Sequence[int]:
        """Those that are shown."""
        return [place.column for place in self._places]

    def draw(self, cells: Sequence[Cell], top: int) -> None:
        """One row, at this height: a cell for each of ``columns``."""
        for place, cell in zip(self._places, cells, strict=True):
            if cell.text:
                self._draw(cell, place, top)

    def _draw(self, cell: Cell, place: _Place, top: int) -> None:
        text, room = self._fit(cell.text, place.width, cell.italic)
        font, _, baseline = self._letters[cell.italic]
        self._painter.setFont(font)
        self._painter.setPen(cell.color or self._ink)
        self._painter.drawText(QPointF(place.left + place.share * room, top + baseline), text)

    def _fit(self, text: str, width: int, italic: bool) -> tuple[str, float]:
        """What of the text can be shown, and how much of the width is left."""
        fitted = self._fitted.get((text, width, italic))
        if fitted is None:
            metrics = self._letters[italic].metrics
            shown, room = text, width - metrics.horizontalAdvance(text)
            if room < 0:
                shown = metrics.elidedText(text, _CUT, width)
                room = width - metrics.horizontalAdvance(shown)
            fitted = self._fitted[text, width, italic] = shown, room
        return fitted


def _letters(table: QTableView, italic: bool) -> _Letters:
    font = QFont(table.font())
    font.setItalic(italic)
    metrics, height = QFontMetricsF(font), table.verticalHeader().defaultSectionSize()
    return _Letters(font, metrics, (height - ceil(metrics.height())) // 2 + metrics.ascent())


def _place(table: QTableView, at: int, alignment: Qt.AlignmentFlag) -> _Place:
    header = table.horizontalHeader()
    margin = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
    side = QStyle.visualAlignment(table.layoutDirection(), alignment)
    share = 1.0 if side & Qt.AlignmentFlag.AlignRight else 0.5 if side & Qt.AlignmentFlag.AlignHCenter else 0.0
    return _Place(at, header.sectionViewportPosition(at) + margin, header.sectionSize(at) - 2 * margin, share)
