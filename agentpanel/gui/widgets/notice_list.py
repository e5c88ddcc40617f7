"""The sentences of this run, newest first, in a small window of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.notices import Line
from agentpanel.gui.widgets.popup import Popup


class NoticeList(Retranslated, Popup):
    """Opened by a press, closed by Escape or a press elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.rows = QListWidget()
        self.rows.setWordWrap(True)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setSpacing(em(self, 0.1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.3)] * 4)
        layout.addWidget(self.rows)
        self.retranslate()

    def open_over(self, anchor: QWidget, lines: Sequence[Line]) -> None:
        """Above the sentence that is shown."""
        self._fill(lines, max(anchor.width(), em(self, 20)))
        self.open_at(anchor.mapToGlobal(QPoint(0, -self.height())))

    def open_under(self, anchor: QWidget, lines: Sequence[Line]) -> None:
        """Under a button."""
        self._fill(lines, em(self, 26))
        self.open_at(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def retranslate(self) -> None:
        self.rows.setAccessibleName(self.tr("Messages, newest first"))

    def _fill(self, lines: Sequence[Line], width: int) -> None:
        self.rows.clear()
        for line in reversed(lines):
            self.rows.addItem(QListWidgetItem(f"{line.at.wall.astimezone():%H:%M:%S}  {line.text}"))
        self.rows.setCurrentRow(0)
        self.resize(QSize(width, em(self, 2.6) * min(6, len(lines)) + em(self, 0.8)))
        self.rows.setFocus()
