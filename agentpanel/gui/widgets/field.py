"""Fields for typing and choosing: framed like each other, and deaf to what cannot travel to the dialer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from agentpanel.domain.words import Say
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink

#: Why a text is not taken, or None.
Rule = Callable[[str], Say | None]


def paint_frame(widget: QWidget, theme: Theme, *, focused: bool, bad: bool) -> None:
    """Over what Qt painted: the edge of a field, which shows the focus, and red where its text is not good."""
    painter = QPainter(widget)
    area, corner = QRectF(widget.rect()), ink.radius(widget)
    colour = theme.colour("bad") if bad else theme.colour("edge")
    if not widget.isEnabled():
        colour = ink.mix(theme.colour("base"), colour, 0.4)
    ink.box(painter, area, corner, None, colour)
    if focused:
        ink.ring(painter, area, corner, theme.colour("bad" if bad else "highlight"))
    painter.end()


class _Gate(QValidator):
    """Refuses a change as a whole, and remembers why."""

    def __init__(self, rule: Rule, parent: QObject) -> None:
        super().__init__(parent)
        self._rule = rule
        self.fault: Say | None = None

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        self.fault = self._rule(text)
        state = QValidator.State.Acceptable if self.fault is None else QValidator.State.Invalid
        return state, text, position


class TextField(QLineEdit):
    """One line. A key or a paste that breaks the rule changes nothing, and ``refused`` says why."""

    refused = Signal(object)  #: a Say

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, rule: Rule | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bad = False
        self.setFrame(False)
        self.setTextMargins(em(self, 0.25), 0, em(self, 0.25), 0)
        if rule is not None:
            self._gate = _Gate(rule, self)
            self.setValidator(self._gate)
            self.inputRejected.connect(self._tell_why)

    def mark_bad(self, bad: bool) -> None:
        if bad != self._bad:
            self._bad = bad
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 6), em(self, 1.7))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 3), em(self, 1.7))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_frame(self, self._theme, focused=self.hasFocus(), bad=self._bad)

    def _tell_why(self) -> None:
        if self._gate.fault is not None:
            self.refused.emit(self._gate.fault)


class ChoiceField(QComboBox):
    """One of a few texts, or none. The wheel changes it only while it has the focus."""

    def __init__(self, theme: Theme, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bad = False
        self.addItems(["", *choices])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def put(self, text: str) -> None:
        """Show this text, which a program may have chosen from beyond the list."""
        if self.findText(text, Qt.MatchFlag.MatchFixedString | Qt.MatchFlag.MatchCaseSensitive) < 0:
            self.addItem(text)
        self.setCurrentText(text)

    def mark_bad(self, bad: bool) -> None:
        if bad != self._bad:
            self._bad = bad
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 6), em(self, 1.7))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 3), em(self, 1.7))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), self.palette().color(QPalette.ColorRole.Base))
        colour = self.palette().color(QPalette.ColorRole.Text)
        gap, room = em(self, 0.35), em(self, 1.2)
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        area = self.rect().adjusted(room if leftwards else gap, 0, -gap if leftwards else -room, 0)
        _paint_line(
            painter,
            area,
            self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, area.width()),
            colour,
        )
        ink.arrow(painter, _arrow_place(self), em(self, 0.5), colour)
        painter.end()
        paint_frame(self, self._theme, focused=self.hasFocus(), bad=self._bad)


def _arrow_place(widget: QWidget) -> QPointF:
    leftwards = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return QPointF(em(widget, 0.65) if leftwards else widget.width() - em(widget, 0.65), widget.height() / 2 + 0.5)


def _paint_line(painter: QPainter, area: QRect, text: str, colour: QColor) -> None:
    painter.setPen(colour)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, text)


class NoteField(QPlainTextEdit):
    """A few lines of plain text; Tab leaves it."""

    left = Signal()  #: the focus went elsewhere

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, lines: int = 2) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)
        self.document().setDocumentMargin(em(self, 0.25))
        self.setViewportMargins(1, 1, 1, 1)
        self.show_lines(lines)

    def show_lines(self, lines: int) -> None:
        """Be so high."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 2 * em(self, 0.25) + 4)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint:
            paint_frame(self, self._theme, focused=self.hasFocus(), bad=False)
        return handled
