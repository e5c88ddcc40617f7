"""A button whose words change with the call, and whose place does not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.button import PanelButton, Tone


class SteadyButton(PanelButton):
    """As wide as the widest of the words that it takes in turn; words or sign may be left out for want of room."""

    def __init__(self, theme: Theme, icon: str, tone: Tone = Tone.PLAIN) -> None:
        super().__init__(theme, tone=tone)
        self._sign = icon
        self._worded = self._signed = True
        self._words_now = self._name = ""
        #: All the words that it takes.
        self.turns: tuple[str, ...] = ()
        self.wear(icon)

    def tell(self, words: str, about: str, icon: str, *, name: str = "") -> None:
        """What a press does now; ``name``: for a screen reader, and where there is no room for the words."""
        self._words_now, self._name = words, name or words
        if icon != self._sign:
            self._sign = icon
            self._draw_sign()
        self.say(words if self._worded else "", about=about, name=self._name)

    def show_as(self, *, worded: bool, signed: bool) -> None:
        """With or without words and sign."""
        if worded != self._worded:
            self._worded = worded
            self.say(self._words_now if worded else "", about=self._about, name=self._name)
        if signed != self._signed:
            self._signed = signed
            self._draw_sign()

    def sizeHint(self) -> QSize:
        hint, metrics = super().sizeHint(), self.fontMetrics()
        if not self.words:
            return hint
        widest = max(metrics.horizontalAdvance(each) for each in (self.words, *self.turns))
        return QSize(hint.width() + widest - metrics.horizontalAdvance(self.words), hint.height())

    def _draw_sign(self) -> None:
        if self._signed:
            self.wear(self._sign)
        else:
            self.setIcon(QIcon())
            self.updateGeometry()


class ArrowButton(PanelButton):
    """Narrow, beside a button: other ways to do what that one does."""

    def __init__(self, theme: Theme, tone: Tone = Tone.PLAIN) -> None:
        super().__init__(theme, tone=tone)
        self.drops_down = True

    def sizeHint(self) -> QSize:
        return QSize(em(self, 1.2), super().sizeHint().height())
