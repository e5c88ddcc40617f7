"""A field that proposes texts while one types, and lists them all on Down or a press on its arrow."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QCompleter, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.field import Rule, TextField


class _Completer(QCompleter):
    """Finds by one role of the model and writes another one into the field."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class SuggestField(TextField):
    """Proposals come from a list model, which becomes this field's own.

    ``find_role``: the text of a proposal that the typed one must be part of.
    """

    chosen = Signal(QModelIndex)  #: a proposal; its data is that of the model

    def __init__(
        self,
        theme: Theme,
        model: QAbstractItemModel,
        parent: QWidget | None = None,
        *,
        find_role: int = Qt.ItemDataRole.DisplayRole,
        rule: Rule | None = None,
    ) -> None:
        super().__init__(theme, parent, rule=rule)
        model.setParent(self)  # a completer does not own its model
        self._completer = _Completer(model, self)
        self._completer.setCompletionRole(find_role)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(12)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.setCompleter(self._completer)

    @property
    def listing(self) -> bool:
        """Whether the list is open."""
        popup = self._completer.popup()
        return popup is not None and popup.isVisible()

    def list_all(self) -> None:
        """Open the list with every proposal."""
        if self._proposes() and self.isEnabled():
            self._completer.setCompletionPrefix("")
            self._completer.complete()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The list has the keys: it must not outlast the field, which goes off when its call has gone.
        popup = self._completer.popup() if event.type() == QEvent.Type.EnabledChange else None
        if popup is not None and not self.isEnabled():
            popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.listing and self._proposes():
            self.list_all()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._on_arrow(event.position()):
            self.list_all()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        shape = Qt.CursorShape.ArrowCursor if self._on_arrow(event.position()) else Qt.CursorShape.IBeamCursor
        self.setCursor(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        gap = em(self, 0.25)
        room = em(self, 1.1) if self._proposes() else gap
        self.setTextMargins(room if self._leftwards() else gap, 0, gap if self._leftwards() else room, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._proposes():
            return
        painter = QPainter(self)
        half = em(self, 0.65)
        across = half if self._leftwards() else self.width() - half
        colour = self.palette().color(QPalette.ColorRole.Text)
        ink.arrow(painter, QPointF(across, self.height() / 2 + 0.5), em(self, 0.5), colour)
        painter.end()

    def _choose(self, index: QModelIndex) -> None:
        # The field would be told the text only after this signal.
        self.setText(self._completer.pathFromIndex(index))
        self.chosen.emit(index)

    def _on_arrow(self, place: QPointF) -> bool:
        room = em(self, 1.3) if self._proposes() else 0
        return place.x() < room if self._leftwards() else place.x() > self.width() - room

    def _proposes(self) -> bool:
        return self._completer.model().rowCount() > 0

    def _leftwards(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft
