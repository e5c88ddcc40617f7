"""A field to type in or to choose from: any text goes, some are at hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.field import Rule, TextField, paint_frame


class ChoiceEdit(QComboBox):
    """Looks like the other fields. The wheel changes it only while it has the focus."""

    def __init__(
        self, theme: Theme, choices: Sequence[str], parent: QWidget | None = None, *, rule: Rule | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bad = False
        self.setEditable(True)
        self.edit = _Bare(theme, rule=rule)
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(choices)
        self.setCurrentIndex(-1)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def mark_bad(self, bad: bool) -> None:
        """Show that its text is not good."""
        if bad != self._bad:
            self._bad = bad
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 6), em(self, 1.7))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 3), em(self, 1.7))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.edit.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), palette.color(QPalette.ColorRole.Base))
        if self.count():
            leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            across = em(self, 0.65) if leftwards else self.width() - em(self, 0.65)
            colour = palette.color(QPalette.ColorRole.Text)
            ink.arrow(painter, QPointF(across, self.height() / 2 + 0.5), em(self, 0.5), colour)
        painter.end()
        paint_frame(self, self._theme, focused=self.edit.hasFocus(), bad=self._bad)


class _Bare(TextField):
    """Inside the frame of another field."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QLineEdit.paintEvent(self, event)
