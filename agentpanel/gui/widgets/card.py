"""A card: the ground that a section of the panel stands on, with a title that may fold it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets import ink
from agentpanel.gui.widgets.plain import no_mnemonic


class Card(QFrame):
    """Base of the sections."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        base, window = self._theme.colour("base"), self._theme.colour("window")
        edge = ink.mix(window, self._theme.colour("edge"), 0.35)
        painter = QPainter(self)
        ink.box(painter, QRectF(self.rect()), ink.radius(self), base, edge)
        painter.end()


class Title(QAbstractButton):
    """The title of a section; a press folds or unfolds it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFont(small_bold(self.font()))
        self._words = ""

    def say(self, words: str) -> None:
        self._words = words
        self.setText(no_mnemonic(words))
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._words) + em(self, 1.3), metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour("muted")
        room = em(self, 1.1)
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self.width() - room / 2 if leftwards else room / 2 - 2
        turned = not self.isChecked()
        ink.arrow(painter, QPointF(x, self.height() / 2), em(self, 0.5), colour, turned=turned)
        area = self.rect().adjusted(0 if leftwards else room, 0, -room if leftwards else 0, 0)
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, self._words)
        if self.hasFocus():
            ink.ring(painter, QRectF(self.rect()), ink.radius(self), self._theme.colour("highlight"))
        painter.end()


class FoldingCard(Card):
    """A card with a title line and a body that can be folded away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.title = Title(theme)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.body = QWidget()
        layout = QVBoxLayout(self)
        side = em(self, 0.5)
        layout.setContentsMargins(side, em(self, 0.3), side, em(self, 0.4))
        layout.setSpacing(em(self, 0.25))
        layout.addLayout(self.head)
        layout.addWidget(self.body)
        self.title.toggled.connect(self._fold)

    @property
    def open(self) -> bool:
        return self.title.isChecked()

    def set_open(self, wanted: bool) -> None:
        """Unfold or fold."""
        self.title.setChecked(wanted)

    @property
    def heights(self) -> tuple[int, int]:
        """Wanted heights, folded and open."""
        margins = self.contentsMargins()
        layout = self.layout()
        around = layout.contentsMargins() if layout is not None else margins
        folded = self.head.sizeHint().height() + around.top() + around.bottom()
        gap = layout.spacing() if layout is not None else 0
        return folded, folded + gap + self.body.sizeHint().height()

    def _fold(self, shown: bool) -> None:
        self.body.setVisible(shown)
        self.updateGeometry()


def smaller(font: QFont) -> QFont:
    """For secondary words."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * 0.9)
    return made


def small_bold(font: QFont) -> QFont:
    """For the titles of sections."""
    made = smaller(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def mute(widget: QWidget) -> None:
    """Secondary words: in the palette's colour for placeholders, whatever the theme."""
    widget.setForegroundRole(QPalette.ColorRole.PlaceholderText)
