"""Text from elsewhere, made harmless: no markup, no mnemonic, no control character, no turned writing direction."""

from __future__ import annotations

import html
import unicodedata

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

#: Characters that would turn or isolate the text around them (Unicode's bidirectional controls).
_TURNING = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
#: More is not read in one line, and measuring it would cost time in each frame.
_MOST = 500


def inert(text: str) -> str:
    """One line of it, at most 500 characters, as it may stand in a label."""
    shown = text[:_MOST]
    if shown.isascii() and shown.isprintable():
        return shown
    shown = shown.translate(_TURNING)
    return "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") else each for each in shown)


def no_mnemonic(text: str) -> str:
    """For buttons and menus: an ampersand stays one."""
    return text.replace("&", "&&")


def tip(text: str) -> str:
    """For tool tips, which guess at markup."""
    return f"<span>{html.escape(text, quote=False)}</span>" if "<" in text or "&" in text else text


def elided(metrics: QFontMetrics, text: str, width: int) -> str:
    """What of the text fits; nothing where there is room for a letter or two only."""
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return cut if cut == text or width > metrics.averageCharWidth() * 4 else ""


class PlainLabel(QLabel):
    """A label that takes its text as it is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class ElidedLabel(PlainLabel):
    """One line; what does not fit is cut on the screen alone, and stands in the tool tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        self._about = ""  # first: the base sets the text
        #: No less than so many letters are shown while there is room for as much in the row.
        self.least_letters = 3
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def sizeHint(self) -> QSize:
        # Widths of whole pixels are rounded down: one more, or the last letter is cut.
        hint = super().sizeHint()
        return QSize(hint.width() + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            min(self.sizeHint().width(), metrics.averageCharWidth() * self.least_letters), self.sizeHint().height()
        )

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._tell_whole()

    def explain(self, about: str) -> None:
        """For the tool tip while nothing is cut."""
        self._about = about
        self._tell_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        area = self.contentsRect()
        text = elided(self.fontMetrics(), self.text(), area.width())
        flags = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        self.style().drawItemText(
            painter, area, int(flags), option.palette, self.isEnabled(), text, self.foregroundRole()
        )
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._tell_whole()

    def _tell_whole(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(tip(self.text() if cut else self._about))
