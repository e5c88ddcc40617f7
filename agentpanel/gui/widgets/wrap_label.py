"""A sentence over a few lines: wrapped at words, and cut on the screen alone where it is longer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentpanel.gui.widgets.plain import PlainLabel, elided, tip


class WrapLabel(PlainLabel):
    """At most ``most`` lines; the whole text is in the tool tip where it is cut."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._most = most
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_most(self, most: int) -> None:
        if most != self._most:
            self._most = most
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.fontMetrics().lineSpacing() * max(1, min(self._most, len(self._lines(width))))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 3, self.fontMetrics().lineSpacing())

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self.updateGeometry()
            self._tell_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines = self._lines(self.width())
        shown = lines[: self._room()]
        step = self.fontMetrics().lineSpacing()
        top = max(0, (self.height() - step * len(shown)) // 2)
        for at, (start, length) in enumerate(shown):
            cut = at == len(shown) - 1 and len(lines) > len(shown)
            text = self.text()[start:] if cut else self.text()[start : start + length]
            self._paint_line(painter, top + at * step, text.strip())
        painter.end()

    def _paint_line(self, painter: QPainter, top: int, text: str) -> None:
        fitted = elided(self.fontMetrics(), text, self.width())
        area = self.rect().adjusted(0, top, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop, fitted)

    def _room(self) -> int:
        """How many lines stand in the height that there is."""
        return max(1, min(self._most, (self.height() + 2) // self.fontMetrics().lineSpacing()))

    def _lines(self, width: int) -> list[tuple[int, int]]:
        """Start and length of each line at this width."""
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        found = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, 0))
            found.append((line.textStart(), line.textLength()))
        layout.endLayout()
        return found

    def _tell_whole(self) -> None:
        cut = len(self._lines(self.width())) > self._room()
        self.setToolTip(tip(self.text()) if cut else "")
