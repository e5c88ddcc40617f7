"""The data of a call as a list of keys and values, which can be changed where they go back with the outcome."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from agentpanel.domain.controls import Control
from agentpanel.domain.entries import data_fault
from agentpanel.domain.intents import EditData
from agentpanel.domain.rules import SiteRules
from agentpanel.domain.snapshot import Snapshot
from agentpanel.domain.view import View
from agentpanel.domain.words import Say
from agentpanel.gui.i18n import Retranslated, fill, say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.card import small_bold
from agentpanel.gui.widgets.field import TextField
from agentpanel.gui.widgets.plain import inert, tip
from agentpanel.protocol.data import CallData

#: Rows that are seen at once; the rest is scrolled.
_ROWS: Final = 5
#: Characters of a value that are looked through for numbers; fewer are shown.
_LOOKED_THROUGH: Final = 1_000
_RAW: Final = Qt.ItemDataRole.UserRole
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHANGED: Final = "\N{LOWER RIGHT PENCIL}"


class CallDataList(Retranslated, QTreeWidget):
    """Two columns of plain text; Ctrl+C copies the value as it came. Enter or a double click edits a value.

    While one is edited a field stands over its cell: Enter or leaving it asks for the change, Escape does not.
    """

    asked = Signal(object)  #: an EditData
    refused = Signal(str)  #: a sentence: why it cannot be changed so
    lost = Signal(str)  #: a sentence: what was typed when changes were not possible any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: CallData | None = None
        self._site: SiteRules | None = None
        self._why = ""
        #: What the values were when the call came, to mark those that are others now.
        self._first: tuple[str, CallData | None] | None = None
        self._editing: str | None = None
        self._number: str | None = None
        self.field: TextField | None = None
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
        self.itemDoubleClicked.connect(lambda *_: self.edit_current())
        self.verticalScrollBar().valueChanged.connect(self.keep)
        self.retranslate()

    def let_edit(self, rules: SiteRules, theme: Theme) -> None:
        """From now on values can be changed, where the desk allows it."""
        self._site = rules
        self.field = TextField(theme, self.viewport(), rule=self._typing_fault)
        self.field.hide()
        self.retranslate()
        self.field.refused.connect(lambda why: self.refused.emit(say(why)))
        self.field.installEventFilter(self)

    # -- what it shows -----------------------------------------------------------------------------------

    def show_slice(self, s: Snapshot, view: View) -> None:
        """Whose data it is, and whether it may be changed."""
        call, why = s.call, view.controls[Control.DATA]
        self._know(call.number if call is not None else None)
        self._why = "" if why is None else say(why)
        if self._why:
            self._drop()
        if call is None:
            self._first = None
        elif self._first is None or self._first[0] != call.key:
            self._drop()
            self._first = (call.key, None if call.data_changed else call.data)
        elif self._first[1] is None and not call.data_changed:
            self._first = (call.key, call.data)

    def _know(self, number: str | None) -> None:
        """The number may be told after the data that it stands in."""
        if number != self._number:
            self._number = number
            if VEIL.down:
                data, self._data = self._data, None
                self.show_data(data)

    def show_data(self, data: CallData | None) -> None:
        """Call data with keys; a text without any is one row."""
        if data is self._data:
            return
        current = self.currentItem()
        at = self.indexOfTopLevelItem(current) if current is not None else -1
        self._data = data
        self.clear()
        for key, value in _rows(data):
            self.addTopLevelItem(self._item(key, value))
        if (again := self.topLevelItem(at)) is not None:
            self.setCurrentItem(again)
        self.resizeColumnToContents(0)
        self.setColumnWidth(0, min(self.columnWidth(0), em(self, 10)))
        self._place_field()
        self.updateGeometry()

    def _item(self, key: str, value: str) -> QTreeWidgetItem:
        shown = inert(VEIL.text(value[:_LOOKED_THROUGH], self._number))
        item = QTreeWidgetItem([inert(VEIL.text(key, self._number)), shown])
        item.setData(0, _RAW, key)
        item.setToolTip(1, tip(shown))
        if self._is_changed(key, value):
            item.setFont(1, small_bold(self.font()))
            item.setText(1, f"{shown} {_CHANGED}")
            told = self.tr("changed by you; it goes back with the outcome")
            item.setToolTip(1, tip(f"{shown} ({told})"))
            item.setData(1, Qt.ItemDataRole.AccessibleTextRole, f"{shown}, {told}")
        return item

    def _value(self, item: QTreeWidgetItem) -> str:
        """What the row has whole."""
        return dict(_rows(self._data)).get(str(item.data(0, _RAW)), "")

    def _hides(self, item: QTreeWidgetItem) -> bool:
        """Whether its value may not leave the panel nor stand in a field; says so then."""
        hidden = VEIL.hides(self._value(item), self._number)
        if hidden:
            self.refused.emit(VEIL.why)
        return hidden

    def _is_changed(self, key: str, value: str) -> bool:
        first = self._first[1] if self._first is not None else None
        return first is not None and first.fields.get(key, value) != value

    # -- editing -----------------------------------------------------------------------------------------

    def edit_current(self) -> None:
        """Open the field over the value of the current row, or say why that may not be."""
        item = self.currentItem()
        if item is None or self.field is None or self._data is None:
            return
        if self._why or not self._data.fields:
            self.refused.emit(self._why or self.tr("This data has no values that can be changed."))
            return
        if self._hides(item):
            return
        self._editing = str(item.data(0, _RAW))
        self.field.setText(self._value(item))
        self.field.setAccessibleName(inert(self._editing))
        self._place_field()
        self.field.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Ask for what stands in the field, if it is new."""
        key, field, data = self._editing, self.field, self._data
        self._stop()
        if key is None or field is None or data is None or data.fields.get(key) == field.text():
            return
        self.asked.emit(EditData(key, field.text()))

    def _drop(self) -> None:
        key, field, data = self._editing, self.field, self._data
        self._stop()
        if key is not None and field is not None and data is not None and data.fields.get(key) != field.text():
            told = self.tr("This was typed and not kept: {key} {text}")
            self.lost.emit(fill(told, key=inert(key), text=inert(field.text())))

    def _stop(self) -> None:
        if self._editing is None or self.field is None:
            return
        self._editing = None
        had = self.field.hasFocus()
        self.field.hide()
        if had:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typing_fault(self, text: str) -> Say | None:
        if self._editing is None or self._site is None:
            return None
        return data_fault(self._data, self._editing, text, self._site)

    def _place_field(self) -> None:
        """Over the cell that is edited, wherever that stands now."""
        rows = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        item = next((each for each in rows if each is not None and each.data(0, _RAW) == self._editing), None)
        if self.field is None or self._editing is None:
            return
        if item is None:
            self._stop()
            return
        cell = self.visualItemRect(item)
        left = self.columnWidth(0)
        width = max(em(self, 3), self.viewport().width() - left)
        self.field.setGeometry(left, cell.top() - 1, width, cell.height() + 2)

    # -- Qt ----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and self._editing is not None:
            if event.type() == QEvent.Type.FocusOut:
                self.keep()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._end_by_key(event.key())
        return super().eventFilter(watched, event)

    def _end_by_key(self, key: int) -> bool:
        """Whether it was such a key: the list, which has the keys again, must not see it."""
        if key == Qt.Key.Key_Escape:
            self._stop()
        elif key in _ENTER:
            self.keep()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_field()

    def sizeHint(self) -> QSize:
        rows = min(_ROWS, max(1, self.topLevelItemCount()))
        row = self.sizeHintForRow(0) if self.topLevelItemCount() else em(self, 1.2)
        return QSize(em(self, 15), rows * row + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            if not self._hides(item):
                QGuiApplication.clipboard().setText(self._value(item))
        elif event.key() in _ENTER:
            self.edit_current()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Data of the call"))
        if self.field is not None and self._editing is None:
            self.field.setAccessibleName(self.tr("Value"))


def _rows(data: CallData | None) -> list[tuple[str, str]]:
    if data is None:
        return []
    return list(data.fields.items()) or [("", data.text)]
