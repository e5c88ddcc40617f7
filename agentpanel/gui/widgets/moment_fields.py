"""Fields for a day and a time of day, framed like the others."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import QDate, QSize, Qt, QTime
from PySide6.QtGui import QFocusEvent, QPaintEvent, QPalette, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.field import paint_frame


class _MomentField(QDateTimeEdit):
    """Typed, or stepped by the arrow keys. The wheel changes it only while it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bad = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mark_bad(self, bad: bool) -> None:
        if bad != self._bad:
            self._bad = bad
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), em(self, 1.7))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_frame(self, self._theme, focused=self.hasFocus(), bad=self._bad)


class DayField(_MomentField):
    """A day; there is a calendar to choose it from."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setDisplayFormat("ddd d MMM yyyy")
        self.setCalendarPopup(True)
        self._calendar = QCalendarWidget(self)
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setCalendarWidget(self._calendar)
        theme.changed.connect(self._ink)
        self._ink()

    @property
    def day(self) -> date:
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def put(self, moment: datetime) -> None:
        self.setDate(QDate(moment.year, moment.month, moment.day))

    def begin_at(self, moment: datetime) -> None:
        """No day before this one."""
        self.setMinimumDate(QDate(moment.year, moment.month, moment.day))

    def _ink(self) -> None:
        """Qt's own red for weekends cannot be read on a dark ground."""
        plain = QTextCharFormat()
        plain.setForeground(self.palette().brush(QPalette.ColorRole.Text))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(day, plain)


class HourField(_MomentField):
    """A time of day, to the minute."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setDisplayFormat("HH:mm")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed next is the hour, wherever the cursor stood before."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.setSelectedSection(QDateTimeEdit.Section.HourSection)

    @property
    def hour(self) -> time:
        shown = self.time()
        return time(shown.hour(), shown.minute())

    def put(self, moment: datetime) -> None:
        self.setTime(QTime(moment.hour, moment.minute))
