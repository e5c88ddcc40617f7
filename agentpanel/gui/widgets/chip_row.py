"""A row of small buttons: as many as fit in one line, and one that leads to the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from agentpanel.gui.theme import em
from agentpanel.gui.widgets.button import PanelButton
from agentpanel.gui.widgets.rows import chain_tabs


class ChipRow(QWidget):
    """One line high whatever is in it; the first chips are the most used ones."""

    def __init__(self, more: PanelButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[PanelButton] = []
        self._more = more
        more.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def put(self, chips: Sequence[PanelButton]) -> None:
        """Show these in this order."""
        self._chips = list(chips)
        for chip in self._chips:
            chip.setParent(self)
        chain_tabs((*self._chips, self._more))
        self.updateGeometry()
        self._place()

    def sizeHint(self) -> QSize:
        widths = [chip.sizeHint().width() for chip in (*self._chips, self._more)]
        return QSize(sum(widths) + self._gap() * (len(widths) - 1), self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._more.sizeHint().width(), self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _gap(self) -> int:
        return em(self, 0.35)

    def _place(self) -> None:
        more = self._more.sizeHint().width()
        room = self.width() - more
        left = 0
        for chip in self._chips:
            width = chip.sizeHint().width()
            fits = left + width + self._gap() <= room
            chip.setVisible(fits)
            if not fits:
                room = 0
                continue
            self._put(chip, left, width)
            left += width + self._gap()
        self._put(self._more, left, min(more, self.width() - left))

    def _put(self, chip: PanelButton, left: int, width: int) -> None:
        place = QRect(left, 0, width, chip.sizeHint().height())
        chip.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
