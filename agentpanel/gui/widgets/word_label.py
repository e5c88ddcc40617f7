"""A word that is set as large as its place allows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentpanel.gui.widgets.plain import ElidedLabel

_STEP_PT: Final = 0.5


class WordLabel(ElidedLabel):
    """Between two sizes of type; only what is too long for the smaller one is cut."""

    def __init__(self, least_pt: float, most_pt: float, parent: QWidget | None = None) -> None:
        self._least, self._most = least_pt, most_pt  # first: the base sets the text
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_sizes(self, least_pt: float, most_pt: float) -> None:
        self._least, self._most = least_pt, most_pt
        self.updateGeometry()
        self._fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._sized(self._most))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._sized(self._least)).averageCharWidth() * 5, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size = self._most
        while size > self._least and self._advance(size) > self.width() - 2:
            size -= _STEP_PT
        if self.font().pointSizeF() != size:
            self.setFont(self._sized(size))

    def _advance(self, size: float) -> int:
        return QFontMetrics(self._sized(size)).horizontalAdvance(self.text())

    def _sized(self, size: float) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(size)
        font.setWeight(QFont.Weight.Bold)
        return font
