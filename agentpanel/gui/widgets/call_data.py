"""The data of a call as a list of keys and values."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from agentpanel.gui.i18n import Retranslated
from agentpanel.gui.theme import em
from agentpanel.gui.widgets.plain import inert, tip
from agentpanel.protocol.data import CallData

#: Rows that are seen at once; the rest is scrolled.
_ROWS = 5


class CallDataList(Retranslated, QTreeWidget):
    """Two columns of plain text; Ctrl+C copies the value as it came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: CallData | None = None
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        self.retranslate()

    def show_data(self, data: CallData | None) -> None:
        """Call data with keys; a text without any is one row."""
        if data is self._data:
            return
        self._data = data
        self.clear()
        for key, value in _rows(data):
            item = QTreeWidgetItem([inert(key), inert(value)])
            item.setData(1, Qt.ItemDataRole.UserRole, value)
            item.setToolTip(1, tip(inert(value)))
            self.addTopLevelItem(item)
        self.resizeColumnToContents(0)
        self.setColumnWidth(0, min(self.columnWidth(0), em(self, 10)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = min(_ROWS, max(1, self.topLevelItemCount()))
        row = self.sizeHintForRow(0) if self.topLevelItemCount() else em(self, 1.2)
        return QSize(em(self, 15), rows * row + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            QGuiApplication.clipboard().setText(item.data(1, Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Data of the call"))


def _rows(data: CallData | None) -> list[tuple[str, str]]:
    if data is None:
        return []
    return list(data.fields.items()) or [("", data.text)]
