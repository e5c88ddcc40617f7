"""Everything that a person, a pointer or a screen reader can get out of a window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QSystemTrayIcon, QWidget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.UserRole,
)
_GETTERS = ("text", "toPlainText", "placeholderText", "title", "currentText")
_SPOKEN = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)


def everything_told(others: Collection[QWidget] = ()) -> list[str]:
    """Of all windows of the application, seen or not, and of their trays; ``others`` are not looked at."""
    windows = [top for top in QApplication.topLevelWidgets() if top not in others]
    found = [text for top in windows for text in told_by(top)]
    trays = [icon for top in windows for icon in top.findChildren(QSystemTrayIcon)]
    return [*found, *(icon.toolTip() for icon in trays)]


def told_by(top: QWidget) -> Iterator[str]:
    """Texts, tips, names and descriptions of a widget and all inside it, and what their models hold."""
    for each in [top, *top.findChildren(QWidget)]:
        yield from _texts(each)
        yield from _spoken(each)
        if isinstance(each, QAbstractItemView | QComboBox):
            yield from _model(each.model())
    for action in top.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.statusTip())


def shows_number(text: str, number: str) -> bool:
    """Whether more of the number than its last three digits can be read in the text, however it is grouped."""
    digits = re.sub(r"\D", "", number.partition("/")[0])
    tail = digits[-7:] if len(digits) > 7 else digits
    return tail in re.sub(r"[\s().\-/]", "", text)


def _texts(widget: QWidget) -> Iterator[str]:
    for name in _GETTERS:
        getter = getattr(widget, name, None)
        if callable(getter):
            yield str(getter())
    yield from (widget.toolTip(), widget.windowTitle(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())


def _spoken(widget: QWidget) -> Iterator[str]:
    interface: Any = QAccessible.queryAccessibleInterface(widget)
    if interface is not None:
        yield from (interface.text(kind) for kind in _SPOKEN)


def _model(model: QAbstractItemModel | None, parent: QModelIndex | None = None) -> Iterator[str]:
    if model is None:
        return
    under = parent if parent is not None else QModelIndex()
    for row in range(model.rowCount(under)):
        for column in range(model.columnCount(under)):
            index = model.index(row, column, under)
            yield from (str(index.data(role)) for role in _ROLES if index.data(role) is not None)
            if model.rowCount(index):
                yield from _model(model, index)
