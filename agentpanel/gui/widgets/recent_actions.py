"""What can be done with a call of Recent: by its menu, and by the keys that the menu names."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from agentpanel.domain.records import Row
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.recent_columns_menu import ColumnsMenu
from agentpanel.gui.widgets.recent_table import RecentTable
from agentpanel.gui.widgets.spoken import announce

#: F2 and Ctrl+E belong to the open call.
NOTE_KEY = "Ctrl+N"


class RecentActions(QObject):
    """Of the call that the keys go to."""

    opened = Signal(object)  #: a Row whose details are wanted
    note_wanted = Signal(object)  #: a Row that a note is to be written for

    def __init__(self, table: RecentTable, columns: ColumnsMenu) -> None:
        super().__init__(table)
        self._table = table
        self._columns = columns
        self.details, self.note, self.copy = QAction(self), QAction(self), QAction(self)
        self.details.setShortcut("Return")
        self.note.setShortcut(NOTE_KEY)
        self.copy.setShortcut(QKeySequence.StandardKey.Copy)
        for action in (self.details, self.note, self.copy):
            table.add_row_action(action)
        self.details.triggered.connect(lambda: self._with_call(self.opened.emit))
        self.note.triggered.connect(lambda: self._with_call(self.note_wanted.emit))
        self.copy.triggered.connect(self.copy_number)
        table.copy_asked.connect(self.copy_number)
        table.more_of_menu = self._add_columns
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_columns)
        self.retranslate()

    def copy_number(self) -> None:
        """As it came, onto the clipboard."""
        call = self._table.call
        if VEIL.why:
            announce(self._table, VEIL.why)
        elif call is not None and call.entry.number is not None:
            QGuiApplication.clipboard().setText(call.entry.number)

    def retranslate(self) -> None:
        self.details.setText(self.tr("&Details…"))
        self.note.setText(self.tr("&Note and tags…"))
        self.copy.setText(self.tr("&Copy number"))
        self.copy.setEnabled(not VEIL.why)
        if VEIL.why:
            self.copy.setText(self.tr("Copy number: your site hides it"))
        self.copy.setToolTip(VEIL.why)

    def _with_call(self, do: Callable[[Row], object]) -> None:
        if (call := self._table.call) is not None:
            do(call)

    def _add_columns(self, menu: QMenu) -> None:
        menu.addSeparator()
        self._columns.fill(menu.addMenu(self.tr("C&olumns")))

    def _open_columns(self, place: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._columns.fill(menu)
        menu.popup(self._table.horizontalHeader().mapToGlobal(place))
